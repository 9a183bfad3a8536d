"""A quick look before a pattern changes nothing that the pattern finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.story.blocks import markup
from reader.story.parts import roles

_SAID = st.sampled_from(
    "we may earn a commission commissions newsletter newsletters sign up subscribe today the post"
    " appeared first on page x".split()
)


@given(st.lists(_SAID, max_size=9), st.sampled_from(["", "*** ", "Ships " * 40]))
def test_an_offer_that_begins_anywhere_is_told_like_others(words: list[str], lead: str) -> None:
    text = lead + " ".join(words)
    every = "|".join([*roles._PROMO, *roles._PROMO_WITHIN.values()])
    assert roles._promotes(text) == bool(re.match(rf"[\W_]*(?:{every})", text))


def test_offers_that_begin_anywhere_are_found() -> None:
    assert roles._promotes("for links on this page, we may earn a small commission.")
    assert roles._promotes("our three newsletters reach you at dawn: sign up here")
    assert not roles._promotes("the commission sat on monday.")


@pytest.mark.parametrize("characters", [900, 999, 1000, 1001, 1100])
@pytest.mark.parametrize("attributes", [20, 101, 140])
def test_a_tag_as_long_as_any_keeps_the_same_attributes(characters: int, attributes: int) -> None:
    told = " ".join(f"a{n}=1" for n in range(attributes)) + " class='last'"
    text = f"<p {told}".ljust(characters) + ">Rain fell.</p>"
    body = markup.parse_fragment(text)
    long = markup._LONG_TAG.sub(markup._few_attributes, text)
    assert body is not None
    assert len(body[0].keys()) == min(attributes + 1, long.count("="))
    assert body[0].text == "Rain fell."
