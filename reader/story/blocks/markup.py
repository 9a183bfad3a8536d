"""Markup from outside as a tree: bytes to text, text to lxml elements, with bounds on both.

libxml2 refuses a document nested deeper than 256 elements and drops what follows, so such a
document is made shallower first; nothing here recurses.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.charset import guess_encoding

if TYPE_CHECKING:
    from lxml.etree import HTMLParser, _Element

MAX_BYTES: Final = 10 * 1024 * 1024
"""Markup is read up to here; what follows is left out."""
MAX_TEXT: Final = 9_999_000
"""Bytes of UTF-8 that are parsed: of a document with a longer text libxml2 gives nothing."""
MAX_DEPTH: Final = 180
"""Elements nested deeper than this are unwrapped when a document is nested too deeply."""

UTF8_BYTES: Final = 12
"""Bytes of UTF-8 before the first broken sequence that are no accident."""
DAMAGED: Final = 0.01
"""Share of a text's characters that may be unreadable before its encoding is doubted."""
_LIES: Final = ("cp1252", "utf-8")
"""What is declared of texts in all encodings; what is UTF-8 is told without that."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.I
)
# The labels that browsers read as a larger code page (WHATWG Encoding Standard, section 4.2).
_LABELS: Final = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "unicode": "utf-16-le",
    "utf8": "utf-8",
}
_STATEFUL: Final = ("iso-2022", "utf-7", "hz", "utf-16", "utf16")
MAX_ATTRIBUTES: Final = 100
"""Attributes of one element that are kept."""
MAX_TAGS: Final = 120_000
"""Tags of a document; what follows is left out."""
_ATTRIBUTE: Final = (
    r"""(?:[\s/]*+(?:=[^\s=<>/]*+|[^\s=<>/]++)"""
    r"""(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|"[^"]{0,60}+"|'[^']{0,60}+'|[^\s<>]*+))?+)"""
)
_LONG_TAG = re.compile(rf"(<[a-zA-Z][^\s/<>]*+{_ATTRIBUTE}{{{MAX_ATTRIBUTES}}}){_ATTRIBUTE}++")
"""A tag with more attributes than are kept: libxml2 compares each with all before it.

Hardly anything in it reaches over a ``<``, so that a text of nothing else is read once, and not to
its end from each of them."""
_SHORT: Final = 8_000
"""Characters of a document in which there is no room for so many that it takes long."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)


def decode(body: bytes, charset: str | None = None) -> str:
    """``body`` as text.

    A byte order mark decides; then whatever is UTF-8 is UTF-8, since other encodings hardly ever
    look like it; then ``charset`` (the header's) and the document's own declaration, unless it
    says Latin, which many servers say of everything, or UTF-8 of what is none; at last the
    likeliest encoding.
    """
    body = body[:MAX_BYTES]
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(body[:4096])
    labels = [charset, declared.group(1).decode("ascii", "ignore") if declared else None]
    if not any(label and label.lower().startswith(_STATEFUL) for label in labels):
        try:
            if not _is_wide(body):
                return body.decode("utf-8")
        except UnicodeDecodeError as error:
            # One broken sequence in a long UTF-8 document is damage, not another encoding.
            if _looks_like_utf8(body, error.start):
                return body.decode("utf-8", "replace")
    names = [_LABELS.get(label.strip().lower(), label.strip()) for label in labels if label]
    for name in names:
        if name not in _LIES and (text := _try(body, name)) is not None:
            return text
    return body.decode(guess_encoding(body), "replace")


def _is_wide(body: bytes) -> bool:
    """Whether every second byte is NUL, as in UTF-16 without a byte order mark."""
    return body[:200].count(0) > 40


def parse_page(text: str) -> _Element | None:
    """The root element of a whole document, or None when it holds no element."""
    return _parse(text, page=True)


def parse_fragment(text: str) -> _Element | None:
    """The ``body`` element around a piece of markup, or None when it holds nothing."""
    root = _parse(f"<html><body>{text}</body></html>")
    return None if root is None else root.find("body")


def _parse(text: str, *, page: bool = False) -> _Element | None:
    from lxml import etree

    text = text[:MAX_BYTES]
    if len(text) > _SHORT and len(text := text.replace("\0", "")) > _SHORT:
        text = _bounded(text)
    root = _feed(text, page)
    if root is _TOO_DEEP:
        root = _feed(flatten(text.replace("\0", "")), page)
    return root if isinstance(root, etree._Element) else None


def _bounded(text: str) -> str:
    """``text`` without the attributes of a tag after the first ``MAX_ATTRIBUTES``, without tags that
    do not end where they are many, and without what follows ``MAX_TAGS`` tags."""
    tags = text.count("<")
    if tags > MAX_ATTRIBUTES:
        pieces = text.split(">")
        if any(piece.count("<") > MAX_ATTRIBUTES for piece in pieces):
            # None of them ends, and they may all be attributes of the first.
            text = ">".join(
                p.replace("<", " ") if p.count("<") > MAX_ATTRIBUTES else p for p in pieces
            )
    if tags > MAX_TAGS and text.count("<") > MAX_TAGS:
        text = "<".join(text.split("<", MAX_TAGS)[:MAX_TAGS])
    return _LONG_TAG.sub(r"\1", text)


_TOO_DEEP: Final = object()
_DEEP: Final = 200
"""Tags from which a document may be too deep for libxml2."""


def _feed(text: str, page: bool) -> object:
    from lxml import etree

    parser = _fragment_parser()
    if page:
        from lxml.html import HtmlElement  # What trafilatura takes.

        parser = _new_parser()
        # One class for all elements is told in C; lxml.html's own choice calls Python for each.
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    data = text.encode("utf-8", "replace").replace(b"\0", b"")  # quicker looked for in bytes
    if len(data) > MAX_TEXT:
        data = data[:MAX_TEXT].decode("utf-8", "ignore").encode()
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if data.count(b"<") < _DEEP:
        return root
    fatal = parser.error_log.filter_from_fatals()
    return _TOO_DEEP if any("depth" in error.message.lower() for error in fatal) else root


def _new_parser() -> HTMLParser:
    from lxml import etree

    return etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )


_fragment_parser = lru_cache(maxsize=1)(_new_parser)
"""The one parser of fragments: to make one takes as long as reading a short text."""


def flatten(text: str, depth: int = MAX_DEPTH) -> str:
    """``text`` with the tags of elements nested deeper than ``depth`` taken out, words kept."""
    out: list[str] = []
    opened: list[str] = []
    dropped: dict[str, int] = {}
    at = 0
    for tag in _TAG.finditer(text):
        name = tag.group(2).lower()
        keep = True
        if tag.group(1):
            if dropped.get(name):
                dropped[name] -= 1
                keep = False
            elif opened and opened[-1] == name:
                opened.pop()
        elif name not in _VOID:
            keep = len(opened) < depth
            if keep:
                opened.append(name)
            else:
                dropped[name] = dropped.get(name, 0) + 1
        if not keep:
            out.append(text[at : tag.start()])
            out.append(" ")
            at = tag.end()
    out.append(text[at:])
    return "".join(out)


def _try(body: bytes, name: str) -> str | None:
    """``body`` in an encoding of which it may hold a little damage, or None."""
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):
        return None
    text = body.decode(codec.name, "replace")
    return None if text.count("\ufffd") > len(text) * DAMAGED else text


def _looks_like_utf8(body: bytes, good: int) -> bool:
    """Whether ``body``, whose first ``good`` bytes are UTF-8, is UTF-8 with a little damage."""
    if sum(byte > 0x7F for byte in body[:good]) >= UTF8_BYTES:
        return True
    text = body.decode("utf-8", "ignore")
    wide = sum(1 for c in text[:200_000] if ord(c) > 127)
    lost = len(body) - len(text.encode("utf-8"))
    return wide >= max(1, lost)
