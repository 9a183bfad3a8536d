"""Lists of entries: pages by keyset, and counts.

A list is newest first by ``(sort_at, id)``.  It is the union of *strands*, each of which one
statement over one index answers; only a search for words that also name feeds needs more than one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reader.model import Cursor, Entry, Page, Selection
from reader.store.rows import ENTRY_COLUMNS, id_list, one, stamp, to_entry
from reader.store.words import begin_words, prefix_query

FEW: Final = 2_000
"""So many matches are looked up and sorted in a few milliseconds."""
RARE: Final = 50
Query = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Strand:
    """Conditions that one statement answers. ``feed_ids`` None: every feed but pages and files."""

    feed_ids: tuple[int, ...] | None
    unread: bool
    starred: bool
    since: int | None
    words: tuple[str, ...] = ()
    """Every one begins a word of the title."""
    is_common: bool = False
    """Whether so many titles have the words that going down the list meets them soon."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which stretch of a list: up to ``limit`` entries strictly beyond ``beyond``, if given."""

    limit: int
    beyond: Cursor | None = None
    ascending: bool = False


def page(
    con: sqlite3.Connection,
    selection: Selection,
    *,
    older_than: Cursor | None = None,
    newer_than: Cursor | None = None,
    oldest: bool = False,
    limit: int = 100,
) -> Page:
    """A stretch of the list, newest first: from the top, strictly after ``older_than``, the
    stretch next to and before ``newer_than``, or (``oldest``) the last ``limit``."""
    strands = strands_of(con, selection)
    ascending = oldest or newer_than is not None
    beyond = newer_than if newer_than is not None else older_than
    found = _read(con, strands, Reach(limit + 1, beyond, ascending))
    more = len(found) > limit
    found = found[:limit]
    if ascending:
        found.reverse()
    if not found:
        return Page((), *_ends_of_nothing(con, strands, beyond, ascending))
    first, last = _cursor(found[0]), _cursor(found[-1])
    if ascending:
        older = last if _has(con, strands, last, ascending=False) else None
        return Page(tuple(found), older, first if more else None)
    newer = first if beyond is not None and _has(con, strands, first, ascending=True) else None
    return Page(tuple(found), last if more else None, newer)


def count(con: sqlite3.Connection, selection: Selection) -> int:
    """How many entries the list holds."""
    strands = strands_of(con, selection)
    if len(strands) == 1 and (known := _tallied(con, strands[0])) is not None:
        return known
    parts = [_select(strand, _ID, Reach(0), ordered=False) for strand in strands]
    if not parts:
        return 0
    union = " UNION ".join(sql for sql, _ in parts)
    values = [value for _, more in parts for value in more]
    return int(one(con, f"SELECT count(*) FROM ({union})", *values))


def matching_ids(
    con: sqlite3.Connection, selection: Selection, up_to: Cursor | None = None
) -> list[int]:
    """The ids of the whole list, or of those entries that are not newer than ``up_to``."""
    beyond = Cursor(up_to.sort_at, up_to.id + 1) if up_to else None
    found: dict[int, None] = {}
    for strand in strands_of(con, selection):
        sql, values = _select(strand, _ID, Reach(0, beyond), ordered=False)
        found.update((id_, None) for (id_,) in con.execute(sql, values))
    return list(found)


def strands_of(con: sqlite3.Connection, selection: Selection) -> list[Strand]:
    """The strands whose union is ``selection``."""
    feed_ids = _feed_ids(con, selection)
    since = None if selection.since is None else stamp(selection.since)
    words = tuple(word for word in selection.words if word.strip())
    if words and prefix_query(words) is None:
        return []
    strands: list[Strand] = []
    for ids, rest in _by_feed_title(con, words, feed_ids):
        if ids is None or ids:
            common = bool(rest) and _are_common(con, rest)
            strands.append(Strand(ids, selection.unread, selection.starred, since, rest, common))
    return strands


