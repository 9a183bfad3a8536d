"""FTS5 expressions: how the index of stories is asked for the words of a query, and such an
expression read again as a tree."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reader.query.tree import All, Any, Node, Not, Text
from reader.store.searching import tokens

_WIDE_PAGES: Final = 60
"""Pages of the index (4 KB) that are merged within a hundredth of a second."""
_OF_A_PAGE: Final = 1_000
"""Entries that such a page stands for, as a rule: of common words four times as many, of words that
hardly a story has half as many."""
_ALONE: Final = re.compile(r'\(*"([^"]*)" \*\)*')
_PART: Final = re.compile(r'"([^"]*)"( \*)?|[()]|AND|OR|NOT')
Tree = str | tuple[str, list["Tree"]]
"""A word, or an operator with what it joins."""


class Words(NamedTuple):
    """Words as the index of stories is asked for them: ``match`` finds every entry that has them;
    ``is_exact``: and no other. None: the index can't tell."""

    match: str | None
    is_exact: bool


def words_of(con: sqlite3.Connection, node: Node) -> Words | None:
    """How the index is asked for ``node``; None when that asks for more than words."""
    match node:
        case Text(text, "", is_prefix):
            terms = tokens.terms(text, is_prefix=is_prefix)
            narrow = [t for t in terms if not (t.is_prefix and _is_wide(con, t.token))]
            return Words(tokens.expression(narrow), len(terms) == 1 == len(narrow))
        case Any(nodes):
            parts = [words_of(con, one) for one in nodes]
            if None in parts:
                return None
            found = [part for part in parts if part is not None]
            ored = [f"({part.match})" for part in found if part.match is not None]
            match = " OR ".join(ored) if len(ored) == len(found) else None
            return Words(match, all(part.is_exact for part in found))
        case All(nodes):
            return _all_words(con, nodes)
    return None


def _all_words(con: sqlite3.Connection, nodes: Iterable[Node]) -> Words | None:
    wanted: list[str] = []
    without: list[str] = []
    is_exact = True
    for node in nodes:
        part = words_of(con, node.node if isinstance(node, Not) else node)
        if part is None:
            return None
        is_exact = is_exact and part.is_exact
        if part.match is not None and not isinstance(node, Not):
            wanted.append(f"({part.match})")
        elif part.match is not None and part.is_exact:
            without.append(f"({part.match})")
    if not wanted:
        return None
    match = " AND ".join(wanted)
    return Words(f"({match}) NOT ({' OR '.join(without)})" if without else match, is_exact)


def candidates(node: Text) -> str | None:
    """The expression for the entries that may have quotes with these words."""
    terms = tokens.terms(node.text, is_prefix=node.is_prefix)
    return tokens.expression(term for term in terms if not term.is_prefix)


def has_prefix(match: str) -> bool:
    """Whether an FTS5 expression has a beginning of a word: looked up once, not entry by entry."""
    return '" *' in match


def read_match(match: str) -> Tree:
    """An expression as a tree: ``NOT`` binds closest, then ``AND``, then ``OR``."""
    parts = list(_PART.finditer(match))
    place = 0

    def level(operators: Sequence[str]) -> Tree:
        nonlocal place
        if not operators:
            found = parts[place]
            place += 1
            if found[1] is not None:
                return found[1]
            inner = level(_BINDING)
            place += 1  # the closing bracket
            return inner
        first = level(operators[1:])
        joined: list[Tree] = [first]
        while place < len(parts) and parts[place][0] == operators[0]:
            place += 1
            joined.append(level(operators[1:]))
        return (operators[0], joined) if len(joined) > 1 else first

    return level(_BINDING)


_BINDING: Final = ("OR", "AND", "NOT")


def is_of_many(con: sqlite3.Connection, match: str, most: int) -> bool:
    """Whether ``match`` is a beginning of words alone that more than ``most`` entries have, as far as
    the pages of their lists tell: to count them is to merge the lists."""
    from reader.store.searching.postings import pages_of

    found = _ALONE.fullmatch(match)
    return found is not None and pages_of(con, found[1]) * _OF_A_PAGE > most


def _is_wide(con: sqlite3.Connection, beginning: str) -> bool:
    """Whether the words that begin so have long lists in all.

    FTS5 merges these lists before it gives the first entry, in one step that nothing can interrupt:
    a tenth of a second for a common beginning in a hundred thousand stories.  How long they are is
    told by the index's own table of pages, without reading them.
    """
    from reader.store.searching.postings import pages_of

    return pages_of(con, beginning) > _WIDE_PAGES
