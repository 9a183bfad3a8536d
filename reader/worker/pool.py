"""The parent's side: a few children, a deadline for each job, and a slow lane.

A job that hangs is killed with its child at its deadline; a new child is started when the next
job needs one.  A job that takes longer than :data:`PATIENCE` moves to the slow lane, an extra
child shared by all such jobs, so that a stuck feed delays nobody: when the lane is taken, the job
is stopped and starts again there when its turn comes.
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

from reader.errors import ParseError
from reader.model import FeedErrorKind
from reader.worker.frames import (
    BEGUN,
    ERROR,
    JOB,
    LEAVING,
    PART,
    STRETCH,
    Failure,
    frame,
)
from reader.worker.lanes import Lanes
from reader.worker.program import Program, with_our_modules

PATIENCE: Final = 2.5
"""Seconds of work after which a job may no longer keep one of the ordinary children."""
_LEAST_WAIT: Final = 0.02
START_TIME: Final = 30.0
"""Seconds that starting a child and its imports may take."""

PROGRAM: Final = (sys.executable, "-P", "-m", "reader.worker")
"""The child; ``-P`` keeps modules of the folder that the reader was started in out of it."""

_ENVIRONMENT: Final = ("HOME", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "LD_LIBRARY_PATH")


class WorkerTimeout(ParseError):
    """A job ran into its deadline; its child was killed."""


class WorkerCrash(ParseError):
    """A child ended in the middle of a job."""


class WorkerPool:
    """Up to ``size`` children and one slow lane; each started (by ``program``) when first needed.

    Belongs to one event loop.  :meth:`close` must be awaited before the loop ends.
    """

    def __init__(self, size: int, *, program: Sequence[str] = PROGRAM) -> None:
        self._program = program
        self._size = size
        self._lanes = Lanes(size, lambda: sum(child.worked() for child in self._all))
        self._slow_lane = asyncio.Lock()
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._closed = False

    async def run(self, kind: str, *args: Any, deadline: float) -> Any:
        """The result of job ``kind`` (``feed``, ``page``, … see :mod:`reader.worker.child`) on ``args``.

        Raises the ParseError that the job raised, :class:`WorkerTimeout` after ``deadline``
        seconds of work, :class:`WorkerCrash` when the child died.  Cancelling it kills the child.
        """
        message = frame(JOB, (kind, args, deadline))
        url = next((a for a in reversed(args) if isinstance(a, str)), "")
        patience = min(PATIENCE, deadline)
        child: _Child | None = None
        async with self._lanes:
            started = await self._take()
            work = await self._begin(started, message, url)
            if await self._within(work, started, patience):
                return await self._finish(work, started)
            if patience < deadline and not self._slow_lane.locked():
                child = started
                await self._slow_lane.acquire()
            else:
                await self._stop(work, started)
                if patience >= deadline:
                    raise _timeout(url, deadline)
        if child is None:
            await self._slow_lane.acquire()
        try:
            if child is None:
                child = await self._take()
                work = await self._begin(child, message, url)
            if await self._within(work, child, deadline - patience):
                return await self._finish(work, child)
            await self._stop(work, child)
            raise _timeout(url, deadline)
        finally:
            self._slow_lane.release()

    async def get_ready(self, number: int) -> None:
        """Start up to ``number`` children, and let them import what they will need, which takes longer
        than reading ten feeds. Raises ParseError when that goes wrong."""
        self._lanes.open(number)
        ready = (self.run("get ready", deadline=START_TIME) for _ in range(min(number, self._size)))
        await asyncio.gather(*ready)

    async def close(self) -> None:
        """Kill every child and wait until none is left."""
        self._closed = True
        self._lanes.close()
        self._idle.clear()
        await asyncio.gather(*(self._kill(child) for child in tuple(self._all)))

    async def _take(self) -> _Child:
        if self._closed:
            raise RuntimeError("the pool is closed")
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await self._kill(child)
        child = _Child(self._program)
        self._all.add(child)
        return child

    async def _begin(self, child: _Child, message: bytes, url: str) -> asyncio.Task[Any]:
        """The answer to come, once the child has taken up the job: from then on its time counts."""
        work = asyncio.create_task(child.ask(message, url))
        begun = asyncio.create_task(child.begun.wait())
        try:
            await asyncio.wait(
                {work, begun}, timeout=START_TIME, return_when=asyncio.FIRST_COMPLETED
            )
        except asyncio.CancelledError:
            await asyncio.shield(self._stop(work, child))
            raise
        finally:
            begun.cancel()
        return work

    async def _within(self, work: asyncio.Task[Any], child: _Child, seconds: float) -> bool:
        """Whether ``work`` ended in ``seconds`` of the child's own time; cancelled from outside, the
        child is killed first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds * STRETCH
        before = child.used()
        left = seconds
        try:
            while left > 0:
                done, _ = await asyncio.wait({work}, timeout=max(left, _LEAST_WAIT))
                if done:
                    return True
                # On a busy machine a healthy child has hardly begun.
                left = min(seconds - (child.used() - before), end - loop.time())
        except asyncio.CancelledError:
            await asyncio.shield(self._stop(work, child))
            raise
        return False

    async def _finish(self, work: asyncio.Task[Any], child: _Child) -> Any:
        if child.leaving or isinstance(work.exception(), WorkerCrash):
            await self._kill(child)
        else:
            self._idle.append(child)
        return work.result()

    async def _stop(self, work: asyncio.Task[Any], child: _Child) -> None:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, ParseError):
            await work
        await self._kill(child)

    async def _kill(self, child: _Child) -> None:
        self._all.discard(child)
        await child.end()


