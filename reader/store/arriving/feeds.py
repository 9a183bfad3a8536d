"""Feeds and subscriptions: what the user chose, what the last tries gave."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from reader import urls
from reader.errors import NotFound
from reader.frozen import frozen
from reader.model import (
    FILES_URL,
    GUIDE_URL,
    PAGES_URL,
    Feed,
    FeedFailure,
    Subscription,
)
from reader.model.incoming import BROKEN_OFF
from reader.store import settings
from reader.store.arriving.moves import StoredMove, to_move
from reader.store.rows import FEED_COLUMNS, id_list, one, stamp, to_feed, to_json, to_stamp

MAX_HASHES: Final = 100_000
"""Entry hashes handed to a digest at most: those of the entries that came last.  What has none is
digested again, a hundred times as dear as to look the hash up."""
BUILT_IN: Final = {
    GUIDE_URL: ("guide", "Now Reading"),
    PAGES_URL: ("pages", "Pages"),
    FILES_URL: ("files", "Files"),
}
_FEEDS: Final = f"SELECT {FEED_COLUMNS} FROM feed AS f JOIN tally AS t ON t.feed_id = f.id"
_LAST: Final = 1_000_000_000
SHELVED_AT_ONCE: int = 200
"""Entries that follow their feed in one transaction: so long others wait."""
_SHELVING: Final = "shelving"
"""The setting that names the feeds whose entries have not all followed them."""


@frozen
class Validators:
    """What a conditional request and a digest need to know of a feed."""

    etag: str | None
    last_modified: str | None
    body_hash: str | None
    entry_hashes: frozenset[str]


class Fetched(NamedTuple):
    """A good try: when, when the next is due, and what tells then whether anything is new."""

    at: datetime
    next_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


class Conditions(NamedTuple):
    """What a conditional request for a feed needs, and what is known of its move.

    ``ttl`` (seconds) and ``skip_hours`` are what the feed itself said last, and count as well when
    nothing is new; ``is_whole`` tells whether it came to its end then.
    """

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    move: StoredMove | None = None
    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    is_whole: bool = True


def add_builtin(con: sqlite3.Connection) -> None:
    """Make sure that the program's own feeds exist."""
    con.executemany(
        "INSERT INTO feed (url, kind, own_title, place) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO NOTHING",
        [(url, kind, title, _LAST) for url, (kind, title) in BUILT_IN.items()],
    )


def keep_subscriptions(con: sqlite3.Connection, subscriptions: Sequence[Subscription]) -> None:
    """Make ``subscriptions`` the list in force; the entries of those left out stay.

    The entries of a feed that comes or goes come to the lists or go from them with it, those of
    large feeds by steps of :func:`shelve_some`."""
    add_builtin(con)
    listed = {s.url: s for s in reversed(subscriptions) if s.url not in BUILT_IN}
    chosen = {s.url: listed[s.url] for s in subscriptions if s.url in listed}
    if tuple(chosen.values()) == stored_subscriptions(con):
        return
    known: dict[str, bool] = dict(
        con.execute("SELECT url, subscribed FROM feed WHERE kind = 'web'").fetchall()
    )
    _follow_respelled(con, known, chosen)
    gone = [url for url, subscribed in known.items() if subscribed and url not in chosen]
    for url in gone:
        con.execute("UPDATE feed SET subscribed = 0 WHERE url = ?", (url,))
    for place, subscription in enumerate(chosen.values()):
        _keep_one(con, subscription, place)
    back = [url for url in chosen if not known.get(url, True)]
    if gone or back:
        _note_shelving(con, (*gone, *back))
        if number_to_shelve(con) <= SHELVED_AT_ONCE:
            shelve_some(con)


def number_to_shelve(con: sqlite3.Connection) -> int:
    """How many entries at most are on the lists although their feed is not, or the other way
    round."""
    ids = list(map(int, _shelving(con)))
    listed = "SELECT coalesce(sum(total), 0) FROM tally WHERE feed_id IN (SELECT value FROM json_each(?))"
    return max(1, int(one(con, listed, id_list(ids)))) if ids else 0


def is_shelving(con: sqlite3.Connection) -> bool:
    """Whether there may be such entries."""
    return bool(_shelving(con))


