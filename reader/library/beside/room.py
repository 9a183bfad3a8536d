"""A processor left free for the reader while keys are pressed.

However nice a process is, Linux lets it keep a processor for some thousandths of a second once it
has it, and a key that comes just then waits.  So the refresh keeps to the other processors for a
second after each key, and has all of them when hands are off the keyboard.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterable, Set
from contextlib import suppress
from typing import Final

SECONDS: Final = 1.0
"""How long after a key its processor stays free."""


class Room:
    """Makes room by what ``sched_setaffinity(2)`` offers, where it is offered; for the threads of
    this process and the processes that ``workers`` names."""

    def __init__(self, workers: Callable[[], Iterable[int]]) -> None:
        self._workers = workers
        self._allowed = _allowed()
        self._ending: asyncio.TimerHandle | None = None

    def make(self) -> None:
        """A key was pressed: leave one processor free from now on, for :data:`SECONDS`."""
        if len(self._allowed) < 2:
            return
        if self._ending is None:
            self._keep_to(self._allowed - {max(self._allowed)})
        else:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(SECONDS, self.end)

    def end(self) -> None:
        """Use all processors again."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
            self._keep_to(self._allowed)

    def _keep_to(self, processors: Set[int]) -> None:
        own = [thread.native_id for thread in threading.enumerate()]
        for number in (*own, *self._workers()):
            if number is not None:
                with suppress(OSError):  # it has ended
                    os.sched_setaffinity(number, processors)


def _allowed() -> frozenset[int]:
    """The numbers of the processors that may be used; none where the system doesn't tell."""
    try:
        return frozenset(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return frozenset()
