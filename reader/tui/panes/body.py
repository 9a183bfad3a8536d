"""The body of a story: a line view that draws only the rows on the screen.

The reading place is a (block, character) pair, so it survives a new width.  It follows the top row
while the text scrolls, and goes on paragraph by paragraph where the text can't scroll any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.model import HEADLINE, Quote
from reader.tui.keys import bindings
from reader.tui.layout.galley import Galley, Place
from reader.tui.layout.pieces import Piece
from reader.tui.layout.wrap import snap
from reader.tui.panes.painter import GUTTER, Painter

if TYPE_CHECKING:
    from textual.events import Click, Resize
    from textual.selection import Selection

_MARGIN: Final = 1
"""Blank cells right of the text."""
_CONTEXT: Final = 2
"""Rows shown above a place that is come back to."""
_TO_THE_TOP: Final = 1_000_000
"""More rows above a place than any story has: the text then begins at the top."""
_OVERLAP: Final = 2
"""Rows of the page before that a page down leaves in sight."""


class Body(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws a galley; knows the reading place, the quotes and which of them is current."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "move.down",
        "move.up",
        "move.top",
        "move.bottom",
        "move.half_down",
        "move.half_up",
        "item.open",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "body--kicker",
        "body--headline",
        "body--meta",
        "body--note",
        "body--heading",
        "body--muted",
        "body--code",
        "body--link",
        "body--quote",
        "body--current",
        "body--lead",
        "body--here",
    }

    class Moved(Message):
        """The reading place changed, by scrolling or by a jump."""

        def can_replace(self, message: Message) -> bool:
            """The last move stands for all before it."""
            return isinstance(message, Body.Moved)

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
        self._current: int | None = None
        self._place = Place(HEADLINE, 0)
        self._following = True
        self._above = _TO_THE_TOP
        """Rows to show above the place, while the body has no size yet."""
        self._painter = Painter(Galley((), measure), (), self._component)

    # ---- what the screen gives and asks

    def show(self, pieces: Sequence[Piece], quotes: Sequence[Quote], place: Place) -> None:
        """Show a story with ``place`` in sight, near the top."""
        self._pieces = tuple(pieces)
        self._quotes = tuple(quotes)
        self._current = None
        self._set(place, above=_CONTEXT if place.block > HEADLINE else _TO_THE_TOP)
        self.screen.clear_selection()

    @property
    def galley(self) -> Galley:
        """The rows at the measure in force."""
        return self._painter.galley

    @property
    def place(self) -> Place:
        """The character the reader has come to."""
        return self._place

    @property
    def row(self) -> int:
        """The row of :attr:`place`."""
        return self.galley.row_of(self._place)

    @property
    def top(self) -> int:
        """The first row in sight."""
        return round(self.scroll_y)

    @property
    def at_end(self) -> bool:
        """Whether the last row is in sight."""
        return self.top >= self._last_top

    @property
    def progress(self) -> float:
        """How far the reader is, 0 to 1: by what was scrolled past, or by the words before."""
        scrolled = min(1.0, self.top / self._last_top) if self._last_top > 0 else 0.0
        words = self.galley.words
        return max(scrolled, self.galley.words_before(self._place) / words if words else 0.0)

    @property
    def current_quote(self) -> int | None:
        """The number of the quote drawn as the current one."""
        return self._current

    @current_quote.setter
    def current_quote(self, number: int | None) -> None:
        if number != self._current:
            self._current = number
            self._redraw()

    def go_to(self, place: Place, *, context: int | None = None) -> None:
        """Bring ``place`` into sight with ``context`` rows above it (a quarter of the height)."""
        self._place = place
        row = self.row
        if context is None:
            context = self._height // 4
        self._scroll(row - context)
        self._place = place
        self._told()

    def go_to_quote(self, quote: Quote) -> None:
        """Bring a quote into sight, moving the text only when some of it is out of sight."""
        if not quote.spans:
            return
        first, last = quote.spans[0], quote.spans[-1]
        place = Place(first.block, first.start)
        top = self.galley.row_of(place)
        bottom = self.galley.row_of(Place(last.block, max(last.start, last.end - 1)))
        if top >= self.top and bottom < self.top + self._height:
            self.step_to(place)
        else:
            self.go_to(place)

    def step_to(self, place: Place) -> None:
        """Take ``place`` as the reading place without moving the text."""
        self._place = place
        self._told()

    def to_heading(self, by: int) -> None:
        """To the next heading, or (-1) the one before; the headline is the first."""
        heads = [
            number
            for number, piece in enumerate(self._pieces)
            if piece.look in ("headline", "heading", "subheading")
        ]
        here = self.galley.order(self._place)
        starts = [(number, 0) for number in heads]
        ahead = [each for each in starts if (each > here if by > 0 else each < here)]
        if ahead:
            piece = self._pieces[ahead[0 if by > 0 else -1][0]]
            self.go_to(Place(piece.block, 0), context=1)

    def page_down(self) -> bool:
        """A page on; False when the end was in sight already."""
        if self.at_end:
            return False
        bottom = self.top + self._height
        self._scroll(bottom - min(_OVERLAP, self._height // 2))
        self._place = self.galley.place_of(bottom)
        self._told()
        return True

    # ---- actions

    def action_move_down(self, count: int = 1) -> None:
        """A row down; where the end is in sight, a paragraph on."""
        for _ in range(min(count, 10_000)):
            if self.at_end:
                self._step(1)
            else:
                self._scroll(self.top + 1)
        self._told()

    def action_move_up(self, count: int = 1) -> None:
        """A row up; at the top, a paragraph back."""
        for _ in range(min(count, 10_000)):
            if self.top == 0:
                self._step(-1)
            else:
                self._scroll(self.top - 1)
        self._told()

    def action_move_top(self) -> None:
        """To the headline."""
        self._scroll(0)
        self._place = Place(HEADLINE, 0)
        self._told()

    def action_move_bottom(self) -> None:
        """To the last paragraph."""
        self._scroll(self._last_top)
        if self._pieces:
            self._place = self.galley.place_of(self.galley.piece_rows[-1])
        self._told()

    def action_move_half_down(self) -> None:
        """Half a page down."""
        if self.at_end:
            self.action_move_bottom()
            return
        self._scroll(self.top + max(1, self._height // 2))
        self._told()

    def action_move_half_up(self) -> None:
        """Half a page up."""
        if self.top == 0:
            self.action_move_top()
            return
        self._scroll(self.top - max(1, self._height // 2))
        self._told()

    def action_item_open(self) -> None:
        """Ask for the links of the paragraph."""
        self.post_message(self.LinkWanted())

    # ---- place and scroll

    @property
    def _height(self) -> int:
        return max(1, self.size.height)

    @property
    def _last_top(self) -> int:
        return max(0, len(self.galley.rows) - self._height)

    def _scroll(self, top: int) -> None:
        self.scroll_to(y=min(max(0, top), self._last_top), animate=False, force=True)

    def _step(self, by: int) -> None:
        """To the piece after or before, without scrolling."""
        if not self._pieces:
            return
        index = self.galley.rows[self.row].piece + by
        while 0 <= index < len(self._pieces) and self._pieces[index].block < HEADLINE:
            index += by
        if 0 <= index < len(self._pieces):
            self._place = self.galley.place_of(self.galley.piece_rows[index])

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the place along: down, when the text leaves it behind; up, at once."""
        super().watch_scroll_y(old_value, new_value)
        if not self._following or round(old_value) == round(new_value) or not self.galley.rows:
            return
        if new_value < old_value or self.row < self.top:
            self._place = self.galley.place_of(self.top)
        self.call_later(self._told)

    def _told(self) -> None:
        self._redraw()
        self.post_message(self.Moved())

    # ---- layout

    def on_resize(self, event: Resize) -> None:
        """Set the rows anew for another width, keeping the place on the same screen row."""
        if self.galley.rows:
            above = min(max(0, self.row - self.top), self._height - 1)
            self._set(self._place, above=above if self.top else _TO_THE_TOP)
        else:
            self._set(self._place, above=self._above)

    @property
    def _measure(self) -> int:
        return max(1, min(self.widest, self.size.width - GUTTER - _MARGIN))

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
        galley = Galley(self._pieces, self._measure)
        self._painter = Painter(galley, self._quotes, self._component)
        self._place = place
        self._following = False
        self.virtual_size = Size(self.size.width, len(self.galley.rows))
        self._scroll(self.row - above)
        self._following = True
        self.refresh()
        self._told()

    # ---- drawing

    def notify_style_update(self) -> None:
        """Forget what was drawn in the old colours."""
        super().notify_style_update()
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
        if self._painter.look_at(here, self._current):
            self.refresh()

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(f"body--{name}") if name else self.rich_style

    def render_line(self, y: int) -> Strip:
        """Row ``y`` of what is in sight."""
        width = self.size.width
        return self._painter.strip(self.top + y, self._left(width), width)

    # ---- selecting text with the mouse

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        style = self.screen.get_component_rich_style("screen--selection")
        self._painter.select(selection, style)
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, whole graphemes, a blank line between paragraphs."""
        texts: list[str] = []
        for index, piece in enumerate(self.galley.pieces):
            span = selection.get_span(index)
            if span is None:
                continue
            start, end = span[0], len(piece.text) if span[1] == -1 else span[1]
            start, end = snap(piece.text, *sorted((start, end)))
            texts.append(piece.text[start:end])
        return "\n\n".join(texts), "\n"

    def text_select_all(self) -> None:
        """Select nothing: a double click must not select the whole story."""

    def on_click(self, event: Click) -> None:
        """Tell where a click fell."""
        style = event.style.meta.get("offset")
        if style and not self.screen.get_selected_text():
            start, piece = style
            block = self.galley.pieces[piece].block
            self.post_message(self.Clicked(Place(max(HEADLINE, block), start)))
