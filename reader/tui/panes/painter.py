"""Draws rows of a galley as strips, and keeps them until they look different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.model import Quote, Span
from reader.tui.layout.galley import Galley, Part, Row
from reader.tui.layout.links import Hint
from reader.tui.layout.pieces import Look, Piece
from reader.tui.layout.runs import Layer, highlighted, layers_of, quoted, runs
from reader.tui.layout.wrap import TAB, cells, is_simple, snap

if TYPE_CHECKING:
    from textual.selection import Selection

GUTTER: Final = 2
"""Cells left of the text that hold the bar of a quote."""
_QUOTE_BAR: Final = "▌"
_HERE_BAR: Final = "▏"
_HIGHLIGHT_BARS: Final = {"first": "◆", "more": "┃"}
_FLAT_STYLES: Final[dict[str, Style]] = {
    "strong": Style(bold=True),
    "emphasis": Style(italic=True),
    "strike": Style(strike=True),
}
_COMPONENTS: Final = frozenset(
    "link quote current code highlight highlight_now hit hit_now word_accent word_good word_warn word_bad".split()
)
_LOOKS: Final[dict[Look, str]] = {
    "kicker": "kicker",
    "headline": "headline",
    "meta": "meta",
    "note": "note",
    "standfirst": "standfirst",
    "heading": "heading",
    "subheading": "heading",
    "caption": "muted",
    "image": "muted",
    "aside": "muted",
    "code": "code",
}


class Painter:
    """Rows of ``galley`` in the styles that ``component`` gives by name (``""`` is plain)."""

    def __init__(
        self,
        galley: Galley,
        quotes: Sequence[Quote],
        marked: Sequence[Sequence[Span]],
        component: Callable[[str], Style],
    ) -> None:
        self.galley = galley
        self._quotes = quotes
        self._marked = marked
        self._chosen: int | None = None
        self._hits: Sequence[Span] = ()
        self._hit: int | None = None
        self._colored: Sequence[tuple[Span, str]] = ()
        self._look_up = component
        self._styles: dict[str, Style] = {}
        self._here: int | None = None
        self._current: int | None = None
        self._lit: range | None = None
        self._hints: dict[int, list[Hint]] = {}
        self._selection: Selection | None = None
        self._layers: dict[int, tuple[Layer, ...]] = {}
        self._strips: dict[int, Strip] = {}

    def forget(self) -> None:
        """Draw every row anew: the colours changed."""
        self._styles = {}
        self._strips = {}

    def look_at(self, here: int | None, current: int | None) -> bool:
        """Mark block ``here`` as the one being read and quote ``current``; False: all is as it was."""
        if (here, current) == (self._here, self._current):
            return False
        blocks = {here, self._here} - {None} if here != self._here else set()
        if current != self._current:
            blocks |= self._blocks_of(current) | self._blocks_of(self._current)
        self._here, self._current = here, current
        pieces = {i for i, piece in enumerate(self.galley.pieces) if piece.block in blocks}
        self._layers = {i: kept for i, kept in self._layers.items() if i not in pieces}
        self._strips = {
            row: strip
            for row, strip in self._strips.items()
            if self.galley.rows[row].piece not in pieces
        }
        return True

    def light(self, lit: range | None) -> bool:
        """Draw only the pieces ``lit`` at full strength (None: all); False: all is as it was."""
        if lit == self._lit:
            return False
        before, self._lit = self._lit, lit
        self._strips = {
            row: strip
            for row, strip in self._strips.items()
            if _is_in(self.galley.rows[row].piece, before)
            == _is_in(self.galley.rows[row].piece, lit)
        }
        return True

    def show_hints(self, hints: Iterable[Hint]) -> None:
        """Draw letters beside links; no letters: as before."""
        self._hints = defaultdict(list)
        for hint in hints:
            self._hints[hint.row].append(hint)

    def mark(self, marked: Sequence[Sequence[Span]]) -> None:
        """Draw these passages as highlights."""
        self._marked = marked
        self._layers = {}
        self._strips = {}

    def choose(self, number: int | None) -> bool:
        """Draw the highlight of this number as the chosen one; False: all is as it was."""
        if number == self._chosen:
            return False
        self._chosen, self._layers, self._strips = number, {}, {}
        return True

    def color(self, colored: Sequence[tuple[Span, str]]) -> None:
        """Draw these words in their colours, of those at one place the last."""
        self._colored = colored
        self._layers = {}
        self._strips = {}

    def find(self, hits: Sequence[Span], hit: int | None) -> None:
        """Draw what a search found, the one of number ``hit`` so that it is told from the rest."""
        self._hits, self._hit = hits, hit
        self._layers = {}
        self._strips = {}

    def select(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        self._selection = selection
        self._strips = {}

    def strip(self, number: int, left: int, width: int) -> Strip:
        """Row ``number`` with ``left`` blank cells before the gutter, ``width`` cells wide."""
        strip = self._strips.get(number)
        if strip is None and number >= len(self.galley.rows):
            return Strip.blank(width, self._component(""))
        if strip is None:
            strip = self._strips[number] = self._draw(number, left, width)
        for hint in self._hints.get(number, ()):
            strip = self._with_hint(strip, hint, max(0, left + GUTTER + hint.x))
        return strip

    def _component(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = self._look_up(name)
        return style

    def _with_hint(self, strip: Strip, hint: Hint, x: int) -> Strip:
        width = strip.cell_length
        x = min(x, max(0, width - len(hint.letters)))
        letters = Strip([Segment(hint.letters, self._component("hint"))])
        after = x + len(hint.letters)
        parts = [strip.crop(0, x), letters, strip.crop(after, width)]
        return Strip.join(parts).adjust_cell_length(width, self._component(""))

    def _draw(self, number: int, left: int, width: int) -> Strip:
        row = self.galley.rows[number]
        piece = self.galley.pieces[row.piece]
        layers = self._layers_of(row.piece)
        base = self._component(_LOOKS.get(piece.look, ""))
        lit = _is_in(row.piece, self._lit)
        if not lit:
            base += self._component("dimmed")
        segments = self._gutter(row, layers, left)
        x = 0
        if row.lead:
            segments.append(Segment(row.lead, self._component("lead")))
            x = cells(row.lead)
        for part in row.parts:
            if part.x > x:
                segments.append(Segment(" " * (part.x - x), base))
                x = part.x
            for text, style in self._text(piece, row.piece, part, layers if lit else (), base):
                segments.append(Segment(text, style))
                x += len(text) if is_simple(text) else cells(text)
        used, plain = left + GUTTER + x, self._component("")
        if used > width:
            return Strip(segments, used).adjust_cell_length(width, plain)
        if used < width:
            segments.append(Segment(" " * (width - used), plain))
        return Strip(segments, width)

    def _gutter(self, row: Row, layers: tuple[Layer, ...], left: int) -> list[Segment]:
        """Margin and bar."""
        plain = self._component("")
        bar = look = ""
        if row.parts:
            quote = quoted(layers, row.start, row.end)
            marked = highlighted(layers, row.start, row.end)
            if marked:
                bar, look = _HIGHLIGHT_BARS[marked], "marker"
            elif quote:
                bar, look = _QUOTE_BAR, quote
            elif self.galley.pieces[row.piece].block == self._here:
                bar, look = _HERE_BAR, "here"
        if not bar:
            return [Segment(" " * (left + GUTTER), plain)]
        margin = [Segment(" " * left, plain)] if left else []
        return [*margin, Segment(bar, self._component(look)), Segment(" " * (GUTTER - 1), plain)]

    def _text(
        self, piece: Piece, index: int, part: Part, layers: Iterable[Layer], base: Style
    ) -> Iterator[tuple[str, Style]]:
        """The text of a part, and how each stretch of it looks."""
        selected = self._selected(index)
        for run in runs(layers, part.start, part.end):
            style = base
            for name in run.styles:
                style += self._component(name) if name in _COMPONENTS else _flat(name)
            for start, end, chosen in _split(run.start, run.end, selected):
                shown = style + self._component("selected") if chosen else style
                if start < end:
                    yield (
                        piece.text[start:end].replace("\t", " " * TAB).replace("\u00a0", " "),
                        shown,
                    )

    def _selected(self, index: int) -> tuple[int, int] | None:
        span = self._selection.get_span(index) if self._selection is not None else None
        if span is None:
            return None
        text = self.galley.pieces[index].text
        return snap(text, span[0], len(text) if span[1] == -1 else span[1])

    def _layers_of(self, index: int) -> tuple[Layer, ...]:
        found = self._layers.get(index)
        if found is None:
            found = layers_of(
                self.galley.pieces[index],
                self._quotes,
                self._current,
                marked=self._marked,
                hits=self._hits,
                hit=self._hit,
                colored=self._colored,
                chosen=self._chosen,
            )
            self._layers[index] = found
        return found

    def _blocks_of(self, quote: int | None) -> set[int | None]:
        if quote is None or quote >= len(self._quotes):
            return set()
        return {span.block for span in self._quotes[quote].spans}


def _is_in(piece: int, lit: range | None) -> bool:
    return lit is None or piece in lit


def _flat(name: str) -> Style:
    return _FLAT_STYLES.get(name, Style())


def _split(start: int, end: int, selected: tuple[int, int] | None) -> list[tuple[int, int, bool]]:
    """``start`` to ``end`` in stretches that are wholly selected or wholly not."""
    if selected is None or selected[0] >= end or selected[1] <= start:
        return [(start, end, False)]
    first, last = max(start, selected[0]), min(end, selected[1])
    stretches = [(start, first, False), (first, last, True), (last, end, False)]
    return [each for each in stretches if each[0] < each[1]]
