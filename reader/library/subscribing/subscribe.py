"""From an address to a subscription: fetch what may be a feed, judge it, let one be chosen."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.errors import FeedError, ParseError, StoreFull
from reader.fingerprint import fingerprint
from reader.frozen import frozen
from reader.library.due import OFFLINE_KEY
from reader.library.fetching.network import Network
from reader.library.subscribing.subscriptions import PutIn, Subscriptions
from reader.model import DigestedFeed, Feed
from reader.store.store import Fetched, Store
from reader.urls import is_same_origin, show

if TYPE_CHECKING:
    from reader.web.discover import Candidate

MAX_TRIES: Final = 40
"""Addresses that are asked for one that was given; most are common places on one site."""
PATIENCE: Final = 60.0
"""Seconds after which no further address is asked."""
MAX_FRUITLESS: Final = 3
"""Common places for feeds that hold a page, after which the site is taken to have one for all."""
MAX_CHOICES: Final = 6
"""Feeds of one site that are fetched, so that one can be chosen."""


@frozen
class FoundFeed:
    """A feed that was fetched and read, ready to be stored."""

    url: str
    digested: DigestedFeed
    etag: str | None
    last_modified: str | None
    body_hash: str
    name: str = ""
    """What is said of it where it was found."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What came with it, with names in small letters."""

    @property
    def title(self) -> str:
        """Its own title, else what was said of it, else its address."""
        return self.digested.title or self.name or show(self.url)

    @property
    def entries(self) -> int:
        """How many entries it has."""
        return self.digested.found

    @property
    def last_at(self) -> datetime | None:
        """When its newest entry was published."""
        dates = (entry.published_at for entry in self.digested.entries)
        return max((date for date in dates if date), default=None)


class Subscribing:
    """The part of the library that takes in new feeds."""

    _store: Store
    _network: Network
    _list: Subscriptions
    _clock: Callable[[], datetime]

    async def look_for(self, address: str) -> tuple[FoundFeed, ...]:
        """The feeds at ``address``, fetched and judged, best first; nothing is changed.

        Raises FeedError that says why there is none, or ConfigError.
        """
        self._list.check_writable()
        return await find_feeds(self._network, address.strip(), several=True)

    async def add(self, address: str) -> Feed:
        """Subscribe to the best feed at ``address``. Raises FeedError (nothing was changed),
        ConfigError or StoreError."""
        self._list.check_writable()
        return await self.subscribe((await find_feeds(self._network, address.strip()))[0])

    async def subscribe(self, found: FoundFeed, folder: str | None = None) -> Feed:
        """Subscribe to ``found``, which then stands in ``folder``; its entries are in the library
        when this returns. A feed that is there already stays where it is.

        Raises ConfigError, or StoreError: then the feed may stand in feeds.toml already.
        """
        from reader.library.fetching.fulltext import wanted

        self._store.check_writable()
        parted = await self._list.add(found.url, folder)
        subscription = next((one for one in self._list.in_force if one.url == found.url), None)
        feed = await self._feed(found.url)
        now = self._clock()
        await self._store.apply(
            feed.id,
            found.digested,
            Fetched(
                now,
                self._due(found, now),
                found.etag,
                found.last_modified,
                found.body_hash,
            ),
            full_text=wanted(subscription, found.digested),
        )
        feed = await self._feed(found.url)
        if await self._store.get(OFFLINE_KEY):
            await self._store.put(OFFLINE_KEY, "")  # it came over the network
        if parted is not None:
            await self.note_added([feed.url], parted, f"Added the feed {feed.title}")
        return feed

    def _due(self, found: FoundFeed, now: datetime) -> datetime:
        """When a feed that was just fetched is to be asked again."""
        from reader.web.schedule import after_success

        digested = found.digested
        return after_success(
            now,
            self._list.interval(found.url),
            found.headers,
            ttl=digested.ttl,
            skip_hours=digested.skip_hours,
        )

    async def note_added(self, urls: Sequence[str], parted: str, text: str) -> None:
        """Let :meth:`undo` take feeds out of feeds.toml that were put there, with what ``parted``
        them from the file above (:func:`reader.config.edit.parting`); their stories stay."""
        await self._list.note_added(urls, parted, text)

    async def note_brought(self, blocks: Sequence[PutIn], text: str) -> None:
        """The same for feeds, views and rules of another reader, put there in this order."""
        await self._list.note_brought(blocks, text)

    async def _feed(self, url: str) -> Feed:
        feed = await self._store.feed_by_url(url)
        if feed is None:
            raise StoreFull(
                "The library can't be written: the disk is full or failing.",
                path=self._store.path,
                hint="The feed stands in feeds.toml; a refresh takes it in when there is room.",
            )
        return feed


async def find_feeds(
    network: Network, address: str, *, several: bool = False
) -> tuple[FoundFeed, ...]:
    """The feeds at ``address``, best first: itself, what its page names, or a well-known path;
    only the best unless ``several``.

    Raises FeedError that says why there is none.
    """
    from reader.web.discover import candidates

    waiting = list(candidates(address))
    if not waiting:
        raise ParseError(
            "That is not an address of a feed or site.",
            url=address,
            kind="bad_url",
            hint=_instead(address),
        )
    search = _Search(network, {candidate.url for candidate in waiting})
    first = await search.first(waiting)
    if first is None:
        raise search.failure(waiting[0].url)
    candidate, found = first
    return (found, *(await search.beside(candidate, found) if several else ()))


