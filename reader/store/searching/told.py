"""Words looked for in the stories themselves: what the index of words leaves open.

The index knows which entries have a word, not where.  Phrases, quotes and headlines are told here,
for those entries that the index found.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reader.codec import bytes_of, head_and_text, quotes_in, said_in
from reader.model import Quote
from reader.query import Node, Text, parse
from reader.query.hits import Page, holds, term_pattern, terms_of
from reader.store.file import limits
from reader.text import fold_words

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = bytes([*range(0xC2, 0xE2), *range(0xE3, 0xF5)])
"""What letters beyond ASCII begin with in UTF-8, but for those that begin with 0xE2."""


def register(connection: sqlite3.Connection) -> None:
    """Make known ``told(title, body, query)``, ``quoted(body, query)`` and ``titled(title,
    query)``: whether an entry, its quotes, its headline have the words of a query."""
    connection.create_function("told", 3, _told)
    connection.create_function("quoted", 2, _quoted)
    connection.create_function("titled", 2, _titled)


def _told(title: str, body: bytes | None, query: str) -> bool:
    limits.check()
    node = _node(query)
    if isinstance(node, Text) and not _may_stand(node, title, body):
        return False
    head, text = _parts(body)
    page = Page(fold_words(title), fold_words(text), "", "")
    if holds(page, node):
        return True
    # Speakers stand in the text too, mostly as the story spells them.  Reading who they are takes
    # ten times as long as seeing that none is asked for.
    if not _may_hold(head, query):
        return False
    names = "\n".join({quote.speaker.name for quote in _quotes(body) if quote.speaker})
    return bool(names) and holds(replace(page, speakers=fold_words(names)), node)


def _may_stand(term: Text, title: str, body: bytes | None) -> bool:
    """Whether what is asked for can be in a title or story: most that have all its words have them
    apart, and a look at the bytes tells that in a fourth of the time."""
    found = _patterns(term)
    try:
        raw = bytes_of(body) if body is not None and found is not None else None
    except ValueError:
        return True
    if raw is None or found is None:
        return True
    pattern, in_bytes = found
    if pattern.search(fold_words(title)):
        return True
    if in_bytes is not None and _is_plain(raw):
        return in_bytes.search(raw.lower()) is not None
    return pattern.search(fold_words(raw.decode("utf-8", "replace"))) is not None


def _is_plain(raw: bytes) -> bool:
    """Whether UTF-8 has no letters but those of ASCII: nothing beside it but general
    punctuation."""
    if raw.isascii():
        return True
    return len(raw.translate(None, _LETTERS)) == len(raw) and raw.count(b"\xe2") == raw.count(
        b"\xe2\x80"
    )


@lru_cache(maxsize=64)
def _patterns(term: Text) -> tuple[re.Pattern[str], re.Pattern[bytes] | None] | None:
    """What finds a term in folded text, and in the bytes of plain text that was made lower case."""
    pattern = term_pattern(term)
    if pattern is None:
        return None
    in_bytes = re.compile(pattern.encode("ascii")) if pattern.isascii() else None
    return re.compile(pattern), in_bytes


def _quoted(body: bytes | None, query: str) -> bool:
    limits.check()
    node = _node(query)  # its words stand in one quotation, not at the end of one and in the next
    return any(holds(Page("", "", fold_words(said), ""), node) for said in _said(body))


def _titled(title: str, query: str) -> bool:
    return holds(Page(fold_words(title), "", "", ""), _node(query))


def _parts(body: bytes | None) -> tuple[str, str]:
    try:
        return head_and_text(body) if body is not None else ("", "")
    except ValueError:  # damaged: only its title has words
        return "", ""


def _may_hold(head: str, query: str) -> bool:
    """Whether all words of something that is asked for stand in ``head``, wherever."""
    folded = fold_words(head)
    return any(all(word.search(folded) for word in words) for words in _words(query))


@lru_cache(maxsize=64)
def _words(query: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Each word of each thing that is asked for, as an expression that finds it."""
    return tuple(
        tuple(
            re.compile(pattern)
            for word in _WORD.findall(fold_words(term.text))
            if (pattern := term_pattern(Text(word, is_prefix=term.is_prefix)))
        )
        for term in terms_of(_node(query), all_of_it=True)
    )


def _said(body: bytes | None) -> list[str]:
    try:
        return said_in(body) if body is not None else []
    except ValueError:
        return []


def _quotes(body: bytes | None) -> tuple[Quote, ...]:
    try:
        return quotes_in(body) if body is not None else ()
    except ValueError:
        return ()


@lru_cache(maxsize=64)
def _node(query: str) -> Node:
    return parse(query)