class _Child:
    """One child process."""

    def __init__(self, program: Sequence[str]) -> None:
        """Start it; takes some milliseconds, its own start-up goes on beside."""
        self._program = Program(program, _environment())
        self.begun = asyncio.Event()
        """Set while a job runs in it."""
        self._ready_at: float | None = None
        """:meth:`used` when it took up its first job."""
        self.leaving = False
        """Whether it said that this was its last answer."""
        self._is_asking = False
        self._has_ended = False

    @property
    def alive(self) -> bool:
        """Whether it can take a job, as far as is known."""
        return self._program.runs

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

    async def ask(self, message: bytes, url: str) -> Any:
        """Send a job and gather its answer."""
        self.begun.clear()
        self._is_asking = True
        try:
            return await self._converse(message)
        except OSError as error:
            raise WorkerCrash(
                "The process that was reading it ended.",
                url=url,
                kind="parse",
                hint="The feed may be broken on purpose; feeds are tried again at the next refresh.",
            ) from error
        finally:
            self._is_asking = False
            if self._has_ended:
                self._program.hang_up()

    async def _converse(self, message: bytes) -> Any:
        parts: list[Any] = []
        await self._program.send(message)
        while True:
            kind, body = await self._program.receive()
            if kind == BEGUN:
                if self._ready_at is None:
                    self._ready_at = self.used()
                self.begun.set()
            elif kind == PART:
                parts.extend(pickle.loads(body))
            else:
                break
        self.leaving = kind == LEAVING
        if kind in (ERROR, LEAVING):
            raise _error(pickle.loads(body))
        result = pickle.loads(body)
        return replace(result, entries=tuple(parts)) if parts else result

    async def end(self) -> None:
        """Kill it, and wait the few milliseconds until it is gone."""
        self._has_ended = True
        try:
            await self._program.end()
        finally:
            if not self._is_asking:
                # Otherwise the one who asks has to see the end of the line first.
                self._program.hang_up()


def _error(failure: Failure) -> ParseError:
    message, url, kind, hint = failure
    return ParseError(message, url=url, kind=cast(FeedErrorKind, kind), hint=hint)


def _timeout(url: str, deadline: float) -> WorkerTimeout:
    return WorkerTimeout(
        f"Reading it took longer than {deadline:.0f} seconds.",
        url=url,
        kind="timeout",
        hint="The feed may be broken on purpose; feeds are tried again at the next refresh.",
    )


def _environment() -> dict[str, str]:
    """What a child may know: nothing of proxies, tokens and the like."""
    return with_our_modules(
        {k: v for k, v in os.environ.items() if k in _ENVIRONMENT or k.startswith("PYTHON")}
    )
