"""The body of a story: a line view that draws only the rows on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip

from reader.model import HEADLINE, Quote, Span
from reader.tui.drawing.looks import Looked
from reader.tui.keys.dispatch import IN_LISTS, bindings
from reader.tui.layout.galley import Galley, Place
from reader.tui.layout.links import Hint, Spot, hints_of
from reader.tui.layout.pieces import Piece
from reader.tui.panes.moving import Moving
from reader.tui.panes.painter import GUTTER, Painter

if TYPE_CHECKING:
    from textual.events import Click, Resize

_MARGIN: Final = 1
"""Blank cells right of the text."""
_CONTEXT: Final = 2
"""Rows shown above a place that is come back to."""
_TO_THE_TOP: Final = 1_000_000
"""More rows above a place than any story has: the text then begins at the top."""
ZEN_MEASURE: Final = 62
"""Columns of the text in zen mode."""


class Body(Looked, Moving, can_focus=True, inherit_bindings=False):
    """Draws a galley; knows the reading place, the quotes and which of them is current.

    While a selection is made with keys, ``j`` and ``k`` move its end by sentences.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        *IN_LISTS,
        "select.start",
        "select.word_on",
        "select.word_back",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "body--kicker",
        "body--headline",
        "body--meta",
        "body--note",
        "body--standfirst",
        "body--heading",
        "body--muted",
        "body--code",
        "body--link",
        "body--quote",
        "body--current",
        "body--lead",
        "body--here",
        "body--highlight",
        "body--highlight_now",
        "body--hit",
        "body--hit_now",
        "body--word_accent",
        "body--word_good",
        "body--word_warn",
        "body--word_bad",
        "body--marker",
        "body--dimmed",
        "body--hint",
        "body--selected",
    }

    class LinkWanted(Message):
        """The reader pressed Enter on a paragraph: its links are wanted."""

    class Clicked(Message):
        """A click, without selecting, on ``place``."""

        def __init__(self, place: Place) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, measure: int = 72, id: str | None = None) -> None:
        super().__init__(id=id)
        self.widest = measure
        self._pieces: tuple[Piece, ...] = ()
        self._quotes: tuple[Quote, ...] = ()
        self._marked: tuple[tuple[Span, ...], ...] = ()
        self._hits: tuple[Span, ...] = ()
        self._hit: int | None = None
        self._colored: tuple[tuple[Span, str], ...] = ()
        self._zen = False
        self._current: int | None = None
        self._chosen: int | None = None
        self._above = _TO_THE_TOP
        """Rows to show above the place, while the body has no size yet."""
        self._painter = Painter(Galley((), measure), (), (), self._component)

    # ---- what the screen gives and asks

    def show(
        self,
        pieces: Sequence[Piece],
        quotes: Sequence[Quote],
        place: Place,
        marked: Sequence[tuple[Span, ...]] = (),
    ) -> None:
        """Show a story with ``place`` in sight, near the top, and the passages ``marked``."""
        self._marked = tuple(marked)
        self._hits, self._hit = (), None
        self._colored = ()
        self._pieces = tuple(pieces)
        self._quotes = tuple(quotes)
        self._current = self._chosen = None
        self._set(place, above=_CONTEXT if place.block > HEADLINE else _TO_THE_TOP)
        self.screen.clear_selection()

    @property
    def current_quote(self) -> int | None:
        """The number of the quote drawn as the current one."""
        return self._current

    @current_quote.setter
    def current_quote(self, number: int | None) -> None:
        if number != self._current:
            self._current = number
            self._redraw()

    def choose_mark(self, number: int | None) -> None:
        """Draw the highlight of this number as the chosen one, and no quote as the current one."""
        if number != self._chosen:
            self._chosen = number
            self._redraw()

    def mark(self, marked: Sequence[tuple[Span, ...]]) -> None:
        """Show these passages as the reader's highlights."""
        self._marked = tuple(marked)
        self._painter.mark(self._marked)
        self.refresh()

    @property
    def hit(self) -> int | None:
        """The number of the hit that the reader is at."""
        return self._hit

    def find(self, hits: Sequence[Span], hit: int | None = None) -> None:
        """Mark what a search found, the one of number ``hit`` as the one the reader is at."""
        if (tuple(hits), hit) != (self._hits, self._hit):
            self._hits, self._hit = tuple(hits), hit
            self._painter.find(self._hits, hit)
            self.refresh()

    def color(self, colored: Sequence[tuple[Span, str]]) -> None:
        """Draw these words in their colours, of those at one place the last."""
        if tuple(colored) != self._colored:
            self._colored = tuple(colored)
            self._painter.color(self._colored)
            self.refresh()

    def set_measure(self, columns: int) -> None:
        """Set the text at most so many columns wide, the place kept where it is."""
        self.widest = columns
        self._set_anew()

    @property
    def roomy(self) -> int:
        """Columns that there is room for."""
        return max(1, self.size.width - GUTTER - _MARGIN)

    @property
    def zen(self) -> bool:
        """Whether only the paragraph at hand and its neighbours are drawn at full strength."""
        return self._zen

    @zen.setter
    def zen(self, zen: bool) -> None:
        self._zen = zen
        self._set_anew()

    def hint(self, spots: Sequence[Spot], rows: int | None = None) -> tuple[Hint, ...]:
        """Put letters beside those of the links that are in sight, or will be in so many ``rows``,
        and tell which."""
        hints = hints_of(self.galley, spots, self.top, rows or self._height)
        self.show_hints(hints)
        return hints

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Draw these letters; none: no letters any more."""
        self._painter.show_hints(hints)
        self.refresh()

    # ---- actions

    def action_item_open(self) -> None:
        """Ask for the links of the paragraph."""
        self.post_message(self.LinkWanted())

    def action_select_start(self) -> None:
        """Select the sentence at hand; again, the next one."""
        self.select_sentence()

    def action_select_word_on(self) -> None:
        """Select a word more; the sentence at hand when nothing is selected with keys."""
        self.grow(1, "word") if self.is_selecting else self.select_sentence()

    def action_select_word_back(self) -> None:
        """Select a word less; the sentence at hand when nothing is selected with keys."""
        self.grow(-1, "word") if self.is_selecting else self.select_sentence()

    # ---- layout

    def on_resize(self, event: Resize) -> None:
        """Set the rows for the new width; a sheet that opens hides no part of the current quote."""
        self._set_anew()
        if self._current is not None and self.galley.rows:
            self.show_rest(self._quotes[self._current].spans)

    def _set_anew(self) -> None:
        """Set the rows for another width, keeping the place on the same screen row."""
        if self.galley.rows:
            above = min(max(0, self.row - self.top), self._height - 1)
            self._set(self._place, above=above if self.top else _TO_THE_TOP)
        else:
            self._set(self._place, above=self._above)

    @property
    def _measure(self) -> int:
        return min(ZEN_MEASURE if self._zen else self.widest, self.roomy)

    def _left(self, width: int) -> int:
        """Blank cells left of the gutter in a body of ``width`` cells."""
        free = width - self.galley.measure - GUTTER
        return max(0, (free - GUTTER) // 2) if free > GUTTER else 0

    def _set(self, place: Place, *, above: int) -> None:
        """Lay out; ``place`` comes to stand ``above`` rows under the top."""
        self._above = above
        if not self.size.width:
            self._place = place
            return
        self._set_size = self.size
        galley = Galley(self._pieces, self._measure)
        self._painter = Painter(galley, self._quotes, self._marked, self._component)
        self._painter.find(self._hits, self._hit)
        self._painter.color(self._colored)
        self._place = place
        self._following = False
        self.virtual_size = Size(self.size.width, len(self.galley.rows))
        self._scroll(self.row - above)
        self._following = True
        if self in self.screen.selections:
            self.selection_updated(self.screen.selections[self])
        self.refresh()
        self._told()

    # ---- drawing

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._painter.forget()

    def on_focus(self) -> None:
        """Mark the paragraph again."""
        self._redraw()

    def on_blur(self) -> None:
        """Draw without the mark: the reader is in another pane."""
        self._redraw()

    def _redraw(self) -> None:
        """Draw again what looks different now."""
        here = self._place.block if self.has_focus and self._place.block >= 0 else None
        current = self._current if self._chosen is None else None
        changed = self._painter.choose(self._chosen) | self._painter.look_at(here, current)
        if self._painter.light(self._lit()) or changed:
            self.refresh()

    def _lit(self) -> range | None:
        """In zen mode the pieces to be read now: the one at hand and its neighbours."""
        if not self._zen or not self.galley.rows:
            return None
        here = self.galley.rows[self.row].piece
        return range(here - 1, here + 2)

    def _component(self, name: str) -> Style:
        return self.look(f"body--{name}" if name else "")

    def render_line(self, y: int) -> Strip:
        """Row ``y`` of what is in sight."""
        width = self.size.width
        return self._painter.strip(self.top + y, self._left(width), width)

    # ---- the mouse

    def on_click(self, event: Click) -> None:
        """Tell where a click fell."""
        if self.galley.rows and not self.screen.get_selected_text():
            piece, start = self._character_at(event.x, event.y)
            block = self.galley.pieces[piece].block
            self.post_message(self.Clicked(Place(max(HEADLINE, block), start)))

    def offset_at(self, x: int, y: int) -> Offset | None:
        """What Textual's selections are made of: the character that stands at column ``x`` and row
        ``y`` of what is in sight, and its piece."""
        if not self.galley.rows:
            return None
        piece, start = self._character_at(x, y)
        return Offset(start, piece)

    def _character_at(self, x: int, y: int) -> tuple[int, int]:
        left = self._left(self.size.width) + GUTTER
        return self.galley.character_at(self.top + y, x - left)
