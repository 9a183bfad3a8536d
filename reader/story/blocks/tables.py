"""The rows of a table of data as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reader.model import Block, Mark

MAX_CELLS: Final = 200
"""Cells in a row of a table."""
CELL_GAP: Final = " | "


def row_of(cells: Sequence[tuple[str, tuple[Mark, ...]]]) -> Block | None:
    """The row of ``cells``, their texts and marks; None when all of them are empty."""
    if not any(text for text, _ in cells):
        return None
    marks: list[Mark] = []
    at = 0
    for text, held in cells:
        marks += [
            Mark(m.start + at, m.end + at, m.style, m.url)
            for m in held
            if m.style != "link" or m.url
        ]
        at += len(text) + len(CELL_GAP)
    texts = tuple(text for text, _ in cells)
    return Block("table_row", CELL_GAP.join(texts), tuple(marks), cells=texts)
