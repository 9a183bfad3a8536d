"""Which of some entries have the words of an FTS5 expression, asked in the cheapest way.

Measured at a million stories: the next id of a list that FTS5 reads costs half a microsecond, an id
looked up in it forty.  So neighbours are told by reading the stretch of the list that they lie in,
a few far apart one by one, and many far apart from the pages of the index
(:mod:`reader.store.searching.postings`).
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from typing import Final

from reader.store.rows import id_list, one
from reader.store.searching.expressions import Tree, has_prefix, read_match
from reader.store.searching.postings import Postings, postings

_IN_ORDER: Final = "SELECT rowid FROM word_index WHERE word_index MATCH ? ORDER BY rowid"
Tester = Callable[[Sequence[int]], Collection[int]]
"""Gives those of some ids that fit."""
_EACH: Final = 60
"""Ids of a list that are read in the time of looking one up, nearly."""
_NEAR: Final = 20_000
"""Ids of a list that are read one after the other sooner than its pages."""
_FEW: Final = 64
"""So many ids are looked up one by one sooner than pages are read."""


def having(con: sqlite3.Connection, match: str) -> Tester:
    """What tells which of some entries have the words of ``match``, an expression as
    :mod:`reader.store.searching.query` makes it."""
    if has_prefix(match):
        return _of_beginnings(con, match)
    return _Words(con, match).fitting


def without(con: sqlite3.Connection, match: str) -> Tester:
    """What tells which of some entries lack the words of ``match``."""
    has = having(con, match)
    return lambda ids: frozenset(ids).difference(has(ids))


def _of_beginnings(con: sqlite3.Connection, match: str) -> Tester:
    """Read once and kept: the lists of all words with a beginning are put together each time one
    asks."""
    # One row is a third of the time that a row for each takes.
    listed = one(con, f"SELECT json_group_array(rowid) FROM ({_IN_ORDER})", match)
    held = array("q", json.loads(listed)) or array("q", [0])
    last = len(held) - 1
    return lambda ids: {id_ for id_ in ids if held[bisect_left(held, id_, hi=last)] == id_}


class _Words:
    """An expression of whole words."""

    def __init__(self, con: sqlite3.Connection, match: str) -> None:
        self._con = con
        self._match = match
        self._lists: dict[str, Postings | None] = {}

    def fitting(self, ids: Sequence[int]) -> set[int]:
        if not ids:
            return set()
        low, high = min(ids), max(ids)
        most = _EACH * len(ids)
        if len(ids) > _FEW and high - low > min(most, _NEAR):
            found = self._by_pages(read_match(self._match), sorted(ids))
            if found is not None:
                return found
        if high - low <= most or self._number(low, high, most) < most:
            rows = self._con.execute(
                "SELECT rowid FROM word_index WHERE word_index MATCH ? AND rowid BETWEEN ? AND ?",
                (self._match, low, high),
            )
            return {id_ for (id_,) in rows}.intersection(ids)
        rows = self._con.execute(
            "SELECT j.value FROM json_each(?) AS j WHERE EXISTS"
            " (SELECT 1 FROM word_index WHERE word_index MATCH ? AND rowid = j.value)",
            (id_list(ids), self._match),
        )
        return {id_ for (id_,) in rows}

    def _number(self, low: int, high: int, most: int) -> int:
        """How many entries of a stretch have the words, ``most`` at most."""
        return int(
            one(
                self._con,
                "SELECT count(*) FROM (SELECT 1 FROM word_index WHERE word_index MATCH ?"
                " AND rowid BETWEEN ? AND ? LIMIT ?)",
                *(self._match, low, high, most),
            )
        )

    def _by_pages(self, tree: Tree, ids: Sequence[int]) -> set[int] | None:
        """Those of ``ids``, in order, that fit; None where the pages of a word can't be read."""
        if isinstance(tree, str):
            if tree not in self._lists:
                self._lists[tree] = postings(self._con, tree)
            read = self._lists[tree]
            try:
                return None if read is None else read.fitting(ids)
            except IndexError:  # FTS5 is to say what is wrong with it
                return None
        operator, parts = tree
        found = self._by_pages(parts[0], ids)
        for part in parts[1:]:
            if found is None:
                return None
            left = [i for i in ids if i not in found] if operator == "OR" else sorted(found)
            more = self._by_pages(part, left)
            if more is None:
                return None
            found = (
                found | more if operator == "OR" else
                found - more if operator == "NOT" else more
            )  # fmt: skip
        return found
