"""Where the words of a query stand in a text: for snippets, and for marks in an opened story."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from reader.frozen import frozen
from reader.patterns import later
from reader.query.parse import unclosed_at
from reader.query.tree import All, Any, Filter, Node, Not, Text, leaves
from reader.text import UNSPACED, fold_in_place, fold_words

Where = Literal["title", "text"]
Spans = tuple[tuple[int, int], ...]
_WORD: Final = re.compile(r"[^\W_]+")
_NOT_BEFORE = r"(?![^\W_])"
_LAST: Final = later(
    r'(?:^|[\s(])-?(?:title:|quote:|said:)?[^\s"():*/-][^\s"():*/]*$', re.IGNORECASE
)


def hit_spans(text: str, node: Node, where: Where = "text") -> Spans:
    """Where ``text`` has words that ``node`` asks for, as (start, end), in order, none overlapping.

    ``where`` says what ``text`` is: a headline, or the text of a story.
    """
    pattern = _pattern(node, where)
    if pattern is None:
        return ()
    return tuple(match.span() for match in pattern.finditer(fold_words(text)))


def terms_of(node: Node, *, all_of_it: bool = False) -> tuple[Text, ...]:
    """The words and phrases that ``node`` asks for, those of speakers' names among them; with
    ``all_of_it`` those too that it asks not to be there."""
    found: dict[Text, None] = {}
    for leaf in leaves(node, all_of_it=all_of_it):
        match leaf:
            case Text():
                found[leaf] = None
            case Filter("said", name):
                found.update((word, None) for word in _name_words(name))
    return tuple(found)


def _name_words(name: str) -> list[Text]:
    """The words of a value of ``said:``; of one that ends with a star the last may go on."""
    words = [Text(word) for word in _WORD.findall(name)]
    if words and name.endswith("*"):
        words[-1] = Text(words[-1].text, is_prefix=True)
    return words


def term_pattern(term: Text) -> str | None:
    """A regular expression that finds ``term`` in folded text; None when it has no word."""
    words = _WORD.findall(fold_in_place(term.text))
    if not words:
        return None
    escaped = [re.escape(word) for word in words]
    if not UNSPACED.match(words[0]):
        # What stands before is looked at last: a pattern that begins with letters is searched for
        # in a tenth of the time.
        escaped[0] += f"(?<![^\\W_]{escaped[0]})"
    last = "" if UNSPACED.match(words[-1][-1]) else _NOT_BEFORE
    if term.is_prefix:
        last = r"[^\W_]*"
    return r"[\W_]+".join(escaped) + last


@frozen
class Page:
    """The words of an entry as the index has them; each :func:`~reader.text.fold_in_place` d."""

    title: str
    text: str
    quotes: str
    speakers: str


def holds(page: Page, node: Node) -> bool:
    """Whether ``page`` has the words that ``node`` (words and speakers only) asks for."""
    match node:
        case All(nodes):
            return all(holds(page, one) for one in nodes)
        case Any(nodes):
            return any(holds(page, one) for one in nodes)
        case Not(inner):
            return not holds(page, inner)
        case Filter("said", name):
            return all(_finds(word, page.speakers) for word in _name_words(name))
        case Text(_, "title"):
            return _finds(node, page.title)
        case Text(_, "quote"):
            return _finds(node, page.quotes)
        case Text():
            return any(
                _finds(node, part) for part in (page.title, page.text, page.quotes, page.speakers)
            )
    raise TypeError(f"{node} asks for more than words")


def _finds(term: Text, text: str) -> bool:
    pattern = _compiled(term)
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=128)
def _compiled(term: Text) -> re.Pattern[str] | None:
    pattern = term_pattern(term)
    return None if pattern is None else re.compile(pattern)


def as_typed(query: str) -> str:
    """``query`` with the word that is being typed, its last, as the beginning of a word, and the
    quotation mark closed in which it stands."""
    opened = unclosed_at(query)
    if opened is not None:
        closed = f'{query.rstrip()}"*'
        is_phrase = bool(query[opened + 1 :].strip()) and unclosed_at(closed) is None
        return closed if is_phrase else query
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
