"""From an address to a subscription: fetch what may be a feed, judge it, let one be chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.errors import FeedError, NotFound, ParseError
from reader.fingerprint import fingerprint
from reader.frozen import frozen
from reader.library.network import Network
from reader.library.subscriptions import Subscriptions
from reader.model import DigestedFeed, Feed
from reader.store.store import Store
from reader.urls import show

if TYPE_CHECKING:
    from reader.web.discover import Candidate

MAX_TRIES: Final = 12
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
        """Subscribe to the best feed at ``address``. Raises FeedError (nothing was changed) or
        ConfigError."""
        self._list.check_writable()
        return await self.subscribe((await find_feeds(self._network, address.strip()))[0])

    async def subscribe(self, found: FoundFeed) -> Feed:
        """Subscribe to ``found``; its entries are in the library when this returns.

        Raises ConfigError.
        """
        await self._list.add(found.url)
        feed = await self._feed(found.url)
        now = self._clock()
        await self._store.apply(
            feed.id,
            found.digested,
            etag=found.etag,
            last_modified=found.last_modified,
            body_hash=found.body_hash,
            fetched_at=now,
            next_fetch_at=self._list.next_fetch(found.url, now),
        )
        return await self._feed(found.url)

    async def _feed(self, url: str) -> Feed:
        feed = await self._store.feed_by_url(url)
        if feed is None:
            raise NotFound(f"There is no feed {url}.")
        return feed


async def find_feeds(
    network: Network, address: str, *, several: bool = False
) -> tuple[FoundFeed, ...]:
    """The feeds at ``address``, best first: itself, what its page names, or a well-known path;
    only the best unless ``several``.

    Raises FeedError that says why there is none.
    """
    from reader.web.discover import candidates, feeds_in_page, well_known

    waiting = list(candidates(address))
    if not waiting:
        raise ParseError(
            "That is not an address of a feed or site.",
            url=address,
            kind="bad_url",
            hint="Give one such as example.org or https://example.org/feed.xml.",
        )
    typed = waiting[0].url
    tried: set[str] = set()
    first_error: FeedError | None = None
    while waiting and len(tried) < MAX_TRIES:
        candidate = waiting.pop(0)
        if candidate.url in tried:
            continue
        tried.add(candidate.url)
        try:
            found = await _try(network, candidate, typed)
        except FeedError as error:
            first_error = first_error or error
            continue
        if isinstance(found, FoundFeed):
            return (found, *(await _beside(network, candidate, waiting, typed) if several else ()))
        page, page_url = found
        named = [c for c in feeds_in_page(page, page_url) if c.url not in tried]
        is_typed = candidate.url == typed
        waiting = [*named, *waiting, *(well_known(page_url) if is_typed else ())]
    if first_error is not None:
        raise first_error
    raise ParseError(
        f"No feed was found at {show(typed)}.",
        url=typed,
        kind="not_a_feed",
        hint="Look for a link named RSS, Atom or Feed on the site and give that address.",
    )


async def _beside(
    network: Network, best: Candidate, others: Iterable[Candidate], typed: str
) -> list[FoundFeed]:
    """The other feeds that were named together with ``best``; those that can't be had are left
    out."""
    if best.source not in ("service", "head"):
        return []
    alike = [one for one in others if one.source == best.source][: MAX_CHOICES - 1]
    tries = await asyncio.gather(
        *(_try(network, one, typed) for one in alike), return_exceptions=True
    )
    for outcome in tries:
        if isinstance(outcome, BaseException) and not isinstance(outcome, FeedError):
            raise outcome
    return [outcome for outcome in tries if isinstance(outcome, FoundFeed)]


async def _try(network: Network, candidate: Candidate, typed: str) -> FoundFeed | tuple[bytes, str]:
    """The feed of ``candidate``, or the page (bytes, address) that stands there instead."""
    response = await network.get(candidate.url, kind="feed", user_typed=typed)
    try:
        digested: DigestedFeed = await network.digest(
            "feed", response.body, dict(response.headers), response.url, frozenset()
        )
    except ParseError as error:
        if error.kind == "not_a_feed" and b"<" in response.body[:4096]:
            return response.body, response.url
        raise
    return FoundFeed(
        url=response.moved_to or candidate.url,
        digested=digested,
        etag=response.headers.get("etag"),
        last_modified=response.headers.get("last-modified"),
        body_hash=fingerprint(response.body, 16).hex(),
        name=candidate.title,
    )
