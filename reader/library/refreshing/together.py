"""What several feeds brought, stored in one transaction.

The entries of a feed lie all over the indexes (by time, by address, by text): stored alone, those of
a feed of 22 change some 160 pages of the library, those of eight feeds at once not 30 each.  So a
feed's news wait until those of a few others have come, for a moment at most, and for nobody when all
feeds that are in work wait.  A feed that brings very many is stored in several instead
(:mod:`reader.store.arriving.parts`), and not at all when nobody waits for the rest of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from reader.errors import StoreError
from reader.store.store import Store

if TYPE_CHECKING:
    from reader.store.arriving.entries import Applied, Arrived

    _Waiting = tuple[Arrived, asyncio.Future[Applied]]

FEEDS: Final = 8
"""Feeds stored at once at most: some 60 ms, in which nobody else can write."""
FEEDS_BESIDE: Final = 3
"""The same beside an open reader, whose marks wait."""
ENTRIES: Final = 25
"""Entries for each of these from which on no other feed is waited for."""
WAIT: Final = 0.5
"""Seconds that a feed waits for others at most."""


class Together:
    """Stores what feeds bring, ``most`` at a time."""

    def __init__(self, store: Store, most: int = FEEDS) -> None:
        self._store = store
        self._most = most
        self._in_work = 0
        self._waiting: list[_Waiting] = []
        self._storing = 0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks = set[asyncio.Task[None]]()

    @contextmanager
    def in_work(self) -> Iterator[None]:
        """While a feed is fetched, digested and stored: it may bring something yet."""
        self._in_work += 1
        try:
            yield
        finally:
            self._in_work -= 1
            self._look()

    async def keep(self, arrived: Arrived) -> Applied:
        """Store what a feed brought, as :meth:`Store.apply`. Raises NotFound, StoreError."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Applied] = loop.create_future()
        self._waiting.append((arrived, told))
        self._look()
        if self._waiting and self._timer is None:
            self._timer = loop.call_later(WAIT, self._begin)
        return await told

    def _look(self) -> None:
        """Begin to store what waits, if it is enough, or nothing else can come."""
        waiting = len(self._waiting)
        entries = sum(len(arrived.digested.entries) for arrived, _ in self._waiting)
        is_enough = waiting >= self._most or entries >= self._most * ENTRIES
        if waiting and (is_enough or waiting + self._storing >= self._in_work):
            self._begin()

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        # Nobody waits any more for the feeds of a refresh that was stopped.
        several = [each for each in self._waiting if not each[1].done()]
        self._waiting.clear()
        if several:
            self._storing += len(several)
            task = asyncio.get_running_loop().create_task(self._keep(several))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _keep(self, several: Sequence[_Waiting]) -> None:
        try:
            await self._keep_all(several)
        finally:
            self._storing -= len(several)
            for _, told in several:
                told.cancel()  # of those that were told it is too late

    async def _keep_all(self, several: Sequence[_Waiting]) -> None:
        """Store the small ones in one transaction, then each large one in as many as it takes."""
        from reader.store.arriving.parts import is_large

        large = [each for each in several if is_large(each[0])]
        small = [each for each in several if each not in large]
        if small:
            await self._keep_at_once(small)
        for arrived, told in large:
            try:
                applied = await self._store.apply_in_parts(
                    arrived, goes_on=partial(_is_waited_for, told)
                )
            except Exception as error:
                _tell(told, error)
            else:
                _tell(told, applied)

    async def _keep_at_once(self, several: Sequence[_Waiting]) -> None:
        try:
            found = await self._store.apply_together(
                [arrived for arrived, _ in several], words_later=True
            )
        except Exception as error:
            if len(several) == 1 or isinstance(error, StoreError):
                for _, told in several:
                    _tell(told, error)
            else:  # what one of them brought met a fault of ours: the others come in
                for each in several:
                    await self._keep_at_once([each])
        else:
            for (_, told), applied in zip(several, found, strict=True):
                _tell(told, applied)


def _is_waited_for(told: asyncio.Future[Applied]) -> bool:
    return not told.done()


def _tell(told: asyncio.Future[Applied], found: Applied | Exception) -> None:
    if told.done():
        return
    if isinstance(found, Exception):
        told.set_exception(found)
    else:
        told.set_result(found)
