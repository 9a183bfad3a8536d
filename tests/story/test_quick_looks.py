"""A quick look before a pattern changes nothing that the pattern finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.story.blocks import pictures
from reader.story.parts import phrases, roles

_SAID = st.sampled_from(
    "we may earn a commission commissions newsletter newsletters sign up subscribe today the post"
    " appeared first on page x".split()
)


@given(st.lists(_SAID, max_size=9), st.sampled_from(["", "*** ", "Ships " * 40]))
def test_an_offer_that_begins_anywhere_is_told_like_others(words: list[str], lead: str) -> None:
    text = lead + " ".join(words)
    every = "|".join([*phrases.PROMO, *phrases.PROMO_WITHIN.values()])
    assert roles._promotes(text) == bool(re.match(rf"[\W_]*(?:{every})", text))


def test_offers_that_begin_anywhere_are_found() -> None:
    assert roles._promotes("for links on this page, we may earn a small commission.")
    assert roles._promotes("our three newsletters reach you at dawn: sign up here")
    assert not roles._promotes("the commission sat on monday.")


_PARTS = st.sampled_from(
    [*pictures._COUNTER_WORDS, "https://", "//", "/", ".", ".gif", ".png", ".com/", "?", "=", "~r"]
) | st.sampled_from(
    ["/latex.php?", "/latex", "latex.codecogs.com/", "/math/", "render/", "s", "ſ", "é"]
)


@given(st.lists(_PARTS, max_size=7).map("".join), st.booleans())
def test_addresses_of_counters_and_formulas_are_those_of_the_patterns(
    src: str, large: bool
) -> None:
    src = src.upper() if large else src
    assert pictures._counts(src) == bool(pictures._COUNTERS.search(src))
    assert pictures._draws_formula(src) == bool(pictures._DRAWN_FORMULA.search(src))
