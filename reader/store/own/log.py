"""The log of what the reader did last: every change of state with what it takes to undo it.

The last :data:`KEPT` changes are kept.  What a change of a million entries was is some kilobytes
where they follow one another, and is read only when it is asked for.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from reader.frozen import frozen
from reader.store import settings
from reader.store.rows import EPOCH, stamp, to_json, to_time

KEPT: Final = 100
_TAKEN_BACK: Final = "taken_back"
"""The setting that holds the changes that are being taken back part by part, each by its number and
time: a number is given again when the last change is gone."""
Value = int | str | None


class Turn(NamedTuple):
    """Entries of which a column was one thing and became another (of tags: their JSON)."""

    was: Value
    now: Value
    ids: Sequence[int]

    @property
    def back(self) -> Turn:
        """What takes it back."""
        return Turn(self.now, self.was, self.ids)


@frozen
class StoredChange:
    """A change that can be taken back: ``kind`` is read, star, tag, delete, highlight, or the
    caller's own word; ``text`` is for a reader; ``data`` is what the caller gave to
    :func:`reader.store.own.marks.record_change`. Of a change that is only listed, entries and data
    are left out."""

    id: int
    kind: str
    text: str
    entry_ids: tuple[int, ...]
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


class Logged(NamedTuple):
    """A change, and what it takes to undo it."""

    change: StoredChange
    turns: tuple[Turn, ...]
    data: dict[str, Any]

    @property
    def size(self) -> int:
        """How many entries turn."""
        return sum(len(turn.ids) for turn in self.turns)


def note(
    con: sqlite3.Connection, kind: str, text: str, at: datetime, data: dict[str, Any]
) -> StoredChange:
    """Log a change; the oldest of too many goes."""
    added = add(con, kind, text, at, _packed(data))
    return _change(added, kind, text, stamp(at), data, _turns(data))


def note_turns(
    con: sqlite3.Connection, kind: str, text: str, at: datetime, turns: Sequence[Turn]
) -> StoredChange:
    """Log a change of a column of entries."""
    return noted(add(con, kind, text, at, packed(turns)), kind, text, at, turns)


def noted(id_: int, kind: str, text: str, at: datetime, turns: Sequence[Turn]) -> StoredChange:
    """The change that :func:`add` logged."""
    return _change(id_, kind, text, stamp(at), {}, turns)


def add(con: sqlite3.Connection, kind: str, text: str, at: datetime, data: bytes) -> int:
    """Log a change whose data are packed already, which of many entries takes a second; its id."""
    added = con.execute(
        "INSERT INTO change (kind, text, at, data) VALUES (?, ?, ?, ?)",
        (kind, text, stamp(at), data),
    )
    con.execute(
        "DELETE FROM change WHERE id <= (SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
    assert added.lastrowid is not None
    if any(id_ == added.lastrowid for id_, _ in _in_undo(con)):  # the number of one that is gone
        _note_in_undo(con, [pair for pair in _in_undo(con) if pair[0] != added.lastrowid])
    return added.lastrowid


def newest(con: sqlite3.Connection) -> tuple[int, int] | None:
    """By what it is known which change was logged last."""
    row = con.execute("SELECT id, at FROM change ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else (row[0], row[1])


def add_after(
    con: sqlite3.Connection,
    seen: tuple[int, int] | None,
    kind: str,
    text: str,
    at: datetime,
    data: bytes,
) -> int | None:
    """:func:`add`, if what was logged last is still :func:`newest` as it was ``seen``; else None:
    what was planned then may rest on what is no longer so."""
    return add(con, kind, text, at, data) if newest(con) == seen else None


def listed(con: sqlite3.Connection) -> tuple[StoredChange, ...]:
    """What can be taken back, the last first; which entries that were is not read."""
    rows = con.execute("SELECT id, kind, text, at FROM change ORDER BY id DESC")
    return tuple(
        StoredChange(id_, kind, text, (), to_time(at) or EPOCH) for id_, kind, text, at in rows
    )


def entries_of(con: sqlite3.Connection, change_id: int) -> tuple[int, ...]:
    """The entries that a change changed; none where it is no longer in the log."""
    row = con.execute("SELECT data FROM change WHERE id = ?", (change_id,)).fetchone()
    if row is None:
        return ()
    data = _unpack(row[0])
    return _entry_ids(data, _turns(data))


def last(con: sqlite3.Connection, change_id: int | None = None) -> Logged | None:
    """The change that undo takes back next; None when there is none, or it is not
    ``change_id``.  What it rests on and another program is just taking back counts as gone."""
    row = con.execute(
        "SELECT id, kind, text, at, data FROM change ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None or change_id not in (None, row[0]):
        return None
    id_, kind, text, at, blob = row
    data = _unpack(blob)
    turns = _turns(data)
    for other in (pair for pair in _in_undo(con) if pair != (id_, at)):
        below = "SELECT data FROM change WHERE id = ? AND at = ? AND kind = ?"
        gone = con.execute(below, (*other, kind)).fetchone()
        turns = _rested(turns, _turns(_unpack(gone[0]))) if gone else turns
    return Logged(_change(id_, kind, text, at, data, turns), turns, data)


def last_of(con: sqlite3.Connection, kinds: Collection[str]) -> StoredChange | None:
    """The change that undo takes back next where it is of one of the caller's own ``kinds``."""
    row = con.execute("SELECT kind FROM change ORDER BY id DESC LIMIT 1").fetchone()
    if row is None or row[0] not in kinds:
        return None
    logged = last(con)
    return logged.change if logged is not None and logged.change.kind in kinds else None


