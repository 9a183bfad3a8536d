"""Tags: the reader's own on entries, and the publishers' categories, found by one index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from reader.store.own.log import Turn
from reader.store.rows import id_list, to_json
from reader.text import clean_line, fold

_LOOKED_UP: Final = 50_000
"""Entries whose tags one statement reads."""


def tag_key(name: str) -> str:
    """What all spellings of a tag have in common."""
    return " ".join(fold(name).split())


def tidy(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are kept: one line each, no ``#`` in front, none empty, none twice."""
    kept: dict[str, str] = {}
    for name in names:
        line = clean_line(name).lstrip("#").strip()
        if line:
            kept.setdefault(tag_key(line), line)
    return tuple(kept.values())


def file_under(con: sqlite3.Connection, entry_id: int, names: Iterable[str]) -> None:
    """Let ``tag:`` find an entry by ``names``."""
    con.executemany(
        "INSERT OR IGNORE INTO tagged (tag_id, entry_id) VALUES (?, ?)",
        [(_tag_id(con, name), entry_id) for name in tidy(names)],
    )


def file_many(con: sqlite3.Connection, filed: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Let ``tag:`` find many entries by their names."""
    ids: dict[str, int] = {}
    rows: list[tuple[int, int]] = []
    for entry_id, names in filed:
        for name in tidy(names):
            if name not in ids:
                ids[name] = _tag_id(con, name)
            rows.append((ids[name], entry_id))
    con.executemany("INSERT OR IGNORE INTO tagged (tag_id, entry_id) VALUES (?, ?)", sorted(rows))


def file_anew(con: sqlite3.Connection, entry_id: int, gone: Iterable[str]) -> None:
    """Take an entry out from under ``gone`` where neither its tags nor its categories say so."""
    row = con.execute("SELECT tags, categories FROM entry WHERE id = ?", (entry_id,)).fetchone()
    left = {tag_key(name) for names in row if names for name in tidy(json.loads(names))}
    for name in tidy(gone):
        if tag_key(name) not in left:
            con.execute(
                "DELETE FROM tagged WHERE entry_id = ?"
                " AND tag_id = (SELECT id FROM tag WHERE key = ?)",
                (entry_id, tag_key(name)),
            )


def put_tags(con: sqlite3.Connection, turn: Turn) -> None:
    """Let the reader's tags of those entries that have them as they were be as they became."""
    before, now = (names_in(value) for value in (turn.was, turn.now))
    listed = id_list(turn.ids)
    is_as_before = "id IN (SELECT value FROM json_each(?1)) AND tags IS ?2"
    rows = con.execute(f"SELECT id FROM entry WHERE {is_as_before}", (listed, turn.was)).fetchall()
    con.execute(f"UPDATE entry SET tags = ?3 WHERE {is_as_before}", (listed, turn.was, turn.now))
    changed = [id_ for (id_,) in rows]
    file_many(con, ((id_, now) for id_ in changed))
    kept = {tag_key(name) for name in now}
    for name in before:
        if tag_key(name) not in kept:
            _take_from_under(con, name, changed)


def changed_tags(
    con: sqlite3.Connection, ids: Sequence[int], add: Iterable[str], remove: Iterable[str]
) -> list[Turn]:
    """How ``add`` and ``remove`` turn the tags of those entries that they change."""
    adding, removing = tidy(add), {tag_key(name) for name in tidy(remove)}
    by_tags: dict[str | None, list[int]] = {}
    for start in range(0, len(ids), _LOOKED_UP):
        rows = con.execute(
            "SELECT tags, json_group_array(id) FROM entry"
            " WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL GROUP BY tags",
            (id_list(ids[start : start + _LOOKED_UP]),),
        )
        for before, found in rows:
            by_tags.setdefault(before, []).extend(json.loads(found))
    turns = []
    for before, same in by_tags.items():
        names = tidy((*names_in(before), *adding))
        left = [name for name in names if tag_key(name) not in removing]
        now = to_json(left) if left else None
        if now != before:
            turns.append(Turn(before, now, same))
    return turns


def names_in(value: object) -> tuple[str, ...]:
    """The names of tags in the JSON of a row; none in None."""
    return tuple(json.loads(str(value))) if value else ()


def used(con: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """The reader's own tags and how many entries have each, by name."""
    rows = con.execute(
        "SELECT j.value, count(*) FROM entry AS e INDEXED BY entry_tagged"
        " CROSS JOIN json_each(e.tags) AS j WHERE e.tags IS NOT NULL AND e.deleted_at IS NULL"
        " GROUP BY j.value"
    )
    counts: dict[str, tuple[str, int]] = {}
    for name, number in rows:
        known, before = counts.get(tag_key(name), (name, 0))
        counts[tag_key(name)] = known, before + number
    return tuple(counts[key] for key in sorted(counts))


def _take_from_under(con: sqlite3.Connection, name: str, ids: Sequence[int]) -> None:
    """Take entries out from under a tag, but for those that their publisher files there."""
    listed = id_list(ids)
    rows = con.execute(
        "SELECT id, categories FROM entry WHERE id IN (SELECT value FROM json_each(?))"
        " AND categories IS NOT NULL",
        (listed,),
    )
    key = tag_key(name)
    filed = [id_ for id_, names in rows if key in {tag_key(one) for one in tidy(json.loads(names))}]
    con.execute(
        "DELETE FROM tagged WHERE tag_id = (SELECT id FROM tag WHERE key = ?)"
        " AND entry_id IN (SELECT value FROM json_each(?))"
        " AND entry_id NOT IN (SELECT value FROM json_each(?))",
        (key, listed, id_list(filed)),
    )


def _tag_id(con: sqlite3.Connection, name: str) -> int:
    key = tag_key(name)
    row = con.execute("SELECT id FROM tag WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return int(row[0])
    added = con.execute("INSERT INTO tag (key, name) VALUES (?, ?)", (key, name)).lastrowid
    assert added is not None
    return added
