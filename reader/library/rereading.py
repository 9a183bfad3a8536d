"""Stories read anew by better rules: those that older rules read, the newest first, some at a time.

The work is a worker's, in pieces so small that a page the reader asks for does not wait long for
it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.errors import ParseError
from reader.library.fetching.network import Network
from reader.model import DigestedEntry, StoredStory
from reader.store.store import Store

if TYPE_CHECKING:
    from reader.store.keeping.reread import Piece

PIECE: Final = 8
"""Stories in a piece while the reader is open."""
PIECE_BYTES: Final = 40_000
"""Bytes, as stored, after which a piece is large enough: whole pages come one by one."""
BATCH: Final = 100
"""The same when nobody waits."""
BATCH_BYTES: Final = 2_000_000
_AHEAD: Final = 4
"""Pieces in work at a time."""
OnDone = Callable[[int, int], None]
"""Told how many are done, and how many there are."""
Found = Sequence[tuple[int, DigestedEntry | None]]


class Reread(NamedTuple):
    """How many stories were read anew, and how many of them are others now."""

    read: int
    changed: int


class Rereading:
    """The part of the library that lets better rules read what is stored."""

    _store: Store
    _network: Network

    async def outdated(self) -> int:
        """How many stories may have been read by older rules, roughly; 0 when none was."""
        return await self._store.number_outdated()

    async def reread_waiting(self, on_done: OnDone | None = None) -> Reread:
        """Read all stories of older rules anew, as fast as can be."""
        total = left = await self._store.number_outdated()
        before: int | None = None
        read = changed = 0
        running: deque[tuple[Piece, asyncio.Task[Found]]] = deque()
        try:
            while True:
                while len(running) < _AHEAD and before != 0:
                    piece = await self._store.outdated(BATCH, BATCH_BYTES, before=before)
                    if piece is None:
                        before = 0
                        break
                    before = piece.below
                    running.append((piece, asyncio.create_task(self._read_anew(piece.stories))))
                if not running:
                    return Reread(read, changed)
                # In their order, so that the note of how far it is never runs ahead.
                piece, task = running.popleft()
                changed += await self._store.put_reread(piece, await task)
                read += len(piece.stories)
                left = min(left, max(0, piece.below - 1))
                if on_done:
                    on_done(total - left, total)
        finally:
            for _, task in running:
                task.cancel()
            await asyncio.gather(*(task for _, task in running), return_exceptions=True)

    async def reread_some(self) -> bool:
        """Read a few stories anew; whether any may be left."""
        if self._store.is_read_only:
            return False
        piece = await self._store.outdated(PIECE, PIECE_BYTES)
        if piece is None:
            return False
        await self._store.put_reread(piece, await self._read_anew(piece.stories))
        return True

    async def _read_anew(self, stories: Sequence[StoredStory]) -> Found:
        """What a worker finds; of those that it fails over, each by itself."""
        if not stories:
            return ()
        size = sum(len(story.body) + 8 * len(story.source) for story in stories)
        try:
            found: Found = await self._network.digest_many("anew", tuple(stories), size)
        except ParseError:
            if len(stories) == 1:
                return ((stories[0].entry_id, None),)
            return [pair for story in stories for pair in await self._read_anew([story])]
        return found
