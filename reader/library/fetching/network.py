"""The fetcher and the worker processes, each made when it is first needed.

Importing httpx and making an SSL context cost more than drawing the first screen, so nothing here
touches them before the first refresh.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from reader.errors import FetchError, ParseError
from reader.library.fetching.access import Access
from reader.model import Subscription
from reader.paths import Paths

if TYPE_CHECKING:
    from reader.web.fetch import Fetcher, Response
    from reader.worker.pool import WorkerPool

FEEDS_AT_ONCE: Final = 80
"""Feeds in work at a time; bounds the bodies in memory."""
MOST_WORKERS: Final = 4
BACKLOG: Final = 24_000_000
"""Bytes of fetched documents that may wait for a worker before fetching pauses."""
LARGE_AT_ONCE: Final = 3
"""Large bodies that are read at a time."""


class Backlog(AbstractAsyncContextManager[None]):
    """Keeps the bodies in memory few: those that wait for a worker, and large ones being read.

    As a context it is a turn to read a large body, had only while little else waits.
    """

    def __init__(self, most: int = BACKLOG, large: int = LARGE_AT_ONCE) -> None:
        self._most = most
        self._turns = asyncio.Semaphore(large)
        self._room = asyncio.Event()
        self._room.set()
        self.held = 0
        """Bytes that wait now."""

    async def room(self) -> None:
        """Until little enough waits for another document to be fetched."""
        while not self._room.is_set():
            await self._room.wait()

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Count ``size`` bytes as waiting."""
        self._add(size)
        try:
            yield
        finally:
            self._add(-size)

    async def __aenter__(self) -> None:
        await self._turns.acquire()
        try:
            await self.room()
        except BaseException:
            self._turns.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turns.release()

    def _add(self, size: int) -> None:
        self.held += size
        if self.held < self._most:
            self._room.set()
        else:
            self._room.clear()


def workers_alone() -> int:
    """As many as there are cores, at most four: nobody presses keys meanwhile."""
    return min(os.cpu_count() or 1, MOST_WORKERS)


def start_workers_early(paths: Paths) -> None:
    """Let workers import what they need while this process does the same, where all feeds have yet
    to come: there is a list of them, and no library.  One core is this process's own."""
    try:
        if paths.library.exists() or not paths.feeds.is_file():
            return
        feeds = paths.feeds.read_bytes().count(b"[[feed]]")
    except OSError:
        return  # which is told when the library is opened
    number = min(feeds, workers_alone() - 1)
    if number > 0:
        from reader.worker import early

        early.start(number)


def workers_beside() -> int:
    """The same beside an open reader, which keeps a core to itself where it can."""
    return max(1, min((os.cpu_count() or 1) - 1, MOST_WORKERS))


class Network:
    """What reaches outside: at most one fetcher and one pool, closed together.

    ``workers`` is how many worker processes may run (:func:`workers_alone`,
    :func:`workers_beside`). A ``pool`` given from outside is used instead and left open.
    """

    def __init__(
        self,
        *,
        allow_private: tuple[str, ...] = (),
        workers: int = 1,
        pool: WorkerPool | None = None,
        is_beside: bool = False,
    ) -> None:
        self.is_beside = is_beside
        """Whether what it brings is stored beside an open reader."""
        self._allow_private = allow_private
        self._proxy: str | None = None
        self._access = Access()
        self._workers = workers
        self._fetcher: Fetcher | None = None
        self._pool = pool
        self._owns_pool = pool is None
        self._getting_ready: asyncio.Task[None] | None = None
        self.backlog = Backlog()

    def fetcher(self) -> Fetcher:
        """The one fetcher."""
        if self._fetcher is None:
            from reader.web.fetch import Fetcher, Settings

            settings = Settings(allow_private=self._allow_private, proxy=self._proxy)
            self._fetcher = Fetcher(settings, large=self.backlog)
        return self._fetcher

    async def get(self, url: str, **how: Any) -> Response:
        """What stands at ``url``, asked for as the user chose for the feed that it belongs to.

        ``how`` are the other fields of :class:`reader.web.request.Request`.  Raises FetchError.
        """
        from reader.web.fetch import Request

        chosen = self._access.of(url)
        if chosen is None:
            return await self.fetcher().get(Request(url, **how))
        headers = await self._access.headers(chosen, url)
        request = Request(url, headers=headers, verify_tls=chosen.verify_tls, **how)
        try:
            return await self.fetcher().get(request)
        except FetchError:
            self._access.forget(chosen)
            raise

    async def digest(self, job: str, body: bytes, *args: object) -> Any:
        """Run a digest job over ``body`` in a worker process, with a deadline that grows with it.

        Raises ParseError, also when the worker had to be killed.
        """
        with self.backlog.holding(len(body)):
            return await self._workers_running().run(
                job, body, *args, deadline=deadline_for(len(body))
            )

    async def digest_many(self, job: str, batch: Sequence[object], size: int) -> Any:
        """The same over many values of ``size`` bytes in all."""
        return await self._workers_running().run(job, batch, deadline=deadline_for(size))

    def workers(self) -> tuple[int, ...]:
        """The numbers of the worker processes that run."""
        return () if self._pool is None else self._pool.numbers()

    def expect(self, documents: int) -> None:
        """Let the workers get ready for so many documents, while the first of them are on their
        way."""
        if documents and self._getting_ready is None:
            ready = self._workers_running().get_ready(documents)
            self._getting_ready = asyncio.get_running_loop().create_task(_attempt(ready))

    async def configure(
        self,
        *,
        allow_private: tuple[str, ...],
        proxy: str | None = None,
        subscriptions: Iterable[Subscription] = (),
    ) -> None:
        """Take new settings; the next request uses them."""
        self._access = Access(subscriptions)
        if (allow_private, proxy) != (self._allow_private, self._proxy):
            self._allow_private, self._proxy = allow_private, proxy
            fetcher, self._fetcher = self._fetcher, None
            if fetcher is not None:
                await fetcher.close()

    async def close(self) -> None:
        """Close the connections and end the workers."""
        ready, self._getting_ready = self._getting_ready, None
        if ready is not None:
            ready.cancel()
            await asyncio.wait([ready])
        fetcher, self._fetcher = self._fetcher, None
        if fetcher is not None:
            await fetcher.close()
        if self._owns_pool:
            pool, self._pool = self._pool or self._early_pool(), None
            if pool is not None:
                await pool.close()

    def _workers_running(self) -> WorkerPool:
        if self._pool is None:
            from reader.worker.pool import WorkerPool

            self._pool = self._early_pool() or WorkerPool(self._workers)
        return self._pool

    def _early_pool(self) -> WorkerPool | None:
        """A pool of the workers that were started before there was a library, where there are
        any."""
        if "reader.worker.early" not in sys.modules:
            return None
        from reader.worker import early
        from reader.worker.pool import WorkerPool

        started = early.take()
        return WorkerPool(self._workers, started=started) if started else None


def deadline_for(size: int) -> float:
    """Seconds that a worker may take for ``size`` bytes: twenty, and four more for each
    megabyte."""
    return 20.0 + 4.0 * size / 1e6


async def _attempt(work: Awaitable[None]) -> None:
    """Wait for ``work``; what goes wrong will go wrong again where it matters."""
    with suppress(ParseError):
        await work
