"""The elements inside an entry: what each adds to an :class:`reader.feed.item.Item`.

The precedence rules are feedparser's: of two summaries the second is the content, a title of the
media module counts only where there is no other, and the last of several dates wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from reader.feed.addresses import is_path, may_lead, resolve
from reader.feed.item import TEXT_TYPES, Item, Unusual, leaf, mend
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

_QUERY_NAME = re.compile(r"&([A-Za-z0-9_]+);")
_HTML_TYPES: Final = frozenset(["text/html", "application/xhtml+xml"])

Reader = Callable[[Item, Element, int], None]


def read_children(item: Item, element: Element, depth: int = 0) -> None:
    """Take in the children of ``element``, which is ``depth`` below the entry; raises Unusual."""
    for child in element:
        tag = child.tag
        reader = _READERS.get(tag) or _READERS.get(usual_name(tag))
        if reader is not None:
            reader(item, child, depth)
        else:
            _pass_over(child)


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
    read_atom_link(item, element, depth)


def read_atom_link(item: Item, element: Element, depth: int = 0) -> None:
    """Add what an Atom link says to ``item``; raises Unusual."""
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
        if TEXT_TYPES.get(kind, kind) in _HTML_TYPES:
            item.link = address
    elif rel == "replies" and not item.comments and kind == "text/html":
        item.comments = address


def _read_guid(item: Item, element: Element, depth: int) -> None:
    attributes = {key.lower(): value for key, value in element.attrib.items()}
    if len(element) or attributes.keys() - {"ispermalink"}:
        raise Unusual(element.tag)
    text = mend((element.text or "").strip())
    is_link = attributes.get("ispermalink", "true") == "true"
    address = resolve(item.base, text) if is_link and text else text
    if is_link and item.permalink is None and may_lead(text):
        item.permalink = address
    item.guid = address if is_path(text) else text


def _date_reader(key: str) -> Reader:
    def read(item: Item, element: Element, depth: int) -> None:
        item.dates[key] = leaf(element)[:300]

    return read


def _read_author(item: Item, element: Element, depth: int) -> None:
    text = leaf(element)
    if item.has_person:
        raise Unusual("authors of two kinds")
    if "@" in text and (item.names or item.author is not None):
        raise Unusual("several authors with addresses")
    if item.author is not None and "@" in item.author:
        raise Unusual("several authors with addresses")
    item.author = text
    if "@" not in text:
        item.names.append(text)


def _read_atom_author(item: Item, element: Element, depth: int) -> None:
    name, email = read_person(element)
    if item.author is not None and not item.has_person:
        raise Unusual("authors of two kinds")
    item.has_person = True
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
        elif not item.contents:
            raise Unusual(element.tag)
        elif item.summary is not None:
            # feedparser forgets the type of a summary when it meets a deeper one.
            item.summary = (item.summary[0], value[1])

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
    read_children(item, element, depth + 1)


def _read_group(item: Item, element: Element, depth: int) -> None:
    if element.attrib:
        raise Unusual(element.tag)
    read_children(item, element, depth + 1)


def _read_comments(item: Item, element: Element, depth: int) -> None:
    text = leaf(element)
    item.comments = resolve(item.base, text) if text else ""


def _read_source(item: Item, element: Element, depth: int) -> None:
    item.has_source = True
    if item.is_atom:
        for child in element:
            if child.tag not in _SOURCE_PARTS or _has_scope(child.attrib):
                raise Unusual(child.tag)
            _skip(item, child, depth)
    elif len(element):
        raise Unusual(element.tag)


def _skip(item: Item, element: Element, depth: int) -> None:
    """An element with children that touch nothing."""
    for child in element:
        namespace, _, name = child.tag.rpartition("}")
        if len(child) or (namespace[1:] not in QUIET and name not in _PERSON):
            raise Unusual(element.tag)


def _has_scope(attributes: dict[str, str]) -> bool:
    return any(key[0] == "{" or key in ("base", "lang", "mode") for key in attributes)


_PERSON: Final = frozenset(["name", "email", "uri"])
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
    f"{{{ATOM}}}link": read_atom_link,
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
    "link": read_atom_link,
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
