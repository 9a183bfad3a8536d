"""Quotation marks that a story prints around a quote."""

from __future__ import annotations

from typing import Final

PAIRS: Final = {
    "“": "”",
    "„": "“",
    "‘": "’",
    "‚": "‘",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "'": "'",
    "「": "」",
    "『": "』",
    "”": "”",
    "’": "’",
}
"""Each opening mark with the closing one that usually goes with it."""
CLOSING: Final = frozenset(PAIRS.values())


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Characters ``start`` to ``end`` of ``text`` with the marks printed right around them."""
    if start > 0 and text[start - 1] in PAIRS:
        start -= 1
    if text[end : end + 1] in CLOSING:
        end += 1
    return start, end
