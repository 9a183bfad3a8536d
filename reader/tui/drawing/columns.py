"""A row of one line in the columns that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reader.tui.drawing.parts import Part, fit_parts, width_of

WIDTHS: Final = {"date": 6, "feed": 16, "author": 16, "minutes": 6, "counts": 7, "tags": 12}
"""Cells that columns beside the title have; a date may need more."""
LEAST_TITLE: Final = 20
"""Cells that the title has at least, as long as other columns could be left out."""
_GAP: Final = 2
_AT_THE_RIGHT: Final = frozenset({"minutes", "counts"})


def in_columns(
    columns: Sequence[str], texts: Mapping[str, Sequence[Part]], width: int
) -> list[Part]:
    """The ``texts`` of a row by the names of their columns, set in ``width`` cells.

    The title has what room the others leave; those that would leave it too little are left out,
    the last first, and so are those that ``texts`` does not have.
    """
    shown = [name for name in columns if name in texts]
    widths = {name: WIDTHS[name] for name in shown if name != "title"}
    if "date" in widths:
        widths["date"] = max(widths["date"], width_of(texts["date"]))
    while widths and width - sum(widths.values()) - _GAP * len(widths) < LEAST_TITLE:
        widths.popitem()
    title = width - sum(widths.values()) - _GAP * len(widths)
    line: list[Part] = []
    for name in shown:
        if name != "title" and name not in widths:
            continue
        room = widths.get(name, max(1, title))
        parts = fit_parts(texts[name], room)
        blank = [Part(" " * (room - width_of(parts)))]
        line += [Part(" " * _GAP)] if line else []
        line += [*blank, *parts] if name in _AT_THE_RIGHT else [*parts, *blank]
    return line
