"""From what a person types to the addresses where a feed may be. Pure: nothing is fetched here.

The order in which the library tries them: :func:`candidates` of the words typed; when the answer
is a page, :func:`feeds_in_page`; when that names none, :func:`well_known`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final, Literal
from urllib.parse import urljoin, urlsplit

from reader import urls
from reader.text import clean_line
from reader.web import services
from reader.web.addresses import is_public, literal

Source = Literal["typed", "service", "head", "link", "well_known"]

HEAD_BYTES: Final = 600_000
"""How much of a page is looked at."""
WELL_KNOWN: Final = (
    "atom.xml",
    "feed.atom",
    "feed.xml",
    "feed/",
    "index.rss",
    "index.xml",
    "rss.xml",
    "rss/",
    "rss/feed.xml",
)
_FEED_TYPES: Final = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
)
_MAYBE_TYPES: Final = frozenset(("application/json", "application/xml", "text/xml"))
_LOOKS_LIKE_FEED: Final = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|feed|atom|feeds)/?|/(?:rss|feed|atom|index)\.(?:xml|json)"
    r"|[?&]feed=(?:rss2?|atom))$",
    re.IGNORECASE,
)
_LAST: Final = re.compile(r"comments?|podcast|kommentar", re.IGNORECASE)
_TAG: Final = re.compile(r"<(link|base|a)[\s/][^<>]{0,2000}>", re.IGNORECASE)
_SPEAKS_OF_FEEDS: Final = re.compile(r"rss|feed|atom|rdf|\.xml|\.json", re.IGNORECASE)
MAX_TAGS: Final = 500
"""How many tags that may name a feed are looked at."""
_CHANNEL: Final = re.compile(rb'"(?:channelId|externalId)"\s*:\s*"(UC[\w-]{22})"')
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?:[^\s/?#@:.]+\.)+[^\s/?#@:.]{2,}|localhost|\[[0-9a-f:.]+\]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address where a feed may be; ``title`` is what is said of it there, ``""`` for none.

    ``source`` tells how it was come by: ``typed`` may be a feed or a page, the others are feeds
    by all that is known.
    """

    url: str
    title: str = ""
    source: Source = "typed"


def candidates(address: str) -> tuple[Candidate, ...]:
    """What ``address`` may stand for, best first; empty when it is nothing to be fetched.

    Understood: feed and page addresses with or without scheme, ``feed:`` addresses, bare hosts,
    ``@user@host`` (Mastodon), ``@name.bsky.social`` (Bluesky), ``r/name`` and ``u/name``
    (Reddit), ``owner/repo`` (GitHub), ``hn WORDS`` or any other words (Hacker News).
    """
    address = clean_line(address).strip("<>\"'“” ")
    short = _short_form(address)
    if short is not None:
        return short
    found: list[Candidate] = []
    for url in _with_scheme(address):
        if not _LOOKS_LIKE_FEED.search(url):
            found += [Candidate(feed, title, "service") for feed, title in services.feeds_of(url)]
        found.append(Candidate(url))
    return _once(found)


