"""A page of a search: the list's entries, each with the words that were found."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reader.codec import text_of
from reader.frozen import frozen
from reader.model import FROM_TOP, Cursor, Entry, Selection, Stretch
from reader.query import All, Node, Text, parse, write
from reader.query.hits import Spans, hit_spans, term_pattern, terms_of
from reader.store.listing.lists import page
from reader.store.rows import id_list, one
from reader.store.searching import tokens
from reader.text import fold_words

MAX_RANKED: Final = 300
"""Entries that are ranked at most, the newest: more would cost a second in a large library."""
_COUNTED: Final = 20_000
_BEFORE: Final = 60
_LENGTH: Final = 200
_TITLE: Final = 8.0
_MEAN_WORDS: Final = 500


@frozen
class SearchHit:
    """An entry that was found. ``snippet`` is one line of its text around the first hit, or its
    summary; ``spans`` and ``title_spans`` are where hits stand in it and in the title."""

    entry: Entry
    snippet: str
    spans: Spans = ()
    title_spans: Spans = ()


@frozen
class SearchPage:
    """A stretch of what was found; ``older`` is None where nothing more follows."""

    hits: tuple[SearchHit, ...]
    older: Cursor | None = None


def search(
    con: sqlite3.Connection,
    selection: Selection,
    stretch: Stretch = FROM_TOP,
    *,
    ranked: bool = False,
) -> SearchPage:
    """What the query of ``selection`` finds, newest first; ``ranked``: of the newest
    :data:`MAX_RANKED`, and as many with the words in their headlines, the best first, on one page.
    Raises InvalidQuery."""
    node = parse(selection.query)
    if ranked and terms_of(node):
        candidates = _candidates(con, selection, node, stretch)
        texts = _texts(con, candidates)
        best = _ranked(con, terms_of(node), candidates, texts)[: stretch.limit]
        return SearchPage(tuple(_hit(entry, texts.get(entry.id, ()), node) for entry in best))
    found = page(con, selection, stretch)
    texts = _texts(con, found.entries) if terms_of(node) else {}
    hits = (_hit(entry, texts.get(entry.id, ()), node) for entry in found.entries)
    return SearchPage(tuple(hits), found.older)


def snippet(parts: Iterable[str], node: Node) -> tuple[str, Spans]:
    """The text around the first hit in one of ``parts``, and where hits stand; ``""`` for none."""
    for part in parts:
        spans = hit_spans(part, node)
        if not spans:
            continue
        start = max(0, spans[0][0] - _BEFORE)
        if start:
            start = part.find(" ", start, spans[0][0]) + 1 or spans[0][0]
        end = min(len(part), max(start + _LENGTH, spans[0][1]))
        if end < len(part):
            end = max(part.rfind(" ", start, end), spans[0][1])
        before, after = "…" * (start > 0), "…" * (end < len(part))
        shift = start - len(before)
        inside = tuple((a - shift, b - shift) for a, b in spans if b <= end)
        return before + part[start:end].replace("\n", " ").rstrip() + after, inside
    return "", ()


def _hit(entry: Entry, parts: Sequence[str], node: Node) -> SearchHit:
    text, spans = snippet(parts, node)
    if not text:
        text = entry.summary.replace("\n", " ")
        spans = hit_spans(text, node)
    return SearchHit(entry, text, spans, hit_spans(entry.title, node, "title"))


def _texts(con: sqlite3.Connection, entries: Sequence[Entry]) -> dict[int, tuple[str, ...]]:
    rows = con.execute(
        "SELECT entry_id, body FROM story WHERE entry_id IN (SELECT value FROM json_each(?))",
        (id_list([entry.id for entry in entries]),),
    )
    found = {}
    for entry_id, body in rows:
        try:
            found[entry_id] = tuple(filter(None, text_of(body).split("\n")))
        except ValueError:  # damaged: shown by its summary
            continue
    return found


def _candidates(
    con: sqlite3.Connection,
    selection: Selection,
    node: Node,
    stretch: Stretch,
) -> list[Entry]:
    """What is ranked: the newest (after a place down to which nothing was found), and those of any
    age that are likely the best."""
    newest = page(con, selection, replace(stretch, limit=MAX_RANKED))
    found = {entry.id: entry for entry in newest.entries}
    if newest.older is not None:
        in_title = All((node, *(replace(term, column="title") for term in terms_of(node))))
        titled = replace(selection, query=write(in_title))
        found |= {entry.id: entry for entry in page(con, titled, Stretch(limit=MAX_RANKED)).entries}
    return list(found.values())


def _ranked(
    con: sqlite3.Connection,
    terms: Sequence[Text],
    entries: Sequence[Entry],
    texts: dict[int, tuple[str, ...]],
) -> list[Entry]:
    """By BM25, words of the headline counting :data:`_TITLE` times; the newer first of equals."""
    total = int(one(con, "SELECT coalesce(max(id), 0) FROM entry")) + 1
    weighed = [
        (re.compile(pattern), _weight(con, term, total), term.column)
        for term in terms
        if (pattern := term_pattern(term))
    ]

    def score(entry: Entry) -> float:
        text = fold_words("\n".join(texts.get(entry.id, ())))
        title = fold_words(entry.title)
        length = 0.25 + 0.75 * (entry.words / _MEAN_WORDS)
        points = 0.0
        for pattern, weight, column in weighed:
            times = _TITLE * len(pattern.findall(title)) if column != "quote" else 0.0
            times += len(pattern.findall(text)) if column != "title" else 0
            points += weight * times * 2.2 / (times + 1.2 * length)
        return points

    return sorted(entries, key=lambda e: (score(e), e.sort_at, e.id), reverse=True)


def _weight(con: sqlite3.Connection, term: Text, total: int) -> float:
    match = tokens.expression(t for t in tokens.terms(term.text) if not t.is_prefix)
    counted = "SELECT count(*) FROM (SELECT 1 FROM word_index WHERE word_index MATCH ? LIMIT ?)"
    having = int(one(con, counted, match, _COUNTED)) if match else _COUNTED
    return math.log(1 + (total + 0.5) / (having + 0.5))
