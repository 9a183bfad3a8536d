"""The feeds that a page names: in its head, in a header, in its links. Pure: nothing is fetched.

Written for pages as they are: types, relations and orders of every kind, titles with ``<`` and
``>`` in them, old encodings; and for hostile ones, so no more than a part of a page is looked at.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

from reader import urls
from reader.charset import guess_encoding
from reader.references import unescape
from reader.text import clean_line
from reader.web import services
from reader.web.discover import Candidate, once

HEAD_BYTES: Final = 2_000_000
"""How much of a page is looked at: styles alone can take hundreds of kilobytes."""
MAX_TAGS: Final = 500
"""How many tags that may name a feed are looked at."""
MAX_STARTS: Final = 10_000
"""How many tags are looked at to find those."""
MAX_TAG: Final = 4_000
MAX_PAGES: Final = 4
"""Pages behind a page (frames, the one it calls its true address) that are looked at."""
_FEED_TYPE: Final = re.compile(
    r"(?:application|text)/(?:x[-.])?(?:rss|atom|rdf|feed)(?:\+(?:xml|json))?"
)
_MAYBE_TYPES: Final = frozenset(("", "application/json", "application/xml", "text/xml"))
_SPEAKS_OF_FEEDS: Final = re.compile(r"rss|feed|atom|rdf|\.xml|\.json", re.IGNORECASE)
_IS_FEED_ADDRESS: Final = re.compile(
    r"\.(?:rss|atom|rdf)$|/(?:rss|feed|atom|feeds)/?$|/(?:rss|feed|atom|index)\.(?:xml|json)$"
    r"|(?:rss|feed|atom)[^?#]*\.xml$|[?&](?:feed|format|type|output|alt)=(?:rss2?|atom|feed)\b",
    re.IGNORECASE,
)
_SAYS_FEED: Final = re.compile(
    r"\b(?:rss|atom|(?:web|news|xml)[ -]?feeds?)\b|^\W*(?:\w+ )?feeds?\W*$", re.IGNORECASE
)
_LAST: Final = re.compile(r"comments?|podcast|kommentar", re.IGNORECASE)
_START: Final = re.compile(r"<(link|base|a|meta|i?frame)(?=[\s/])", re.IGNORECASE)
_TAG: Final = re.compile(r"(?:[^\"'<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+>")
"""The rest of a tag; what stands in marks after a ``=`` may hold ``<`` and ``>``."""
_CHANNEL: Final = re.compile(rb'"(?:channelId|externalId)"\s*:\s*"(UC[\w-]{22})"')
_LOOKED_UP: Final = re.compile(rb'"feedUrl"\s*:\s*"(https?:(?:[^"\\\s]|\\/){1,2000})"')
_PROFILE: Final = re.compile(
    rb'\{(?=[^{}]{0,2000}"https?:\\?/\\?/webfinger\.net\\?/rel\\?/profile-page")'
    rb'[^{}]{0,2000}"href"\s*:\s*"(https?:(?:[^"\\\s]|\\/){1,2000})"'
)
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_REFRESH: Final = re.compile(r"[\d.]* ?[;,] ?(?:url ?= ?)?[\"']?([^\"' ]+)", re.IGNORECASE)
_HEADER_LINK: Final = re.compile(
    r"<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)"
)
_PARAMETER: Final = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))")


@dataclass(frozen=True, slots=True)
class Named:
    """What a page names: ``feeds``, best first, and ``pages`` that may name others."""

    feeds: tuple[Candidate, ...]
    pages: tuple[Candidate, ...] = ()


def feeds_in_page(html: bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds that a page at ``url`` names, best first (see :func:`read_page`)."""
    return read_page(html, url).feeds