def shelve_some(con: sqlite3.Connection) -> bool:
    """Let some of them follow their feeds; whether any may be left."""
    left, room = _shelving(con), SHELVED_AT_ONCE
    while left and room > 0:
        feed_id, last = next(iter(left.items()))
        shelf = 1 if one(con, "SELECT subscribed FROM feed WHERE id = ?", int(feed_id)) else 2
        rows = con.execute(
            "SELECT id, identity FROM entry WHERE feed_id = ? AND identity > ?"
            " ORDER BY identity LIMIT ?",
            (int(feed_id), last, room),
        ).fetchall()
        con.execute(
            "UPDATE OR ROLLBACK entry SET shelf = ?1"
            " WHERE id IN (SELECT value FROM json_each(?2)) AND shelf <> ?1",
            (shelf, id_list([id_ for id_, _ in rows])),
        )
        if len(rows) < room:
            del left[feed_id]
        else:
            left[feed_id] = rows[-1][1]
        room -= len(rows)
    settings.put(con, _SHELVING, to_json(left))
    return bool(left)


def stored_subscriptions(con: sqlite3.Connection) -> tuple[Subscription, ...]:
    """The list in force, in its order."""
    rows = con.execute(
        "SELECT url, title, folder, tags, refresh, keep, full_text, prefetch FROM feed"
        " WHERE kind = 'web' AND subscribed ORDER BY place, id"
    )
    return tuple(
        Subscription(
            url=url,
            title=title,
            folder=folder,
            tags=() if tags == "[]" else tuple(json.loads(tags)),
            refresh=refresh,
            keep=tuple(json.loads(keep)) if keep else None,
            full_text=full_text,
            prefetch=prefetch,
        )
        for url, title, folder, tags, refresh, keep, full_text, prefetch in rows
    )


def feeds(con: sqlite3.Connection, *, all: bool = False) -> tuple[Feed, ...]:
    """Subscribed feeds in order, then the guide; with ``all`` every feed there is."""
    where = "" if all else "WHERE f.subscribed AND f.kind IN ('web', 'guide')"
    return tuple(to_feed(row) for row in con.execute(f"{_FEEDS} {where} ORDER BY f.place, f.id"))


def unread_counts(con: sqlite3.Connection) -> dict[int, int]:
    """Feed id to number of unread entries, for the feeds of the list and the guide."""
    return dict(
        con.execute(
            "SELECT feed_id, unread FROM tally JOIN feed ON id = feed_id"
            " WHERE subscribed AND kind IN ('web', 'guide')"
        ).fetchall()
    )


def feed_by_url(con: sqlite3.Connection, url: str) -> Feed | None:
    """The feed at ``url``, as written."""
    row = con.execute(f"{_FEEDS} WHERE f.url = ?", (url,)).fetchone()
    return to_feed(row) if row else None


def due(con: sqlite3.Connection, now: datetime) -> tuple[Feed, ...]:
    """Subscribed feeds whose time to be fetched has come, the longest overdue first."""
    rows = con.execute(
        f"{_FEEDS} WHERE f.kind = 'web' AND f.subscribed"
        " AND coalesce(f.next_fetch_at, 0) <= ? ORDER BY coalesce(f.next_fetch_at, 0), f.place",
        (stamp(now),),
    )
    return tuple(to_feed(row) for row in rows)


def validators(con: sqlite3.Connection, feed_id: int) -> Validators:
    """What the next request for the feed needs. Raises NotFound."""
    row = con.execute(
        "SELECT etag, last_modified, body_hash FROM feed WHERE id = ?", (feed_id,)
    ).fetchone()
    if row is None:
        raise _no_feed(feed_id)
    hashes = con.execute(
        "SELECT entry_hash FROM (SELECT entry_hash FROM entry WHERE feed_id = ?1"
        " ORDER BY id DESC LIMIT ?2) UNION SELECT entry_hash FROM alias WHERE feed_id = ?1",
        (feed_id, MAX_HASHES),
    )
    return Validators(row[0], row[1], row[2], frozenset(value for (value,) in hashes))


def conditions(con: sqlite3.Connection) -> dict[int, Conditions]:
    """What the next requests for all feeds need, by feed id."""
    rows = con.execute(
        "SELECT id, etag, last_modified, body_hash, moved_to, moved_times, moved_since, ttl,"
        " skip_hours, note IS ? FROM feed WHERE kind = 'web' AND subscribed",
        (BROKEN_OFF,),
    )
    return {
        row[0]: Conditions(
            row[1],
            row[2],
            row[3],
            to_move(*row[4:7]),
            row[7],
            () if row[8] == "[]" else tuple(json.loads(row[8])),
            not row[9],
        )
        for row in rows
    }


def unchanged(con: sqlite3.Connection, feed_id: int, fetched: Fetched) -> None:
    """Note a good try that brought nothing; validators are kept unless given anew, the hash of the
    body in any case."""
    note_success(con, feed_id, fetched)
    con.execute(
        "UPDATE feed SET etag = coalesce(?, etag), last_modified = coalesce(?, last_modified)"
        " WHERE id = ?",
        (fetched.etag, fetched.last_modified, feed_id),
    )


