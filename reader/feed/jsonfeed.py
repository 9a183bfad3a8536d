"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from reader.errors import ParseError
from reader.feed.charset import decode
from reader.feed.dates import parse_date
from reader.feed.entries import enclosure, entry_name, language
from reader.feed.hidden import without_scripts
from reader.feed.plain import plain, shorten
from reader.model import Enclosure, ParsedEntry, ParsedFeed
from reader.model.incoming import BROKEN_OFF
from reader.text import clean, clean_line
from reader.urls import join

MAX_NAME: Final = 300
_SPARE_COMMA = re.compile(r"""("(?:[^"\\]|\\.)*+(?:"|\Z))|,(?=\s*[}\]])""", re.DOTALL)
"""A comma before a closing bracket, after the strings that may hold one."""
_VERSION = re.compile(r"jsonfeed\.org/version/(\d)(?:\.(\d))?")


def parse_json(body: bytes, headers: Mapping[str, str], url: str) -> ParsedFeed:
    """The feed in ``body``; unknown and ill-typed members are passed over.

    Raises ParseError ``not_a_feed`` for other JSON, ``parse`` for what is no JSON at all.
    """
    text, note = decode(body, headers)
    data, trouble = _load(text.lstrip("\ufeff"), url)
    items = data.get("items")
    version = _VERSION.search(_string(data, "version"))
    if not isinstance(items, list) or not (version or "title" in data or items):
        raise ParseError(
            "This is JSON, but not a feed.",
            url=url,
            kind="not_a_feed",
            hint="Check the address; it may be an interface for programs.",
        )
    authors = _authors(data)
    lang = language(data.get("language"))
    note = trouble or note
    return ParsedFeed(
        title=shorten(plain(_string(data, "title"), "text")),
        link=join(url, _string(data, "home_page_url")),
        lang=lang,
        entries=tuple(_entry(i, url, authors, lang) for i in items if isinstance(i, dict)),
        subtitle=shorten(plain(_string(data, "description"), "text")),
        version=f"json{version[1]}{version[2] or 0}" if version else "json",
        note=note,
    )


def _load(text: str, url: str) -> tuple[dict[str, Any], str | None]:
    """The document, and what had to be done to read it."""
    trouble = None
    try:
        data = _loads(text)
    except (ValueError, RecursionError) as error:
        data, trouble = _mended(text)
        if data is None:
            raise ParseError(
                "It is neither well-formed JSON nor a feed.",
                url=url,
                kind="parse" if '"items"' in text else "not_a_feed",
                hint="Check the address; the feed may have moved.",
            ) from error
    if isinstance(data, list):
        data = {"items": data} if data and _is_item(data[0]) else {}
    return data if isinstance(data, dict) else {}, trouble


def _loads(text: str) -> Any:
    return json.loads(text, strict=False, parse_int=_number)


def _mended(text: str) -> tuple[Any, str | None]:
    """The document without commas that nothing follows, else the whole items of one that breaks
    off, and what was done; None for neither."""
    text = _SPARE_COMMA.sub(lambda found: found[1] or "", text)
    try:
        return _loads(text), "The feed is not well-formed JSON; it was mended to be read."
    except (ValueError, RecursionError):
        return _salvage(text), BROKEN_OFF


def _number(digits: str) -> int | str:
    """An integer; one of absurd length stays text, since making a number of it takes too long."""
    return int(digits) if len(digits) < 30 else digits


def _salvage(text: str) -> dict[str, Any] | None:
    """The whole items of a document that breaks off in its list of items."""
    start = re.search(r'"items"\s*:\s*\[', text)
    if start is None:
        return None
    decoder = json.JSONDecoder(strict=False, parse_int=_number)
    try:
        head = json.loads(text[: start.start()].rstrip().rstrip(",") + "}", strict=False)
    except (ValueError, RecursionError):
        head = {}
    items: list[Any] = []
    at = start.end()
    while item := re.compile(r"[\s,]*(?=\{)").match(text, at):
        try:
            value, at = decoder.raw_decode(text, item.end())
        except (ValueError, RecursionError):
            break
        items.append(value)
    return {**head, "items": items} if items and isinstance(head, dict) else None


def _is_item(value: Any) -> bool:
    return isinstance(value, dict) and bool({"content_html", "content_text"} & value.keys())


def _entry(
    item: dict[str, Any], url: str, inherited: str | None, feed_lang: str | None
) -> ParsedEntry:
    markup, text = clean(_string(item, "content_html")), clean(_string(item, "content_text"))
    published = parse_date(_string(item, "date_published"))
    updated = parse_date(_string(item, "date_modified"))
    link = join(url, _string(item, "url")) or join(url, _string(item, "external_url"))
    return ParsedEntry(
        guid=_guid(item),
        link=link,
        title=shorten(plain(_string(item, "title"), "text")),
        author=_authors(item) or inherited,
        summary=clean(_string(item, "summary")),
        summary_type="text",
        content=without_scripts(markup) or text,
        content_type="html" if markup else "text",
        published_at=published or updated,
        updated_at=updated,
        categories=_tags(item),
        lang=language(item.get("language")) or feed_lang,
        enclosures=_attachments(item, url),
        base=link or url or None,
    )


def _guid(item: dict[str, Any]) -> str | None:
    value = item.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return entry_name(str(value))


def _authors(item: dict[str, Any]) -> str | None:
    found = item.get("authors")
    people = found if isinstance(found, list) else [item.get("author")]
    names = [
        plain(_string(p, "name"), "text") or _string(p, "url") if isinstance(p, dict) else str(p)
        for p in people
        if p and isinstance(p, dict | str)
    ]
    return clean_line(", ".join(dict.fromkeys(filter(None, names))))[:MAX_NAME] or None


def _tags(item: dict[str, Any]) -> tuple[str, ...]:
    tags = item.get("tags")
    if not isinstance(tags, list):
        return ()
    names = (clean_line(tag)[:MAX_NAME] for tag in tags[:100] if isinstance(tag, str))
    return tuple(dict.fromkeys(filter(None, names)))


def _attachments(item: dict[str, Any], url: str) -> tuple[Enclosure, ...]:
    parts = item.get("attachments")
    found = [
        enclosure(
            join(url, _string(part, "url")),
            part.get("mime_type"),
            part.get("size_in_bytes"),
            part.get("title"),
        )
        for part in (parts if isinstance(parts, list) else ())[:50]
        if isinstance(part, dict)
    ]
    return tuple(e for e in found if e is not None)


def _string(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
