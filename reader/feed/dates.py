"""Dates as feeds write them.

RSS asks for RFC 822 (with RFC 1123's four-digit years), Atom for RFC 3339, Dublin Core for the
W3C's profile of ISO 8601; feeds give all of these in each other's place, in part, and in other
languages.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from reader.feed.moments import full_year, moment, month, offset_of
from reader.feed.rare_dates import LEADING, LEADING_BEYOND_ASCII, OTHERS, of_day, rare

MAX_LENGTH: Final = 100
"""Characters of a date that are read."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""Years before and after are mistakes: such an entry has no date."""

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[T ]\s*(\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d{1,9})\d*)?)?\s*(Z|[+-]\d\d:?(?:\d\d)?|[A-Z]{1,5})?"
    r"|T([01]\d|2[0-4])(Z|[+-]\d\d:?(?:\d\d)?)?(?![\d:]))?",
    re.IGNORECASE,
)
_RFC822 = re.compile(
    r"(?:[^\W\d]+(?:[,.]+\s*|\s+))?(\d{1,2})(?:\.|[\s-]|st|nd|rd|th|er|º)[\s-]*(?:de\s+)?"
    r"([^\W\d]{3,})[,.]?[\s-]+(?:de\s+)?(\d{4}|\d\d)"
    r"(?:,?\s+(\d\d?):(\d\d?)(?::(\d\d?)(?:\.\d+)?)?(?:\s*([AP])M\b)?)?"
    r"\s*(?:(?:GMT|UTC)?([+-]\d\d):?(\d\d?)?(?!\d)|([A-Z]{1,5}))?",
    re.IGNORECASE,
)
_SHORT_OFFSET = re.compile(r"([+-])(\d)(?!\d)")
"""What may follow ``GMT``."""
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?", re.IGNORECASE
)
_CLOCK = re.compile(r"\d\d?:")
_SHORT = re.compile(r"-\d\d-?(?:0[1-9]|1[0-2])")
"""Year and month without the century, as ISO 8601 once had them."""
_YEAR_AND_MORE = re.compile(r"(?:19|20)\d\d[^\d-]|(?:19|20)\d\d-\D")
"""What feedparser reads as this month of that year."""


def parse_date(text: str | None) -> datetime | None:
    """The moment ``text`` means, in UTC, or None when it means none that a story can have."""
    if not text:
        return None
    raw = text[:MAX_LENGTH].strip()
    text = " ".join(raw.split())
    try:
        found = (
            rare(text, LEADING if text.isascii() else LEADING_BEYOND_ASCII)
            or _iso(text)
            or _rfc822(text)
            or _compact(text)
            or _timestamp(text)
            or rare(text, OTHERS)
            or _other(raw)
        )
    except (ValueError, OverflowError):
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone, *whole_hour = match.groups()
    if whole_hour[0]:
        hour, zone = whole_hour
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return moment((int(year), int(month), int(day)), clock, offset_of(zone)) + timedelta(
        microseconds=micro
    )


def _rfc822(text: str) -> datetime | None:
    match = _RFC822.match(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, half, east, minutes, zone = match.groups()
    number = month(name)
    if number is None:
        return None
    if east is None and zone and (hours := _SHORT_OFFSET.match(text, match.end())):
        east, minutes = f"{hours[1]}0{hours[2]}", "00"
    offset = offset_of(f"{east}{minutes or ''}") if east else offset_of(zone)
    clock = (of_day(int(hour or 0), half), int(minute or 0), int(second or 0))
    return moment((full_year(year), number, int(day)), clock, offset)


def _compact(text: str) -> datetime | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return moment((year, month, day), (hour, minute, second), offset_of(match[7]))


def _timestamp(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as some generators write them."""
    if not text.isdecimal() or not text.isascii() or len(text) not in (9, 10, 13):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)


def _other(text: str) -> datetime | None:
    """The rarer forms, by feedparser's own readers; those that lean on today's date are none."""
    if not text[:1].isalnum() and not _SHORT.fullmatch(text):
        return None
    if _CLOCK.match(text) or _YEAR_AND_MORE.match(text):
        return None
    from feedparser import datetimes  # type: ignore[import-untyped]

    readers: list[Callable[[str], time.struct_time | None]] = [datetimes._parse_date]
    if not text.isascii():
        names = ("onblog", "nate", "greek", "hungarian")
        readers = [getattr(datetimes, f"_parse_date_{name}") for name in names] + readers
    for read in readers:
        try:
            parts = read(text)
        except (TypeError, AttributeError, LookupError, ValueError, OverflowError):
            continue
        if parts:
            return datetime(*parts[:6], tzinfo=UTC)
    return None
