"""Entries that are one story: the same address, or the same words in another feed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.events.alike import WINDOW_HOURS
from reader.events.copies import address_tells, same_titles
from reader.model import Compared
from reader.store.arriving.intake import Fresh
from reader.store.rows import id_list, one, url_key

COPY_DAYS: Final = 30
"""Days that lie between two copies of one story at most."""
_MAX_SHARING: Final = 20
_HOUR: Final = 3_600_000_000
_DAY: Final = 24 * _HOUR
_ON_LISTS: Final = "shelf > 0 AND deleted_at IS NULL"


def twins(
    con: sqlite3.Connection, fresh: Sequence[Fresh], known: Sequence[Compared]
) -> frozenset[int]:
    """Those of ``fresh`` that share an address or all their words with another entry."""
    addresses = {each.id: key for each in fresh if (key := _address(each)) is not None}
    shared = {
        key
        for (key,) in con.execute(
            "SELECT a.key FROM json_each(?) AS j CROSS JOIN address AS a ON a.key = j.value"
            " GROUP BY a.key HAVING count(DISTINCT a.entry_id) > 1",
            (id_list(list(set(addresses.values()))),),
        )
    }
    keys = [compared.text_key for compared in known if compared.text_key]
    repeated = {
        key
        for (key,) in con.execute(
            "SELECT g.text_key FROM json_each(?) AS j CROSS JOIN gist AS g ON g.text_key = j.value",
            (id_list(keys),),
        )
    }
    return frozenset(
        each.id
        for each, compared in zip(fresh, known, strict=True)
        if addresses.get(each.id) in shared or compared.text_key in repeated
    )


def original_of(con: sqlite3.Connection, fresh: Fresh, text_key: int) -> int | None:
    """The entry that the new one is a copy of: the same address, or in another feed the same
    words."""
    title = fresh.entry.title
    if (key := _address(fresh)) is not None:
        sharing = con.execute(
            "SELECT e.id, e.feed_id, e.title, e.sort_at, e.link FROM address AS a"
            " CROSS JOIN entry AS e ON e.id = a.entry_id"
            " WHERE a.key = ? AND e.id <> ? AND e.shelf > 0 AND e.deleted_at IS NULL LIMIT ?",
            (key, fresh.id, _MAX_SHARING),
        ).fetchall()
        alike = [row for row in sharing if same_titles(row[2], title)]
        if len(alike) == len(sharing):
            near = alike
        else:  # an address that one feed gives to several stories tells none of them
            feeds = [row[1] for row in sharing]
            tells = fresh.feed_id not in feeds and len(set(feeds)) == len(feeds)
            near = sharing if tells else alike
        for id_, _, _, sort_at, other in near:
            if abs(sort_at - fresh.sort_at) <= COPY_DAYS * _DAY and other and url_key(other) == key:
                return int(id_)
    if text_key:
        row = con.execute(
            "SELECT e.id FROM gist AS g CROSS JOIN entry AS e ON e.id = g.entry_id"
            " WHERE g.text_key = ?1 AND e.feed_id <> ?5 AND e.shelf > 0 AND e.deleted_at IS NULL"
            " AND abs(e.sort_at - ?3) <= CASE e.title WHEN ?2 THEN ?4 ELSE ?6 END"
            " ORDER BY e.id LIMIT 1",
            (
                text_key,
                title,
                fresh.sort_at,
                COPY_DAYS * _DAY,
                fresh.feed_id,
                WINDOW_HOURS * _HOUR,
            ),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return None


def _address(fresh: Fresh) -> int | None:
    """The key of an entry's address, where that can be the address of one story."""
    link = fresh.entry.link
    return fresh.key if link and address_tells(link) else None


def join(con: sqlite3.Connection, entry_id: int, original: int) -> None:
    """Make an entry a copy of another."""
    con.execute(
        "UPDATE entry SET copy_id = coalesce(copy_id, id), event_id = coalesce(event_id, id)"
        " WHERE id = ?",
        (original,),
    )
    con.execute(
        "UPDATE entry SET (copy_id, event_id) ="
        " (SELECT copy_id, event_id FROM entry WHERE id = ?) WHERE id = ?",
        (original, entry_id),
    )


def read_with(con: sqlite3.Connection, entry_id: int, now: int) -> None:
    """What the reader has read need not be read again."""
    # What a rule marked read when it came in was never seen.
    was_read = one(
        con,
        "SELECT 1 FROM entry INDEXED BY entry_copy WHERE read_at > first_seen_at"
        f" AND copy_id = (SELECT copy_id FROM entry WHERE id = ?) AND {_ON_LISTS}",
        entry_id,
    )
    if was_read:
        con.execute("UPDATE entry SET read_at = ? WHERE id = ?", (now + 1, entry_id))