def feeds_in_page(html: bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds that a page at ``url`` names, best first: in its head, then in plain links.

    Addresses that speak of comments or podcasts come last.  Looks at the first 600 KB.
    """
    page = _read(html, url)
    found = [Candidate(feed, title, "head") for feed, title in page.heads]
    channel = _CHANNEL.search(html[: 4 * HEAD_BYTES]) if "youtube." in urls.site(url) else None
    if channel is not None:
        feeds = services.youtube_channel(channel.group(1).decode())
        found += [Candidate(feed, title, "service") for feed, title in feeds]
    if page.canonical is not None:
        feeds = services.feeds_of(page.canonical)
        found += [Candidate(feed, title, "service") for feed, title in feeds]
    found += [Candidate(feed, title, "link") for feed, title in page.links]
    return _once(sorted(found, key=lambda c: bool(_LAST.search(f"{c.url} {c.title}"))))


def canonical(html: bytes, url: str) -> str | None:
    """The address that the page at ``url`` calls its own, None when it names no other one."""
    named = _read(html, url).canonical
    return named if named is not None and named != url else None


def well_known(url: str) -> tuple[Candidate, ...]:
    """Where feeds commonly lie: in the root of the site, then in the folder of ``url``."""
    root = urljoin(url, "/")
    folder = urljoin(url, ".")
    bases = dict.fromkeys((root, folder))
    return _once(
        Candidate(base + path, source="well_known") for base in bases for path in WELL_KNOWN
    )


def _short_form(address: str) -> tuple[Candidate, ...] | None:
    """The short ways to name a source; None when ``address`` is none of them."""
    if found := re.fullmatch(r"@([\w.-]+)@((?:[\w-]+\.)+[\w-]+)", address):
        user, host = found.groups()
        return (Candidate(f"https://{host}/@{user}.rss", address, "service"),)
    if found := re.fullmatch(r"@((?:[\w-]+\.)+[\w-]+)", address):
        handle = found.group(1)
        return (Candidate(f"https://bsky.app/profile/{handle}/rss", address, "service"),)
    if found := re.fullmatch(r"/?(r|u|user)/([\w-]+(?:\+[\w-]+)*)/?", address):
        kind = "r" if found.group(1) == "r" else "user"
        url = f"https://www.reddit.com/{kind}/{found.group(2)}/.rss"
        return (Candidate(url, address.strip("/"), "service"),)
    if re.fullmatch(r"[A-Za-z\d-]+/[\w.-]+", address) and not address.startswith("localhost/"):
        feeds = services.feeds_of(f"https://github.com/{address}")
        return tuple(Candidate(url, title, "service") for url, title in feeds)
    if found := re.fullmatch(r"(?:hn|hacker ?news)[: ]\s*(.+)", address, re.IGNORECASE):
        return (Candidate(*services.hacker_news(found.group(1)), "service"),)
    if " " in address and "://" not in address and not _HOST.match(address):
        return (Candidate(*services.hacker_news(address), "service"),)
    return None


def _with_scheme(address: str) -> tuple[str, ...]:
    """``address`` as absolute addresses; two when it is not said whether it is http or https."""
    address = re.sub(r"^(?:feed|rss|view-source|pcast|itpc):(?=https?:)", "", address, flags=re.I)
    address = re.sub(r"^(?:feed|rss|pcast|itpc):/*(?=[^/])", "", address, flags=re.I)
    scheme = _SCHEME.match(address)
    if scheme is not None and not address[: scheme.end() - 1].lower().endswith((".", "localhost")):
        absolute = urls.join(None, address)
        return (absolute,) if absolute is not None else ()
    bare = address.lstrip("/")
    host = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    name = re.sub(r":\d+$", "", host)
    if not _HOST.fullmatch(name) and literal(name) is None:
        return ()
    schemes = ("http", "https") if _is_near(name) else ("https", "http")
    found = (urls.join(None, f"{scheme}://{bare}") for scheme in schemes)
    return tuple(url for url in found if url is not None)


def _is_near(host: str) -> bool:
    """Whether ``host`` lies in one's own network, where https is rare."""
    address = literal(host)
    if address is not None:
        return not is_public(address)
    return host == "localhost" or host.endswith((".localhost", ".local", ".lan", ".home.arpa"))


def _once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """``found`` without those that were already named."""
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.url, candidate)
    return tuple(first.values())


class _Page(HTMLParser):
    """Collects what a page says of feeds, in page order."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.heads: list[tuple[str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.canonical: str | None = None
        self._base = url
        self._based = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("link", "a", "base"):
            return
        given = {name: value or "" for name, value in reversed(attrs)}
        href = given.get("href", "").strip()
        url = urls.join(self._base, href) if href else None
        if url is None:
            return
        if tag == "base":
            self._base = self._base if self._based else url
            self._based = True
        elif tag == "a":
            if _LOOKS_LIKE_FEED.search(urlsplit(url)._replace(fragment="").geturl()):
                self.links.append((url, clean_line(given.get("title", ""))))
        else:
            self._take_link(given, url)

    def _take_link(self, given: dict[str, str], url: str) -> None:
        relations = given.get("rel", "").lower().split()
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if "canonical" in relations:
            self.canonical = self.canonical or url
        elif "stylesheet" not in relations and ("alternate" in relations or "feed" in relations):
            sure = kind in _FEED_TYPES or (not kind and "feed" in relations)
            maybe = kind in _MAYBE_TYPES and "wp-json" not in url and "oembed" not in url
            if sure or (maybe and re.search(r"feed|rss|atom", url, re.IGNORECASE)):
                self.heads.append((url, clean_line(given.get("title", ""))))


def _read(html: bytes, url: str) -> _Page:
    page = _Page(url)
    coding = "utf-16" if html.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = html[:HEAD_BYTES].decode(coding, "replace")
    text = _without(_without(text, "<!--", "-->"), "<script", "</script")
    page.feed("".join(_tags(text)))
    return page


def _tags(text: str) -> list[str]:
    """The tags that can name a feed: html.parser takes a second for a whole page, and longer for
    a hostile one."""
    fitting = (
        found.group()
        for found in _TAG.finditer(text)
        if found.group(1).lower() != "a" or _SPEAKS_OF_FEEDS.search(found.group())
    )
    return list(itertools.islice(fitting, MAX_TAGS))


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
