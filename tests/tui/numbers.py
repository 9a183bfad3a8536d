"""A running list of as many entries as a test wants, without a library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from reader.model import FROM_TOP, Cursor, Entry, Page, Stretch
from reader.tui.keys.dispatch import Keyed
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.paging import cursor_of
from tests.tui.driving import settle
from tests.tui.shelf import NOW


class Numbers:
    """A list of ``length`` entries, made when asked for; number 1 is the newest."""

    def __init__(self, length: int, *, unread: int | None = None, title: str = "") -> None:
        self.length = length
        self.only_unread = unread
        self.title = title
        self.asked = 0
        self.by_date = True
        self.oldest_first = False

    def entry(self, number: int) -> Entry:
        read = None if self.only_unread in (None, number) else NOW
        when = NOW - timedelta(seconds=number)
        title = self.title or f"Story {number}"
        return Entry(self.length - number, 1, title, when, read_at=read, feed_title="F", words=230)

    def _number(self, place: Cursor) -> int:
        when = datetime.fromtimestamp(place.sort_at / 1e6, UTC)
        return round((NOW - when).total_seconds())

    async def page(self, stretch: Stretch = FROM_TOP) -> Page:
        self.asked += 1
        limit = stretch.limit
        first, last = 1, min(limit, self.length)
        if stretch.older_than is not None:
            first = self._number(stretch.older_than) + 1
            last = min(first + limit - 1, self.length)
        elif stretch.newer_than is not None:
            last = self._number(stretch.newer_than) - 1
            first = max(1, last - limit + 1)
        elif stretch.oldest:
            first, last = max(1, self.length - limit + 1), self.length
        entries = tuple(self.entry(number) for number in range(first, last + 1))
        return Page(
            entries,
            cursor_of(entries[-1]) if entries and last < self.length else None,
            cursor_of(entries[0]) if entries and first > 1 else None,
        )

    async def count(self) -> int:
        return self.length

    async def newest(self) -> Cursor | None:
        return cursor_of(self.entry(1)) if self.length else None

    async def last_id(self) -> int | None:
        return self.length

    async def unread(self, place: Cursor | None, *, older: bool) -> Entry | None:
        if self.only_unread is None:
            return None
        at = self._number(place) if place else 0
        found = self.only_unread > at if older else self.only_unread < at
        return self.entry(self.only_unread) if found else None


class Place(Keyed):
    takes_counts = True

    def compose(self) -> ComposeResult:
        yield EntriesPane(id="entries")


class ListApp(App[None]):
    def on_mount(self) -> None:
        self.place = Place()
        self.push_screen(self.place)


class Opened:
    """A running list."""

    def __init__(self, source: Numbers, size: tuple[int, int] = (60, 20)) -> None:
        self.source = source
        self.app = ListApp()
        self._running = self.app.run_test(size=size)

    async def __aenter__(self) -> tuple[Pilot[None], EntriesPane]:
        pilot = await self._running.__aenter__()
        await settle(pilot)
        pane = self.app.place.query_one(EntriesPane)
        pane.focus()
        await pane.open(self.source)
        await settle(pilot)
        return pilot, pane

    async def __aexit__(self, *error: object) -> None:
        await self._running.__aexit__(*error)


def chosen(pane: EntriesPane) -> str:
    return pane.chosen.title if pane.chosen else ""
