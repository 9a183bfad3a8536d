"""By which terms entries that came in lately are found, to be compared: a row for each term, with
the entries that have it.

The terms of one feed's stories lie all over the table: written feed by feed, each transaction would
write the table anew, and a first refresh of a thousand feeds gigabytes.  So they are held back
until there are many, and what was looked up is remembered until then.  What a program that is
killed had not written yet is found again by the gists, which came with their feed's transaction
(:func:`last_written`).
"""

from __future__ import annotations

import random
import sqlite3
from array import array
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from reader.events.gist import HASH
from reader.store.rows import id_list, one

MOST: Final = 20
"""Entries found by one term at most: the newest."""
KEPT: Final = 40
"""Entries kept for one term at most, those that came in last: they may lie days apart."""
_REMEMBERED: Final = 25_000
"""Terms whose entries are remembered at most."""
_SWEPT: Final = 4
"""Rows that are looked at, for what may go, for each that is written."""
_ID: Final = 40
_IDS: Final = (1 << _ID) - 1
_WRITTEN: Final = -1
"""In the place of a term: the last entry whose terms are written."""
_BYTES: Final = 8
_WRITE: Final = (
    "INSERT INTO tells (term, entries) VALUES (?1, ?2) ON CONFLICT (term) DO UPDATE SET entries ="
    f" substr(CAST(entries || excluded.entries AS BLOB), -{_BYTES * KEPT})"
)


class Telling:
    """The table of terms, what is remembered of it, and what is held back.

    An entry is kept as its day and id in one number, so that the newest have the highest.
    """

    def __init__(self) -> None:
        self._known: dict[int, list[int]] = {}
        self._held: dict[int, list[int]] = {}
        """What is held back, by terms, in the order in which it came."""
        self._number_held = 0
        self._last = 0
        self._version = -1
        self._first_kept = 0
        self._chance = random.Random()

    @property
    def held(self) -> int:
        """How many terms are held back."""
        return self._number_held

    def look_up(self, con: sqlite3.Connection, terms: Collection[int]) -> None:
        """Remember the entries of ``terms``, for :meth:`nearest`."""
        version = one(con, "PRAGMA data_version")
        if version != self._version or len(self._known) > _REMEMBERED:
            self._known.clear()  # another program may have written
            self._version = version
        self._load(con, terms)

    def _load(self, con: sqlite3.Connection, terms: Collection[int]) -> None:
        known, held = self._known, self._held
        missing = [term for term in terms if term not in known]
        if not missing:
            return
        rows = con.execute(
            "SELECT t.term, t.entries FROM json_each(?) AS j CROSS JOIN tells AS t"
            " ON t.term = j.value",
            (id_list(missing),),
        )
        for term, packed in rows:
            known[term] = sorted({*_unpack(packed), *held.get(term, ())})
        for term in missing:
            if term not in known:
                known[term] = sorted(held.get(term, ()))

    def nearest(
        self,
        terms: Mapping[int, float],
        first: int,
        last: int,
        *,
        least: float,
        most: int,
        apart: Collection[int] = (),
    ) -> list[tuple[float, int]]:
        """The entries of the days from ``first`` to ``last`` that have most of ``terms``, by the
        weights of those that they have: ``most`` of them, and none that has less than a share of
        ``least`` of what the first one has; nor one of ``apart``.  Weights and ids, the best first.

        The terms must have been looked up."""
        low, high = first << _ID, last + 1 << _ID
        shared: dict[int, float] = {}
        looked_at = KEPT if apart else MOST
        for term, weight in terms.items():
            entries = self._known[term]
            newest = entries[-looked_at:]
            if newest and not (low <= newest[0] and newest[-1] < high):
                end = bisect_left(entries, high)
                newest = entries[max(bisect_left(entries, low), end - looked_at) : end]
            if apart:
                newest = [each for each in newest if each & _IDS not in apart][-MOST:]
            for each in newest:
                shared[each] = shared.get(each, 0.0) + weight
        enough = least * max(shared.values(), default=0.0)
        best = sorted([(weight, each) for each, weight in shared.items() if weight >= enough])
        return [(weight, _id(each)) for weight, each in best[: -most - 1 : -1]]

    def add(
        self, con: sqlite3.Connection, entries: Iterable[tuple[int, int, Collection[int]]]
    ) -> None:
        """Let entries be found: day, id and terms of each."""
        new = [(day << _ID | id_, id_, terms) for day, id_, terms in entries]
        self._load(con, set(chain.from_iterable(terms for _, _, terms in new)))
        known, held = self._known, self._held
        for each, id_, terms in new:
            self._last = max(self._last, id_)
            self._number_held += len(terms)
            for term in terms:
                insort(known[term], each)
                if term in held:
                    held[term].append(each)
                else:
                    held[term] = [each]

    def forget(self, first_kept: int) -> None:
        """Entries that came in before the one with this id are to be found no longer: some of their
        rows go at the next :meth:`write`."""
        self._first_kept = first_kept

    def write(self, con: sqlite3.Connection) -> None:
        """Write what is held back."""
        if not self._held:
            return
        last = max(self._last, last_written(con))
        rows = [(term, _pack(found)) for term, found in sorted(self._held.items())]
        self._held, self._number_held = {}, 0
        con.executemany(_WRITE, rows)
        con.execute(
            "INSERT OR REPLACE INTO tells (term, entries) VALUES (?, ?)", (_WRITTEN, _pack([last]))
        )
        if self._first_kept:
            self._sweep(con, _SWEPT * len(rows))
            self._first_kept = 0

    def _sweep(self, con: sqlite3.Connection, number: int) -> None:
        """Of so many rows, from anywhere on, let those go whose entries are all gone.

        Over time every row has its turn, as often as new ones come: the table grows no further.
        """
        start = self._chance.randrange(HASH)
        rows: list[tuple[int, bytes]] = []
        for first, last in ((start, HASH), (0, start - 1)):
            rows += con.execute(
                "SELECT term, entries FROM tells WHERE term BETWEEN ? AND ? ORDER BY term LIMIT ?",
                (first, last, number - len(rows)),
            )
        gone = [term for term, packed in rows if _last_id(packed) < self._first_kept]
        con.executemany("DELETE FROM tells WHERE term = ?", [(term,) for term in gone])
        for term in gone:
            self._known.pop(term, None)


