"""Markup to one line of plain text, for titles, names and summaries in lists."""

from __future__ import annotations

import html
import html.entities
import re
from typing import Final

from reader.model import TextType
from reader.text import clean_line

_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?[a-zA-Z][\w:-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>|<[!?][^<>]*>")
_CLOSING = re.compile(r"</\w+>")
_ENTITY = re.compile(r"&#?(\w+);")
_NAMES = re.compile(r"</?(\w+)")

_BREAKING: Final = frozenset(
    "address article blockquote br dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "section table tbody td th thead tr ul".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym audio b bdi bdo big caption center cite code col colgroup del dfn em font "
    "footer header i iframe img input ins kbd label map mark meter nav noscript object option q rp "
    "rt ruby s samp select small source span strike strong sub summary sup textarea tfoot time "
    "track tt u var video wbr".split()
)
_KNOWN: Final = _BREAKING | _INLINE


def plain(text: str, kind: TextType) -> str:
    """``text`` of type ``kind`` as one line without markup."""
    if kind == "html":
        text = html.unescape(_strip(text))
    return clean_line(text)


def guess_type(text: str) -> TextType:
    """Whether text of no stated type is HTML.

    RSS does not say what its titles are (RSS Advisory Board, best practices, 2.1): it takes a
    closing tag or an entity, and no tag or entity that HTML does not know.
    """
    if "<" not in text and "&" not in text:
        return "text"
    if not (_CLOSING.search(text) or _ENTITY.search(text)):
        return "text"
    if any(name.lower() not in _KNOWN for name in _NAMES.findall(text)):
        return "text"
    names = (m for m in _ENTITY.findall(text) if not m.isdigit() and m[:1] not in "xX")
    return "html" if all(f"{name};" in html.entities.html5 for name in names) else "text"


def _strip(text: str) -> str:
    if "<" not in text:
        return text
    if "<!--" in text or "<s" in text.lower():
        text = _HIDDEN.sub(" ", text)
    return _TAG.sub(_gap, text)


def _gap(match: re.Match[str]) -> str:
    name = (match.group(1) or "").lstrip("/").lower()
    return " " if name in _BREAKING else ""
