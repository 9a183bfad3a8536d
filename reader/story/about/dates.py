"""When a page was published: declared times, else what htmldate finds."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.declared import some, strings
from reader.story.about.months import MAX_LENGTH, read_day

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE_META: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "og:published_time",
    "date.created",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "citation_date",
    "citation_publication_date",
    "pdate",
    "displaydate",
    "originalpublicationdate",
    "ptime",
    "last-modified-original",
    "timestamp",
    "release_date",
    "rnews:datepublished",
)


_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|data|time|timestamp|publi\w+|posted|pub-?date|dateline|meta|info|source)",
    re.I,
)
_SMALL: Final = frozenset(["small", "font", "time"])
_LINES: Final = ("p", "div", "span", "h4", "h5", "h6", "td", "b", "em", "i")
"""Elements that hold a day and nothing else."""
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DAY_IN = re.compile(r"\d{4}年|\d{1,2}[月日]|(?<=\d)(?:st|nd|rd|th)\b")
MAX_LINE: Final = 48
"""Characters of such a line."""
MAX_BESIDE: Final = 4
"""Words of it, the month and what leads in the day among them."""
MAX_LOOKED_AT: Final = 5_000
"""Elements that could hold the day."""
MAX_PARTS: Final = 20
PROSE: Final = 200
"""Characters of a paragraph of the story."""
MAX_PROSE: Final = 2
"""Such paragraphs after which no day is looked for."""


def find_date(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], url: str
) -> datetime | None:
    """The time of publication in UTC, or None."""
    values = [v for a in articles for v in strings(a.get("datePublished"))]
    values += [v for name in _DATE_META for v in meta.get(name, ())[:2]]
    values += [
        e.get("datetime") or e.get("content") or e.get("title") or ""
        for e in some(root.iterfind(".//*[@itemprop='datePublished']"), 3)
    ]
    values += [e.get("datetime") or "" for e in some(root.iter("time", "relative-time"), 3)]
    values += [
        v for a in articles for key in ("dateCreated", "uploadDate") for v in strings(a.get(key))
    ]
    for value in values:
        found = read_time(value)
        if found:
            return found
    return _visible_day(root) or _found_date(root, url) or _bare_day(root)


def _visible_day(root: _Element) -> datetime | None:
    """The day in the first short line that is marked as one by its name, before any paragraphs."""
    prose = 0
    for number, element in enumerate(
        root.iter("p", "div", "span", "li", "td", "small", "em", "i", "font", "a", "time")
    ):
        named = element.tag in _SMALL or (
            element.attrib
            and _DATED.search(
                f"{(element.get('class') or '')[:200]} {(element.get('id') or '')[:100]}"
            )
        )
        clocked = element.tag == "i" and ":" in (element.text or "")[:MAX_LENGTH]
        if named or clocked:
            texts = list(some(element.itertext(), MAX_PARTS))
            line = " ".join(" ".join(texts).split())
            if len(texts) < MAX_PARTS and len(line) <= MAX_LENGTH and (found := read_day(line)):
                return found
        prose += element.tag == "p" and len(element.text or "") > PROSE
        if prose > MAX_PROSE or number > MAX_LOOKED_AT:
            break
    return None


def _bare_day(root: _Element) -> datetime | None:
    """The day that stands in a line of its own between the first heading and the story, though
    nothing calls it one."""
    seen = root.find(".//h1") is None
    prose = 0
    for element in some(root.iter("h1", *_LINES), MAX_LOOKED_AT):
        seen = seen or element.tag == "h1"
        text = " ".join((element.text or "").split())
        prose += len(text) > PROSE
        if prose > MAX_PROSE:
            break
        if not seen or not 6 <= len(text) <= MAX_LINE or not any(map(str.isdigit, text)):
            continue
        found = read_day(text)
        if found and len(_WORDS.findall(_DAY_IN.sub(" ", text))) <= MAX_BESIDE:
            return found
    return None


def _found_date(root: _Element, url: str) -> datetime | None:
    """The date that htmldate finds in the page's address, markup or text."""
    from htmldate import find_date as htmldate_find

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate_find(root, url=url, original_date=True, extensive_search=False)
    except (
        AttributeError,
        IndexError,
        KeyError,
        OverflowError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        return None  # A page that htmldate stumbles over has no date.
    return read_time(found) if found else None


def read_time(value: str) -> datetime | None:
    """A declared time (ISO 8601, or RFC 2822) in UTC; a bare day is its midnight."""
    value = value.strip()[:60]
    found = re.match(
        r"(\d{4})-?(\d\d)-?(\d\d)(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
        value,
    )
    try:
        if found:
            day = "-".join(found.group(1, 2, 3))
            clock = ":".join(p or "00" for p in found.group(4, 5, 6))
            zone = (found.group(7) or "Z").replace("Z", "+00:00")
            when = datetime.fromisoformat(f"{day}T{clock}{zone}")
        else:
            from email.utils import parsedate_to_datetime

            when = parsedate_to_datetime(value)
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not 1990 <= when.year <= 2100:
        return None
    return when.astimezone(UTC)