def quiet(con: sqlite3.Connection, tries: Sequence[tuple[int, Fetched]]) -> None:
    """Note many good tries that brought nothing, each by the id of its feed, in one transaction;
    feeds that are gone are passed over."""
    for feed_id, fetched in tries:
        with contextlib.suppress(NotFound):
            unchanged(con, feed_id, fetched)


def fail(
    con: sqlite3.Connection,
    feed_id: int,
    failure: FeedFailure,
    *,
    fetched_at: datetime,
    next_fetch_at: datetime | None,
) -> None:
    """Note a try that failed; what is stored stays."""
    changed = con.execute(
        "UPDATE feed SET failure_kind = ?, failure_message = ?, failure_hint = ?, retry_at = ?,"
        " failures = failures + 1, failing_since = min(coalesce(failing_since, ?), ?),"
        " fetched_at = ?, next_fetch_at = ? WHERE id = ?",
        (
            failure.kind,
            failure.message,
            failure.hint,
            to_stamp(failure.retry_at),
            *[stamp(fetched_at)] * 3,
            to_stamp(next_fetch_at),
            feed_id,
        ),
    ).rowcount
    if not changed:
        raise _no_feed(feed_id)


def note_success(con: sqlite3.Connection, feed_id: int, fetched: Fetched) -> None:
    """Note a good try: no failure any more. Raises NotFound."""
    at = stamp(fetched.at)
    changed = con.execute(
        "UPDATE feed SET failure_kind = NULL, failure_message = NULL, failure_hint = NULL,"
        " retry_at = NULL, failures = 0, failing_since = NULL, fetched_at = ?, good_at = ?,"
        " next_fetch_at = ? WHERE id = ?",
        (at, at, to_stamp(fetched.next_at), feed_id),
    ).rowcount
    if not changed:
        raise _no_feed(feed_id)


def move_feed(con: sqlite3.Connection, old: str, new: str) -> bool:
    """Give the feed at ``old`` the address ``new``, entries and all; False when that can't be."""
    if one(con, "SELECT 1 FROM feed WHERE url = ?", new):
        return False
    moved = con.execute("UPDATE feed SET url = ? WHERE url = ? AND kind = 'web'", (new, old))
    return moved.rowcount == 1


def _keep_one(con: sqlite3.Connection, s: Subscription, place: int) -> None:
    con.execute(
        "INSERT INTO feed (url, place, title, folder, tags, refresh, keep, full_text, prefetch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET subscribed = 1,"
        " place = excluded.place, title = excluded.title, folder = excluded.folder,"
        " tags = excluded.tags, refresh = excluded.refresh, keep = excluded.keep,"
        " full_text = excluded.full_text, prefetch = excluded.prefetch",
        (
            s.url,
            place,
            s.title,
            s.folder,
            to_json(s.tags),
            s.refresh,
            to_json(s.keep) if s.keep else None,
            s.full_text,
            s.prefetch,
        ),
    )


def _follow_respelled(
    con: sqlite3.Connection, known: dict[str, bool], chosen: dict[str, Subscription]
) -> None:
    """A feed listed under another spelling of its address (https for http), or where it has moved
    to, stays the same feed."""
    fresh = {urls.canonical(url): url for url in chosen if url not in known}
    moves = dict(con.execute("SELECT url, moved_to FROM feed WHERE moved_to IS NOT NULL"))
    for old in [url for url in known if url not in chosen]:
        new = fresh.pop(urls.canonical(old), None)
        if new is None and old in moves:
            new = fresh.pop(urls.canonical(moves[old]), None)
        if new is not None and move_feed(con, old, new):
            known[new] = known.pop(old)


def _shelving(con: sqlite3.Connection) -> dict[str, str]:
    """The feeds whose entries have to follow them, each with the identity of the last that did."""
    noted: dict[str, str] = json.loads(settings.get(con, _SHELVING) or "{}")
    return noted


def _note_shelving(con: sqlite3.Connection, urls: Sequence[str]) -> None:
    rows = con.execute(
        "SELECT id FROM feed WHERE url IN (SELECT value FROM json_each(?))", (to_json(urls),)
    )
    noted = dict.fromkeys((str(id_) for (id_,) in rows), "")
    settings.put(con, _SHELVING, to_json(_shelving(con) | noted))


def _no_feed(feed_id: int) -> NotFound:
    return NotFound(f"The library has no feed {feed_id}.")
