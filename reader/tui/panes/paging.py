"""A stretch of a list of entries of any length, fetched page by page as one moves.

The newest entry is on top, or the oldest.  At most :data:`MOST` rows are held; what lies beyond is fetched again
when it comes into view, so that a list of a million rows takes no more memory than one of a
thousand.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from textual.message import Message

from reader.model import FROM_TOP, Cursor, Entry, Page, Stretch
from reader.tui.background import begin
from reader.tui.panes.lines import LineList

PAGE: Final = 100
MOST: Final = 600
NEAR: Final = 30
"""Rows from the end of what is held at which the next page is fetched."""
SOON: Final = 0.005
"""Seconds for which rows wait for the number of all rows; it is said later else."""
LATEST: Final = Cursor(2**62, 2**62)
"""A place before that of every entry, the newest first."""
EARLIEST: Final = Cursor(-(2**62), 0)
"""A place after that of every entry."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Source(Protocol):
    """Where the rows come from; None when they could not be had (the reader has been told)."""

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """A stretch of the list; ``older`` is what lies below, ``newer`` above, also where the oldest
        row is on top."""

    async def count(self) -> int:
        """How many rows the list holds."""

    async def last_id(self) -> int | None:
        """The id of the entry that came in last, on this list or not; None when it is not known."""

    async def newest(self) -> Cursor | None:
        """The place of the newest row."""

    @property
    def by_date(self) -> bool:
        """Whether rows are in the order of time; else all rows come with the first page."""

    @property
    def oldest_first(self) -> bool:
        """Whether the oldest row is on top."""

    async def unread(self, place: Cursor | None, *, older: bool) -> Entry | None:
        """The next unread entry after (``older``) or before ``place``; from the top for None."""


