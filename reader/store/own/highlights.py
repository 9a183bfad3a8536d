"""What the reader has highlighted, kept by its words, so that it outlives its story's reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from reader.errors import NotFound
from reader.model import Anchor, Entry, Highlight
from reader.store.rows import ENTRY_COLUMNS, EPOCH, id_list, stamp, to_entry, to_time

_COLUMNS: Final = ("id", "entry_id", "made_at", "text", "before", "after", "block", "start")
_SELECT: Final = f"SELECT {', '.join('h.' + name for name in _COLUMNS)}"


def add(con: sqlite3.Connection, entry_id: int, anchor: Anchor, at: datetime) -> Highlight:
    """Keep a passage of a story. Raises NotFound."""
    if not con.execute("SELECT 1 FROM entry WHERE id = ?", (entry_id,)).fetchone():
        raise NotFound(f"The library has no story {entry_id}.")
    values = (stamp(at), anchor.text, anchor.before, anchor.after, anchor.block, anchor.start)
    added = con.execute(
        "INSERT INTO highlight (entry_id, made_at, text, before, after, block, start)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (entry_id, *values),
    )
    assert added.lastrowid is not None
    return _to_highlight(added.lastrowid, entry_id, *values)


def take_out(con: sqlite3.Connection, ids: Sequence[int]) -> list[list[Any]]:
    """Remove highlights; their rows, as :func:`put_back` takes them."""
    rows = con.execute(
        f"{_SELECT} FROM highlight AS h WHERE id IN (SELECT value FROM json_each(?))",
        (id_list(ids),),
    ).fetchall()
    con.execute(
        "DELETE FROM highlight WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),)
    )
    return [list(row) for row in rows]


def put_back(con: sqlite3.Connection, rows: Iterable[Sequence[Any]]) -> None:
    """Bring removed highlights back, ids and all."""
    con.executemany(
        f"INSERT OR IGNORE INTO highlight ({', '.join(_COLUMNS)})"
        f" VALUES ({', '.join('?' * len(_COLUMNS))})",
        rows,
    )


def of_entry(con: sqlite3.Connection, entry_id: int) -> tuple[Highlight, ...]:
    """The highlights of one story, in the order they were made."""
    rows = con.execute(
        f"{_SELECT} FROM highlight AS h WHERE entry_id = ? ORDER BY made_at, id", (entry_id,)
    )
    return tuple(_to_highlight(*row) for row in rows)


def every(con: sqlite3.Connection) -> tuple[tuple[Entry, Highlight], ...]:
    """All highlights with their entries, newest entry first; deleted entries are left out."""
    rows = con.execute(
        f"{_SELECT}, {ENTRY_COLUMNS} FROM highlight AS h"
        " CROSS JOIN entry AS e ON e.id = h.entry_id CROSS JOIN feed AS f ON f.id = e.feed_id"
        " WHERE e.deleted_at IS NULL ORDER BY e.sort_at DESC, e.id DESC, h.made_at, h.id"
    ).fetchall()
    width = len(_COLUMNS)
    return tuple((to_entry(row[width:]), _to_highlight(*row[:width])) for row in rows)


def _to_highlight(
    id_: int, entry_id: int, at: int, text: str, before: str, after: str, block: int, start: int
) -> Highlight:
    anchor = Anchor(text, before, after, block, start)
    return Highlight(id_, entry_id, anchor, to_time(at) or EPOCH)
