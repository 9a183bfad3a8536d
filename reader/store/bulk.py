"""Taking in very many entries at once: imports, and libraries made for measuring."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from reader.store.rows import one
from reader.store.settings import unseen

_USUAL: Final = {"automerge": 4, "crisismerge": 16, "hashsize": 1 << 20}
_BULK: Final = {"automerge": 0, "crisismerge": 128, "hashsize": 1 << 25}
"""How FTS5 gathers words: how many pieces are merged on the way, bytes held before they are
written."""
_INDEXES: Final = ("word_index", "title_search")
_USUAL_KIB: Final = 8_000
_BULK_KIB: Final = 128_000
"""Pages held: what goes into the indexes lies all over them."""
_NOTE: Final = "bulk"
"""The setting that stands while a bulk is under way."""
STEP: Final = 200
"""Pages of an index (4 KB) that one step of :func:`settle_some` merges: some hundredths of a
second."""


@unseen
def prepare(con: sqlite3.Connection) -> None:
    """Before a bulk: let the indexes of words gather more before they write, and merge less on the
    way.  Steps of :func:`settle_some` must follow; after a program that ended before, the next one
    takes them."""
    _note(con, "gathering")
    _set_up(con, _BULK, _BULK_KIB)


def is_unsettled(con: sqlite3.Connection) -> bool:
    """Whether a bulk is under way, or ended before it was settled."""
    return one(con, "SELECT 1 FROM setting WHERE key = ?", _NOTE) is not None


@unseen
def settle_some(con: sqlite3.Connection) -> bool:
    """After a bulk: fold the indexes of words a little further into one piece each; whether more is
    left.  At last the planner looks at the tables, if they have many new rows."""
    stage = one(con, "SELECT value FROM setting WHERE key = ?", _NOTE)
    if stage is None:
        return False
    if stage == "gathering":
        _set_up(con, _USUAL, _USUAL_KIB)
        _note(con, "settling")
    for index in _INDEXES:
        before = con.total_changes
        con.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (-STEP,))
        # FTS5 counts as two changes that it had something to do.
        if con.total_changes - before >= 2:
            return True
    if stage != "folding":
        con.execute("PRAGMA analysis_limit = 400")
        con.execute("ANALYZE")
    con.execute("DELETE FROM setting WHERE key = ?", (_NOTE,))
    return False


def unsettled_steps(con: sqlite3.Connection) -> int:
    """How many steps :func:`settle_some` will take, roughly."""
    pages = 0
    for index in _INDEXES:
        rows = con.execute(f"SELECT (max(pgno) >> 1) FROM {index}_idx GROUP BY segid").fetchall()
        if len(rows) > 1:
            pages += sum(number for (number,) in rows)
    return pages // STEP + 1


@unseen
def unsettle(con: sqlite3.Connection) -> None:
    """When much was let go: an index notes what went, and keeps the notes until its pieces are one.
    Steps of :func:`settle_some` must follow."""
    _note(con, "folding")


def _note(con: sqlite3.Connection, stage: str) -> None:
    con.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_NOTE, stage))


def _set_up(con: sqlite3.Connection, options: Mapping[str, int], cache: int) -> None:
    con.execute(f"PRAGMA cache_size = -{cache}")
    for name, value in options.items():
        for index in _INDEXES:
            con.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (name, value))