def cursor_of(entry: Entry) -> Cursor:
    """The place of ``entry`` in every list."""
    return Cursor((entry.sort_at - _EPOCH) // timedelta(microseconds=1), entry.id)


async def _soon(counting: asyncio.Future[int]) -> int | None:
    """What it comes to, or None where that takes longer than :data:`SOON`."""
    try:
        await asyncio.wait((counting,), timeout=SOON)
    except asyncio.CancelledError:
        counting.cancel()
        raise
    return counting.result() if counting.done() else None


class PagedList(LineList[Entry]):
    """Rows of entries over a :class:`Source`."""

    class Filled(Message):
        """Rows were fetched, so that places and counts may have changed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.source: Source | None = None
        self.total = 0
        """Rows in the whole list when it was opened."""
        self.above = 0
        """Rows of the list above the first one held."""
        self.seen_until: Cursor | None = None
        """The newest row the list had when it was opened; what is newer came in later."""
        self.seen_id: int | None = None
        """The last entry the library had by then: a later one may bear an older date."""
        self._older: Cursor | None = None
        self._newer: Cursor | None = None
        self._owed = 0
        """Steps of a move still to be made when rows below (or, negative, above) are here."""
        self._turn = 0
        """Grows when the rows are replaced, so that a page asked for before is dropped."""
        self._fetching: set[str] = set()
        self._counting: asyncio.Future[int] | None = None

    def key_of(self, item: Entry) -> int:
        return item.id

    def place_of(self, item: Entry) -> Cursor:
        """Where the row of ``item`` stands in the list."""
        return cursor_of(item)

    # ---- opening
    async def open(self, source: Source | None, *, choose: int | None = None) -> None:
        """Show a list from its top; ``choose`` is an entry to be chosen if it is on it."""
        self._turn += 1
        turn = self._turn
        self.source = source
        if self._counting is not None:  # nobody asks any more: it would be in the way of the next
            self._counting.cancel()
        last_id = await source.last_id() if source else None
        page = await source.page() if source else None
        newest = max(map(cursor_of, page.entries), default=None) if page else None
        if source is not None and source.oldest_first:
            newest = await source.newest()
        counting = asyncio.ensure_future(source.count()) if source and page else None
        self._counting = counting if turn == self._turn else self._counting
        total = await _soon(counting) if counting else 0
        if turn != self._turn:
            if counting:
                counting.cancel()
            return
        self.total = total or 0
        self.above = 0
        self.seen_until = newest
        self.seen_id = last_id
        self._replace(page, choose if choose is not None else self._first(page))
        if source and counting and total is None:
            begin(self, "count", self._take_total, source, counting)

    async def reopen(self) -> None:
        """Show the list from its top as it is now."""
        await self.open(self.source)

    async def show_around(self, entry: Entry) -> None:
        """Fetch the stretch of the list around ``entry`` and choose it."""
        if self.source is None:
            return
        self._turn += 1
        turn = self._turn
        place = cursor_of(entry)
        above = await self.source.page(Stretch(newer_than=place))
        below = await self.source.page(Stretch(older_than=place))
        if turn != self._turn or above is None or below is None:
            return
        self.above = max(0, self.above - len(above.entries)) if above.newer else 0
        joined = (*above.entries, entry, *below.entries)
        self._replace(Page(joined, below.older, above.newer), entry.id)

    @property
    def is_by_date(self) -> bool:
        """Whether rows are in the order of time, as in every list but a search with the best
        first."""
        return self.source is None or self.source.by_date

    @property
    def is_oldest_first(self) -> bool:
        """Whether the oldest row is on top."""
        return self.source is not None and self.source.oldest_first

    @property
    def rows(self) -> int:
        """The rows held."""
        return len(self.items)

    @property
    def place(self) -> int:
        """The number of the chosen row in the whole list, from 1; 0 in an empty one."""
        return self.above + self.cursor + 1 if self.items else 0

    # ---- moving
    def action_move_down(self, count: int = 1) -> None:
        self._owed = max(0, self.cursor + count - (len(self.items) - 1)) if self._older else 0
        super().action_move_down(count)
        self._look_ahead()

    def action_move_up(self, count: int = 1) -> None:
        self._owed = min(0, self.cursor - count) if self._newer else 0
        super().action_move_up(count)
        self._look_ahead()

    def action_move_top(self) -> None:
        self._owed = 0
        if self._newer is None:
            super().action_move_top()
        else:
            begin(self, "reach", self._reach, oldest=False)

    def action_move_bottom(self) -> None:
        self._owed = 0
        if self._older is None and not self.is_oldest_first:  # where news comes in
            super().action_move_bottom()
        else:
            begin(self, "reach", self._reach, oldest=True)

    async def step(self, entry_id: int, by: int) -> Entry | None:
        """Choose the row after (``by`` 1) or before (-1) that of an entry; None at the end."""
        if self.chosen is None or (self.chosen.id != entry_id and not self.choose(entry_id)):
            return None
        at = self.cursor + by
        if not 0 <= at < len(self.items):
            await self._fetch("older" if by > 0 else "newer")
            at = self.cursor + by
        if not 0 <= at < len(self.items):
            return None
        self.choose_index(at)
        self._look_ahead()
        return self.chosen

    async def to_unread(
        self, by: int, *, but: Collection[int] = (), around: bool = False
    ) -> Entry | None:
        """Choose the next unread row below (1) or above (-1); None when there is none.

        ``but`` are entries read since their rows were fetched; ``around`` goes on from the top.
        """
        end = len(self.items) if by > 0 else -1
        found = self._unread_held(range(self.cursor + by, end, by), but)
        if found is None and self.source is not None and self.items:
            beyond = self._older if by > 0 else self._newer
            if beyond is not None:
                edge = self.place_of(self.items[-1 if by > 0 else 0])
                found = await self.source.unread(edge, older=by > 0)
        if found is None and around and self.source is not None:
            if self._newer is None:
                found = self._unread_held(range(self.cursor), but)
            else:
                found = await self.source.unread(None, older=True)
        if found is not None and not self.choose(found.id):
            await self.show_around(found)
        self._look_ahead()
        return found

    # ---- rows that changed
    def redraw(self, entries: Iterable[Entry]) -> None:
        """Draw rows anew; nothing moves. Rows not held are left out."""
        changed = {entry.id: entry for entry in entries}
        for index, item in enumerate(self.items):
            if item.id in changed:
                self.items[index] = changed[item.id]
                self._refresh_item(index)

    def take_out(self, entry_ids: Iterable[int]) -> None:
        """Take rows out; the row that follows the chosen one is chosen in its place."""
        gone = set(entry_ids)
        left = [item for item in self.items if item.id not in gone]
        if len(left) < len(self.items):
            self.total -= len(self.items) - len(left)
            following = next((i.id for i in self.items[self.cursor :] if i.id not in gone), None)
            self.set_items(left, choose=following)

    def put_back(self, entry: Entry) -> None:
        """Put a row back in its place, when that lies within what is held."""
        if any(item.id == entry.id for item in self.items):
            self.redraw((entry,))
            return
        if not self.is_by_date:
            return
        place = cursor_of(entry)
        upward = self.is_oldest_first
        at = sum((self.place_of(item) < place) is upward for item in self.items)
        if (at == 0 and self._newer) or (at == len(self.items) and self._older):
            return
        self.total += 1
        self.set_items([*self.items[:at], entry, *self.items[at:]])

    # ---- fetching
    def _unread_held(self, places: range, but: Collection[int]) -> Entry | None:
        for place in places:
            item = self.items[place]
            if not item.is_read and item.id not in but:
                return item
        return None

    def _scroll(self, lines: int) -> None:
        super()._scroll(lines)
        self._look_ahead()

    def _look_ahead(self) -> None:
        if self._older and self.cursor > len(self.items) - NEAR:
            self._fetch_soon("older")
        if self._newer and self.cursor < NEAR:
            self._fetch_soon("newer")

    def _fetch_soon(self, way: str) -> None:
        if way not in self._fetching:
            self._fetching.add(way)
            begin(self, f"fetch {way}", self._fetch, way, exclusive=False)

    async def _fetch(self, way: str) -> None:
        """Fetch the page that follows below or above, and make the steps still owed."""
        self._fetching.add(way)
        try:
            turn, source = self._turn, self.source
            edge = self._older if way == "older" else self._newer
            if source is None or edge is None:
                return
            beyond = Stretch(older_than=edge) if way == "older" else Stretch(newer_than=edge)
            page = await source.page(beyond)
            if page is None or turn != self._turn:
                return
            self._join(page, way)
        finally:
            self._fetching.discard(way)
        if self._owed > 0:
            self.action_move_down(self._owed)
        elif self._owed < 0:
            self.action_move_up(-self._owed)

    def _join(self, page: Page, way: str) -> None:
        held = {item.id for item in self.items}
        fresh = [entry for entry in page.entries if entry.id not in held]
        if way == "older":
            rows = [*self.items, *fresh]
            surplus = max(0, len(rows) - MOST)
            self._older = page.older
            if surplus:
                rows = rows[surplus:]
                self.above += surplus
                self._newer = self.place_of(rows[0])
        else:
            rows = [*fresh, *self.items]
            self._newer = page.newer
            self.above = max(0, self.above - len(fresh)) if page.newer else 0
            if len(rows) > MOST:
                rows = rows[:MOST]
                self._older = self.place_of(rows[-1])
        self.set_items(rows)
        self.post_message(self.Filled())

    async def _reach(self, *, oldest: bool) -> None:
        if self.source is None:
            return
        self._turn += 1
        turn = self._turn
        shows_news = oldest and self.source.oldest_first
        last_id = await self.source.last_id() if shows_news else None
        page = await self.source.page(Stretch(oldest=oldest))
        total = await self.source.count() if shows_news else self.total
        if page is None or turn != self._turn or not page.entries:
            return
        if shows_news:
            self.total, self.seen_id = total, last_id
            self.seen_until = max(map(cursor_of, page.entries))
        self.above = max(0, self.total - len(page.entries)) if oldest else 0
        self._replace(page, page.entries[-1 if oldest else 0].id)

    async def _take_total(self, source: Source, counting: asyncio.Future[int]) -> None:
        total = await counting
        if source is not self.source:
            return
        self.total = total
        if self._newer is not None and self._older is None:  # its end was gone to meanwhile
            self.above = max(0, total - self.rows)
        self.post_message(self.Filled())

    def _replace(self, page: Page | None, choose: int | None) -> None:
        self._owed = 0
        entries: Sequence[Entry] = page.entries if page else ()
        self._older = page.older if page else None
        self._newer = page.newer if page else None
        self.set_items(entries, choose=choose)
        self.post_message(self.Filled())

    def _first(self, page: Page | None) -> int | None:
        return page.entries[0].id if page and page.entries else None
