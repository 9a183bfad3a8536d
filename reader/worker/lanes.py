"""Turns at the children of a pool: one at a time at first, more where one child is not enough.

A child takes as long to start as forty feeds of which one entry is new take to be read: in the
refresh of an afternoon a second one would never be worth that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Final

LOOK: Final = 0.25
"""Seconds from one look at those who wait to the next."""
WORTH: Final = 0.5
"""Seconds of work that must wait for another child to be worth its start, which takes as long."""
WARMING: Final = 0.2
"""Seconds that a child's first jobs take longer, whatever they are."""


class Lanes(AbstractAsyncContextManager[None]):
    """At most ``most`` lanes; as a context (by many at once) a turn in one of them, which may be had
    by ``in_line`` at a time.

    ``worked()`` are the seconds that children have worked, their start aside: as long as those who
    wait are likely to work too, and as a stuck one keeps them waiting.
    """

    def __init__(self, most: int, worked: Callable[[], float], *, in_line: int = 1) -> None:
        self.number = 1
        """How many lanes there are."""
        self._most = most
        self._worked = worked
        self._in_line = in_line
        self._turns = asyncio.Semaphore(in_line)
        self._waiting = 0
        self._ended = 0
        self._next_look: asyncio.TimerHandle | None = None

    def open(self, number: int) -> None:
        """Let there be ``number`` lanes at least, as far as there may be."""
        while self.number < min(number, self._most):
            self.number += 1
            for _ in range(self._in_line):
                self._turns.release()

    def close(self) -> None:
        """Open no more of them."""
        if self._next_look is not None:
            self._next_look.cancel()

    async def __aenter__(self) -> None:
        self._waiting += 1
        if self._turns.locked() and self._next_look is None:
            self._look_later()
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended += 1
        self._turns.release()

    def _look_later(self) -> None:
        if self.number < self._most:
            self._next_look = asyncio.get_running_loop().call_later(LOOK, self._look)

    def _look(self) -> None:
        self._next_look = None
        if not self._waiting:
            return
        each = (self._worked() - WARMING) / (self._ended + 1)
        if self._waiting * each > WORTH:
            self.open(self.number + 1)
        self._look_later()
