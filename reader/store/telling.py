"""By which terms entries that came in lately are found, to be compared: term and day to entries.

The terms of one feed's stories lie all over the table: written feed by feed, each transaction would
write the table anew, and a first refresh of a thousand feeds gigabytes.  So they are held back until
there are many.  Those that a program which is killed had not written yet are lost; their stories
are not found by later ones, and nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

MOST: Final = 20
"""Entries found by one term at most: the newest."""
_HELD: Final = 8_000
"""Terms held back at most, of some five hundred stories."""
_LISTED: Final = (
    "SELECT key, entry_id FROM (SELECT key, entry_id FROM telling"
    f" WHERE key BETWEEN ? AND ? ORDER BY key DESC LIMIT {MOST})"
)


class Telling:
    """The table of terms, and what is held back of it."""

    def __init__(self) -> None:
        self._held: dict[int, list[tuple[int, int]]] = {}
        self._number = 0

    def shared(
        self, con: sqlite3.Connection, terms: Mapping[int, float], first: int, last: int
    ) -> dict[int, float]:
        """The entries of the days from ``first`` to ``last`` that have any of ``terms``, and the
        weights of those that they have together."""
        found: dict[int, float] = {}
        ends = [_key(term, day) for term in terms for day in (first, last)]
        for key, id_ in con.execute(" UNION ALL ".join([_LISTED] * len(terms)), ends):
            found[id_] = found.get(id_, 0.0) + terms[key >> 16]
        for term in terms.keys() & self._held.keys():
            for day, id_ in self._held[term][-MOST:]:
                if first <= day <= last:
                    found[id_] = found.get(id_, 0.0) + terms[term]
        return found

    def add(
        self, con: sqlite3.Connection, entries: Iterable[tuple[int, int, Iterable[int]]]
    ) -> None:
        """Let entries be found: day, id and terms of each."""
        for day, id_, terms in entries:
            for term in terms:
                self._held.setdefault(term, []).append((day, id_))
                self._number += 1
        if self._number >= _HELD:
            self.write(con)

    def forget(
        self, con: sqlite3.Connection, entries: Iterable[tuple[int, int, Iterable[int]]]
    ) -> None:
        """Let entries be found no longer: day, id and all terms of each."""
        gone: list[tuple[int, int]] = []
        for day, id_, terms in entries:
            for term in terms:
                gone.append((_key(term, day), id_))
                if term in self._held:
                    self._held[term] = [pair for pair in self._held[term] if pair[1] != id_]
        con.executemany("DELETE FROM telling WHERE key = ? AND entry_id = ?", gone)

    def write(self, con: sqlite3.Connection) -> None:
        """Write what is held back."""
        held, self._held, self._number = self._held, {}, 0
        con.executemany(
            "INSERT OR IGNORE INTO telling (key, entry_id) VALUES (?, ?)",
            sorted([(_key(term, day), id_) for term, found in held.items() for day, id_ in found]),
        )


def _key(term: int, day: int) -> int:
    """Term, then day in 16 bits: the days of a term follow one another."""
    return term << 16 | day & 0xFFFF
