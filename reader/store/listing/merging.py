"""A stretch of a list of several feeds: the next entries of each, merged.

Each feed has its entries in the order of the list.  Of the feeds of a folder most have none among
the next hundred, so a few of each are looked at first, and more only where it can't be told yet
which come next.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import replace
from typing import Final

from reader.store.listing.statements import PLACE, from_each, select
from reader.store.listing.strands import Reach, Strand

_Row = tuple[int, int, int]
_LEAST: Final = 5
_ALONE: Final = 12
"""Entries of each from which on feeds are asked one by one."""
_MORE: Final = 4
"""Times as many of each feed are looked at when so few did not tell."""


def nearest(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[tuple[int, int]]:
    """The next ``reach.limit`` entries of a strand of several feeds, in order: id and
    ``sort_at``."""
    feeds = strand.feed_ids or ()
    if not feeds:
        return []
    of_each = min(_LEAST + 2 * reach.limit // len(feeds), reach.limit)
    asked, known = feeds, list[_Row]()
    while True:
        known = _sorted([*known, *_first_of(con, strand, asked, reach, of_each)], reach)
        asked = _unsure(known[: reach.limit], of_each) if of_each < reach.limit else ()
        if not asked:
            return [(id_, sort_at) for id_, sort_at, _ in known[: reach.limit]]
        again = set(asked)
        known = [row for row in known if row[2] not in again]
        of_each = min(_MORE * of_each, reach.limit)


def _first_of(
    con: sqlite3.Connection, strand: Strand, feeds: tuple[int, ...], reach: Reach, of_each: int
) -> list[_Row]:
    """The first few of each of some feeds: id, sort_at and feed."""
    if of_each > _ALONE and not strand.fold:
        # By the index alone; asked for together, each entry's row is read.
        found: list[_Row] = []
        for feed in feeds:
            alone = select(replace(strand, feed_ids=(feed,)), PLACE, replace(reach, limit=of_each))
            found += [(id_, sort_at, feed) for id_, sort_at in con.execute(*alone)]
        return found
    some = replace(strand, feed_ids=feeds)
    sql, values = from_each(some, f"{PLACE}, e.feed_id", replace(reach, limit=of_each))
    return con.execute(sql, values).fetchall()


def _sorted(rows: list[_Row], reach: Reach) -> list[_Row]:
    return sorted(rows, key=lambda row: (row[1], row[0]), reverse=not reach.ascending)


def _unsure(rows: list[_Row], of_each: int) -> tuple[int, ...]:
    """The feeds that may have more that belong among ``rows``: all that were looked at do."""
    counts = Counter(feed_id for _, _, feed_id in rows)
    return tuple(feed_id for feed_id, number in counts.items() if number == of_each)
