"""What is written to the terminal: only the cells that changed.

Textual writes whole lines of every widget that was drawn anew.  Over a slow line each byte counts,
and a terminal takes as long for a cell that stays as for one that changes.  So what was written is
remembered here, cell by cell, and what is the same is left out.  A full-width list that moved by
some lines is moved by the terminal itself: a region is set (DECSTBM), and line feeds at its end, or
reverse ones at its top, move it, which all terminals since the VT100 know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

GAP: Final = 8
"""Cells that stay between two that change are written again where it costs less than a jump."""
MOST_MOVED: Final = 8
"""Lines by which a list is looked for at another height."""


Cell = tuple[str, Style | None]
"""One cell of the screen; the second cell of a wide character has no text."""
Line = list[Cell | None]
"""The cells of a line of the screen; None where it is not known what stands there."""
_NARROW: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc]*"
)
"""Texts of which each character takes one cell."""
_SURE: Final = re.compile(
    f"(?:{_NARROW.pattern[:-1]}|[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3])*"
)
"""Texts of which each other character takes two."""
Run = tuple[int, int, list[Cell]]
"""Line, column, and the cells to be written from there."""


class Canvas:
    """The screen as the terminal shows it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines: list[Line] = []
        self._width = 0

    def forget(self) -> None:
        """Something else was written to the terminal: all is written anew."""
        self._lines = []

    def changed(self, update: CompositorUpdate) -> CompositorUpdate:
        """``update``, or what of it differs from what the terminal shows."""
        if isinstance(update, LayoutUpdate):
            self._take_over(update)
            return update
        if isinstance(update, ChopsUpdate) and self._lines:
            return Written(self._differences(update))
        self.forget()
        return update

    def _take_over(self, update: LayoutUpdate) -> None:
        strips = [list(line) for line in update.strips]
        update.strips = [*strips]  # they may be readable once only
        if update.region.x or update.region.y:
            self.forget()
            return
        self._width = update.region.width
        lines = [
            [cell for strip in line for cell in cells_of(strip, self._console)] for line in strips
        ]
        fits = all(len(line) == self._width for line in lines)
        self._lines = [[*line] for line in lines] if fits else []

    def _differences(self, update: ChopsUpdate) -> Iterator[Run]:
        new: dict[int, Line] = {}
        for y, x1, x2 in update.spans:
            if y >= len(self._lines):
                continue
            line = new.setdefault(y, list(self._lines[y]))
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < x2 and end > x1:
                    cells = cells_of(strip, self._console)[: end - x]
                    line[x : x + len(cells)] = cells
        yield from self._moved(new)
        for y, line in new.items():
            yield from _runs(y, self._lines[y], line[: self._width])
            self._lines[y] = line[: self._width]

    def _moved(self, new: dict[int, Line]) -> Iterator[Run]:
        """Where most of the lines stand some lines higher or lower, let the terminal move them."""
        rows = sorted(new)
        if len(rows) < 4:
            return
        top, bottom = rows[0], rows[-1]
        while bottom - top + 1 > len(rows) or bottom not in new:
            rows.pop()
            bottom = rows[-1]
        same = sum(new[y] == self._lines[y] for y in rows)
        best, by = same, 0
        if 2 * same > len(rows):
            return
        for step in range(1, min(MOST_MOVED, len(rows) // 2) + 1):
            for way in (step, -step):
                found = sum(
                    top <= y + way <= bottom and new[y] == self._lines[y + way] for y in rows
                )
                if found > best:
                    best, by = found, way
        if by and best >= len(rows) // 2 and best > same + 2:
            feeds = f"\x1b[{bottom + 1};1H" + "\n" * by
            if by < 0:
                feeds = f"\x1b[{top + 1};1H" + "\x1bM" * -by
            yield MOVE, by, [(f"\x1b[{top + 1};{bottom + 1}r{feeds}\x1b[r", None)]
            block = self._lines[top : bottom + 1]
            blank: list[Line] = [[None] * self._width for _ in range(abs(by))]
            moved = [*block[by:], *blank] if by > 0 else [*blank, *block[:by]]
            self._lines[top : bottom + 1] = moved


MOVE: Final = -1
"""In the place of a line's number: the terminal moves a region."""


class Written(CompositorUpdate):
    """Runs of cells to be written: line, column and cells of each."""

    def __init__(self, runs: Iterator[Run]) -> None:
        self._runs = list(runs)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from ()

    def render_segments(self, console: Console) -> str:
        """The characters that make the terminal show the runs."""
        parts: list[str] = []
        for y, x, cells in self._runs:
            if y == MOVE:
                parts.append(cells[0][0])
            else:
                parts.append(f"\x1b[{y + 1};{x + 1}H")
                parts.append(_drawn(cells, console))
        return "".join(parts)


def cells_of(strip: Strip, console: Console) -> list[Cell]:
    """The cells of ``strip``.

    Where a terminal may take another width for a character than was reckoned (emoji, clusters),
    the strip stands in its first cell as it is written, and is written whole or not at all.
    """
    cells: list[Cell] = []
    for text, style, _ in strip:
        if text.isascii() or _NARROW.fullmatch(text):
            cells += zip(text, repeat(style), strict=False)
        elif _SURE.fullmatch(text):
            for char in text:
                cells.append((char, style))
                if not _NARROW.fullmatch(char):
                    cells.append(("", style))
        else:
            return [(strip.render(console), None), *([("", None)] * (strip.cell_length - 1))]
    return cells


def _runs(y: int, old: Sequence[Cell | None], new: Sequence[Cell | None]) -> Iterator[Run]:
    """The stretches of a line that differ, near ones joined."""
    if old == new:
        return
    differs = [at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
    if max(map(len, map(itemgetter(0), filter(None, chain(old, new)))), default=0) > 1:
        yield from _anew(y, new)
        return
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


def _anew(y: int, line: Sequence[Cell | None]) -> Iterator[Run]:
    """The whole line; after what was written as it is the place is told again."""
    run: list[Cell] = []
    start = 0
    for at, cell in enumerate(line):
        if cell is None:
            continue
        if len(cell[0]) > 1 or (run and len(run[0][0]) > 1 and cell[0]):
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


def _drawn(cells: Sequence[Cell], console: Console) -> str:
    """Cells as text, the style said where it changes."""
    parts: list[str] = []
    at = 0
    while at < len(cells):
        style, end = cells[at][1], at
        while end < len(cells) and cells[end][1] == style:
            end += 1
        text = "".join(cell[0] for cell in cells[at:end])
        at = end
        parts.append(style.render(text, color_system=console._color_system) if style else text)
    return "".join(parts)
