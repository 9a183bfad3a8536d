"""The cells of a line as the terminal shows it, and where two lines differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final

from rich.console import Console
from textual.strip import Strip

from reader.patterns import later
from reader.tui.pens import PLAIN, Pen, pen_of

Cell = tuple[str, Pen]
"""One cell of the screen; the second cell of a wide character has no text."""
Line = list[Cell | None]
"""The cells of a line of the screen; None where it is not known what stands there."""
Run = tuple[int, int, list[Cell]]
"""Line, column, and the cells to be written from there."""

GAP: Final = 4
"""Cells that stay between two that change are written again where it costs less than a jump."""
_NARROW: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc"
    "\u2605\u2606\u2713\u2717\u275b-\u275e]*"
)
"""Texts of which each character takes one cell."""
_SURE: Final = later(
    f"(?:{_NARROW.pattern[:-1]}|[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3])*"
)
"""Texts of which each other character takes two."""


def cells_of(strip: Strip, console: Console) -> list[Cell]:
    """The cells of ``strip``.

    Where a terminal may take another width for a character than was reckoned (emoji, clusters),
    the strip stands in its first cell as it is written, and is written whole or not at all.
    """
    cells: list[Cell] = []
    system = console._color_system
    for text, style, _ in strip:
        if style is not None and style.link:
            return _whole(strip, console)
        pen = pen_of(style, system)
        if text.isascii() or _NARROW.fullmatch(text):
            if pen.blank is pen:
                cells += zip(text, repeat(pen), strict=False)
            else:
                blank = (" ", pen.blank)
                cells += [(char, pen) if char != " " else blank for char in text]
        elif _SURE.fullmatch(text):
            for char in text:
                cells.append((char, pen if char != " " else pen.blank))
                if not _NARROW.fullmatch(char):
                    cells.append(("", pen))
        else:
            return _whole(strip, console)
    return cells


def _whole(strip: Strip, console: Console) -> list[Cell]:
    return [(strip.render(console), PLAIN), *([("", PLAIN)] * (strip.cell_length - 1))]


def is_whole(cell: Cell | None) -> bool:
    """Whether a strip stands in the cell as it is written."""
    return cell is not None and len(cell[0]) > 1


def differences(y: int, old: Sequence[Cell | None], new: Sequence[Cell | None]) -> Iterator[Run]:
    """The stretches of line ``y`` that differ, near ones joined."""
    if old == new:
        return
    if any(map(is_whole, old)) or any(map(is_whole, new)):
        yield from everything(y, new)
        return
    differs = [at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
    start = last = differs[0]
    for at in (*differs[1:], len(new) + 2 * GAP):
        if at - last > GAP:
            while start and _text(new[start]) == "":
                start -= 1
            end = last + 1
            while end < len(new) and _text(new[end]) == "":
                end += 1
            yield y, start, [cell for cell in new[start:end] if cell is not None]
            start = at
        last = at


def everything(y: int, line: Sequence[Cell | None]) -> Iterator[Run]:
    """The whole line; after what was written as it is the place is told again."""
    run: list[Cell] = []
    start = 0
    for at, cell in enumerate(line):
        if cell is None:
            continue
        if is_whole(cell) or (run and is_whole(run[0]) and cell[0]):
            if run:
                yield y, start, run
            run = []
        if not run:
            start = at
        run.append(cell)
    if run:
        yield y, start, run


def _text(cell: Cell | None) -> str | None:
    return cell[0] if cell is not None else None
