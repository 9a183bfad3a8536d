"""A feed as text, ready for an XML parser: no declaration, no DOCTYPE, no entities to expand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MAX_ENTITIES: Final = 500
_DECLARATION = re.compile(r"\s*<\?xml(?=\s)[^>]*>", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE(?=\s)", re.IGNORECASE)
_REMARKS = re.compile(r"(?:\s*<!--.*?-->|\s*<\?[^<>]*\?>)*", re.DOTALL)
"""In what comes first a DOCTYPE may be told of."""
_ROOT = re.compile(r"<[^\W\d]")
_NO_SPACE = re.compile(r"\S")
_ITEM = re.compile(r"<(?:[a-z][a-z0-9_.-]{0,30}:)?(?:item|entry)[\s/>]", re.IGNORECASE | re.ASCII)
_ENTITY = re.compile(
    r"<!ENTITY\s+([\w.-]{1,40})\s+(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s*>"
)
_CHARACTER = re.compile(r"<!ENTITY\s+([\w.-]{1,40})\s+[\"']&#(x?)([0-9a-fA-F]{1,6});[\"']\s*>")


class NotWellFormed(Exception):
    """An XML parser refused the text; ``line`` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(slots=True)
class Document:
    """``text`` without its head; ``entities`` are the harmless ones that the head declared."""

    text: str
    data: bytes | None = None
    """``text`` in UTF-8, where it came so."""
    is_netscape: bool = False
    """Whether it names Netscape's DTD for RSS 0.91."""
    entities: dict[str, str] = field(default_factory=dict)
    is_repaired: bool = False
    broke_off: bool = False

    def mend(self) -> None:
        """Make ``text`` well-formed; costs time, so only once a parser has refused it."""
        from reader.feed.repair import repair  # most feeds never need it

        self.text, self.broke_off = repair(self.text, self.entities)
        self.data = None
        self.is_repaired = True


def open_document(text: str) -> Document:
    """``text`` of a feed without XML declaration and DOCTYPE.

    Only entities whose replacement is plain text or one character are kept: nested and external
    ones are neither expanded nor fetched.
    """
    start = max(text.find("<"), 0)
    while declaration := _DECLARATION.match(text, start):
        start = declaration.end()
    end = _REMARKS.match(text, start).end()  # type: ignore[union-attr]
    root = _ROOT.search(text, end)
    head_end = root.start() if root else len(text)
    doctype = _DOCTYPE.search(text, end, head_end)
    if doctype is None:
        first = _NO_SPACE.search(text, start)  # so that the text is copied once
        return Document(text[first.start() :] if first else "")
    head, body = text[doctype.start() : head_end], text[head_end:]
    entities = {m[1]: m[2] or m[3] or "" for m in list(_ENTITY.finditer(head))[:MAX_ENTITIES]}
    for match in list(_CHARACTER.finditer(head))[:MAX_ENTITIES]:
        number = int(match[3], 16 if match[2] else 10) if match[2] or match[3].isdigit() else 0
        if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD or 0x10000 <= number < 0x110000:
            entities[match[1]] = chr(number)
    is_netscape = "netscape" in head.lower()
    return Document(_skip_subset(head, body), is_netscape=is_netscape, entities=entities)


def _skip_subset(head: str, body: str) -> str:
    """``body`` without the rest of an internal subset whose declarations looked like tags."""
    if "[" in head and "]" not in head:
        end = body.find("]>", 0, 100_000)
        return body[end + 2 :] if end >= 0 and not _ITEM.search(body, 0, end) else body
    return body
