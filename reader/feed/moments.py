"""What dates are made of: zones, names of months, moments from local parts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

ZONES: Final = {
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
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari janvier januari enero gennaio janeiro ene gen янв января "
            "sty stycznia oca ocak led ledna ιαν январь січ січня tammi",
            "feb februar februari février févr fév febrero febbraio fevereiro fev фев февраля "
            "lut lutego şub şubat úno února φεβ лют лютого helmi",
            "mar märz mär mrz maart mars marzo março мар марта "
            "márc marca bře března mart μαρ μάρ бер березня maalis",
            "apr april avril avr abril aprile abr апр апреля "
            "kwi kwietnia nis nisan dub dubna απρ ápr кві квітня huhti",
            "may mai mei mayo maggio maio mag мая май "
            "maj maja mayıs kvě května μαι μάι μαϊ máj тра травня touko",
            "jun juni juin junio giugno junho giu июн июня "
            "cze czerwca haz haziran čvn června ιουν ιούν чер червня kesä jún",
            "jul juli juillet juil julio luglio julho lug июл июля "
            "lip lipca tem temmuz čvc července ιουλ ιούλ лип липня heinä júl",
            "aug august augustus août aou agosto ago авг августа "
            "sie sierpnia ağu ağustos srp srpna αυγ αύγ сер серпня elo",
            "sep sept september septembre septiembre settembre setembro set сен сентября "
            "wrz września eyl eylül zář září σεπ szept вер вересня syys",
            "oct oktober okt octobre octubre ottobre outubro ott out окт октября "
            "paź października eki ekim říj října οκτ жов жовтня loka",
            "nov november novembre noviembre novembro ноя ноября "
            "lis listopada kas kasım νοε νοέ лис листопада marras",
            "dec dezember dez december décembre déc diciembre dicembre dezembro dic дек декабря "
            "gru grudnia ara aralık pro prosince δεκ des desember гру грудня joulu",
        ),
        1,
    )
    for name in names.split()
}
"""By lower-case name, in the languages that feeds write their dates in."""


def month(name: str) -> int | None:
    """The number of the month of this name, or of one that begins so."""
    name = name.lower()
    return MONTHS.get(name) or MONTHS.get(name[:3])


def moment(date: tuple[int, int, int], clock: tuple[int, int, int], offset: timedelta) -> datetime:
    """A moment from local parts; hour 24 and second 60 roll over."""
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 61:
        raise ValueError("no such time of day")
    start = datetime(*date, tzinfo=UTC)
    return start + timedelta(hours=hour, minutes=minute, seconds=second) - offset


def offset_of(zone: str | None) -> timedelta:
    """What a zone is east of Greenwich, nothing for an unknown one; raises ValueError."""
    if not zone:
        return timedelta()
    if zone[0] not in "+-":
        return timedelta(minutes=ZONES.get(zone.lower(), 0))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > 24 * 60:
        raise ValueError("no such zone")
    return timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def full_year(digits: str) -> int:
    """The year that four digits or two mean."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 90 else 2000)
