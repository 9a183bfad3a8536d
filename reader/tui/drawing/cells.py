"""The cells of a line as the terminal shows it, where two lines differ, and what writes them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import is_not
from typing import Final

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from textual._compositor import CompositorUpdate
from textual.strip import Strip

from reader.patterns import later
from reader.tui.drawing.pens import PLAIN, Pen, change, pen_of

Cell = tuple[str, Pen]
"""One cell of the screen; the second cell of a wide character has no text."""


class Line(list[Cell | None]):
    """The cells of a line of the screen, or of a part of one; None where it is not known what
    stands there."""

    has_whole = False
    """Whether text may stand in one of them as it is written."""


Run = tuple[int, int, list[Cell]]
"""Line, column, and the cells to be written from there."""

GAP: Final = 4
"""Cells that stay between two that change are written again where it costs less than a jump."""
MOVE: Final = -1
"""In the place of a line's number: the terminal moves a region."""
_CHANGED: Final = re.compile(b"\x01(?:\x00{0,%d}\x01)*" % (GAP - 1))
"""Cells that differ (1) with the gaps between them that are written again."""
_ERASED: Final = 8
"""Blanks in a row that are erased rather than written."""


NARROW: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25fc"
    "\u2605\u2606\u2713\u2717\u275b-\u275e]*"
)
"""Texts of which each character takes one cell."""
SURE: Final = later(
    f"(?:{NARROW.pattern[:-1]}|[\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3])*"
)
"""Texts of which each other character takes two."""
WIDER: Final = 4
"""How often the width that was reckoned a terminal takes at most: for a family of four that it shows
one by one."""


def cells_of(strip: Strip, console: Console) -> Line:
    """The cells of ``strip``.

    Text for which a terminal may take another width than was reckoned (emoji, marks that combine)
    stands in its first cell as it is written, and is written whole or not at all.
    """
    cells = Line()
    system = console._color_system
    for text, style, _ in strip:
        if style is not None and style.link:
            return _whole(strip, console)
        pen = pen_of(style, system)
        if text.isascii() or NARROW.fullmatch(text):
            cells += map(pen.cells.__getitem__, text)
        elif SURE.fullmatch(text):
            _add(cells, text, pen)
        else:
            return _in_doubt(strip, system)
    return cells


def _add(cells: Line, text: str, pen: Pen) -> None:
    for char in text:
        cells.append(pen.cells[char])
        if not NARROW.fullmatch(char):
            cells.append(pen.cells[""])


def _in_doubt(strip: Strip, system: ColorSystem | None) -> Line:
    """The cells of a strip of which the width is in doubt somewhere."""
    from reader.tui.drawing.doubtful import over_blanks, stretches

    cells = Line()
    pens = [(text, pen_of(style, system)) for text, style, _ in strip]
    at = 0
    for start, end in stretches(strip.text):
        for text, pen in _between(pens, at, start):
            _add(cells, text, pen)
        parts = [(text, cell_len(text), pen) for text, pen in _between(pens, start, end)]
        width = sum(width for _, width, _ in parts)
        if width:
            cells.append((over_blanks(parts), PLAIN))
            cells += [PLAIN.cells[""]] * (width - 1)
            cells.has_whole = True
        at = end
    for text, pen in _between(pens, at, len(strip.text)):
        _add(cells, text, pen)
    return cells


def _between(parts: Iterable[tuple[str, Pen]], start: int, end: int) -> Iterator[tuple[str, Pen]]:
    """What of ``parts`` stands between two places, in characters."""
    at = 0
    for text, pen in parts:
        if inner := text[max(0, start - at) : max(0, end - at)]:
            yield inner, pen
        at += len(text)


def _whole(strip: Strip, console: Console) -> Line:
    line = Line([(strip.render(console), PLAIN), *([PLAIN.cells[""]] * (strip.cell_length - 1))])
    line.has_whole = True
    return line


def is_whole(cell: Cell | None) -> bool:
    """Whether text stands in the cell as it is written."""
    return cell is not None and len(cell[0]) > 1


def differences(y: int, old: Line, new: Line) -> Iterator[Run]:
    """The stretches of line ``y`` that differ, near ones joined."""
    if old == new:
        return
    if old.has_whole or new.has_whole:
        yield from everything(y, new)
        return
    differs = bytes(map(is_not, old, new))  # a pen makes each of its cells once
    for stretch in _CHANGED.finditer(differs):
        start, end = stretch.span()
        while start and _text(new[start]) == "":
            start -= 1
        while end < len(new) and _text(new[end]) == "":
            end += 1
        yield y, start, [cell for cell in new[start:end] if cell is not None]


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
                # Near to the edge the terminal is told to stay on the line (DECAWM).
                if y != MOVE and x + WIDER * len(cells) > self._width:
                    parts.append(f"\x1b[?7l{cells[0][0]}\x1b[?7h")
                else:
                    parts.append(cells[0][0])
                pen, place = PLAIN, None
                continue
            parts.append(_move(place, y, x))
            pen, behind = _draw(cells, pen, parts, self._width - x)
            end = x + len(cells) - behind
            place = (y, end) if end < self._width else None  # some terminals stand beyond the edge
        parts.append(change(pen, PLAIN))
        return "".join(parts)


def whole(lines: Iterable[Line]) -> Iterator[Run]:
    """All that is known of ``lines``, those of a screen."""
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
    at, length = 0, len(cells)
    behind = 0
    while at < length:
        char, wanted = cells[at]
        end = at + 1
        if char == " " and not wanted.shows_on_blank:
            while end < length and cells[end] == (" ", wanted):
                end += 1
            if pen.back != wanted.back or pen.shows_on_blank:
                parts.append(change(pen, wanted))
                pen = wanted
            if end - at < _ERASED or not erases_in_colour():
                parts.append(" " * (end - at))
            elif end == room:
                parts.append("\x1b[K")
                behind = end - at
            else:
                parts.append(f"\x1b[{end - at}X")
                if end == length:
                    behind = end - at
                else:
                    parts.append(f"\x1b[{end - at}C")
        else:
            blank = None if wanted.shows_on_blank else (" ", wanted.blank)
            while end < length:
                if cells[end][1] is wanted:
                    end += 1
                elif cells[end] == blank and end + 1 < length and cells[end + 1][1] is wanted:
                    end += 2  # one blank between two words
                else:
                    break
            parts.append(change(pen, wanted))
            parts.append("".join([cell[0] for cell in cells[at:end]]))
            pen = wanted
        at = end
    return pen, behind


@cache
def erases_in_colour() -> bool:
    """Whether what the terminal erases gets the background in force (terminfo's ``bce``)."""
    try:
        import curses
    except ImportError:  # a Python that was built without it
        return False
    try:
        curses.setupterm(os.environ.get("TERM") or "dumb", 2)
        return curses.tigetflag("bce") > 0
    except (OSError, curses.error):
        return False
