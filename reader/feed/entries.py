"""feedparser's findings as our model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from reader.feed.dates import parse_date
from reader.feed.hidden import without_scripts
from reader.feed.plain import guess_type, plain, shorten
from reader.fingerprint import fingerprint
from reader.model import Enclosure, ParsedEntry, ParsedFeed, TextType
from reader.text import clean_line
from reader.urls import is_web, join

_PERIODS: Final = {
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 604_800,
    "monthly": 2_592_000,
    "yearly": 31_536_000,
}
"""Seconds, by the words of the RSS 1.0 syndication module."""
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]|\S \S")
MAX_ENCLOSURES: Final = 50
MAX_NAME: Final = 300
MAX_GUID: Final = 10_000


@dataclass(frozen=True, slots=True)
class Findings:
    """What feedparser made of a document: its feed, its entries, its name for the version."""

    feed: Any
    entries: list[Any]
    version: str


def read_findings(findings: Findings, url: str) -> ParsedFeed:
    """The feed and its entries as the model has them; relative addresses resolved on ``url``."""
    feed = findings.feed
    inherited = _author(feed) if findings.version.startswith("atom") else None
    return ParsedFeed(
        title=_title(feed, "title"),
        link=_feed_link(feed, url),
        lang=language(dict.get(feed, "language")),
        entries=tuple(read_entry(entry, url, inherited) for entry in findings.entries),
        subtitle=_title(feed, "subtitle") or _title(feed, "summary"),
        version=findings.version,
        ttl=ttl_of(
            dict.get(feed, "ttl"),
            dict.get(feed, "sy_updateperiod"),
            dict.get(feed, "sy_updatefrequency"),
        ),
    )


def read_entry(entry: Any, url: str, inherited: str | None = None) -> ParsedEntry:
    """One of feedparser's entries; ``inherited`` is the author when it names none."""
    summary, summary_type, base, lang = _body(entry, _detail(entry, "summary"))
    best = max(
        (c for c in dict.get(entry, "content", ()) if not _is_binary(c)),
        key=lambda c: len(c.get("value") or ""),
        default=None,
    )
    content, content_type = "", summary_type
    if best is not None:
        content, content_type, base, lang = _body(entry, best)
    if not (summary or content):
        lang = lang or language(_detail(entry, "title").get("language"))
    if dict.get(entry, "summary_detail") is None:
        # feedparser copied it from one of the contents.
        same = (c for c in dict.get(entry, "content", ()) if c.get("value") == summary)
        summary_type = next((_body(entry, c)[1] for c in same), summary_type)
    published, updated, created = (
        parse_date(_string(entry, key)) for key in ("published", "updated", "created")
    )
    return ParsedEntry(
        guid=entry_name(_string(entry, "id")),
        link=_entry_link(entry, base or url),
        title=_title(entry, "title"),
        author=_author(entry) or inherited,
        summary=without_scripts(summary),
        summary_type=summary_type,
        content=without_scripts(content),
        content_type=content_type,
        published_at=published or created or updated,
        updated_at=updated,
        comments_url=join(url, _string(entry, "comments") or _replies(entry)),
        categories=_categories(entry),
        lang=lang,
        enclosures=_enclosures(entry, base or url),
        base=base or url or None,
    )


def language(value: Any) -> str | None:
    """A language tag in its usual form, or None."""
    text = clean_line(value).replace("_", "-") if isinstance(value, str) else ""
    return text[:35] or None


def ttl_of(ttl: Any, period: Any, frequency: Any) -> int | None:
    """Seconds between updates, from RSS ``ttl`` (minutes) or the syndication module."""
    minutes = _number(ttl)
    if minutes:
        return min(minutes * 60, 31_536_000)
    seconds = _PERIODS.get(str(period or "").strip().lower())
    return seconds // max(1, _number(frequency) or 1) if seconds else None


def join_names(one: str, names: Iterable[str]) -> str | None:
    """The authors of an entry: their names when there are several, else ``one``, which may be in
    the form ``Name (address)``."""
    found = list(dict.fromkeys(filter(None, map(clean_line, names))))
    text = one[:MAX_NAME] if len(found) < 2 else ", ".join(found)[:MAX_NAME]
    return plain(text, guess_type(text)) or None


