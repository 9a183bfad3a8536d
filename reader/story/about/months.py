"""Days as people write them, in a dozen languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from reader.text import fold

MAX_LENGTH: Final = 120
"""Characters of a line in which a day is looked for."""

_NAMES: Final = (
    "jan january januar janvier janv enero ene gennaio gen janeiro stycznia styczen sty ocak oca января янв januari jänner janner leden ledna",
    "feb february februar fevrier fevr febrero febbraio fevereiro fev lutego luty lut subat sub февраля фев februari unora",
    "mar march marz marzo mars marco marca marzec mart марта мар maart mrt brezna",
    "apr april avril avr abril abr aprile kwietnia kwiecien kwi nisan nis апреля апр dubna",
    "may mai mayo maggio mag maio maja maj mayis мая mei mei kvetna",
    "jun june juni juin junio giugno giu junho czerwca czerwiec cze haziran haz июня июн cervna",
    "jul july juli juillet juil julio luglio lug julho lipca lipiec lip temmuz tem июля июл cervence",
    "aug august aout agosto ago sierpnia sierpien sie agustos agu августа авг augustus srpna",
    "sep sept september septembre septiembre settembre set setembro wrzesnia wrzesien wrz eylul eyl сентября сен zari",
    "oct october oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik paz ekim eki октября окт rijna",
    "nov november novembre noviembre novembro listopada listopad lis kasim kas ноября ноя",
    "dec december dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien gru aralik ara декабря дек prosince",
)
_MONTH: Final = {name: n for n, line in enumerate(_NAMES, 1) for name in line.split()}
MONTH_NAMES: Final = frozenset(_MONTH)
"""What months are called in a dozen languages, folded."""
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_LAST = re.compile(
    r"([^\W\d_]{3})\s+(\d{1,2})\s+\d\d:\d\d:\d\d\s+(?:[a-z]{1,5}\s+|[+-]\d{4}\s+)?(\d{4})(?!\d)"
)
"""As programs print it: "Tue Mar  3 18:20:11 GMT 2026"."""
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)\s?[日일]?"
)
_STROKES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")


def read_day(text: str) -> datetime | None:
    """The first day that a short line names, as its midnight in UTC, or None.

    Days with strokes (3/4/2026) are left alone where it isn't told which number is the month.
    """
    text = text[:MAX_LENGTH]
    folded = fold(text)
    for line, pattern, order in (
        (text, _YEAR_FIRST, (1, 2, 3)),  # Folding would take the syllables of Korean apart.
        (folded, _DAY_FIRST, (3, 2, 1)),
        (folded, _MONTH_FIRST, (3, 1, 2)),
        (folded, _YEAR_LAST, (3, 1, 2)),
        (folded, _DOTTED, (3, 2, 1)),
        (folded, _STROKES, (3, 2, 1)),
    ):
        for found in pattern.finditer(line):
            year, month, day = (found.group(n) for n in order)
            if pattern is _STROKES:
                if month != day and int(month) <= 12 >= int(day):
                    continue
                month, day = sorted((month, day), key=int)
            number = int(month) if month.isdecimal() else _MONTH.get(month)
            try:
                when = datetime(int(year), number or 0, int(day), tzinfo=UTC)
            except ValueError:
                continue
            if 1990 <= when.year <= 2100:
                return when
    return None
