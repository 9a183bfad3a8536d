"""Where a character of a text stands in the TOML that spells the text."""

from __future__ import annotations

import re
from typing import Final

_PIECE: Final = re.compile(
    r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
    r"|\\[ \t]*\r?\n[ \t\r\n]*"  # a line that goes on: no character
    r"|\\.|\r\n|[\s\S]"
)


def place_inside(literal: str, at: int) -> int:
    """How many characters into ``literal``, a TOML string with its quotation marks, character
    ``at`` of its text stands; the end of the text is the closing mark.

    ``at`` counts as in the text on one line, with the blanks at its ends left out and every run of
    them one blank (:func:`reader.text.clean_line`), since that is what is read.
    """
    marks = next((m for m in ('"""', "'''", '"', "'") if literal.startswith(m)), "")
    start, end = len(marks), len(literal) - len(marks)
    if len(marks) == 3:
        start += len(re.match(r"\r?\n?", literal[start:]).group())  # type: ignore[union-attr]
    pieces = _escaped(literal, start, end) if marks.startswith('"') else range(start, end)
    seen, blank = 0, True
    last = start
    for place in pieces:
        is_blank = literal[place].isspace() or literal.startswith(("\\t", "\\n", "\\r"), place)
        if is_blank and blank:
            continue
        if seen == at and not is_blank:
            return place
        seen, blank, last = seen + 1, is_blank, place
        if seen > at:
            return last
    return end


def _escaped(literal: str, start: int, end: int) -> list[int]:
    """Where each character of a basic string is spelled."""
    found = []
    at = start
    while at < end and (piece := _PIECE.match(literal, at, end)):
        if not re.fullmatch(r"\\[ \t]*\r?\n[ \t\r\n]*", piece[0]):
            found.append(at)
        at = piece.end()
    return found
