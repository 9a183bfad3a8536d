"""Words for the full-text index: what is put in, and how a query is written.

The index cuts words at white space and punctuation.  In scripts that write without spaces
(Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character is made a word of its own, in what
is indexed and in the query alike, so that any run of characters is found as a phrase.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from reader.codec import decode_story, facts_of
from reader.model import Story, StoryFacts
from reader.query import Node
from reader.query.hits import Page, holds
from reader.store import patterns
from reader.store.rows import id_list
from reader.text import UNSPACED, fold, fold_in_place
from reader.urls import site

_WORD: Final = re.compile(r"[^\W_]+")  # what the tokenizer unicode61 calls a word


_MAY_BE_UNSPACED: Final = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
"""Holds every character that UNSPACED begins with, and others; a fifth of the time to look for."""


def spaced(text: str) -> str:
    """``text`` with every character of a script without spaces set apart as a word."""
    if text.isascii() or not _MAY_BE_UNSPACED.search(text):
        return text
    return UNSPACED.sub(r" \g<0> ", text)


def prefix_query(words: Iterable[str]) -> str | None:
    """The FTS5 expression for "every one begins a word"; None when no word has a letter or digit."""
    return " AND ".join(f"{phrase(word)} *" for word in words if _WORD.search(word)) or None


def any_query(words: Iterable[str]) -> str | None:
    """The FTS5 expression for "any of these words"; None when there is none to search for."""
    return " OR ".join(phrase(word) for word in words if _WORD.search(word)) or None


def phrase(text: str) -> str:
    """The FTS5 expression for these words in this order; quoted, so that nothing in it steers."""
    return '"' + spaced(text).replace("\0", "").replace('"', '""').strip() + '"'


def has_word(text: str) -> bool:
    """Whether there is anything in ``text`` that the index could hold."""
    return _WORD.search(text) is not None


def has_words(text: str, words: str) -> bool:
    """Whether every one of ``words`` is a word of ``text``, case and accents folded."""
    held = set(_normal(text).split())
    wanted = _normal(words).split()
    return bool(wanted) and held.issuperset(wanted)


def is_language(lang: str | None, wanted: str) -> bool:
    """Whether the language tag ``lang`` is ``wanted`` (lower case) or a kind of it."""
    spelled = (lang or "").lower().replace("_", "-")
    return spelled == wanted or spelled.startswith(f"{wanted}-")


def on_site(url: str | None, host: str) -> bool:
    """Whether ``url`` lies on ``host`` (lower case, no www) or a host under it."""
    there = site(url) if url else ""
    return there == host or there.endswith(f".{host}")


def begin_words(title: str, words: Iterable[str]) -> bool:
    """Whether every one of ``words`` begins a word of ``title``, case and accents folded."""
    haystack = _normal(title)
    return all(needle in haystack for needle in map(_normal, words) if needle != " ")


def story_columns(story: Story) -> tuple[str, str, str]:
    """What of a story is indexed beside its title: text, quotes, speakers; spaced."""
    return facts_columns(facts_of(story))


def facts_columns(facts: StoryFacts) -> tuple[str, str, str]:
    """:func:`story_columns` of the story whose facts these are."""
    return (
        spaced(facts.text),
        spaced("\n".join([quote.text for quote in facts.quotes])),
        spaced("\n".join(dict.fromkeys([q.speaker for q in facts.quotes if q.speaker]))),
    )


def fitting_stories(con: sqlite3.Connection, node: Node, ids: Sequence[int]) -> set[int]:
    """Those of the entries ``ids`` in whose words ``node`` is found, without asking the index."""
    rows = con.execute(
        "SELECT e.id, e.title, s.body FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value"
        " LEFT JOIN story AS s ON s.entry_id = e.id",
        (id_list(ids),),
    )
    found = set()
    for id_, title, body in rows:
        try:
            columns = story_columns(decode_story(body)) if body else ("", "", "")
        except ValueError:  # damaged: only its title has words
            columns = ("", "", "")
        if holds(Page(*map(fold_in_place, (title, *columns))), node):
            found.add(id_)
    return found


def register(connection: sqlite3.Connection) -> None:
    """Make known the functions that the views of the word indexes and the lists call."""
    last: tuple[bytes, Sequence[str]] = (b"", ("", "", ""))

    def column(body: bytes | None, number: int) -> str:
        nonlocal last
        if body is None:
            return ""
        if body != last[0]:
            try:
                last = (body, story_columns(decode_story(body)))
            except ValueError:  # a damaged story has no words, and must not stop a refresh
                return ""
        return last[1][number]

    connection.create_function("spaced", 1, spaced, deterministic=True)
    connection.create_function(
        "begin_words", 2, lambda title, words: begin_words(title, words.split("\n"))
    )
    connection.create_function("has_words", 2, has_words)
    connection.create_function("is_language", 2, is_language)
    connection.create_function("on_site", 2, on_site)
    patterns.register(connection)
    for number, name in enumerate(("story_text", "story_quotes", "story_speakers")):
        connection.create_function(
            name, 1, lambda body, number=number: column(body, number), deterministic=True
        )


@lru_cache(maxsize=4_096)
def _normal(text: str) -> str:
    return " " + " ".join(_WORD.findall(fold(spaced(text))))
