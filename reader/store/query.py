"""A query's tree as SQL: bound values only, and the parts that an index can answer set apart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from reader.query import filters
from reader.query.tree import All, Any, Filter, Node, Not, Pattern, Text
from reader.store import patterns
from reader.store.rows import id_list, stamp
from reader.store.tags import tag_key
from reader.store.words import begin_words, has_word, phrase

Sql = tuple[str, list[object]]
"""A piece of SQL and its values; ``$.`` stands for the entry's table."""

_COLUMNS: Final = {"": "", "title": "title : ", "quote": "quotes : "}
_ALIVE: Final = "deleted_at IS NULL"
_BY_INDEX: Final = {
    "is:updated": f"SELECT id FROM entry INDEXED BY entry_changed WHERE changed_at IS NOT NULL AND {_ALIVE}",
    "is:tagged": f"SELECT id FROM entry INDEXED BY entry_tagged WHERE tags IS NOT NULL AND {_ALIVE}",
    "has:enclosure": f"SELECT id FROM entry INDEXED BY entry_enclosed WHERE enclosures IS NOT NULL AND {_ALIVE}",
    "has:fulltext": "SELECT entry_id AS id FROM story INDEXED BY story_page WHERE origin = 'page'",
}
_CONDITIONS: Final = {
    "is:unread": "$.read_at IS NULL",
    "is:read": "$.read_at IS NOT NULL",
    "is:starred": "$.starred_at IS NOT NULL",
    "is:updated": "$.changed_at IS NOT NULL",
    "is:tagged": "$.tags IS NOT NULL",
    "has:quotes": "$.quote_count > 0",
    "has:enclosure": "$.enclosures IS NOT NULL",
    "has:fulltext": "EXISTS (SELECT 1 FROM story WHERE entry_id = $.id AND origin = 'page')",
}
_TAGGED: Final = (
    "SELECT entry_id AS id FROM tagged WHERE tag_id = (SELECT id FROM tag WHERE key = ?)"
)


@dataclass(slots=True)
class Demand:
    """What a query asks of every entry it finds.

    ``sources`` are statements that give the ids of all entries that can fit, each by an index;
    ``match`` is an FTS5 expression over ``search``; ``where`` holds whatever else.
    """

    feed_ids: set[int] | None = None
    unread: bool = False
    starred: bool = False
    since: int | None = None
    until: int | None = None
    match: list[str] = field(default_factory=list)
    texts: list[Node] = field(default_factory=list)
    """What ``match`` and ``unmatch`` ask, as nodes."""
    unmatch: list[str] = field(default_factory=list)
    sources: list[Sql] = field(default_factory=list)
    where: list[Sql] = field(default_factory=list)

    @property
    def expression(self) -> str | None:
        """``match`` as one FTS5 expression."""
        if not self.match:
            return None
        wanted = " AND ".join(self.match)
        return f"({wanted}) NOT ({' OR '.join(self.unmatch)})" if self.unmatch else wanted


def demand_of(con: sqlite3.Connection, node: Node, now: datetime | None = None) -> Demand:
    """What ``node`` asks; ``now`` is what ``older:`` and ``newer:`` count from."""
    return _Compiler(con, now or datetime.now(UTC)).demand(node)


