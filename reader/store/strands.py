"""What a selection asks for, taken apart into strands that one statement over one index answers.

Only a search for words that also name feeds needs more than one strand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reader.frozen import frozen
from reader.model import Cursor, Fold, Selection
from reader.query import parse
from reader.store.query import UNION, Demand, Sql, demand_of
from reader.store.rows import id_list, one, stamp
from reader.store.words import begin_words, prefix_query

FEW: Final = 2_000
"""So many matches are looked up and sorted in a few milliseconds."""
RARE: Final = 50
Query = tuple[str, list[object]]


@frozen
class Strand:
    """Conditions that one statement answers. ``feed_ids`` None: every feed but pages and files."""

    feed_ids: tuple[int, ...] | None = None
    unread: bool = False
    starred: bool = False
    since: int | None = None
    until: int | None = None
    words: tuple[str, ...] = ()
    """Every one begins a word of the title."""
    is_common: bool = False
    """Whether so many titles have the words that going down the list meets them soon."""
    match: str | None = None
    """An FTS5 expression over ``word_index``."""
    without: str | None = None
    """One that no entry fulfils."""
    sources: tuple[Sql, ...] = ()
    """Statements that give all ids that can fit; the rarest drives when there is one."""
    where: tuple[Sql, ...] = ()
    late: tuple[Sql, ...] = ()
    """Conditions that read stories: for entries that fulfil all others."""
    drive: Sql | None = None
    """The statement whose few ids are looked up one by one; None: the list is gone down."""
    size: int = 0
    """How many ids that statement gives."""
    is_beside: bool = False
    """Whether the lists of its feeds are gone down for what that statement gives."""
    fold: Fold = ""
    """Which entries share a row: only the newest of them is on the list."""


@frozen
class Reach:
    """Which stretch of a list: up to ``limit`` entries strictly beyond ``beyond``, if given."""

    limit: int
    beyond: Cursor | None = None
    ascending: bool = False


def match_source(match: str) -> Sql:
    """The statement that gives the ids of all entries with the words of an FTS5 expression."""
    return "SELECT rowid AS id FROM word_index WHERE word_index MATCH ?", [match]


def strands_of(con: sqlite3.Connection, selection: Selection, few: int = FEW) -> list[Strand]:
    """The strands whose union is ``selection``. Raises InvalidQuery."""
    words = tuple(word for word in selection.words if word.strip())
    if words and prefix_query(words) is None:
        return []
    demand = demand_of(con, parse(selection.query), selection.now)
    feed_ids = _feed_ids(con, selection)
    if demand.feed_ids is not None:
        wanted = demand.feed_ids if feed_ids is None else demand.feed_ids & set(feed_ids)
        feed_ids = tuple(sorted(wanted))
    whole = _whole(con, selection, demand, few)
    strands: list[Strand] = []
    for ids, rest in _by_feed_title(con, words, feed_ids):
        if ids is None or ids:
            common = bool(rest) and _are_common(con, rest, few)
            strands.append(replace(whole, feed_ids=ids, words=rest, is_common=common))
    return strands


def strands_among(
    con: sqlite3.Connection, selection: Selection, ids: Sequence[int]
) -> list[Strand]:
    """The same for those of the entries ``ids`` that are in ``selection``. Raises InvalidQuery."""
    drive: Sql = ("SELECT value AS id FROM json_each(?)", [id_list(ids)])
    return [replace(strand, drive=drive, size=0) for strand in strands_of(con, selection, 0)]


def _whole(con: sqlite3.Connection, selection: Selection, demand: Demand, few: int) -> Strand:
    since = None if selection.since is None else stamp(selection.since)
    if demand.since is not None:
        since = max(since or demand.since, demand.since)
    match, without = demand.wanted, demand.without
    if match is not None and without is not None and _are_few(con, match, few):
        # The index goes through a short list soonest; from a long one it would read all of both.
        match, without = f"({match}) NOT ({without})", None
    sources = list(demand.sources)
    if match is not None:
        sources.insert(0, match_source(match))
    drive, size = _rarest(con, sources, few)
    return Strand(
        unread=selection.unread or demand.unread,
        starred=selection.starred or demand.starred,
        since=since,
        until=demand.until,
        match=match,
        without=without,
        sources=tuple(sources),
        where=tuple(demand.where),
        late=tuple(demand.late),
        drive=drive,
        size=size,
        # Words are looked for entry by entry: in a search every entry has its row.
        fold="" if match or without or demand.late or selection.words else selection.fold,
    )


def _rarest(con: sqlite3.Connection, sources: list[Sql], few: int) -> tuple[Sql | None, int]:
    """The source with the fewest ids, and how many; None when each has more than going down the list
    costs."""
    if not sources:
        return None, 0
    most = cap(con, few)
    counts = []
    for number, (sql, values) in enumerate(sources):
        # An entry that two parts give is counted twice: to tell would be to read all of both.
        each = sql.replace(UNION, " UNION ALL ")
        found = one(con, f"SELECT count(*) FROM ({each} LIMIT ?)", *values, most + 1)
        counts.append((int(found), number))
    least, number = min(counts)
    return (sources[number], least) if least <= most else (None, 0)


def _are_few(con: sqlite3.Connection, match: str, few: int) -> bool:
    most = cap(con, few)
    source, values = match_source(match)
    return bool(one(con, f"SELECT count(*) FROM ({source} LIMIT ?)", *values, most + 1) <= most)


def lacking(con: sqlite3.Connection, match: str, few: int = FEW) -> Sql | None:
    """The statement that gives the ids of all entries without the words of an FTS5 expression; None
    when they are many: then one meets them soon."""
    from reader.store.fitting import missing

    most = cap(con, few)
    last = int(one(con, "SELECT coalesce(max(id), 0) FROM entry"))
    gaps = missing(con, match, last, most)
    return None if gaps is None else ("SELECT value AS id FROM json_each(?)", [id_list(gaps)])


def cap(con: sqlite3.Connection, few: int, part: int = RARE) -> int:
    """A :data:`RARE` ``part`` of the library, but not less than ``few``."""
    return max(few, int(one(con, "SELECT coalesce(max(id), 0) FROM entry")) // part)


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


def _are_common(con: sqlite3.Connection, words: tuple[str, ...], few: int) -> bool:
    """Whether more than one title in :data:`RARE` (and more than ``few``) has ``words``."""
    most = cap(con, few)
    found = one(
        con,
        "SELECT count(*) FROM (SELECT 1 FROM title_search WHERE title_search MATCH ? LIMIT ?)",
        prefix_query(words),
        most + 1,
    )
    return bool(found > most)
