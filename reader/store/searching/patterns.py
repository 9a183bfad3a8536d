"""Regular expressions in queries: found in time, or given up.

The module ``regex`` lets other threads run while it looks and stops when its time is over; Python's
own would hold up the screen for as long as a bad expression pleases.
"""

from __future__ import annotations

import sqlite3
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.codec import text_of
from reader.errors import InvalidQuery
from reader.store.file import limits

if TYPE_CHECKING:
    import regex

SECONDS: Final = 5.0
"""How long one question may look for expressions in all."""


def register(connection: sqlite3.Connection) -> None:
    """Make known ``finds(pattern, text, deadline)`` and ``story_plain(body)``."""
    connection.create_function("finds", 3, _finds)
    connection.create_function("story_plain", 1, _story_plain, deterministic=True)


def deadline(seconds: float = SECONDS) -> float:
    """When looking that begins now must end, for ``finds``."""
    return time.monotonic() + seconds


def check(pattern: str) -> None:
    """Raises InvalidQuery when ``pattern`` is none to the module that looks for it."""
    import regex

    try:
        _compiled(pattern)
    except (regex.error, OverflowError, RecursionError) as error:
        raise InvalidQuery(f"/{pattern}/ is no regular expression: {error}.", position=0) from None


def _finds(pattern: str, text: str | None, until: float) -> bool:
    if not text:
        return False
    limits.check()
    left = until - time.monotonic()
    if left <= 0:
        limits.give_up()
    try:
        return _compiled(pattern).search(text, timeout=left, concurrent=True) is not None
    except TimeoutError:
        limits.give_up()


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)


def _story_plain(body: bytes | None) -> str:
    if body is None:
        return ""
    try:
        return text_of(body)
    except ValueError:  # a damaged story has no words
        return ""
