"""Permanent redirects as seen so far, and feeds that follow them."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from reader.store.rows import stamp, to_time


class StoredMove(NamedTuple):
    """Where a feed's answers come from since when, and how often that was seen."""

    url: str
    times: int
    since: datetime


def stored_move(con: sqlite3.Connection, feed_id: int) -> StoredMove | None:
    """What is known of a feed's move."""
    row = con.execute(
        "SELECT moved_to, moved_times, moved_since FROM feed WHERE id = ?", (feed_id,)
    ).fetchone()
    if row is None or row[0] is None:
        return None
    since = to_time(row[2])
    assert since is not None
    return StoredMove(row[0], row[1], since)


def note_move(con: sqlite3.Connection, feed_id: int, move: StoredMove | None) -> None:
    """Keep what is known of a feed's move; None: it has not moved."""
    con.execute(
        "UPDATE feed SET moved_to = ?, moved_times = ?, moved_since = ? WHERE id = ?",
        (move.url, move.times, stamp(move.since), feed_id) if move else (None, 0, None, feed_id),
    )
