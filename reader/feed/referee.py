"""feedparser as the referee: every feed that is not plain RSS 2.0, RSS 1.0 or Atom 1.0.

Its strict parser is driven here over well-formed text, with its two slow passes (sanitising and
relative addresses inside bodies) off, and with limits where one small file could keep it busy
for minutes.
"""

from __future__ import annotations

import io
import xml.sax
import xml.sax.handler
import xml.sax.xmlreader
from typing import Any, Final

import feedparser  # type: ignore[import-untyped]
from feedparser.api import StrictFeedParser  # type: ignore[import-untyped]

from reader.feed.addresses import is_path, may_lead
from reader.feed.document import Document, NotWellFormed
from reader.feed.entries import Findings
from reader.feed.xhtml import VOID

MAX_ATTRIBUTES: Final = 60
MAX_DEPTH: Final = 300
MAX_PARTS: Final = 1000
"""Elements of one entry that are looked at, a hundred times as many as entries have."""
MAX_INSIDE: Final = 20_000
"""Elements inside the bodies of one entry whose tags are kept; of more the words are."""
MAX_NAMESPACES: Final = 80
MAX_TAGS: Final = 100
MAX_NAME: Final = 300
"""Characters of a name or a date that are looked at."""

_ITEMS: Final = frozenset(["item", "entry"])
_DATES: Final = frozenset(["published", "updated", "created", "expired", "validity"])


def judge(document: Document, url: str, lang: str | None) -> Findings:
    """Everything feedparser finds in ``document``; raises :class:`NotWellFormed`.

    ``url`` is what relative addresses are relative to, ``lang`` the language HTTP gave.
    """
    handler = _Parser(url, lang, "utf-8")
    handler.resolve_relative_uris = False
    handler.sanitize_html = False
    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_namespaces, True)
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    parser.setContentHandler(handler)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(document.text.encode("utf-8", "replace")))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except (xml.sax.SAXException, feedparser.exceptions.UndeclaredNamespace, ValueError) as error:
        line = getattr(error, "getLineNumber", lambda: 1)()
        raise NotWellFormed(line or 1) from error
    version = "rss091n" if document.is_netscape else handler.version
    return Findings(handler.feeddata, handler.entries, version)


class _Parser(StrictFeedParser):  # type: ignore[misc]
    """feedparser's strict parser with limits: one odd element never costs the whole feed."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._left_out: list[bool] = []
        """Of each open element, whether it is left out."""
        self._parts = 0
        """Elements of the entry so far, but for those inside its bodies."""
        self._inside = 0
        """Those inside them."""

    def endElementNS(self, name: Any, qname: Any) -> None:
        if not self._left_out.pop():
            super().endElementNS(name, qname)

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        self._left_out.append(self._is_too_much(name[1]))
        if self._left_out[-1]:
            return
        if len(attrs) > MAX_ATTRIBUTES:
            keys = attrs.getNames()[:MAX_ATTRIBUTES]
            attrs = xml.sax.xmlreader.AttributesNSImpl(
                {key: attrs.getValue(key) for key in keys},
                {key: attrs.getQNameByName(key) for key in keys},
            )
        super().startElementNS(name, qname, attrs)

    def _is_too_much(self, local: str) -> bool:
        """Whether an element lies too deep, or is one too many of its entry; no entry ever is."""
        if local.lower() in _ITEMS:
            self._parts = self._inside = 0
            return False
        if self.incontent:
            self._inside += 1
        elif self.inentry:
            self._parts += 1
        inside = bool(self._left_out) and self._left_out[-1]
        too_many = self._parts > MAX_PARTS or self._inside > MAX_INSIDE
        return inside or too_many or len(self.basestack) > MAX_DEPTH

    def unknown_starttag(self, tag: str, attrs: Any) -> None:
        depth = len(self.basestack)
        try:
            super().unknown_starttag(tag, attrs)
        except (TypeError, ValueError, LookupError, AttributeError):
            # A handler of feedparser's stumbled: the element is left out, the stacks kept even.
            if len(self.basestack) == depth:
                self.basestack.append(self.baseuri)
                self.langstack.append(self.lang)

    def unknown_endtag(self, tag: str) -> None:
        depth = len(self.basestack)
        try:
            super().unknown_endtag(tag)
        except (TypeError, ValueError, LookupError, AttributeError):
            if len(self.basestack) == depth and depth:
                self.basestack.pop()
                self.langstack.pop()

    def handle_data(self, text: str, escape: int = 1) -> None:
        if not escape and text.startswith("</") and text[2:-1] in VOID:
            return
        super().handle_data(text, escape)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        if len(self.namespaces_in_use) < MAX_NAMESPACES:
            super().track_namespace(prefix, uri)

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        if element == "id" and self.guidislink and not self._holds_path():
            return self._pop_id(strip_whitespace)
        value = super().pop(element, strip_whitespace)
        return value[:MAX_NAME] if value and element in _DATES else value

    def _holds_path(self) -> bool:
        """Whether the text of the innermost element is a relative path."""
        return bool(self.elementstack) and is_path("".join(map(str, self.elementstack[-1][2])))

    def _pop_id(self, strip_whitespace: int) -> Any:
        """Store the name of an entry letter for letter; what is given back, to stand in for a
        link, is made absolute."""
        self.guidislink = False
        try:
            value = super().pop("id", strip_whitespace)
        finally:
            self.guidislink = True
        return self.resolve_uri(value) if value and may_lead(value) else ""

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        if len(self._get_context().get("tags", ())) < MAX_TAGS:
            super()._add_tag(term, scheme, label)
        else:
            self._get_context().setdefault("tags", [])

    def _sync_author_detail(self, key: str = "author") -> None:
        context = self._get_context()
        name = dict.get(context, key)
        if isinstance(name, str) and len(name) > MAX_NAME:
            dict.__setitem__(context, key, name[:MAX_NAME])
        if not isinstance(name, str) or name.count("@") < 4:
            super()._sync_author_detail(key)

    def _parse_georss_point(self, *args: Any) -> None:
        """Places on a map are no part of the model."""
