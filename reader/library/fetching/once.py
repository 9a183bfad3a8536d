"""What is said of an address that was asked once, because the reader wanted it: feeds are asked again
by themselves, nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from reader.errors import FeedError

_AGAIN: Final = re.compile(
    r"feeds are (?:tried|asked) again by themselves(?: when that time is over)?", re.IGNORECASE
)


def without_promise(hint: str, instead: str) -> str:
    """``hint`` with ``instead`` (small letters) in the place of the words that feeds are asked again
    by themselves."""

    def words(said: re.Match[str]) -> str:
        return instead.capitalize() if said[0][0].isupper() else instead

    return _AGAIN.sub(words, hint)


@contextmanager
def asked_once() -> Iterator[None]:
    """Let an error within promise nothing that is true of feeds alone."""
    try:
        yield
    except FeedError as error:
        error.hint = without_promise(error.hint, "try again later")
        raise