def queries(con: sqlite3.Connection, selection: Selection, reach: Reach) -> list[Query]:
    """The statements that answer a stretch of a list, one for each strand."""
    return [_select(s, ENTRY_COLUMNS, reach) for s in strands_of(con, selection)]


def _feed_ids(con: sqlite3.Connection, selection: Selection) -> tuple[int, ...] | None:
    if selection.folder is None:
        return None if selection.feed_id is None else (selection.feed_id,)
    rows = con.execute(
        "SELECT id FROM feed WHERE folder = ? AND subscribed AND kind = 'web'"
        " AND (?2 IS NULL OR id = ?2)",
        (selection.folder, selection.feed_id),
    )
    return tuple(id_ for (id_,) in rows)


def _by_feed_title(
    con: sqlite3.Connection, words: tuple[str, ...], feed_ids: tuple[int, ...] | None
) -> Iterable[tuple[tuple[int, ...] | None, tuple[str, ...]]]:
    """Which words are left to the entry's title in which feeds: all words in every feed, and fewer
    in those feeds whose own title answers some."""
    yield feed_ids, words
    if not words:
        return
    by_rest: dict[tuple[str, ...], list[int]] = {}
    titles = con.execute(
        "SELECT id, coalesce(title, nullif(own_title, ''), url) FROM feed"
        " WHERE kind IN ('web', 'guide') OR id IN (SELECT value FROM json_each(?))",
        (id_list(feed_ids or ()),),
    )
    wanted = None if feed_ids is None else set(feed_ids)
    for id_, title in titles:
        rest = tuple(word for word in words if not begin_words(title, (word,)))
        if len(rest) < len(words) and (wanted is None or id_ in wanted):
            by_rest.setdefault(rest, []).append(id_)
    for rest, ids in by_rest.items():
        yield tuple(ids), rest


def _read(con: sqlite3.Connection, strands: Sequence[Strand], reach: Reach) -> list[Entry]:
    found: dict[int, Entry] = {}
    for strand in strands:
        sql, values = _select(strand, ENTRY_COLUMNS, reach)
        for row in con.execute(sql, values):
            found.setdefault(row[0], to_entry(row))
    entries = list(found.values())
    if len(strands) > 1:
        entries.sort(key=lambda e: (e.sort_at, e.id), reverse=not reach.ascending)
    return entries[: reach.limit]


def _has(
    con: sqlite3.Connection, strands: Sequence[Strand], beyond: Cursor, *, ascending: bool
) -> bool:
    for strand in strands:
        sql, values = _select(strand, _ID, Reach(1, beyond, ascending))
        if con.execute(sql, values).fetchone():
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


def _tallied(con: sqlite3.Connection, strand: Strand) -> int | None:
    """The count where the tallies know it."""
    if strand.starred or strand.since is not None or strand.words:
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


_ID: Final = "e.id"
_JOINS: Final = {_ID: "", ENTRY_COLUMNS: "CROSS JOIN feed AS f ON f.id = e.feed_id"}
"""What is selected, and what that needs: ids come from the index alone."""


def _select(strand: Strand, columns: str, reach: Reach, *, ordered: bool = True) -> Query:
    if strand.words and not (strand.is_common and ordered):
        return _select_matches(strand, columns, reach, ordered)
    if strand.feed_ids is not None and len(strand.feed_ids) != 1 and ordered:
        return _select_from_many(strand, columns, reach)
    where, values = _conditions(strand, "e", reach.beyond, reach.ascending)
    where, values = _and_words(strand, "e", where, values)
    sql = f"SELECT {columns} FROM entry AS e INDEXED BY {_index(strand)} {_JOINS[columns]} WHERE {where}"
    return (sql + _order("e", reach), [*values, reach.limit]) if ordered else (sql, values)


