"""When to ask a feed again, and when to believe that it has moved: pure decisions.

The user's interval is the least; a server that asks for longer is obeyed (Cache-Control and
Expires: RFC 9111 section 5; ``ttl`` and ``skipHours``: RSS 2.0), failures wait longer each time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import Random
from typing import Final

from reader.model import FeedErrorKind

LONGEST: Final = timedelta(hours=24)
"""The most that a server or a failure can put off the next try."""
FIRST_WAIT: Final = timedelta(minutes=5)
"""What a first failure waits at least; each further one doubles the wait."""
JITTER: Final = 0.2
"""Share by which a wait after a failure is made longer or shorter, so that feeds that failed
together are not asked together."""
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""When to ask again a feed that is gone for good."""
MOVE_TIMES: Final = 3
MOVE_SPAN: Final = timedelta(days=1)
_MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_UNCACHED: Final = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


def after_success(
    now: datetime,
    interval: int,
    headers: Mapping[str, str],
    *,
    ttl: int | None = None,
    skip_hours: Collection[int] = (),
) -> datetime:
    """When to ask again after an answer, 304 included.

    ``interval`` and ``ttl`` in seconds, ``headers`` with lower-case names, ``skip_hours`` in
    UTC.  What the server asks for counts up to a day; the user's interval always counts.
    """
    asked = max(freshness(headers, now), timedelta(seconds=ttl or 0))
    due = now + max(timedelta(seconds=interval), min(asked, LONGEST))
    return past_hours(due, skip_hours)


def after_failure(
    now: datetime,
    interval: int,
    failures: int,
    kind: FeedErrorKind,
    random: Random,
    *,
    retry_at: datetime | None = None,
) -> datetime:
    """When to ask again after ``failures`` failures in a row (this one included).

    The wait doubles each time, up to a day (or the user's interval, when that is longer), give
    or take a fifth; ``retry_at`` is never undercut; a feed that is ``gone`` is not asked again.
    """
    if kind == "gone":
        return NEVER
    first = max(timedelta(seconds=interval), FIRST_WAIT)
    wait = min(first * (1 << min(max(failures, 1) - 1, 20)), max(LONGEST, first))
    due = now + wait * random.uniform(1 - JITTER, 1 + JITTER)
    return max(due, retry_at) if retry_at is not None else due


def freshness(headers: Mapping[str, str], now: datetime) -> timedelta:
    """For how long the answer says that it stays fresh; nothing when it does not say."""
    control = headers.get("cache-control", "")
    if _UNCACHED.search(control):
        return timedelta()
    found = _MAX_AGE.search(control)
    if found is not None:
        age = headers.get("age", "")
        spent = int(age) if age.isdecimal() and len(age) < 12 else 0
        seconds = max(0, int(found.group(1)) - spent)
        return timedelta(seconds=min(seconds, LONGEST.total_seconds()))
    expires = http_date(headers.get("expires"))
    if expires is None:
        return timedelta()
    return min(max(expires - (http_date(headers.get("date")) or now), timedelta()), LONGEST)


def past_hours(due: datetime, hours: Collection[int]) -> datetime:
    """``due``, or the end of the skipped hours (0-23, UTC; 24 is midnight) that it falls into."""
    skipped = {hour % 24 for hour in hours if 0 <= hour <= 24}
    if len(skipped) >= 24:
        return due
    due = due.astimezone(UTC)
    while due.hour in skipped:
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect as seen so far: where to, how often, since when."""

    url: str
    times: int
    since: datetime

    def is_adopted(self, now: datetime) -> bool:
        """Whether the new address may replace the old one: seen three times over a day."""
        return self.times >= MOVE_TIMES and now - self.since >= MOVE_SPAN


def note_move(before: Move | None, moved_to: str | None, now: datetime) -> Move | None:
    """What is known of a move after an answer that parsed well and came from ``moved_to`` (None
    when it was no permanent redirect, which ends the matter)."""
    if moved_to is None:
        return None
    if before is None or before.url != moved_to:
        return Move(moved_to, 1, now)
    # A clock that was put back since would make the day very long.
    return Move(moved_to, before.times + 1, min(before.since, now))


def http_date(value: str | None) -> datetime | None:
    """The time that a header names, in UTC; None when it names none that there is."""
    if not value:
        return None
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
