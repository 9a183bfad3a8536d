"""The part of the store that answers queries: search, views, rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model import FROM_TOP, Entry, Selection, Stretch
from reader.store.access import StoreFile
from reader.store.listing import counting
from reader.store.listing.single import entries_of
from reader.store.own import tags

if TYPE_CHECKING:
    from reader.store.arriving.rules import Ruled, StoredRule
    from reader.store.own.readings import Reading
    from reader.store.searching.search import SearchPage


class StoreAsked(StoreFile):
    """Queries as async methods; those that take one raise InvalidQuery."""

    rules: tuple[StoredRule, ...] = ()
    """What is done to entries when they come in from a feed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.to_notify: list[int] = []
        """Entries that came in since, of which a rule says that the reader be told."""

    async def search(
        self,
        selection: Selection,
        stretch: Stretch = FROM_TOP,
        *,
        ranked: bool = False,
    ) -> SearchPage:
        """What the selection's query finds, with snippets: newest first, or the best first."""
        from reader.store.searching import search

        return await self._read(search.search, selection, stretch, ranked=ranked)

    async def counts(self, selection: Selection) -> tuple[int, int]:
        """How many entries of a selection are unread, and how many there are."""
        return await self._read(_counts, selection)

    async def entries(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Entries by id, in this order, those that are gone left out."""
        return await self._read(entries_of, ids)

    async def found_by(self, when: str, at: datetime) -> tuple[int, ...]:
        """The ids of all entries that a rule's query finds now."""
        return tuple(await self._read(counting.matching_ids, Selection(query=when, now=at)))

    async def among(self, when: str, ids: Sequence[int], at: datetime) -> list[int]:
        """Which of ``ids`` a query finds; none where it can't be read."""
        from reader.store.arriving.rules import found_among

        return await self._read(found_among, when, ids, at)

    async def ids_of(self, selection: Selection) -> tuple[int, ...]:
        """The ids of a whole list; entries that share a row are all on it."""
        return tuple(await self._read(counting.matching_ids, selection))

    async def tagged_anew(
        self, ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """Which of ``ids`` have other tags once these are given and taken away."""
        turns = await self._read(tags.changed_tags, ids, add, remove)
        return tuple(id_ for turn in turns for id_ in turn.ids)

    async def read_ones(self, after: int, limit: int) -> list[Reading]:
        """Entries of feeds that were read, by id from ``after`` on."""
        from reader.store.own import readings

        return await self._read(readings.read_ones, after, limit)

    async def unread_of(
        self, guids: Collection[str], in_feeds: Collection[tuple[str, str]]
    ) -> list[int]:
        """Unread entries by what any feed, or the one at an address, calls them."""
        from reader.store.own import readings

        return await self._read(readings.unread_of, guids, in_feeds)

    async def apply_rules(
        self, given: Sequence[StoredRule], ids: Sequence[int], at: datetime
    ) -> Ruled:
        """Do what rules say to entries that are there already."""
        from reader.store.arriving.rules import apply_rules

        return await self._write(apply_rules, given, ids, at)


def _counts(con: sqlite3.Connection, selection: Selection) -> tuple[int, int]:
    return counting.count(con, replace(selection, unread=True)), counting.count(con, selection)
