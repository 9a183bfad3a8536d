"""A child process, and the jobs that stand in line for it.

The next jobs are sent while one runs: the parent's loop, which fetches a thousand feeds meanwhile,
comes round to an answer late by as much as a small job takes, and the child would wait for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, cast

from reader import compiled
from reader.errors import ParseError
from reader.model import FeedErrorKind
from reader.worker.frames import BEGUN, ERROR, LEAVING, PART, Failure
from reader.worker.program import Program, with_our_modules

START_TIME: Final = 30.0
"""Seconds that starting a child and its imports may take."""
ALLOCATOR: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(4 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(8 * 1024 * 1024),
}
"""How the GNU C library keeps memory (``mallopt(3)``): what one feed has taken serves the next.  By
itself it gives most of it back in between, and the system clears each page of it anew."""
_ENVIRONMENT: Final = (
    *("HOME", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "LD_LIBRARY_PATH"),
    *("XDG_CACHE_HOME", compiled.TOLD),
)


class WorkerCrash(ParseError):
    """A child ended in the middle of a job."""


class Child:
    """One child process."""

    def __init__(self, program: Sequence[str]) -> None:
        """Start it; takes some milliseconds, its own start-up goes on beside."""
        self._program = Program(program, _environment())
        self.jobs = 0
        """How many it has been given whose answers are not there."""
        self.takes_more = True
        """Whether it may be given jobs: not behind a slow one, nor when it is to end."""
        self.is_leaving = False
        """Whether it ends with the job that it is at: it said so, or its pipe holds a job that nobody
        waits for any more."""
        self.passes = asyncio.Event()
        """Set when those in line are to go elsewhere."""
        self._ready_at: float | None = None
        """:meth:`used` when it took up its first job."""
        self._sending = asyncio.Lock()
        self._answering = asyncio.Lock()
        self._sent = 0
        self._is_torn = False
        """Whether a frame was sent in part only, or is being sent."""
        self._asking = 0
        self._has_ended = False

    @property
    def alive(self) -> bool:
        """Whether it can take a job, as far as is known."""
        return self._program.runs

    @property
    def number(self) -> int:
        """The number of its process."""
        return self._program.pid

    def used(self) -> float:
        """Seconds for which it has had the processor; where the system doesn't tell, seconds."""
        if sys.platform == "linux":
            # The clock of another process (clock_getcpuclockid(3), as Linux makes its numbers).
            with contextlib.suppress(OSError):
                return time.clock_gettime((~self._program.pid << 3) | 2)
        return time.monotonic()

    def worked(self) -> float:
        """Seconds that its jobs have taken so far."""
        return 0.0 if self._ready_at is None else self.used() - self._ready_at

    def keep_to_one(self) -> None:
        """Let it go on with the job that it is at; those in line go elsewhere."""
        self.takes_more = False
        self.is_leaving = self.is_leaving or self.jobs > 1
        self.passes.set()

    def take_more(self) -> None:
        """Let it be given jobs again, after one that it kept to."""
        self.takes_more = True
        self.passes.clear()

    def leave(self) -> None:
        """Let it end with the job that it is at, for its pipe holds one that nobody waits for, or has
        ended already: what those before it hear of their answers later does not open it again."""
        self.is_leaving = True
        self.keep_to_one()

    async def ask(self, job: Job, message: bytes, url: str) -> Any:
        """Send a job, and gather its answer when those before it are done.

        Raises the ParseError that the job raised, and WorkerCrash.
        """
        self._asking += 1
        try:
            async with self._sending:
                number = await self._send(message)
            async with self._answering:
                job.is_first.set()
                return await self._converse(job, number)
        except OSError as error:
            self.leave()  # before anybody else is given to it
            raise crash(url) from error
        finally:
            self._asking -= 1
            if self._has_ended and not self._asking:
                self._program.hang_up()

    async def _send(self, message: bytes) -> int:
        """Send a frame; the number of its job."""
        if self._is_torn:
            raise ConnectionError("what is sent now would be taken for the rest of another frame")
        self._is_torn = True
        self._sent += 1
        await self._program.send(message)
        self._is_torn = False
        return self._sent

    async def _converse(self, job: Job, number: int) -> Any:
        parts: list[Any] = []
        while True:
            kind, body = await self._program.receive()
            if kind == BEGUN:
                if pickle.loads(body) != number:
                    raise ConnectionError("that is another's answer")
                if self._ready_at is None:
                    self._ready_at = self.used()
                job.has_begun.set()
            elif kind == PART:
                parts.extend(pickle.loads(body))
            else:
                break
        if kind == LEAVING:
            self.leave()
        if kind in (ERROR, LEAVING):
            raise _error(pickle.loads(body))
        result = pickle.loads(body)
        return replace(result, entries=tuple(parts)) if parts else result

    async def end(self) -> None:
        """Kill it, and wait the few milliseconds until it is gone."""
        self._has_ended, self.takes_more = True, False
        try:
            await self._program.end()
        finally:
            if not self._asking:
                # Otherwise those who ask have to see the end of the line first.
                self._program.hang_up()


class Job:
    """A job given to a child."""

    def __init__(self, child: Child, message: bytes, url: str) -> None:
        """Put it into the child's line."""
        self.child = child
        self.is_first = asyncio.Event()
        """Set when no other job is before it."""
        self.has_begun = asyncio.Event()
        """Set when the child has taken it up."""
        self.was_behind = child.jobs > 0
        """Whether another job was before it."""
        child.jobs += 1
        self.answer: asyncio.Task[Any] = asyncio.create_task(child.ask(self, message, url))
        self.answer.add_done_callback(self._count_off)

    async def begins(self) -> bool:
        """Wait until the child has taken it up; False when the child ended before that, or is kept
        by the job before it."""
        if self.was_behind:
            await self._first_of(self.is_first, self.child.passes, None)
            # Also when it is first by now: one before it may have been sent in part.
            if self.child.passes.is_set() and not self.has_begun.is_set():
                return False
        await self._first_of(self.has_begun, self.has_begun, START_TIME)
        return self.has_begun.is_set() or not self.has_crashed

    async def _first_of(
        self, one: asyncio.Event, other: asyncio.Event, timeout: float | None
    ) -> None:
        """Wait for one of two events, or the answer."""
        events = [asyncio.create_task(event.wait()) for event in {one, other}]
        try:
            await asyncio.wait(
                [self.answer, *events], timeout=timeout, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for event in events:
                event.cancel()

    @property
    def has_crashed(self) -> bool:
        """Whether its child ended before it had answered."""
        answer = self.answer
        done = answer.done() and not answer.cancelled()
        return done and isinstance(answer.exception(), WorkerCrash)

    def _count_off(self, answer: asyncio.Task[Any]) -> None:
        self.child.jobs -= 1
        if not answer.cancelled():
            answer.exception()  # whoever went elsewhere asks no more


def crash(url: str) -> WorkerCrash:
    """What is raised for the job of ``url`` when its child ended."""
    return WorkerCrash(
        "The process that was reading it ended.",
        url=url,
        kind="parse",
        hint="What was read may be broken on purpose; the library is as it was.",
    )


def _error(failure: Failure) -> ParseError:
    message, url, kind, hint = failure
    return ParseError(message, url=url, kind=cast(FeedErrorKind, kind), hint=hint)


def _environment() -> dict[str, str]:
    """What a child may know: nothing of proxies, tokens and the like."""
    known = {k: v for k, v in os.environ.items() if k in _ENVIRONMENT or k.startswith("PYTHON")}
    return with_our_modules({**known, **ALLOCATOR})