def drop(con: sqlite3.Connection, change: StoredChange, turns: Sequence[Turn] = ()) -> None:
    """Take a change out of the log whose ``turns`` were taken back.

    What was changed meanwhile from the state that it had made goes back to the one before it."""
    con.execute("DELETE FROM change WHERE id = ? AND at = ?", (change.id, stamp(change.at)))
    later = "SELECT id, data FROM change WHERE id > ? AND kind = ?"
    for id_, blob in con.execute(later, (change.id, change.kind)).fetchall():
        newer = _turns(_unpack(blob))
        mended = _rested(newer, turns)
        if mended != newer:
            con.execute("UPDATE change SET data = ? WHERE id = ?", (packed(mended), id_))
    if _in_undo(con):
        _note_in_undo(con, [p for p in _in_undo(con) if p != (change.id, stamp(change.at))])


def _rested(turns: Sequence[Turn], gone: Sequence[Turn]) -> tuple[Turn, ...]:
    """``turns``, of which some entries were what ``gone`` had made of them, which it did not."""
    mended = []
    for turn in turns:
        for was, now, ids in gone:
            if now == turn.was and (common := set(turn.ids).intersection(ids)):
                mended.append(Turn(was, turn.now, sorted(common)))
                turn = turn._replace(ids=[id_ for id_ in turn.ids if id_ not in common])
        mended.append(turn)
    return tuple(mended)


def leave_out(con: sqlite3.Connection, change_id: int, at: datetime, ids: Collection[int]) -> None:
    """Note of a logged change that it did not change ``ids``: they were something else by then."""
    where = (change_id, stamp(at))
    row = con.execute("SELECT data FROM change WHERE id = ? AND at = ?", where).fetchone()
    if row is not None:
        left = [
            turn._replace(ids=[id_ for id_ in turn.ids if id_ not in ids])
            for turn in _turns(_unpack(row[0]))
        ]
        con.execute("UPDATE change SET data = ? WHERE id = ? AND at = ?", (packed(left), *where))


def begin_undo(con: sqlite3.Connection, change: StoredChange) -> bool:
    """Note that a change is taken back part by part: another program that is still making it is to
    make no more of it (:func:`is_wanted`).  False where it is not the last one any more."""
    pair = (change.id, stamp(change.at))
    if newest(con) != pair:
        return False
    _note_in_undo(con, [*(other for other in _in_undo(con) if other != pair), pair])
    return True


def is_wanted(con: sqlite3.Connection, change_id: int, at: datetime) -> bool:
    """Whether a change that was logged is still to be made: nobody takes it back, or did."""
    pair = (change_id, stamp(at))
    there = con.execute("SELECT 1 FROM change WHERE id = ? AND at = ?", pair).fetchone()
    return there is not None and pair not in _in_undo(con)


def _in_undo(con: sqlite3.Connection) -> list[tuple[int, int]]:
    found = json.loads(settings.get(con, _TAKEN_BACK) or "[]")
    return [(id_, at) for id_, at in found] if isinstance(found, list) else []


def _note_in_undo(con: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    settings.put(con, _TAKEN_BACK, to_json(pairs[-KEPT:]))


def packed(turns: Iterable[Turn]) -> bytes:
    """Turns as they are logged: of each the first and the last of the ids that follow one
    another."""
    return _packed({"turns": [(was, now, _runs(sorted(ids))) for was, now, ids in turns]})


def _runs(ids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for id_ in ids:
        if found and found[-1] + 1 == id_:
            found[-1] = id_
        else:
            found += (id_, id_)
    return found


def _turns(data: dict[str, Any]) -> tuple[Turn, ...]:
    found = [Turn(was, now, _ids(runs)) for was, now, runs in data.get("turns", ())]
    # As older programs logged it.
    now = data.get("now")
    found += [Turn(was, now, _ids(runs)) for was, runs in data.get("states", ())]
    by_turn: dict[tuple[Value, Value], list[int]] = {}
    for id_, was in data.get("before", ()):
        by_turn.setdefault((was, now), []).append(id_)
    for id_, was, became in data.get("tags", ()):
        by_turn.setdefault((was, became), []).append(id_)
    return (*found, *(Turn(was, became, ids) for (was, became), ids in by_turn.items()))


def _ids(runs: Sequence[int]) -> list[int]:
    spans = zip(runs[::2], runs[1::2], strict=True)
    return list(chain.from_iterable(range(first, last + 1) for first, last in spans))


def _entry_ids(data: dict[str, Any], turns: Sequence[Turn]) -> tuple[int, ...]:
    return (*data.get("entries", ()), *chain.from_iterable(turn.ids for turn in turns))


def _change(
    id_: int, kind: str, text: str, at: int, data: dict[str, Any], turns: Sequence[Turn]
) -> StoredChange:
    entries = _entry_ids(data, turns)
    return StoredChange(id_, kind, text, entries, to_time(at) or EPOCH, data.get("data", {}))


def _packed(data: dict[str, Any]) -> bytes:
    return zlib.compress(to_json(data).encode("utf-8"))


def _unpack(blob: bytes) -> dict[str, Any]:
    logged: dict[str, Any] = json.loads(zlib.decompress(blob))
    return logged
