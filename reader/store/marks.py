"""The reader's marks, and the log that takes them back.

Every change of state is written with what it takes to undo it; the last :data:`KEPT` are kept.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any, Final

from reader.frozen import frozen
from reader.model import Anchor, Cursor, Highlight, Selection
from reader.store import highlights, tags
from reader.store.counting import matching_ids
from reader.store.groups import copies_of
from reader.store.rows import EPOCH, id_list, stamp, to_json, to_time
from reader.store.said import count_said

KEPT: Final = 100
_AT_ONCE: Final = 500
"""Entries that one statement marks."""
_COLUMNS: Final = {"read": "read_at", "star": "starred_at", "delete": "deleted_at"}


@frozen
class StoredChange:
    """A change that can be taken back: ``kind`` is read, star, tag, delete, highlight,
    or the caller's own word;
    ``text`` is for a reader; ``data`` is what the caller gave to :func:`record_change`."""

    id: int
    kind: str
    text: str
    entry_ids: tuple[int, ...]
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def set_read(
    con: sqlite3.Connection,
    ids: Sequence[int],
    read: bool,
    at: datetime,
    *,
    undoable: bool = True,
    alone: bool = False,
) -> StoredChange | None:
    """Mark entries read or unread, and their copies in other feeds unless ``alone``; None when all
    of them were so already."""
    return _mark(con, "read", ids, stamp(at) if read else None, at, undoable, alone)


def set_starred(
    con: sqlite3.Connection,
    ids: Sequence[int],
    starred: bool,
    at: datetime,
    *,
    undoable: bool = True,
    alone: bool = False,
) -> StoredChange | None:
    """Star entries or take their stars, copies too unless ``alone``; None when all of them were so
    already."""
    return _mark(con, "star", ids, stamp(at) if starred else None, at, undoable, alone)


def delete(
    con: sqlite3.Connection,
    ids: Sequence[int],
    at: datetime,
    *,
    undoable: bool = True,
    alone: bool = True,
) -> StoredChange | None:
    """Take entries off every list, copies too unless ``alone``; they stay as their own
    tombstones."""
    return _mark(con, "delete", ids, stamp(at), at, undoable, alone)


def set_tags(
    con: sqlite3.Connection,
    ids: Sequence[int],
    add: Sequence[str],
    remove: Sequence[str],
    at: datetime,
    *,
    undoable: bool = True,
) -> StoredChange | None:
    """Give entries tags and take tags from them; None when nothing changed."""
    changed = tags.changed_tags(con, ids, add, remove)
    if not changed:
        return None
    for change in changed:
        tags.put_tags(con, *change)
    number = _stories(len(changed))
    parts = [f"Tagged {number} {' '.join(f'#{n}' for n in tags.tidy(add))}"] if add else []
    if remove:
        gone = " ".join(f"#{n}" for n in tags.tidy(remove))
        parts.append(f"took {gone} from {number}" if parts else f"Took {gone} from {number}")
    text = ", ".join(parts)
    if not undoable:
        return StoredChange(0, "tag", text, tuple(id_ for id_, *_ in changed), at)
    return _log(con, "tag", text, at, {"tags": changed})


def mark_all_read(
    con: sqlite3.Connection,
    selection: Selection,
    seen_until: Cursor,
    at: datetime,
    *,
    last_id: int | None = None,
) -> StoredChange | None:
    """Mark read what is unread in ``selection`` and not newer than ``seen_until``.

    Entries get rising ids as they come in: with ``last_id``, the highest there was when the list
    was shown, those that came later stay unread even if their dates are older.
    """
    unread = replace(selection, unread=True)
    ids = matching_ids(con, unread, seen_until)
    if last_id is not None:
        ids = [id_ for id_ in ids if id_ <= last_id]
    return set_read(con, ids, True, at)


def record_change(
    con: sqlite3.Connection, kind: str, text: str, data: dict[str, Any], at: datetime
) -> StoredChange:
    """Log a change made outside the store, whose undoing is the caller's."""
    return _log(con, kind, text, at, {"data": data})


def add_highlight(
    con: sqlite3.Connection, entry_id: int, anchor: Anchor, at: datetime
) -> tuple[Highlight, StoredChange]:
    """Keep a passage of a story. Raises NotFound."""
    made = highlights.add(con, entry_id, anchor, at)
    logged = {"entries": [entry_id], "made": [made.id]}
    return made, _log(con, "highlight", "Highlighted a passage", at, logged)


def remove_highlights(
    con: sqlite3.Connection, ids: Sequence[int], at: datetime
) -> StoredChange | None:
    """Take highlights out; None when there were none."""
    rows = highlights.take_out(con, ids)
    if not rows:
        return None
    text = "Took a highlight away" if len(rows) == 1 else f"Took {len(rows)} highlights away"
    entries = sorted({row[1] for row in rows})
    return _log(con, "highlight", text, at, {"entries": entries, "gone": rows})


