"""XHTML inside Atom, written out again as the markup that it is."""

from __future__ import annotations

import html
from typing import Final
from xml.etree.ElementTree import Element

from reader.feed.names import XHTML, XML

MAX_DEPTH: Final = 100
VOID: Final = frozenset(
    "area base br col command embed frame hr img input keygen link meta param source track wbr".split()
)
"""Elements that have no end tag in HTML."""


class Foreign(Exception):
    """Markup that is not XHTML stands inside."""


def inner_markup(element: Element) -> str:
    """What stands inside ``element``, without the one ``div`` that Atom wants around it.

    RFC 4287, section 3.1.1.3.  Raises :class:`Foreign` for other vocabularies.
    """
    inner = element
    if (
        len(element) == 1
        and element[0].tag == f"{{{XHTML}}}div"
        and not (element.text or "").strip()
        and not (element[0].tail or "").strip()
    ):
        inner = element[0]
    pieces: list[str] = [_escape(inner.text or "")]
    for child in inner:
        _write(child, pieces, 0)
    return "".join(pieces).strip()


def _write(element: Element, pieces: list[str], depth: int) -> None:
    namespace, _, name = element.tag.rpartition("}")
    name = name.lower()
    if namespace != "{" + XHTML or depth > MAX_DEPTH or (name == "div" and depth < 0):
        raise Foreign(element.tag)
    pieces.append(f"<{name}{''.join(_attribute(k, v) for k, v in element.attrib.items())}>")
    if element.text:
        pieces.append(_escape(element.text))
    for child in element:
        _write(child, pieces, depth + 1)
    if name not in VOID or element.text or len(element):
        pieces.append(f"</{name}>")
    if element.tail:
        pieces.append(_escape(element.tail))


def _attribute(key: str, value: str) -> str:
    if key[0] == "{":
        namespace, _, key = key[1:].partition("}")
        if namespace != XML or key == "base":
            raise Foreign(key)
        key = f"xml:{key}"
    key = key.lower()
    if key in ("rel", "type"):
        value = value.lower()
    quoted = _escape(value).replace('"', "&quot;")
    return f' {key}="{quoted}"'


def _escape(text: str) -> str:
    return html.escape(text, quote=False)
