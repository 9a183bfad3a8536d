"""What bytes look like, told from their beginning, before any parser sees them."""

from __future__ import annotations

import re
from typing import Final, Literal

Shape = Literal["xml", "json", "html", "other"]

_HEAD: Final = 200_000
"""Bytes looked at: a feed may begin with a long comment or style sheet declarations."""
_FEED_ROOT = re.compile(
    rb"<(?:[a-z][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE
)
_FEED_ITEM = re.compile(rb"<(?:[a-z][\w.-]{0,30}:)?(?:item|entry)(?![\w.:-])", re.IGNORECASE)
_OUTLINE_ROOT = re.compile(
    rb"(?:<(?:\?[^>]{0,300}|![^>]{0,2000})>\s*){0,9}<(?:\w{1,30}:)?opml(?=[\s>])", re.IGNORECASE
)
_HTML_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)(?=[\s>/])", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_HTML_PART = re.compile(
    rb"<(?:p|div|a|h[1-6]|article|span|table|ul|br|img|script|meta|title)(?=[\s>/])", re.IGNORECASE
)
_JSON_FEED = re.compile(rb'"(?:version|items)"\s*:')


def shape_of(body: bytes) -> Shape:
    """Whether ``body`` may be an XML feed, a JSON feed, or is an HTML page, or none of them."""
    head = _narrow(body)
    start = head.lstrip()[:1]
    if start in (b"{", b"["):
        return "json"
    root = _FEED_ROOT.search(head)
    page = _HTML_ROOT.search(_COMMENT.sub(b"", head[: root.start()]) if root else head)
    if page and (root is None or not page[0].startswith(b"<!")):
        return "xml" if root and _is_wrapped(head, root.start()) else "html"
    if root or _FEED_ITEM.search(head):
        return "xml"
    if _HTML_PART.search(head):
        return "html"
    return "other"


def looks_like_outline(body: bytes) -> bool:
    """Whether ``body`` is a list of feeds (OPML)."""
    return _OUTLINE_ROOT.match(_narrow(body).lstrip()) is not None


def has_items(body: bytes) -> bool:
    """Whether an item or entry begins anywhere in ``body``."""
    return _FEED_ITEM.search(body) is not None


def count_items(body: bytes) -> int:
    """How often an item or entry begins in ``body``."""
    return sum(1 for _ in _FEED_ITEM.finditer(body))


def looks_like_feed(body: bytes) -> bool:
    """Whether a file is a feed (XML or JSON Feed) rather than a page or a text."""
    shape = shape_of(body)
    if shape == "json":
        head = _narrow(body)
        return b"jsonfeed.org" in head or len(_JSON_FEED.findall(head)) > 1
    return shape == "xml" and _narrow(body).lstrip()[:1] == b"<"


def looks_like_html(body: bytes) -> bool:
    """Whether a file is an HTML page or piece rather than plain text."""
    if shape_of(body) != "html":
        return False
    head = _narrow(body)
    return head.lstrip()[:1] == b"<" or len(_HTML_PART.findall(head)) > 2


def _narrow(body: bytes) -> bytes:
    """The beginning of ``body`` as single bytes, whatever its width."""
    head = body[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0", b"{\0")):
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    elif head.startswith(b"\x4c\x6f\xa7\x94"):
        head = head.decode("cp037", "replace").encode("utf-8", "replace")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_wrapped(head: bytes, at: int) -> bool:
    """Whether a feed stands inside an HTML wrapper (some servers put banners around it)."""
    return len(_FEED_ITEM.findall(head, at)) > 0 and b"</item>" in head.lower()
