"""One refresh: every wanted feed is fetched, digested and stored, each for itself.

Read from top to bottom: the feeds (:mod:`reader.library.refreshing.one_feed` has the way of each), the feeds
that have moved, then the pages fetched ahead of time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from reader.errors import StoreBusy, StoreError
from reader.frozen import frozen
from reader.library.due import LAST_KEY, OFFLINE_KEY, UNREACHED, limited_until, skipped
from reader.library.fetching.network import FEEDS_AT_ONCE, Network
from reader.library.fetching.pictures import Pictures
from reader.library.refreshing.ahead import Ahead
from reader.library.refreshing.one_feed import FeedRefresher
from reader.library.values import RefreshProgress, RefreshResult
from reader.model import Feed, FeedFailure, Subscription
from reader.store.store import Store
from reader.urls import is_web

__all__ = ["OnProgress", "Plan", "Refresher"]

CLAIM_SECONDS: Final = 120.0
"""How long another instance waits before it takes over from a refresh that died."""

TURN: Final = 0.001
"""Seconds that a thread keeps Python while another waits for it: of the 5 ms that it is otherwise
the loop waits for the writing thread several times for each feed, and the workers wait for the
loop."""

OnProgress = Callable[[RefreshProgress], None]
Adopt = Callable[[Feed, str], Awaitable[None]]
"""Told that a feed has moved for good, and where to."""


@frozen
class Plan:
    """What a refresh is about.

    ``feeds`` in the order of feeds.toml; those for which ``asked`` is false are skipped.
    ``unusable`` are the addresses that can't be asked, and why.  ``pages_of`` are the feeds whose
    pages are fetched ahead of time, None for all.  ``known`` are all feeds of the library: what
    any of their servers asked for holds for its whole host.
    """

    feeds: Sequence[Feed]
    subscriptions: Mapping[str, Subscription]
    unusable: Mapping[str, FeedFailure]
    asked: Callable[[Feed], bool]
    pages_of: Sequence[int] | None = None
    known: Sequence[Feed] = ()
    wants_pictures: bool = False
    """Whether the lead pictures of new stories are fetched too."""


class _Teller:
    """Says how far the refresh is."""

    def __init__(self, total: int, on_progress: OnProgress | None) -> None:
        self._on_progress = on_progress
        self._now = RefreshProgress(0, total, 0, 0)

    def count(self, result: RefreshResult) -> None:
        """One feed more is done."""
        now = self._now
        self._now = replace(
            now,
            done=now.done + 1,
            new=now.new + result.new,
            failed=now.failed + (result.status == "error"),
        )
        self.tell(result)

    def pages(self, done: int, total: int) -> None:
        """So many pages are done."""
        self._now = replace(self._now, pages_done=done, pages_total=total)
        self.tell()

    def tell(self, last: RefreshResult | None = None, *, finished: bool = False) -> None:
        """Say where things stand."""
        if self._on_progress:
            self._on_progress(replace(self._now, last=last, finished=finished))


class Refresher:
    """Runs refreshes over one store; ``clock`` gives the present time (UTC).

    ``adopt`` is told of each feed that has moved for good.
    """

    def __init__(
        self,
        store: Store,
        network: Network,
        clock: Callable[[], datetime],
        adopt: Adopt,
        pictures: Pictures,
    ) -> None:
        self._store = store
        self._network = network
        self._clock = clock
        self._adopt = adopt
        self._one = FeedRefresher(store, network, clock)
        self._ahead = Ahead(store, network, clock)
        self._pictures = pictures
        self._owner = f"{os.getpid()}-{os.urandom(4).hex()}"

    async def run(
        self, plan: Plan, *, on_progress: OnProgress | None = None
    ) -> tuple[RefreshResult, ...]:
        """Refresh the feeds of ``plan``; the results in their order.

        All feeds are in before any page is fetched ahead of time.  Cancelling keeps what was
        stored.  Raises StoreBusy when another instance is refreshing this library.
        """
        if not await self._store.claim_refresh(self._owner, ttl=CLAIM_SECONDS):
            raise StoreBusy(
                "Another Now Reading is refreshing this library.",
                path=self._store.path,
                hint="Its news will appear here too; try again when it is done.",
            )
        teller = _Teller(len(plan.feeds), on_progress)
        keep_claim = asyncio.create_task(self._keep_claim())
        try:
            with _short_turns():
                return await self._run(plan, teller)
        except* StoreError as errors:
            # A library that can't be written ends the refresh: nothing more could be kept.
            raise errors.exceptions[0] from None
        finally:
            keep_claim.cancel()
            with suppress(StoreError):  # of a refresh that was stopped; the next opening does it
                await self._store.index_words()
            await self._store.release_refresh(self._owner)
            teller.tell(finished=True)

    async def _run(self, plan: Plan, teller: _Teller) -> tuple[RefreshResult, ...]:
        teller.tell()
        self._hold(plan.known)
        await self._one.begin([f for f in plan.feeds if plan.asked(f)])
        results = await self._all(plan, teller)
        await self._one.end()
        await self._store.index_words()
        for feed, url in self._one.moved():
            await self._adopt(feed, url)
        if await self._note_reach(results):
            await self._ahead.run(
                frozenset(plan.subscriptions), feed_ids=plan.pages_of, on_page=teller.pages
            )
            if plan.wants_pictures:
                await self._pictures.run(frozenset(plan.subscriptions))
        return tuple(results)

    async def _all(self, plan: Plan, teller: _Teller) -> list[RefreshResult]:
        """Every feed, a few at a time and no host before the others."""
        from reader.web.slots import in_rounds

        results: dict[int, RefreshResult] = {}
        queue = iter(in_rounds([feed.url for feed in plan.feeds]))

        async def work() -> None:
            for number in queue:
                feed = plan.feeds[number]
                if plan.asked(feed):
                    unusable = plan.unusable.get(feed.url)
                    subscription = plan.subscriptions.get(feed.url)
                    result = await self._one.refresh(feed, subscription, unusable)
                else:
                    result = skipped(feed)
                results[number] = result
                teller.count(result)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(FEEDS_AT_ONCE, len(plan.feeds))):
                group.create_task(work())
        return [results[number] for number in range(len(plan.feeds))]

    def _hold(self, feeds: Sequence[Feed]) -> None:
        """Leave hosts alone that asked for it, also when that was before the program started."""
        now = self._clock()
        for feed in feeds:
            until = limited_until(feed, now)
            if until is not None:
                with suppress(ValueError):
                    self._network.fetcher().hold(feed.url, until)

    async def _keep_claim(self) -> None:
        while True:
            await asyncio.sleep(CLAIM_SECONDS / 3)
            await self._store.claim_refresh(self._owner, ttl=CLAIM_SECONDS)

    async def _note_reach(self, results: Sequence[RefreshResult]) -> bool:
        """Remember whether any host was reached at all: a reader who is offline is told so once,
        not by every feed. False when none was."""
        tried = [r for r in results if r.status != "skipped" and is_web(r.url)]
        reached = [r for r in tried if r.failure is None or r.failure.kind not in UNREACHED]
        now = self._clock().isoformat()
        if reached:
            await self._store.put(OFFLINE_KEY, "")
            await self._store.put(LAST_KEY, now)
        elif tried and not await self._store.get(OFFLINE_KEY):
            await self._store.put(OFFLINE_KEY, now)
        return bool(reached) or not tried


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads of this process take turns as :data:`TURN` says."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
