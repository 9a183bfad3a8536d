"""Entries by their ids."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.errors import NotFound
from reader.model import Entry
from reader.store.rows import ENTRY_COLUMNS, id_list, one, to_entry


def entry(con: sqlite3.Connection, entry_id: int) -> Entry:
    """One entry. Raises NotFound, also for a deleted one."""
    row = con.execute(
        f"SELECT {ENTRY_COLUMNS} FROM entry AS e JOIN feed AS f ON f.id = e.feed_id"
        " WHERE e.id = ? AND e.deleted_at IS NULL",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise no_entry(entry_id)
    return to_entry(row)


def entries_of(con: sqlite3.Connection, ids: Sequence[int]) -> tuple[Entry, ...]:
    """Entries in the order of ``ids``, those that are gone left out."""
    rows = con.execute(
        f"SELECT {ENTRY_COLUMNS} FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value"
        " CROSS JOIN feed AS f ON f.id = e.feed_id WHERE e.deleted_at IS NULL ORDER BY j.key",
        (id_list(ids),),
    )
    return tuple(to_entry(row) for row in rows)


def last_id(con: sqlite3.Connection) -> int:
    """The id of the entry that came in last; 0 when there is none."""
    return int(one(con, "SELECT coalesce(max(id), 0) FROM entry"))


def no_entry(entry_id: int) -> NotFound:
    """What is raised for an id that no entry has."""
    return NotFound(f"The library has no story {entry_id}.")
