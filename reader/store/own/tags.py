"""Tags: the reader's own on entries, and the publishers' categories, found by one index."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from reader.store.rows import id_list, to_json
from reader.text import clean_line, fold


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


def put_tags(con: sqlite3.Connection, entry_id: int, before: str | None, now: str | None) -> bool:
    """Let the reader's tags of an entry be ``now`` if they are ``before`` (JSON); whether they
    were."""
    done = con.execute(
        "UPDATE entry SET tags = ? WHERE id = ? AND tags IS ?", (now, entry_id, before)
    )
    if done.rowcount:
        file_under(con, entry_id, json.loads(now) if now else ())
        file_anew(con, entry_id, json.loads(before) if before else ())
    return bool(done.rowcount)


def changed_tags(
    con: sqlite3.Connection, ids: Sequence[int], add: Iterable[str], remove: Iterable[str]
) -> list[tuple[int, str | None, str | None]]:
    """Entry id, tags before and tags after, of the entries that ``add`` and ``remove`` change."""
    adding, removing = tidy(add), {tag_key(name) for name in tidy(remove)}
    rows = con.execute(
        "SELECT id, tags FROM entry WHERE id IN (SELECT value FROM json_each(?))"
        " AND deleted_at IS NULL",
        (id_list(ids),),
    ).fetchall()
    found = []
    for id_, before in rows:
        names = tidy((*(json.loads(before) if before else ()), *adding))
        left = [name for name in names if tag_key(name) not in removing]
        now = to_json(left) if left else None
        if now != before:
            found.append((id_, before, now))
    return found


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


def _tag_id(con: sqlite3.Connection, name: str) -> int:
    key = tag_key(name)
    row = con.execute("SELECT id FROM tag WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return int(row[0])
    added = con.execute("INSERT INTO tag (key, name) VALUES (?, ?)", (key, name)).lastrowid
    assert added is not None
    return added
