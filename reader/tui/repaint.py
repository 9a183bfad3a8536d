"""What is written to the terminal: only the cells that changed, in as few bytes as show them.

Textual writes whole lines of every widget that was drawn anew.  Over a slow line each byte counts,
and a terminal takes as long for a cell that stays as for one that changes.  So what was written is
remembered here, cell by cell, and what is the same is left out.  A full-width list that moved by
some lines is moved by the terminal itself: a region is set (DECSTBM), and line feeds at its end, or
reverse ones at its top, move it, which all terminals since the VT100 know.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

from reader.tui.cells import Cell, Line, Run, cells_of, differences, everything, is_whole
from reader.tui.pens import PLAIN, Pen, change

if TYPE_CHECKING:
    from textual.app import App

_log = logging.getLogger(__name__)
MOST_MOVED: Final = 8
"""Lines by which a list is looked for at another height."""
MOVE: Final = -1
"""In the place of a line's number: the terminal moves a region."""
_ERASED: Final = 8
"""Blanks in a row that are erased rather than written."""


class Painting:
    """Stands between an app and its terminal, as long as Textual is made as it is known here."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.canvas: Canvas | None = Canvas(app.console)
        """None: Textual paints by itself."""

    def forget(self) -> None:
        """Something else was written to the terminal: all is written anew."""
        if self.canvas is not None:
            self.canvas.forget()

    def less(self, update: RenderableType | None) -> RenderableType | None:
        """What of an update has to be written.

        This rests on private parts of Textual: where one is not as expected, that is logged once,
        and from then on Textual paints whole, as it does by itself.
        """
        if self.canvas is None or update is None or self._app.is_headless:
            return update
        try:
            if not isinstance(update, CompositorUpdate):
                self.canvas.forget()
                return update
            if self._app._batch_count or not self._app._running:
                self.canvas.forget()
                return update
            changed = self.canvas.changed(update)
            if isinstance(changed, Written) and changed.is_empty:
                return None
            return cast(RenderableType, changed)
        except Exception:
            _log.exception("only whole screens are painted from here on")
            self.canvas = None
            return update


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
            return self._whole(update)
        if isinstance(update, ChopsUpdate) and self._lines:
            return Written(self._differences(self._chopped(update)), self._width)
        self.forget()
        return update

    def picture(self) -> str:
        """What shows the screen as it is now on an empty one; ``""`` when that is not known."""
        if not self._lines or any(None in line for line in self._lines):
            return ""
        return Written(_all(self._lines), self._width).text()

    def _whole(self, update: LayoutUpdate) -> CompositorUpdate:
        strips = [list(line) for line in update.strips]
        update.strips = [*strips]  # they may be readable once only
        width = update.region.width
        lines: list[Line] = [
            [cell for strip in line for cell in cells_of(strip, self._console)] for line in strips
        ]
        fits = all(len(line) == width for line in lines)
        if update.region.x or update.region.y or not fits:
            self.forget()
            return update
        if len(lines) == len(self._lines) and width == self._width:
            return Written(self._differences(dict(enumerate(lines))), width)
        self._width = width
        self._lines = lines
        return Written(_all(lines), width)

    def _chopped(self, update: ChopsUpdate) -> dict[int, Line]:
        new: dict[int, Line] = {}
        for y, x1, x2 in update.spans:
            if y >= len(self._lines):
                continue
            line = new.setdefault(y, list(self._lines[y]))
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < x2 and end > x1:
                    cells = cells_of(strip, self._console)[: end - x]
                    line[x : x + len(cells)] = cells
        return {y: line[: self._width] for y, line in new.items()}

    def _differences(self, new: dict[int, Line]) -> Iterator[Run]:
        yield from self._moved(new)
        for y, line in new.items():
            yield from differences(y, self._lines[y], line)
            self._lines[y] = line

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
            yield MOVE, by, [(f"\x1b[{top + 1};{bottom + 1}r{feeds}\x1b[r", PLAIN)]
            block = self._lines[top : bottom + 1]
            blank: list[Line] = [[None] * self._width for _ in range(abs(by))]
            moved = [*block[by:], *blank] if by > 0 else [*blank, *block[:by]]
            self._lines[top : bottom + 1] = moved


class Written(CompositorUpdate):
    """Runs of cells to be written on a screen of ``width`` columns."""

    def __init__(self, runs: Iterable[Run], width: int) -> None:
        self._runs = list(runs)
        self._width = width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be written."""
        return not self._runs

    def render_segments(self, console: Console) -> str:
        """The characters that make the terminal show the runs."""
        return self.text()

    def text(self) -> str:
        """The same; the terminal's pen is the plain one before and after."""
        parts: list[str] = []
        pen = PLAIN
        place: tuple[int, int] | None = None
        for y, x, cells in self._runs:
            if y == MOVE or is_whole(cells[0]):
                # The pen is put down first: lines that come in are blank in its colour.
                parts.append(change(pen, PLAIN))
                parts.append("" if y == MOVE else _move(place, y, x))
                parts.append(cells[0][0])
                pen, place = PLAIN, None
                continue
            parts.append(_move(place, y, x))
            pen, behind = _draw(cells, pen, parts, self._width - x)
            end = x + len(cells) - behind
            place = (y, end) if end < self._width else None  # some terminals stand beyond the edge
        parts.append(change(pen, PLAIN))
        return "".join(parts)


def _all(lines: Iterable[Line]) -> Iterator[Run]:
    for y, line in enumerate(lines):
        yield from everything(y, line)


def _move(place: tuple[int, int] | None, y: int, x: int) -> str:
    """The shortest way to line ``y``, column ``x``."""
    if place is not None and place[0] == y and x > place[1]:
        by = x - place[1]
        return f"\x1b[{by}C" if by > 1 else "\x1b[C"
    if place is not None and place[0] + 1 == y and not x:
        return "\r\n"
    if not x:
        return f"\x1b[{y + 1}H" if y else "\x1b[H"
    return f"\x1b[{y + 1};{x + 1}H"


def _draw(cells: Sequence[Cell], pen: Pen, parts: list[str], room: int) -> tuple[Pen, int]:
    """Write cells from where the terminal stands; ``room`` is the way to the edge.

    Returns the pen left, and how many cells before the end of them the terminal stands.
    """
    at, count = 0, len(cells)
    behind = 0
    while at < count:
        char, wanted = cells[at]
        end = at + 1
        if char == " " and not wanted.shows_on_blank:
            while end < count and cells[end] == (" ", wanted):
                end += 1
            if pen.back != wanted.back or pen.shows_on_blank:
                parts.append(change(pen, wanted))
                pen = wanted
            if end - at < _ERASED or not _erases_in_colour():
                parts.append(" " * (end - at))
            elif end == room:
                parts.append("\x1b[K")
                behind = end - at
            else:
                parts.append(f"\x1b[{end - at}X")
                if end == count:
                    behind = end - at
                else:
                    parts.append(f"\x1b[{end - at}C")
        else:
            while end < count and cells[end][1] is wanted:
                end += 1
            parts.append(change(pen, wanted))
            parts.append("".join(cell[0] for cell in cells[at:end]))
            pen = wanted
        at = end
    return pen, behind


@cache
def _erases_in_colour() -> bool:
    """Whether what the terminal erases gets the background in force (terminfo's ``bce``)."""
    try:
        import curses

        curses.setupterm(os.environ.get("TERM") or "dumb", 2)
        return curses.tigetflag("bce") > 0
    except (ImportError, OSError, curses.error):
        return False
