"""The threads that own the connections: one that writes, two that read.

A job is a function over a connection.  The writer takes the reader's own marks before writes of
feeds, whatever came first.  A read whose caller went away is interrupted, but only while it is the
job at hand; a write never is.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

from reader.store.file import limits

P = ParamSpec("P")
T = TypeVar("T")
_STEPS = 4_000
Connect = Callable[[], sqlite3.Connection]
Translate = Callable[[sqlite3.Error], Exception]


class Job:
    """One call of a function over a connection, and the future its result goes to."""

    __slots__ = ("call", "future", "loop", "urgent")

    def __init__(self, call: Callable[[sqlite3.Connection], Any], *, urgent: bool) -> None:
        self.call = call
        self.urgent = urgent
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()


class StoreThread:
    """A thread with a connection of its own, working off jobs in order, urgent ones first."""

    def __init__(
        self, name: str, connect: Connect, translate: Translate, *, interruptible: bool
    ) -> None:
        self._connect = connect
        self._translate = translate
        self._interruptible = interruptible
        self._wake: SimpleQueue[bool] = SimpleQueue()
        self._urgent: deque[Job] = deque()
        self._normal: deque[Job] = deque()
        self._lock = threading.Lock()
        self._current: Job | None = None
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many jobs wait or run."""
        running = self._current is not None
        return len(self._urgent) + len(self._normal) + running

    async def run(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call ``function(connection, ...)`` in the thread and return what it returns.

        Raises what it raises; errors of SQLite are translated.
        """
        return await self._submit(lambda con: function(con, *args, **kwargs), urgent=False)

    async def run_urgent(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """:meth:`run`, before every job that is not urgent, and even if the caller goes away."""
        return await self._submit(lambda con: function(con, *args, **kwargs), urgent=True)

    def stop(self) -> None:
        """Finish the waiting jobs, then close the connection and end; returns at once."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._wake.put(False)

    async def ended(self) -> None:
        """Wait until the thread has ended, without holding up the loop."""
        if self._thread.is_alive():
            await asyncio.get_running_loop().run_in_executor(None, self._thread.join)

    async def _submit(self, call: Callable[[sqlite3.Connection], T], *, urgent: bool) -> T:
        job = Job(call, urgent=urgent)
        with self._lock:
            if self._closed:
                raise RuntimeError("the store is closed")
            (self._urgent if urgent else self._normal).append(job)
            self._wake.put(True)
        try:
            return await job.future  # type: ignore[no-any-return]
        except asyncio.CancelledError:
            self._interrupt(job)
            raise

    def _interrupt(self, job: Job) -> None:
        if not self._interruptible:
            return
        with self._lock:
            if self._current is job and self._connection is not None:
                self._connection.interrupt()

    def _work(self) -> None:
        while self._wake.get():
            self._perform(self._urgent.popleft() if self._urgent else self._normal.popleft())
        if self._connection is not None:
            self._connection.close()

    def _perform(self, job: Job) -> None:
        if job.future.cancelled() and not job.urgent:
            return
        with self._lock:
            self._current = job
        try:
            if self._connection is None:
                self._connection = self._connect()
                if self._interruptible:
                    self._connection.set_progress_handler(self._is_given_up, _STEPS)
            result = job.call(self._connection)
        except sqlite3.Error as error:
            self._finish(job, None, self._translate(error))
        except Exception as error:  # it belongs to the caller, who awaits the future
            self._finish(job, None, error)
        else:
            self._finish(job, result, None)

    def _is_given_up(self) -> bool:
        """Asked by SQLite every few thousand steps: an interrupt between two statements is lost."""
        return limits.over() or (self._current is not None and self._current.future.cancelled())

    def _finish(self, job: Job, result: object, error: BaseException | None) -> None:
        with self._lock:
            self._current = None
        try:
            job.loop.call_soon_threadsafe(_complete, job.future, result, error)
        except RuntimeError:
            if not job.loop.is_closed():
                raise


def _complete(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if future.done():
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)
