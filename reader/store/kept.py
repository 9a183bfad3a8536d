"""The part of the store that works on what is kept: imports, stories done anew, room given back.

What each method needs is imported when it is called, since the first screen needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.model import DigestedEntry, KeptStory
from reader.store.access import StoreFile

if TYPE_CHECKING:
    from reader.store.arriving.arrivals import Arrival
    from reader.store.keeping.reread import Piece
    from reader.store.keeping.retention import Prunable, StoreSize

_STEPS_BACK: Final = 5
"""Steps of giving room back after each pruning."""


class StoreKept(StoreFile):
    """What is done to the library as a whole, as async methods."""

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
        from reader.store import bulk
        from reader.store.keeping import retention

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
        from reader.store.keeping import undigested

        return await self._read(undigested.number_undigested)

    async def undigested(self, limit: int, *, before: int | None = None) -> tuple[KeptStory, ...]:
        """Those that came in last, or last before an entry."""
        from reader.store.keeping import undigested

        return await self._read(undigested.undigested, limit, before)

    async def kept_story(self, entry_id: int) -> KeptStory | None:
        """What is kept of one; None when it is whole."""
        from reader.store.keeping import undigested

        return await self._read(undigested.kept_story, entry_id)

    async def put_digested(self, digested: Sequence[tuple[int, DigestedEntry | None]]) -> int:
        """Put whole stories in their place (None: it can't be had); how many are whole now."""
        from reader.store.keeping import undigested

        return await self._write(undigested.put_digested, digested)

    # ---- stories that older rules read
    async def number_outdated(self) -> int:
        """How many stories may be of older rules, roughly; 0 when none is."""
        from reader.store.keeping import reread

        return await self._read(reread.number_left)

    async def outdated(self, limit: int, size: int, *, before: int | None = None) -> Piece | None:
        """The next of them; None when all are looked at, or a newer program has to look at them."""
        from reader.store.keeping import reread

        return await self._read(reread.next_piece, limit, size, before)

    async def put_reread(
        self, piece: Piece, found: Sequence[tuple[int, DigestedEntry | None]]
    ) -> int:
        """Note that the stories of ``piece`` were read anew, and put those that are others now in
        their place; how many."""
        from reader.store.keeping import reread

        if any(entry is not None for _, entry in found):
            return await self._write(reread.put, piece, found)
        await self._write(reread.pass_over, piece)
        return 0

    # ---- room
    async def prunable(self, now: datetime, *, weighed: bool = False) -> tuple[Prunable, ...]:
        """What the feeds' ``keep`` lets go, feed by feed; how large that is only if ``weighed``."""
        from reader.store.keeping import retention

        return await self._read(retention.prunable, now, weighed=weighed)

    async def prune(self, ids: Sequence[int], now: datetime) -> int:
        """Let go of those of ``ids`` that may still go, in small transactions; how many went."""
        from reader.store.keeping import retention

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
        from reader.store.keeping import retention

        ids = await self._read(retention.forgotten, now)
        for start in range(0, len(ids), retention.BATCH):
            await self._write(retention.forget, ids[start : start + retention.BATCH])
        return len(ids)

    async def compact(self) -> None:
        """Fold the word indexes into one piece each (of what went, they keep notes until then), and
        give the free room inside the file back to the system: in steps, so that others may write
        between."""
        from reader.store import bulk

        await self._write(bulk.unsettle)
        await self.settle_in_steps()

    async def size(self) -> StoreSize:
        """How large the library is."""
        from reader.store.keeping import retention

        return await self._read(retention.size)
