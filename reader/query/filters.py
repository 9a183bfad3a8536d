"""The filters of the query language: their names, and what their values mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

STATES: Final = ("unread", "read", "starred", "updated", "tagged")
PARTS: Final = ("quotes", "enclosure", "fulltext")
UNITS: Final = {"h": 3600, "d": 86_400, "w": 604_800, "m": 2_592_000, "y": 31_536_000}
"""Seconds; a month is 30 days, a year 365."""
_SPAN: Final = re.compile(r"([0-9]{1,5})([hdwmy])", re.IGNORECASE)
_DAY: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_NUMBER: Final = re.compile(r"(>=|<=|>|<|=)?([0-9]{1,9})")
_RANGE: Final = re.compile(r"([0-9]{1,9})(?:\.\.|-)([0-9]{1,9})")
_LETTER: Final = re.compile(r"[^\W_]")
MANY: Final = 1_000_000_000


class BadValue(ValueError):
    """A value that a filter can't use; the message goes on from "NAME: takes"."""


def day(value: str) -> date:
    """``2026``, ``2026-01`` or ``2026-01-31`` as its first day. Raises BadValue."""
    match = _DAY.fullmatch(value)
    try:
        return date(*(int(part or 1) for part in match.groups())) if match else date(0, 1, 1)
    except ValueError:
        raise BadValue("a date such as 2026-01-31, 2026-01 or 2026") from None


def midnight(value: str) -> datetime:
    """When the day of ``value`` begins in the local zone. Raises BadValue."""
    first = day(value)
    try:
        return datetime(first.year, first.month, first.day).astimezone()
    except (OverflowError, ValueError, OSError):
        raise BadValue("a date between 1970 and 9998") from None


def span(value: str) -> timedelta:
    """``30d``, ``2w``, ``6h``, ``3m``, ``1y`` as a length of time. Raises BadValue."""
    match = _SPAN.fullmatch(value)
    if not match:
        raise BadValue("a time such as 6h, 30d, 2w, 3m or 1y")
    return timedelta(seconds=int(match[1]) * UNITS[match[2].lower()])


def between(value: str) -> tuple[int, int]:
    """``>800``, ``<=200``, ``500`` or ``200..800`` as lowest and highest. Raises BadValue."""
    if match := _RANGE.fullmatch(value):
        return int(match[1]), int(match[2])
    match = _NUMBER.fullmatch(value)
    if not match:
        raise BadValue("a number such as >800, <200, 500 or 200..800")
    number = int(match[2])
    return {
        ">": (number + 1, MANY),
        ">=": (number, MANY),
        "<": (0, number - 1),
        "<=": (0, number),
    }.get(match[1], (number, number))


def _state(value: str) -> None:
    if value not in STATES:
        raise BadValue(f"{', '.join(STATES[:-1])} or {STATES[-1]}")


def _part(value: str) -> None:
    if value not in PARTS:
        raise BadValue(f"{', '.join(PARTS[:-1])} or {PARTS[-1]}")


def _any(value: str) -> None:
    if not value.strip():
        raise BadValue("a word, or words in quotation marks")


def _name(value: str) -> None:
    if not _LETTER.search(value):
        raise BadValue("a name, in quotation marks when it has blanks")


FILTERS: Final[dict[str, Callable[[str], object]]] = {
    "title": _any,
    "quote": _any,
    "author": _any,
    "feed": _any,
    "folder": _any,
    "tag": _any,
    "said": _name,
    "is": _state,
    "has": _part,
    "after": midnight,
    "before": midnight,
    "older": span,
    "newer": span,
    "lang": _any,
    "site": _any,
    "words": between,
}
"""Every filter's name, and the check of its value: raises BadValue."""
