"""Feeds and pages with nothing wrong: every format, validators, gzip, any number of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from email.utils import format_datetime
from hashlib import sha256

from tests.faultserver.exchange import Exchange, packed
from tests.faultserver.formats import FORMATS, site_page, story_page
from tests.faultserver.words import Tale, tale


class Newsroom:
    """``count`` feeds of ``entries`` tales each; :meth:`publish` adds a tale to one of them.

    Feed ``n`` is at ``/feeds/N.FORMAT`` and its newest tale comes first; tale pages are at
    ``/story/N``, a front page naming the first feeds at ``/``.

    ``summaries`` holds the feeds (as in :attr:`paths`) that give each tale's beginning only,
    ``broken`` paths that answer 500, and ``moved`` leads from paths to where they have moved.
    """

    def __init__(self, count: int, entries: int) -> None:
        names = tuple(FORMATS)
        self.paths = tuple(f"feeds/{n}.{names[n % len(names)]}" for n in range(count))
        self._entries = entries
        self._extra: Counter[str] = Counter()
        self._made: dict[str, tuple[bytes, str, str]] = {}
        self.summaries: set[str] = set()
        self.broken: set[str] = set()
        self.moved: dict[str, str] = {}

    def publish(self, path: str) -> None:
        """Add a tale to the feed at ``path`` (as in :attr:`paths`)."""
        self._extra[path] += 1
        self._made.pop(path, None)

    def tales(self, path: str, site: str) -> tuple[Tale, ...]:
        """What the feed at ``path`` holds now, newest first."""
        feed = int(path.split("/")[1].split(".")[0])
        first = feed * 1000
        last = first + self._entries + self._extra[path]
        whole = [
            tale(n, site, neighbours=(max(first, n - 1), n + 1))
            for n in reversed(range(first, last))
        ]
        if path not in self.summaries:
            return tuple(whole)
        return tuple(replace(t, paragraphs=(f"{t.summary[:-1]}…",), links=()) for t in whole)

    async def answer(self, exchange: Exchange) -> None:
        """Serve a feed (conditionally), a page, or 404."""
        path = exchange.path.lstrip("/").partition("?")[0]
        site = exchange.base("feeds")
        if path in self.broken:
            await exchange.answer("500 Internal Server Error", b"out of order")
        elif path in self.moved:
            to = ("Location", f"{site}/{self.moved[path]}")
            await exchange.answer("301 Moved Permanently", b"", to)
        elif path in self.paths:
            await self._feed(exchange, path, site)
        elif path.startswith("story/") and path[6:].isdecimal():
            number = int(path[6:])
            page = story_page(tale(number, site, neighbours=(number + 1,)), site)
            await exchange.answer("200 OK", page, ("Content-Type", "text/html; charset=utf-8"))
        elif not path:
            feeds = [(FORMATS[p.rpartition(".")[2]][1], f"/{p}") for p in self.paths[:5]]
            page = site_page("The Quay", feeds)
            await exchange.answer("200 OK", page, ("Content-Type", "text/html"))
        else:
            await exchange.answer("404 Not Found", b"nothing here")

    async def _feed(self, exchange: Exchange, path: str, site: str) -> None:
        body, etag, modified = self._made.get(path) or self._make(path, site)
        asked = exchange.headers
        validators = (("ETag", etag), ("Last-Modified", modified))
        if asked.get("if-none-match") == etag:
            await exchange.send(
                f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\nLast-Modified: {modified}"
                "\r\n\r\n".encode()
            )
            return
        kind = FORMATS[path.rpartition(".")[2]][1]
        headers = [*validators, ("Content-Type", kind)]
        if "gzip" in asked.get("accept-encoding", "") and int(path[6:].split(".")[0]) % 2:
            body = packed(body)
            headers.append(("Content-Encoding", "gzip"))
        await exchange.answer("200 OK", body, *headers)

    def _make(self, path: str, site: str) -> tuple[bytes, str, str]:
        name = path.rpartition(".")[2]
        tales = self.tales(path, site)
        number = path[6:].split(".")[0]
        body = FORMATS[name][0](f"The Quay {number} ({name})", site, tales)
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        modified = format_datetime(tales[0].published_at, usegmt=True) if tales else ""
        self._made[path] = (body, etag, modified)
        return self._made[path]
