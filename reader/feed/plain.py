"""Markup to one line of plain text, for titles, names and summaries in lists."""

from __future__ import annotations

import html.entities
import re
from typing import Final

from reader.feed.hidden import hides, without_hidden
from reader.model import TextType
from reader.references import unescape
from reader.text import clean_line

MAX_TITLE: Final = 2000
"""Characters of the longest title: more than headlines have, less than hurts a list."""
_TAG = re.compile(
    r"<(/?[a-zA-Z][\w:-]*)(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>"
    r"|(?:[^<>\"']*+(?:\"[^\"]{0,300}\"|'[^']{0,300}')(?=[\s/>])){1,8}[^<>\"']*+>"
    r"|(?=\s)[^<>]*>)|<[!?][^<>]*>"
)
"""A tag, at best with its quotes in pairs; then one that holds tags in quotes; then one that lost a
quote."""
_ENTITY_LENGTH: Final = 40
"""Characters at the end of a piece that may be part of what the next one completes."""
_CLOSING = re.compile(r"</\w+>")
_ENTITY = re.compile(r"&#?(\w+);")
_NAMED = re.compile(r"&(\w+);")
_NAMES = re.compile(r"</?(\w+)")

_BREAKING: Final = frozenset(
    "address article aside blockquote br center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr legend li nav ol option p pre section table "
    "tbody td tfoot th thead tr ul".split()
)
"""Elements that part words."""
_KNOWN: Final = _BREAKING | frozenset(
    "a abbr acronym area audio b big button canvas caption cite code col colgroup command datagrid "
    "datalist del dfn dir em event-source font i img input ins kbd keygen label m map menu meter "
    "multicol nextid noscript optgroup output progress q s samp select small sound source spacer "
    "span strike strong sub sup textarea time tt u var video".split()
)
"""Elements that feedparser takes for HTML too; the two have to agree."""


def plain(text: str, kind: TextType) -> str:
    """``text`` of type ``kind`` as one line without markup."""
    if kind == "html":
        text = unescape(_strip(text))
    return clean_line(text)


def beginning(text: str, kind: TextType, least: int) -> str:
    """:func:`plain` of the first of ``text``, at least ``least`` characters of it where there are so
    many in twenty times as much markup."""
    if kind == "html":
        first = text[: least * 5]
        first = first[: first.rfind("<") + 1][:-1]  # no tag reaches over the beginning of another
        if not hides(first):
            line = plain(first, kind)
            if len(line) > least + _ENTITY_LENGTH:
                return line
    return plain(text[: least * 20], kind)


def shorten(line: str) -> str:
    """A title of a length that can still be one; what is cut off is marked."""
    return line if len(line) <= MAX_TITLE else f"{line[: MAX_TITLE - 1].rstrip()}…"


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
    names = _NAMED.findall(text)
    return "html" if all(name in html.entities.entitydefs for name in names) else "text"


def _strip(text: str) -> str:
    if "<" not in text:
        return text
    if "<!--" in text or "<s" in text.lower():
        text = without_hidden(text)
    return _TAG.sub(_gap, text)


def _gap(match: re.Match[str]) -> str:
    name = (match.group(1) or "").lstrip("/").lower()
    return " " if name in _BREAKING else ""
