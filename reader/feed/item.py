"""One entry of a well-formed feed while it is put together from its elements.

feedparser (6.0) is the referee: where this cannot be sure to find what feedparser finds, it
raises :class:`Unusual` and the whole feed is given to it.
"""

from __future__ import annotations

import contextlib
from typing import Final
from xml.etree.ElementTree import Element

from reader.feed.addresses import absolute
from reader.feed.dates import parse_date
from reader.feed.entries import MAX_ENCLOSURES, MAX_NAME, enclosure, entry_name, join_names
from reader.feed.hidden import without_scripts
from reader.feed.plain import guess_type, plain, shorten
from reader.feed.xhtml import inner_markup
from reader.model import Enclosure, ParsedEntry, TextType
from reader.text import clean_line
from reader.urls import is_web

MAX_PARTS: Final = 90
"""Categories or enclosures of one entry that are read here."""

TEXT_TYPES: Final = {
    "": "text/plain",
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": "application/xhtml+xml",
    "application/xhtml+xml": "application/xhtml+xml",
}
"""What the ``type`` of a text construct stands for."""


class Unusual(Exception):
    """Something that only the referee knows how to take."""


def mend(text: str) -> str:
    """UTF-8 that was once taken for Latin-1 put right, as feedparser does."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        return text.encode("iso-8859-1").decode("utf-8")
    return text


def leaf(element: Element) -> str:
    """The text of an element without children or attributes that could change its meaning."""
    if len(element) or element.attrib:
        raise Unusual(element.tag)
    return mend((element.text or "").strip())


class Item:
    """What is known of an entry so far."""

    def __init__(self, base: str, *, is_atom: bool) -> None:
        self.base = base
        self.is_atom = is_atom
        self.guid: str | None = None
        self.link: str | None = None
        self.permalink: str | None = None
        self.alternates: list[str] = []
        self.title: tuple[str, str] | None = None
        self.media_title: tuple[str, str] | None = None
        self.author: str | None = None
        self.names: list[str] = []
        self.summary: tuple[str, str | None] | None = None
        self.summary_depth: int | None = None
        self.contents: list[tuple[str, str]] = []
        self.has_content = False
        self.dates: dict[str, str] = {}
        self.comments = ""
        self.categories: list[str] = []
        self.enclosures: list[tuple[str | None, str | None, str | None, str | None]] = []
        self.media: list[tuple[str | None, str | None, str | None, str | None]] = []
        self.has_source = False
        self.has_person = False
        """Whether an author came as an Atom person construct."""

    def finish(self, url: str, lang: str | None, inherited: str | None) -> ParsedEntry:
        """The entry; raises Unusual."""
        if len(self.categories) > MAX_PARTS or len(self.enclosures) + len(self.media) > MAX_PARTS:
            raise Unusual("too many parts")
        summary, summary_type = self._summary()
        content, content_type = max(self.contents, key=lambda c: len(c[0]), default=("", None))
        has_body = bool(self.contents) or (self.summary is not None and self.summary[1] is not None)
        base = (absolute(None, self.base) if has_body else None) or url
        dates = {key: parse_date(text) for key, text in self.dates.items()}
        published, updated = dates.get("published"), dates.get("updated")
        title_type, title = self._title()
        return ParsedEntry(
            guid=entry_name(self.guid or ""),
            link=self._link(base),
            title=shorten(plain(title, title_type)),
            author=join_names(self.author or "", self.names) or inherited,
            summary=without_scripts(summary),
            summary_type=summary_type,
            content=without_scripts(content),
            content_type=_kind(content_type) if content_type else summary_type,
            published_at=published or dates.get("created") or updated,
            updated_at=updated,
            comments_url=absolute(url, self.comments),
            categories=tuple(
                dict.fromkeys(filter(None, (clean_line(c)[:MAX_NAME] for c in self.categories)))
            ),
            lang=lang if has_body or self.title is not None else None,
            enclosures=self._enclosures(base),
            base=base or None,
        )

    def read_text(self, element: Element, default: str) -> tuple[str, str]:
        """The text of an element that has a type, and the type."""
        kind = default
        if element.attrib:
            if set(element.attrib) != {"type"}:
                raise Unusual(element.tag)
            found = TEXT_TYPES.get(element.attrib["type"].lower())
            if found is None or (not self.is_atom and found != default):
                raise Unusual(element.tag)
            kind = found
        if kind == "application/xhtml+xml":
            return mend(inner_markup(element)), kind
        if len(element):
            raise Unusual(element.tag)
        text = mend((element.text or "").strip())
        if not self.is_atom and kind == "text/plain" and guess_type(text) == "html":
            kind = "text/html"
        return text, kind

    def _link(self, base: str) -> str | None:
        link = absolute(base, self.link if self.link is not None else self.permalink or "")
        if link is None:
            others = (absolute(base, address) for address in self.alternates)
            link = next((address for address in others if address), None)
        guid = clean_line(self.guid or "")
        return guid if link is None and is_web(guid) else link

    def _title(self) -> tuple[TextType, str]:
        if self.title is not None and self.title[0]:
            if self.media_title is not None and self.has_source:
                raise Unusual("source and two titles")
            return _kind(self.title[1]), self.title[0]
        if self.media_title is not None:
            raise Unusual("media:title alone")
        return "text", ""

    def _summary(self) -> tuple[str, TextType]:
        if self.summary is None:
            return "", "html"
        text, kind = self.summary
        if kind is None:
            kind = next((k for value, k in self.contents if value == text), "text/html")
        return text, _kind(kind)

    def _enclosures(self, base: str) -> tuple[Enclosure, ...]:
        found: dict[str, Enclosure] = {}
        for address, kind, length, title in (self.enclosures + self.media)[:MAX_ENCLOSURES]:
            item = enclosure(absolute(base, address or ""), kind, length, title)
            if item is not None:
                found.setdefault(item.url, item)
        return tuple(found.values())


def _kind(kind: str) -> TextType:
    return "text" if kind == "text/plain" else "html"
