"""Words looked for in the stories themselves: what the index of words leaves open.

The index knows which entries have a word, not where.  Phrases, quotes and headlines are told here,
for those entries that the index found.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import lru_cache

from reader.codec import quotes_in, text_of
from reader.model import Quote
from reader.query import Node, parse
from reader.query.hits import Page, holds
from reader.store import limits
from reader.text import fold_in_place


def register(connection: sqlite3.Connection) -> None:
    """Make known ``told(title, body, query)``, ``quoted(body, query)`` and ``titled(title, query)``:
    whether an entry, its quotes, its headline have the words of a query."""
    connection.create_function("told", 3, _told)
    connection.create_function("quoted", 2, _quoted)
    connection.create_function("titled", 2, _titled)


def _told(title: str, body: bytes | None, query: str) -> bool:
    limits.check()
    node = _node(query)
    page = Page(fold_in_place(title), fold_in_place(_text(body)), "", "")
    if holds(page, node):
        return True
    # Speakers stand in the text too, mostly as the story spells them.
    names = "\n".join({quote.speaker.name for quote in _quotes(body) if quote.speaker})
    return bool(names) and holds(replace(page, speakers=fold_in_place(names)), node)


def _quoted(body: bytes | None, query: str) -> bool:
    limits.check()
    quotes = fold_in_place("\n\n".join([quote.text for quote in _quotes(body)]))
    return holds(Page("", "", quotes, ""), _node(query))


def _titled(title: str, query: str) -> bool:
    return holds(Page(fold_in_place(title), "", "", ""), _node(query))


def _text(body: bytes | None) -> str:
    try:
        return text_of(body) if body is not None else ""
    except ValueError:  # damaged: only its title has words
        return ""


def _quotes(body: bytes | None) -> tuple[Quote, ...]:
    try:
        return quotes_in(body) if body is not None else ()
    except ValueError:
        return ()


@lru_cache(maxsize=64)
def _node(query: str) -> Node:
    return parse(query)
