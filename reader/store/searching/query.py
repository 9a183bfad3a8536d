"""A query's tree as SQL: bound values only, and the parts that an index can answer set apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NamedTuple

from reader.query import filters
from reader.query.tree import All, Any, Filter, Node, Not, Pattern, Text, write
from reader.store.arriving.index import not_yet_below
from reader.store.listing.traits import BY_INDEX, CONDITIONS
from reader.store.own.tags import tag_key
from reader.store.rows import id_list, one, stamp
from reader.store.searching import patterns, tokens
from reader.store.searching.expressions import Words, candidates, words_of
from reader.store.searching.words import begin_words, is_language, phrase

Sql = tuple[str, list[object]]
"""A piece of SQL and its values; ``$.`` stands for the entry's table."""

_TAGGED: Final = (
    "SELECT entry_id AS id FROM tagged WHERE tag_id = (SELECT id FROM tag WHERE key = ?)"
)


_ROWS: Final = "SELECT rowid AS id FROM word_index WHERE word_index MATCH ?"
UNION: Final = " UNION "
"""What joins the statements of a source of several."""
_SPOKE: Final = "speaker_id IN (SELECT rowid FROM speaker_index WHERE speaker_index MATCH ?)"
_FEW_FOUND: Final = 60_000
"""So many ids are put into one list; of more, which are met soon, each entry's is asked for."""
_SPOKEN: Final = f"SELECT entry_id AS id FROM quote INDEXED BY quote_speaker WHERE {_SPOKE}"
_QUOTES: Final = (
    "SELECT coalesce(sum(quotes), 0) FROM speaker"
    " WHERE id IN (SELECT rowid FROM speaker_index WHERE speaker_index MATCH ?)"
)


class Source(NamedTuple):
    """A statement that gives the ids of all entries that can fit a part of a query, by an index;
    ``condition``: what tells it of one entry, where the statement gives no others."""

    sql: Sql
    condition: Sql | None = None


@dataclass(slots=True)
class Demand:
    """What a query asks of every entry it finds.

    ``match`` and ``unmatch`` are FTS5 expressions over ``word_index``; ``where`` is told by the
    rows of lists, beside the conditions of ``sources``; ``late`` by the stories themselves.
    """

    feed_ids: set[int] | None = None
    unread: bool = False
    starred: bool = False
    since: int | None = None
    until: int | None = None
    match: list[str] = field(default_factory=list)
    unmatch: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    where: list[Sql] = field(default_factory=list)
    asked: list[Node] = field(default_factory=list)
    """What each of ``where`` says."""
    late: list[Sql] = field(default_factory=list)

    @property
    def wanted(self) -> str | None:
        """``match`` as one FTS5 expression."""
        return " AND ".join(f"({one})" for one in self.match) or None

    @property
    def without(self) -> str | None:
        """``unmatch`` as one FTS5 expression."""
        return " OR ".join(self.unmatch) or None


def demand_of(con: sqlite3.Connection, node: Node, now: datetime | None = None) -> Demand:
    """What ``node`` asks; ``now`` is what ``older:`` and ``newer:`` count from."""
    return Compiler(con, now).demand(node)


