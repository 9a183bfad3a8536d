"""One refresh: every wanted feed is fetched, digested and stored, each for itself.

Read from top to bottom: which feeds are asked, how one feed goes through, what is told meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reader.errors import FeedError, StoreBusy, StoreError
from reader.library.network import Network
from reader.library.values import RefreshProgress, RefreshResult, RefreshStatus
from reader.model import DigestedFeed, Feed, FeedFailure, Subscription
from reader.store.store import Store
from reader.urls import show

log = logging.getLogger(__name__)

IN_FLIGHT: Final = 32
"""Feeds in work at once; bounds the bodies in memory."""
CLAIM_SECONDS: Final = 120.0
"""How long another instance waits before it takes over from a refresh that died."""
UNREACHED: Final = frozenset({"dns", "refused", "connection", "timeout"})
"""Failures in which no server said anything."""
OFFLINE_KEY: Final = "offline_since"
LAST_KEY: Final = "last_refresh_at"

OnProgress = Callable[[RefreshProgress], None]


@dataclass(slots=True)
class _Tally:
    total: int
    on_progress: OnProgress | None
    done: int = 0
    new: int = 0
    failed: int = 0

    def count(self, result: RefreshResult) -> None:
        self.done += 1
        self.new += result.new
        self.failed += result.status == "error"
        self.tell(result)

    def tell(self, last: RefreshResult | None = None, *, finished: bool = False) -> None:
        if self.on_progress:
            self.on_progress(
                RefreshProgress(self.done, self.total, self.new, self.failed, last, finished)
            )


class Refresher:
    """Runs refreshes over one store; ``clock`` gives the present time (UTC)."""

    def __init__(self, store: Store, network: Network, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._network = network
        self._clock = clock
        self._chance = random.Random()
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"

    async def run(
        self,
        feeds: Sequence[Feed],
        subscriptions: Mapping[str, Subscription],
        unusable: Mapping[str, FeedFailure],
        *,
        asked: Callable[[Feed], bool],
        on_progress: OnProgress | None = None,
    ) -> tuple[RefreshResult, ...]:
        """Refresh ``feeds``; those for which ``asked`` is false are ``skipped``.

        Results come in the order of ``feeds``. Cancelling keeps what was stored.
        Raises StoreBusy when another instance is refreshing this library.
        """
        if not await self._store.claim_refresh(self._owner, ttl=CLAIM_SECONDS):
            raise StoreBusy(
                "Another Now Reading is refreshing this library.",
                path=self._store.path,
                hint="Its news will appear here too; try again when it is done.",
            )
        tally = _Tally(len(feeds), on_progress)
        results: dict[int, RefreshResult] = {}
        queue = iter(feeds)

        async def work() -> None:
            for feed in queue:
                result = await self._one(
                    feed, subscriptions.get(feed.url), unusable.get(feed.url), asked(feed)
                )
                results[feed.id] = result
                tally.count(result)

        keep_claim = asyncio.create_task(self._keep_claim())
        try:
            tally.tell()
            async with asyncio.TaskGroup() as group:
                for _ in range(min(IN_FLIGHT, len(feeds))):
                    group.create_task(work())
            await self._note_reach(list(results.values()))
        except* StoreError as errors:
            # A library that can't be written ends the refresh: nothing more could be kept.
            raise errors.exceptions[0] from None
        finally:
            keep_claim.cancel()
            await self._store.release_refresh(self._owner)
            tally.tell(finished=True)
        return tuple(results[feed.id] for feed in feeds)

    async def _keep_claim(self) -> None:
        while True:
            await asyncio.sleep(CLAIM_SECONDS / 3)
            await self._store.claim_refresh(self._owner, ttl=CLAIM_SECONDS)

    async def _one(
        self,
        feed: Feed,
        subscription: Subscription | None,
        unusable: FeedFailure | None,
        asked: bool,
    ) -> RefreshResult:
        if unusable is not None:
            await self._store.fail(
                feed.id, unusable, fetched_at=self._clock(), next_fetch_at=self._clock()
            )
            return RefreshResult(feed.url, feed.title, "error", failure=unusable)
        if not asked:
            return skipped(feed)
        interval = subscription.refresh if subscription else 1800
        try:
            new, updated = await self._fetch(feed, interval)
        except FeedError as error:
            failure = error.failure()
        except StoreError:
            raise
        except Exception as error:
            # A fault of ours must not cost the other feeds their news.
            log.exception("refresh of %s", show(feed.url))
            failure = FeedFailure(
                "parse",
                f"This feed met a fault of the program ({type(error).__name__}).",
                "Its stories stay; please report the address.",
            )
        else:
            status: RefreshStatus = "new" if new else "unchanged"
            return RefreshResult(feed.url, feed.title, status, new, updated)
        await self._failed(feed, failure, interval)
        return RefreshResult(feed.url, feed.title, "error", failure=failure)

    async def _fetch(self, feed: Feed, interval: int) -> tuple[int, int]:
        """Fetch and store one feed: how many entries are new, and how many were edited."""
        from reader.web.fetch import Request
        from reader.web.schedule import after_success

        known = await self._store.validators(feed.id)
        response = await self._network.fetcher().get(
            Request(
                feed.url,
                etag=known.etag,
                last_modified=known.last_modified,
                kind="feed",
                user_typed=feed.url,
            )
        )
        now = self._clock()
        if response.not_modified or _hash(response.body) == known.body_hash:
            await self._store.unchanged(
                feed.id,
                fetched_at=now,
                next_fetch_at=after_success(now, interval, response.headers),
                etag=response.headers.get("etag"),
                last_modified=response.headers.get("last-modified"),
            )
            return 0, 0
        digested: DigestedFeed = await self._network.digest(
            "feed", response.body, dict(response.headers), response.url, known.entry_hashes
        )
        applied = await self._store.apply(
            feed.id,
            digested,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
            body_hash=_hash(response.body),
            fetched_at=now,
            next_fetch_at=after_success(
                now, interval, response.headers, ttl=digested.ttl, skip_hours=digested.skip_hours
            ),
        )
        return applied.new, applied.updated

    async def _failed(self, feed: Feed, failure: FeedFailure, interval: int) -> None:
        from reader.web.schedule import after_failure

        now = self._clock()
        await self._store.fail(
            feed.id,
            failure,
            fetched_at=now,
            next_fetch_at=after_failure(
                now,
                interval,
                feed.failures + 1,
                failure.kind,
                self._chance,
                retry_at=failure.retry_at,
            ),
        )

    async def _note_reach(self, results: Sequence[RefreshResult]) -> None:
        """Remember whether any host was reached at all: a reader who is offline is told so once,
        not by every feed."""
        tried = [r for r in results if r.status != "skipped"]
        reached = [r for r in tried if r.failure is None or r.failure.kind not in UNREACHED]
        now = self._clock().isoformat()
        if reached:
            await self._store.put(OFFLINE_KEY, "")
            await self._store.put(LAST_KEY, now)
        elif tried and not await self._store.get(OFFLINE_KEY):
            await self._store.put(OFFLINE_KEY, now)


def refresh_rule(now: datetime, *, chosen: bool, due_only: bool) -> Callable[[Feed], bool]:
    """Which feeds a refresh asks: those due, those the reader chose, or all that may be asked."""
    if due_only:
        return lambda feed: is_due(feed, now)
    if chosen:
        return lambda feed: not _is_limited(feed, now)
    return lambda feed: may_be_asked(feed, now)


def is_due(feed: Feed, now: datetime) -> bool:
    """Whether the feed's interval, Retry-After or back-off has passed; 410 is never due."""
    if feed.failure is not None and feed.failure.kind == "gone":
        return False
    return feed.next_fetch_at is None or feed.next_fetch_at <= now


def may_be_asked(feed: Feed, now: datetime) -> bool:
    """Whether a refresh of all feeds asks this one: not under Retry-After, back-off or 410.

    A feed whose server could not be reached is always asked again: that burdens nobody, and the
    reader's own network is the likeliest cause.
    """
    if feed.failure is None or feed.failure.kind in UNREACHED:
        return True
    return is_due(feed, now)


def skipped(feed: Feed) -> RefreshResult:
    """The result of a feed that was not asked."""
    return RefreshResult(feed.url, feed.title, "skipped", failure=feed.failure)


def _is_limited(feed: Feed, now: datetime) -> bool:
    """Whether the server asked to be left alone (RFC 9110, section 10.2.3) and the time is not over."""
    retry_at = feed.failure.retry_at if feed.failure else None
    return retry_at is not None and retry_at > now


def _hash(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
