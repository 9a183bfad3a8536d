"""Where the words of a query stand in a text: for snippets, and for marks in an opened story."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from reader.query.tree import Filter, Node, Text, leaves
from reader.text import UNSPACED, fold_in_place

Where = Literal["title", "text"]
Spans = tuple[tuple[int, int], ...]
_WORD: Final = re.compile(r"[^\W_]+")
_NOT_AFTER, _NOT_BEFORE = r"(?<![^\W_])", r"(?![^\W_])"
_LAST: Final = re.compile(
    r'(?:^|[\s(])-?(?:title:|quote:)?[^\s"():*/-][^\s"():*/]*$', re.IGNORECASE
)


def hit_spans(text: str, node: Node, where: Where = "text") -> Spans:
    """Where ``text`` has words that ``node`` asks for, as (start, end), in order, none overlapping.

    ``where`` says what ``text`` is: a headline, or the text of a story.
    """
    pattern = _pattern(node, where)
    if pattern is None:
        return ()
    return tuple(match.span() for match in pattern.finditer(fold_in_place(text)))


def terms_of(node: Node) -> tuple[Text, ...]:
    """The words and phrases that ``node`` asks for, those of speakers' names among them."""
    found: dict[Text, None] = {}
    for leaf in leaves(node):
        match leaf:
            case Text():
                found[leaf] = None
            case Filter("said", name):
                found.update((Text(word), None) for word in _WORD.findall(name))
    return tuple(found)


def term_pattern(term: Text) -> str | None:
    """A regular expression that finds ``term`` in folded text; None when it has no word."""
    words = _WORD.findall(fold_in_place(term.text))
    if not words:
        return None
    first = "" if UNSPACED.match(words[0]) else _NOT_AFTER
    last = "" if UNSPACED.match(words[-1][-1]) else _NOT_BEFORE
    if term.is_prefix:
        last = r"[^\W_]*"
    return first + r"[\W_]+".join(map(re.escape, words)) + last


def as_typed(query: str) -> str:
    """``query`` with the word that is being typed, its last, as the beginning of a word."""
    if _LAST.search(query) and query.rsplit(None, 1)[-1] not in ("OR", "AND", "NOT"):
        return f"{query}*"
    return query


@lru_cache(maxsize=32)
def _pattern(node: Node, where: Where) -> re.Pattern[str] | None:
    columns = ("", "title") if where == "title" else ("", "quote")
    parts = [term_pattern(term) for term in terms_of(node) if term.column in columns]
    # The longest first, so that a phrase is one hit and not the word that begins it.
    found = sorted({part for part in parts if part}, key=len, reverse=True)
    return re.compile("|".join(found)) if found else None
