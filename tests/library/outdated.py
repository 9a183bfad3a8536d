"""Libraries whose stories were read by older rules, which missed every second quotation."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.codec import decode_story, encode_with_source, facts_of, source_in
from reader.digest import digest_feed, digest_page
from reader.model import DigestedEntry, Quote, Speaker, Story, Subscription
from reader.store.store import Fetched, Store
from tests.store.making import NOW, feed_of

URL = "https://river.example/feed"
PAGE_URL = "https://river.example/page"
SPEAKERS = ("Maria Ohlsson", "Jan Berg", "Ada Brook")


def article(number: int) -> str:
    """The markup of a story with three quotations, a relative link and a highlightable sentence."""
    said = "".join(
        f"<p>“We counted {number} herons on day {day},” said {name}, who lives by the river.</p>"
        for day, name in enumerate(SPEAKERS, 1)
    )
    return (
        f"<p>The heron came {number} times to the <a href='/weir/{number}'>weir</a> this spring.</p>"
        f"{said}<p>Nobody knows <a href='https://c.example/why'>why</a> it came to number {number}.</p>"
    )


def feed(number: int) -> bytes:
    """A feed of so many stories."""
    items = "".join(
        f"<item><guid>g{n}</guid><title>Herons, part {n}</title>"
        f"<link>https://river.example/{n}</link>"
        f"<pubDate>{datetime.fromtimestamp(1_770_000_000 + 60 * n, UTC):%a, %d %b %Y %T} GMT</pubDate>"
        f"<description><![CDATA[{article(n)}]]></description></item>"
        for n in range(1, number + 1)
    )
    return f"<rss version='2.0'><channel><title>River</title>{items}</channel></rss>".encode()


def page() -> DigestedEntry:
    """A page as today's rules read it."""
    body = f"<html><head><title>A page</title></head><body><article><h1>A page</h1>{article(1)}</article></body></html>"
    return digest_page(body.encode(), {}, PAGE_URL)


def missed(story: Story) -> Story:
    """``story`` as rules read it that miss every second quote."""
    return replace(story, quotes=story.quotes[::2])


def mistaken(story: Story) -> Story:
    """``story`` as rules read it that give every quote to somebody else."""
    return replace(story, quotes=tuple(map(_to_nobody, story.quotes)))


def misread(story: Story) -> Story:
    """``story`` as rules read it that make one block of the first two, and find nothing in them."""
    first, second, *rest = story.blocks
    whole = replace(first, text=f"{first.text} {second.text}", marks=())
    return replace(story, blocks=(whole, *rest), quotes=())


def _to_nobody(quote: Quote) -> Quote:
    return replace(quote, speaker=Speaker("Somebody Else"), mention=None)


def as_read_by(rules: Callable[[Story], Story], entry: DigestedEntry) -> DigestedEntry:
    """``entry`` as other rules would have digested it."""
    markup = source_in(entry.source, entry.story)
    story = rules(decode_story(entry.story))
    body, source = encode_with_source(story, markup)
    return replace(
        entry, story=body, source=source, facts=facts_of(story),
        quote_count=len(story.quotes), link_count=len(story.links),
    )  # fmt: skip


async def fill(
    store: Store,
    number: int,
    rules: Sequence[Callable[[Story], Story]] = (missed, replace, mistaken, misread),
) -> None:
    """Take in stories as older rules read them, in turns."""
    await store.keep_subscriptions([Subscription(URL)])
    found = await store.feed_by_url(URL)
    assert found is not None
    entries = digest_feed(feed(number), {}, URL, frozenset()).entries
    older = [as_read_by(rules[n % len(rules)], entry) for n, entry in enumerate(entries)]
    await store.apply(found.id, feed_of(*older), Fetched(NOW))
    await grow_old(store)


async def grow_old(store: Store) -> None:
    """Let all stories be of before there was a version of the rules."""

    def change(con: sqlite3.Connection) -> None:
        con.execute("DELETE FROM setting WHERE key = 'rules'")
        con.execute("UPDATE story SET digest_version = 2 WHERE digest_version > 0")

    await store._write(change)


async def lose_sources(store: Store) -> None:
    """Let no story have its markup any more."""
    await store._write(lambda con: con.execute("UPDATE story SET source = x''"))


async def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What the library holds beside settings: stories without the way they are packed."""

    def read(con: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
        found = {
            table: con.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("entry", "highlight", "quote", "quote_number", "said", "link", "tally")
        }
        found["speaker"] = con.execute("SELECT key, quotes FROM speaker ORDER BY key").fetchall()
        found["story"] = [
            (id_, zlib.decompress(body), source_in(source, body))
            for id_, body, source in con.execute("SELECT entry_id, body, source FROM story")
        ]
        return found

    return await store._read(read)