def _select_matches(strand: Strand, columns: str, reach: Reach, ordered: bool) -> Query:
    """Through the word index: every match is looked up."""
    where, values = _conditions(strand, "e", reach.beyond, reach.ascending)
    sql = (
        f"SELECT {columns} FROM title_search AS s CROSS JOIN entry AS e ON e.id = s.rowid"
        f" {_JOINS[columns]} WHERE s.title_search MATCH ? AND {where}"
    )
    values = [prefix_query(strand.words), *values]
    return (sql + _order("e", reach), [*values, reach.limit]) if ordered else (sql, values)


def _select_from_many(strand: Strand, columns: str, reach: Reach) -> Query:
    """From several feeds: the first few of each, then the first few of those."""
    alone = Strand((), strand.unread, strand.starred, strand.since)
    where, values = _conditions(alone, "y", reach.beyond, reach.ascending)
    where, values = _and_words(strand, "y", where, values)
    nearest = (
        f"SELECT y.id FROM entry AS y INDEXED BY {_index(strand)}"
        f" WHERE y.feed_id = g.value AND {where}" + _order("y", reach)
    )
    sql = (
        f"SELECT {columns} FROM json_each(?) AS g"
        f" CROSS JOIN entry AS e ON e.id IN ({nearest}) {_JOINS[columns]} WHERE 1"
        + _order("e", reach)
    )
    return sql, [id_list(strand.feed_ids or ()), *values, reach.limit, reach.limit]


def _index(strand: Strand) -> str:
    name = "entry" if strand.feed_ids is None else "entry_feed"
    if strand.starred:
        return f"{name}_starred"
    if strand.unread:
        return f"{name}_unread"
    return "entry_all" if strand.feed_ids is None else name


def _conditions(
    strand: Strand, table: str, beyond: Cursor | None, ascending: bool
) -> tuple[str, list[object]]:
    """The WHERE clause, its terms written as the partial indexes have them."""
    terms = [f"{table}.deleted_at IS NULL"]
    values: list[object] = []
    if strand.feed_ids is None:
        terms.append(f"{table}.shelf = 1" if strand.unread else f"{table}.shelf > 0")
        if strand.starred and strand.unread:
            terms.append(f"{table}.shelf > 0")
    elif len(strand.feed_ids) == 1:
        terms.append(f"{table}.feed_id = ?")
        values.append(strand.feed_ids[0])
    elif strand.feed_ids:
        terms.append(f"{table}.feed_id IN (SELECT value FROM json_each(?))")
        values.append(id_list(strand.feed_ids))
    if strand.unread:
        terms.append(f"{table}.read_at IS NULL")
    if strand.starred:
        terms.append(f"{table}.starred_at IS NOT NULL")
    if strand.since is not None:
        terms.append(f"{table}.sort_at >= ?")
        values.append(strand.since)
    if beyond is not None:
        terms.append(f"({table}.sort_at, {table}.id) {'>' if ascending else '<'} (?, ?)")
        values += [beyond.sort_at, beyond.id]
    return " AND ".join(terms), values


def _and_words(
    strand: Strand, table: str, where: str, values: list[object]
) -> tuple[str, list[object]]:
    if not strand.words:
        return where, values
    return f"{where} AND begin_words({table}.title, ?)", [*values, "\n".join(strand.words)]


def _are_common(con: sqlite3.Connection, words: tuple[str, ...]) -> bool:
    """Whether more than one title in :data:`RARE` (and more than :data:`FEW`) has ``words``."""
    match = prefix_query(words)
    cap = max(FEW, int(one(con, "SELECT coalesce(max(id), 0) FROM entry")) // RARE)
    found = one(
        con,
        "SELECT count(*) FROM (SELECT 1 FROM title_search WHERE title_search MATCH ? LIMIT ?)",
        match,
        cap + 1,
    )
    return bool(found > cap)


def _order(table: str, reach: Reach) -> str:
    way = "ASC" if reach.ascending else "DESC"
    return f" ORDER BY {table}.sort_at {way}, {table}.id {way} LIMIT ?"
