"""Pages reached by links, and what leads where: addresses, the cache, backlinks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from reader.errors import NotFound
from reader.model import PAGES_URL, DigestedEntry, Entry
from reader.store.arriving.entries import shelf_of, take, update
from reader.store.arriving.intake import Intake
from reader.store.rows import ENTRY_COLUMNS, one, stamp, to_entry, url_key

MAX_BACKLINKS: Final = 100


def add_page(
    con: sqlite3.Connection,
    entry: DigestedEntry,
    *,
    feed_url: str = PAGES_URL,
    url: str,
    at: datetime,
) -> int:
    """Keep a page or file as an entry of a built-in feed; its id.

    A page of the same address is replaced in place and keeps its marks; one that was deleted comes
    back, since the reader asked for it.  Raises NotFound when there is no such feed.
    """
    feed_id = one(con, "SELECT id FROM feed WHERE url = ?", feed_url)
    if feed_id is None:
        raise NotFound(f"The library has no feed {feed_url}.")
    known = con.execute(
        "SELECT e.id FROM address AS a CROSS JOIN entry AS e ON e.id = a.entry_id"
        " WHERE a.key = ? AND e.feed_id = ? ORDER BY e.deleted_at IS NOT NULL, e.id",
        (url_key(url), feed_id),
    ).fetchone()
    intake = Intake(feed_id, shelf_of(con, feed_id), stamp(at))
    if known is not None:
        entry_id = int(known[0])
        con.execute("UPDATE entry SET deleted_at = NULL WHERE id = ?", (entry_id,))
        update(con, intake.index, entry_id, entry, intake.now)
    else:
        (entry_id,) = take(con, intake, (entry,))
        intake.write_rows(con)
        con.execute("UPDATE entry SET deleted_at = NULL WHERE id = ?", (entry_id,))
    con.execute(
        "INSERT OR IGNORE INTO address (key, entry_id) VALUES (?, ?)", (url_key(url), entry_id)
    )
    intake.write(con)
    return entry_id


def cached(con: sqlite3.Connection, urls: Sequence[str]) -> dict[str, int]:
    """Which of ``urls`` are stories of the library, and which: the one with the most words."""
    found: dict[str, int] = {}
    for url in urls:
        row = con.execute(
            "SELECT e.id FROM address AS a CROSS JOIN entry AS e ON e.id = a.entry_id"
            " CROSS JOIN story AS s ON s.entry_id = e.id"
            " WHERE a.key = ? AND e.deleted_at IS NULL ORDER BY e.words DESC, e.id LIMIT 1",
            (url_key(url),),
        ).fetchone()
        if row is not None:
            found[url] = row[0]
    return found


def linking_here(con: sqlite3.Connection, entry_id: int) -> tuple[Entry, ...]:
    """The stories that link to any address of an entry, newest first, itself left out."""
    rows = con.execute(
        "WITH from_here (id) AS (SELECT DISTINCT l.entry_id FROM address AS a"
        "  CROSS JOIN link AS l ON l.key = a.key WHERE a.entry_id = ?1 AND l.entry_id <> ?1)"
        f" SELECT {ENTRY_COLUMNS} FROM from_here CROSS JOIN entry AS e ON e.id = from_here.id"
        " CROSS JOIN feed AS f ON f.id = e.feed_id WHERE e.deleted_at IS NULL"
        " ORDER BY e.sort_at DESC, e.id DESC LIMIT ?2",
        (entry_id, MAX_BACKLINKS),
    )
    return tuple(to_entry(row) for row in rows)
