"""The fetcher and the worker processes, each made when it is first needed.

Importing httpx and making an SSL context cost more than drawing the first screen, so nothing here
touches them before the first refresh.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.web.fetch import Fetcher
    from reader.worker.pool import WorkerPool

DEADLINE = 20.0
"""Seconds a worker may take for the smallest document."""
DEADLINE_PER_MB = 4.0


class Network:
    """What reaches outside: at most one fetcher and one pool, closed together.

    ``workers`` is how many worker processes may run; 0 means one for each core, at most four.
    """

    def __init__(self, *, allow_private: tuple[str, ...] = (), workers: int = 1) -> None:
        self._allow_private = allow_private
        self._workers = workers or min(os.cpu_count() or 1, 4)
        self._fetcher: Fetcher | None = None
        self._pool: WorkerPool | None = None

    def fetcher(self) -> Fetcher:
        """The one fetcher."""
        if self._fetcher is None:
            from reader.web.fetch import Fetcher, Settings

            self._fetcher = Fetcher(Settings(allow_private=self._allow_private))
        return self._fetcher

    async def digest(self, job: str, body: bytes, *args: object) -> Any:
        """Run a digest job over ``body`` in a worker process, with a deadline that grows with it.

        Raises ParseError, also when the worker had to be killed.
        """
        if self._pool is None:
            from reader.worker.pool import WorkerPool

            self._pool = WorkerPool(self._workers)
        deadline = DEADLINE + DEADLINE_PER_MB * len(body) / 1e6
        return await self._pool.run(job, body, *args, deadline=deadline)

    async def configure(self, *, allow_private: tuple[str, ...]) -> None:
        """Take new settings; the next request uses them."""
        if allow_private != self._allow_private:
            self._allow_private = allow_private
            fetcher, self._fetcher = self._fetcher, None
            if fetcher is not None:
                await fetcher.close()

    async def close(self) -> None:
        """Close the connections and end the workers."""
        fetcher, self._fetcher = self._fetcher, None
        pool, self._pool = self._pool, None
        if fetcher is not None:
            await fetcher.close()
        if pool is not None:
            await pool.close()
