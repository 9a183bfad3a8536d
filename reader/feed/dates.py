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

MAX_LENGTH: Final = 100
"""Characters of a date that are read."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
"""Years before and after are mistakes: such an entry has no date."""

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[T ]\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?\s*(Z|[+-]\d\d:?(?:\d\d)?|[A-Z]{1,5})?)?",
    re.IGNORECASE,
)
_RFC822 = re.compile(
    r"(?:[^\W\d]+[,.]*\s+)?(\d{1,2})[\s-]+([^\W\d]{3,})[,.]?[\s-]+(\d{4}|\d\d)"
    r"(?:\s+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?"
    r"\s*(?:(?:GMT|UTC)?([+-]\d\d):?(\d\d)|([A-Z]{1,5}))?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?", re.IGNORECASE
)
_CLOCK = re.compile(r"\d\d?:")
_ZONES: Final = {
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "wet": 0,
    "west": 60,
    "bst": 60,
    "cet": 60,
    "met": 60,
    "cest": 120,
    "mest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "ist": 330,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "ast": -240,
    "adt": -180,
    "at": -240,
    "est": -300,
    "edt": -240,
    "et": -300,
    "cst": -360,
    "cdt": -300,
    "ct": -360,
    "mst": -420,
    "mdt": -360,
    "mt": -420,
    "pst": -480,
    "pdt": -420,
    "pt": -480,
    "a": -60,
    "n": 60,
    "m": -720,
    "y": 720,
}
"""Minutes east of Greenwich; the single letters as RFC 822 gives them."""
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari janvier januari enero gennaio janeiro ene gen янв января",
            "feb februar februari février févr fév febrero febbraio fevereiro fev фев февраля",
            "mar märz mär mrz maart mars marzo março мар марта",
            "apr april avril avr abril aprile abr апр апреля",
            "may mai mei mayo maggio maio mag мая май",
            "jun juni juin junio giugno junho giu июн июня",
            "jul juli juillet juil julio luglio julho lug июл июля",
            "aug august augustus août aou agosto ago авг августа",
            "sep sept september septembre septiembre settembre setembro set сен сентября",
            "oct oktober okt octobre octubre ottobre outubro ott out окт октября",
            "nov november novembre noviembre novembro ноя ноября",
            "dec dezember dez december décembre déc diciembre dicembre dezembro dic дек декабря",
        ),
        1,
    )
    for name in names.split()
}


def parse_date(text: str | None) -> datetime | None:
    """The moment ``text`` means, in UTC, or None when it means none that a story can have."""
    if not text:
        return None
    raw = text[:MAX_LENGTH].strip()
    text = " ".join(raw.split())
    try:
        found = _iso(text) or _rfc822(text) or _compact(text) or _timestamp(text) or _other(raw)
    except (ValueError, OverflowError):
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return _moment((int(year), int(month), int(day)), clock, _offset(zone)) + timedelta(
        microseconds=micro
    )


def _rfc822(text: str) -> datetime | None:
    match = _RFC822.match(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, east, minutes, zone = match.groups()
    month = _MONTHS.get(name.lower()) or _MONTHS.get(name[:3].lower())
    if month is None:
        return None
    offset = _offset(f"{east}{minutes}") if east else _offset(zone)
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return _moment((_full_year(year), month, int(day)), clock, offset)


def _compact(text: str) -> datetime | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    return _moment((year, month, day), (hour, minute, second), _offset(match[7]))


def _timestamp(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as some generators write them."""
    if not text.isdecimal() or not text.isascii() or len(text) not in (9, 10, 13):
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)


def _other(text: str) -> datetime | None:
    """The rarer forms, by feedparser's own readers; those that lean on today's date are none."""
    if not text[:1].isalnum() or _CLOCK.match(text):
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


def _moment(date: tuple[int, int, int], clock: tuple[int, int, int], offset: timedelta) -> datetime:
    """A moment from local parts; hour 24 and second 60 roll over."""
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 61:
        raise ValueError("no such time of day")
    start = datetime(*date, tzinfo=UTC)
    return start + timedelta(hours=hour, minutes=minute, seconds=second) - offset


def _offset(zone: str | None) -> timedelta:
    if not zone:
        return timedelta()
    if zone[0] not in "+-":
        return timedelta(minutes=_ZONES.get(zone.lower(), 0))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 24 * 60:
        raise ValueError("no such zone")
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 90 else 2000)
