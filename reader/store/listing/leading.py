"""What leads to the entries of a query: the ids that its indexes have in common, where they are
few.

Of the statements that give all entries which can fit a part of the query, the one with the fewest
is read; whether its ids are among those of the others, have the words and lack the unwanted ones is
told before any entry is looked up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from reader.store.listing.sets import Sets
from reader.store.listing.strands import these
from reader.store.listing.traits import IN_ORDER
from reader.store.rows import one
from reader.store.searching.expressions import is_of_many
from reader.store.searching.fitting import having, without
from reader.store.searching.query import UNION, Source, Sql

_LOOKED_UP: Final = 64
"""So many entries are looked up sooner than another statement is read to its end."""


class Lead(NamedTuple):
    """The statement whose ids are looked up, and how many they are; the numbers of the sources that
    it tells, and whether it tells all that is asked of words."""

    drive: Sql
    size: int
    told: frozenset[int]
    tells_words: bool = False


def lead_of(
    con: sqlite3.Connection,
    sources: Sequence[Source],
    match: str | None,
    unwanted: str | None,
    most: int,
) -> Lead | None:
    """What leads to the entries of ``sources``, the first of which gives those that have the words
    of ``match`` if there is one; ``unwanted`` are words that they lack.  None where each gives more
    than ``most``: then one meets them going down the list."""
    sizes = [_size(con, source.sql, most) for source in sources[1 if match is not None else 0 :]]
    if match is not None:
        is_long = is_of_many(con, match, most)
        sizes.insert(0, most + 1 if is_long else _size(con, sources[0].sql, most))
    few = sorted(
        (number for number, size in enumerate(sizes) if size <= most), key=sizes.__getitem__
    )
    told = set(few[:1])
    if few and len(sources) == 1 and unwanted is None:
        if sources[0].sql[0] in IN_ORDER:  # gone down in order, by what its rows say
            told.clear()
        return Lead(sources[0].sql, sizes[0], frozenset(told))
    if few:
        ids = _ids(con, sources[few[0]].sql)
    elif unwanted is not None and (gaps := Sets(con).lacking(unwanted, most)) is not None:
        ids, unwanted = gaps, None
    else:
        return None
    if match is not None:
        if few[:1] != [0]:
            ids = list(having(con, match)(ids))
        told.add(0)
    for number in few[1:]:
        if number not in told and len(ids) > _LOOKED_UP:
            ids = list(set(ids).intersection(_ids(con, sources[number].sql)))
            told.add(number)
    if unwanted is not None:
        ids = list(without(con, unwanted)(ids))
    return Lead(these(ids), len(ids), frozenset(told), True)


def _size(con: sqlite3.Connection, source: Sql, most: int) -> int:
    """How many ids a statement gives, ``most`` and one at most."""
    sql, values = source
    # An entry that two parts give is counted twice: to tell would be to read all of both.
    each = sql.replace(UNION, " UNION ALL ")
    return int(one(con, f"SELECT count(*) FROM ({each} LIMIT ?)", *values, most + 1))


def _ids(con: sqlite3.Connection, source: Sql) -> list[int]:
    sql, values = source
    # One row is a fifth of the time that a row for each takes.
    found: list[int] = json.loads(one(con, f"SELECT json_group_array(id) FROM ({sql})", *values))
    return found
