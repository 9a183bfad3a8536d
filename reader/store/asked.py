"""The part of the store that answers queries: search, views, rules, and what may be let go."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.model import Cursor, DigestedEntry, Entry, KeptStory, Selection
from reader.store import bulk
from reader.store.access import StoreFile
from reader.store.arriving.entries import entries_of
from reader.store.arriving.rules import Ruled, StoredRule, apply_rules
from reader.store.keeping import reread, retention, undigested
from reader.store.keeping.reread import Piece
from reader.store.keeping.retention import Prunable, StoreSize
from reader.store.listing import counting
from reader.store.own import tags
from reader.store.searching import search
from reader.store.searching.search import SearchPage

if TYPE_CHECKING:
    from reader.store.arriving.arrivals import Arrival

_STEPS_BACK: Final = 5
"""Steps of giving room back after each pruning."""


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
        *,
        older_than: Cursor | None = None,
        limit: int = 50,
        ranked: bool = False,
        is_above: bool | None = None,
    ) -> SearchPage:
        """What the selection's query finds, with snippets: newest first, or the best first."""
        return await self._read(
            search.search,
            selection,
            older_than=older_than,
            limit=limit,
            ranked=ranked,
            is_above=is_above,
        )

    async def counts(self, selection: Selection) -> tuple[int, int]:
        """How many entries of a selection are unread, and how many there are."""
        return await self._read(_counts, selection)

    async def entries(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Entries by id, in this order, those that are gone left out."""
        return await self._read(entries_of, ids)

    async def found_by(self, when: str, at: datetime) -> tuple[int, ...]:
        """The ids of all entries that a rule's query finds now."""
        return tuple(await self._read(counting.matching_ids, Selection(query=when, now=at)))

    async def tagged_anew(
        self, ids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> tuple[int, ...]:
        """Which of ``ids`` have other tags once these are given and taken away."""
        changed = await self._read(tags.changed_tags, ids, add, remove)
        return tuple(id_ for id_, *_ in changed)

    async def apply_rules(
        self, given: Sequence[StoredRule], ids: Sequence[int], at: datetime
    ) -> Ruled:
        """Do what rules say to entries that are there already."""
        return await self._write(apply_rules, given, ids, at)

    async def take_in(self, coming: Sequence[Arrival], *, at: datetime) -> int:
        """Take in entries of another reader with their marks, the oldest first; how many were new.
        Raises NotFound."""
        from reader.store.arriving import arrivals  # only imports need it

        return await self._write(arrivals.take_in, coming, at=at)

    async def name_feeds(self, titles: Mapping[int, str]) -> None:
        """Let feeds that were never fetched be called as another reader had them."""
        from reader.store.arriving import arrivals

        await self._write(arrivals.name_feeds, titles)

    async def settle_in_steps(self, on_done: Callable[[int, int], None] | None = None) -> None:
        """After a bulk: fold the word indexes into one piece each, so that others may write
        between; ``on_done`` is told how many steps are done, and of how many, roughly."""
        total = await self._read(bulk.unsettled_steps)
        done = 0
        while await self._write(bulk.settle_some):
            done += 1
            if on_done is not None:
                on_done(min(done, total), total)
        while await self._write(retention.give_back):
            pass
        await self._writing().run(retention.compact)

    # ---- stories that are only words yet
    async def number_undigested(self) -> int:
        """How many there are."""
        return await self._read(undigested.number_undigested)

    async def undigested(self, limit: int, *, before: int | None = None) -> tuple[KeptStory, ...]:
        """Those that came in last, or last before an entry."""
        return await self._read(undigested.undigested, limit, before)

    async def kept_story(self, entry_id: int) -> KeptStory | None:
        """What is kept of one; None when it is whole."""
        return await self._read(undigested.kept_story, entry_id)

    async def put_digested(self, digested: Sequence[tuple[int, DigestedEntry | None]]) -> int:
        """Put whole stories in their place (None: it can't be had); how many are whole now."""
        return await self._write(undigested.put_digested, digested)

    # ---- stories that older rules read
    async def number_outdated(self) -> int:
        """How many stories may be of older rules, roughly; 0 when none is."""
        return await self._read(reread.number_left)

    async def outdated(self, limit: int, size: int, *, before: int | None = None) -> Piece | None:
        """The next of them; None when all are looked at, or a newer program has to look at them."""
        return await self._read(reread.next_piece, limit, size, before)

    async def put_reread(
        self, piece: Piece, found: Sequence[tuple[int, DigestedEntry | None]]
    ) -> int:
        """Note that the stories of ``piece`` were read anew, and put those that are others now in
        their place; how many."""
        if any(entry is not None for _, entry in found):
            return await self._write(reread.put, piece, found)
        await self._write(reread.pass_over, piece)
        return 0

    # ---- room
    async def prunable(self, now: datetime, *, weighed: bool = False) -> tuple[Prunable, ...]:
        """What the feeds' ``keep`` lets go, feed by feed; how large that is only if ``weighed``."""
        return await self._read(retention.prunable, now, weighed=weighed)

    async def prune(self, ids: Sequence[int], now: datetime) -> int:
        """Let go of those of ``ids`` that may still go, in small transactions; how many went."""
        gone = 0
        for start in range(0, len(ids), retention.BATCH):
            batch = ids[start : start + retention.BATCH]
            gone += await self._write(retention.prune, batch, now)
        for _ in range(_STEPS_BACK if gone else 0):
            if not await self._write(retention.give_back):
                break
        return gone

    async def forget_deleted(self, now: datetime) -> int:
        """Drop the stories of entries deleted long ago; how many."""
        ids = await self._read(retention.forgotten, now)
        for start in range(0, len(ids), retention.BATCH):
            await self._write(retention.forget, ids[start : start + retention.BATCH])
        return len(ids)

    async def compact(self) -> None:
        """Fold the word indexes into one piece each (of what went, they keep notes until then), and
        give the free room inside the file back to the system: in steps, so that others may write
        between."""
        await self._write(bulk.unsettle)
        await self.settle_in_steps()

    async def size(self) -> StoreSize:
        """How large the library is."""
        return await self._read(retention.size)


def _counts(con: sqlite3.Connection, selection: Selection) -> tuple[int, int]:
    return counting.count(con, replace(selection, unread=True)), counting.count(con, selection)
