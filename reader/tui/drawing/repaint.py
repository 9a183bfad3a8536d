"""What is written to the terminal: only the cells that changed, in as few bytes as show them.

Textual writes whole lines of every widget that was drawn anew.  Over a slow line each byte counts,
and a terminal takes as long for a cell that stays as for one that changes.  So what was written is
remembered here, cell by cell, and what is the same is left out.  A full-width list that moved by
some lines is moved by the terminal itself: a region is set (DECSTBM), and line feeds at its end, or
reverse ones at its top, move it, which all terminals since the VT100 know.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, cast
from weakref import WeakKeyDictionary

from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual._context import visible_screen_stack
from textual.strip import Strip

from reader.tui.drawing.cells import (
    MOVE,
    Line,
    Run,
    Written,
    cells_of,
    differences,
    is_whole,
    whole,
)
from reader.tui.drawing.pens import PLAIN
from reader.tui.drawing.tiles import Layout, Tiles, dirty_tiles

if TYPE_CHECKING:
    from textual.app import App
    from textual.geometry import Size
    from textual.screen import Screen

_log = logging.getLogger(__name__)
MOST_MOVED: Final = 8
"""Lines by which a list is looked for at another height."""
KEPT: Final = 400
"""Rows of widgets whose cells are remembered."""
AT_ONCE: Final = 8
"""Lines that are drawn in one go of a screen that nobody sees: a key would wait for them."""


class Painting:
    """Stands between an app and its terminal, as long as Textual is made as it is known here."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.canvas: Canvas | None = Canvas(app.console)
        """None: Textual paints by itself."""
        self._layouts: WeakKeyDictionary[Screen[Any], Layout] = WeakKeyDictionary()

    def forget(self) -> None:
        """Something else was written to the terminal: all is written anew."""
        if self.canvas is not None:
            self.canvas.forget()

    def tiles(self, screen: Screen[Any]) -> Tiles | None:
        """What of ``screen``, the one shown, has changed since it was drawn; None: Textual is to
        say so itself."""
        app = self._app
        if self.canvas is None or app.is_headless or app.is_inline:
            return None
        try:
            compositor = screen._compositor
            visible_screen_stack.set(app._background_screens)
            if not self.canvas.knows(compositor.size):
                compositor._dirty_regions.add(compositor.size.region)
            self._layouts[screen], tiles = dirty_tiles(compositor, self._layouts.get(screen))
            return tiles
        except Exception:
            self._give_up()
            screen._compositor._dirty_regions.add(screen.size.region)
            return None

    def draw_unseen(self, screen: Screen[Any]) -> Iterator[None]:
        """Draw a screen that is laid out but not shown, some lines at each step, so that what it
        shows is at hand when it is."""
        compositor, canvas = screen._compositor, self.canvas
        size = compositor.size
        if canvas is None:
            return
        layout = self._layouts[screen] = Layout(compositor.visible_widgets, size)
        for top in range(0, size.height, AT_ONCE):
            for tile in layout.tiles((y, 0, size.width) for y in range(top, top + AT_ONCE)):
                if tile.start == 0 and tile.end >= tile.strip.cell_length:
                    canvas.cells(tile.strip)
            yield

    def repaint(self, screen: Screen[Any]) -> None:
        """Paint ``screen`` as it is now: what of it stands there already is left out."""
        screen._compositor._dirty_regions.add(screen._compositor.size.region)
        screen._compositor_refresh()

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
            self._give_up()
            if isinstance(update, Tiles):
                return cast(RenderableType, self._app.screen._compositor.render_full_update())
            return update

    def _give_up(self) -> None:
        _log.exception("only whole screens are painted from here on")
        self.canvas = None


