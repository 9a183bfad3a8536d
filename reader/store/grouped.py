"""The part of the store that knows which entries tell of one event or are one story."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reader.model import Entry
from reader.store.access import StoreFile
from reader.store.grouping import finder
from reader.store.listing import groups
from reader.store.rows import stamp


class StoreGrouped(StoreFile):
    """Events and copies as async methods."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._finder = finder.EventFinder()

    async def same_event(self, entry_id: int, limit: int) -> tuple[Entry, ...]:
        """The other entries that tell of the same event, newest first, copies left out."""
        return await self._read(groups.same_event, entry_id, limit)

    async def quoting_the_same(
        self, entry_id: int, limit: int
    ) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
        """Other entries that quote the same people, and whom, twice ``limit`` at most."""
        from reader.store.speaking import people

        return await self._read(people.quoting_the_same, entry_id, limit)

    async def speakers_named(self, words: str) -> tuple[str, ...]:
        """The names of speakers that have all of ``words``, most quoted first."""
        from reader.store.speaking import people

        return await self._read(people.speakers_named, words)

    async def keep_word_counts(self) -> None:
        """Write down how common words are, after a refresh."""
        await self._write(finder.keep_word_counts, self._finder)

    async def compare_some(self, at: datetime) -> bool:
        """Compare some entries that came in without that; whether any may be left."""
        from reader.store.grouping import late

        if not await self._read(late.is_waiting):
            return False
        return await self._write(late.compare_some, self._finder, stamp(at))

    async def hand_word_counts_over(self) -> None:
        """The same before another process counts on from there; what is known here is out of date
        from then on."""
        await self.keep_word_counts()
        self._finder = finder.EventFinder()
