"""Rows to values and back: times, lists as JSON, keys of addresses."""

from __future__ import annotations

import json
import marshal
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, Final

from reader.model import Enclosure, Entry, Feed, FeedFailure
from reader.urls import key as url_key
from reader.urls import show

__all__ = ["url_key"]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_AT_ONCE: Final = (16, 4, 1)
"""Rows of one statement: of few lengths, since each is another statement to SQLite."""
_MARSHAL: Final = 2
"""The version of marshal that packs equal values equally, whoever else holds them."""
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

ENTRY_COLUMNS: Final = """
    e.id, e.feed_id, e.title, e.sort_at, e.guid, e.link, e.comments_url, e.author, e.summary,
    e.categories, e.lang, e.published_at, e.updated_at, e.read_at, e.starred_at, e.enclosures,
    coalesce(f.title, nullif(f.own_title, ''), f.url), f.url, f.folder,
    e.words, e.quote_count, e.link_count, e.changed_at, e.tags, e.event_id, e.copy_id
"""
"""What :func:`to_entry` reads, of ``entry AS e`` and ``feed AS f``."""

FEED_COLUMNS: Final = """
    f.id, f.url, coalesce(f.title, nullif(f.own_title, ''), f.url), f.folder, f.tags, f.link,
    f.subscribed, t.unread, t.total, f.failure_kind, f.failure_message, f.failure_hint,
    f.retry_at, f.failures, f.failing_since, f.fetched_at, f.good_at, f.next_fetch_at, f.kind
"""
"""What :func:`to_feed` reads, of ``feed AS f`` and ``tally AS t``."""


def to_stamp(time: datetime | None) -> int | None:
    """Microseconds since 1970, exactly; None stays None."""
    return None if time is None else (time - EPOCH) // _MICROSECOND


def stamp(time: datetime) -> int:
    """:func:`to_stamp` of a time that is there."""
    return (time - EPOCH) // _MICROSECOND


def to_time(microseconds: int | None) -> datetime | None:
    """The time that :func:`to_stamp` stored."""
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def to_json(value: object) -> str:
    """Compact JSON."""
    return _COMPACT.encode(value)


def from_enclosures(enclosures: Sequence[Enclosure]) -> str | None:
    """Enclosures for their column; None when there are none."""
    return to_json([[e.url, e.type, e.length, e.title] for e in enclosures]) if enclosures else None


def to_entry(row: Sequence[Any]) -> Entry:
    """The entry in a row of :data:`ENTRY_COLUMNS`."""
    (id_, feed_id, title, sort_at, guid, link, comments, author, summary, categories, lang) = row[:11]  # fmt: skip
    (published, updated, read, starred, enclosures, feed_title, feed_url, folder) = row[11:19]
    return Entry(
        id=id_,
        feed_id=feed_id,
        title=title,
        sort_at=EPOCH + timedelta(microseconds=sort_at),
        guid=guid,
        link=link,
        comments_url=comments,
        author=author,
        summary=summary,
        categories=tuple(json.loads(categories)) if categories else (),
        lang=lang,
        published_at=to_time(published),
        updated_at=to_time(updated),
        read_at=to_time(read),
        starred_at=to_time(starred),
        enclosures=tuple(Enclosure(*e) for e in json.loads(enclosures)) if enclosures else (),
        feed_title=feed_title if feed_title != feed_url else show(feed_url),
        feed_url=feed_url,
        folder=folder,
        words=row[19],
        quote_count=row[20],
        link_count=row[21],
        changed=row[22] is not None,
        tags=tuple(json.loads(row[23])) if row[23] else (),
        event_id=row[24],
        copy_id=row[25],
    )


_made: Final[dict[int, tuple[int, Feed]]] = {}
"""By id what was made of the last row of each feed, and what that row was told by: with a thousand
feeds the rows themselves take 0.7 MB."""


def to_feed(row: tuple[Any, ...]) -> Feed:
    """The feed in a row of :data:`FEED_COLUMNS`; pages and files never count as unread.

    Remembered, since most rows are the same each time the list of feeds is shown.
    """
    told_by = hash(marshal.dumps(row, _MARSHAL))  # 64 bits that nobody outside can foretell
    made = _made.get(row[0])
    if made is not None and made[0] == told_by:
        return made[1]
    feed = _to_feed(row)
    _made[row[0]] = told_by, feed
    return feed


def _to_feed(row: tuple[Any, ...]) -> Feed:
    (id_, url, title, folder, tags, link, subscribed, unread, total) = row[:9]
    (kind, message, hint, retry_at, failures, since, fetched, good, next_fetch, feed_kind) = row[9:]
    return Feed(
        id=id_,
        url=url,
        title=title if title != url else show(url),  # which may bear a login
        folder=folder,
        tags=() if tags == "[]" else tuple(json.loads(tags)),
        link=link,
        subscribed=bool(subscribed),
        unread=0 if feed_kind in ("pages", "files") else unread,
        total=total,
        failure=FeedFailure(kind, message, hint or "", to_time(retry_at)) if kind else None,
        failures=failures,
        failing_since=to_time(since),
        fetched_at=to_time(fetched),
        good_at=to_time(good),
        next_fetch_at=to_time(next_fetch),
    )


def insert(connection: sqlite3.Connection, into: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Write ``rows`` with a statement that ``into`` begins (``INSERT INTO … VALUES``), many with
    each.

    Of a table with a trigger SQLite keeps a copy of every page that a statement changes until it
    ends, which for an entry takes as long as its row.
    """
    start = 0
    for number in _AT_ONCE:
        while len(rows) - start >= number:
            several = rows[start : start + number]
            row = f"({', '.join('?' * len(several[0]))})"
            values = tuple(chain.from_iterable(several))
            connection.execute(f"{into} {', '.join([row] * number)}", values)
            start += number


def id_list(ids: Sequence[int]) -> str:
    """Ids as one bound value for ``IN (SELECT value FROM json_each(?))``."""
    return f"[{','.join(map(str, ids))}]"


def one(connection: sqlite3.Connection, sql: str, *values: object) -> Any:
    """The first column of the first row, or None."""
    row = connection.execute(sql, values).fetchone()
    return None if row is None else row[0]
