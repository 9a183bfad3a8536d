"""Lists of entries: pages by keyset.

A list is newest first by ``(sort_at, id)``, the union of a selection's strands.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reader.model import FROM_TOP, Cursor, Entry, Page, Selection, Stretch
from reader.store.file import limits
from reader.store.file.limits import in_time
from reader.store.listing import held
from reader.store.listing import strands as cutting
from reader.store.listing.groups import groups_of
from reader.store.listing.merging import nearest
from reader.store.listing.statements import ID, PLACE, is_of_many, select, without_drive
from reader.store.listing.strands import Query, Reach, Strand
from reader.store.listing.traits import IN_ORDER
from reader.store.rows import ENTRY_COLUMNS, id_list, stamp, to_entry
from reader.store.searching.query import Sql

if TYPE_CHECKING:
    from reader.store.searching.fitting import Tester

FEW: int = cutting.FEW
"""So many matches are looked up and sorted rather than met going down the list."""
_BLOCK: Final = 500
_MOST: Final = 16_000
_ALL: Final = 1_000_000_000
_LEAST_STORIES: Final = 8
_FEW_STORIES: Final = 32
_MANY_STORIES: Final = 512


def page(con: sqlite3.Connection, selection: Selection, stretch: Stretch = FROM_TOP) -> Page:
    """A stretch of the list, newest first. Raises InvalidQuery: StillLooking where the stretch may
    be found from another place on."""
    is_above, limit = stretch.is_above, stretch.limit
    ascending = stretch.oldest or stretch.newer_than is not None
    beyond = stretch.older_than if stretch.newer_than is None else stretch.newer_than
    with in_time():
        strands = strands_of(con, selection)
        try:
            found = _read(con, strands, Reach(limit + 1, beyond, ascending))
        except (TimeoutError, sqlite3.OperationalError):
            if len(strands) > 1:  # the next one was not looked through as far
                limits.looked_back_to(None)
            raise
        limits.looked_back_to(None)
        more = len(found) > limit or _is_cut_short(strands)
        found = found[:limit]
        if ascending:
            found.reverse()
        if not found:
            behind = None if is_above is False else beyond
            return Page((), *_ends_of_nothing(con, strands, behind, ascending))
        first, last = _cursor(found[0]), _cursor(found[-1])
        if ascending:
            older = last if _has(con, strands, last, ascending=False) else None
            newer = first if more else None
        else:
            older = last if more else None
            if is_above is None:
                is_above = beyond is not None and _has(con, strands, first, ascending=True)
            newer = first if is_above else None
        groups = groups_of(con, strands[0], found) if strands[0].fold else ()
        return Page(tuple(found), older, newer, groups)


def strands_of(con: sqlite3.Connection, selection: Selection) -> list[Strand]:
    """The strands whose union is ``selection``. Raises InvalidQuery."""
    found = cutting.strands_of(con, selection, FEW)
    return [replace(strand, is_beside=held.is_beside(con, strand)) for strand in found]


def queries(con: sqlite3.Connection, selection: Selection, reach: Reach) -> list[Query]:
    """The statements that answer a stretch of a list, one for each strand."""
    return [
        select(_bare(s), PLACE, reach) if _is_walked(s) else select(s, ENTRY_COLUMNS, reach)
        for s in strands_of(con, selection)
    ]


def _read(con: sqlite3.Connection, strands: Sequence[Strand], reach: Reach) -> list[Entry]:
    found: dict[int, Entry] = {}
    for strand in strands:
        for row in _rows(con, strand, reach):
            found.setdefault(row[0], to_entry(row))
    entries = list(found.values())
    if len(strands) > 1:
        entries.sort(key=lambda e: (e.sort_at, e.id), reverse=not reach.ascending)
    return entries[: reach.limit]


def _is_cut_short(strands: Sequence[Strand]) -> bool:
    """Whether more may follow what was found in time; what remains to be asked has time anew."""
    cut_short = limits.was_cut_short()
    if cut_short and len(strands) > 1:
        limits.give_up()  # one may have come further than the other
    if cut_short:
        limits.go_on()
    return cut_short


def _rows(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[tuple[Any, ...]]:
    if held.is_worth_it(strand):
        ids = _held(con, strand, reach)
    elif _is_walked(strand):
        ids = _walk(con, strand, reach)
    elif is_of_many(strand):
        ids = [id_ for id_, _ in nearest(con, strand, reach)]
    elif strand.drive is not None:
        # Sorted by time and id alone: of many thousands only a hundred rows are read whole.
        ids = [id_ for id_, _ in con.execute(*select(strand, PLACE, reach))]
    else:
        return con.execute(*select(strand, ENTRY_COLUMNS, reach)).fetchall()
    way = "ASC" if reach.ascending else "DESC"
    return con.execute(
        f"SELECT {ENTRY_COLUMNS} FROM entry AS e CROSS JOIN feed AS f ON f.id = e.feed_id"
        f" WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.sort_at {way}, e.id {way}",
        (id_list(ids),),
    ).fetchall()


def _is_walked(strand: Strand) -> bool:
    """Whether a strand is looked for block by block: its words are told of many entries at a time,
    or stories must be read to tell."""
    return bool(strand.late) or _asks_for_words(strand) or strand.is_beside


def _asks_for_words(strand: Strand) -> bool:
    return strand.without is not None or (
        strand.match is not None and (strand.drive is None or without_drive(strand) is not None)
    )


def _bare(strand: Strand) -> Strand:
    """What gives the entries to look at."""
    if strand.drive is not None and not strand.is_beside:
        return replace(strand, match=None, without=None, late=())
    asks = _asks_for_words(strand) or strand.drive is not None
    where = () if asks else strand.where
    return replace(strand, match=None, without=None, where=where, late=(), sources=(), drive=None)


def _told(strand: Strand) -> tuple[Sql, ...]:
    """What is told of the entries that have the words: by their rows, then by their stories."""
    return (*strand.where[len(_bare(strand).where) :], *strand.late)


def _held(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[int]:
    """The ids of a stretch of a strand that is met going down the list, with those of its source in
    hand, in order; the others looked up where that takes too long."""
    found: list[int] = []
    ahead, size = reach, max(reach.limit, _FEW_STORIES) if strand.late else reach.limit
    while True:
        met = held.met(con, strand, replace(ahead, limit=size))
        ids = [id_ for id_, _ in met]
        if strand.late:
            times = None if reach.ascending or found else dict(met)
            ids = _told_late(con, strand.late, ids, reach.limit - len(found), times)
        found += ids
        if len(found) >= reach.limit or _is_over(found):
            return found[: reach.limit]
        if len(met) < size:
            break
        ahead, size = replace(ahead, beyond=Cursor(met[-1][1], met[-1][0])), 2 * size
    last = held.given_up_at(con, strand, ahead)
    if last is None:
        return found
    rest = replace(reach, limit=reach.limit - len(found), beyond=last)
    strand = replace(strand, size=0)
    if _is_walked(strand):
        return found + _walk(con, strand, rest)
    return found + [id_ for id_, _ in con.execute(*select(strand, PLACE, rest))]


def _walk(con: sqlite3.Connection, strand: Strand, reach: Reach) -> list[int]:
    """The ids of a stretch of a strand that is looked for block by block, in order."""
    found: list[int] = []
    fits, told = _tester(con, strand), _told(strand)
    for block in _blocks(con, strand, reach):
        ids = [id_ for id_, _ in block]
        if fits is not None:
            fit = fits(ids)
            ids = [id_ for id_ in ids if id_ in fit]
        if told:
            times = None if reach.ascending or found else dict(block)
            ids = _told_late(con, told, ids, reach.limit - len(found), times)
        found += ids
        if len(found) >= reach.limit or _is_over(found):
            return found[: reach.limit]
    return found


def _blocks(
    con: sqlite3.Connection, strand: Strand, reach: Reach
) -> Iterator[list[tuple[int, int]]]:
    """What is looked at, in the order of the list, in ever larger pieces: ids with ``sort_at``."""
    bare = _bare(strand)
    if bare.drive is not None and bare.drive[0] not in IN_ORDER:
        # A source's ids are sorted once; what is told of them is told as far as need be.
        rows = con.execute(*select(bare, PLACE, replace(reach, limit=_ALL))).fetchall()
        start, size = 0, _BLOCK
        while start < len(rows):
            yield rows[start : start + size]
            start, size = start + size, 2 * size
        return
    size = _BLOCK
    while True:
        ahead = replace(reach, limit=size)
        if is_of_many(bare):
            rows = nearest(con, bare, ahead)
        else:
            rows = con.execute(*select(bare, PLACE, ahead)).fetchall()
        if rows:
            yield rows
        if len(rows) < size:
            return
        reach = replace(reach, beyond=Cursor(rows[-1][1], rows[-1][0]))
        size = min(size * 2, _MOST)


def _is_over(found: Sequence[int]) -> bool:
    return limits.was_cut_short() or limits.is_cut_short(found)


def _told_late(
    con: sqlite3.Connection,
    told: Sequence[Sql],
    ids: Sequence[int],
    wanted: int,
    times: Mapping[int, int] | None,
) -> list[int]:
    """The first ``wanted`` of ``ids`` that fulfil what is ``told`` of them; ``times`` are those of
    the list, where it is gone down and nothing was found yet."""
    terms = " AND ".join(sql.replace("$.", "e.") for sql, _ in told)
    values = [value for _, bound in told for value in bound]
    found: list[int] = []
    start, size = 0, min(_FEW_STORIES, 4 * wanted)
    while start < len(ids) and len(found) < wanted and not _is_over(found):
        some = ids[start : start + size]
        try:
            rows = con.execute(
                "SELECT e.id FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value"
                f" WHERE {terms}",
                (id_list(some), *values),
            ).fetchall()
        except sqlite3.OperationalError:
            if limits.is_cut_short(found):
                break
            raise
        fulfilling = {id_ for (id_,) in rows}
        found += (id_ for id_ in some if id_ in fulfilling)
        if times is not None and not found:
            limits.looked_back_to(Cursor(times[some[-1]], some[-1]))
        start, size = start + size, min(size * 2, _MANY_STORIES)
        if found:  # as many as will hold the rest, if the next are like these
            size = min(size, max(_LEAST_STORIES, (wanted - len(found)) * start // len(found)))
    return found


def _tester(con: sqlite3.Connection, strand: Strand) -> Tester | None:
    """What tells which of some entries have a strand's words, and are of its source where that does
    not lead; None where nothing is asked."""
    tests: list[Tester] = []
    if strand.is_beside and strand.drive is not None:
        source, bound = strand.drive
        tests.append(frozenset(id_ for (id_,) in con.execute(source, bound)).intersection)
    if strand.match is None and strand.without is None:
        return tests[0] if tests else None
    from reader.store.searching import fitting  # only a search for words needs it

    if strand.match is not None and (strand.drive is None or without_drive(strand) is not None):
        tests.append(fitting.having(con, strand.match))
    if strand.without is not None:
        tests.append(fitting.without(con, strand.without))
    if len(tests) < 2:
        return tests[0] if tests else None

    def passed(ids: Sequence[int]) -> Collection[int]:
        for test in tests:
            ids = list(test(ids))
        return frozenset(ids)

    return passed


def _has(
    con: sqlite3.Connection, strands: Sequence[Strand], beyond: Cursor, *, ascending: bool
) -> bool:
    reach = Reach(1, beyond, ascending)
    for strand in strands:
        if held.is_worth_it(strand):
            if _held(con, strand, reach):
                return True
        elif _is_walked(strand):
            if _walk(con, strand, reach):
                return True
        elif con.execute(*select(strand, ID, reach)).fetchone():
            return True
    return False


def _ends_of_nothing(
    con: sqlite3.Connection, strands: Sequence[Strand], beyond: Cursor | None, ascending: bool
) -> tuple[Cursor | None, Cursor | None]:
    """The cursors of a stretch without entries: what lies behind it is still to be found."""
    if beyond is None:
        return None, None
    back = Cursor(beyond.sort_at, beyond.id + (1 if ascending else -1))
    there = _has(con, strands, back, ascending=not ascending)
    if ascending:
        return (back if there else None), None
    return None, (back if there else None)


def _cursor(entry: Entry) -> Cursor:
    return Cursor(stamp(entry.sort_at), entry.id)
