"""Dates in forms that no standard of feeds has: month first, with dots and slashes, weeks, and those
of Chinese, Japanese and Korean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from reader.feed.moments import moment, month, offset_of
from reader.patterns import later

Reader = Callable[[re.Match[str]], datetime | None]

_CLOCK_PART: Final = (
    r"(?:,?\s*(?:T|at|um|-|–|\s)\s*(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[AP])\.?M\b\.?)?"
    r"\s*(?:(?:GMT|UTC)?(?P<offset>[+-]\d\d:?\d\d)|(?P<zone>[A-Z]{1,5})\b)?)?"
)
_MONTH_FIRST = later(
    r"(?:[^\W\d]+[,.]*\s+)?(?P<name>[^\W\d]{3,})\.?\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>\d{4})" + _CLOCK_PART,
    re.IGNORECASE,
)
_YEAR_LAST = later(
    r"(?:[^\W\d]+\s+)?(?P<name>[^\W\d]{3,})\s+(?P<day>\d\d?)\s+(?P<hour>\d\d?):(?P<minute>\d\d)"
    r":(?P<second>\d\d)\s+(?:(?:GMT|UTC)?(?P<offset>[+-]\d\d:?\d\d)|(?P<zone>[A-Z]{1,5}))\s+"
    r"(?P<year>\d{4})(?P<half>)",
    re.IGNORECASE,
)
"""As C and Java write it with a zone."""
_NAME_WITHIN = later(
    r"(?P<year>\d{4})[-. ]+(?P<name>[^\W\d]{3,})[-. ]+(?P<day>\d\d?)\.?" + _CLOCK_PART,
    re.IGNORECASE,
)
_YEAR_FIRST = later(
    r"(?P<year>\d{4})[./](?P<month>\d\d?)[./](?P<day>\d\d?)\.?" + _CLOCK_PART, re.IGNORECASE
)
_NUMBERS = later(
    r"(?P<first>\d\d?)(?P<mark>[./-])(?P<then>\d\d?)(?P=mark)(?P<year>\d{4})" + _CLOCK_PART,
    re.IGNORECASE,
)
_WEEK = re.compile(r"(?P<year>\d{4})-?W(?P<week>\d\d)(?:-?(?P<day>[1-7]))?(?:T.*)?", re.IGNORECASE)
_ORDINAL = re.compile(r"(?P<year>\d{4})-(?P<day>\d{3})(?:T.*)?", re.IGNORECASE)
_EASTERN = later(
    r"(?P<year>\d{4})\s*[年년-]\s*(?P<month>\d\d?)\s*[月월-]\s*(?P<day>\d\d?)(?:\s*[日号號일]\D*?|\s+)"
    r"(?:(?P<half>午前|午後|上午|下午|오전|오후)?\s*(?P<hour>\d\d?)\s*[:：時时點点시]\s*"
    r"(?:(?P<minute>\d\d?)\s*(?:[:：分분]\s*(?P<second>\d\d)?)?)?)?(?P<zone>)(?P<offset>)"
)
_EAST_OF_IT: Final = {"年": 8 * 60, "上": 8 * 60, "下": 8 * 60}
_AFTERNOON: Final = frozenset(("p", "午後", "下午", "오후"))


def rare(text: str, forms: Iterable[tuple[re.Pattern[str], Reader]]) -> datetime | None:
    """What ``text`` means in the first of ``forms`` that it has; raises ValueError for a day that
    there is not."""
    for pattern, read in forms:
        match = pattern.fullmatch(text)
        if match is not None and (found := read(match)) is not None:
            return found
    return None


def of_day(hour: int, half: str | None) -> int:
    """The hour of the day, of which ``half`` says the half where hours are counted twice."""
    if not half or not 1 <= hour <= 12:
        return hour
    return hour % 12 + (12 if half.lower() in _AFTERNOON else 0)


def _at(match: re.Match[str], date: tuple[int, int, int], minutes_east: int = 0) -> datetime:
    clock = (
        of_day(int(match["hour"] or 0), match["half"]),
        int(match["minute"] or 0),
        int(match["second"] or 0),
    )
    zone = match["offset"] or match["zone"]
    offset = offset_of(zone) if zone else timedelta(minutes=minutes_east)
    return moment(date, clock, offset if match["hour"] else timedelta())


def _with_name(match: re.Match[str]) -> datetime | None:
    number = month(match["name"])
    if number is None:
        return None
    return _at(match, (int(match["year"]), number, int(match["day"])))


def _year_first(match: re.Match[str]) -> datetime:
    return _at(match, (int(match["year"]), int(match["month"]), int(match["day"])))


def _numbers(match: re.Match[str]) -> datetime:
    """Day first, but with slashes month first as far as that can be: who writes so writes English."""
    first, then = int(match["first"]), int(match["then"])
    month_first = match["mark"] == "/" and first <= 12
    number, day = (first, then) if month_first or then > 12 else (then, first)
    return _at(match, (int(match["year"]), number, day))


def _week(match: re.Match[str]) -> datetime:
    day = datetime.fromisocalendar(int(match["year"]), int(match["week"]), int(match["day"] or 1))
    return day.replace(tzinfo=UTC)


def _ordinal(match: re.Match[str]) -> datetime:
    day = int(match["day"])
    if not 1 <= day <= 366:
        raise ValueError("no such day")
    return datetime(int(match["year"]), 1, 1, tzinfo=UTC) + timedelta(days=day - 1)


def _eastern(match: re.Match[str]) -> datetime:
    """At local time: nobody who writes so names a zone."""
    date = (int(match["year"]), int(match["month"]), int(match["day"]))
    east = next((east for mark, east in _EAST_OF_IT.items() if mark in match[0]), 9 * 60)
    return _at(match, date, east)


LEADING: Final = ((_ORDINAL, _ordinal),)
"""Forms that would be taken for others."""
LEADING_BEYOND_ASCII: Final = ((_EASTERN, _eastern),)
"""The same where there are letters beyond ASCII."""
OTHERS: Final = (
    (_MONTH_FIRST, _with_name),
    (_YEAR_LAST, _with_name),
    (_NAME_WITHIN, _with_name),
    (_YEAR_FIRST, _year_first),
    (_NUMBERS, _numbers),
    (_WEEK, _week),
)
