"""The parent's side: a refresh is started, listened to, and ended when nobody wants it any more.

Nothing of it is done in this process, whose time belongs to the keys: neither fetching nor reading
of documents, nor writing them into the library.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from reader.errors import ReaderError
from reader.frozen import frozen
from reader.library.beside.frames import (
    DONE,
    ERROR,
    KEY,
    LOG,
    PART,
    PROGRESS,
    Wanted,
    error_of,
)
from reader.library.values import RefreshProgress, RefreshResult
from reader.worker.frames import JOB, frame
from reader.worker.program import Program, with_our_modules

PROGRAM: Final = (sys.executable, "-P", "-m", "reader.library.beside")
"""The child; ``-P`` keeps modules of the folder that the reader was started in out of it."""
TELL: Final = 0.25
"""Seconds for which a refresh is not told of another key."""
GRACE: Final = 0.8
"""Seconds in which a refresh that is stopped may finish what it is writing."""


@frozen
class Refreshed:
    """What a refresh came to; ``notices`` are entries of which a rule wants the reader to be
    told."""

    results: tuple[RefreshResult, ...]
    notices: tuple[int, ...]


class Beside:
    """Runs refreshes in a process of its own each, one after the other."""

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = program
        self._running: Program | None = None
        self._listens = False
        """Whether what runs has been told what to do, and may be told more."""
        self._told_at = 0.0

    async def run(
        self, wanted: Wanted, on_progress: Callable[[RefreshProgress], None] | None
    ) -> Refreshed:
        """Do what is ``wanted``.  Cancelled, it returns when the process is gone.

        Raises what the refresh raised, and ReaderError when its process ended before it was done.
        """
        try:
            child = self._running = Program(self._program, with_our_modules(os.environ))
        except OSError as error:
            raise ReaderError(
                f"No process could be started to fetch the news: {error.strerror}.",
                hint="Reading goes on; try again in a moment.",
            ) from error
        patience = GRACE
        try:
            await child.send(frame(JOB, wanted))
            self._listens = True
            refreshed = await _listen(child, wanted, on_progress)
            patience = 0.0
            return refreshed
        except OSError as error:
            raise ReaderError(
                "The process that fetched the news ended before it was done.",
                hint="What came in stays; R fetches the rest.",
            ) from error
        finally:
            try:
                await _end(child, patience)
            finally:
                self._running, self._listens = None, False
                child.hang_up()

    def make_room(self) -> None:
        """A key was pressed: what runs leaves a processor free for a while."""
        now = time.monotonic()
        if self._running is not None and self._listens and now - self._told_at > TELL:
            self._told_at = now
            self._running.tell(frame(KEY, None))

    async def close(self) -> None:
        """End what runs."""
        if self._running is not None:
            await _end(self._running, GRACE)


async def _end(child: Program, patience: float) -> None:
    if patience:
        child.ask_to_leave()
    await child.end(patience)


async def _listen(
    child: Program, wanted: Wanted, on_progress: Callable[[RefreshProgress], None] | None
) -> Refreshed:
    results: list[RefreshResult] = []
    while True:
        kind, body = await child.receive()
        value = pickle.loads(body)
        if kind == PROGRESS:
            if on_progress is not None:
                on_progress(value)
        elif kind == LOG:
            level, name, text = value
            logging.getLogger(name).log(level, "%s", text)
        elif kind == PART:
            results += value
        elif kind == ERROR:
            raise error_of(value, wanted.paths)
        elif kind == DONE:
            return Refreshed(tuple(results), tuple(value))
