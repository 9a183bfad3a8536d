"""Subscription lists in and out: OPML 2.0 (opml.org/spec2.opml), folders as nested outlines.

The reader is defused: a document type is refused as a whole, so nothing is expanded, and nothing
is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.sax.saxutils import quoteattr

from reader import errors
from reader.feed.charset import decode
from reader.feed.document import open_document
from reader.model import FeedErrorKind, Subscription
from reader.text import clean_line
from reader.urls import canonical, join, without_feed_scheme, without_login

MAX_BYTES: Final = 20_000_000
MAX_DEPTH: Final = 10
"""Folders in folders; what lies deeper goes into the deepest."""
MAX_FEEDS: Final = 20_000
MAX_NAME: Final = 200
_TOO_DEEP: Final = f"folders go {MAX_DEPTH} deep; its feeds stand in the folder above it"
_INCLUDED: Final = "it stands for another list, which is not fetched; import that one too"
_ROOT = re.compile(r"<(?:\w+:)?opml(?=[\s>/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An outline that is not taken over: its name, its address as written (of a folder none), and
    why."""

    title: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What an OPML file holds, in its order, duplicates left out."""

    title: str
    subscriptions: tuple[Subscription, ...]
    rejected: tuple[Rejected, ...]


def read_outline(body: bytes) -> Outline:
    """All that an OPML file holds, with what was turned down. Raises ParseError.

    A feed in nested folders is put into ``Outer/Inner``; the names in ``category`` become
    tags.
    """
    root = _parse(body)
    found: dict[str, Subscription] = {}
    rejected: list[Rejected] = []
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        attributes = {key.lower(): value for key, value in element.attrib.items()}
        name = clean_line(attributes.get("title") or attributes.get("text") or "")[:MAX_NAME]
        inside = folders
        if _local(element) == "outline":
            address = attributes.get("xmlurl") or _bare_url(attributes)
            if address is not None:
                _take(name, address, attributes, folders, found, rejected)
            elif attributes.get("type", "").lower() == "include":
                shown = clean_line(attributes.get("url", ""))[:MAX_NAME]
                rejected.append(Rejected(name, shown, _INCLUDED))
            elif name and len(element) and len(folders) < MAX_DEPTH:
                inside = (*folders, name.replace("/", "∕"))
            elif name and len(element):
                rejected.append(Rejected(name, "", _TOO_DEEP))
        stack += [(child, inside) for child in reversed(element)]
    title = next((clean_line(e.text or "") for e in root.iter() if _local(e) == "title"), "")
    return Outline(title[:MAX_NAME], tuple(found.values()), tuple(rejected))


def write_opml(subscriptions: Sequence[Subscription], title: str) -> bytes:
    """``subscriptions`` as an OPML file that :func:`read_outline` reads back the same, but for names
    and passwords in addresses, which are left out."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{_escape(title)}</title>",
        "  </head>",
        "  <body>",
    ]
    open_folders: list[str] = []
    for subscription in subscriptions:
        folders = subscription.folder.split("/") if subscription.folder else []
        shared = 0
        while shared < min(len(folders), len(open_folders)) and (
            folders[shared] == open_folders[shared]
        ):
            shared += 1
        while len(open_folders) > shared:
            open_folders.pop()
            lines.append(f"{_indent(open_folders)}</outline>")
        for folder in folders[shared:]:
            lines.append(f"{_indent(open_folders)}<outline text={_quote(folder)}>")
            open_folders.append(folder)
        lines.append(_indent(open_folders) + _outline(subscription))
    while open_folders:
        open_folders.pop()
        lines.append(f"{_indent(open_folders)}</outline>")
    lines += ["  </body>", "</opml>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _parse(body: bytes) -> Element:
    if len(body) > MAX_BYTES:
        raise _error("The file is too large for a list of subscriptions.", "too_large")
    if not body.strip():
        raise _error("The file is empty.", "empty")
    text, _ = decode(body, {})
    if not _ROOT.search(text, 0, 100_000):
        raise _error("This is not an OPML file.", "not_a_feed")
    document = open_document(text)
    if document.entities:
        raise _error("The file declares entities of its own, which is not safe to read.", "parse")
    try:
        return _tree(document.text)
    except ParseError:
        document.mend()
    try:
        return _tree(document.text)
    except ParseError as error:
        line = error.position[0]
        raise _error(f"The file is not well-formed XML (line {line}).", "parse") from error


def _tree(text: str) -> Element:
    parser = XMLParser(encoding="utf-8")
    parser.feed(text.encode("utf-8", "replace"))
    root: Element = parser.close()
    return root


def _take(
    name: str,
    address: str,
    attributes: dict[str, str],
    folders: tuple[str, ...],
    found: dict[str, Subscription],
    rejected: list[Rejected],
) -> None:
    shown = clean_line(address)[:MAX_NAME]
    url = join(None, without_feed_scheme(address.strip()))
    if url is None:
        rejected.append(Rejected(name, shown, "only http and https addresses can be subscribed to"))
    elif len(found) >= MAX_FEEDS:
        rejected.append(Rejected(name, shown, f"only {MAX_FEEDS} feeds are taken from one file"))
    elif canonical(url) in found:
        rejected.append(Rejected(name, shown, "it stands twice in the file"))
    else:
        tags = (clean_line(tag).strip("/") for tag in attributes.get("category", "").split(","))
        found[canonical(url)] = Subscription(
            url=url,
            title=name if name and name != url else None,
            folder="/".join(folders) or None,
            tags=tuple(dict.fromkeys(filter(None, tags)))[:20],
        )


def _bare_url(attributes: dict[str, str]) -> str | None:
    """The address of a feed whose outline uses ``url`` (some programs do)."""
    kind = attributes.get("type", "").lower()
    return attributes.get("url") if kind in ("rss", "atom", "feed", "rdf") else None


def _outline(subscription: Subscription) -> str:
    url = without_login(subscription.url)
    name = _quote(subscription.title or url)
    tags = f" category={_quote(','.join(subscription.tags))}" if subscription.tags else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={_quote(url)}{tags}/>'


def _indent(folders: list[str]) -> str:
    return "  " * (len(folders) + 2)


def _quote(text: str) -> str:
    return quoteattr(clean_line(text))


def _escape(text: str) -> str:
    return clean_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _error(message: str, kind: FeedErrorKind) -> errors.ParseError:
    hint = "Export the list once more from the program it comes from."
    return errors.ParseError(message, url="", kind=kind, hint=hint)
