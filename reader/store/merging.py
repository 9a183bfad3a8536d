"""A stretch of a list of several feeds: the next entries of each, merged.

Each feed has its entries in the order of the list.  Of the feeds of a folder most have none among
the next hundred, so a few of each are looked at first, and more only where it can't be told yet
which come next.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Final

from reader.store.statements import PLACE, from_each
from reader.store.strands import Reach, Strand

_LEAST: Final = 5
_MORE: Final = 4
"""Times as many of each feed are looked at when so few did not tell."""


def nearest(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[int]:
    """The ids of the next ``reach.limit`` entries of a strand of several feeds, in order."""
    feeds = strand.feed_ids or ()
    if not feeds:
        return []
    of_each = min(_LEAST + 2 * reach.limit // len(feeds), reach.limit)
    while True:
        rows = _some(con, strand, reach, of_each)
        sure = _sure(rows, of_each)
        if sure is None or sure >= reach.limit or of_each >= reach.limit:
            return [id_ for id_, _, _ in rows[: reach.limit]]
        of_each = min(_MORE * of_each, reach.limit)


def _some(
    con: sqlite3.Connection, strand: Strand, reach: Reach, of_each: int
) -> list[tuple[int, int, int]]:
    """The first few of each feed: id, sort_at and feed, in the order of the list."""
    sql, values = from_each(strand, f"{PLACE}, e.feed_id", replace(reach, limit=of_each))
    return con.execute(sql, values).fetchall()


def _sure(rows: list[tuple[int, int, int]], of_each: int) -> int | None:
    """How many of ``rows`` come before anything that wasn't looked at; None when all was."""
    seen: dict[int, int] = {}
    for place, (_, _, feed_id) in enumerate(rows):
        seen[feed_id] = seen.get(feed_id, 0) + 1
        if seen[feed_id] == of_each:
            return place + 1
    return None
