"""How each kind of value in feeds.toml is read, and which keys its tables and blocks have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Literal

from reader.text import clean_line

Keep = tuple[Literal["days", "entries"], int]


SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
MEASURES: Final = range(20, 201)
PRESETS: Final = ("default", "newsboat", "eilmeldung")
COLORS: Final = ("text", "background", "panel", "muted", "accent", "link", "good", "warn", "bad")
"""What has a colour of the user's own."""
ORDERS: Final = ("newest", "oldest", "title", "author", "feed")
COLUMNS: Final = ("date", "feed", "title", "author", "minutes", "counts", "tags")
"""What a row of one line may show."""
CONFIRMS: Final = ("quit", "all_read")
"""What may be asked before it is done."""
LONGEST_DATE: Final = 24
ACTIONS: Final = ("read", "star", "hide", "notify", "download")
_DURATION: Final = re.compile(r"\s*([0-9]{1,9})\s*([smhdw])\s*", re.IGNORECASE)
_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_HEADER_VALUE: Final = re.compile(r"[\x20-\x7e]{1,4000}")
_OWN_HEADERS: Final = frozenset(
    "host connection content-length transfer-encoding te trailer upgrade expect accept-encoding"
    " if-none-match if-modified-since range".split()
)
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_PROXY: Final = re.compile(r"(?:https?|socks5h?)://[^\s/?#]+/?")
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_TAG: Final = re.compile(r"tag:\S[^\n]*")


LONGEST: Final = 365 * 86_400
"""Seconds; who writes a longer interval means a year."""
MOST_KEPT: Final = 1_000_000_000
"""Stories of a feed."""
MOST_DAYS: Final = 36_500
"""No story is older, and calendars end."""


class BadValue(Exception):
    """A value that can't be used; the message goes on from "KEY must be"."""


def seconds(value: Any) -> int:
    """``"30m"``, ``"2h"``, ``"1d"`` in seconds, at least a minute, at most :data:`LONGEST`.

    Raises BadValue.
    """
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise BadValue('a time such as "30m", "2h" or "1d"')
    length = int(match[1]) * SECONDS[match[2].lower()]
    if length < 60:
        raise BadValue('at least a minute, such as "30m"')
    return min(length, LONGEST)


def keep(value: Any) -> Keep | None:
    """``"forever"`` as None, ``"90d"`` as days, ``500`` as entries. Raises BadValue."""
    if value == "forever":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return ("entries", min(value, MOST_KEPT))
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    days = int(match[1]) * SECONDS[match[2].lower()] // SECONDS["d"] if match else 0
    if days < 1:
        raise BadValue('"forever", a time such as "90d", or a number of stories')
    return ("days", min(days, MOST_DAYS))


def line(value: Any) -> str:
    """A text of one line, cleaned. Raises BadValue."""
    if not isinstance(value, str):
        raise BadValue("a text in quotation marks")
    return clean_line(value)


def needed_line(value: Any) -> str:
    """A text of one line that is not empty. Raises BadValue."""
    text = line(value)
    if not text:
        raise BadValue("a text that is not empty")
    return text


