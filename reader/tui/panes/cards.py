"""A line view of cards: short texts of several rows, one of which is chosen.

The panes beside the body show few things (quotes, links), so all rows are set at once; they are
drawn one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.frozen import frozen
from reader.tui.drawing.looks import Looked
from reader.tui.keys.dispatch import IN_LISTS, bindings
from reader.tui.layout.wrap import cells

if TYPE_CHECKING:
    from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize

STICKING_FROM = 5
"""Rows for cards from which the heading of those in sight stays in sight."""
KEPT_ROWS = 300
"""Rows that are remembered as they were drawn, when others are set."""
TITLE_ROWS = 1

Pieces = tuple[tuple[str, str], ...]
"""A row: texts, each with the name of its look (``""`` is plain)."""


@frozen
class Line:
    """A row of the pane; ``card`` is the number of the card it belongs to, None for none.

    A heading says what all cards under it have in common, up to the next one.
    """

    pieces: Pieces
    card: int | None = None
    is_heading: bool = False


class Cards(Looked, ScrollView, can_focus=True, inherit_bindings=False):
    """Cards to choose from. A subclass says how they are set (:meth:`set_lines`)."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*IN_LISTS)
    BY_FOCUS = True
    opens_at_once: ClassVar[bool] = False
    """Whether a click opens a card that was not chosen."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "cards--title",
        "cards--name",
        "cards--muted",
        "cards--chosen",
        "cards--near",
        "cards--mark",
        "cards--hint",
    }

    class Chosen(Message):
        """The reader moved to another card."""

        def __init__(self, pane: Cards, number: int) -> None:
            super().__init__()
            self.pane = pane
            self.number = number

        @property
        def control(self) -> Cards:
            """The pane."""
            return self.pane

    class Opened(Chosen):
        """The reader pressed Enter on a card, or clicked the chosen one."""

    def __init__(self, *, id: str | None = None) -> None:
        self._rows: dict[Pieces, Strip] = {}
        """Rows as they were drawn."""
        super().__init__(id=id)
        self.lines: tuple[Line, ...] = ()
        self._chosen: int | None = None
        self._set_width = 0
        """The width for which the rows are set."""

    # ---- for the subclass

    @property
    def count(self) -> int:
        """How many cards there are."""
        raise NotImplementedError

    @property
    def title(self) -> Pieces:
        """The first row, which stays when the cards scroll."""
        raise NotImplementedError

    def set_lines(self, width: int) -> Sequence[Line]:
        """The rows under the title at ``width`` cells."""
        raise NotImplementedError

    # ---- for the screen

    @property
    def chosen(self) -> int | None:
        """The number of the chosen card."""
        return self._chosen

    def choose(self, number: int | None) -> None:
        """Choose a card without telling anybody."""
        if number is not None:
            number = min(max(0, number), self.count - 1) if self.count else None
        if number != self._chosen:
            self._chosen = number
            self.set_anew()

    def set_anew(self) -> None:
        """Set the rows again and bring the chosen card into sight."""
        width = self._set_width = self._width
        if not width:
            return
        if len(self._rows) > KEPT_ROWS:
            self._rows.clear()
        self.lines = tuple(self.set_lines(width))
        self.virtual_size = Size(width, len(self.lines) + TITLE_ROWS)
        self.refresh(layout=self.styles.is_auto_height)
        self._reveal()

    # ---- actions

    def action_move_down(self, count: int = 1) -> None:
        """To the next card."""
        self._move(count)

    def action_move_up(self, count: int = 1) -> None:
        """To the card before."""
        self._move(-count)

    def action_move_top(self) -> None:
        """To the first card."""
        self._move(-self.count)

    def action_move_bottom(self) -> None:
        """To the last card."""
        self._move(self.count)

    def action_move_half_down(self) -> None:
        """Half a pane of cards down."""
        self._move(self._half())

    def action_move_half_up(self) -> None:
        """Half a pane of cards up."""
        self._move(-self._half())

    def action_item_open(self) -> None:
        """Open the chosen card."""
        if self.count:
            self.post_message(self.Opened(self, self._chosen or 0))

    def on_click(self, event: Click) -> None:
        """Choose the card under the pointer; open it when it was chosen already."""
        row = event.y - self.gutter.top
        number = self._card_at(self._line_at(row)) if row else None
        if number is None:
            return
        was_chosen = number == self._chosen
        self.choose(number)
        if was_chosen or self.opens_at_once:
            self.action_item_open()
        else:
            self.post_message(self.Chosen(self, number))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """The wheel moves the view, what is chosen stays chosen."""
        self._wheel(event, self.app.scroll_sensitivity_y)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """The same upwards."""
        self._wheel(event, -self.app.scroll_sensitivity_y)

    def _wheel(self, event: MouseScrollDown | MouseScrollUp, by: float) -> None:
        event.stop()
        event.prevent_default()  # which scrolls only where there is a scroll bar
        top = min(max(0, round(self.scroll_y + by)), self.max_scroll_y)
        self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self, event: Resize) -> None:
        """Set the rows for the new width."""
        if self._set_width != self._width:
            self.set_anew()
        else:
            self._reveal()

    def on_focus(self) -> None:
        """Draw the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw without the focus."""
        self.refresh()

    # ---- drawing

    def render_line(self, y: int) -> Strip:
        """Row ``y`` of what is in sight."""
        number = self._line_at(y)
        plain = self.look()
        if y < TITLE_ROWS:
            pieces = self.title
        elif number < len(self.lines):
            pieces = self.lines[number].pieces
        else:
            return Strip.blank(self.size.width, plain)
        width = self.size.width
        kept = self._rows.get(pieces)
        if kept is None or kept.cell_length != width:
            segments = [
                Segment(text, self.look(f"cards--{name}") if name else plain)
                for text, name in pieces
                if text
            ]
            kept = self._rows[pieces] = Strip(segments).adjust_cell_length(width, plain)
        return kept

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._rows.clear()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width or self.size.width

    @property
    def _height(self) -> int:
        """Rows for cards."""
        return self.size.height - TITLE_ROWS

    @property
    def beginning_in_sight(self) -> tuple[int, ...]:
        """The numbers of the cards whose first rows are in sight."""
        top = bottom = round(self.scroll_y)
        top += self._heading_over(top) is not None
        first: dict[int, int] = {}
        for row, line in enumerate(self.lines):
            if line.card is not None:
                first.setdefault(line.card, row)
        return tuple(card for card, row in first.items() if top <= row < bottom + self._height)

    def _half(self) -> int:
        top = round(self.scroll_y)
        seen = {line.card for line in self.lines[top : top + self._height]} - {None}
        return max(1, len(seen) // 2)

    def _move(self, by: int) -> None:
        if not self.count:
            return
        start = -1 if self._chosen is None and by > 0 else self._chosen or 0
        number = min(max(0, start + by), self.count - 1)
        if number != self._chosen:
            self.choose(number)
            self.post_message(self.Chosen(self, number))

    def _line_at(self, y: int) -> int:
        """The number of the line on row ``y`` of the pane: the first is the heading of the cards in
        sight when they have left it behind."""
        top = round(self.scroll_y)
        if y == TITLE_ROWS and (heading := self._heading_over(top)) is not None:
            return heading
        return top + y - TITLE_ROWS

    def _heading_over(self, top: int) -> int | None:
        """The heading of the cards at line ``top`` that is out of sight above it."""
        if self._height < STICKING_FROM or not 0 < top < len(self.lines):
            return None
        if any(line.is_heading for line in self.lines[top : top + 2]):
            return None  # another one begins here
        return next((row for row in range(top - 1, -1, -1) if self.lines[row].is_heading), None)

    def _card_at(self, row: int) -> int | None:
        return self.lines[row].card if 0 <= row < len(self.lines) else None

    def _reveal(self) -> None:
        """Scroll as little as shows the whole chosen card, its beginning in any case."""
        rows = [row for row, line in enumerate(self.lines) if line.card == self._chosen]
        height = self._height
        if self._chosen is None or not rows or height <= 0:
            return
        first, last = rows[0], rows[-1]
        if self._chosen == 0 and last < height:
            first = 0
        elif height >= STICKING_FROM and any(line.is_heading for line in self.lines[:first]):
            first -= 1  # where its heading stands, or stays
        top = round(self.scroll_y)
        if last >= top + height:
            top = last - height + 1
        self.scroll_to(y=max(0, min(top, first)), animate=False, force=True)


def spread(left: Pieces, right: Pieces, width: int) -> Pieces:
    """``left`` and ``right`` at the two ends of a row of ``width`` cells."""
    used = sum(cells(text) for text, _ in (*left, *right))
    return (*left, (" " * max(1, width - used), ""), *right)
