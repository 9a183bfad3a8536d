"""Time limits for servers that do not count the time in which this program had no turn.

A refresh beside the reader gives way to every other program.  On a busy machine its event loop comes
late, by seconds, and an answer that has long been there would be given up as one that never came:
``asyncio.timeout`` ends a wait in the very turn in which the answer is met.  Here the loop is looked
at several times a second, and by what it was late the limit is put off.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Final, Self

_LOOK: Final = 0.25
"""Seconds between two looks at the loop; an answer has that long to be met after it came late."""


class Limit:
    """``async with Limit(seconds) as limit:``; raises TimeoutError as ``asyncio.timeout`` does."""

    def __init__(self, seconds: float | None) -> None:
        self.granted = 0.0
        """Seconds given again so far."""
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._end: float | None = None
        self._due = 0.0
        self._look: asyncio.TimerHandle | None = None
        self._timeout = asyncio.timeout(None)

    async def __aenter__(self) -> Self:
        """The time runs from now on."""
        await self._timeout.__aenter__()
        self.reschedule(None if self._seconds is None else self._loop.time() + self._seconds)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raises TimeoutError when the time was over."""
        self._stop_looking()
        await self._timeout.__aexit__(kind, error, trace)

    def reschedule(self, when: float | None) -> None:
        """End at ``when`` on the loop's clock instead; None: never. One that is over stays over."""
        if self._timeout.when() is not None:
            return
        self._end = when
        if when is None:
            self._stop_looking()
        elif self._look is None or when < self._due:
            self._stop_looking()
            self._look_at(min(when, self._loop.time() + _LOOK))

    def _look_at(self, due: float) -> None:
        self._due = due
        self._look = self._loop.call_at(due, self._looked)

    def _stop_looking(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _looked(self) -> None:
        self._look = None
        assert self._end is not None
        now = self._loop.time()
        late = max(now - self._due, 0.0)
        self._end += late
        self.granted += late
        if late >= _LOOK:
            self._look_at(now + _LOOK)
        elif now >= self._end:
            self._timeout.reschedule(now)
        else:
            self._look_at(min(self._end, now + _LOOK))
