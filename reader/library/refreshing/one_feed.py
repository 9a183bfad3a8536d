"""The way of one feed through a refresh: fetch, digest, store, and what becomes of a failure."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.errors import FeedError, ParseError, StoreError, used_up
from reader.fingerprint import fingerprint
from reader.library.fetching.network import Network
from reader.library.refreshing.together import FEEDS, FEEDS_BESIDE, Together
from reader.library.values import RefreshResult, RefreshStatus
from reader.model import DigestedFeed, Feed, FeedFailure, Subscription
from reader.store.arriving.moves import StoredMove
from reader.store.store import Conditions, Fetched, Store
from reader.urls import show

if TYPE_CHECKING:
    from reader.web.fetch import Response

log = logging.getLogger(__name__)

QUIET_AT_ONCE: Final = 64
"""Feeds without news that are noted in one transaction."""
PROGRAMS_AT_ONCE: Final = 4
"""Programs of the user's that make feeds, run at a time."""
INTERVAL: Final = 1800
"""Seconds between two tries where the subscription says nothing."""


class FeedRefresher:
    """Refreshes feeds one by one; ``clock`` gives the present time (UTC)."""

    def __init__(self, store: Store, network: Network, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._network = network
        self._clock = clock
        self._chance = random.Random()
        self._together = Together(store, FEEDS_BESIDE if network.is_beside else FEEDS)
        self._conditions: dict[int, Conditions] = {}
        self._quiet: list[tuple[int, Fetched]] = []
        self._moved: list[tuple[Feed, str]] = []
        self._programs = asyncio.Semaphore(PROGRAMS_AT_ONCE)

    async def begin(self, feeds: Iterable[Feed]) -> None:
        """Look up what the requests of one refresh need, which asks ``feeds``. Raises
        StoreError."""
        self._conditions = await self._store.conditions()
        known = self._conditions
        # Of the others nobody knows whether they bring anything.
        new = [f for f in feeds if f.id not in known or known[f.id].body_hash is None]
        self._network.expect(len(new))

    async def end(self) -> None:
        """Write down what was held back: feeds without news are noted many at once."""
        quiet, self._quiet = self._quiet, []
        if quiet:
            await self._store.quiet(quiet)

    def moved(self) -> list[tuple[Feed, str]]:
        """The feeds found to have moved for good since this was asked last, and where to."""
        moved, self._moved = self._moved, []
        return moved

    async def refresh(
        self, feed: Feed, subscription: Subscription | None, unusable: FeedFailure | None
    ) -> RefreshResult:
        """Ask for the feed and keep what came, or why nothing did. Raises StoreError."""
        if unusable is not None:
            now = self._clock()
            await self._store.fail(feed.id, unusable, fetched_at=now, next_fetch_at=now)
            return RefreshResult(feed.url, feed.title, "error", failure=unusable)
        interval = subscription.refresh if subscription else INTERVAL
        try:
            with self._together.in_work():
                new, updated = await self._fetch(feed, subscription, interval)
        except FeedError as error:
            failure = error.failure()
        except StoreError:
            raise
        except Exception as error:
            # A fault of ours must not cost the other feeds their news.
            failure = _own_failure(error, feed.url)
        else:
            status: RefreshStatus = "new" if new else "unchanged"
            return RefreshResult(feed.url, feed.title, status, new, updated)
        await self._failed(feed, failure, interval)
        return RefreshResult(feed.url, feed.title, "error", failure=failure)

    async def _fetch(
        self, feed: Feed, subscription: Subscription | None, interval: int
    ) -> tuple[int, int]:
        """Fetch and store one feed: how many entries are new, and how many were edited."""
        from reader.library.fetching.fulltext import wanted
        from reader.store.arriving.entries import Arrived
        from reader.web.schedule import after_success

        known = self._conditions.get(feed.id, Conditions())
        await self._network.backlog.room()
        response = await self._answer(feed, subscription, known)
        now = self._clock()
        headers = response.headers
        body_hash = "" if response.not_modified else _hash(response.body)
        if response.not_modified or body_hash == known.body_hash:
            due = after_success(now, interval, headers, ttl=known.ttl, skip_hours=known.skip_hours)
            # What broke off twice at the same place is no whole feed either.
            named = headers if known.is_whole or response.not_modified else {}
            self._quiet.append(
                (feed.id, Fetched(now, due, named.get("etag"), named.get("last-modified")))
            )
            if len(self._quiet) >= QUIET_AT_ONCE:
                await self.end()
            await self._note_move(feed, known, response, now)
            return 0, 0
        hashes: frozenset[str] = frozenset()
        if known.body_hash is not None or feed.total:  # a feed that never came has none to ask for
            hashes = (await self._store.validators(feed.id)).entry_hashes
        try:
            digested: DigestedFeed = await self._network.digest(
                "feed", response.body, dict(headers), response.url, hashes
            )
        except ParseError as error:
            from reader.library.refreshing.discovered import with_discovered

            raise with_discovered(error, response.body, response.url) from error
        response = replace(response, body=b"")
        due = after_success(
            now, interval, headers, ttl=digested.ttl, skip_hours=digested.skip_hours
        )
        validators = (headers.get("etag"), headers.get("last-modified"))
        if not digested.is_whole:
            validators = (None, None)
        arrived = Arrived(
            feed.id,
            digested,
            Fetched(now, due, *validators, body_hash),
            full_text=wanted(subscription, digested),
            unread_again=subscription is not None and subscription.unread_on_update,
        )
        applied = await self._together.keep(arrived)
        await self._note_move(feed, known, response, now)
        return applied.new, applied.updated

    async def _answer(
        self, feed: Feed, subscription: Subscription | None, known: Conditions
    ) -> Response:
        """What the server sends, or what the programs that feeds.toml names for this feed make.

        Raises FetchError."""
        command = subscription.command if subscription else ()
        if command:
            from reader.web.fetch import Response

            body = await self._output(command, b"", feed.url)
            response = Response(feed.url, 200, {}, body, not_modified=False, moved_to=None)
        else:
            response = await self._network.get(
                feed.url,
                etag=known.etag,
                last_modified=known.last_modified,
                kind="feed",
                user_typed=feed.url,
            )
        through = subscription.filter if subscription else ()
        if not through or response.not_modified:
            return response
        return replace(response, body=await self._output(through, response.body, feed.url))

    async def _output(self, words: Sequence[str], body: bytes, url: str) -> bytes:
        from reader.library.refreshing.commands import output

        async with self._programs:
            return await output(words, body, url=url)

    async def _note_move(
        self, feed: Feed, known: Conditions, response: Response, now: datetime
    ) -> None:
        """Count a permanent redirect once its target gave a good feed (RFC 9110, section 15.4)."""
        from reader.web.schedule import Move, note_move

        if known.move is None and response.moved_to is None:
            return
        before = Move(*known.move) if known.move else None
        move = note_move(before, response.moved_to, now)
        await self._store.note_move(
            feed.id, StoredMove(move.url, move.times, move.since) if move else None
        )
        if move is not None and move.is_adopted(now):
            self._moved.append((feed, move.url))

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


def _own_failure(error: Exception, url: str) -> FeedFailure:
    """What is kept of a feed that failed for a reason of this program or computer."""
    if what := used_up(error):
        log.warning("refresh of %s: no more %s", show(url), what)
        return FeedFailure(
            "parse",
            f"The computer had no more {what} for this feed.",
            "Feeds are tried again by themselves; close other programs, or raise the limit.",
        )
    log.error("refresh of %s", show(url), exc_info=error)
    return FeedFailure(
        "parse",
        f"This feed met a fault of the program ({type(error).__name__}).",
        "Its stories stay; please report the address.",
    )


def _hash(body: bytes) -> str:
    return fingerprint(body, 16).hex()
