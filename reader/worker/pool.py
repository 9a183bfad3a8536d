"""The parent's side: a few children, a deadline for each job, and a slow lane.

A job that hangs is killed with its child at its deadline; a new child is started when the next
job needs one.  A job that takes longer than :data:`PATIENCE` moves to the slow lane, an extra
child shared by all such jobs, so that a stuck feed delays nobody: when the lane is taken, the job
is stopped and starts again there when its turn comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

from reader.errors import ParseError
from reader.worker.frames import JOB, STRETCH, frame
from reader.worker.lanes import Lanes
from reader.worker.line import START_TIME, Child, Job, WorkerCrash, crash

__all__ = ["PATIENCE", "PROGRAM", "WorkerCrash", "WorkerPool", "WorkerTimeout"]

PATIENCE: Final = 2.5
"""Seconds of work after which a job may no longer keep one of the ordinary children."""
IN_LINE: Final = 3
"""Jobs that a child is given at a time, the one that it is at among them."""
_MISSES: Final = 2
"""Children that may end before they take up a job that is first in their line: it was none of its
doing, but where none of them can start there has to be an end."""
_LEAST_WAIT: Final = 0.02

PROGRAM: Final = (sys.executable, "-P", "-m", "reader.worker")
"""The child; ``-P`` keeps modules of the folder that the reader was started in out of it."""


class WorkerTimeout(ParseError):
    """A job ran into its deadline; its child was killed."""


class WorkerPool:
    """Up to ``size`` children and one slow lane; each started (by ``program``) when first needed, but
    those that have been ``started`` (:mod:`reader.worker.early`).

    Belongs to one event loop.  :meth:`close` must be awaited before the loop ends.
    """

    def __init__(
        self, size: int, *, program: Sequence[str] = PROGRAM, started: Iterable[Child] = ()
    ) -> None:
        self._program = program
        self._size = size
        self._lanes = Lanes(
            size, lambda: sum(child.worked() for child in self._all), in_line=IN_LINE
        )
        self._slow_lane = asyncio.Lock()
        self._all = set(started)
        self._closed = False

    async def run(self, kind: str, *args: Any, deadline: float) -> Any:
        """The result of job ``kind`` (``feed``, ``page``, … see :mod:`reader.worker.child`) on ``args``.

        Raises the ParseError that the job raised, :class:`WorkerTimeout` after ``deadline``
        seconds of work, :class:`WorkerCrash` when the child died.  Cancelling it kills the child.
        """
        message = frame(JOB, (kind, args, deadline))
        url = next((a for a in reversed(args) if isinstance(a, str)), "")
        patience = min(PATIENCE, deadline)
        async with self._lanes:
            job = await self._begin(message, url)
            if await self._within(job, patience):
                return await self._finish(job)
            goes_on = patience < deadline and not self._slow_lane.locked()
            if goes_on:
                job.child.keep_to_one()
                await self._slow_lane.acquire()
            else:
                await self._stop(job)
                if patience >= deadline:
                    raise _timeout(url, deadline)
        if not goes_on:
            await self._slow_lane.acquire()
        try:
            if not goes_on:
                job = await self._begin(message, url, alone=True)
            if await self._within(job, deadline - patience):
                return await self._finish(job)
            await self._stop(job)
            raise _timeout(url, deadline)
        finally:
            self._slow_lane.release()

    async def get_ready(self, number: int) -> None:
        """Start up to ``number`` children, and let them import what they will need, which takes longer
        than reading ten feeds. Raises ParseError when that goes wrong."""
        self._lanes.open(number)
        ready = (self.run("get ready", deadline=START_TIME) for _ in range(min(number, self._size)))
        await asyncio.gather(*ready)

    def numbers(self) -> tuple[int, ...]:
        """The numbers of its children's processes."""
        return tuple(child.number for child in self._all)

    async def close(self) -> None:
        """Kill every child and wait until none is left."""
        self._closed = True
        self._lanes.close()
        await asyncio.gather(*(self._kill(child) for child in tuple(self._all)))

    async def _begin(self, message: bytes, url: str, *, alone: bool = False) -> Job:
        """Give the job to a child, and wait until it has taken it up: from then on its time counts.

        ``alone``: to one that has nothing else to do, and is given nothing else meanwhile."""
        missed = 0
        while True:
            child = await self._choose(alone=alone)
            job = Job(child, message, url)
            if alone:
                child.keep_to_one()
            try:
                if await job.begins() or (not job.was_behind and missed == _MISSES):
                    return job
            except asyncio.CancelledError:
                await asyncio.shield(self._stop(job))
                raise
            await self._stop(job)
            if self._closed:
                raise crash(url)
            missed += not job.was_behind

    async def _choose(self, *, alone: bool) -> Child:
        """The child that has the least to do, or a new one."""
        while True:
            if self._closed:
                raise RuntimeError("the pool is closed")
            fit = [child for child in self._all if child.takes_more]
            best = min(fit, key=lambda child: child.jobs, default=None)
            if best is None or (best.jobs and (alone or len(fit) < self._lanes.number)):
                best = Child(self._program)
                self._all.add(best)
            if best.jobs or best.alive:
                return best
            await self._kill(best)

    async def _within(self, job: Job, seconds: float) -> bool:
        """Whether the job ends in ``seconds`` of its child's own time; cancelled from outside, the
        child is killed first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds * STRETCH
        before = job.child.used()
        left = seconds
        try:
            while left > 0:
                done, _ = await asyncio.wait({job.answer}, timeout=max(left, _LEAST_WAIT))
                if done:
                    return True
                # On a busy machine a healthy child has hardly begun.
                left = min(seconds - (job.child.used() - before), end - loop.time())
        except asyncio.CancelledError:
            await asyncio.shield(self._stop(job))
            raise
        return False

    async def _finish(self, job: Job) -> Any:
        await self._let_go(job)
        return job.answer.result()

    async def _stop(self, job: Job) -> None:
        """Nobody waits for the job any more: its child is killed, or when it is at another job, ends
        with that."""
        child, answer = job.child, job.answer
        if answer.done() and not answer.cancelled():  # the child may be at the next job already
            await self._let_go(job)
            return
        is_at_it = job.is_first.is_set()
        child.leave()
        answer.cancel()
        with contextlib.suppress(asyncio.CancelledError, ParseError):
            await answer
        if is_at_it or not child.jobs:
            await self._kill(child)

    async def _let_go(self, job: Job) -> None:
        """The job has its answer: its child is free for others, or ends when it is to."""
        child = job.child
        # What could not even be sent says nothing of the child, which is at another job.
        is_over = job.has_crashed and job.is_first.is_set()
        if is_over or (child.is_leaving and not child.jobs):
            await self._kill(child)
        elif not (child.is_leaving or job.has_crashed):
            child.take_more()

    async def _kill(self, child: Child) -> None:
        self._all.discard(child)
        await child.end()


def _timeout(url: str, deadline: float) -> WorkerTimeout:
    return WorkerTimeout(
        f"Reading it took longer than {deadline:.0f} seconds.",
        url=url,
        kind="timeout",
        hint="What was read may be broken on purpose; the library is as it was.",
    )
