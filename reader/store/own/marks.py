"""The reader's marks, and taking them back.

Every change of state is written with what it takes to undo it (:mod:`reader.store.own.log`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from reader.model import Anchor, Cursor, Highlight, Selection
from reader.store.listing.counting import matching_ids
from reader.store.listing.groups import copies_of
from reader.store.own import highlights, log, tags
from reader.store.own.log import StoredChange, Turn
from reader.store.rows import id_list, one, stamp
from reader.store.speaking.said import count_said

_AT_ONCE: Final = 500
"""Entries that one statement marks."""
_LOOKED_UP: Final = 50_000
"""Entries whose state one statement reads."""
_MOST_OF_TITLE: Final = 40
"""Characters of a headline by which a change is known again."""
_COLUMNS: Final = {"read": "read_at", "star": "starred_at", "delete": "deleted_at"}


class Marking(NamedTuple):
    """A change of one column of entries that is planned."""

    kind: str
    turns: Sequence[Turn]
    text: str


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
    return _mark(con, plan(con, "read", ids, stamp(at) if read else None, alone), at, undoable)


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
    return _mark(con, plan(con, "star", ids, stamp(at) if starred else None, alone), at, undoable)


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
    return _mark(con, plan(con, "delete", ids, stamp(at), alone), at, undoable)


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
    return _mark(con, plan_tags(con, ids, add, remove), at, undoable)


def unread_until(
    con: sqlite3.Connection, selection: Selection, seen_until: Cursor, last_id: int | None
) -> list[int]:
    """What is unread in ``selection`` and not newer than ``seen_until``.

    Entries get rising ids as they come in: with ``last_id``, the highest there was when the list
    was shown, those that came later are left out even if their dates are older.
    """
    ids = matching_ids(con, replace(selection, unread=True), seen_until)
    return ids if last_id is None else [id_ for id_ in ids if id_ <= last_id]


def record_change(
    con: sqlite3.Connection, kind: str, text: str, data: dict[str, Any], at: datetime
) -> StoredChange:
    """Log a change made outside the store, whose undoing is the caller's."""
    return log.note(con, kind, text, at, {"data": data})


def add_highlight(
    con: sqlite3.Connection, entry_id: int, anchor: Anchor, at: datetime
) -> tuple[Highlight, StoredChange]:
    """Keep a passage of a story. Raises NotFound."""
    made = highlights.add(con, entry_id, anchor, at)
    logged = {"entries": [entry_id], "made": [made.id]}
    text = f"Highlighted a passage{_named(con, entry_id)}"
    return made, log.note(con, "highlight", text, at, logged)


def remove_highlights(
    con: sqlite3.Connection, ids: Sequence[int], at: datetime
) -> StoredChange | None:
    """Take highlights out; None when there were none."""
    rows = highlights.take_out(con, ids)
    if not rows:
        return None
    text = "Took a highlight away" if len(rows) == 1 else f"Took {len(rows)} highlights away"
    entries = sorted({row[1] for row in rows})
    text += _named(con, entries[0]) if len(entries) == 1 else ""
    return log.note(con, "highlight", text, at, {"entries": entries, "gone": rows})


def undo(con: sqlite3.Connection, change_id: int | None = None) -> StoredChange | None:
    """Take back the last change and drop it from the log; None when there is none, or the
    last one is not ``change_id``.

    An entry whose state has changed since is left as it is.
    """
    logged = log.last(con, change_id)
    if logged is None:
        return None
    change, turns, data = logged
    put(con, change.kind, [turn.back for turn in turns])
    highlights.take_out(con, data.get("made", ()))
    highlights.put_back(con, data.get("gone", ()))
    log.drop(con, change, turns)
    return change


# ---- in parts, for those that change very many
def plan(
    con: sqlite3.Connection, kind: str, ids: Sequence[int], now: int | None, alone: bool
) -> Marking | None:
    """What is to be done to set a column of ``ids``, and of their copies unless ``alone``, to
    ``now``; None when all of them are so already."""
    copies = () if alone else copies_of(con, ids)
    column, asked = _COLUMNS[kind], (*ids, *copies) if copies else ids
    alive = "" if kind == "delete" else "AND deleted_at IS NULL"
    by_state: dict[int | None, list[int]] = {}
    for start in range(0, len(asked), _LOOKED_UP):
        rows = con.execute(
            f"SELECT {column}, json_group_array(id) FROM entry"
            f" WHERE id IN (SELECT value FROM json_each(?)) AND ({column} IS NULL) = ? {alive}"
            f" GROUP BY {column}",
            (id_list(asked[start : start + _LOOKED_UP]), now is not None),
        )
        for before, found in rows:
            by_state.setdefault(before, []).extend(json.loads(found))
    if not by_state:
        return None
    number = sum(map(len, by_state.values()))
    if copies:  # a story that came in several feeds is one to the reader
        others = frozenset(copies)
        number = sum(id_ not in others for ids in by_state.values() for id_ in ids) or 1
    turns = [Turn(before, now, ids) for before, ids in by_state.items()]
    said = _say(kind, now is not None, number)
    return Marking(kind, turns, f"{said}{_named(con, turns[0].ids[0])}" if number == 1 else said)