def _instead(words: str) -> str:
    """What to give in the place of ``words``, which are no address."""
    told = "Give one such as example.org or https://example.org/feed.xml"
    if re.fullmatch(r"\w+(?: \w+){1,5}", words):
        return f"{told}; hn {words} follows these words on Hacker News."
    return f"{told}."


class _Search:
    """Goes through candidates, and through what the pages name that stand there.

    Only ``asked`` are what the user gave: their origins alone may lie in a private network.
    """

    def __init__(self, network: Network, asked: Collection[str]) -> None:
        self._network = network
        self._asked = asked
        self._typed = ""
        """The address of the user's that was tried last."""
        self._waiting: list[Candidate] = []
        self._tried: set[str] = set()
        self._error: FeedError | None = None
        self._met_page = False
        self._fruitless = 0
        """How many common places for feeds held a page instead."""

    async def first(self, waiting: Iterable[Candidate]) -> tuple[Candidate, FoundFeed] | None:
        """The first feed that there is, and the candidate it was; None when there is none."""
        self._waiting = list(waiting)
        ends = time.monotonic() + PATIENCE
        while self._waiting and len(self._tried) < MAX_TRIES and time.monotonic() < ends:
            candidate = self._waiting.pop(0)
            if candidate.url in self._tried or self._is_hopeless(candidate):
                continue
            self._tried.add(candidate.url)
            if candidate.url in self._asked:
                self._typed = candidate.url
            try:
                found = await self._try(candidate)
            except FeedError as error:
                self._note_failure(candidate, error)
                continue
            if isinstance(found, FoundFeed):
                return candidate, found
            self._look_at(candidate, found)
        return None

    async def beside(self, best: Candidate, found: FoundFeed) -> list[FoundFeed]:
        """The other feeds that were named together with ``best``; those that can't be had, and
        those that are the same, are left out."""
        if best.source not in ("service", "head"):
            return []
        alike = [one for one in self._waiting if one.source == best.source][: MAX_CHOICES - 1]
        tries = await asyncio.gather(*(self._try(one) for one in alike), return_exceptions=True)
        others = {found.body_hash: found}
        for outcome in tries:
            if isinstance(outcome, FoundFeed):
                others.setdefault(outcome.body_hash, outcome)
            elif isinstance(outcome, BaseException) and not isinstance(outcome, FeedError):
                raise outcome
        return list(others.values())[1:]

    def failure(self, url: str) -> FeedError:
        """Why nothing was found."""
        if self._error is not None and not self._met_page:
            self._error.not_added()
            return self._error
        return ParseError(
            f"No feed was found at {show(url)}.",
            url=url,
            kind="not_a_feed",
            hint="Look for a link named RSS, Atom or Feed on the site and give that address.",
        )

    def _is_hopeless(self, candidate: Candidate) -> bool:
        """Whether the site has shown that it has a page for every address."""
        return candidate.source == "well_known" and self._fruitless >= MAX_FRUITLESS

    def _look_at(self, candidate: Candidate, page: _Page) -> None:
        """Put what a page names before all else."""
        from reader.web.discover import well_known
        from reader.web.named import read_page

        self._met_page = True
        self._fruitless += candidate.source == "well_known"
        named = read_page(page.body, page.url, page.link_header)
        # A page behind a page leads no further: that could go on without end.
        behind = named.pages if candidate.source == "typed" else ()
        common = well_known(page.url) if candidate.source == "typed" else ()
        self._waiting = [*named.feeds, *behind, *self._waiting, *common]

    def _note_failure(self, candidate: Candidate, error: FeedError) -> None:
        """A site whose front page is refused or no page may have its feed in a common place."""
        from reader.web.discover import is_root, well_known

        self._error = self._error or error
        can_go_on = error.kind in ("http", "not_a_feed", "empty")
        if can_go_on and candidate.source == "typed" and is_root(candidate.url):
            self._waiting += well_known(candidate.url)

    async def _try(self, candidate: Candidate) -> FoundFeed | _Page:
        """The feed of ``candidate``, or the page that stands there instead."""
        typed = next((a for a in self._asked if is_same_origin(a, candidate.url)), self._typed)
        response = await self._network.get(candidate.url, kind="feed", user_typed=typed)
        headers = dict(response.headers)
        try:
            digested: DigestedFeed = await self._network.digest(
                "feed", response.body, headers, response.url, frozenset()
            )
        except ParseError as error:
            from reader.feed.sniff import looks_like_outline

            body = response.body
            if looks_like_outline(body):
                raise
            may_name = b"<" in body[:4096] or b'"feedUrl"' in body or b"webfinger" in body
            if error.kind == "not_a_feed" and may_name:
                return _Page(response.body, response.url, headers.get("link", ""))
            raise
        return FoundFeed(
            url=response.moved_to or candidate.url,
            digested=digested,
            etag=headers.get("etag") if digested.is_whole else None,
            last_modified=headers.get("last-modified") if digested.is_whole else None,
            body_hash=fingerprint(response.body, 16).hex(),
            name=candidate.title,
            headers=headers,
        )


@frozen
class _Page:
    """A page that stands where a feed was looked for; ``link_header`` is its ``Link`` header."""

    body: bytes
    url: str
    link_header: str
