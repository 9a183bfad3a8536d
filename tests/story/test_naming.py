"""Words in the names of elements."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.story.blocks.naming import Words

_WORDS = "-ad- banner skyscraper"


@given(
    st.lists(st.sampled_from([*_WORDS.split(), "AD", "Banner", "-", " ", "ſky", "é"])).map("".join)
)
def test_words_are_told_as_a_pattern_tells_them(name: str) -> None:
    pattern = "|".join(map(re.escape, _WORDS.split()))
    assert Words(_WORDS).stand_in(name) == bool(re.search(pattern, name, re.IGNORECASE))


@pytest.mark.parametrize(
    ("name", "is_named"),
    [("top-Banner x", True), ("side-ad-box", True), ("head-lead", False), ("", False)],
)
def test_a_word_is_found_inside_a_name(name: str, is_named: bool) -> None:
    assert Words(_WORDS).stand_in(name) == is_named
