"""The log of what the reader did last: every change of state with what it takes to undo it.

The last :data:`KEPT` changes are kept.  What a change of a million entries was is some kilobytes where
they follow one another, and is read only when it is asked for.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from reader.frozen import frozen
from reader.store.rows import EPOCH, stamp, to_json, to_time

KEPT: Final = 100
State = tuple[int | None, Sequence[int]]
"""What a column of some entries was, and their ids."""


@frozen
class StoredChange:
    """A change that can be taken back: ``kind`` is read, star, tag, delete, highlight,
    or the caller's own word;
    ``text`` is for a reader; ``data`` is what the caller gave to :func:`reader.store.own.marks.record_change`.
    Of a change that is only listed, entries and data are left out."""

    id: int
    kind: str
    text: str
    entry_ids: tuple[int, ...]
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


class Logged(NamedTuple):
    """A change, and what it takes to undo it."""

    change: StoredChange
    data: dict[str, Any]

    @property
    def states(self) -> list[State]:
        """What the column of the entries was before."""
        return list(_states(self.data))


def note(
    con: sqlite3.Connection, kind: str, text: str, at: datetime, data: dict[str, Any]
) -> StoredChange:
    """Log a change; the oldest of too many goes."""
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
    return _change(added.lastrowid, kind, text, stamp(at), data)


def listed(con: sqlite3.Connection) -> tuple[StoredChange, ...]:
    """What can be taken back, the last first; which entries that were is not read."""
    rows = con.execute("SELECT id, kind, text, at FROM change ORDER BY id DESC")
    return tuple(
        StoredChange(id_, kind, text, (), to_time(at) or EPOCH) for id_, kind, text, at in rows
    )


def entries_of(con: sqlite3.Connection, change_id: int) -> tuple[int, ...]:
    """The entries that a change changed; none where it is no longer in the log."""
    row = con.execute("SELECT data FROM change WHERE id = ?", (change_id,)).fetchone()
    return () if row is None else _entry_ids(_unpack(row[0]))


def last(con: sqlite3.Connection, change_id: int | None = None) -> Logged | None:
    """The change that undo takes back next; None when there is none, or it is not
    ``change_id``."""
    row = con.execute(
        "SELECT id, kind, text, at, data FROM change ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None or change_id not in (None, row[0]):
        return None
    id_, kind, text, at, blob = row
    data = _unpack(blob)
    return Logged(_change(id_, kind, text, at, data), data)


def drop(con: sqlite3.Connection, change_id: int) -> None:
    """Take a change out of the log."""
    con.execute("DELETE FROM change WHERE id = ?", (change_id,))


def packed(states: Iterable[State]) -> list[tuple[int | None, list[int]]]:
    """States as they are logged: of each the first and the last of the ids that follow one another."""
    return [(before, _runs(sorted(ids))) for before, ids in states]


def _runs(ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for id_ in ids:
        if found and found[-1] + 1 == id_:
            found[-1] = id_
        else:
            found += (id_, id_)
    return found


def _states(data: dict[str, Any]) -> Iterator[State]:
    for before, runs in data.get("states", ()):
        spans = zip(runs[::2], runs[1::2], strict=True)
        yield before, list(chain.from_iterable(range(a, b + 1) for a, b in spans))
    by_state: dict[int | None, list[int]] = {}
    for id_, before in data.get("before", ()):  # as older programs logged it
        by_state.setdefault(before, []).append(id_)
    yield from by_state.items()


def _entry_ids(data: dict[str, Any]) -> tuple[int, ...]:
    if (ids := data.get("entries")) is not None:
        return tuple(ids)
    if (tagged := data.get("tags")) is not None:
        return tuple(id_ for id_, *_ in tagged)
    return tuple(chain.from_iterable(ids for _, ids in _states(data)))


def _change(id_: int, kind: str, text: str, at: int, data: dict[str, Any]) -> StoredChange:
    return StoredChange(
        id_, kind, text, _entry_ids(data), to_time(at) or EPOCH, data.get("data", {})
    )


def _unpack(blob: bytes) -> dict[str, Any]:
    logged: dict[str, Any] = json.loads(zlib.decompress(blob))
    return logged
