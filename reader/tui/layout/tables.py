"""Table rows set in columns, each cell wrapped in its own column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from reader.tui.layout.pieces import Piece
from reader.tui.layout.wrap import cells, wrap

GAP: Final = 2
"""Blank cells between two columns."""
_NARROWEST: Final = 6
"""Columns narrower than this say nothing: the cells then stand one under the other."""

SetPart = tuple[int, int, int]
"""x, start, end."""


def set_table(rows: Sequence[Piece], measure: int) -> list[list[tuple[SetPart, ...]]]:
    """The screen rows of each table row: the parts of its cells beside one another.

    Columns are as wide as their widest cell where that fits; else the wide ones share what the
    narrow ones leave.
    """
    widths = column_widths(rows, measure)
    if widths is None:
        return [_stacked(row, measure) for row in rows]
    return [_beside(row, widths) for row in rows]


def column_widths(rows: Sequence[Piece], measure: int) -> list[int] | None:
    """The width of each column in cells, or None when the columns don't fit beside one another."""
    count = max((len(row.cells) for row in rows), default=0)
    wanted = [1] * count
    for row in rows:
        for column, (start, end) in enumerate(row.cells):
            wanted[column] = max(wanted[column], cells(row.text[start:end]))
    free = measure - GAP * (count - 1)
    if sum(wanted) <= free:
        return wanted
    if count * _NARROWEST > free:
        return None
    widths = [0] * count
    open_columns = sorted(range(count), key=lambda column: wanted[column])
    while open_columns:
        share = free // len(open_columns)
        column = open_columns.pop(0)
        widths[column] = min(wanted[column], share)
        free -= widths[column]
    return widths


def _beside(row: Piece, widths: Sequence[int]) -> list[tuple[SetPart, ...]]:
    columns: list[list[SetPart]] = []
    x = 0
    for (start, end), width in zip(row.cells, widths, strict=False):
        cuts = wrap(row.text[start:end], width)
        columns.append([(x, start + first, start + last) for first, last in cuts])
        x += width + GAP
    return [tuple(part for part in line if part is not None) for line in zip_longest(*columns)] or [
        ((0, 0, len(row.text)),)
    ]


def _stacked(row: Piece, measure: int) -> list[tuple[SetPart, ...]]:
    return [
        ((0, start + first, start + last),)
        for start, end in row.cells
        for first, last in wrap(row.text[start:end], measure)
    ] or [((0, 0, 0),)]
