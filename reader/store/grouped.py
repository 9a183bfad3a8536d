"""The part of the store that knows which entries tell of one event or are one story."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model import Entry
from reader.store import groups, people
from reader.store.access import StoreFile

if TYPE_CHECKING:
    from reader.store.events import Events


class StoreGrouped(StoreFile):
    """Events and copies as async methods."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._found: Events | None = None

    async def same_event(self, entry_id: int, limit: int) -> tuple[Entry, ...]:
        """The other entries that tell of the same event, newest first, copies left out."""
        return await self._read(groups.same_event, entry_id, limit)

    async def quoting_the_same(
        self, entry_id: int, limit: int
    ) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
        """Other entries that quote the same people, and whom, twice ``limit`` at most."""
        return await self._read(people.quoting_the_same, entry_id, limit)

    async def speakers_named(self, words: str) -> tuple[str, ...]:
        """The names of speakers that have all of ``words``, most quoted first."""
        return await self._read(people.speakers_named, words)

    async def keep_word_counts(self) -> None:
        """Write down how common words are, after a refresh."""
        if self._found is not None:
            await self._write(_keep_word_counts, self._found)

    def _events(self) -> Events:
        # Not needed to show a library, and reading its lists of words takes milliseconds.
        from reader.store.events import Events

        if self._found is None:
            self._found = Events()
        return self._found


def _keep_word_counts(con: sqlite3.Connection, events: Events) -> None:
    events.keep(con)
