"""From an address to a subscription: fetch what may be a feed, judge it, keep the first that is."""

from __future__ import annotations

from dataclasses import dataclass

from reader.errors import FeedError, ParseError
from reader.library.network import Network
from reader.model import DigestedFeed
from reader.urls import show

MAX_TRIES = 12


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was fetched and read, ready to be stored."""

    url: str
    digested: DigestedFeed
    etag: str | None
    last_modified: str | None
    body_hash: str


async def find_feed(network: Network, address: str) -> FoundFeed:
    """The best feed at ``address``: itself, what its page names, or a well-known path.

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
        url = waiting.pop(0).url
        if url in tried:
            continue
        tried.add(url)
        try:
            found = await _try(network, url, typed)
        except FeedError as error:
            first_error = first_error or error
            continue
        if isinstance(found, FoundFeed):
            return found
        page, page_url = found
        named = [c for c in feeds_in_page(page, page_url) if c.url not in tried]
        waiting = [*named, *waiting, *(well_known(page_url) if url == typed else ())]
    if first_error is not None:
        raise first_error
    raise ParseError(
        f"No feed was found at {show(typed)}.",
        url=typed,
        kind="not_a_feed",
        hint="Look for a link named RSS, Atom or Feed on the site and give that address.",
    )


async def _try(network: Network, url: str, typed: str) -> FoundFeed | tuple[bytes, str]:
    """The feed at ``url``, or the page (bytes, address) that stands there instead."""
    import hashlib

    response = await network.get(url, kind="feed", user_typed=typed)
    try:
        digested: DigestedFeed = await network.digest(
            "feed", response.body, dict(response.headers), response.url, frozenset()
        )
    except ParseError as error:
        if error.kind == "not_a_feed" and b"<" in response.body[:4096]:
            return response.body, response.url
        raise
    return FoundFeed(
        url=response.moved_to or url,
        digested=digested,
        etag=response.headers.get("etag"),
        last_modified=response.headers.get("last-modified"),
        body_hash=hashlib.blake2b(response.body, digest_size=16).hexdigest(),
    )