def read_page(html: bytes, url: str, link_header: str = "") -> Named:
    """What the page at ``url`` names: in its head and in ``link_header`` (RFC 8288), then what
    follows from the site it belongs to, then in its links.

    Addresses that speak of comments or podcasts come last.  Looks at the first 2 MB.
    """
    if html.lstrip()[:1] == b"{":
        return Named(_looked_up(html[:HEAD_BYTES]))
    page = _Page(url)
    page.take_header(link_header)
    page.take(_text(html))
    found = [Candidate(feed, title, "head") for feed, title in page.heads()]
    channel = _CHANNEL.search(html[:HEAD_BYTES]) if "youtube." in urls.site(url) else None
    if channel is not None:
        feeds = services.youtube_channel(channel.group(1).decode())
        found += [Candidate(feed, title, "service") for feed, title in feeds]
    if page.canonical is not None:
        feeds = services.feeds_of(page.canonical)
        found += [Candidate(feed, title, "service") for feed, title in feeds]
    found += [Candidate(feed, title, "link") for feed, title in page.links()]
    feeds_named = once(sorted(found, key=lambda c: bool(_LAST.search(f"{c.url} {c.title}"))))
    return Named(feeds_named, tuple(Candidate(one, source="page") for one in page.pages()))


def _looked_up(answer: bytes) -> tuple[Candidate, ...]:
    """The feed that a directory of podcasts tells, or what belongs to the page that a server of
    the fediverse tells of an account."""
    for pattern, is_feed in ((_LOOKED_UP, True), (_PROFILE, False)):
        found = pattern.search(answer)
        if found is None:
            continue
        address = next(filter(None, found.groups())).replace(b"\\/", b"/")
        url = urls.without_login(address.decode("utf-8", "replace"))
        if is_feed:
            return (Candidate(url, source="head"),)
        feeds = services.feeds_of(url)
        of_account = [Candidate(feed, title, "service") for feed, title in feeds]
        return once([*of_account, Candidate(url, source="page")])
    return ()