def entry_name(guid: str) -> str | None:
    """What a feed names an entry by, on one line; one of absurd length by a hash of it."""
    name = clean_line(guid)
    if len(name) > MAX_GUID:
        digest = fingerprint(name.encode(), 16).hex()
        name = f"{name[:MAX_NAME]}…{digest}"
    return name or None


def enclosure(url: str | None, kind: Any, length: Any, title: Any = None) -> Enclosure | None:
    """An enclosure from what a feed says of it; None without a usable address."""
    if url is None:
        return None
    return Enclosure(
        url=url,
        type=clean_line(str(kind or ""))[:100] or None,
        length=_number(length),
        title=clean_line(str(title or ""))[:MAX_NAME] or None,
    )


def _number(value: Any) -> int | None:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _string(entry: Any, key: str) -> str:
    value = dict.get(entry, key)
    return value if isinstance(value, str) else ""


def _detail(entry: Any, key: str) -> Any:
    detail = dict.get(entry, key + "_detail")
    value = dict.get(entry, key)
    if detail is not None and detail.get("value") == value:
        return detail
    return {"value": value or "", "type": (detail or {}).get("type")}


def _title(entry: Any, key: str) -> str:
    detail = _detail(entry, key)
    value = detail["value"] if isinstance(detail["value"], str) else ""
    kind = detail.get("type")
    return shorten(
        plain(value, "text" if kind == "text/plain" else "html" if kind else guess_type(value))
    )


def _body(entry: Any, part: Any) -> tuple[str, TextType, str | None, str | None]:
    """Markup, its type, its base and its language."""
    value = part.get("value")
    kind: TextType = "text" if part.get("type") == "text/plain" else "html"
    text = value if isinstance(value, str) else ""
    return text, kind, join(None, part.get("base") or ""), language(part.get("language"))


def _is_binary(part: Any) -> bool:
    """Whether a content is a file; feedparser has decoded base64 that holds text."""
    kind = str(part.get("type") or "")
    if "/" not in kind or kind.startswith("text/") or kind.endswith("xml"):
        return False
    value = part.get("value") or ""
    return not kind.startswith("application/") or not _NOT_BASE64.search(value)


def _author(entry: Any) -> str | None:
    names = [str(author.get("name") or "") for author in dict.get(entry, "authors", ())]
    return join_names(_string(entry, "author"), names)


def _feed_link(feed: Any, url: str) -> str | None:
    link = join(url, _string(feed, "link"))
    return link or next((k for k in _links(feed, url, "alternate")), None)


def _entry_link(entry: Any, base: str) -> str | None:
    """Its own link, else an alternate of another type, else a guid that is an address."""
    link = join(base, _string(entry, "link"))
    if link is None:
        link = next((k for k in _links(entry, base, "alternate")), None)
    guid = clean_line(_string(entry, "id"))
    return guid if link is None and is_web(guid) else link


def _links(entry: Any, base: str, rel: str) -> list[str]:
    links = (k for k in dict.get(entry, "links", ()) if k.get("rel") == rel)
    return [found for k in links if (found := join(base, str(k.get("href") or "")))]


def _replies(entry: Any) -> str:
    """Where the replies to an Atom entry are read (RFC 4685)."""
    links = (k for k in dict.get(entry, "links", ()) if k.get("rel") == "replies")
    return next((str(k.get("href") or "") for k in links if k.get("type") == "text/html"), "")


def _categories(entry: Any) -> tuple[str, ...]:
    names = (
        clean_line(str(tag.get("label") or tag.get("term") or ""))[:MAX_NAME]
        for tag in dict.get(entry, "tags", ())
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _enclosures(entry: Any, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    parts = [
        (k.get("href"), k.get("type"), k.get("length"), k.get("title"))
        for k in dict.get(entry, "links", ())
        if k.get("rel") == "enclosure"
    ]
    parts += [
        (m.get("url"), m.get("type") or m.get("medium"), m.get("filesize"), None)
        for m in dict.get(entry, "media_content", ())
    ]
    for address, kind, length, title in parts[:MAX_ENCLOSURES]:
        item = enclosure(join(base, str(address or "")), kind, length, title)
        if item is not None:
            found.setdefault(item.url, item)
    return tuple(found.values())
