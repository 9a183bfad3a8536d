"""Entries and feeds made up for the tests of the store."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.codec import encode_story
from reader.model import (
    Block,
    DigestedEntry,
    DigestedFeed,
    Link,
    Quote,
    Span,
    Speaker,
    Story,
    Subscription,
)
from reader.store.arriving.entries import Applied
from reader.store.store import Fetched, Store

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def quote(text: str, name: str | None = None, role: str | None = None, sure: float = 0.9) -> Quote:
    """A direct quotation in block 1."""
    speaker = Speaker(name, role) if name else None
    return Quote(text, (Span(1, 0, len(text)),), "direct", speaker, "said", sure if name else 0.0)


def digested(
    identity: str,
    title: str = "A bridge opens",
    *,
    text: str = "The bridge over the river was opened on Monday.",
    link: str | None = None,
    published_at: datetime | None = None,
    quotes: Sequence[Quote] = (),
    links: Sequence[str] = (),
    origin: str = "feed",
    entry_hash: str | None = None,
) -> DigestedEntry:
    """An entry as the digest would hand it over; its hash follows from what is in it."""
    blocks = (Block("paragraph", text), *(Block("paragraph", q.text) for q in quotes))
    story = Story(
        entry_id=0,
        kicker=None,
        headline=title,
        byline=None,
        blocks=blocks,
        quotes=tuple(quotes),
        links=tuple(Link(url, "more", "inline") for url in links),
        origin=origin,  # type: ignore[arg-type]
        url=link,
        published_at=published_at,
    )
    return DigestedEntry(
        identity=identity,
        entry_hash=entry_hash or f"{identity}/{title}/{text}/{len(quotes)}/{list(links)}",
        guid=identity,
        link=link,
        title=title,
        author="A. Writer",
        summary=text[:300],
        published_at=published_at,
        updated_at=None,
        story=encode_story(story),
        source=zlib.compress(text.encode()),
        source_type="html",
        words=len(text.split()),
        quote_count=len(quotes),
        link_count=len(links),
    )


def feed_of(*entries: DigestedEntry, title: str = "Example") -> DigestedFeed:
    """A feed that brings ``entries``."""
    return DigestedFeed(title, "https://example.org/", "en", entries, len(entries))


async def subscribe(store: Store, *urls: str, folder: str | None = None) -> list[int]:
    """Subscribe to ``urls`` (only these); their feed ids."""
    await store.keep_subscriptions([Subscription(url, folder=folder) for url in urls])
    found = [await store.feed_by_url(url) for url in urls]
    return [feed.id for feed in found if feed is not None]


async def bring(
    store: Store,
    feed_id: int,
    *entries: DigestedEntry,
    at: datetime = NOW,
    title: str = "Example",
    words_later: bool = False,
) -> Applied:
    """Let a feed bring ``entries``."""
    return await store.apply(
        feed_id,
        feed_of(*entries, title=title),
        Fetched(at, at + timedelta(minutes=30), etag='"1"', body_hash="body"),
        words_later=words_later,
    )


def minutes_ago(minutes: float) -> datetime:
    """A time before NOW."""
    return NOW - timedelta(minutes=minutes)
