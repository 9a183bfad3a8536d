"""Going down a list with the ids of a source in hand.

Looking up each of some thousand entries to sort them by time costs more than meeting the first
fifty of them on the way down the list, where neighbours lie on one page.  Where they lie farther
down than that is worth, what is left is looked up after all.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Final

from reader.model import Cursor
from reader.store.listing.statements import PLACE, leads, select
from reader.store.listing.strands import Query, Reach, Strand
from reader.store.listing.traits import IN_ORDER
from reader.store.rows import one
from reader.store.searching.query import Sql

_PAGE: Final = 40
"""Entries of a list that are met first."""
FROM: int = 2_000
"""Ids that are looked up and sorted sooner than met."""
STARRED_FROM: int = 50
"""The same where the list is that of the starred entries: so short that nearly all of it is gone
down in the time of some hundred looks, and an index alone tells it."""
PATIENCE: int = 20
"""Entries gone past for each id, in the time that it takes to look it up."""
MOST: int = 100_000
"""Entries gone past in all."""


def is_worth_it(strand: Strand) -> bool:
    """Whether a strand's ids are many, and its list is one that an index gives."""
    several = strand.feed_ids is not None and len(strand.feed_ids) != 1
    return not several and has_many(strand, STARRED_FROM if strand.starred else FROM)


def has_many(strand: Strand, most: int | None = None) -> bool:
    """Whether a strand's source gives more than ``most`` ids (:data:`FROM`), and not in the order
    of a list."""
    return (
        strand.drive is not None
        and strand.size > (FROM if most is None else most)
        and not strand.words
        and strand.drive[0] not in IN_ORDER
    )


def met(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[tuple[int, int]]:
    """The entries met first that fit, as far as their rows tell: ids with ``sort_at``, in the order
    of the list.  Fewer than wanted: see :func:`given_up_at`."""
    return con.execute(*statement(strand, reach)).fetchall()


def is_beside(con: sqlite3.Connection, strand: Strand) -> bool:
    """Whether a strand's ids are so many that going down the lists of its several feeds meets the
    first of them sooner than all are looked up."""
    if not has_many(strand) or strand.feed_ids is None or len(strand.feed_ids) < 2:
        return False
    return bool(strand.size**2 > min(_PAGE, FROM) * one(con, "SELECT max(id) FROM entry"))


def statement(strand: Strand, reach: Reach) -> Query:
    """The statement for :func:`met`: a list cut off below, which its index gives, is gone down for
    ids that the source has."""
    assert strand.drive is not None
    walked, values = select(_bare(strand), PLACE, replace(reach, limit=_patience(strand)))
    source, bound = strand.drive
    checks = _checks(strand)
    row = " CROSS JOIN entry AS x ON x.id = way.id" if checks else ""
    terms = "".join(f" AND {sql}" for sql, _ in checks)
    return (
        f"SELECT way.id, way.sort_at FROM ({walked}) AS way{row}"
        f" WHERE way.id IN (SELECT id FROM ({source})){terms} LIMIT ?",
        [*values, *bound, *(value for _, more in checks for value in more), reach.limit],
    )


def given_up_at(con: sqlite3.Connection, strand: Strand, reach: Reach) -> Cursor | None:
    """The last entry that :func:`met` goes past; None when the list ends before."""
    sql, values = select(_bare(strand), PLACE, replace(reach, limit=1))
    row = con.execute(f"{sql} OFFSET ?", [*values, _patience(strand) - 1]).fetchone()
    return None if row is None else Cursor(row[1], row[0])


def _patience(strand: Strand) -> int:
    return min(PATIENCE * strand.size, MOST)


def _bare(strand: Strand) -> Strand:
    """The list itself; of starred entries, which of them are unread their rows tell."""
    unread = strand.unread and not strand.starred
    return replace(
        strand,
        drive=None,
        match=None,
        without=None,
        late=(),
        where=(),
        sources=(),
        fold="",
        unread=unread,
    )


def _checks(strand: Strand) -> list[Sql]:
    """What entries of the source must fulfil besides standing on the list, told by their rows."""
    parts = [*strand.where]
    if strand.unread and strand.starred:
        shelf = " AND $.shelf = 1" if strand.feed_ids is None else ""
        parts.append((f"$.read_at IS NULL{shelf}", []))
    if strand.fold:
        parts.append(leads(strand, "x"))
    return [(sql.replace("$.", "x."), values) for sql, values in parts]
