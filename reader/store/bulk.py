"""Taking in very many entries at once: imports, and libraries made for measuring."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from reader.model import DigestedFeed
from reader.store.entries import Applied, apply


def apply_many(
    con: sqlite3.Connection, batch: Sequence[tuple[int, DigestedFeed]], *, at: datetime
) -> Applied:
    """Take in what many feeds brought, as one change; the feeds' next tries are left open.

    Raises NotFound when one of the feeds isn't there: then nothing is taken in.
    """
    new = updated = 0
    ids: list[int] = []
    for feed_id, digested in batch:
        applied = apply(
            con,
            feed_id,
            digested,
            etag=None,
            last_modified=None,
            body_hash=None,
            fetched_at=at,
            next_fetch_at=None,
        )
        new += applied.new
        updated += applied.updated
        ids.extend(applied.new_ids)
    return Applied(new, updated, tuple(ids))


def settle(con: sqlite3.Connection) -> None:
    """After a bulk: fold the word index into one piece, and let the planner look at the tables."""
    con.execute("INSERT INTO search (search) VALUES ('optimize')")
    con.execute("PRAGMA analysis_limit = 400")
    con.execute("ANALYZE")