def _named(con: sqlite3.Connection, entry_id: int) -> str:
    """The headline of the one story, so that of several such changes each is known again."""
    title = str(one(con, "SELECT title FROM entry WHERE id = ?", entry_id) or "")
    if len(title) > _MOST_OF_TITLE:
        end = title.rfind(" ", _MOST_OF_TITLE // 2, _MOST_OF_TITLE + 1)
        title = f"{title[: end if end > 0 else _MOST_OF_TITLE].rstrip(' ,;:·–—-')}…"
    return f": “{title}”" if title else ""


def plan_tags(
    con: sqlite3.Connection, ids: Sequence[int], add: Sequence[str], remove: Sequence[str]
) -> Marking | None:
    """What is to be done to give entries tags and take tags from them; None when nothing is."""
    turns = tags.changed_tags(con, ids, add, remove)
    number = sum(len(turn.ids) for turn in turns)
    if not turns:
        return None
    said = _say_tagged(number, add, remove)
    return Marking("tag", turns, f"{said}{_named(con, turns[0].ids[0])}" if number == 1 else said)


def put(con: sqlite3.Connection, kind: str, turns: Sequence[Turn]) -> None:
    """Let a column of entries turn where it still is what it was."""
    for turn in turns:
        if kind == "tag":
            tags.put_tags(con, turn)
        else:
            _put_state(con, kind, turn)


def put_part(
    con: sqlite3.Connection, change_id: int, at: datetime, kind: str, turns: Sequence[Turn]
) -> bool:
    """:func:`put` a part of a logged change; what another program changed since stays as it is, and
    goes from the log.  False where it was taken back meanwhile: then nothing is done."""
    if not log.is_wanted(con, change_id, at):
        return False
    column = _COLUMNS.get(kind, "tags")
    others: list[int] = []
    for was, _, ids in turns:
        sql = f"SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?)) AND {column} IS NOT ?"
        others += (id_ for (id_,) in con.execute(sql, (id_list(ids), was)))
    put(con, kind, turns)
    if others:
        log.leave_out(con, change_id, at, frozenset(others))
    return True


def parts(turns: Sequence[Turn], size: int) -> Iterator[list[Turn]]:
    """Turns of ``size`` entries in all at a time: those that were read one by one have each a time
    of its own."""
    part: list[Turn] = []
    left = size
    for turn in turns:
        start = 0
        while start < len(turn.ids):
            some = turn.ids[start : start + left]
            part.append(turn._replace(ids=some))
            start, left = start + len(some), left - len(some)
            if not left:
                yield part
                part, left = [], size
    if part:
        yield part


def _put_state(con: sqlite3.Connection, kind: str, turn: Turn) -> None:
    column, (was, now, ids) = _COLUMNS[kind], turn
    for start in range(0, len(ids), _AT_ONCE):
        some = id_list(ids[start : start + _AT_ONCE])
        where = f"id IN (SELECT value FROM json_each(?2)) AND {column} IS ?3"
        changed = (
            json.loads(one(con, f"SELECT json_group_array(id) FROM entry WHERE {where}", now, some, was))
            if kind == "delete" else ()
        )  # fmt: skip
        # Were it to go on after an error, SQLite would keep every page as it was before, in memory.
        con.execute(f"UPDATE OR ROLLBACK entry SET {column} = ?1 WHERE {where}", (now, some, was))
        for id_ in changed:  # when all are: the newest that is left must not be one of them
            count_said(con, id_, 1 if now is None else -1)


def _say_tagged(number: int, add: Sequence[str], remove: Sequence[str]) -> str:
    stories = _stories(number)
    said = [f"Tagged {stories} {' '.join(f'#{n}' for n in tags.tidy(add))}"] if add else []
    if remove:
        gone = " ".join(f"#{n}" for n in tags.tidy(remove))
        said.append(f"took {gone} from {stories}" if said else f"Took {gone} from {stories}")
    return ", ".join(said)


def _mark(
    con: sqlite3.Connection, marking: Marking | None, at: datetime, undoable: bool
) -> StoredChange | None:
    if marking is None:
        return None
    kind, turns, text = marking
    put(con, kind, turns)
    if undoable:
        return log.note_turns(con, kind, text, at, turns)
    return log.noted(0, kind, text, at, turns)


def _say(kind: str, on: bool, number: int) -> str:
    stories = _stories(number)
    if kind == "read":
        return f"Marked {stories} {'read' if on else 'unread'}"
    if kind == "star":
        return f"Starred {stories}" if on else f"Took the star from {stories}"
    return f"Deleted {stories}"


def _stories(number: int) -> str:
    return "1 story" if number == 1 else f"{number:,} stories"
