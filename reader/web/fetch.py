"""Getting bytes from the web: conditional, bounded in time and size, polite, and let nobody in.

httpx is imported at the first :meth:`Fetcher.get`, in a thread, so that a reader that opens
offline never pays for it.  Every redirect is followed here, one hop at a time, each with its own
check, turn at the host and slot.
"""

from __future__ import annotations

import asyncio
import importlib
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Final

from reader.web.addresses import read_allowed
from reader.web.redirects import Hop, first_hop
from reader.web.request import USER_AGENT, Request, Response, Settings
from reader.web.resolve import Resolver
from reader.web.slots import Hosts, Slots, place_of
from reader.web.visit import Means, Visit

__all__ = ["USER_AGENT", "Fetcher", "Request", "Response", "Settings"]


LARGE_AT_ONCE: Final = 3
"""Large bodies read at the same time; bounds the memory that a crowd of them can take."""


class Fetcher:
    """Fetches; one for the whole program. Close it with :meth:`close`.

    Connections are kept for those who wait, and closed when nobody fetches any more.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        large: AbstractAsyncContextManager[None] | None = None,
    ) -> None:
        """``large`` is entered (by several at once) while a large body is read.

        Raises ValueError when an ``allow_private`` entry can't be read.
        """
        self._large = large or asyncio.Semaphore(LARGE_AT_ONCE)
        self._settings = settings or Settings()
        self._allowed = read_allowed(self._settings.allow_private)
        self._hosts = Hosts(self._settings.per_host)
        self._means: Means | None = None
        self._under_way = 0

    async def get(self, request: Request) -> Response:
        """The feed or page, or word that it has not changed. Raises FetchError."""
        hop = first_hop(request.url, request.headers)
        means = self._means or await self._start()
        self._under_way += 1
        try:
            return await self._follow(means, request, hop)
        finally:
            self._under_way -= 1
            if not self._under_way:
                await self.close()

    async def close(self) -> None:
        """Close every idle connection; a fetch under way ends by being cancelled."""
        if self._means is not None:
            await self._means.slots.close()

    def hold(self, url: str, until: datetime) -> None:
        """Leave the host of ``url`` alone until then; raises ValueError for no web address."""
        self._hosts.hold(place_of(url), until)

    def held_until(self, url: str) -> datetime | None:
        """Until when the host of ``url`` asked to be left alone; None when it may be asked."""
        try:
            return self._hosts.held_until(place_of(url))
        except ValueError:
            return None

    async def _follow(self, means: Means, request: Request, hop: Hop) -> Response:
        left = request.deadline
        while True:
            visit = Visit(means, request, hop, left)
            answer = await visit.make()
            if isinstance(answer, Response):
                return answer
            hop, left = answer, visit.left

    async def _start(self) -> Means:
        """Import httpx, once."""
        transport = await asyncio.to_thread(importlib.import_module, "reader.web.transport")
        if self._means is None:
            resolver, contexts = Resolver(), transport.Contexts()
            slots = Slots(self._settings.concurrency, lambda: transport.Client(resolver, contexts))
            self._means = Means(
                self._settings,
                self._allowed,
                self._hosts,
                slots,
                transport.environment(),
                self._large,
            )
        return self._means
