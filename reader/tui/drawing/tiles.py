"""What of a screen is drawn anew: whole rows of widgets, where they are seen.

Textual's compositor cuts each line of each widget wherever another widget begins or ends, and asks
every widget on the lines that changed for all its lines.  Here the places of the widgets are worked
out once for a layout, only the rows that changed are asked for, and a row is handed on as the widget
drew it, so that what is made of it can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region, Size
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget


class Tile(NamedTuple):
    """Cells ``start`` to ``end`` of a widget's row, on line ``y`` of the screen from column ``x``."""

    y: int
    x: int
    strip: Strip
    start: int
    end: int


class Tiles(CompositorUpdate):
    """The tiles that are to be shown on a screen of ``size``; none overlaps another."""

    def __init__(self, tiles: Iterable[Tile], size: Size) -> None:
        self.tiles = list(tiles)
        self.size = size

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from ()

    def render_segments(self, console: Console) -> str:
        """Nothing: what tiles show is known only with what stands there already."""
        return ""


class Stretch(NamedTuple):
    """Columns ``start`` to ``end`` of a line, where a row of ``widget`` is seen, which stands at
    ``region``."""

    start: int
    end: int
    widget: Widget
    region: Region


class Layout:
    """Which widget is seen where on a screen of ``size``; ``visible`` names them front to back."""

    def __init__(self, visible: Mapping[Widget, tuple[Region, Region]], size: Size) -> None:
        self.visible = visible
        self.size = size
        seen = [
            (widget, region, region.intersection(clip))
            for widget, (region, clip) in visible.items()
        ][::-1]
        edges = {0, size.height}
        for _, _, shown in seen:
            edges |= {max(0, shown.y), min(size.height, shown.bottom)}
        self._lines: list[list[Stretch]] = []
        for top, bottom in pairwise(sorted(edges)):
            band = [each for each in seen if each[2].y <= top and each[2].bottom >= bottom]
            self._lines += [list(_stretches(band, size.width))] * (bottom - top)

    def tiles(self, spans: Iterable[tuple[int, int, int]]) -> Iterator[Tile]:
        """The tiles of ``spans`` (line, first column, the one after the last) as they are now."""
        wanted: dict[Widget, list[tuple[int, int, int, Region]]] = {}
        for y, first, last in spans:
            if not 0 <= y < self.size.height:
                continue
            for start, end, widget, region in self._lines[y]:
                if start < last and end > first:
                    cut = (y, max(start, first), min(end, last), region)
                    wanted.setdefault(widget, []).append(cut)
        for widget, cuts in wanted.items():
            yield from _drawn(widget, cuts)


def _stretches(band: Iterable[tuple[Widget, Region, Region]], width: int) -> Iterator[Stretch]:
    """The widgets of ``band``, back to front, as they are seen from left to right."""
    owners: list[tuple[Widget, Region] | None] = [None] * width
    for widget, region, shown in band:
        start, end = max(0, shown.x), min(width, shown.right)
        owners[start:end] = [(widget, region)] * max(0, end - start)
    start = 0
    for at in range(1, width + 1):
        if at == width or owners[at] is not owners[start]:
            owner = owners[start]
            if owner is not None:
                yield Stretch(start, at, *owner)
            start = at


def _drawn(widget: Widget, cuts: list[tuple[int, int, int, Region]]) -> Iterator[Tile]:
    """The tiles of one widget; lines that follow one another are asked for together."""
    at = 0
    while at < len(cuts):
        top, region = cuts[at][0], cuts[at][3]
        bottom, end = top, at
        while end < len(cuts) and cuts[end][0] <= bottom + 1:
            bottom = cuts[end][0]
            end += 1
        rows = Region(0, top - region.y, region.width, bottom - top + 1)
        strips = widget.render_lines(rows)
        for y, start, stop, _ in cuts[at:end]:
            yield Tile(y, start, strips[y - top], start - region.x, stop - region.x)
        at = end


def dirty_tiles(compositor: Compositor, layout: Layout | None) -> tuple[Layout, Tiles]:
    """What changed on a screen since it was drawn, which is then taken as drawn; ``layout`` is the
    one that was good before."""
    size, visible = compositor.size, compositor.visible_widgets
    if layout is None or layout.visible is not visible or layout.size != size:
        layout = Layout(visible, size)
    regions = compositor._dirty_regions.copy()
    compositor._dirty_regions.clear()
    spans = compositor._regions_to_spans(regions)
    return layout, Tiles(layout.tiles(_within(spans, size)), size)


def _within(spans: Iterable[tuple[int, int, int]], size: Size) -> Iterator[tuple[int, int, int]]:
    for y, first, last in spans:
        if 0 <= y < size.height:
            yield y, max(0, first), min(size.width, last)
