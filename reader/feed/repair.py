"""Ill-formed XML made well-formed, in one pass whose time grows with the length of the text.

Tags that were left open are closed, stray ones dropped, bare ampersands and characters that XML
does not have are dealt with, undeclared prefixes declared: what was an item stays an item.
"""

from __future__ import annotations

import html.entities
import re
from collections import Counter
from typing import Final

from reader.feed.names import ATOM, PREFIXES, RSS1

MAX_DEPTH: Final = 200
"""Tags nested deeper are left out; their text stays."""
MAX_ATTRIBUTES: Final = 60

ROOT = re.compile(
    r"<(?:[a-z][a-z0-9_.-]{0,30}:)?(?:rss|feed|rdf|channel|opml)(?=[\s>/])",
    re.IGNORECASE | re.ASCII,
)
_LOCAL = "[A-Za-z_][A-Za-z0-9_.-]*"
"""A name without prefix; parsers differ over the letters of other alphabets, feeds have none."""
_TAG = re.compile(
    rf"<(/?)(?:((?i:item|entry))()(?![A-Za-z0-9_.:-])|({_LOCAL})(?::({_LOCAL}))?(?=[\s/><]|$))"
)
_END_OF_TAG = re.compile(r"(?:[^<>]{0,200}>)?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BEGINS_ITEM = r"<(?i:(?:[a-z][\w.-]{0,30}:)?(?:item|entry))(?![A-Za-z0-9_.:-])"
_ITEM = re.compile(_BEGINS_ITEM)
_NO_ITEM = rf"(?!{_BEGINS_ITEM})"
"""Inside quotes whose end was lost, an item begins all the same."""
_ATTRIBUTE = re.compile(
    r"[\s/]*(?:([^\s=<>\"'/]+)(?:\s*=\s*(?:"
    rf"\"([^\"<]*|(?:{_NO_ITEM}[^\"\n]){{0,300}})\"|'([^'<]*|(?:{_NO_ITEM}[^'\n]){{0,300}})'"
    r"|[\"']?([^\s<>\"']*)))?|[\"'=])"
)
_NOT_IN_ADDRESSES = re.compile(r"[\s<>{}\x00-\x20]+")
_NAME = re.compile(rf"(?:({_LOCAL}):)?({_LOCAL})")
_REFERENCE = re.compile(r"&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,8})|(\w{1,40}));|&")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PASSAGES: Final = (("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">"), ("<!ENTITY", ">"))
"""What is left out, with its end."""
_VOID: Final = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "param", "track", "wbr"]
)
_ITEMS: Final = frozenset(["item", "entry"])
_OF_FEEDS: Final = ("", ATOM, RSS1)
_SCHEMES: Final = ("http:", "https:", "urn:")
_OWN_NAMESPACES: Final = ("/XML/1998/namespace", "/2000/xmlns/")
"""What no prefix may stand for but XML's own two."""
_FIXED: Final = frozenset(["xmlns:xml", "xmlns:xmlns"])
"""Prefixes that can't be declared."""
_CONTAINERS: Final = frozenset(["rss", "rdf", "feed", "channel", "items", "opml"])
_MAX_UNFINISHED: Final = 100
_XML: Final = frozenset(["lt", "gt", "amp", "quot", "apos"])


def repair(text: str, entities: dict[str, str]) -> tuple[str, bool]:
    """``text`` as well-formed XML without declaration or DOCTYPE, and whether it broke off.

    ``entities`` are the document's own, name to text.
    """
    root = _find_root(text)
    before = _COMMENT.sub("", text[: root.start()] if root else text)
    is_whole = root is not None and not _ITEM.search(before)
    text = text[root.start() :] if root and is_whole else f"<feed>{text}"
    return _Writer(text, entities).run()


def _find_root(text: str) -> re.Match[str] | None:
    """Where the feed begins, which is not inside a comment that comes before it."""
    at = 0
    while (root := ROOT.search(text, at)) and (start := text.find("<!--", at, root.start())) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return root
        at = end + 3
    return root


def read_reference(match: re.Match[str], entities: dict[str, str]) -> str:
    """What a character or entity reference stands for, escaped for XML."""
    decimal, hexadecimal, name = match.groups()
    if name is not None:
        if name in _XML:
            return match.group()
        if name in html.entities.name2codepoint:
            return _escape(chr(html.entities.name2codepoint[name]))
        found = entities.get(name) or html.entities.html5.get(f"{name};")
        return _escape(found) if found is not None else f"&amp;{name};"
    if decimal is None and hexadecimal is None:
        return "&amp;"
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return ""
    return _escape(_ILLEGAL.sub("", chr(number)))


class _Writer:
    """The state of one repair: what is read, what is written, what is open."""

    def __init__(self, text: str, entities: dict[str, str]) -> None:
        self._text = text
        self._entities = entities
        self._out: list[str] = []
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._scopes: list[frozenset[str]] = [frozenset({"xml", "xmlns"})]
        """The prefixes declared for what is inside each open tag, and outside of all."""
        self._spaces: list[str] = [""]
        """What names without prefix belong to, in the same places."""
        self._item = -1
        """Where in the stack the open item is."""
        self._missing: set[str] = set()
        self._ended = False
        """Whether nothing began since the end of the whole."""
        self._unfinished = 0
        """CDATA sections without an end whose elements' ends were looked for."""
        self._last = ""
        """The tag that began last."""

    def run(self) -> tuple[str, bool]:
        text, at = self._text, 0
        while (found := text.find("<", at)) >= 0:
            self._write_text(text[at:found])
            at = self._read_markup(found)
        self._write_text(text[at:])
        broke_off = len(self._stack) > 1 and not self._ended
        self._close_to(0)
        return "".join(self._out), broke_off

    def _read_markup(self, at: int) -> int:
        """Handle what begins with the ``<`` at ``at``; returns where to go on."""
        text = self._text
        if text.startswith("<![CDATA[", at):
            end = self._find("]]>", at + 9)
            stop = end if end >= 0 else self._end_of_element(at)
            self._write(_escape(_ILLEGAL.sub("", text[at + 9 : stop])))
            return end + 3 if end >= 0 else stop
        for opening, closing in _PASSAGES:
            if text.startswith(opening, at):
                end = self._find(closing, at + len(opening))
                if closing != "-->" and (item := _ITEM.search(text, at, max(end, 0))):
                    return item.start()
                if end < 0 and opening == "<?":
                    return max(self._find(">", at), at + 1) + 1
                return end + len(closing) if end >= 0 else at + len(opening)
        tag = _TAG.match(text, at)
        if tag is None:
            if text.startswith("<>", at) and _local(self._last) in _ITEMS:
                # The short way of SGML to repeat a tag, or an item whose name was lost.
                return self._start(self._last, at + 1)
            rest = text[at : at + 20].rstrip()
            if at + 20 > len(text) and ("<![CDATA[".startswith(rest) or rest == "</"):
                return len(text)  # of a feed that breaks off
            self._write("&lt;")
            return at + 1
        if tag.group(1):
            self._end(_name(tag))
            return _END_OF_TAG.match(text, tag.end()).end()  # type: ignore[union-attr]
        return self._start(_name(tag), tag.end())

    def _start(self, name: str, at: int) -> int:
        attributes, at, is_empty = self._read_attributes(at)
        self._last = name
        self._ended = False
        local = _local(name)
        if local in _ITEMS:
            self._leave_texts()
            if ":" not in name and attributes.get("xmlns", self._spaces[-1]) not in _OF_FEEDS:
                # In the vocabulary of pages, or of anything else, it would be no item.
                attributes["xmlns"] = ""
        if len(self._stack) >= MAX_DEPTH:
            self._dropped[name] += not is_empty
            return at
        scope = self._scopes[-1]
        declared = {k[6:] for k, v in attributes.items() if k.startswith("xmlns:") and v}
        scope = scope | declared if declared else scope
        self._write(f"<{name}{self._write_attributes(name, attributes, scope)}")
        if (is_empty or local in _VOID) and self._stack:
            self._write("/>")
        else:
            self._write(">")
            if local in _ITEMS and self._item < 0:
                self._item = len(self._stack)
            self._stack.append(name)
            self._scopes.append(scope)
            self._spaces.append(attributes.get("xmlns", self._spaces[-1]))
            self._open[name] += 1
        return at

    def _end(self, name: str) -> None:
        if self._dropped[name]:
            self._dropped[name] -= 1
        elif self._stack and self._stack[0] == name:
            self._ended = True
        elif self._open[name]:
            depth = len(self._stack) - 1
            while self._stack[depth] != name:
                depth -= 1
            if depth >= self._item:
                # The end of what an item stands in says nothing while the item is open.
                self._close_to(depth)

    def _leave_texts(self) -> None:
        """Close what an item cannot stand in: another item, and elements of text left open."""
        end = self._item if self._item > 0 else len(self._stack)
        texts = (n for n in range(1, end) if _local(self._stack[n]) not in _CONTAINERS)
        if self._item != 0:
            self._close_to(next(texts, end))

    def _close_to(self, depth: int) -> None:
        while len(self._stack) > depth:
            name = self._stack.pop()
            self._scopes.pop()
            self._spaces.pop()
            self._open[name] -= 1
            self._write(f"</{name}>")
        if len(self._stack) <= self._item:
            self._item = -1

    def _read_attributes(self, at: int) -> tuple[dict[str, str], int, bool]:
        """Attributes by name, where the tag ends, and whether it is an empty one."""
        found: dict[str, str] = {}
        text = self._text
        while match := _ATTRIBUTE.match(text, at):
            at = match.end()
            name, *values = match.groups()
            if name and len(found) < MAX_ATTRIBUTES and name.lower() not in _FIXED:
                found.setdefault(name.lower(), next((v for v in values if v is not None), ""))
        while at < len(text) and text[at] in " \t\r\n/":
            at += 1
        is_empty = text[at - 1] == "/"
        return found, at + 1 if text.startswith(">", at) else at, is_empty

    def _write_attributes(
        self, name: str, attributes: dict[str, str], scope: frozenset[str]
    ) -> str:
        pieces: list[str] = []
        needed = {name.partition(":")[0]} if ":" in name else set()
        for key, value in attributes.items():
            parts = _NAME.fullmatch(key)
            if parts is None or (key.startswith("xmlns:") and not value):
                continue
            value = self._escape_text(value).replace('"', "&quot;")
            if key.startswith("xmlns"):
                value = _NOT_IN_ADDRESSES.sub("", value)
                if not (value.startswith(_SCHEMES) and value.isascii()):
                    value = PREFIXES.get(key[6:], value)
                if not value and key != "xmlns":
                    value = "urn:reserved"
                if value.startswith("http://www.w3.org/") and value.endswith(_OWN_NAMESPACES):
                    value = "urn:reserved"
            if parts.group(1):
                needed.add(parts.group(1))
            pieces.append(f' {key}="{value}"')
        pieces += [
            f' xmlns:{prefix}="{PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"'
            for prefix in sorted(needed - scope)
        ]
        return "".join(pieces)

    def _write_text(self, text: str) -> None:
        if text:
            self._write(self._escape_text(text))

    def _escape_text(self, text: str) -> str:
        if "&" in text:
            text = _REFERENCE.sub(lambda m: read_reference(m, self._entities), text)
        return _ILLEGAL.sub("", text).replace("<", "&lt;").replace(">", "&gt;")

    def _write(self, piece: str) -> None:
        self._out.append(piece)

    def _find(self, what: str, at: int) -> int:
        """``text.find``, but a search that came to nothing is not made again."""
        if what in self._missing:
            return -1
        found = self._text.find(what, at)
        if found < 0:
            self._missing.add(what)
        return found

    def _end_of_element(self, at: int) -> int:
        """Where an unfinished CDATA section ends: at the end tag of its element, if that holds text
        and ends, else where the next item begins."""
        inside, end = self._stack[-1] if self._stack else "channel", -1
        if _local(inside) not in _CONTAINERS and self._unfinished < _MAX_UNFINISHED:
            self._unfinished += 1
            end = self._text.find(f"</{inside}>", at)
        if end < 0 and (item := _ITEM.search(self._text, at)):
            return item.start()
        return end if end >= 0 else len(self._text)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _name(tag: re.Match[str]) -> str:
    item, _, first, second = tag.groups()[1:]
    if second and first.lower() in ("xml", "xmlns"):
        first, second = second, None
    name: str = item or (f"{first}:{second}" if second else first)
    return name.lower()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
