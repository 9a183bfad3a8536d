"""The statements of a TOML text with their places, for text that :mod:`tomllib` has accepted.

tomllib gives values without places; this gives places without values: which characters a comment,
a header or a ``key = value`` takes (TOML 1.0).  Because the text is known to be valid, nothing is
checked here.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final, Literal

from reader.frozen import frozen

Kind = Literal["blank", "comment", "table", "array", "pair"]
"""``table`` is a ``[header]``, ``array`` a ``[[header]]``, ``pair`` a ``key = value``."""


@frozen
class Statement:
    """One statement with the line break that ends it: ``text[start:end]``.

    ``key`` is the dotted key of a header or pair, ``key_at`` where it begins; a pair's value is
    ``text[value_start:value_end]``.  All places are indices into the text.
    """

    kind: Kind
    start: int
    end: int
    key: tuple[str, ...] = ()
    key_at: int = 0
    value_start: int = 0
    value_end: int = 0


_SPACE: Final = re.compile(r"[ \t]*")
_LINE: Final = re.compile(r"[^\n]*\n?")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_STRING: Final = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_PLAIN: Final = re.compile(r"""[^"'#\[\]{}\n]+""")
_COMMENT: Final = re.compile(r"#[^\n]*")


def statements(text: str) -> list[Statement]:
    """Every statement of ``text`` in order; together they are the whole text.

    ``text`` must be valid TOML; its line breaks may be ``\\n`` or ``\\r\\n``.
    """
    found: list[Statement] = []
    at = 0
    while at < len(text):
        found.append(_statement(text, at))
        at = found[-1].end
    return found


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of the character ``at``, both from 1, a column being one character."""
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - line_start + 1


def _statement(text: str, start: int) -> Statement:
    at = _skip(_SPACE, text, start)
    first = text[at : at + 1]
    if first in ("", "\n", "\r"):
        return Statement("blank", start, _skip(_LINE, text, at))
    if first == "#":
        return Statement("comment", start, _skip(_LINE, text, at))
    if first == "[":
        return _header(text, start, at)
    key, after = _key(text, at)
    value = _skip(_SPACE, text, after + 1)
    end, value_end = _value(text, value)
    return Statement("pair", start, end, key, at, value, value_end)


def _header(text: str, start: int, at: int) -> Statement:
    is_array = text.startswith("[[", at)
    key_at = _skip(_SPACE, text, at + (2 if is_array else 1))
    key, after = _key(text, key_at)
    return Statement(
        "array" if is_array else "table", start, _skip(_LINE, text, after), key, key_at
    )


def _key(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The dotted key at ``at`` and where the ``=`` or ``]`` after it stands."""
    parts: list[str] = []
    while True:
        quoted = _STRING.match(text, at)
        if quoted:
            parts.append(tomllib.loads(f"key = {quoted.group()}")["key"])
            at = quoted.end()
        else:
            end = _skip(_BARE, text, at)
            parts.append(text[at:end])
            at = end
        at = _skip(_SPACE, text, at)
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at = _skip(_SPACE, text, at + 1)


def _value(text: str, at: int) -> tuple[int, int]:
    """Where the statement whose value begins at ``at`` ends, and where the value itself ends."""
    depth = 0
    value_end = at
    while at < len(text):
        char = text[at]
        if char == "\n" and depth == 0:
            return at + 1, value_end
        if char in "\"'":
            at = value_end = _skip(_STRING, text, at)
        elif char == "#":
            at = _skip(_COMMENT, text, at)
        elif char in "[]{}\n":
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(char, 0)
            at += 1
            value_end = at if char != "\n" else value_end
        else:
            end = _skip(_PLAIN, text, at)
            words = text[at:end].rstrip()
            value_end = at + len(words) if words else value_end
            at = end
    return at, value_end


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where ``pattern`` ends when it stands at ``at``, at least one character on if it doesn't."""
    match = pattern.match(text, at)
    return match.end() if match else at + 1
