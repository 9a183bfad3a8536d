"""Which feeds a refresh asks: pure decisions over what is stored of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from reader.library.values import RefreshResult
from reader.model import Feed, FeedFailure

UNREACHED: Final = frozenset({"dns", "refused", "connection", "timeout"})
"""Failures in which no server said anything."""
OFFLINE_KEY: Final = "offline_since"
"""The setting that holds since when no server has said anything; empty where one has."""
LAST_KEY: Final = "last_refresh_at"
"""The setting that holds when the last refresh ended that reached a server."""
CLOCK_SLACK: Final = timedelta(minutes=5)
"""By how much a clock may be put back without any doubt of what it said before."""


def refresh_rule(now: datetime, *, chosen: bool, due_only: bool) -> Callable[[Feed], bool]:
    """Which feeds a refresh asks: those due, those the reader chose, or all that may be asked.

    A choice overrides back-off and 410, but never the time that a server named.
    """
    if due_only:
        return lambda feed: is_due(feed, now)
    if chosen:
        return lambda feed: limited_until(feed, now) is None
    return lambda feed: may_be_asked(feed, now)


def is_due(feed: Feed, now: datetime) -> bool:
    """Whether the feed's interval, Retry-After or back-off has passed; 410 is never due."""
    if feed.failure is not None and feed.failure.kind == "gone":
        return False
    if feed.next_fetch_at is None or feed.next_fetch_at <= now:
        return True
    return was_asked_later(feed, now)


def may_be_asked(feed: Feed, now: datetime) -> bool:
    """Whether a refresh of all feeds asks this one: not under Retry-After, back-off or 410.

    A feed whose server could not be reached is always asked again: that burdens nobody, and the
    reader's own network is the likeliest cause.
    """
    if feed.failure is None or feed.failure.kind in UNREACHED:
        return True
    return is_due(feed, now)


def limited_until(feed: Feed, now: datetime) -> datetime | None:
    """Until when the server asked to be left alone (RFC 9110, section 10.2.3); None: it may be
    asked."""
    retry_at = feed.failure.retry_at if feed.failure else None
    if retry_at is None or retry_at <= now or was_asked_later(feed, now):
        return None
    return retry_at


def is_known(feed: Feed, failure: FeedFailure) -> bool:
    """Whether it is stored that the feed fails so: to try again what feeds.toml says would tell
    nothing new."""
    known = feed.failure
    return known is not None and (known.kind, known.message) == (failure.kind, failure.message)


def skipped(feed: Feed) -> RefreshResult:
    """The result of a feed that was not asked."""
    return RefreshResult(feed.url, feed.title, "skipped", failure=feed.failure)


def was_asked_later(feed: Feed, now: datetime) -> bool:
    """Whether the feed was asked last at a time that is still to come: the computer's clock was
    wrong then, and so is when to ask next, which may be years away."""
    return feed.fetched_at is not None and feed.fetched_at > now + CLOCK_SLACK