class Compiler:
    """Makes SQL of queries asked at one moment."""

    def __init__(self, con: sqlite3.Connection, now: datetime | None = None) -> None:
        self._con = con
        self._now = now or datetime.now(UTC)
        self._until = patterns.deadline()
        self._facets: list[str] = []

    def demand(self, node: Node) -> Demand:
        """What ``node`` asks."""
        demand = Demand()
        parts = node.nodes if isinstance(node, All) else (node,)
        without: list[str] = []
        self._facets = []
        for part in parts:
            if (words := words_of(self._con, part)) is not None:
                if words.match is not None:
                    demand.match.append(words.match)
                if not words.is_exact:
                    demand.late.append(_told(part))
            elif isinstance(part, Not) and (match := self._exactly(part.node)) is not None:
                without.append(match)
            elif (feed_ids := self._only_feeds(part)) is not None:
                before = demand.feed_ids
                demand.feed_ids = feed_ids if before is None else before & feed_ids
            elif not (isinstance(part, Filter) and self._take(demand, part)):
                self._add(demand, part)
        if demand.match:  # the index joins its own lists sooner than anybody else
            demand.match += self._facets
        else:
            demand.sources += (Source((_ROWS, [facet])) for facet in self._facets)
        demand.unmatch += (f"({match})" for match in without)
        return demand

    def _add(self, demand: Demand, part: Node) -> None:
        if isinstance(part, Text) and part.column == "quote" and (match := candidates(part)):
            demand.match.append(match)
        condition = self.condition(part)
        found = self.source(part)
        source, is_exact = found or (None, False)
        if isinstance(part, Filter) and source is not None and _is_of_whole_words(source):
            self._facets += map(str, source[1])
        elif source is not None:
            demand.sources.append(Source(source, condition if is_exact else None))
            if is_exact:
                return
        if _reads_story(part):
            demand.late.append(condition)
        else:
            demand.where.append(condition)
            demand.asked.append(part)

    def _exactly(self, node: Node) -> str | None:
        words = words_of(self._con, node)
        return words.match if words is not None and words.is_exact else None

    def _take(self, demand: Demand, part: Filter) -> bool:
        """Put what the lists have indexes for into its own place."""
        match part.name, part.value:
            case "is", "unread":
                demand.unread = True
            case "is", "starred":
                demand.starred = True
            case (("after" | "newer"), _):
                demand.since = max(demand.since or 0, self.moment(part))
            case (("before" | "older"), _):
                moment = self.moment(part)
                demand.until = moment if demand.until is None else min(demand.until, moment)
            case _:
                return False
        return True

    def condition(self, node: Node) -> Sql:
        """``node`` as a condition on one entry."""
        match node:
            case Not(inner):
                sql, values = self.condition(inner)
                return f"NOT ({sql})", values
            case All(nodes):
                return _joined(" AND ", map(self.condition, nodes), "1")
            case Any(nodes):
                return _joined(" OR ", map(self.condition, nodes), "0")
            case Pattern(pattern):
                return self._pattern(pattern)
            case Text(_, "title"):
                return "titled($.title, ?)", [write(node)]
            case Text(_, "quote"):
                return f"($.quote_count > 0 AND quoted({_BODY}, ?))", [write(node)]
            case Text():
                return self._has_words(node)
            case Filter(name, value):
                return self._filter(name, value)

    def _has_words(self, node: Text) -> Sql:
        words = words_of(self._con, node)
        if words is None or words.match is None:
            return _told(node)
        sql, values = self._found(words.match)
        if words.is_exact:
            return sql, values
        told, more = _told(node)
        return f"({sql} AND {told})", [*values, *more]

    def _found(self, match: str) -> Sql:
        number = one(self._con, f"SELECT count(*) FROM ({_ROWS} LIMIT ?)", match, _FEW_FOUND + 1)
        if number <= _FEW_FOUND or '" *' in match:
            return "$.id IN (SELECT rowid FROM word_index WHERE word_index MATCH ?)", [match]
        return (
            "EXISTS (SELECT 1 FROM word_index WHERE word_index MATCH ? AND rowid = $.id)",
            [match],
        )

    def _filter(self, name: str, value: str) -> Sql:
        if (known := CONDITIONS.get(f"{name}:{value}")) is not None:
            return known, []
        match name:
            case "after" | "newer":
                return "$.sort_at >= ?", [self.moment(Filter(name, value))]
            case "before" | "older":
                return "$.sort_at < ?", [self.moment(Filter(name, value))]
            case "feed" | "folder":
                ids = id_list(self.feed_ids(Filter(name, value)))
                return "$.feed_id IN (SELECT value FROM json_each(?))", [ids]
            case "tag":
                ids = id_list(self.feeds_tagged(value))
                return (
                    "(EXISTS (SELECT 1 FROM tagged WHERE tag_id = (SELECT id FROM tag WHERE key = ?)"
                    " AND entry_id = $.id) OR $.feed_id IN (SELECT value FROM json_each(?)))",
                    [tag_key(value), ids],
                )
            case "said":
                speaker = _speaker(value)
                if one(self._con, _QUOTES, speaker) <= _FEW_FOUND:
                    return f"$.id IN ({_SPOKEN})", [speaker]
                # The plus: else each entry looks every one of very many speakers up.
                return f"EXISTS (SELECT 1 FROM quote WHERE entry_id = $.id AND +{_SPOKE})", [
                    speaker
                ]
            case "words":
                return "$.words BETWEEN ? AND ?", list(filters.between(value))
            case "author":
                return "begin_words(coalesce($.author, ''), ?)", ["\n".join(value.split())]
            case "site":
                return "on_site($.link, ?)", [_host(value)]
            case "lang":
                sql = (
                    "is_language(coalesce($.lang, (SELECT lang FROM feed WHERE id = $.feed_id)), ?)"
                )
                return sql, [language_of(value)]
        raise ValueError(f"There is no condition for the filter {name}:{value}.")

    def source(self, node: Node) -> tuple[Sql, bool] | None:
        """A statement that gives the ids of all entries that fit ``node``, by an index, and whether
        it gives no others."""
        match node:
            case Filter("tag", value):
                if self.feeds_tagged(value):
                    return None
                return self.tagged(value), True
            case Filter("said", value):
                return (
                    _SPOKEN.replace("entry_id", "DISTINCT entry_id", 1),
                    [_speaker(value)],
                ), True
            case Filter(name, value):
                if (known := BY_INDEX.get(f"{name}:{value}")) is not None:
                    return (known, []), True
                match = self.facet(name, value)
                return ((_ROWS, [match]), False) if match else None
            case Text(text, "title", is_prefix):
                match = f"{phrase(text)}{' *' if is_prefix else ''}"
                sql = "SELECT rowid AS id FROM title_search WHERE title_search MATCH ?"
                return (sql, [match]), False
            case Text():
                words = words_of(self._con, node) or Words(candidates(node), False)
                return None if words.match is None else ((_ROWS, [words.match]), words.is_exact)
            case Any(nodes):
                found = [source for source in map(self.source, nodes) if source is not None]
                if len(found) < len(nodes):
                    return None
                union = _joined(UNION, (source for source, _ in found), "")
                return union, all(is_exact for _, is_exact in found)
            case All(nodes):
                source = next(filter(None, map(self.source, nodes)), None)
                return None if source is None else (source[0], False)
        return None

    def facet(self, name: str, value: str) -> str | None:
        """The expression for the entries that may fit a filter, where the index has a facet."""
        if not_yet_below(self._con):  # of older entries it has none yet
            return None
        match name:
            case "author":
                return tokens.by_author(value)
            case "site":
                return tokens.by_site(_host(value))
            case "words":
                return tokens.by_length(*filters.between(value))
            case "lang":
                wanted = language_of(value)
                langs = self._con.execute("SELECT DISTINCT lang FROM feed")
                or_none = any(is_language(lang, wanted) for (lang,) in langs)
                return tokens.by_language(wanted, or_none=or_none)
        return None

    def _pattern(self, pattern: str) -> Sql:
        patterns.check(pattern)
        texts = (
            "$.title",
            "$.author",
            f"story_plain({_BODY})",
        )
        values: list[object] = [pattern, self._until] * len(texts)
        return "(" + " OR ".join(f"finds(?, {text}, ?)" for text in texts) + ")", values

    def moment(self, part: Filter) -> int:
        """The time that ``after:``, ``before:``, ``newer:`` or ``older:`` names, as it is stored."""
        if part.name in ("after", "before"):
            return stamp(filters.midnight(part.value))
        try:
            return stamp(self._now - filters.span(part.value))
        except OverflowError:
            return 0

    def _only_feeds(self, node: Node) -> set[int] | None:
        """The feeds that ``node`` asks for; None where it asks for anything else."""
        match node:
            case Filter("feed" | "folder"):
                return set(self.feed_ids(node))
            case Any(nodes):
                sets = [self._only_feeds(one) for one in nodes]
                found = [ids for ids in sets if ids is not None]
                return set().union(*found) if len(found) == len(sets) else None
        return None

    def feed_ids(self, part: Filter) -> list[int]:
        """The feeds that ``feed:`` or ``folder:`` asks for."""
        words = tuple(part.value.split())
        rows = self._con.execute(
            "SELECT id, url, coalesce(title, nullif(own_title, ''), url),"
            " iif(subscribed, coalesce(folder, ''), '') FROM feed"
        )
        if part.name == "folder":
            key = tag_key(part.value)
            return [id_ for id_, _, _, folder in rows if tag_key(folder) == key]
        return [
            id_ for id_, url, title, _ in rows if url == part.value or begin_words(title, words)
        ]

    def tagged(self, value: str) -> Sql:
        """The statement that gives the entries with a tag of their own."""
        return _TAGGED, [tag_key(value)]

    def feeds_tagged(self, value: str) -> list[int]:
        """The feeds that feeds.toml gives a tag."""
        rows = self._con.execute(
            "SELECT f.id, j.value FROM feed AS f CROSS JOIN json_each(f.tags) AS j"
            " WHERE f.tags <> '[]' AND f.subscribed"
        )
        return [id_ for id_, name in rows if tag_key(name) == tag_key(value)]


