"""Quotes and speakers over the whole cache, and stories that share words."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.model import Entry, QuoteRow, Selection, Speaker, SpeakerRow, Stretch
from reader.query import All, Any, Filter, Node, Text, parse
from reader.query.hits import hit_spans
from reader.store.arriving.numbers import kept_quotes, numbers_of, quote_texts
from reader.store.listing.lists import page
from reader.store.listing.single import entries_of
from reader.store.rows import ENTRY_COLUMNS, one, to_entry, to_time
from reader.store.searching import tokens
from reader.store.searching.words import has_words

MAX_CANDIDATES: Final = 400
"""Matches that are ranked at most, those that came last: ranking a common word costs seconds."""
MAX_QUOTES: Final = 2_000
"""Quotes of one speaker that are read at most: each stands in its story."""
MAX_FEEDS: Final = 20
"""Feeds named with a speaker at most, those that quote them in the most stories."""
_STRETCH: Final = 200
_TITLE: Final = 1.0


def quotes(
    con: sqlite3.Connection, selection: Selection, limit: int | None = None
) -> tuple[QuoteRow, ...]:
    """The quotes of the entries of ``selection``, in the order of the list and the page; where the
    query says ``said:`` or ``quote:``, only those."""
    found: list[QuoteRow] = []
    node = parse(selection.query)
    older = None
    while True:
        stretch = page(con, selection, Stretch(older_than=older, limit=_STRETCH))
        for entry in stretch.entries:
            if entry.quote_count:
                found.extend(row for row in quotes_of(con, entry) if _is_wanted(row, node))
            if limit is not None and len(found) >= limit:
                return tuple(found[:limit])
        older = stretch.older
        if older is None:
            return tuple(found)


def quotes_of(con: sqlite3.Connection, entry: Entry) -> list[QuoteRow]:
    """The quotes of one entry, in page order; the speaker is None where the reader sees none."""
    rows = con.execute(
        "SELECT kind, confidence, name, role"
        " FROM quote LEFT JOIN speaker ON id = speaker_id WHERE entry_id = ? ORDER BY number",
        (entry.id,),
    )
    texts = quote_texts(con, entry.id)
    numbers = numbers_of(texts, kept_quotes(con, entry.id))
    return [
        QuoteRow(entry, number, text, kind, Speaker(name, role) if name else None, confidence)
        for number, text, (kind, confidence, name, role) in zip(numbers, texts, rows, strict=False)
    ]


def quotes_by(con: sqlite3.Connection, name: str, limit: int | None = None) -> tuple[QuoteRow, ...]:
    """What one speaker said, newest first, :data:`MAX_QUOTES` of those that came in last at most;
    ``name`` as in a :class:`SpeakerRow`."""
    rows = con.execute(
        f"SELECT q.number, q.kind, q.confidence, s.name, q.role, {ENTRY_COLUMNS}"
        " FROM (SELECT entry_id, number, kind, confidence, role, speaker_id FROM quote"
        "  INDEXED BY quote_speaker WHERE speaker_id = (SELECT id FROM speaker WHERE name = ?)"
        "  ORDER BY entry_id DESC, number LIMIT ?) AS q"
        " CROSS JOIN speaker AS s ON s.id = q.speaker_id"
        " CROSS JOIN entry AS e ON e.id = q.entry_id CROSS JOIN feed AS f ON f.id = e.feed_id"
        " WHERE e.deleted_at IS NULL"
        " ORDER BY e.sort_at DESC, e.id DESC, q.number LIMIT ?",
        (name, MAX_QUOTES, -1 if limit is None else limit),
    )
    found: list[QuoteRow] = []
    said: dict[int, tuple[list[str], tuple[int, ...]]] = {}
    for place, kind, confidence, speaker, role, *columns in rows.fetchall():
        entry = to_entry(columns)
        if entry.id not in said:
            texts = quote_texts(con, entry.id)
            said[entry.id] = texts, numbers_of(texts, kept_quotes(con, entry.id))
        texts, numbers = said[entry.id]
        if place <= len(texts):
            by = Speaker(speaker, role)
            found.append(
                QuoteRow(entry, numbers[place - 1], texts[place - 1], kind, by, confidence)
            )
    return tuple(found)


def speakers(con: sqlite3.Connection, limit: int | None = None) -> tuple[SpeakerRow, ...]:
    """Who is quoted by name, the most quoted first: *she* and *the company* are not one and the
    same in all stories."""
    rows = con.execute(
        "SELECT name, quotes, stories, last_at, (SELECT json_group_array(feed_id) FROM"
        "  (SELECT feed_id FROM (SELECT feed_id, stories FROM said WHERE speaker_id = s.id"
        "   AND quotes > 0 LIMIT ?) ORDER BY stories DESC LIMIT ?))"
        " FROM speaker AS s INDEXED BY speaker_quotes WHERE quotes > 0"
        " AND is_name(name) ORDER BY quotes DESC, id LIMIT ?",
        (10 * MAX_FEEDS, MAX_FEEDS, -1 if limit is None else limit),
    ).fetchall()
    titles = dict(
        con.execute("SELECT id, coalesce(title, nullif(own_title, ''), url) FROM feed").fetchall()
    )
    return tuple(
        SpeakerRow(
            name,
            quoted,
            stories=stories,
            last_at=to_time(last_at),
            feeds=tuple(sorted({titles[feed_id] for feed_id in json.loads(feeds)})),
        )
        for name, quoted, stories, last_at, feeds in rows
    )


def related_titles(
    con: sqlite3.Connection, words: Sequence[str], *, limit: int
) -> tuple[Entry, ...]:
    """Entries with any of ``words`` in title or story: those first that have the most telling ones,
    a word of the title counting :data:`_TITLE` times."""
    matches = [match for word in words if (match := tokens.expression(tokens.terms(word)))]
    if not matches:
        return ()
    last = int(one(con, "SELECT coalesce(max(id), 0) FROM entry"))
    rows = con.execute(
        "SELECT rowid FROM word_index WHERE word_index MATCH ? ORDER BY rowid DESC LIMIT ?",
        (" OR ".join(f"({match})" for match in matches), MAX_CANDIDATES),
    )
    scores = dict.fromkeys((id_ for (id_,) in rows), 0.0)
    lowest = min(scores, default=0)
    for match in matches:
        having = con.execute(
            "SELECT rowid FROM word_index WHERE word_index MATCH ? AND rowid >= ?", (match, lowest)
        ).fetchall()
        told = math.log(1 + (last - lowest + 1) / len(having)) if having else 0.0
        for (id_,) in having:
            if id_ in scores:
                scores[id_] += told
    best = sorted(scores, key=lambda id_: (-scores[id_], -id_))[: 2 * limit]
    found = {entry.id: entry for entry in entries_of(con, best)}
    wanted = [frozenset(tokens.tokens(word)) for word in words]

    def in_title(entry: Entry) -> int:
        title = set(tokens.tokens(tokens.paired(entry.title)))
        return sum(one <= title for one in wanted)

    ranked = sorted(
        found.values(),
        key=lambda e: (scores[e.id] * (1 + _TITLE * in_title(e)), e.sort_at, e.id),
        reverse=True,
    )
    return tuple(ranked[:limit])


def _is_wanted(row: QuoteRow, node: Node) -> bool:
    """Whether a quote of an entry that a query found is meant: what the query asks beside speakers
    and quotes, and what it does not want, was asked of the entry."""
    match node:
        case All(nodes):
            return all(_is_wanted(row, one) for one in nodes)
        case Any(nodes):
            return any(_is_wanted(row, one) for one in nodes)
        case Filter("said", name):
            return has_words(row.speaker.name if row.speaker else "", name)
        case Text(_, "quote"):
            return bool(hit_spans(row.text, node))
    return True
