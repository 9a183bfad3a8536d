"""How many entries a list holds, and which: told from the indexes, without a row for each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.model import Cursor, Selection
from reader.store.file import limits
from reader.store.file.limits import TakesTooLong, check, in_time
from reader.store.listing.groups import folded_away
from reader.store.listing.lists import strands_of
from reader.store.listing.statements import ID, select
from reader.store.listing.strands import Reach, Strand
from reader.store.rows import id_list, one
from reader.store.searching.query import Compiler, Sql

if TYPE_CHECKING:
    from reader.store.listing.sets import Sets

SOON: int = 20_000
"""Entries on a list whose rows are looked at sooner than indexes are read."""
_AT_ONCE: Final = 20_000
"""Entries whose rows are looked up by one statement."""


def count(con: sqlite3.Connection, selection: Selection) -> int:
    """How many rows the list holds: entries, those that share one counted once.

    Raises InvalidQuery."""
    strands = strands_of(con, selection)
    if strands and strands[0].fold:
        entries = count(con, replace(selection, fold=""))
        return entries - folded_away(con, strands[0], entries)
    if len(strands) == 1 and (known := _tallied(con, strands[0])) is not None:
        return known
    with in_time():
        if _are_sets(strands) or (len(strands) == 1 and _is_wide(con, strands[0])):
            return _number(con, strands[0], selection.now)
        parts = [select(strand, ID, Reach(0), ordered=False) for strand in strands]
        if not parts:
            return 0
        union = " UNION ".join(sql for sql, _ in parts)
        values = [value for _, more in parts for value in more]
        return int(one(con, f"SELECT count(*) FROM ({union})", *values))


def count_soon(con: sqlite3.Connection, selection: Selection) -> int | None:
    """:func:`count`, if it is told in a moment; None where it takes longer.

    Raises InvalidQuery."""
    try:
        with in_time(limits.MOMENT):
            return count(con, selection)
    except TakesTooLong:
        return None


def matching_ids(
    con: sqlite3.Connection, selection: Selection, up_to: Cursor | None = None
) -> list[int]:
    """The ids of the whole list, or of those entries that are not newer than ``up_to``; entries
    that share a row are all on it.

    Raises InvalidQuery.
    """
    reach = Reach(0, Cursor(up_to.sort_at, up_to.id + 1) if up_to else None)
    strands = strands_of(con, replace(selection, fold=""))
    found: dict[int, None] = {}
    with in_time():
        if _are_sets(strands):
            return _ids(con, strands[0], reach)
        for strand in strands:
            sql, values = select(strand, ID, reach, ordered=False)
            found.update((id_, None) for (id_,) in con.execute(sql, values))
    return list(found)


def _are_sets(strands: Sequence[Strand]) -> bool:
    """Whether what is asked is told by sets of entries."""
    if len(strands) != 1 or strands[0].words:
        return False
    return strands[0].without is not None or bool(strands[0].sources)


def _is_wide(con: sqlite3.Connection, strand: Strand) -> bool:
    """Whether a strand is asked about more rows than are soon looked up, and indexes tell all that
    it asks of them."""
    if strand.words or strand.late or not strand.asked:
        return False
    number = _tallied(con, Strand(strand.feed_ids, strand.unread))
    return number is not None and number > SOON


def _number(con: sqlite3.Connection, strand: Strand, now: datetime | None) -> int:
    from reader.store.listing.sets import Sets  # the first screen counts by tallies
    from reader.store.listing.whole import Whole

    sets = Sets(con)
    if strand.drive is not None:
        return len(_fulfilling(con, sets.ids_in(_set(sets, strand, Reach(0))), _told(strand)))
    whole = Whole(sets, Compiler(con, now), con)
    fitting = [whole.of(node) for node in strand.asked]
    if None not in fitting:  # then nothing need be narrowed down first
        sources = (source for source in strand.sources if source not in strand.narrowing)
        strand = replace(strand, sources=tuple(sources))
    found = _set(sets, strand, Reach(0))
    for fits in fitting:
        found = found if fits is None else found & fits
    left = [told for told, fits in zip(strand.rest, fitting, strict=True) if fits is None]
    left += strand.late
    return len(_fulfilling(con, sets.ids_in(found), left)) if left else found.bit_count()


def _ids(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[int]:
    from reader.store.listing.sets import Sets

    sets = Sets(con)
    return _fulfilling(con, sets.ids_in(_set(sets, strand, reach)), _told(strand))


def _fulfilling(con: sqlite3.Connection, ids: list[int], told: Sequence[Sql]) -> list[int]:
    """Those of some entries whose rows and stories tell that they fit."""
    if not told:
        return ids
    terms = " AND ".join(sql.replace("$.", "e.") for sql, _ in told)
    values = [value for _, bound in told for value in bound]
    found: list[int] = []
    for start in range(0, len(ids), _AT_ONCE):
        check()
        rows = con.execute(
            "SELECT e.id FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value"
            f" WHERE {terms}",
            (id_list(ids[start : start + _AT_ONCE]), *values),
        )
        found += (id_ for (id_,) in rows)
    return found


def _set(sets: Sets, strand: Strand, reach: Reach) -> int:
    """The entries on the list of a strand that its indexes leave, as a set."""
    found = sets.of_list(strand, reach)
    if strand.drive is not None:
        found &= sets.of_source(strand.drive)
    else:
        sources = strand.sources
        if strand.match is not None:
            found &= sets.of_words(strand.match)
            sources = sources[1:]
        for source in sources:
            found &= sets.of_source(source)
    if strand.without is not None:
        found &= ~sets.of_words(strand.without)
    return found


def _told(strand: Strand) -> tuple[Sql, ...]:
    """What is left to be told of each entry."""
    return (*(strand.rest if strand.drive is None else strand.where), *strand.late)


def _tallied(con: sqlite3.Connection, strand: Strand) -> int | None:
    """The count where the tallies know it."""
    if strand != Strand(strand.feed_ids, strand.unread):
        return None
    column = "unread" if strand.unread else "total"
    if strand.feed_ids is None:
        kept = "kind IN ('web', 'guide') AND (subscribed OR ?)"
        values: list[object] = [not strand.unread]
    else:
        kept, values = "id IN (SELECT value FROM json_each(?))", [id_list(strand.feed_ids)]
    return int(
        one(
            con,
            f"SELECT coalesce(sum({column}), 0) FROM tally JOIN feed ON id = feed_id WHERE {kept}",
            *values,
        )
    )
