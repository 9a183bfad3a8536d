"""Permanent redirects as seen so far, and feeds that follow them."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from reader.store.rows import stamp, to_time
from reader.store.settings import unseen


class StoredMove(NamedTuple):
    """Where a feed's answers come from since when, and how often that was seen."""

    url: str
    times: int
    since: datetime


def to_move(url: str | None, times: int, since: int | None) -> StoredMove | None:
    """The move in a feed's columns."""
    at = to_time(since)
    return StoredMove(url, times, at) if url is not None and at is not None else None


@unseen
def note_move(con: sqlite3.Connection, feed_id: int, move: StoredMove | None) -> None:
    """Keep what is known of a feed's move; None: it has not moved."""
    con.execute(
        "UPDATE feed SET moved_to = ?, moved_times = ?, moved_since = ? WHERE id = ?",
        (move.url, move.times, stamp(move.since), feed_id) if move else (None, 0, None, feed_id),
    )
