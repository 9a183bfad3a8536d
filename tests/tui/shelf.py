"""A real library on disk, with stories written for these tests."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path

from reader.digest import digest_feed
from reader.library.library import Library
from reader.model import DigestedFeed, FeedFailure
from reader.paths import Paths
from reader.store.store import Fetched

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday."""


@dataclass(frozen=True)
class Item:
    """One story as its feed gives it; ``ago`` in minutes before :data:`NOW`."""

    title: str
    ago: int
    link: str | None = "https://news.example/story"
    comments: str | None = None
    body: str = (
        "<p>The bridge was opened on Monday.</p>"
        "<p>“It holds,” said Ada Brook, who built it.</p>"
        '<p>A <a href="https://news.example/report">report</a> says more.</p>'
    )


@dataclass(frozen=True)
class Shelf:
    """A feed with its place; ``failure`` stands for a refresh that went wrong."""

    name: str
    folder: str | None
    items: tuple[Item, ...] = ()
    failure: FeedFailure | None = None

    @property
    def url(self) -> str:
        return f"https://{self.name.lower().replace(' ', '-')}.example/feed.xml"


SHELVES = (
    Shelf(
        "Harbour Post",
        "World",
        (
            Item("Ferry crews reach a deal", 5, comments="https://news.example/talk"),
            Item("Bridge over the Tarn opens", 60),
            Item("Storm closes the northern pass", 60 * 20),
        ),
    ),
    Shelf(
        "Night Desk",
        "World",
        (Item("Council counts the votes again", 30), Item("Bakers strike for a day", 60 * 30)),
    ),
    Shelf(
        "Orbit Weekly",
        "Science",
        (Item("Probe finds ice under the dust", 45), Item("A comet comes back", 60 * 50)),
    ),
)
NEWEST_FIRST = [
    "Ferry crews reach a deal",
    "Council counts the votes again",
    "Probe finds ice under the dust",
    "Bridge over the Tarn opens",
    "Storm closes the northern pass",
    "Bakers strike for a day",
    "A comet comes back",
]
"""The titles of their stories as the list of all shows them."""

_QUAKE = (
    "<p>A magnitude 7.1 earthquake struck off Arica in northern Chile before dawn on Tuesday."
    " Rescue teams were searching the rubble, minister Camila Rojas said. {}</p>"
)


def _quake(title: str, ago: int, paper: str) -> Item:
    """A story about the one event."""
    return Item(title, ago, link=f"https://{paper}.example/quake", body=_QUAKE.format(paper))


def _other(title: str, ago: int) -> Item:
    """A story of its own."""
    return Item(title, ago, body=f"<p>{title}, and nothing else is known of it.</p>")


GROUPED = (
    Shelf(
        "Harbour Post",
        "World",
        (
            _other("Ferry crews reach a deal", 5),
            _quake("Strong earthquake shakes northern Chile near Arica", 50, "harbour"),
        ),
    ),
    Shelf(
        "Night Desk",
        "World",
        (
            _quake("Earthquake in Chile: rescuers search Arica", 40, "night"),
            _other("Bakers strike for a day", 60),
        ),
    ),
    Shelf(
        "Orbit Weekly",
        "Science",
        (_quake("Arica: dozens hurt as earthquake hits northern Chile", 30, "orbit"),),
    ),
)
"""Stories of which three tell of one event, the newest of them in the last shelf."""


def paths_in(folder: Path) -> Paths:
    """Where a library in ``folder`` keeps its files."""
    return Paths(folder / "config/feeds.toml", folder / "data/library.db", folder / "log")


def write_feeds(folder: Path, shelves: Sequence[Shelf], more: str = "") -> None:
    """A feeds.toml that lists them."""
    blocks = [more]
    for shelf in shelves:
        place = f'folder = "{shelf.folder}"\n' if shelf.folder else ""
        blocks.append(f'[[feed]]\nurl = "{shelf.url}"\ntitle = "{shelf.name}"\n{place}')
    path = paths_in(folder).feeds
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), encoding="utf-8")


async def open_library(
    folder: Path, shelves: Sequence[Shelf] = SHELVES, *, more: str = "", start: bool = False
) -> Library:
    """A library that holds ``shelves``, as after a refresh; nothing is due for an hour."""
    write_feeds(folder, shelves, more)
    library = await Library.open(paths_in(folder), start=start, clock=lambda: NOW)
    await fill(library, shelves)
    return library


async def fill(library: Library, shelves: Sequence[Shelf]) -> None:
    """Put what the feeds offer into the library."""
    for shelf in shelves:
        feed = next(each for each in await library.feeds() if each.url == shelf.url)
        later = NOW + timedelta(hours=1)
        if shelf.failure is not None:
            await library._store.fail(feed.id, shelf.failure, fetched_at=NOW, next_fetch_at=later)
            continue
        await library._store.apply(feed.id, _digested(shelf), Fetched(NOW, later))


@lru_cache
def _digested(shelf: Shelf) -> DigestedFeed:
    """What its feed brings; worked out once for all tests that have the same shelf."""
    return digest_feed(_rss(shelf), {"content-type": "application/rss+xml"}, shelf.url, frozenset())


def _rss(shelf: Shelf) -> bytes:
    items = []
    for number, item in enumerate(shelf.items):
        when = format_datetime(NOW - timedelta(minutes=item.ago))
        link = f"<link>{item.link}/{item.ago}</link>" if item.link else ""
        comments = f"<comments>{item.comments}</comments>" if item.comments else ""
        title = html.escape(html.escape(item.title, quote=False), quote=False)
        items.append(
            f"<item><title>{title}</title>"
            f'<guid isPermaLink="false">{shelf.name} {item.ago} {number}</guid>'
            f"{link}{comments}<pubDate>{when}</pubDate>"
            f"<description>{html.escape(item.body)}</description></item>"
        )
    channel = f"<channel><title>{shelf.name}</title>{''.join(items)}</channel>"
    return f'<rss version="2.0">{channel}</rss>'.encode()
