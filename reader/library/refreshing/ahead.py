"""Pages fetched ahead of time at a refresh, so that they are there on the train.

First the full texts of new entries whose feeds give a summary only, then the pages that starred
(or opened) stories lead to.  What waits is kept in the store: a refresh that was interrupted is
gone on with by the next one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from reader.errors import FeedError, NotFound, StoreError
from reader.library.due import UNREACHED
from reader.library.fetching import fulltext, pages
from reader.library.fetching.network import Network
from reader.library.refreshing import prefetch
from reader.model import DigestedEntry
from reader.store.arriving.waiting import WaitingPage
from reader.store.store import Store
from reader.urls import show

log = logging.getLogger(__name__)

AT_ONCE: Final = 8
"""Pages in work at a time."""
PAGES: Final = 200
"""Pages that one refresh fetches; the others wait for the next one."""
OF_EACH_FEED: Final = 20
"""Pages of one feed, and pages that the stories of one feed lead to, in one refresh."""
SECONDS: Final = 60.0
"""After so long no further page is begun."""
MAX_BYTES: Final = 4_000_000
"""A page larger than this is not fetched unasked."""
TRIES: Final = 3
FIRST_WAIT: Final = timedelta(minutes=10)
"""What a page that failed waits at least; three times as long after the second failure."""
LOST_AFTER: Final = 2 * AT_ONCE
"""Pages not reached, with none that was, after which the network is taken to be gone."""
HOPELESS: Final = frozenset({"bad_url", "blocked", "too_large", "gone", "redirect"})
"""Failures that another try would not mend."""

OnPage = Callable[[int, int], None]
"""Told how many pages are done, of how many."""


class Ahead:
    """Fetches what waits in ``store``; ``clock`` gives the present time (UTC)."""

    def __init__(self, store: Store, network: Network, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._network = network
        self._clock = clock

    async def run(
        self, typed: Collection[str], *, feed_ids: Collection[int] | None, on_page: OnPage
    ) -> None:
        """Fetch what waits, for ``feed_ids`` only or (None) all feeds, within the bounds above.

        ``typed`` are the addresses of the subscriptions: private addresses are reached only at
        their origins.  Cancelling keeps what came.  Raises StoreError.
        """
        if feed_ids is None:
            await self._look_for_links()
        waiting = await self._store.waiting_pages(
            self._clock(), limit=PAGES, of_each_feed=OF_EACH_FEED, feed_ids=feed_ids
        )
        if waiting:
            round_ = _Round(self._store, self._network, self._clock, tuple(typed), waiting, on_page)
            await round_.run()

    async def _look_for_links(self) -> None:
        for entry_id in await self._store.unsearched(prefetch.STORIES):
            try:
                urls = prefetch.worth_fetching(await self._store.story(entry_id))
            except NotFound:
                urls = ()
            cached = await self._store.cached(urls) if urls else {}
            await self._store.add_links(entry_id, [url for url in urls if url not in cached])


class _Round:
    """One refresh's share of the waiting pages."""

    def __init__(
        self,
        store: Store,
        network: Network,
        clock: Callable[[], datetime],
        typed: Collection[str],
        waiting: Collection[WaitingPage],
        on_page: OnPage,
    ) -> None:
        self._store = store
        self._network = network
        self._clock = clock
        self._typed = typed
        self._waiting = tuple(waiting)
        self._on_page = on_page
        self._done = 0
        self._reached = False
        self._unreached: list[tuple[WaitingPage, FeedError]] = []

    async def run(self) -> None:
        """Fetch them, a few at a time and no host before the others."""
        from reader.web.slots import in_rounds

        order = in_rounds([page.url for page in self._waiting])
        queue = iter([self._waiting[number] for number in order])
        end = asyncio.get_running_loop().time() + SECONDS
        self._on_page(0, len(self._waiting))
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(self._waiting))):
                group.create_task(self._work(queue, end))
        if self._reached:
            # Only now it is known that these failed by themselves, not for want of a network.
            for page, error in self._unreached:
                await self._failed(page, error)

    async def _work(self, queue: Iterable[WaitingPage], end: float) -> None:
        loop = asyncio.get_running_loop()
        for page in queue:
            if loop.time() > end or (not self._reached and len(self._unreached) >= LOST_AFTER):
                return
            if self._network.fetcher().held_until(page.url) is None:
                await self._one(page)
            self._done += 1
            self._on_page(self._done, len(self._waiting))

    async def _one(self, page: WaitingPage) -> None:
        try:
            typed = pages.typed_origin(page.url, self._typed)
            entry = await pages.fetch_page(self._network, page.url, user_typed=typed, cap=MAX_BYTES)
            self._reached = True
            await self._keep(page, entry)
        except FeedError as error:
            if error.kind in UNREACHED:
                self._unreached.append((page, error))
            else:
                self._reached = True
                await self._failed(page, error)
        except (StoreError, NotFound):
            raise
        except Exception:
            # A fault of ours must not cost the other pages.
            log.exception("page %s", show(page.url))
            await self._store.put_off(page, None, fulltext.NOTE)

    async def _keep(self, page: WaitingPage, entry: DigestedEntry) -> None:
        if not page.is_full_text:
            if entry.words:
                await self._store.settle_link(page, entry, self._clock())
            else:
                await self._store.put_off(page, None)
            return
        try:
            summary = await self._store.story(page.entry_id)
        except NotFound:  # deleted meanwhile
            await self._store.put_off(page, None)
            return
        fuller = fulltext.is_fuller(entry, summary)
        await self._store.settle_full_text(page, entry if fuller else None)

    async def _failed(self, page: WaitingPage, error: FeedError) -> None:
        log.info("page %s: %s", show(page.url), error)
        again: datetime | None = None
        if page.tries + 1 < TRIES and error.kind not in HOPELESS:
            again = self._clock() + FIRST_WAIT * 3**page.tries
            again = max(again, error.retry_at or again)
        await self._store.put_off(page, again, fulltext.NOTE)
