"""A selection of the library as a source of rows; errors are told to the reader, not raised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.model import FROM_TOP, Cursor, Entry, Page, Selection, Stretch
from reader.tui.panes.paging import cursor_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.config.highlighting import Highlighting
    from reader.library.library import SearchHit
    from reader.tui.app import NowReading

SNIPPETS: Final = 50
"""Rows of a page of a search: each snippet costs reading the story."""
TRIES: Final = 50
"""Unread entries behind rows already read that are passed over in looking for the next."""
RANKED: Final = 300
"""Rows of a search with the best first: so many of the newest are put in order."""


class LibrarySource:
    """Rows of ``selection``, newest first.

    What is asked of the newest rows is asked of this class by name, whatever order another has.
    """

    by_date = True
    oldest_first = False
    tells_news = True
    """Whether it is told how many rows came in since it was shown."""

    def __init__(self, app: NowReading, selection: Selection) -> None:
        self._app = app
        self.selection = selection
        self.hits: dict[int, SearchHit] = {}
        """Where the words of a search stand, by the id of the entry."""
        self.lit: dict[int, Highlighting] = {}
        """What feeds.toml highlights, by the id of the entry."""

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """A stretch of the list."""
        page = await self._app.attempt(
            self._app.library.page(self.selection, stretch, on_looked=self._still_looking)
        )
        await self.light([entry.id for entry in page.entries] if page else ())
        return page

    async def light(self, entry_ids: Sequence[int]) -> None:
        """Look which of these entries feeds.toml highlights."""
        found = await self._app.attempt(self._app.library.highlighted(entry_ids))
        for entry_id in entry_ids:
            self.lit.pop(entry_id, None)
        self.lit.update(found or {})

    def _still_looking(self, back_to: datetime) -> None:
        """Say how far a question is that no index answers: it goes on."""
        self._app.say(f"Nothing found back to {back_to.astimezone():%Y-%m-%d} yet; still looking …")

    async def newest(self) -> Cursor | None:
        """The place of the newest row; None for an empty list."""
        page = await LibrarySource.page(self, Stretch(limit=1))
        return cursor_of(page.entries[0]) if page and page.entries else None

    async def count(self) -> int:
        """How many rows the list holds; 0 where that can't be told in a moment."""
        return await self._app.attempt(self._app.library.count_soon(self.selection)) or 0

    async def last_id(self) -> int | None:
        """The entry that came in last."""
        return await self._app.attempt(self._app.library.last_id())

    async def unread(self, place: Cursor | None, *, older: bool) -> Entry | None:
        """The nearest unread entry below (``older``) or above ``place``."""
        unread = type(self)(self._app, replace(self.selection, unread=True))
        for _ in range(TRIES):
            beyond = Stretch(older_than=place) if older else Stretch(newer_than=place)
            page = await unread.page(replace(beyond, limit=1))
            found = page.entries[0] if page and page.entries else None
            if found is None or await self._has_row(found):
                return found
            place = cursor_of(found)
        return None

    async def _has_row(self, entry: Entry) -> bool:
        """Whether an unread entry has a row of its own among those already read."""
        if self.selection.unread or not self.selection.fold or entry.event_id is None:
            return True
        place = cursor_of(entry)
        page = await LibrarySource.page(
            self, Stretch(newer_than=replace(place, id=place.id - 1), limit=1)
        )
        return page is not None and [each.id for each in page.entries] == [entry.id]

    async def newer(self, place: Cursor) -> int:
        """How many rows came in that are newer than ``place``, counted up to a page."""
        page = await LibrarySource.page(self, Stretch(newer_than=place))
        return len(page.entries) if page else 0


class OldestFirst(LibrarySource):
    """Rows of ``selection``, oldest first: the same list, read from its other end."""

    oldest_first = True

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """A stretch of the list; ``older`` is what lies below, as in every list, ``newer`` above."""
        below, above = stretch.older_than, stretch.newer_than
        is_top = below is None and above is None and not stretch.oldest
        page = await super().page(Stretch(above, below, is_top, stretch.limit))
        if page is None:
            return None
        return Page(page.entries[::-1], page.newer, page.older, page.groups)


class SearchSource(LibrarySource):
    """Rows that a query finds, with the words around each hit."""

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """A stretch of the list, downward with the words around each hit."""
        is_upward = stretch.oldest or stretch.newer_than is not None
        if is_upward or stretch.limit < SNIPPETS:
            return await super().page(stretch)
        found = await self._app.attempt(
            self._app.library.search(
                self.selection.query,
                replace(stretch, limit=SNIPPETS),
                on_looked=self._still_looking,
            )
        )
        if found is None:
            return None
        self.hits.update((hit.entry.id, hit) for hit in found.hits)
        entries = tuple(hit.entry for hit in found.hits)
        await self.light([entry.id for entry in entries])
        return Page(
            entries, found.older, cursor_of(entries[0]) if stretch.older_than and entries else None
        )


class RankedSource(SearchSource):
    """Rows that a query finds, the best of the newest first: one page, and nothing beyond it."""

    by_date = False
    tells_news = False
    in_all = 0
    """How many stories the query finds; more than the rows where these are only the newest."""

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """All rows, or none where a stretch beside them is asked for."""
        if stretch.older_than is not None or stretch.newer_than is not None:
            return Page((), None, None)
        found = await self._app.attempt(
            self._app.library.search(
                self.selection.query,
                Stretch(limit=RANKED),
                ranked=True,
                on_looked=self._still_looking,
            )
        )
        if found is None:
            return None
        self.hits = {hit.entry.id: hit for hit in found.hits}
        await self.light(list(self.hits))
        return Page(tuple(hit.entry for hit in found.hits), None, None)

    async def count(self) -> int:
        """How many rows there are."""
        self.in_all = await super().count()
        return min(self.in_all, RANKED)

    async def unread(self, place: Cursor | None, *, older: bool) -> Entry | None:
        """None: all rows are held already."""
        return None
