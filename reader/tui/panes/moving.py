"""Moving in the body: the reading place, and how it goes with the text.

The reading place is a (block, character) pair, so it survives a new width.  It follows the top row
while the text scrolls, and goes on paragraph by paragraph where the text can't scroll any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.geometry import Size
from textual.message import Message

from reader.model import HEADLINE, Span
from reader.tui.layout.galley import Place
from reader.tui.panes.selecting import Selecting

_OVERLAP: Final = 2
"""Rows of the page before that a page down leaves in sight."""


class Moving(Selecting, inherit_bindings=False):
    """The part of the body that moves. While a selection is made with keys, ``j`` and ``k`` move
    its end by sentences."""

    class Moved(Message):
        """The reading place changed, by scrolling or by a jump."""

        def can_replace(self, message: Message) -> bool:
            """The last move stands for all before it."""
            return isinstance(message, Moving.Moved)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._place = Place(HEADLINE, 0)
        self._following = True
        self._set_size = Size(0, 0)
        """The size for which the rows are set."""

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

    def reveal(self, place: Place) -> None:
        """Scroll as little as brings ``place`` into sight."""
        row = self.galley.row_of(Place(place.block, max(0, place.offset - 1)))
        if not self.top <= row < self.top + self._height:
            self._scroll(row - (0 if row < self.top else self._height - 1))

    def go_to(self, place: Place, *, context: int | None = None) -> None:
        """Bring ``place`` into sight with ``context`` rows above it (a quarter of the height)."""
        self._place = place
        row = self.row
        if context is None:
            context = self._height // 4
        self._scroll(row - context)
        self._place = place
        self._told()

    def go_to_spans(self, spans: Sequence[Span]) -> None:
        """Bring a passage into sight, moving the text only when some of it is out of sight."""
        if not spans:
            return
        first, last = spans[0], spans[-1]
        place = Place(first.block, first.start)
        top = self.galley.row_of(place)
        bottom = self.galley.row_of(Place(last.block, max(last.start, last.end - 1)))
        if top >= self.top and bottom < self.top + self._height:
            self.step_to(place)
        else:
            self.go_to(place)

    def show_rest(self, spans: Sequence[Span]) -> None:
        """Scroll as little as shows the end of a passage too, when its first row is in sight."""
        if not spans:
            return
        first, last = spans[0], spans[-1]
        start = self.galley.row_of(Place(first.block, first.start)) - self.top
        end = self.galley.row_of(Place(last.block, max(last.start, last.end - 1))) - self.top
        if 0 <= start < self._height <= end:
            self._following = False
            self._scroll(self.top + min(end - self._height + 1, start))
            self._following = True
            self.call_later(self._told)

    def step_to(self, place: Place) -> None:
        """Take ``place`` as the reading place without moving the text."""
        self._place = place
        self._told()

    def to_heading(self, by: int) -> bool:
        """To the next heading, or (-1) the one before; the headline is the first. False: there is
        none."""
        heads = [
            number
            for number, piece in enumerate(self.galley.pieces)
            if piece.look in ("headline", "heading", "subheading")
        ]
        here = self.galley.order(self._place)
        starts = [(number, 0) for number in heads]
        ahead = [each for each in starts if (each > here if by > 0 else each < here)]
        if ahead:
            piece = self.galley.pieces[ahead[0 if by > 0 else -1][0]]
            self.go_to(Place(piece.block, 0), context=1)
        return bool(ahead)

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
        """A row down; where the end is in sight, a paragraph on; selecting, a sentence more."""
        if self.is_selecting:
            self.grow(count, "sentence")
            return
        for _ in range(min(count, 10_000)):
            if self.at_end:
                self._step(1)
            else:
                self._scroll(self.top + 1)
        self._told()

    def action_move_up(self, count: int = 1) -> None:
        """A row up; at the top, a paragraph back; selecting, a sentence less."""
        if self.is_selecting:
            self.grow(-count, "sentence")
            return
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
        if self.galley.pieces:
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
        if not self.galley.pieces:
            return
        index = self.galley.rows[self.row].piece + by
        while 0 <= index < len(self.galley.pieces) and self.galley.pieces[index].block < HEADLINE:
            index += by
        if 0 <= index < len(self.galley.pieces):
            self._place = self.galley.place_of(self.galley.piece_rows[index])

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the place along: down, when the text leaves it behind; up, at once."""
        super().watch_scroll_y(old_value, new_value)
        if not self._following or round(old_value) == round(new_value) or not self.galley.rows:
            return
        if self.size != self._set_size:
            return  # the rows of the size before are scrolled; the place stays through the new one
        if new_value < old_value or self.row < self.top:
            self._place = self.galley.place_of(self.top)
        self.call_later(self._told)

    def _told(self) -> None:
        self._redraw()
        self.post_message(self.Moved())

    def _redraw(self) -> None:
        """Draw again what looks different now."""
        raise NotImplementedError
