"""The history pane: changes that can be taken back, the last first."""

from __future__ import annotations

from datetime import datetime

from reader.library.values import Change
from reader.tui import times
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.panes.lines import LineList


class HistoryPane(LineList[Change]):
    """A line for each change; opening one takes back all down to it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()

    def key_of(self, item: Change) -> int:
        return item.id

    def draw(self, item: Change, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        taken = index <= self.cursor
        text = [
            Part("↶ " if taken else "  ", "warn"),
            Part(fit(item.text, width), "strong" if taken else ""),
        ]
        when = f"{times.day(item.at, self.now)} {times.clock(item.at)}"
        return [[edge, Part(" "), *spread(text, [Part(when, "dim")], max(1, width - 3))]]

    def choose_index(self, index: int) -> None:
        """Choose; the marks of all above change with it."""
        super().choose_index(index)
        self.forget_drawings()
