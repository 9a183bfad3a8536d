"""Where a quotation ends whose closing mark is missing: before the words that say whose it is."""

from __future__ import annotations

import re
from typing import Final

_TELLER = re.compile(
    r"[,?!](?= (?:(?:said|says|added|asked|wrote) [^“”\"‘]{2,80}"
    r"|(?:he|she|they|[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}) (?:said|says|added|asked|wrote)"
    r"(?: [^“”\",]{2,40})?)\.\s*$)"
)
"""Where a quotation without closing mark ends: *“We had no warning, said Ann Lee.*"""
_TELLER_INSIDE = re.compile(
    r"[,?!](?= (?:said (?:[A-Z][\w’'-]*)(?: [A-Z][\w’'-]*){0,2}"
    r"|(?:he|she|they|the [a-z]+|[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}) (?:said|says))\. [A-Z])"
)
"""The same with another sentence behind it: *“We are closed, the sign said. Nobody came.*"""
_TELLER_WITHIN: Final = 140
"""Characters at the end of a paragraph in which that is looked for."""


def before_teller(text: str, start: int, end: int, *, inside: bool = False) -> int | None:
    """The end of a quotation that begins at ``start`` of ``text`` and has no closing mark, where
    words that say whose it is stand before ``end`` or, if ``inside``, before another sentence."""
    told = _TELLER.search(text, max(start, end - _TELLER_WITHIN), end)
    if told is None and inside:
        told = _TELLER_INSIDE.search(text, start, end)
    return told.end() if told else None
