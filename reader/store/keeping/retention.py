"""What is kept how long: stories that their feed's ``keep`` lets go, and the room they took.

Unread, starred, tagged and highlighted entries always stay.  The heavy half of an entry goes; its
row stays as its own tombstone, so that the feed does not bring it back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from reader.frozen import frozen
from reader.store.arriving import stories
from reader.store.own import log
from reader.store.rows import id_list, one, stamp
from reader.store.settings import unseen
from reader.store.speaking.said import count_said

BATCH: Final = 25
"""Stories pruned in one transaction, a millisecond each, so that the reader's marks never wait
long."""
PAGES: Final = 100
"""Pages given back to the system in one transaction."""
DELETED_DAYS: Final = 30
"""Days that the story of a deleted entry stays."""
_FREE_SHARE: Final = 4
_LOOSE: Final = (
    "e.deleted_at IS NULL AND e.read_at IS NOT NULL AND e.starred_at IS NULL AND e.tags IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM highlight WHERE entry_id = e.id)"
)


@frozen
class Prunable:
    """What a feed's ``keep`` lets go: entry ids, and the bytes of their stories."""

    feed_id: int
    title: str
    ids: tuple[int, ...]
    bytes: int


@frozen
class StoreSize:
    """How large the library's file is: bytes in all, bytes free inside, entries on its lists."""

    bytes: int
    free: int
    entries: int


def prunable(
    con: sqlite3.Connection, now: datetime, *, weighed: bool = False
) -> tuple[Prunable, ...]:
    """What may go now, feed by feed in the order of the list; how much that is only if ``weighed``,
    since that reads a page of the file for nearly every story."""
    feeds = con.execute(
        "SELECT id, coalesce(title, nullif(own_title, ''), url), keep FROM feed"
        " JOIN tally ON feed_id = id WHERE keep IS NOT NULL AND subscribed AND total > unread"
        " ORDER BY place, id"
    ).fetchall()
    kept = _kept(con) if feeds else frozenset[int]()
    found = []
    for feed_id, title, keep in feeds:
        unit, number = json.loads(keep)
        ids = [id_ for id_ in _let_go(con, feed_id, unit, number, now) if id_ not in kept]
        if ids:
            weight = _weigh(con, ids) if weighed else 0
            found.append(Prunable(feed_id, title, tuple(ids), weight))
    return tuple(found)


def forgotten(con: sqlite3.Connection, now: datetime) -> list[int]:
    """Entries deleted :data:`DELETED_DAYS` days ago whose stories no undo brings back."""
    rows = con.execute(
        "SELECT e.id FROM entry AS e INDEXED BY entry_deleted CROSS JOIN story ON entry_id = e.id"
        " WHERE e.deleted_at < ?",
        (stamp(now - timedelta(days=DELETED_DAYS)),),
    )
    ids = [id_ for (id_,) in rows]
    for change in log.listed(con) if ids else ():
        if change.kind == "delete":
            undoable = frozenset(log.entries_of(con, change.id))
            ids = [id_ for id_ in ids if id_ not in undoable]
    return ids


def prune(con: sqlite3.Connection, ids: Sequence[int], now: datetime) -> int:
    """Let go of the stories of those of ``ids`` that may still go; how many entries went."""
    rows = con.execute(
        f"SELECT e.id FROM entry AS e WHERE e.id IN (SELECT value FROM json_each(?)) AND {_LOOSE}",
        (id_list(ids),),
    )
    going = [id_ for (id_,) in rows]
    stories.prune(con, going)
    listed = id_list(going)
    con.execute(
        "UPDATE entry SET deleted_at = ?, summary = '', quote_count = 0, link_count = 0"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (stamp(now), listed),
    )
    for table in ("position", "quote_number", "waiting_page", "searched_story"):
        con.execute(
            f"DELETE FROM {table} WHERE entry_id IN (SELECT value FROM json_each(?))", (listed,)
        )
    return len(going)


def forget(con: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Drop the stories of deleted entries; their quotes were counted out when they were deleted."""
    ids = list(ids)
    for id_ in ids:
        count_said(con, id_, 1)
    stories.prune(con, ids)


def size(con: sqlite3.Connection) -> StoreSize:
    """How large the library is."""
    page = int(one(con, "PRAGMA page_size"))
    return StoreSize(
        bytes=page * int(one(con, "PRAGMA page_count")),
        free=page * int(one(con, "PRAGMA freelist_count")),
        entries=int(one(con, "SELECT coalesce(sum(total), 0) FROM tally")),
    )


@unseen
def give_back(con: sqlite3.Connection, pages: int = PAGES) -> bool:
    """Return up to ``pages`` free pages to the system, where the file was made for it; whether more
    are free."""
    if one(con, "PRAGMA auto_vacuum") != 2:
        return False
    free = int(one(con, "PRAGMA freelist_count"))
    for _ in range(min(pages, free)):
        # Asked for many, Python's module would take one step of the statement and let it be.
        con.execute("PRAGMA incremental_vacuum(1)")
    return free > pages


def compact(con: sqlite3.Connection) -> None:
    """When all free pages are given back: write that down.  A file not made for it is rewritten
    when a quarter of it is free."""
    if one(con, "PRAGMA auto_vacuum") != 2 and _FREE_SHARE * one(
        con, "PRAGMA freelist_count"
    ) > one(con, "PRAGMA page_count"):
        con.execute("PRAGMA auto_vacuum = INCREMENTAL")
        con.execute("VACUUM")
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _kept(con: sqlite3.Connection) -> frozenset[int]:
    """Tagged and highlighted entries."""
    rows = con.execute(
        "SELECT id FROM entry INDEXED BY entry_tagged WHERE tags IS NOT NULL AND deleted_at IS NULL"
        " UNION SELECT entry_id FROM highlight"
    )
    return frozenset(id_ for (id_,) in rows)


def _let_go(
    con: sqlite3.Connection, feed_id: int, unit: str, number: int, now: datetime
) -> list[int]:
    if unit == "days":
        try:
            before = (stamp(now - timedelta(days=number)), 0)
        except OverflowError:
            return []
    else:
        row = con.execute(
            "SELECT sort_at, id FROM entry INDEXED BY entry_feed WHERE feed_id = ?"
            " AND deleted_at IS NULL ORDER BY sort_at DESC, id DESC LIMIT 1 OFFSET ?",
            (feed_id, number - 1),
        ).fetchone()
        if row is None:
            return []
        before = row
    # By indexes alone: what is unread stays, however old, and is met again after every refresh.
    older = "deleted_at IS NULL AND feed_id = ?1 AND (sort_at, id) < (?2, ?3)"
    found: str = one(
        con,
        "SELECT json_group_array(id) FROM ("
        f"SELECT id FROM entry INDEXED BY entry_feed WHERE {older}"
        " EXCEPT SELECT id FROM entry INDEXED BY entry_feed_unread"
        f" WHERE read_at IS NULL AND {older}"
        " EXCEPT SELECT id FROM entry INDEXED BY entry_feed_starred"
        f" WHERE starred_at IS NOT NULL AND {older})",
        *(feed_id, *before),
    )
    ids: list[int] = json.loads(found)
    return ids


def _weigh(con: sqlite3.Connection, ids: Sequence[int]) -> int:
    return int(
        one(
            con,
            "SELECT coalesce(sum(length(body) + length(source)), 0) FROM story"
            " WHERE entry_id IN (SELECT value FROM json_each(?))",
            id_list(ids),
        )
    )
