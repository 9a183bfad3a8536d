"""Taking in very many entries at once: imports, and libraries made for measuring."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reader.model import DigestedFeed
from reader.store import marks
from reader.store.entries import Applied, apply
from reader.store.rows import id_list, one, to_json

_USUAL: Final = {"automerge": 4, "hashsize": 1 << 20}
_BULK: Final = {"automerge": 0, "hashsize": 1 << 25}
"""How FTS5 gathers words: bytes held before they are written, pieces merged on the way."""


def apply_many(
    con: sqlite3.Connection, batch: Sequence[tuple[int, DigestedFeed]], *, at: datetime
) -> Applied:
    """Take in what many feeds brought, as one change; the feeds' next tries are left open.

    Raises NotFound when one of the feeds isn't there: then nothing is taken in.
    """
    new = updated = 0
    ids: list[int] = []
    for feed_id, digested in batch:
        applied = apply(
            con,
            feed_id,
            digested,
            etag=None,
            last_modified=None,
            body_hash=None,
            fetched_at=at,
            next_fetch_at=None,
        )
        new += applied.new
        updated += applied.updated
        ids.extend(applied.new_ids)
    return Applied(new, updated, tuple(ids))


def prepare(con: sqlite3.Connection) -> None:
    """Before a bulk: let the index of words gather more before it writes, and not merge on the
    way. :func:`settle` must follow; a program that ends before leaves a library that is sound."""
    _set_up(con, _BULK)


def settle(con: sqlite3.Connection) -> None:
    """After a bulk: fold the word index into one piece, and let the planner look at the tables."""
    _set_up(con, _USUAL)
    con.execute("INSERT INTO word_index (word_index) VALUES ('optimize')")
    con.execute("PRAGMA analysis_limit = 400")
    con.execute("ANALYZE")


def _set_up(con: sqlite3.Connection, options: Mapping[str, int]) -> None:
    for name, value in options.items():
        con.execute("INSERT INTO word_index (word_index, rank) VALUES (?, ?)", (name, value))


@dataclass(frozen=True, slots=True)
class Kept:
    """How another reader kept an entry."""

    is_read: bool = False
    is_starred: bool = False
    is_deleted: bool = False
    tags: tuple[str, ...] = ()


def has_guids(con: sqlite3.Connection, feed_id: int, guids: Sequence[str]) -> bool:
    """Whether a feed has entries with all these guids, deleted ones too."""
    found = one(
        con,
        "SELECT count(DISTINCT guid) FROM entry WHERE feed_id = ?"
        " AND guid IN (SELECT value FROM json_each(?))",
        feed_id,
        to_json(list(guids)),
    )
    return bool(found == len(set(guids)))


def take_over(
    con: sqlite3.Connection,
    feed_id: int,
    digested: DigestedFeed,
    kept: Mapping[str, Kept],
    *,
    at: datetime,
) -> Applied:
    """Take in entries of another reader with their marks, by guid; those that are here already keep
    their own. Raises NotFound."""
    applied = apply_many(con, [(feed_id, digested)], at=at)
    ids = id_list(applied.new_ids)
    rows = con.execute(
        "SELECT id, guid FROM entry WHERE id IN (SELECT value FROM json_each(?))", (ids,)
    ).fetchall()
    found = [(id_, kept.get(guid or "", Kept())) for id_, guid in rows]
    marks.set_read(
        con, [id_ for id_, k in found if k.is_read], True, at, undoable=False, alone=True
    )
    marks.set_starred(
        con, [id_ for id_, k in found if k.is_starred], True, at, undoable=False, alone=True
    )
    for id_, how in found:
        if how.tags:
            marks.set_tags(con, [id_], how.tags, [], at, undoable=False)
    gone = [id_ for id_, k in found if k.is_deleted]
    marks.delete(con, gone, at, undoable=False, alone=True)
    return applied