class _Page(HTMLParser):
    """Collects what a page says of feeds, in page order; addresses are resolved at the end, as a
    ``<base>`` counts wherever it stands."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self._url = url
        self._base: str | None = None
        self._canonical = ""
        self._sure: list[tuple[str, str]] = []
        self._maybe: list[tuple[str, str]] = []
        self._links: list[tuple[str, str]] = []
        self._said: list[tuple[str, str]] = []
        self._refresh: list[str] = []
        self._frames: list[str] = []
        self._words = ""
        """The words of the link at hand."""

    def take(self, text: str) -> None:
        """Look at the tags of ``text``."""
        for tag, words in _tags(text):
            self._words = words
            self.reset()
            self.feed(tag)

    def take_header(self, value: str) -> None:
        """Look at a ``Link`` header."""
        for found in _HEADER_LINK.finditer(value[:20_000]):
            given = {name.lower(): quoted or bare for name, quoted, bare in
                     _PARAMETER.findall(found[2])}  # fmt: skip
            self._take_link({**given, "href": found[1]})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        given = {name: value or "" for name, value in reversed(attrs)}
        href = given.get("href", "").strip()
        if tag == "base" and self._base is None and href:
            self._base = urls.join(self._url, href)
        elif tag == "a" and href:
            self._take_anchor(href, given)
        elif tag == "link" and href:
            self._take_link(given)
        elif tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh":
            found = _REFRESH.match(" ".join(given.get("content", "").split()))
            self._refresh += [found[1]] if found else []
        elif tag in ("frame", "iframe") and given.get("src"):
            self._frames.append(given["src"])

    @property
    def canonical(self) -> str | None:
        """The address that the page calls its own."""
        return self._absolute(self._canonical)

    def heads(self) -> Iterator[tuple[str, str]]:
        """What the head names as feeds, the doubtful last."""
        return self._resolved([*self._sure, *self._maybe])

    def links(self) -> Iterator[tuple[str, str]]:
        """Links that lead to feeds by their address, then by their words; the own site's first."""
        own = urls.site(self._url)
        found = [*self._resolved(self._links), *self._resolved(self._said)]
        return iter(sorted(found, key=lambda link: urls.site(link[0]) != own))

    def pages(self) -> list[str]:
        """The pages that stand for this one, or in it."""
        named = [*self._refresh, self._canonical, *self._frames]
        found = dict.fromkeys(url for one in named if (url := self._absolute(one)))
        found.pop(self._url, None)
        return list(found)[:MAX_PAGES]

    def _take_anchor(self, href: str, given: dict[str, str]) -> None:
        title = clean_line(given.get("title", ""))
        if _IS_FEED_ADDRESS.search(href.partition("#")[0]):
            self._links.append((href, title))
        elif _SAYS_FEED.search(self._words or title) or href.lower().startswith("feed:"):
            self._said.append((href, title))

    def _take_link(self, given: dict[str, str]) -> None:
        relations = given.get("rel", "").lower().split()
        kind = given.get("type", "").partition(";")[0].strip().lower()
        href, title = given["href"], clean_line(given.get("title", ""))
        if "canonical" in relations:
            self._canonical = self._canonical or href
            return
        if "stylesheet" in relations or re.search("wp-json|oembed", href):
            return
        is_alternate = "alternate" in relations or "feed" in relations
        if _FEED_TYPE.fullmatch(kind):
            (self._sure if is_alternate else self._maybe).append((href, title))
        elif "feed" in relations and not kind:
            self._sure.append((href, title))
        elif is_alternate and kind in _MAYBE_TYPES and "hreflang" not in given:
            is_likely = kind.endswith("xml") or re.search("feed|rss|atom", f"{href} {title}", re.I)
            self._maybe += [(href, title)] if is_likely else []

    def _resolved(self, found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for href, title in found:
            url = self._absolute(href)
            if url is not None:
                yield url, title

    def _absolute(self, href: str) -> str | None:
        if not href:
            return None
        url = urls.join(self._base or self._url, urls.without_feed_scheme(href.strip()))
        if url is None:
            return None
        # A login that a page names is none of the reader's, and would stand in feeds.toml.
        return urls.without_login(urlsplit(url)._replace(fragment="").geturl())


def _text(html: bytes) -> str:
    """The beginning of a page as text, without comments and scripts."""
    start = html[:HEAD_BYTES]
    for encoding in _encodings(start):
        try:
            text = start.decode(encoding, "replace")
        except (LookupError, ValueError):  # no encoding, or none of text
            continue
        return _without(_without(text, "<!--", "-->"), "<script", "</script")
    return ""


def _encodings(start: bytes) -> Iterator[str]:
    """What a page may be in, the likeliest first."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        yield "utf-8"
    except UnicodeDecodeError:
        named = _META_CHARSET.search(start[:4096])
        if named is not None and not named[1].lower().startswith((b"utf-16", b"utf-32")):
            yield named[1].decode()
        yield guess_encoding(start)


def _tags(text: str) -> list[tuple[str, str]]:
    """The tags that can name a feed, and the words of those that are links: html.parser takes a
    second for a whole page, and longer for a hostile one."""
    fitting: list[tuple[str, str]] = []
    place = 0
    for _ in range(MAX_STARTS):
        start = _START.search(text, place)
        if start is None or len(fitting) >= MAX_TAGS:
            break
        place = start.end()
        end = _TAG.match(text, place, start.start() + MAX_TAG)
        if end is None:
            continue
        place = end.end()
        tag = text[start.start() : place]
        words = _words(text, place) if start[1].lower() == "a" else ""
        if start[1].lower() != "a" or _SPEAKS_OF_FEEDS.search(f"{tag} {words}"):
            fitting.append((tag, words))
    return fitting


def _words(text: str, place: int) -> str:
    """What a link says that begins before ``place``, descriptions of pictures included; ``""`` when
    that is long, or no word of feeds."""
    inside = text[place : place + 300].partition("</a")[0]
    described = re.findall(r"(?:alt|title)=[\"']([^\"']*)", inside)
    said = unescape(" ".join([*described, re.sub("<[^>]*>", " ", inside)])).strip()
    return said if len(said) < 60 and _SAYS_FEED.search(said) else ""


def _without(text: str, start: str, end: str) -> str:
    """``text`` without what stands between each ``start`` and the next ``end``."""
    # As bytes only the letters of ASCII are folded, which keeps the length.
    folded = text.encode("utf-8", "replace").lower().decode()
    pieces: list[str] = []
    place = 0
    while (begin := folded.find(start, place)) >= 0:
        pieces.append(text[place:begin])
        place = folded.find(end, begin)
        if place < 0:
            return "".join(pieces)
        place += len(end)
    return "".join([*pieces, text[place:]])
