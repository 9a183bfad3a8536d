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
from reader.tui.drawing import Part, fit, spread
from reader.tui.keys import bindings
from reader.tui.lines import LineList

Order = Literal["quotes", "last", "name"]
ORDERS: Final[dict[Order, str]] = {
    "quotes": "most quoted",
    "last": "last quoted",
    "name": "by name",
}
_WIDE: Final = 60
"""Cells from which a line also says in which feeds."""


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
        numbers = [Part(f"{item.quotes:>6,}"), Part(f"{item.stories:>6,}", "dim")]
        numbers.append(Part(f"  {self._last(item):<11}", "dim"))
        seen_in = ""
        if width >= _WIDE:
            room = width // 3 - 2
            seen_in = fit(", ".join(item.feeds), room)
            seen_in += " " * (room - cell_len(seen_in) + 1)
            numbers.append(Part(seen_in, "dim"))
        name = [Part(fit(item.name, width), "strong" if chosen else "")]
        return [[edge, Part(" "), *spread(name, numbers, max(1, width - 3))]]

    def _last(self, item: SpeakerRow) -> str:
        return times.stamp(item.last_at, self.now) if item.last_at else ""


def _holds(name: str, words: tuple[str, ...]) -> bool:
    folded = fold(name)
    return all(fold(word) in folded for word in words)
