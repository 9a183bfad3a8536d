"""Words in titles and names: how the index of titles is asked, and what lists compare.

That index cuts words at white space and punctuation.  In scripts that write without spaces
(Chinese, Japanese, Thai, Lao, Khmer, Burmese) each character is made a word of its own, in what
is indexed and in the query alike, so that any run of characters is found as a phrase.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reader.naming import is_name
from reader.store.searching import patterns, told
from reader.store.searching.tokens import spaced
from reader.text import fold
from reader.urls import site

_WORD: Final = re.compile(r"[^\W_]+")  # what the tokenizer unicode61 calls a word


def prefix_query(words: Iterable[str]) -> str | None:
    """The FTS5 expression for "every one begins a word"; None when no word has a letter or
    digit."""
    return " AND ".join(f"{phrase(word)} *" for word in words if _WORD.search(word)) or None


def phrase(text: str) -> str:
    """The FTS5 expression for these words in this order; quoted, so that nothing in it steers."""
    return '"' + spaced(text).replace("\0", "").replace('"', '""').strip() + '"'


def has_words(text: str, words: str) -> bool:
    """Whether every one of ``words`` is a word of ``text``, case and accents folded; before a star
    at the end of ``words`` the beginning of one will do."""
    held = set(_normal(text).split())
    wanted = _normal(words).split()
    if not wanted:
        return False
    if words.endswith("*") and not any(word.startswith(wanted[-1]) for word in held):
        return False
    return held.issuperset(wanted[:-1] if words.endswith("*") else wanted)


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


def register(connection: sqlite3.Connection) -> None:
    """Make known the functions that the views of the word indexes and the lists call."""
    connection.create_function("spaced", 1, spaced, deterministic=True)
    connection.create_function(
        "begin_words", 2, lambda title, words: begin_words(title, words.split("\n"))
    )
    connection.create_function("has_words", 2, has_words)
    connection.create_function("is_name", 1, is_name, deterministic=True)
    connection.create_function("is_language", 2, is_language)
    connection.create_function("on_site", 2, on_site)
    patterns.register(connection)
    told.register(connection)


@lru_cache(maxsize=4_096)
def _normal(text: str) -> str:
    return " " + " ".join(_WORD.findall(fold(spaced(text))))
