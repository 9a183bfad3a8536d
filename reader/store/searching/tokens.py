"""The words that the index of stories holds, as its own tokenizer cuts them.

The index knows which entry has which word, not where: that makes it a third as large.  Words that
must stand together are looked up each by itself, and then looked for in the stories that have them
all (:mod:`reader.store.searching.told`).

Scripts that write without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are indexed by
pairs of neighbouring characters, so that two characters are one word and longer runs few
candidates.

Beside words the index holds facets: author, site, language and length of an entry, each marked by a
character of the private use area, which the tokenizer takes for a letter.  Text from outside may
hold those too; so a facet only says where to look, and the entry's own row decides.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Final, NamedTuple

from reader.patterns import later
from reader.text import UNSPACED, fold, may_be_unspaced
from reader.urls import site

TOKENIZER: Final = "unicode61 remove_diacritics 2"
_AUTHOR, _SITE, _JOINT, _LANG, _LENGTH = "\ue000\ue001\ue002\ue003\ue004"
NO_LANGUAGE: Final = _LANG * 2
"""The facet of an entry without a language of its own."""
_WORD: Final = re.compile(r"[^\W_]+")
_MAY_BE_UNSPACED: Final = later(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
"""Holds every character that UNSPACED begins with, and others; a fifth of the time to look for."""
_RUN: Final = later(f"(?:{UNSPACED.pattern})+")
_lock = Lock()


class Term(NamedTuple):
    """A word of the index, or the beginning of words."""

    token: str
    is_prefix: bool = False


def spaced(text: str) -> str:
    """``text`` with every character of a script without spaces set apart as a word."""
    if not may_be_unspaced(text) or not _MAY_BE_UNSPACED.search(text):
        return text
    return UNSPACED.sub(r" \g<0> ", text)


def paired(text: str) -> str:
    """``text`` with every run of a script without spaces as pairs of neighbours, and its last
    character alone: what the index of stories is given."""
    if not may_be_unspaced(text) or not _MAY_BE_UNSPACED.search(text):
        return text
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


@lru_cache(maxsize=1_024)
def terms(text: str, *, is_prefix: bool = False) -> tuple[Term, ...]:
    """The words of the index that an entry with the words of ``text`` has, as often as it has them;
    ``is_prefix``: the last one may go on."""
    found: list[Term] = []
    place = 0
    for run in _RUN.finditer(text):
        found += map(Term, tokens(text[place : run.start()]))
        pairs = _pairs(run[0])
        # A character alone begins whatever pair it is the first of.
        whole = pairs[:-1] or pairs
        found += (Term(one, len(pairs) == 1) for pair in whole for one in tokens(pair))
        place = run.end()
    last = [Term(one) for one in tokens(text[place:])]
    if last and is_prefix:
        last[-1] = Term(last[-1].token, True)
    return (*found, *last)


@lru_cache(maxsize=4_096)
def tokens(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order, folded and cut by the tokenizer of the index itself."""
    if text.isascii():  # letters and digits are its words then
        return tuple(_WORD.findall(text.lower().replace("_", " ")))
    with _lock:
        con = _probe()
        con.execute("INSERT INTO probe (rowid, text) VALUES (1, ?)", (text.replace("\0", " "),))
        rows = con.execute("SELECT term FROM seen ORDER BY offset").fetchall()
        con.execute("INSERT INTO probe (probe) VALUES ('delete-all')")
    return tuple(token for (token,) in rows)


def expression(found: Iterable[Term], operator: str = "AND") -> str | None:
    """The FTS5 expression for entries with all (or ``OR``: any) of these words; None for no
    word."""
    parts = [
        f'"{one.token}" *' if one.is_prefix else f'"{one.token}"' for one in dict.fromkeys(found)
    ]
    return f" {operator} ".join(parts) or None


def facets(author: str | None, link: str | None, lang: str | None, words: int) -> str:
    """What the index holds of an entry beside its words."""
    host = site(link) if link else ""
    return " ".join([*_of_feed(author or "", host, lang or ""), _length(words)])


@lru_cache(maxsize=256)
def _of_feed(author: str, host: str, lang: str) -> tuple[str, ...]:
    """The facets that most entries of a feed have in common."""
    found = [_AUTHOR + word for word in _WORD.findall(fold(spaced(author)))]
    names = _WORD.findall(host.lower())
    found += (_SITE + _JOINT.join(names[place:]) for place in range(len(names)))
    parts = _WORD.findall(lang.lower())
    found += (_LANG + _JOINT.join(parts[: n + 1]) for n in range(len(parts)))
    return (*found, *([] if parts else [NO_LANGUAGE]))


def by_author(value: str) -> str | None:
    """The expression for entries whose author has words that begin with those of ``value``."""
    parts = [tokens(_AUTHOR + word) for word in _WORD.findall(fold(spaced(value)))]
    return expression(Term(one, True) for part in parts for one in part)


def by_site(host: str) -> str | None:
    """The expression for entries whose link lies on ``host`` or under it."""
    return expression(map(Term, tokens(_SITE + _JOINT.join(_WORD.findall(host.lower())))))


def by_language(wanted: str, *, or_none: bool) -> str | None:
    """The expression for entries in a language, and (``or_none``) those that don't say."""
    found = expression(map(Term, tokens(_LANG + _JOINT.join(_WORD.findall(wanted.lower())))))
    return f'({found}) OR "{NO_LANGUAGE}"' if or_none and found else found


def by_length(low: int, high: int) -> str | None:
    """The expression for entries that may have from ``low`` to ``high`` words."""
    last = min(high.bit_length(), 40)
    return expression((Term(_LENGTH + str(n)) for n in range(low.bit_length(), last + 1)), "OR")


def _length(words: int) -> str:
    return _LENGTH + str(words.bit_length())


def _pairs(run: str) -> list[str]:
    signs = [match[0] for match in UNSPACED.finditer(run)]
    return [*map("".join, pairwise(signs)), signs[-1]]


@lru_cache(maxsize=1)
def _probe() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    con.execute(
        f"CREATE VIRTUAL TABLE probe USING fts5 (text, content = '', tokenize = '{TOKENIZER}')"
    )
    con.execute("CREATE VIRTUAL TABLE seen USING fts5vocab (probe, 'instance')")
    return con
