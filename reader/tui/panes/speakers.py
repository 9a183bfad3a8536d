"""The speakers pane: who is quoted in all stored stories, how often, when last, and where."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final, Literal

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message

from reader.model import SpeakerRow
from reader.text import fold
from reader.tui import times
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.keys.dispatch import bindings
from reader.tui.panes.lines import LineList

Order = Literal["quotes", "last", "name"]
ORDERS: Final[dict[Order, str]] = {
    "quotes": "most quoted",
    "last": "last quoted",
    "name": "by name",
}
_NAME: Final = 26
"""Cells that a name has before a line also says in which feeds."""
_FEEDS: Final = 12
"""Cells below which the feeds are left out."""
_MIDDLE: Final = 50
"""Cells from which a line also says in how many stories."""
_HEADED: Final = 36
"""Cells from which the columns have their names above them."""


class SpeakersPane(LineList[SpeakerRow]):
    """A line for each speaker."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("speakers.sort")

    class SortAsked(Message):
        """The reader wants the next order."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()
        self.order: Order = "quotes"
        self.words: tuple[str, ...] = ()
        self._all: tuple[SpeakerRow, ...] = ()

    def show(self, speakers: tuple[SpeakerRow, ...]) -> None:
        """Show other speakers, sorted and filtered."""
        self._all = speakers
        self.sift()

    def sift(self) -> None:
        """Sort and filter anew; the chosen speaker stays chosen."""
        rows = [row for row in self._all if _holds(row.name, self.words)]
        if self.order == "name":
            rows.sort(key=lambda row: fold(row.name))
        elif self.order == "last":
            rows.sort(key=lambda row: row.last_at.timestamp() if row.last_at else 0.0, reverse=True)
        self.set_items(rows)

    def key_of(self, item: SpeakerRow) -> str:
        return item.name

    def action_speakers_sort(self) -> None:
        orders = list(ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.sift()
        self.choose_index(0)
        self.post_message(self.SortAsked())

    def draw(self, item: SpeakerRow, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        name = [Part(fit(item.name, width), "strong" if chosen else "")]
        feeds = ", ".join(item.feeds)
        numbers = _columns(
            f"{item.quotes:,}", f"{item.stories:,}", self._last(item), feeds, width=width
        )
        line = [edge, Part(" "), *spread(name, numbers, max(1, width - 3))]
        return [self._head(width), line] if self.lead_of(index) else [line]

    def height_of(self, index: int) -> int:
        """One line; the first has the names of the columns above it."""
        return 1 + self.lead_of(index)

    def lead_of(self, index: int) -> int:
        return int(index == 0 and self.size.width >= _HEADED)

    def _head(self, width: int) -> list[Part]:
        names = _columns("quotes", "stories", "last", "seen in", width=width)
        ends = [Part(part.text, "dim") for part in names]
        return [Part("  "), *spread([Part("name", "dim")], ends, max(1, width - 3))]

    def _last(self, item: SpeakerRow) -> str:
        return times.stamp(item.last_at, self.now) if item.last_at else ""


def _columns(quotes: str, stories: str, last: str, feeds: str, *, width: int) -> list[Part]:
    """What stands beside a name: as much as leaves room for it."""
    parts = [Part(f"{quotes:>6}")]
    if width >= _MIDDLE:
        parts.append(Part(f"{stories:>9}", "dim"))
    parts.append(Part(f"  {last:<11}", "dim"))
    room = min(width // 3, width - sum(len(part.text) for part in parts) - _NAME - 4)
    if room >= _FEEDS:
        named = fit(feeds, room)
        parts.append(Part(f"  {named}{' ' * (room - cell_len(named))}", "dim"))
    return parts


def _holds(name: str, words: tuple[str, ...]) -> bool:
    folded = fold(name)
    return all(fold(word) in folded for word in words)
