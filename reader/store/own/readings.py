"""Which entries were read, by what their feeds call them: to be kept elsewhere, and brought back."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Final, NamedTuple

from reader.store.rows import to_json

_CALLED: Final = "coalesce(nullif(e.guid, ''), e.link)"
_OF_FEEDS: Final = "entry AS e CROSS JOIN feed AS f ON f.id = e.feed_id"


class Reading(NamedTuple):
    """An entry that was read: its id, its feed's address, and what the feed calls it (its guid,
    else its link)."""

    id: int
    feed_url: str
    guid: str


def read_ones(con: sqlite3.Connection, after: int, limit: int) -> list[Reading]:
    """Entries of feeds that were read, also those deleted since, by id from ``after`` on."""
    rows = con.execute(
        f"SELECT e.id, f.url, {_CALLED} FROM {_OF_FEEDS}"
        f" WHERE e.id > ? AND e.read_at IS NOT NULL AND f.kind = 'web' AND {_CALLED} IS NOT NULL"
        " ORDER BY e.id LIMIT ?",
        (after, limit),
    )
    return [Reading(*row) for row in rows]


def unread_of(
    con: sqlite3.Connection, guids: Collection[str], in_feeds: Collection[tuple[str, str]]
) -> list[int]:
    """The ids of unread entries that any feed calls by one of ``guids``, or a feed by its address
    as ``in_feeds`` say."""
    rows = con.execute(
        f"SELECT e.id FROM {_OF_FEEDS} WHERE e.read_at IS NULL AND e.deleted_at IS NULL"
        f" AND f.kind = 'web' AND ({_CALLED} IN (SELECT value FROM json_each(?1))"
        f" OR (f.url, {_CALLED}) IN "
        " (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?2)))",
        (to_json(list(guids)), to_json(list(in_feeds))),
    )
    return [id_ for (id_,) in rows]