def last_written(con: sqlite3.Connection) -> int:
    """The last entry whose terms are written; some that came in later may be, too."""
    packed = one(con, "SELECT entries FROM tells WHERE term = ?", _WRITTEN)
    return _unpack(packed)[0] if packed else 0


def pack_old(con: sqlite3.Connection) -> None:
    """Fill the table from that of an older program, which had a row for each term and entry."""
    rows = con.execute(
        "SELECT key >> 16, key & 65535, entry_id FROM telling ORDER BY key, entry_id"
    )
    of_terms = groupby(rows, itemgetter(0))
    con.executemany(
        "INSERT INTO tells (term, entries) VALUES (?, ?)",
        (
            (term, _pack([day << _ID | id_ for _, day, id_ in found][-KEPT:]))
            for term, found in of_terms
        ),
    )
    last = one(con, "SELECT max(entry_id) FROM gist") or 0
    con.execute("INSERT INTO tells (term, entries) VALUES (?, ?)", (_WRITTEN, _pack([last])))


def unpack_entries(packed: bytes) -> list[tuple[int, int]]:
    """The entries in a row: their days since 1970 and ids, in the order in which they came in."""
    return [(entry >> _ID, _id(entry)) for entry in _unpack(packed)]


def _pack(entries: list[int]) -> bytes:
    return array("q", entries).tobytes()


def _unpack(packed: bytes) -> array[int]:
    return array("q", packed[: len(packed) // _BYTES * _BYTES])


def _last_id(packed: bytes) -> int:
    entries = _unpack(packed)
    return _id(entries[-1]) if entries else 0


def _id(entry: int) -> int:
    return entry & _IDS
