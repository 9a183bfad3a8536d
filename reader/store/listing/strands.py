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
from reader.query import Node, parse
from reader.store.listing.traits import BY_INDEX
from reader.store.rows import id_list, one, stamp
from reader.store.searching.query import Demand, Source, Sql, demand_of
from reader.store.searching.words import begin_words, prefix_query

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
    """Statements that give all ids that can fit."""
    narrowing: tuple[Sql, ...] = ()
    """Those of them that give others too."""
    where: tuple[Sql, ...] = ()
    """Conditions on the rows of entries, beside what the drive tells."""
    rest: tuple[Sql, ...] = ()
    """Those of them that no source tells."""
    asked: tuple[Node, ...] = ()
    """What each of those says."""
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


def strands_of(
    con: sqlite3.Connection,
    selection: Selection,
    few: int = FEW,
    among: Sequence[int] | None = None,
) -> list[Strand]:
    """The strands whose union is ``selection``, or those of the entries ``among`` that are in it.
    Raises InvalidQuery."""
    words = tuple(word for word in selection.words if word.strip())
    if words and prefix_query(words) is None:
        return []
    demand = demand_of(con, parse(selection.query), selection.now)
    feed_ids = _feed_ids(con, selection)
    if demand.feed_ids is not None:
        wanted = demand.feed_ids if feed_ids is None else demand.feed_ids & set(feed_ids)
        feed_ids = tuple(sorted(wanted))
    whole = _whole(con, selection, demand, few, among)
    strands: list[Strand] = []
    for ids, rest in _by_feed_title(con, words, feed_ids):
        if ids is None or ids:
            common = bool(rest) and _are_common(con, rest, few)
            strands.append(replace(whole, feed_ids=ids, words=rest, is_common=common))
    return strands


def _whole(
    con: sqlite3.Connection,
    selection: Selection,
    demand: Demand,
    few: int,
    among: Sequence[int] | None,
) -> Strand:
    since = None if selection.since is None else stamp(selection.since)
    if demand.since is not None:
        since = max(since or demand.since, demand.since)
    match, without = demand.wanted, demand.without
    starred = selection.starred or demand.starred
    sources = list(demand.sources)
    if match is not None:
        sources.insert(0, Source(match_source(match)))
    if starred and (sources or without):
        sources.append(Source((BY_INDEX["is:starred"], [])))
    whole = Strand(
        unread=selection.unread or demand.unread,
        starred=starred,
        since=since,
        until=demand.until,
        match=match,
        without=without,
        sources=tuple(source.sql for source in sources),
        narrowing=tuple(source.sql for source in demand.sources if source.condition is None),
        rest=tuple(demand.where),
        asked=tuple(demand.asked),
        late=tuple(demand.late),
        # Words are looked for entry by entry: in a search every entry has its row.
        fold="" if match or without or demand.late or selection.words else selection.fold,
    )
    return _led(con, whole, sources, few, among)


def _led(
    con: sqlite3.Connection,
    strand: Strand,
    sources: Sequence[Source],
    few: int,
    among: Sequence[int] | None,
) -> Strand:
    """``strand`` with what leads to its entries, and the conditions that this leaves."""
    told: frozenset[int] = frozenset()
    if among is not None:
        strand = replace(strand, drive=these(among))
    elif sources or strand.without is not None:
        from reader.store.listing.leading import lead_of  # only queries need it

        lead = lead_of(con, sources, strand.match, strand.without, cap(con, few))
        if lead is not None:
            told = lead.told
            strand = replace(strand, drive=lead.drive, size=lead.size)
            if lead.tells_words:
                strand = replace(strand, match=None, without=None)
    left = (
        source.condition
        for number, source in enumerate(sources)
        if source.condition is not None and number not in told
    )
    return replace(strand, where=(*strand.rest, *left))


def these(ids: Sequence[int]) -> Sql:
    """The statement that gives ``ids``."""
    return "SELECT value AS id FROM json_each(?)", [id_list(ids)]


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
