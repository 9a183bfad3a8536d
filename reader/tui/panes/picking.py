"""Picking a stretch of rows with keys, for something to be done to all of them at once."""

from __future__ import annotations

from typing import NamedTuple

from textual.message import Message

from reader.model import Entry
from reader.tui.panes.paging import PagedList


class Picked(NamedTuple):
    """A stretch of the list: the rows at its upper and lower end, and ``entries``, all of them
    where all are held, else None (the library knows them)."""

    newest: Entry
    oldest: Entry
    number: int
    entries: tuple[Entry, ...] | None


class PickingList(PagedList):
    """A list in which the rows from one picked first to the chosen one can be picked."""

    class PickMoved(Message):
        """What is picked changed, began or ended."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._anchor: Entry | None = None
        self._anchor_place = 0

    @property
    def is_picking(self) -> bool:
        """Whether rows are being picked."""
        return self._anchor is not None

    @property
    def picked_number(self) -> int:
        """How many rows are picked."""
        return abs(self.place - self._anchor_place) + 1 if self._anchor is not None else 0

    def picked(self) -> Picked | None:
        """The rows from the first one picked to the chosen one; None when none are picked."""
        anchor, chosen = self._anchor, self.chosen
        if anchor is None or chosen is None:
            return None
        at = self._held(anchor)
        if at is None:
            newest, oldest = sorted((anchor, chosen), key=self.place_of, reverse=True)
            return Picked(newest, oldest, self.picked_number, None)
        first, last = sorted((at, self.cursor))
        rows = tuple(self.items[first : last + 1])
        return Picked(rows[0], rows[-1], len(rows), rows)

    def action_rows_pick(self) -> None:
        """Begin to pick at the chosen row, or end it."""
        if self._anchor is not None:
            self.end_picking()
        elif self.chosen is not None:
            self._anchor, self._anchor_place = self.chosen, self.place
            self.forget_drawings()
            self.post_message(self.PickMoved())

    def end_picking(self) -> None:
        """Pick nothing any more."""
        if self._anchor is not None:
            self._anchor = None
            self.forget_drawings()
            self.post_message(self.PickMoved())

    def choose_index(self, index: int) -> None:
        """Choose a row; while picking, the stretch goes with it."""
        super().choose_index(index)
        if self._anchor is not None:
            self.forget_drawings()
            self.post_message(self.PickMoved())

    def is_picked(self, index: int) -> bool:
        """Whether the row of this number is picked."""
        anchor, chosen = self._anchor, self.chosen
        if anchor is None or chosen is None:
            return False
        if not self.is_by_date:
            at = self._held(anchor)
            return at is not None and min(at, self.cursor) <= index <= max(at, self.cursor)
        ends = sorted((self.place_of(anchor), self.place_of(chosen)))
        return ends[0] <= self.place_of(self.items[index]) <= ends[1]

    def _held(self, entry: Entry) -> int | None:
        return next((i for i, item in enumerate(self.items) if item.id == entry.id), None)
