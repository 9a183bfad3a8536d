"""A library with one of everything, and what each filter finds in it, told the slow way."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from reader.model import DigestedEntry, Enclosure, Entry, Selection, Subscription
from reader.store.store import Store

from .making import NOW, bring, digested, minutes_ago, quote
from .walking import walk_down

WORDS = ("heron", "otter", "Élan", "beaver", "東京の鷺", "ferry")


async def fill(store: Store) -> dict[int, str]:
    """A small library with one of everything; entry id to the text of its story."""
    urls = ["https://a.example/feed", "https://b.example/feed", "https://c.example/feed"]
    await store.keep_subscriptions(
        [
            Subscription(urls[0], title="River News", folder="Birds", tags=("daily",)),
            Subscription(urls[1], title="Mountain Post", folder="Birds"),
            Subscription(urls[2]),
        ]
    )
    texts: dict[int, str] = {}
    for place, url in enumerate(urls):
        feed = await store.feed_by_url(url)
        assert feed is not None
        made = [_made(place, n) for n in range(30)]
        ids = reversed((await bring(store, feed.id, *(e for e, _ in made))).new_ids)
        texts |= dict(zip(ids, reversed([text for _, text in made]), strict=True))
    ids = list(texts)
    await store.set_read(ids[::3], True, NOW)
    await store.set_starred(ids[::4], True, NOW)
    await store.set_tags(ids[::5], NOW, add=["Later", "to do"])
    await store.delete(ids[::11], NOW)
    await store.add_page(digested("page", "Heron page"), url="https://d.example/1")
    feed = await store.feed_by_url(urls[1])
    assert feed is not None
    changed = [_made(1, n)[0] for n in range(0, 30, 7)]
    changed = [digested(e.identity, f"{e.title} again", link=e.link) for e in changed]
    await bring(store, feed.id, *changed)
    return {id_: text for id_, text in texts.items() if id_ not in ids[::11]}


def _made(place: int, n: int) -> tuple[DigestedEntry, str]:
    name = ("Maria Ohlsson", "Maria Lund", None)[n % 3]
    text = f"The {WORDS[n % 6]} met the {WORDS[(n + place + 1) % 6]}." + " more" * (n % 4)
    said = [quote(f"we counted {WORDS[(n + 2) % 6]}", name)] if n % 2 else []
    entry = digested(
        f"{n}",
        f"{WORDS[(n + place) % 6]} number {n}",
        text=text,
        link=f"https://{'news.' * (n % 2)}site{place}.example/{n}",
        published_at=minutes_ago((n % 7) * 1_000 + place),
        quotes=said,
    )
    return replace(
        entry,
        author=f"Writer {n % 2}",
        lang=("en-GB", "de", None)[n % 3],
        enclosures=(Enclosure("https://a.example/a.mp3"),) if n % 6 == 0 else (),
        categories=("Wild Life",) if n % 8 == 0 else (),
    ), text


def told_by(entry: Entry) -> set[str]:
    """The words of a title, cut as a reader would."""
    return set(re.findall(r"\w+", entry.title.lower().replace("é", "e")))


@dataclass(frozen=True)
class Filled:
    """A library that :func:`fill` filled, and the texts of its stories."""

    path: Path
    texts: dict[int, str]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A library that many queries may ask; it stays as it is."""
    path = tmp_path_factory.mktemp("filled") / "library.db"

    async def make() -> dict[int, str]:
        store = await Store.open(path)
        texts = await fill(store)
        await store.close()
        return texts

    return Filled(path, asyncio.run(make()))


@pytest_asyncio.fixture
async def store(filled: Filled, tmp_path: Path) -> AsyncIterator[Store]:
    """A copy of it for one test."""
    shutil.copyfile(filled.path, tmp_path / "library.db")
    opened = await Store.open(tmp_path / "library.db")
    yield opened
    await opened.close()


CHECKS: dict[str, Callable[[Entry, str], bool]] = {
    "is:unread": lambda e, t: not e.is_read,
    "is:read": lambda e, t: e.is_read,
    "is:starred": lambda e, t: e.is_starred,
    "is:updated": lambda e, t: e.changed,
    "is:tagged": lambda e, t: bool(e.tags),
    "has:quotes": lambda e, t: e.quote_count > 0,
    "has:enclosure": lambda e, t: bool(e.enclosures),
    "has:fulltext": lambda e, t: False,
    "tag:later": lambda e, t: "Later" in e.tags,
    'tag:"To Do"': lambda e, t: "Later" in e.tags,
    "tag:daily": lambda e, t: e.feed_title == "River News",
    'tag:"wild life"': lambda e, t: bool(e.categories),
    "feed:river": lambda e, t: e.feed_title == "River News",
    "folder:birds": lambda e, t: e.folder == "Birds",
    "author:write": lambda e, t: bool(e.author),
    'author:"1 writer"': lambda e, t: (e.author or "").endswith("1"),
    "site:site1.example": lambda e, t: "site1." in (e.link or ""),
    "site:news.site1.example": lambda e, t: "news.site1." in (e.link or ""),
    "lang:en": lambda e, t: e.lang != "de",
    "title:elan": lambda e, t: "elan" in told_by(e),
    "title:nu*": lambda e, t: True,
    "title:nu": lambda e, t: False,
    'title:"heron number"': lambda e, t: e.title.startswith("heron number"),
    "words:>5": lambda e, t: e.words > 5,
    "words:5..6": lambda e, t: e.words in (5, 6),
    "newer:2d": lambda e, t: e.sort_at >= NOW - timedelta(days=2),
    "older:2d": lambda e, t: e.sort_at < NOW - timedelta(days=2),
}


async def everything(store: Store) -> list[Entry]:
    """The whole list."""
    return await walk_down(store, Selection(), 500)
