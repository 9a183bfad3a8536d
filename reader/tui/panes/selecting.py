"""Selecting text in the body, with the mouse or with keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.geometry import Offset
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection

from reader.model import Span
from reader.tui.layout.galley import Galley, Place
from reader.tui.layout.sentences import (
    Unit,
    end_moved,
    sentence_after,
    sentence_at,
    spans_between,
    trimmed,
)
from reader.tui.layout.wrap import snap

if TYPE_CHECKING:
    from reader.tui.panes.painter import Painter


class Selecting(ScrollView, inherit_bindings=False):
    """The part of the body that knows what is selected.

    What is selected with keys is the screen's selection too, so that it is copied and drawn like
    what the mouse selected.
    """

    _painter: Painter
    _place: Place

    class SelectionMoved(Message):
        """What is selected changed, began or ended."""

        def can_replace(self, message: Message) -> bool:
            """The last one stands for all before it."""
            return isinstance(message, Selecting.SelectionMoved)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ends: tuple[Place, Place] | None = None

    @property
    def galley(self) -> Galley:
        """The rows at the measure in force."""
        return self._painter.galley

    # ---- with keys

    @property
    def is_selecting(self) -> bool:
        """Whether a selection made with keys is under way."""
        return self._ends is not None

    @property
    def is_selected(self) -> bool:
        """Whether anything is selected, with keys or with the mouse."""
        return self.screen.selections.get(self) is not None

    def select_sentence(self) -> bool:
        """Select the sentence at the reading place; again, the one after it. False: there is none."""
        pieces = self.galley.pieces
        if self._ends is None:
            span = sentence_at(pieces, self._place)
        else:
            span = sentence_after(pieces, self._ends[0])
        if span is None:
            return False
        self._select(Place(span.block, span.start), Place(span.block, span.end))
        return True

    def grow(self, by: int, unit: Unit) -> None:
        """Move the end of the selection by so many units, on or (under 0) back."""
        step: Literal[1, -1] = 1 if by > 0 else -1
        for _ in range(min(abs(by), 1000)):
            if self._ends is not None:
                start, end = self._ends
                self._select(start, end_moved(self.galley.pieces, start, end, step, unit))

    def end_selection(self) -> None:
        """Select nothing."""
        self._ends = None
        self.screen.clear_selection()
        self.post_message(self.SelectionMoved())

    def _select(self, start: Place, end: Place) -> None:
        self._ends = (start, end)
        piece_of = {piece.block: n for n, piece in enumerate(self.galley.pieces)}
        first = Offset(start.offset, piece_of[start.block])
        last = Offset(end.offset, piece_of[end.block])
        self.screen.selections = {self: Selection(first, last)}
        self.reveal(end)
        self.post_message(self.SelectionMoved())

    def reveal(self, place: Place) -> None:
        """Scroll as little as brings ``place`` into sight."""
        raise NotImplementedError

    # ---- what is selected, however

    def selected_spans(self) -> tuple[Span, ...]:
        """The passage that is selected, whole graphemes; nothing when nothing is."""
        if self._ends is not None:
            return spans_between(self.galley.pieces, *self._ends)
        selection = self.screen.selections.get(self)
        if selection is None:
            return ()
        stretches = []
        for index, piece in enumerate(self.galley.pieces):
            ends = self._stretch(selection, index)
            if ends is not None:
                stretches.append((piece, *ends))
        return trimmed(stretches)

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        if selection is None:
            self._ends = None
        self.post_message(self.SelectionMoved())
        self._painter.select(selection)
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, whole graphemes, a blank line between paragraphs."""
        texts: list[str] = []
        for index, piece in enumerate(self.galley.pieces):
            ends = self._stretch(selection, index)
            if ends is not None:
                texts.append(piece.text[ends[0] : ends[1]])
        return "\n\n".join(texts), "\n"

    def text_select_all(self) -> None:
        """Select nothing: a double click must not select the whole story."""

    def _stretch(self, selection: Selection, index: int) -> tuple[int, int] | None:
        span = selection.get_span(index)
        if span is None:
            return None
        text = self.galley.pieces[index].text
        start, end = span[0], len(text) if span[1] == -1 else span[1]
        return snap(text, *sorted((start, end)))
