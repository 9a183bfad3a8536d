"""What is done while nothing else is: stories that came in as words only are made whole (those that
are opened, at once), and those that older rules read are read anew.

The work is a worker's; the newest come first, a few at a time with rests between, so that two
thirds of a core stay free.  It goes on at the next start where it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.errors import ParseError, StoreError
from reader.library.fetching.network import Network
from reader.library.rereading import OnDone, Rereading
from reader.model import DigestedEntry, KeptStory
from reader.store.store import Store

if TYPE_CHECKING:
    from reader.store.arriving.arrivals import Arrival

PIECE: Final = 8
"""Stories digested and stored at a time while the reader is open: their storing takes about 10 ms,
in which a mark waits."""
BATCH: Final = 100
"""The same when nobody waits."""
_AHEAD: Final = 4
"""Batches in work at a time."""
_FIRST_REST: Final = 5.0
"""Seconds before the first piece: the screen and the refresh come first."""
_LEAST_REST: Final = 0.2
_LONGER_REST: Final = 0.5
"""The same between stories that are whole already, and are only read anew: that is in no hurry."""
_REST: Final = 2
"""Times as long as the last piece took."""
Document = tuple[str, bytes]


class Upkeep(Rereading):
    """The part of the library that takes in stories as they are, and makes them whole later."""

    _store: Store
    _network: Network
    _clock: Callable[[], datetime]
    _refreshing: asyncio.Lock
    _keeping_up: asyncio.Task[None] | None

    # ---- now
    async def read_articles(
        self, documents: Sequence[Document]
    ) -> tuple[tuple[DigestedEntry, ...] | str, ...]:
        """The entries of feed documents, each with its feed's address, their stories only words; in
        the place of one that can't be read a sentence that says why.  Raises ParseError when they
        can't be read at all."""
        size = sum(len(body) for _, body in documents)
        found: tuple[tuple[DigestedEntry, ...] | str, ...] = await self._network.digest_many(
            "keep", documents, size
        )
        return found

    async def take_in(self, coming: Sequence[Arrival]) -> int:
        """Take in entries of another reader with their marks, the oldest first; how many were
        new."""
        return await self._store.take_in(coming, at=self._clock())

    async def name_feeds(self, titles: dict[int, str]) -> None:
        """Let feeds that were never fetched be called as another reader had them."""
        await self._store.name_feeds(titles)

    async def gather(self) -> None:
        """Before taking in very much; :meth:`settle` follows."""
        await self._store.gather()

    async def settle(self, on_done: OnDone | None = None) -> None:
        """After taking in very much: bring the indexes into one piece each, in steps."""
        await self._store.settle_in_steps(on_done)

    # ---- later
    async def undigested(self) -> int:
        """How many stories are only words yet."""
        return await self._store.number_undigested()

    async def digest_story(self, entry_id: int) -> None:
        """Make the story of an entry whole if it is only words yet; one that can't be stays."""
        kept = await self._store.kept_story(entry_id)
        if kept is not None:
            await self.digest(kept)

    async def digest(self, kept: KeptStory) -> None:
        """Make a story whole of what is kept of it; one that can't be stays as it is."""
        with contextlib.suppress(StoreError):  # it can be read as it is
            await self._store.put_digested(await self._digested([kept]))

    async def digest_waiting(self, most: int, on_done: OnDone | None = None) -> int:
        """Make up to ``most`` stories whole, the newest first, as fast as can be; how many are."""
        total = min(most, await self._store.number_undigested())
        done = taken = 0
        last: int | None = None
        running: set[asyncio.Task[int]] = set()
        try:
            while taken < total or running:
                batch: Sequence[KeptStory] = ()
                if taken < total:
                    number = min(BATCH, total - taken)
                    batch = await self._store.undigested(number, before=last)
                    taken = taken + len(batch) if batch else total
                if batch:
                    last = batch[-1].entry_id
                    running.add(asyncio.create_task(self._make_whole(batch)))
                if running and (not batch or len(running) >= _AHEAD):
                    ended, running = await asyncio.wait(
                        running, return_when=asyncio.FIRST_COMPLETED
                    )
                    done += sum(task.result() for task in ended)
                    if on_done:
                        on_done(done, total)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return done

    async def compare_waiting(self) -> None:
        """Compare all entries that came in without that with those of other feeds."""
        while await self._store.compare_some(self._clock()):
            pass

    def keep_up(self) -> None:
        """Compare stories, make them whole and read them anew from now on, a few at a time, until
        none is left."""
        self._keeping_up = asyncio.create_task(self._keep_up())

    async def stop_keeping_up(self) -> None:
        """End what :meth:`keep_up` began."""
        task, self._keeping_up = self._keeping_up, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _keep_up(self) -> None:
        rest = _FIRST_REST
        while True:
            await asyncio.sleep(rest)
            async with self._refreshing:  # news come first
                pass
            began = time.monotonic()
            try:
                least = await self._do_some()
                if least is None:
                    return
            except StoreError:  # another program writes, or the disk is full
                rest = 60 * _LEAST_REST
            else:
                rest = max(least, _REST * (time.monotonic() - began))

    async def _do_some(self) -> float | None:
        """Do a piece of what is most wanted; how long to rest then at least, None when nothing is
        left."""
        if await self._store.compare_some(self._clock()):
            return _LEAST_REST
        batch = await self._store.undigested(PIECE)
        if batch:
            await self._make_whole(batch)
            return _LEAST_REST
        return _LONGER_REST if await self.reread_some() else None

    async def _make_whole(self, batch: Sequence[KeptStory]) -> int:
        return await self._store.put_digested(await self._digested(batch))

    async def _digested(
        self, batch: Sequence[KeptStory]
    ) -> Sequence[tuple[int, DigestedEntry | None]]:
        """What a worker makes of ``batch``; of those that it fails over, each by itself."""
        size = sum(len(kept.body) + 4 * len(kept.source) for kept in batch)
        try:
            found: Sequence[tuple[int, DigestedEntry | None]] = await self._network.digest_many(
                "digest", tuple(batch), size
            )
        except ParseError:
            if len(batch) == 1:
                return [(batch[0].entry_id, None)]
            return [pair for kept in batch for pair in await self._digested([kept])]
        return found
