"""The statements that answer one strand: which index leads, what is checked on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reader.model import Cursor
from reader.store.listing.strands import Query, Reach, Strand, match_source
from reader.store.listing.traits import IN_ORDER
from reader.store.rows import ENTRY_COLUMNS, id_list
from reader.store.searching.expressions import has_prefix
from reader.store.searching.query import Sql
from reader.store.searching.words import prefix_query

ID: Final = "e.id"
PLACE: Final = "e.id, e.sort_at"
_FEW: Final = 5_000
_FEED: Final = "CROSS JOIN feed AS f ON f.id = e.feed_id"


def select(strand: Strand, columns: str, reach: Reach, *, ordered: bool = True) -> Query:
    """The statement for a stretch of ``strand``; not ``ordered``: for all of it."""
    if reach.beyond is None and strand.until is not None and not reach.ascending:
        reach = Reach(reach.limit, Cursor(strand.until, 0))
    if not ordered:
        strand = _joined(strand)
    drive = strand.drive
    if drive is None and not ordered:
        drive = _by_match(strand) or (strand.sources[0] if strand.sources else None)
    if drive is not None:
        return _select_driven(strand, columns, reach, ordered, drive)
    if strand.words and not (strand.is_common and ordered):
        return _select_matches(strand, columns, reach, ordered)
    if is_of_many(strand) and ordered:
        return from_each(strand, columns, reach, most=reach.limit)
    where, values = _conditions(strand, "e", reach)
    where, values = _and_words(strand, "e", where, values)
    sql = f"SELECT {columns} FROM entry AS e INDEXED BY {index_of(strand)} {_join(columns)} WHERE {where}"
    return (sql + _order("e", reach), [*values, reach.limit]) if ordered else (sql, values)


def _joined(strand: Strand) -> Strand:
    """``strand`` with what its entries lack in the expression for the words that they have."""
    if strand.match is None or strand.without is None:
        return strand
    joined = replace(strand, match=f"({strand.match}) NOT ({strand.without})", without=None)
    is_driving = strand.drive == _by_match(strand)
    return replace(joined, drive=_by_match(joined)) if is_driving else joined


def _by_match(strand: Strand) -> tuple[str, list[object]] | None:
    return None if strand.match is None else match_source(strand.match)


def _join(columns: str) -> str:
    """What the columns need: ids and places come from the index alone."""
    return _FEED if columns == ENTRY_COLUMNS else ""


def _select_driven(
    strand: Strand, columns: str, reach: Reach, ordered: bool, drive: tuple[str, list[object]]
) -> Query:
    """Through a source: every id that it gives is looked up; of one that lies in the order of the
    list, as many as are needed."""
    where, values = _conditions(strand, "e", reach)
    where, values = _and_words(strand, "e", where, values)
    source, bound = drive
    if (index := IN_ORDER.get(source)) is not None:
        source = f"entry AS e INDEXED BY {index}"
    else:
        source = f"({source}) AS s CROSS JOIN entry AS e ON e.id = s.id"
    sql = f"SELECT {columns} FROM {source} {_join(columns)} WHERE {where}"
    if (checked := without_drive(replace(strand, drive=drive))) is not None:
        sql += f" AND {checked[0].replace('$.', 'e.')}"
        values = [*values, *checked[1]]
    values = [*bound, *values]
    return (sql + _order("e", reach), [*values, reach.limit]) if ordered else (sql, values)


def without_drive(strand: Strand) -> Sql | None:
    """The condition for the words of a strand that another source drives; None where there are
    none, or they drive."""
    match = strand.match
    if match is None or strand.drive == _by_match(strand):
        return None
    if has_prefix(match):
        return "$.id IN (SELECT rowid FROM word_index WHERE word_index MATCH ?)", [match]
    return "EXISTS (SELECT 1 FROM word_index WHERE word_index MATCH ? AND rowid = $.id)", [match]


def _select_matches(strand: Strand, columns: str, reach: Reach, ordered: bool) -> Query:
    """Through the word index of titles: every match is looked up."""
    where, values = _conditions(strand, "e", reach)
    sql = (
        f"SELECT {columns} FROM title_search AS s CROSS JOIN entry AS e ON e.id = s.rowid"
        f" {_join(columns)} WHERE s.title_search MATCH ? AND {where}"
    )
    values = [prefix_query(strand.words), *values]
    return (sql + _order("e", reach), [*values, reach.limit]) if ordered else (sql, values)


def is_of_many(strand: Strand) -> bool:
    """Whether a strand goes down the lists of several feeds."""
    if strand.drive is not None or (strand.words and not strand.is_common):
        return False
    return strand.feed_ids is not None and len(strand.feed_ids) != 1


def from_each(strand: Strand, columns: str, reach: Reach, *, most: int = -1) -> Query:
    """From several feeds: the first ``reach.limit`` of each, then the first ``most`` of those."""
    where, values = _conditions(strand, "y", reach, in_feeds=False)
    where, values = _and_words(strand, "y", where, values)
    nearest = (
        f"SELECT y.id FROM entry AS y INDEXED BY {index_of(strand)}"
        f" WHERE y.feed_id = g.value AND {where}" + _order("y", reach)
    )
    sql = (
        f"SELECT {columns} FROM json_each(?) AS g"
        f" CROSS JOIN entry AS e ON e.id IN ({nearest}) {_join(columns)} WHERE 1"
        + _order("e", reach)
    )
    return sql, [id_list(strand.feed_ids or ()), *values, reach.limit, most]


def index_of(strand: Strand) -> str:
    """The index that holds a strand in the order of the list."""
    name = "entry" if strand.feed_ids is None else "entry_feed"
    if strand.starred:
        return f"{name}_starred"
    if strand.unread:
        return f"{name}_unread"
    return "entry_all" if strand.feed_ids is None else name


def _of_feeds(strand: Strand, table: str) -> Query:
    """Of which feeds: those on the lists, one, or several."""
    if strand.feed_ids is None:
        if not strand.unread:
            return f"{table}.shelf > 0", []
        # The partial index of starred entries serves only who asks in its words.
        beside = f" AND {table}.shelf > 0" if strand.starred else ""
        return f"{table}.shelf = 1{beside}", []
    if len(strand.feed_ids) == 1:
        return f"{table}.feed_id = ?", [strand.feed_ids[0]]
    return f"{table}.feed_id IN (SELECT value FROM json_each(?))", [id_list(strand.feed_ids)]


def _conditions(
    strand: Strand, table: str, reach: Reach, *, in_feeds: bool = True
) -> tuple[str, list[object]]:
    """The WHERE clause, its terms written as the partial indexes have them."""
    terms = [f"{table}.deleted_at IS NULL"]
    values: list[object] = []
    if in_feeds:
        told, values = _of_feeds(strand, table)
        terms.append(told)
    if strand.unread:
        terms.append(f"{table}.read_at IS NULL")
    if strand.starred:
        terms.append(f"{table}.starred_at IS NOT NULL")
    for bound, comparison in ((strand.since, ">="), (strand.until, "<")):
        if bound is not None:
            terms.append(f"{table}.sort_at {comparison} ?")
            values.append(bound)
    if reach.beyond is not None:
        terms.append(f"({table}.sort_at, {table}.id) {'>' if reach.ascending else '<'} (?, ?)")
        values += [reach.beyond.sort_at, reach.beyond.id]
    if strand.without is not None:
        # Of a few entries each is looked up; of more the whole list is read once.
        few = strand.drive is not None and strand.size < _FEW and not has_prefix(strand.without)
        having = f"SELECT {1 if few else 'rowid'} FROM word_index WHERE word_index MATCH ?"
        terms.append(
            f"NOT EXISTS ({having} AND rowid = {table}.id)"
            if few
            else f"{table}.id NOT IN ({having})"
        )
        values.append(strand.without)
    for sql, bound_to in (*strand.where, *strand.late):
        terms.append(sql.replace("$.", f"{table}."))
        values += bound_to
    if strand.fold:
        sql, bound_to = leads(strand, table)
        terms.append(sql)
        values += bound_to
    return " AND ".join(terms), values


def members(strand: Strand, table: str) -> tuple[str, list[object], str]:
    """For ``table`` as a member of a group of a folded strand: the conditions with their values,
    and the index that leads to the members of a group."""
    column = "event_id" if strand.fold == "events" else "copy_id"
    where, values = _conditions(replace(strand, fold=""), table, Reach(0))
    by_unread = strand.unread and column == "event_id"
    shelf = f"{table}.shelf = 1" if by_unread else f"{table}.shelf > 0"
    where += f" AND {shelf} AND {table}.{column} IS NOT NULL"
    return where, values, f"entry_{column.removesuffix('_id')}{'_unread' * by_unread}"


def leads(strand: Strand, table: str) -> tuple[str, list[object]]:
    """The condition for an entry to be the newest of its group on the list."""
    column = "event_id" if strand.fold == "events" else "copy_id"
    where, values, index = members(strand, "m")
    return (
        f"({table}.{column} IS NULL OR NOT EXISTS (SELECT 1 FROM entry AS m INDEXED BY {index}"
        f" WHERE m.{column} = {table}.{column}"
        f" AND (m.sort_at, m.id) > ({table}.sort_at, {table}.id) AND {where}))",
        values,
    )


def _and_words(
    strand: Strand, table: str, where: str, values: list[object]
) -> tuple[str, list[object]]:
    if not strand.words:
        return where, values
    return f"{where} AND begin_words({table}.title, ?)", [*values, "\n".join(strand.words)]


def _order(table: str, reach: Reach) -> str:
    way = "ASC" if reach.ascending else "DESC"
    return f" ORDER BY {table}.sort_at {way}, {table}.id {way} LIMIT ?"
