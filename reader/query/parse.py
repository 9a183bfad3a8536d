r"""The grammar, read by recursive descent.

::

    query  = and { "OR" and }
    and    = term { ["AND"] term }
    term   = ( "-" | "NOT" ) term | "(" query ")" | name ":" value | value | "/" regex "/"
    value  = word [ "*" ] | '"' phrase '"' [ "*" ]

Inside quotation marks ``\"`` is a quotation mark, inside slashes ``\/`` is a slash.  Words without
a letter or digit are passed over: no index holds them.
"""

from __future__ import annotations

import difflib
import re
import warnings
from functools import lru_cache
from typing import Final, NamedTuple

from reader.errors import InvalidQuery
from reader.patterns import later
from reader.query.filters import FILTERS, BadValue
from reader.query.tree import EVERYTHING, All, Any, Filter, Node, Not, Pattern, Text
from reader.text import clean_line

MAX_LENGTH: Final = 2_000
MAX_DEPTH: Final = 20
MAX_TERMS: Final = 100
MAX_PATTERN: Final = 300

_TOKEN: Final = later(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<minus>-(?=\S))
      | /(?P<regex>(?:[^/\\]|\\.)+)/(?=[\s()]|$)
      | (?P<name>[A-Za-z]+):(?!//)
      | "(?P<phrase>(?:[^"\\]|\\.)*)"(?P<phrase_star>\*?)
      | (?P<unclosed>")
      | (?P<word>[^\s()"*]+)(?P<word_star>\*?)
      | (?P<other>\S)
    )""",
    re.VERBOSE,
)
_ESCAPED: Final = re.compile(r"\\(.)")
_LETTER: Final = re.compile(r"[^\W_]")
_NO_CHARACTER: Final = re.compile("[\ud800-\udfff]")
"""What stands for a byte of an argument that is not UTF-8."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int
    is_prefix: bool = False


@lru_cache(maxsize=256)
def parse(query: str) -> Node:
    """The tree of ``query``; of one without words :data:`EVERYTHING`.

    Raises InvalidQuery with the position of the first character that can't be read.
    """
    if len(query) > MAX_LENGTH:
        raise InvalidQuery(
            f"The query is longer than {MAX_LENGTH:,} characters.", position=MAX_LENGTH
        )
    return _Parser(query).query()


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = _tokens(query)
        self._next = 0
        self._depth = 0
        self._terms = 0
        self._passed_over = ""

    def query(self) -> Node:
        if not self._tokens:
            return EVERYTHING
        node = self._any()
        if (token := self._peek()) is not None:
            raise InvalidQuery("This ) closes nothing.", position=token.at, hint="Take it out.")
        if node is None:
            raise InvalidQuery(
                f"“{clean_line(self._passed_over)}” has no letter or digit to search for.",
                position=self._tokens[0].at,
            )
        return node

    def _any(self) -> Node | None:
        nodes = [self._all()]
        while self._take_word("OR"):
            nodes.append(self._all())
        found = [node for node in nodes if node is not None]
        return _joined(Any, found)

    def _all(self) -> Node | None:
        start = self._peek()
        if start is None or start.kind == "close" or _is_word(start, "OR", "AND"):
            raise self._missing(start)
        nodes: list[Node] = []
        while (token := self._peek()) and token.kind != "close" and not _is_word(token, "OR"):
            if _is_word(token, "AND"):
                self._next += 1
                after = self._peek()
                if after is None or after.kind == "close" or _is_word(after, "OR", "AND"):
                    raise self._missing(after)
            if (node := self._term()) is not None:
                nodes.append(node)
        return _joined(All, nodes)

    def _term(self) -> Node | None:
        token = self._peek()
        if token is None or token.kind == "close" or _is_word(token, "OR", "AND"):
            raise self._missing(token)
        self._next += 1
        if token.kind == "minus" or _is_word(token, "NOT"):
            with_depth = self._deeper(token.at)
            node = self._term()
            self._depth = with_depth
            return None if node is None else Not(node)
        if token.kind == "open":
            return self._group(token)
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise InvalidQuery(f"There are more than {MAX_TERMS} terms.", position=token.at)
        if token.kind == "name":
            return self._filter(token)
        if token.kind == "regex":
            return _pattern(token)
        return self._text(token)

    def _group(self, token: _Token) -> Node | None:
        before = self._deeper(token.at)
        node = self._any()
        self._depth = before
        closing = self._peek()
        if closing is None:
            raise InvalidQuery("This ( is not closed.", position=token.at, hint="Add a ).")
        self._next += 1
        return node

    def _filter(self, name: _Token) -> Node | None:
        known = name.text.lower()
        value = self._peek()
        end = name.at + len(name.text) + 1
        if value is not None and value.at > end:
            value = None
        if known not in FILTERS:
            if value is None:  # "Breaking: the bridge is open"
                return self._text(name)
            near = difflib.get_close_matches(known, FILTERS, 1, 0.5)
            guess = f"Did you mean {near[0]}:?" if near else f"There are {' '.join(FILTERS)}."
            raise InvalidQuery(
                f"There is no filter {name.text}:.",
                position=name.at,
                hint=f"{guess} To search for the words, put them in quotation marks.",
            )
        if value is None or value.kind not in ("word", "phrase", "minus", "name"):
            raise _bad_value(known, end)
        if value.kind in ("minus", "name"):
            value = self._raw_value(value)
        self._next += 1
        try:
            FILTERS[known](value.text)
        except BadValue as error:
            raise InvalidQuery(f"{known}: takes {error}.", position=value.at) from None
        if known in ("title", "quote"):
            return self._text(value, known)
        if known == "said" and value.is_prefix:
            return Filter(known, f"{value.text}*")
        return Filter(known, value.text)

    def _raw_value(self, token: _Token) -> _Token:
        """A value that looks like something else (``site:example.org:80``, ``tag:-x``)."""
        match = re.compile(r"[^\s()\"*]+").match(self._query, token.at)
        assert match is not None
        while (after := self._peek()) is not None and after.at < match.end():
            self._next += 1
        self._next -= 1
        return _Token("word", clean_line(match[0]), token.at)

    def _text(self, token: _Token, column: str = "") -> Text | None:
        if not _LETTER.search(token.text):
            self._passed_over = self._passed_over or token.text
            return None
        return Text(token.text, column, token.is_prefix)  # type: ignore[arg-type]

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take_word(self, *words: str) -> bool:
        token = self._peek()
        taken = token is not None and _is_word(token, *words)
        self._next += taken
        return taken

    def _deeper(self, at: int) -> int:
        """The depth before; one more from now on."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise InvalidQuery(f"Brackets go deeper than {MAX_DEPTH}.", position=at)
        return self._depth - 1

    def _missing(self, token: _Token | None) -> InvalidQuery:
        at = len(self._query) if token is None else token.at
        words = "Something to search for is missing here."
        before = self._tokens[self._next - 1] if self._next else None
        for asks in (before, token):
            if asks is None or asks.kind == "close":
                continue
            if asks.kind in ("open", "minus") or _is_word(asks, "OR", "AND", "NOT"):
                hint = f"Add it, or take {asks.text.strip()} out."
                return InvalidQuery(words, position=at, hint=hint)
        return InvalidQuery(words, position=at, hint="Add it.")


def unclosed_at(query: str) -> int | None:
    """Where the quotation mark stands that nothing closes; None where there is none."""
    at = 0
    while (match := _TOKEN.match(query, at)) is not None:
        at = match.end()
        if match.lastgroup == "unclosed":
            return at - 1
    return None


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while (match := _TOKEN.match(query, at)) is not None:
        at = match.end()
        kind = match.lastgroup or ""
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if kind in ("phrase_star", "phrase"):
            text = clean_line(_ESCAPED.sub(r"\1", match["phrase"]))
            found.append(_Token("phrase", text, start, bool(match["phrase_star"])))
        elif kind in ("word_star", "word"):
            found.append(_Token("word", clean_line(match["word"]), start, bool(match["word_star"])))
        elif kind == "unclosed":
            raise InvalidQuery(
                "This quotation mark is not closed.", position=start, hint='Add a ".'
            )
        elif kind != "other":  # a star alone
            found.append(_Token(kind, match[kind], start))
    return found


def _pattern(token: _Token) -> Pattern:
    text = token.text.replace("\\/", "/")
    if len(text) > MAX_PATTERN:
        raise InvalidQuery(
            f"The expression is longer than {MAX_PATTERN} characters.", position=token.at
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may read otherwise
            re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        where = getattr(error, "pos", None) or 0
        raise InvalidQuery(
            f"This is no regular expression: {clean_line(str(error))}.",
            position=token.at + 1 + where,
            hint="To search for words with slashes, put them in quotation marks.",
        ) from None
    from reader.query.repeats import LARGEST, written_out

    if written_out(text) > LARGEST:
        raise InvalidQuery("The expression repeats something too often.", position=token.at)
    if _NO_CHARACTER.search(text):
        raise InvalidQuery("The expression holds what is no character.", position=token.at)
    return Pattern(text)


def _bad_value(name: str, at: int) -> InvalidQuery:
    try:
        FILTERS[name]("")
    except BadValue as error:
        return InvalidQuery(f"{name}: takes {error}.", position=at)
    return InvalidQuery(f"{name}: has no value.", position=at)


def _is_word(token: _Token, *words: str) -> bool:
    return token.kind == "word" and token.text in words and not token.is_prefix


def _joined(kind: type[All] | type[Any], nodes: list[Node]) -> Node | None:
    if len(nodes) == 1:
        return nodes[0]
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, kind) else (node,))]
    return kind(tuple(flat)) if flat else None
