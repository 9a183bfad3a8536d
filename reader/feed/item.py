"""One entry of a well-formed feed, read child by child with feedparser's own precedence rules.

feedparser (6.0) is the referee: where this cannot be sure to find what feedparser finds, it
raises :class:`Unusual` and the whole feed is given to it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from reader.feed.addresses import absolute, resolve
from reader.feed.dates import parse_date
from reader.feed.entries import MAX_ENCLOSURES, enclosure, join_names
from reader.feed.names import (
    ATOM,
    CONTENT,
    DC,
    DCTERMS,
    ITUNES,
    MEDIA,
    QUIET,
    RESERVED,
    RSS1,
    usual_name,
)
from reader.feed.plain import guess_type, plain
from reader.feed.xhtml import inner_markup
from reader.model import Enclosure, ParsedEntry, TextType
from reader.text import clean_line
from reader.urls import is_web

MAX_PARTS: Final = 90
"""Categories or enclosures of one entry that are read here."""

_QUERY_NAME = re.compile(r"&([A-Za-z0-9_]+);")
_HTML_TYPES: Final = frozenset(["text/html", "application/xhtml+xml"])
_TEXT_TYPES: Final = {
    "": "text/plain",
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": "application/xhtml+xml",
    "application/xhtml+xml": "application/xhtml+xml",
}


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

    def read(self, element: Element, depth: int = 0) -> None:
        """Take in the children of ``element``; raises Unusual."""
        for child in element:
            tag = child.tag
            reader = _READERS.get(tag) or _READERS.get(usual_name(tag))
            if reader is not None:
                reader(self, child, depth)
            else:
                _pass_over(child)

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
            guid=clean_line(self.guid or "") or None,
            link=self._link(base),
            title=plain(title, title_type),
            author=join_names(self.author or "", self.names) or inherited,
            summary=summary,
            summary_type=summary_type,
            content=content,
            content_type=_kind(content_type) if content_type else summary_type,
            published_at=published or dates.get("created") or updated,
            updated_at=updated,
            comments_url=absolute(url, self.comments),
            categories=tuple(dict.fromkeys(filter(None, map(clean_line, self.categories)))),
            lang=lang if has_body else None,
            enclosures=self._enclosures(base),
            base=base or None,
        )

    def read_text(self, element: Element, default: str) -> tuple[str, str]:
        """The text of an element that has a type, and the type."""
        kind = default
        if element.attrib:
            if set(element.attrib) != {"type"}:
                raise Unusual(element.tag)
            found = _TEXT_TYPES.get(element.attrib["type"].lower())
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


Reader = Callable[[Item, Element, int], None]


def _kind(kind: str) -> TextType:
    return "text" if kind == "text/plain" else "html"


def _pass_over(element: Element) -> None:
    """Leave out an element that touches nothing in the model; raises Unusual when unsure."""
    tag = usual_name(element.tag)
    if tag[0] == "{":
        namespace = tag[1:].partition("}")[0]
        if namespace not in QUIET or len(element):
            raise Unusual(tag)
    elif len(element) or tag.lower() in RESERVED:
        raise Unusual(tag)


def _read_title(item: Item, element: Element, depth: int) -> None:
    if item.title is not None:
        raise Unusual("two titles")
    item.title = item.read_text(element, "text/plain")


def _read_media_title(item: Item, element: Element, depth: int) -> None:
    if len(element) or set(element.attrib) - {"type"}:
        raise Unusual(element.tag)
    item.media_title = ((element.text or "").strip(), "text/plain")


def _read_link(item: Item, element: Element, depth: int) -> None:
    attributes = element.attrib
    if not attributes:
        if item.is_atom:
            raise Unusual("a link without address")
        text = leaf(element)
        text = resolve(item.base, text) if text else ""
        text = _QUERY_NAME.sub(r"&\1", text.replace("&amp;", "&")) if ";" in text else text
        item.link = text
        item.alternates.append(text)
        return
    _read_atom_link(item, element, depth)


def _read_atom_link(item: Item, element: Element, depth: int) -> None:
    attributes = element.attrib
    if "href" not in attributes or len(element) or _has_scope(attributes) or "url" in attributes:
        raise Unusual(element.tag)
    rel = attributes.get("rel", "alternate").lower()
    address = resolve(item.base, attributes["href"])
    kind = attributes.get("type", "text/html").lower()
    if rel == "enclosure":
        item.enclosures.append(
            (
                address,
                attributes.get("type", "text/html").lower(),
                attributes.get("length"),
                attributes.get("title"),
            )
        )
    elif rel == "alternate":
        item.alternates.append(address)
        if _TEXT_TYPES.get(kind, kind) in _HTML_TYPES:
            item.link = address
    elif rel == "replies" and not item.comments and kind == "text/html":
        item.comments = address


def _read_guid(item: Item, element: Element, depth: int) -> None:
    attributes = {key.lower(): value for key, value in element.attrib.items()}
    if len(element) or attributes.keys() - {"ispermalink"}:
        raise Unusual(element.tag)
    text = mend((element.text or "").strip())
    is_link = attributes.get("ispermalink", "true") == "true"
    if is_link:
        text = resolve(item.base, text) if text else text
        if item.permalink is None:
            item.permalink = text
    item.guid = text


def _date_reader(key: str) -> Reader:
    def read(item: Item, element: Element, depth: int) -> None:
        item.dates[key] = leaf(element)[:300]

    return read


def _read_author(item: Item, element: Element, depth: int) -> None:
    text = leaf(element)
    if "@" in text and (item.names or item.author is not None):
        raise Unusual("several authors with addresses")
    if item.author is not None and "@" in item.author:
        raise Unusual("several authors with addresses")
    item.author = text
    if "@" not in text:
        item.names.append(text)


def _read_atom_author(item: Item, element: Element, depth: int) -> None:
    name, email = read_person(element)
    item.author = f"{name} ({email})" if name and email else name or email
    item.names.append(name)


def read_person(element: Element) -> tuple[str, str]:
    """Name and address of an Atom person construct; raises Unusual."""
    if element.attrib or (element.text and element.text.strip()) or not len(element):
        raise Unusual(element.tag)
    found = {"name": "", "email": "", "uri": ""}
    for child in element:
        namespace, _, local = child.tag.rpartition("}")
        if len(child) or child.attrib:
            raise Unusual(child.tag)
        if namespace[1:] == ATOM and local in found:
            if found[local]:
                raise Unusual(child.tag)
            found[local] = (child.text or "").strip()
        elif namespace[1:] not in QUIET:
            raise Unusual(child.tag)
    return found["name"], found["email"]


def _body_reader(default: str, *, by_type: bool = False) -> Reader:
    """For what feedparser takes as summary first, as content when there is a summary already."""

    def read(item: Item, element: Element, depth: int) -> None:
        if by_type and not item.is_atom and "type" in element.attrib:
            raise Unusual(element.tag)
        if item.summary is not None and not item.has_content:
            item.contents.append(item.read_text(element, "text/plain"))
            item.has_content = True
            return
        value = item.read_text(element, default)
        if item.summary_depth is None or depth <= item.summary_depth:
            item.summary_depth = depth
            item.summary = value

    return read


def _read_encoded(item: Item, element: Element, depth: int) -> None:
    text = leaf(element)
    item.has_content = True
    item.contents.append((text, "text/html"))
    if item.summary is None:
        item.summary = (text, None)


def _read_atom_content(item: Item, element: Element, depth: int) -> None:
    if item.contents:
        raise Unusual("two contents")
    text, kind = item.read_text(element, "text/plain")
    item.has_content = True
    item.contents.append((text, kind))
    if item.summary is None:
        item.summary = (text, None)


def _read_category(item: Item, element: Element, depth: int) -> None:
    attributes = element.attrib
    text = mend((element.text or "").strip())
    if len(element) or _has_scope(attributes):
        raise Unusual(element.tag)
    term, label = attributes.get("term"), attributes.get("label")
    if (term or label) and text:
        raise Unusual(element.tag)
    item.categories.append(label or term or text)


def _read_itunes_category(item: Item, element: Element, depth: int) -> None:
    if element.text and element.text.strip():
        raise Unusual(element.tag)
    item.categories.append(element.attrib.get("text", ""))
    for child in element:
        _read_itunes_category(item, child, depth)


def _read_keywords(item: Item, element: Element, depth: int) -> None:
    item.categories += [word.strip() for word in leaf(element).split(",")]


def _read_enclosure(item: Item, element: Element, depth: int) -> None:
    attributes = {key.lower(): value for key, value in element.attrib.items()}
    if len(element) or _has_scope(attributes) or (element.text and element.text.strip()):
        raise Unusual(element.tag)
    address = attributes.get("url", attributes.get("uri", attributes.get("href")))
    kind = attributes.get("type")
    item.enclosures.append(
        (address, kind.lower() if kind else kind, attributes.get("length"), attributes.get("title"))
    )


def _read_media_content(item: Item, element: Element, depth: int) -> None:
    attributes = {key.lower(): value for key, value in element.attrib.items()}
    if _has_scope(attributes):
        raise Unusual(element.tag)
    kind = attributes.get("type", "").lower() or attributes.get("medium")
    item.media.append((attributes.get("url"), kind, attributes.get("filesize"), None))
    item.read(element, depth + 1)


def _read_group(item: Item, element: Element, depth: int) -> None:
    if element.attrib:
        raise Unusual(element.tag)
    item.read(element, depth + 1)


def _read_comments(item: Item, element: Element, depth: int) -> None:
    text = leaf(element)
    item.comments = resolve(item.base, text) if text else ""


def _read_source(item: Item, element: Element, depth: int) -> None:
    item.has_source = True
    if item.is_atom:
        for child in element:
            if child.tag not in _SOURCE_PARTS or _has_scope(child.attrib):
                raise Unusual(child.tag)
    elif len(element):
        raise Unusual(element.tag)


def _skip(item: Item, element: Element, depth: int) -> None:
    """An element with children that touch nothing."""
    if any(len(child) for child in element):
        raise Unusual(element.tag)


def _has_scope(attributes: dict[str, str]) -> bool:
    return any(key[0] == "{" or key in ("base", "lang", "mode") for key in attributes)


_SOURCE_PARTS: Final = frozenset(
    f"{{{ATOM}}}{name}"
    for name in "title id link updated author generator icon logo rights subtitle category".split()
)
_COMMON: Final[dict[str, Reader]] = {
    f"{{{DC}}}title": _read_title,
    f"{{{DC}}}creator": _read_author,
    f"{{{DC}}}author": _read_author,
    f"{{{DC}}}date": _date_reader("updated"),
    f"{{{DC}}}subject": _read_category,
    f"{{{DC}}}description": _body_reader("text/html"),
    f"{{{DCTERMS}}}created": _date_reader("created"),
    f"{{{DCTERMS}}}issued": _date_reader("published"),
    f"{{{DCTERMS}}}modified": _date_reader("updated"),
    f"{{{CONTENT}}}encoded": _read_encoded,
    f"{{{ATOM}}}updated": _date_reader("updated"),
    f"{{{ATOM}}}published": _date_reader("published"),
    f"{{{ATOM}}}link": _read_atom_link,
    f"{{{ITUNES}}}author": _read_author,
    f"{{{ITUNES}}}summary": _body_reader("text/plain"),
    f"{{{ITUNES}}}category": _read_itunes_category,
    f"{{{ITUNES}}}keywords": _read_keywords,
    f"{{{MEDIA}}}title": _read_media_title,
    f"{{{MEDIA}}}description": _body_reader("text/html", by_type=True),
    f"{{{MEDIA}}}category": _read_category,
    f"{{{MEDIA}}}keywords": _read_keywords,
    f"{{{MEDIA}}}content": _read_media_content,
    f"{{{MEDIA}}}group": _read_group,
    f"{{{MEDIA}}}community": _skip,
}
_RSS: Final[dict[str, Reader]] = {
    "title": _read_title,
    "link": _read_link,
    "guid": _read_guid,
    "pubDate": _date_reader("published"),
    "author": _read_author,
    "description": _body_reader("text/html"),
    "category": _read_category,
    "comments": _read_comments,
    "enclosure": _read_enclosure,
    "source": _read_source,
}
_ATOM: Final[dict[str, Reader]] = {
    "title": _read_title,
    "link": _read_atom_link,
    "id": _read_guid,
    "updated": _date_reader("updated"),
    "published": _date_reader("published"),
    "author": _read_atom_author,
    "contributor": _skip,
    "summary": _body_reader("text/plain"),
    "content": _read_atom_content,
    "category": _read_category,
    "source": _read_source,
}
_READERS: Final[dict[str, Reader]] = {
    **{f"{{{ATOM}}}{name}": reader for name, reader in _ATOM.items()},
    **{f"{{{RSS1}}}{name}": reader for name, reader in _RSS.items()},
    **_RSS,
    **_COMMON,
}
