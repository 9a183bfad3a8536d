"""Words whose first or last letters an apostrophe stands for (*’em*, *’69*, *goin’*), as single
quotation marks stand beside them too."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.quoted.marks import SMALL, Glyph

ELISION: Final = re.compile(
    r"(?:\d0s|\d\d(?!\d)|n\b|em\b|til\b|till\b|tis\b|twas\b|twere\b|cause\b|round\b|bout\b|cos\b"
    r"|cuz\b|nuff\b|neath\b|gainst\b|nother\b|sup\b|s\b|t\b|k\b|r\b|fraid\b|hood\b|am\b(?= )|un\b|e\b|ere\b|im\b|er\b|is\b|ad\b|ow\b|ell\b|ave\b"
    r"|ouse\b|ome\b|ad\b|alf\b|undred\b)",
    re.IGNORECASE,
)
"""What may follow an apostrophe in the place of what it leaves out."""
_NO_SPEECH: Final = frozenset("em n til tis bout cuz nuff neath nother".split())
"""Clipped words with which no quotation begins, though an opening shape stands before them."""
_ASPIRATED: Final = frozenset("e ere im er is ad ow ell ave ouse ome alf undred".split())
_SURELY: Final = re.compile(
    r"(?:\d0s|n\b|em\b|til\b|till\b|tis\b|twas\b|twere\b|s\b|t\b|k\b|r\b)", re.IGNORECASE
)
_BEFORE_YEAR: Final = frozenset("in of since from until till by before after during to".split())
_YEAR: Final = re.compile(rf"\d\d(?:[,.;:?!)]|\s*$|{SMALL.pattern})")
_LOST_END: Final = re.compile(
    r"(?:[a-z]+[b-z]in|['’]n|\bo|\ban|\bth|\bol|\blil|\bthro|\bmo|\bfo|\bwi|\bya)$", re.IGNORECASE
)
_WHOLE: Final = re.compile(
    r"\b(?:win|thin|skin|spin|twin|grin|chin|ruin|begin|within|join|coin|vein|rein|protein|origin"
    r"|margin|virgin|cabin|robin|basin|latin|satin|berlin|dublin|putin|lenin|stalin|martin|austin"
    r"|kevin|justin|colin|benjamin|benin|bulletin|cousin|assassin|violin|vitamin|insulin|heroin"
    r"|toxin|muffin|dolphin|penguin|cumin|aspirin|zeppelin|merlin|marvin|calvin|darwin|goodwin"
    r"|baldwin|franklin|chaplin|larkin|hawkin|sin|fin|bin|tin|pin|gin|kin|elfin)$",
    re.IGNORECASE,
)
"""Words that end in *in* and have lost nothing."""


def is_elision(text: str, glyph: Glyph) -> bool:
    """Whether the single mark ``glyph`` stands for letters or figures left out behind it."""
    match = ELISION.match(text, glyph.end)
    if not match:
        return False
    word = match.group().lower()
    if glyph.shape == "‘" and not word[0].isdigit() and word not in _NO_SPEECH:
        return False
    if word in _ASPIRATED:  # dropped h: ’e’s been ’ere
        return glyph.shape != "‘" and (text[glyph.end].islower() or word in ("e", "ere", "im"))
    if glyph.shape == "'" and word in ("cause", "round", "am", "s", "t", "k", "r", "hood"):
        return not text[glyph.end : glyph.end + 1].isupper()
    return not (word[0].isdigit() and len(word) == 2 and glyph.shape == "‘" and glyph.start == 0)


def is_clipped(text: str, start: int) -> bool:
    """Whether the word at ``start``, behind a mark, is one that is nothing but clipped (*em*, *tis*,
    *90s*, *69* behind *in* or *of*), and no word of its own."""
    if _SURELY.match(text, start):
        return True
    lead = text[max(0, start - 12) : start - 1].split()[-1:]
    return bool(lead) and lead[0].lower() in _BEFORE_YEAR and _YEAR.match(text, start) is not None


def has_lost_its_end(text: str, start: int, end: int) -> bool:
    """Whether the last word of ``text[start:end]`` is one that ends in an apostrophe: *goin*, *o*."""
    if not _LOST_END.search(text, start, end):
        return False
    return _WHOLE.search(text, start, end) is None