class Canvas:
    """The screen as the terminal shows it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines: list[Line] = []
        self._width = 0
        self._kept: dict[int, tuple[Strip, Line]] = {}
        """The cells of strips drawn lately, by the strip's identity."""

    def knows(self, size: Size) -> bool:
        """Whether it is known what a terminal of this size shows."""
        return len(self._lines) == size.height and self._width == size.width

    def forget(self) -> None:
        """Something else was written to the terminal: all is written anew."""
        self._lines = []

    def changed(self, update: CompositorUpdate) -> CompositorUpdate:
        """``update``, or what of it differs from what the terminal shows."""
        if isinstance(update, Tiles):
            return self._tiled(update)
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
        return Written(whole(self._lines), self._width).text()

    def _whole(self, update: LayoutUpdate) -> CompositorUpdate:
        strips = [list(line) for line in update.strips]
        update.strips = [*strips]  # they may be readable once only
        width = update.region.width
        lines = [self._joined(line) for line in strips]
        fits = all(len(line) == width for line in lines)
        if update.region.x or update.region.y or not fits:
            self.forget()
            return update
        if len(lines) == len(self._lines) and width == self._width:
            return Written(self._differences(dict(enumerate(lines))), width)
        self._width = width
        self._lines = lines
        return Written(whole(lines), width)

    def _tiled(self, update: Tiles) -> Written:
        width, height = update.size
        is_known = self.knows(update.size)
        if not is_known:
            self._width = width
            self._lines = [Line([None] * width) for _ in range(height)]
        new: dict[int, Line] = {}
        for y, x, strip, start, end in update.tiles:
            if start == 0 and end - start >= strip.cell_length:
                cells = self.cells(strip)
                if len(cells) == width:
                    new[y] = cells
                    continue
            if y not in new:
                new[y] = self._copied(y)
            if start or end < strip.cell_length:
                back = self._begun(new[y], x, strip, start) if start else 0
                x -= back
                cells = cells_of(strip.crop(start - back, end), self._console)
            _put(new[y], x, cells)
        ordered = {y: new[y] for y in sorted(new)}
        if is_known:
            return Written(self._differences(ordered), width)
        for y, line in ordered.items():
            self._lines[y] = line
        return Written(whole(self._lines), width)

    def _begun(self, line: Line, x: int, strip: Strip, start: int) -> int:
        """How many cells before cell ``start`` of ``strip``, to be shown from column ``x`` on, text
        of it begins that goes on there and is written whole: what a message lay over."""
        whole = self.cells(strip)
        if not whole.has_whole:
            return 0
        back = 0
        while back < min(start, x) and (cell := whole[start - back]) is not None and not cell[0]:
            back += 1
        if not back or not is_whole(whole[start - back]):
            return 0
        left = cells_of(strip.crop(start - back, start), self._console)
        seen = line[x - back : x]
        is_there = seen[0] in (left[0], whole[start - back]) and seen[1:] == left[1:]
        return back if is_there else 0

    def cells(self, strip: Strip) -> Line:
        """The cells of a strip, which are never changed, so that equal rows are mostly the same."""
        kept = self._kept.get(id(strip))
        if kept is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            kept = self._kept[id(strip)] = (strip, cells_of(strip, self._console))
        return kept[1]

    def _chopped(self, update: ChopsUpdate) -> dict[int, Line]:
        new: dict[int, Line] = {}
        for y, x1, x2 in update.spans:
            if y >= len(self._lines):
                continue
            if y not in new:
                new[y] = self._copied(y)
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x < x2 and end > x1:
                    _put(new[y], x, cells_of(strip, self._console), end)
        return new

    def _copied(self, y: int) -> Line:
        line = Line(self._lines[y])
        line.has_whole = self._lines[y].has_whole
        return line

    def _joined(self, strips: Iterable[Strip]) -> Line:
        line = Line()
        for strip in strips:
            cells = cells_of(strip, self._console)
            line.has_whole |= cells.has_whole
            line += cells
        return line

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
            blank = [Line([None] * self._width) for _ in range(abs(by))]
            moved = [*block[by:], *blank] if by > 0 else [*blank, *block[:by]]
            self._lines[top : bottom + 1] = moved


def _put(line: Line, x: int, cells: Line, end: int | None = None) -> None:
    """Put cells on a line from column ``x``, at most to ``end`` and to the end of the line."""
    end = len(line) if end is None else min(end, len(line))
    end = min(end, x + len(cells))
    line[x:end] = cells[: max(0, end - x)]
    line.has_whole |= cells.has_whole
