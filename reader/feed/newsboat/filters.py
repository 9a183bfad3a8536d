"""newsboat's filter expressions as queries.

Source of the rules: newsboat's manual, sections "Query Feeds" and "Filter Language".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.errors import InvalidQuery
from reader.query import All, Any, Filter, Node, Not, Pattern, Text, parse, write

_TOKEN: Final = re.compile(
    r'\s*(?:(?P<bracket>[()])|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<op>=~|!~|==|!=|<=|>=|!#|[=#<>])'
    r"|(?P<word>[A-Za-z0-9_.:-]+)|(?P<other>\S))"
)
_PLAIN: Final = re.compile(r"[\w' -]*\w[\w' -]*")
_OPPOSITE: Final = {"!=": "=", "!~": "=~", "!#": "#", "==": "="}
MAX_DEPTH: Final = 15


def query_of(expression: str) -> str:
    """A filter expression as a query. Raises ValueError with what can't be said in one."""
    reader = _Expression(expression)
    query = write(reader.whole())
    try:
        parse(query)
    except InvalidQuery as error:
        raise ValueError(str(error).rstrip(".")) from None
    return query


class _Expression:
    """``attribute op value`` joined by ``and``, ``or`` and brackets."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._or()
        if self._next < len(self._tokens):
            raise ValueError(f"“{self._tokens[self._next][1]}” was not expected")
        return node

    def _or(self) -> Node:
        nodes = [self._and()]
        while self._take("word", "or"):
            nodes.append(self._and())
        return nodes[0] if len(nodes) == 1 else Any(tuple(nodes))

    def _and(self) -> Node:
        nodes = [self._one()]
        while self._take("word", "and"):
            nodes.append(self._one())
        return nodes[0] if len(nodes) == 1 else All(tuple(nodes))

    def _one(self) -> Node:
        if self._take("bracket", "("):
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise ValueError("its brackets go too deep")
            node = self._or()
            if not self._take("bracket", ")"):
                raise ValueError("a bracket is not closed")
            self._depth -= 1
            return node
        attribute, operator, value = (self._word() for _ in range(3))
        negative = operator in ("!=", "!~", "!#")
        node = _condition(attribute.lower(), _OPPOSITE.get(operator, operator), value)
        return Not(node) if negative else node

    def _word(self) -> str:
        if self._next >= len(self._tokens):
            raise ValueError("it ends too soon")
        self._next += 1
        return self._tokens[self._next - 1][1]

    def _take(self, kind: str, text: str) -> bool:
        taken = self._next < len(self._tokens) and self._tokens[self._next] == (kind, text)
        self._next += taken
        return taken


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None or kind == "other":
            raise ValueError(f"“{match[0].strip()}” was not expected")
        value = match[kind]
        yield kind, re.sub(r"\\(.)", r"\1", value) if kind == "text" else value


def _condition(attribute: str, operator: str, value: str) -> Node:
    match attribute, operator:
        case "unread", "=" if value in ("yes", "no"):
            return Filter("is", "unread" if value == "yes" else "read")
        case ("title", "=" | "=~"):
            return _words(value, "title", operator)
        case (("content" | "description"), "=" | "=~"):
            return _words(value, "", operator)
        case ("author", "=" | "=~") if _PLAIN.fullmatch(value):
            return Filter("author", value)
        case (("feedtitle" | "rssurl" | "feedlink"), "=" | "=~") if value:
            return Filter("feed", value)
        case "tags", "#" if value:
            return Filter("tag", value)
        case "flags", "#" if value:
            return (
                All(tuple(Filter("tag", f"flag-{c}") for c in value))
                if len(value) > 1
                else (Filter("tag", f"flag-{value}"))
            )
        case "flags", "=" if not value:
            return Not(Filter("is", "starred"))
        case (("enclosure_url" | "enclosure_type"), "=") if not value:
            return Not(Filter("has", "enclosure"))
        case "age", _:
            return _age(operator, value)
    raise ValueError(f"queries have no “{attribute} {operator}”")


def _words(value: str, column: str, operator: str) -> Node:
    choices = value.strip("()").split("|") if operator == "=~" else [value]
    if all(_PLAIN.fullmatch(choice) for choice in choices):
        nodes = tuple(Text(choice.strip(), column) for choice in choices)  # type: ignore[arg-type]
        return nodes[0] if len(nodes) == 1 else Any(nodes)
    if operator == "=~" and value:
        return Pattern(value)
    raise ValueError(f"“{value}” has nothing to search for")


def _age(operator: str, value: str) -> Node:
    if operator == "between" and (match := re.fullmatch(r"([0-9]{1,5}):([0-9]{1,5})", value)):
        return All((Filter("newer", f"{int(match[2])}d"), Filter("older", f"{int(match[1])}d")))
    if not re.fullmatch(r"[0-9]{1,5}", value) or operator not in ("<", "<=", ">", ">="):
        raise ValueError(f"queries have no “age {operator} {value}”")
    return Filter("newer" if operator[0] == "<" else "older", f"{int(value)}d")