def undo(con: sqlite3.Connection) -> StoredChange | None:
    """Take back the last change and drop it from the log; None when there is none.

    An entry whose state has changed since is left as it is.
    """
    row = con.execute("SELECT id, kind, text, at, data FROM change ORDER BY id DESC").fetchone()
    if row is None:
        return None
    change = _to_change(*row)
    logged = _unpack(row[4])
    for id_, before, now in logged.get("tags", ()):
        tags.put_tags(con, id_, now, before)
    if "before" in logged:
        column = _COLUMNS[change.kind]
        ids_by_state: dict[int | None, list[int]] = {}
        for id_, before in logged["before"]:
            ids_by_state.setdefault(before, []).append(id_)
        for before, ids in ids_by_state.items():
            _put(con, column, before, ids, f"AND {column} IS ?3", logged["now"])
        if change.kind == "delete":
            _count_back(con, change.entry_ids)
    highlights.take_out(con, logged.get("made", ()))
    highlights.put_back(con, logged.get("gone", ()))
    con.execute("DELETE FROM change WHERE id = ?", (change.id,))
    return change


def changes(con: sqlite3.Connection) -> tuple[StoredChange, ...]:
    """What can be taken back, the last first."""
    rows = con.execute("SELECT id, kind, text, at, data FROM change ORDER BY id DESC")
    return tuple(_to_change(*row) for row in rows)


def _mark(
    con: sqlite3.Connection,
    kind: str,
    ids: Sequence[int],
    now: int | None,
    at: datetime,
    undoable: bool,
    alone: bool,
) -> StoredChange | None:
    column = _COLUMNS[kind]
    asked = set(ids)
    if not alone:
        ids = (*ids, *copies_of(con, ids))
    alive = "" if kind == "delete" else "AND deleted_at IS NULL"
    before = con.execute(
        f"SELECT id, {column} FROM entry WHERE id IN (SELECT value FROM json_each(?))"
        f" AND ({column} IS NULL) = ? {alive}",
        (id_list(ids), now is not None),
    ).fetchall()
    if not before:
        return None
    _put(con, column, now, [id_ for id_, _ in before])
    if kind == "delete":  # when all are: the newest that is left must not be one of them
        for id_, _ in before:
            count_said(con, id_, -1)
    # A story that came in several feeds is one to the reader.
    number = sum(id_ in asked for id_, _ in before) or 1
    text = _say(kind, now is not None, number)
    if not undoable:
        return StoredChange(0, kind, text, tuple(id_ for id_, _ in before), at)
    return _log(con, kind, text, at, {"now": now, "before": before})


def _put(
    con: sqlite3.Connection,
    column: str,
    value: int | None,
    ids: Sequence[int],
    only: str = "",
    *bound: object,
) -> None:
    """Write a column of entries, some at a time: SQLite keeps every page that one statement changes
    as it was, in memory, and a hundred thousand entries lie on all pages of a library."""
    for start in range(0, len(ids), _AT_ONCE):
        con.execute(
            f"UPDATE entry SET {column} = ?1 WHERE id IN (SELECT value FROM json_each(?2)) {only}",
            (value, id_list(ids[start : start + _AT_ONCE]), *bound),
        )


def _count_back(con: sqlite3.Connection, ids: Sequence[int]) -> None:
    alive = con.execute(
        "SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
        (id_list(ids),),
    ).fetchall()
    for (id_,) in alive:
        count_said(con, id_, 1)


def _say(kind: str, on: bool, number: int) -> str:
    stories = _stories(number)
    if kind == "read":
        return f"Marked {stories} {'read' if on else 'unread'}"
    if kind == "star":
        return f"Starred {stories}" if on else f"Took the star from {stories}"
    return f"Deleted {stories}"


def _stories(number: int) -> str:
    return "1 story" if number == 1 else f"{number:,} stories"


def _log(
    con: sqlite3.Connection, kind: str, text: str, at: datetime, data: dict[str, Any]
) -> StoredChange:
    packed = zlib.compress(to_json(data).encode("utf-8"))
    added = con.execute(
        "INSERT INTO change (kind, text, at, data) VALUES (?, ?, ?, ?)",
        (kind, text, stamp(at), packed),
    )
    con.execute(
        "DELETE FROM change WHERE id <= (SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
    assert added.lastrowid is not None
    return _to_change(added.lastrowid, kind, text, stamp(at), packed)


def _to_change(id_: int, kind: str, text: str, at: int, packed: bytes) -> StoredChange:
    logged = _unpack(packed)
    marked = logged.get("before") or logged.get("tags", ())
    ids = tuple(logged.get("entries", ())) or tuple(entry_id for entry_id, *_ in marked)
    return StoredChange(id_, kind, text, ids, to_time(at) or EPOCH, logged.get("data", {}))


def _unpack(packed: bytes) -> dict[str, Any]:
    logged: dict[str, Any] = json.loads(zlib.decompress(packed))
    return logged
