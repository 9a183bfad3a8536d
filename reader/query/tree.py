"""What a query means, as a tree, and how a tree is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from reader.frozen import frozen

Column = Literal["", "title", "quote"]


@frozen
class Text:
    """Words that stand together in this order, case and accents aside.

    ``column`` is where: ``title``, ``quote``, or ``""`` for headline, text, quotes and speakers.
    ``is_prefix``: the last word may go on.
    """

    text: str
    column: Column = ""
    is_prefix: bool = False


@frozen
class Filter:
    """``name:value``, one of :data:`reader.query.filters.FILTERS` (those that are words aside).

    Of a name (``said``) that ends with a star the last word may go on.
    """

    name: str
    value: str


@frozen
class Pattern:
    """A regular expression found in the headline, the author or the text, case aside."""

    pattern: str


@frozen
class Not:
    """What ``node`` is not."""

    node: Node


@frozen
class All:
    """What every one of ``nodes`` is; of none: everything."""

    nodes: tuple[Node, ...]


@frozen
class Any:
    """What one of ``nodes`` is."""

    nodes: tuple[Node, ...]


Node = Text | Filter | Pattern | Not | All | Any

EVERYTHING: Final = All(())
"""The query without words."""
_BARE: Final = re.compile(r"[^\s\"()/*:-][^\s\"()*:]*")
_OPERATORS: Final = frozenset(("OR", "AND", "NOT"))


def write(node: Node) -> str:
    """A query that :func:`reader.query.parse` reads as ``node``."""
    match node:
        case Any(nodes):
            return " OR ".join(_inside(one, Any) for one in nodes)
        case All(nodes):
            return " ".join(_inside(one, All, Any) for one in nodes)
        case Not(inner):
            return "-" + _inside(inner, All, Any)
        case Pattern(pattern):
            return f"/{pattern.replace('/', chr(92) + '/')}/"
        case Filter(name, value):
            return f"{name}:{_spell(value)}"
        case Text(text, column, is_prefix):
            return f"{column}:" * bool(column) + _spell(text) + "*" * is_prefix


def leaves(node: Node, *, all_of_it: bool = False) -> Iterator[Node]:
    """The words, filters and patterns that an entry may have; with ``all_of_it`` those behind a
    ``-`` too."""
    match node:
        case All(nodes) | Any(nodes):
            for one in nodes:
                yield from leaves(one, all_of_it=all_of_it)
        case Not(inner):
            if all_of_it:
                yield from leaves(inner, all_of_it=True)
        case _:
            yield node


def _inside(node: Node, *in_brackets: type) -> str:
    return f"({write(node)})" if isinstance(node, in_brackets) else write(node)


def _spell(value: str) -> str:
    if _BARE.fullmatch(value) and value not in _OPERATORS:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
