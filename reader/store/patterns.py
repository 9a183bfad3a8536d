"""Regular expressions in queries: found in time, or given up.

The module ``regex`` lets other threads run while it looks and stops when its time is over; Python's
own would hold up the screen for as long as a bad expression pleases.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.codec import decode_story
from reader.errors import InvalidQuery

if TYPE_CHECKING:
    import regex

SECONDS: Final = 5.0
"""How long one question may look for expressions in all."""
_RAISED: Final = "user-defined function raised exception"


def register(connection: sqlite3.Connection) -> None:
    """Make known ``finds(pattern, text, deadline)`` and ``story_plain(body)``."""
    connection.create_function("finds", 3, _finds)
    connection.create_function("story_plain", 1, _story_plain, deterministic=True)


def deadline(seconds: float = SECONDS) -> float:
    """When looking that begins now must end, for ``finds``."""
    return time.monotonic() + seconds


@contextmanager
def in_time() -> Iterator[None]:
    """Raises InvalidQuery where an expression within took longer than its deadline."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if _RAISED not in str(error):
            raise
        raise InvalidQuery(
            "The regular expression takes too long on this library.",
            position=0,
            hint="Add words or a feed: to look through fewer stories.",
        ) from error


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
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return _compiled(pattern).search(text, timeout=left, concurrent=True) is not None


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)


def _story_plain(body: bytes | None) -> str:
    if body is None:
        return ""
    try:
        story = decode_story(body)
    except ValueError:  # a damaged story has no words
        return ""
    return "\n".join(block.text for block in story.blocks if block.text)
