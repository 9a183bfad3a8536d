"""What a rule would find where those above it had been done first, told without doing them."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import InvalidQuery
from reader.query.parse import parse
from reader.query.tree import All, Any, Filter, Node, Not, write
from reader.text import fold

_TAG = "tag:"
Done = tuple[Node, Sequence[str]]
"""What a rule finds, and its actions as in feeds.toml."""


def after_rules(when: Node, above: Sequence[Done]) -> Node:
    """``when`` as it is meant of stories that the rules ``above`` have tagged, starred, marked read
    and hidden."""
    hidden = [Not(node) for node, do in above if "hide" in do]
    told = _told(when, above)
    return All((told, *hidden)) if hidden else told


def spelled(node: Node, when: str) -> str:
    """``node`` as a query; where it became too long for one, ``when``."""
    query = write(node)
    try:
        parse(query)
    except InvalidQuery:
        return when
    return query


def _told(node: Node, above: Sequence[Done]) -> Node:
    match node:
        case Not(inner):
            return Not(_told(inner, above))
        case All(nodes):
            return All(tuple(_told(one, above) for one in nodes))
        case Any(nodes):
            return Any(tuple(_told(one, above) for one in nodes))
        case Filter("is", "unread"):
            read = [Not(found) for found, do in above if "read" in do]
            return All((node, *read)) if read else node
        case Filter():
            more = [found for found, do in above if any(_makes(node, each) for each in do)]
            return Any((node, *more)) if more else node
    return node


def _makes(node: Filter, action: str) -> bool:
    """Whether what ``action`` is done to is ``node`` then."""
    match node.name, node.value:
        case "is", "tagged":
            return action.startswith(_TAG)
        case "is", state:
            return action == {"starred": "star", "read": "read"}.get(state)
        case "tag", name:
            return action.startswith(_TAG) and _key(action.removeprefix(_TAG)) == _key(name)
    return False


def _key(tag: str) -> str:
    return " ".join(fold(tag.lstrip("# ")).split())
