"""The part of the store that keeps the reader's marks and passages, and takes them back.

They are on disk when the call returns.  What changes very many entries is logged first and done in
parts, between which other writes are let in: a million entries take half a minute, in which a mark
would have to wait.  A program that is killed meanwhile leaves a change that can be taken back, and
one whose change another program takes back makes no more of it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from reader.model import Anchor, Cursor, Entry, Highlight, Selection
from reader.store.access import StoreFile
from reader.store.arriving import numbers
from reader.store.own import highlights, log, marks, tags
from reader.store.own.log import StoredChange
from reader.store.own.marks import Marking
from reader.store.rows import stamp

AT_ONCE: Final = 4_000
"""Entries that are changed in one transaction at most; so long others wait."""
TRIES: Final = 5
"""How often a large change is planned before it is made although another program changed something
meanwhile."""
PART: Final = {"read": 400, "star": 400, "delete": 50, "tag": 100}
"""Entries of a larger change that one transaction changes, by what is done to them."""


class StoreMarked(StoreFile):
    """Marks, highlights and quote numbers as async methods."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._order = asyncio.Lock()
        """One large change after the other; undo waits for them."""

    # ---- marks
    async def set_read(
        self, ids: Sequence[int], read: bool, at: datetime, *, undoable: bool = True
    ) -> StoredChange | None:
        """Mark entries read or unread; None when all were so already."""
        if len(ids) > AT_ONCE and undoable:
            return await self._plan_many("read", ids, stamp(at) if read else None, at)
        return await self._mark(marks.set_read, ids, read, at, undoable=undoable)

    async def set_starred(
        self, ids: Sequence[int], starred: bool, at: datetime
    ) -> StoredChange | None:
        """Star entries or take their stars; None when all were so already."""
        if len(ids) > AT_ONCE:
            return await self._plan_many("star", ids, stamp(at) if starred else None, at)
        return await self._mark(marks.set_starred, ids, starred, at)

    async def set_tags(
        self,
        ids: Sequence[int],
        at: datetime,
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
    ) -> StoredChange | None:
        """Give entries tags and take tags from them; None when nothing changed."""
        if len(ids) <= AT_ONCE:
            return await self._mark(marks.set_tags, ids, add, remove, at)

        plan = partial(marks.plan_tags, ids=ids, add=add, remove=remove)
        return await self._whole(self._mark_many(plan, at))

    async def tags(self) -> tuple[tuple[str, int], ...]:
        """The reader's own tags and how many entries have each, by name."""
        return await self._read(tags.used)

    async def mark_all_read(
        self,
        selection: Selection,
        seen_until: Cursor,
        at: datetime,
        *,
        last_id: int | None = None,
    ) -> StoredChange | None:
        """Mark read what is unread in ``selection`` and not newer than ``seen_until``; with
        ``last_id`` (:meth:`last_id` when the list was shown) nothing that came in later."""
        self.check_writable()
        ids = await self._read(marks.unread_until, selection, seen_until, last_id)
        return await self.set_read(ids, True, at) if ids else None

    async def delete(
        self, ids: Sequence[int], at: datetime, *, alone: bool = True
    ) -> StoredChange | None:
        """Take entries off every list, for good unless undone; their copies too unless
        ``alone``."""
        if len(ids) > AT_ONCE:
            return await self._plan_many("delete", ids, stamp(at), at, alone=alone)
        return await self._mark(marks.delete, ids, at, alone=alone)

    # ---- taking back
    async def record_change(
        self, kind: str, text: str, data: dict[str, Any], at: datetime | None = None
    ) -> StoredChange:
        """Log a change made outside the store, to be handed back by :meth:`undo`."""
        return await self._mark(marks.record_change, kind, text, data, at or datetime.now(UTC))

    async def undo(self, change_id: int | None = None) -> StoredChange | None:
        """Take back the last change (one of the caller's own kind is only handed back); None when
        there is none, or the last one is not ``change_id``."""
        self.check_writable()
        return await self._whole(self._undo(change_id))

    async def last_change(self, kinds: Collection[str]) -> StoredChange | None:
        """What :meth:`undo` would take back, where it is of the caller's own ``kinds``."""
        return await self._read(log.last_of, kinds)

    async def changes(self) -> tuple[StoredChange, ...]:
        """What can be taken back, the last first; see :meth:`changed_by`."""
        return await self._read(log.listed)

    async def changed_by(self, change_id: int) -> tuple[int, ...]:
        """The entries that a change of :meth:`changes` changed."""
        return await self._read(log.entries_of, change_id)

    async def _undo(self, change_id: int | None) -> StoredChange | None:
        while True:
            logged = await self._read(log.last, change_id)
            if logged is None or logged.size <= AT_ONCE:
                return await self._mark(marks.undo, change_id)
            if await self._mark(log.begin_undo, logged.change):
                break  # nobody changed anything since it was looked up
        change = logged.change
        back = [turn.back for turn in logged.turns]
        for part in marks.parts(back, PART[change.kind]):
            await self._write(marks.put, change.kind, part)
        await self._mark(log.drop, change, logged.turns)
        return change

    # ---- many at a time
    async def _plan_many(
        self, kind: str, ids: Sequence[int], now: int | None, at: datetime, *, alone: bool = False
    ) -> StoredChange | None:
        plan = partial(marks.plan, kind=kind, ids=ids, now=now, alone=alone)
        return await self._whole(self._mark_many(plan, at))

    async def _mark_many(
        self, plan: Callable[[sqlite3.Connection], Marking | None], at: datetime
    ) -> StoredChange | None:
        self.check_writable()
        id_, tries = None, 0
        while id_ is None:
            marking, seen = await self._read(_planned, plan)
            if marking is None:
                return None
            kind, turns, text = marking
            data = await asyncio.to_thread(log.packed, turns)
            tries += 1
            if tries < TRIES:
                id_ = await self._mark(log.add_after, seen, kind, text, at, data)
            else:  # another program changes something all the time
                id_ = await self._mark(log.add, kind, text, at, data)
        for part in marks.parts(turns, PART[kind]):
            if not await self._write(marks.put_part, id_, at, kind, part):
                break  # another program takes it back
        return await asyncio.to_thread(log.noted, id_, kind, text, at, turns)

    async def _whole(self, change: Coroutine[Any, Any, StoredChange | None]) -> StoredChange | None:
        """Do ``change`` to its end even if the caller goes away, after those begun before."""

        async def in_order() -> StoredChange | None:
            async with self._order:
                return await change

        return await self._to_its_end(in_order())

    # ---- passages
    async def add_highlight(
        self, entry_id: int, anchor: Anchor, at: datetime
    ) -> tuple[Highlight, StoredChange]:
        """Keep a passage of a story, on disk when the call returns. Raises NotFound."""
        return await self._mark(marks.add_highlight, entry_id, anchor, at)

    async def remove_highlights(self, ids: Sequence[int], at: datetime) -> StoredChange | None:
        """Take highlights out; None when there were none."""
        return await self._mark(marks.remove_highlights, ids, at)

    async def highlights(self, entry_id: int) -> tuple[Highlight, ...]:
        """The highlights of one story, in the order they were made."""
        return await self._read(highlights.of_entry, entry_id)

    async def all_highlights(self) -> tuple[tuple[Entry, Highlight], ...]:
        """All highlights with their entries, newest entry first."""
        return await self._read(highlights.every)

    async def quote_numbers(self, entry_id: int) -> tuple[int, ...]:
        """The lasting number of each quote of a story, in page order."""
        return await self._read(numbers.quote_numbers, entry_id)

    async def kept_quotes(self, entry_id: int) -> dict[int, str]:
        """Number to words of the quotes that earlier readings of a story had."""
        return await self._read(numbers.kept_quotes, entry_id)


def _planned(
    con: sqlite3.Connection, plan: Callable[[sqlite3.Connection], Marking | None]
) -> tuple[Marking | None, tuple[int, int] | None]:
    """What is to be done, and what was logged last when that was told."""
    return plan(con), log.newest(con)