def lines(value: Any) -> tuple[str, ...]:
    """An array of texts, empty ones and repeated ones dropped. Raises BadValue."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadValue('an array of texts such as ["one", "two"]')
    return tuple(dict.fromkeys(text for item in value if (text := clean_line(item))))


def program(value: Any) -> tuple[str, ...]:
    """A program and its arguments, never read by a shell. Raises BadValue."""
    words = value if isinstance(value, list) else [value]
    if not words or not all(isinstance(word, str) and "\0" not in word for word in words):
        raise BadValue('a program and its arguments, such as ["mpv", "--no-video"]')
    if not words[0].strip():
        raise BadValue("a program that is not empty")
    return tuple(words)


def file(value: Any) -> str:
    """The path of a file. Raises BadValue."""
    text = line(value)
    if not text.startswith(("/", "~/")):
        raise BadValue('the path of a file from / or ~/ on, such as "~/cookies.txt"')
    return text


def switch(value: Any) -> bool:
    """``true`` or ``false``. Raises BadValue."""
    if not isinstance(value, bool):
        raise BadValue("true or false")
    return value


def headers(value: Any) -> tuple[tuple[str, str], ...]:
    """Request headers, name to value. Raises BadValue."""
    if not isinstance(value, dict):
        raise BadValue('a table such as { "Accept-Language" = "de" }')
    for name in value:
        if not _HEADER_NAME.fullmatch(name):
            raise BadValue("a table whose keys are names of HTTP headers")
        if name.lower() in _OWN_HEADERS:
            raise BadValue(f"a table without {name}, which the program sets itself")
    return tuple((name, header_value(text)) for name, text in value.items())


def header_value(value: Any) -> str:
    """What may stand in a header: one line of plain characters. Raises BadValue."""
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value.strip()):
        raise BadValue("one line of plain characters (header values have no others)")
    return value.strip()


def variable(value: Any) -> str:
    """The name of an environment variable. Raises BadValue."""
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        raise BadValue('the name of an environment variable, such as "EXAMPLE_LOGIN"')
    return value


def proxy(value: Any) -> str:
    """The address of a proxy. Raises BadValue (which does not repeat it)."""
    if not isinstance(value, str) or not _PROXY.fullmatch(value):
        raise BadValue('the address of a proxy, such as "http://127.0.0.1:8080"')
    return value


def actions(value: Any) -> tuple[str, ...]:
    """What a rule does. Raises BadValue."""
    wanted = lines(value)
    if not wanted or not all(item in ACTIONS or _TAG.fullmatch(item) for item in wanted):
        named = ", ".join(f'"{action}"' for action in ACTIONS)
        raise BadValue(f'an array of {named} or "tag:NAME"')
    return wanted


def whole(value: Any, among: range) -> int:
    """A whole number. Raises BadValue."""
    if not isinstance(value, int) or isinstance(value, bool) or value not in among:
        raise BadValue(f"a whole number from {among[0]} to {among[-1]}")
    return value


def some(value: Any, choices: tuple[str, ...]) -> tuple[str, ...]:
    """An array of some of ``choices``. Raises BadValue."""
    wanted = lines(value)
    if not set(wanted) <= set(choices):
        raise BadValue(
            f"an array of {' or '.join(f'{one!r}' for one in choices)}".replace("'", '"')
        )
    return wanted


def columns(value: Any) -> tuple[str, ...]:
    """An array of some of :data:`COLUMNS`, the title among them. Raises BadValue."""
    wanted = some(value, COLUMNS)
    if "title" not in wanted:
        raise BadValue('an array with "title", such as ["date", "feed", "title", "author"]')
    return wanted


def date_format(value: Any) -> str:
    """How a date is written, as for strftime. Raises BadValue."""
    text = line(value)
    try:
        written = clean_line(datetime(2026, 12, 30, 22, 50, tzinfo=UTC).strftime(text))
    except ValueError:
        written = ""
    if not 0 < len(written) <= LONGEST_DATE:
        raise BadValue('a date such as "%d %b" or "%Y-%m-%d %H:%M", 24 characters at most')
    return text


def color(value: Any) -> str:
    """A colour by its red, green and blue parts. Raises BadValue."""
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise BadValue('a colour such as "#ffb000" (red, green, blue)')
    return value.lower()


def choice(value: Any, choices: tuple[str, ...]) -> str:
    """One of ``choices``. Raises BadValue."""
    if value not in choices or not isinstance(value, str):
        *most, last = (f'"{one}"' for one in choices)
        raise BadValue(f"{', '.join(most)} or {last}")
    return value


# ---- which keys each table and block may have, and how their values are read

Reader = Callable[[Any], Any]

DEFAULT_KEYS: Final[dict[str, Reader]] = {
    "refresh": seconds,
    "keep": keep,
    "prefetch": partial(choice, choices=("starred", "opened", "never")),
    "full_text": partial(choice, choices=("never", "auto", "always")),
    "user_agent": header_value,
}
FEED_KEYS: Final[dict[str, Reader]] = {
    "title": line,
    "folder": line,
    "tags": lines,
    "headers": headers,
    "login_env": variable,
    "login_command": program,
    "cookies": file,
    "verify_tls": switch,
    "command": program,
    "filter": program,
    "hidden": switch,
    "unread_on_update": switch,
    **DEFAULT_KEYS,
}
VIEW_KEYS: Final[dict[str, Reader]] = {"title": needed_line, "query": needed_line}
QUERIES: Final = {"view": "query", "rule": "when"}
RULE_KEYS: Final[dict[str, Reader]] = {"when": needed_line, "do": actions}
NETWORK_KEYS: Final[dict[str, Reader]] = {
    "allow_private": lines,
    "proxy": proxy,
    "automatic": switch,
}
READING_KEYS: Final[dict[str, Reader]] = {
    "theme": needed_line,
    "icons": partial(choice, choices=("unicode", "ascii")),
    "measure": partial(whole, among=MEASURES),
    "group": switch,
    "order": partial(choice, choices=ORDERS),
    "pictures": switch,
}
LIST_KEYS: Final[dict[str, Reader]] = {
    "feeds": partial(choice, choices=("file", "title", "unread")),
    "counts": partial(choice, choices=("unread", "both")),
    "lines": partial(whole, among=range(1, 3)),
    "columns": columns,
    "date": date_format,
    "scrolloff": partial(whole, among=range(51)),
    "mark_read": partial(choice, choices=("opened", "passed")),
    "searches": partial(whole, among=range(1001)),
    "confirm": partial(some, choices=CONFIRMS),
}
PROGRAM_KEYS: Final[dict[str, Reader]] = {
    "browser": program,
    "player": program,
    "viewer": program,
    "notify": program,
    "downloads": needed_line,
    "saved": needed_line,
}
COLOR_KEYS: Final[dict[str, Reader]] = dict.fromkeys(COLORS, color)
TABLES: Final = ("defaults", "network", "reading", "colors", "programs", "keys")
ARRAYS: Final = ("feed", "view", "rule", "program", "macro", "highlight")
KEYS: Final = {
    "defaults": tuple(DEFAULT_KEYS),
    "feed": ("url", *FEED_KEYS),
    "view": tuple(VIEW_KEYS),
    "rule": tuple(RULE_KEYS),
    "program": ("title", "run", "key", "pipe", "terminal"),
    "macro": ("title", "do", "key"),
    "highlight": ("when", "words", "color", "mark"),
    "network": tuple(NETWORK_KEYS),
    "reading": (*READING_KEYS, *LIST_KEYS),
    "colors": tuple(COLOR_KEYS),
    "programs": tuple(PROGRAM_KEYS),
    "keys": ("preset",),
}
"""The keys of each table and block; in ``[keys]`` commands stand too, by their ids."""