class _Compiler:
    def __init__(self, con: sqlite3.Connection, now: datetime) -> None:
        self._con = con
        self._now = now
        self._until = patterns.deadline()

    def demand(self, node: Node) -> Demand:
        demand = Demand()
        parts = node.nodes if isinstance(node, All) else (node,)
        without: list[Node] = []
        for part in parts:
            if isinstance(part, Not) and words_of(part.node) is not None:
                without.append(part)
            elif (words := words_of(part)) is not None:
                demand.match.append(words)
                demand.texts.append(part)
            elif not (isinstance(part, Filter) and self._take(demand, part)):
                if (source := self._source(part)) is not None:
                    demand.sources.append(source)
                demand.where.append(self.condition(part))
        for part in without:
            words = words_of(part.node) if isinstance(part, Not) else None
            if demand.match and words is not None:
                demand.unmatch.append(words)
                demand.texts.append(part)
            else:
                demand.where.append(self.condition(part))
        return demand

    def _take(self, demand: Demand, part: Filter) -> bool:
        """Put what the lists have indexes for into its own place."""
        match part.name, part.value:
            case "is", "unread":
                demand.unread = True
            case "is", "starred":
                demand.starred = True
            case (("feed" | "folder"), _):
                found = set(self._feed_ids(part))
                demand.feed_ids = found if demand.feed_ids is None else demand.feed_ids & found
            case (("after" | "newer"), _):
                demand.since = max(demand.since or 0, self._moment(part))
            case (("before" | "older"), _):
                moment = self._moment(part)
                demand.until = moment if demand.until is None else min(demand.until, moment)
            case "said", value:
                demand.match.append(_speaker(value))
                demand.texts.append(part)
                demand.where.append(_said(value))
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
            case Text():
                return _FOUND, [words_of(node)]
            case Filter(name, value):
                return self._filter(name, value)

    def _filter(self, name: str, value: str) -> Sql:
        if (known := _CONDITIONS.get(f"{name}:{value}")) is not None:
            return known, []
        match name:
            case "after" | "newer":
                return "$.sort_at >= ?", [self._moment(Filter(name, value))]
            case "before" | "older":
                return "$.sort_at < ?", [self._moment(Filter(name, value))]
            case "feed" | "folder":
                ids = id_list(self._feed_ids(Filter(name, value)))
                return "$.feed_id IN (SELECT value FROM json_each(?))", [ids]
            case "tag":
                ids = id_list(self._feeds_tagged(value))
                return (
                    "(EXISTS (SELECT 1 FROM tagged WHERE tag_id = (SELECT id FROM tag WHERE key = ?)"
                    " AND entry_id = $.id) OR $.feed_id IN (SELECT value FROM json_each(?)))",
                    [tag_key(value), ids],
                )
            case "said":
                sql, values = _said(value)
                return f"({_FOUND} AND {sql})", [_speaker(value), *values]
            case "words":
                return "$.words BETWEEN ? AND ?", list(filters.between(value))
            case "author":
                return "begin_words(coalesce($.author, ''), ?)", ["\n".join(value.split())]
            case "site":
                return "on_site($.link, ?)", [value.lower().removeprefix("www.").partition(":")[0]]
        return (
            "is_language(coalesce($.lang, (SELECT lang FROM feed WHERE id = $.feed_id)), ?)",
            [value.lower().replace("_", "-")],
        )

    def _source(self, node: Node) -> Sql | None:
        """A statement that gives the ids of all entries that fit ``node``, by an index."""
        match node:
            case Filter("tag", value):
                if self._feeds_tagged(value):
                    return None
                return _TAGGED, [tag_key(value)]
            case Filter("said", value):
                return _ROWS, [_speaker(value)]
            case Filter(name, value):
                known = _BY_INDEX.get(f"{name}:{value}")
                return None if known is None else (known, [])
            case Text():
                return _ROWS, [words_of(node)]
            case Any(nodes):
                sources = [self._source(one) for one in nodes]
                found = [source for source in sources if source is not None]
                return _joined(" UNION ", found, "") if len(found) == len(sources) else None
            case All(nodes):
                return next(filter(None, map(self._source, nodes)), None)
        return None

    def _pattern(self, pattern: str) -> Sql:
        patterns.check(pattern)
        texts = (
            "$.title",
            "$.author",
            "(SELECT story_plain(body) FROM story WHERE entry_id = $.id)",
        )
        values: list[object] = [pattern, self._until] * len(texts)
        return "(" + " OR ".join(f"finds(?, {text}, ?)" for text in texts) + ")", values

    def _moment(self, part: Filter) -> int:
        if part.name in ("after", "before"):
            return stamp(filters.midnight(part.value))
        try:
            return stamp(self._now - filters.span(part.value))
        except OverflowError:
            return 0

    def _feed_ids(self, part: Filter) -> list[int]:
        words = tuple(part.value.split())
        rows = self._con.execute(
            "SELECT id, url, coalesce(title, nullif(own_title, ''), url), coalesce(folder, '')"
            " FROM feed"
        )
        if part.name == "folder":
            key = tag_key(part.value)
            return [id_ for id_, _, _, folder in rows if tag_key(folder) == key]
        return [
            id_ for id_, url, title, _ in rows if url == part.value or begin_words(title, words)
        ]

    def _feeds_tagged(self, value: str) -> list[int]:
        rows = self._con.execute(
            "SELECT f.id, j.value FROM feed AS f CROSS JOIN json_each(f.tags) AS j"
            " WHERE f.tags <> '[]' AND f.subscribed"
        )
        return [id_ for id_, name in rows if tag_key(name) == tag_key(value)]


_ROWS: Final = "SELECT rowid AS id FROM search WHERE search MATCH ?"
_FOUND: Final = "$.id IN (SELECT rowid FROM search WHERE search MATCH ?)"


def _said(value: str) -> Sql:
    return (
        "EXISTS (SELECT 1 FROM quote AS q CROSS JOIN speaker AS p ON p.id = q.speaker_id"
        " WHERE q.entry_id = $.id AND has_words(p.name, ?))",
        [value],
    )


def words_of(node: Node) -> str | None:
    """``node`` as an FTS5 expression; None when it asks for more than words."""
    match node:
        case Text(text, column, is_prefix):
            return f"{_COLUMNS[column]}{phrase(text)}{' *' if is_prefix else ''}"
        case Any(nodes):
            parts = [words_of(one) for one in nodes]
            return None if None in parts else f"({' OR '.join(filter(None, parts))})"
        case All(nodes):
            wanted = [words_of(one) for one in nodes if not isinstance(one, Not)]
            without = [words_of(one.node) for one in nodes if isinstance(one, Not)]
            if None in wanted or None in without or not wanted:
                return None
            sql = f"({' AND '.join(filter(None, wanted))})"
            return f"({sql} NOT ({' OR '.join(filter(None, without))}))" if without else sql
    return None


def _speaker(value: str) -> str:
    """The FTS5 expression for a speaker whose name has all these words."""
    parts = [phrase(word) for word in value.split() if has_word(word)]
    return f"speakers : ({' AND '.join(parts) or phrase('-')})"


def _joined(operator: str, parts: Iterable[Sql], nothing: str) -> Sql:
    found = list(parts)
    if not found:
        return nothing, []
    sql = operator.join(sql for sql, _ in found)
    values = [value for _, more in found for value in more]
    return (sql if operator == " UNION " else f"({sql})"), values
