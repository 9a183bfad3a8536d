"""The part of the store that only refreshes use: what to ask with, words and pages that wait,
moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model import DigestedEntry
from reader.store.access import StoreFile
from reader.store.arriving import feeds, moves
from reader.store.arriving.feeds import Conditions, Fetched
from reader.store.arriving.moves import StoredMove

if TYPE_CHECKING:
    from reader.store.arriving.unindexed import HeldWords
    from reader.store.arriving.waiting import WaitingPage


class StoreAhead(StoreFile):
    """What a refresh needs besides the entries, as async methods."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._words: HeldWords | None = None

    async def conditions(self) -> dict[int, Conditions]:
        """What the next requests for all feeds need, by feed id."""
        return await self._read(feeds.conditions)

    async def quiet(self, tries: Sequence[tuple[int, Fetched]]) -> None:
        """Note good tries that brought nothing, many at once."""
        await self._write(feeds.quiet, tries)

    async def index_words(self) -> None:
        """Let all entries be found by their words that were not yet: those that came with
        ``words_later``, and those of a refresh that was killed."""
        from reader.store.arriving import unindexed

        await self._write(unindexed.index_held, self._words)

    def _held_words(self) -> HeldWords:
        """What holds the words of entries that came with ``words_later``."""
        if self._words is None:
            from reader.store.arriving.unindexed import HeldWords

            self._words = HeldWords()
        return self._words

    async def waiting_pages(
        self,
        now: datetime,
        *,
        limit: int,
        of_each_feed: int,
        feed_ids: Collection[int] | None = None,
    ) -> tuple[WaitingPage, ...]:
        """Pages to be fetched now: full texts, then linked pages; the newest entries' first."""
        from reader.store.arriving import waiting

        return await self._read(
            waiting.waiting_pages, now, limit=limit, of_each_feed=of_each_feed, feed_ids=feed_ids
        )

    async def settle_full_text(self, page: WaitingPage, story: DigestedEntry | None) -> None:
        """The page of an entry came: its story takes the place of the feed's, or (None) not."""
        from reader.store.arriving import waiting

        await self._write(waiting.settle_full_text, page, story)

    async def settle_link(self, page: WaitingPage, story: DigestedEntry, at: datetime) -> None:
        """A linked page came: keep it among the pages."""
        from reader.store.arriving import waiting

        await self._write(waiting.settle_link, page, story, at)

    async def put_off(self, page: WaitingPage, not_before: datetime | None, note: str = "") -> None:
        """A page didn't come: try again from ``not_before`` on, or (None) never."""
        from reader.store.arriving import waiting

        await self._write(waiting.put_off, page, not_before, note)

    async def unsearched(self, limit: int) -> tuple[int, ...]:
        """Stories whose links are wanted ahead of time and were not looked through yet."""
        from reader.store.arriving import waiting

        return await self._read(waiting.unsearched, limit)

    async def newer_stories(self, entry_id: int, limit: int) -> tuple[int, ...]:
        """The entries of subscriptions stored after ``entry_id``, the newest ``limit``."""
        from reader.store.arriving import waiting

        return await self._read(waiting.newer_stories, entry_id, limit)

    async def add_links(self, entry_id: int, urls: Iterable[str]) -> None:
        """Let pages that a story leads to wait to be fetched."""
        from reader.store.arriving import waiting

        await self._write(waiting.add_links, entry_id, urls)

    async def note_move(self, feed_id: int, move: StoredMove | None) -> None:
        """Keep what is known of a feed's permanent redirect; None: there is none."""
        await self._write(moves.note_move, feed_id, move)
