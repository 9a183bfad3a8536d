"""Quotations that only repeat another one: the headline's, and those pulled out of the body to
stand in a paragraph of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from reader.model import HEADLINE, Quote
from reader.story.quotes.quoted.blockquotes import fold

_FEW: Final = 3
"""Words below which words are not the same quotation because they occur in another one."""
_WIDE: Final = 6
"""Characters of Chinese or Japanese that are as much as those words."""
_ELIDED: Final = re.compile("(?:[dlnscj]|qu) ")
_LONG: Final = 600
_MOST: Final = 300
"""Characters of a pulled quotation, and how many a story has, at most."""
_MARKS: Final = 3
"""Characters beside a quotation that fills its block: marks and a stop."""


def without_repeats(quotes: Sequence[Quote], texts: Mapping[int, str]) -> list[Quote]:
    """``quotes`` without the headline's where the body has its words too (the speaker is kept),
    and without those that fill a block and stand in a longer quotation elsewhere."""
    candidates = [n for n, quote in enumerate(quotes) if _may_repeat(quote, texts)][:_MOST]
    if not candidates:
        return list(quotes)
    keys = [f" {fold(quote.text)} " for quote in quotes]
    places: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        places.setdefault(key, []).append(number)
    everything = "|".join(places)
    drop = {n for n in candidates if _repeats(n, keys[n], places[keys[n]], quotes, everything)}
    return [_named(quote, quotes) for number, quote in enumerate(quotes) if number not in drop]


def _named(quote: Quote, quotes: Sequence[Quote]) -> Quote:
    """``quote`` with the speaker of a headline that has the same words, if it has none itself."""
    if quote.speaker or quotes[0].spans[0].block != HEADLINE:
        return quote
    for other in quotes:
        if other.spans[0].block != HEADLINE:
            break
        if other.speaker and other.text == quote.text and other is not quote:
            return replace(
                quote,
                speaker=other.speaker,
                cue=other.cue,
                confidence=other.confidence,
                mention=other.mention,
            )
    return quote


def _may_repeat(quote: Quote, texts: Mapping[int, str]) -> bool:
    first = quote.spans[0]
    if first.block == HEADLINE:
        return True
    text = texts[first.block]
    if len(quote.spans) > 1 or len(text) > _LONG:
        return False
    return len(text) - (first.end - first.start) <= _MARKS


def _repeats(
    number: int, key: str, same: list[int], quotes: Sequence[Quote], everything: str
) -> bool:
    """Whether ``key`` stands in a longer quotation of ``everything``, or (of a headline or
    heading) again as a whole: ``same`` are the quotations with just these words."""
    if len(key.split()) >= _FEW and everything.count(key) > 1:
        return True
    first = quotes[number].spans[0].block
    if first == HEADLINE:
        bare = key.strip()
        if _ELIDED.match(bare):  # « d’écouter tout le monde »
            bare = bare.partition(" ")[2]
        if not bare.isascii() and len(bare) >= _WIDE and everything.count(bare) > 1:
            return True
        return any(quotes[other].spans[0].block != HEADLINE for other in (same[0], same[-1]))
    heading = quotes[number].text[-1:].isalnum()
    others = (other for other in same[-2:] if other != number)
    return heading and any(not quotes[other].text[-1:].isalnum() for other in others)