_BODY: Final = "(SELECT body FROM story WHERE entry_id = $.id)"


def _is_of_whole_words(source: Sql) -> bool:
    return source[0] == _ROWS and '" *' not in str(source[1][0])


def _told(node: Node) -> Sql:
    return f"told($.title, {_BODY}, ?)", [write(node)]


def _reads_story(node: Node) -> bool:
    """Whether stories are read to tell ``node``."""
    match node:
        case All(nodes) | Any(nodes):
            return any(map(_reads_story, nodes))
        case Not(inner):
            return _reads_story(inner)
        case Text(text, "", is_prefix):
            return is_prefix or len(tokens.terms(text)) != 1
        case Text(_, column):
            return column == "quote"
    return isinstance(node, Pattern)


def _speaker(value: str) -> str:
    """The FTS5 expression for speakers whose name has all these words; the last may go on where a
    star follows it."""
    found = tokens.terms(tokens.spaced(value), is_prefix=value.endswith("*"))
    return tokens.expression(found) or '"-"'


def _host(value: str) -> str:
    return value.lower().removeprefix("www.").partition(":")[0]


def language_of(value: str) -> str:
    """A value of ``lang:`` as language tags are compared."""
    return value.lower().replace("_", "-")


def _joined(operator: str, parts: Iterable[Sql], nothing: str) -> Sql:
    found = list(parts)
    if not found:
        return nothing, []
    sql = operator.join(sql for sql, _ in found)
    values = [value for _, more in found for value in more]
    return (sql if operator == UNION else f"({sql})"), values
