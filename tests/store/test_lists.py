"""Lists: every selection in both directions, and an index under every one."""

from __future__ import annotations

import asyncio
import itertools
import re
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from reader.model import PAGES_URL, Cursor, Entry, Page, Selection, Stretch, Subscription
from reader.store import store as store_of
from reader.store.arriving import feeds
from reader.store.file.connect import open_reader
from reader.store.keeping import rework
from reader.store.listing import lists
from reader.store.listing.lists import Reach, queries, strands_of
from reader.store.store import Store

from .making import NOW, bring, digested, minutes_ago, subscribe
from .walking import check_plan, walk_down, walk_up

ANIMALS = ("Heron", "Otter", "Élan", "Heron again", "東京の鷺")


def selections(feed: int | None) -> list[Selection]:
    """Every combination of conditions."""
    return [
        Selection(*which, unread=unread, starred=starred, words=words, since=since)
        for which, unread, starred, words, since in itertools.product(
            ((None, None), (feed, None), (None, "Birds"), (feed, "Birds")),
            (False, True),
            (False, True),
            ((), ("her",), ("bravo",), ("bravo", "her"), ("鷺",)),
            (None, minutes_ago(20)),
        )
    ]


async def fill(store: Store) -> int:
    """Three feeds, two of them in a folder, with marks; the id of one."""
    urls = ["https://a.example/feed", "https://b.example/feed", "https://c.example/feed"]
    await store.keep_subscriptions(
        [
            Subscription(urls[0], folder="Birds"),
            Subscription(urls[1], title="Bravo Herald", folder="Birds"),
            Subscription(urls[2]),
        ]
    )
    ids: list[int] = []
    for url in urls:
        feed = await store.feed_by_url(url)
        assert feed is not None
        entries = [
            # Several with the same time, so that only the id tells them apart.
            digested(f"{n}", ANIMALS[n % 5], published_at=minutes_ago(n // 3 * 3))
            for n in range(40)
        ]
        ids.extend((await bring(store, feed.id, *entries)).new_ids)
    await store.add_page(digested("page", "Heron page"), url="https://d.example/1")
    await store.set_read(ids[::3], True, NOW)
    await store.set_starred(ids[::4], True, NOW)
    await store.delete(ids[::11], NOW)
    feed = await store.feed_by_url(urls[0])
    assert feed is not None
    return feed.id


def fits(entry: Entry, selection: Selection) -> bool:
    """Whether an entry belongs to a list, told the slow way."""
    folded = entry.title.lower().replace("é", "e")
    words = all(
        re.search(rf"(\b|[一-鿿ぁ-ん]){word}", f"{folded} {entry.feed_title.lower()}")
        for word in selection.words
    )
    return (
        selection.feed_id in (None, entry.feed_id)
        and selection.folder in (None, entry.folder)
        and not (selection.unread and entry.is_read)
        and not (selection.starred and not entry.is_starred)
        and not (selection.since and entry.sort_at < selection.since)
        and words
    )


@pytest.mark.parametrize("few", [0, 2_000])
async def test_every_list_is_whole_in_both_directions(
    store: Store, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)  # 0: every search goes down the list
    feed = await fill(store)
    everything = await walk_down(store, Selection(), 200)
    assert len(everything) == 120 - 11
    keys = [(entry.sort_at, entry.id) for entry in everything]
    assert keys == sorted(keys, reverse=True)
    for selection in selections(feed):
        wanted = [e.id for e in everything if fits(e, selection)]
        assert [e.id for e in await walk_down(store, selection, 7)] == wanted, selection
        assert [e.id for e in await walk_up(store, selection, 7)] == wanted, selection
        assert await store.count(selection) == len(wanted), selection


async def test_no_list_reads_the_whole_table(store: Store, tmp_path: Path) -> None:
    feed = await fill(store)
    with closing(open_reader(tmp_path / "library.db")) as con:
        for selection in selections(feed):
            for beyond, ascending in itertools.product((None, Cursor(5, 5)), (False, True)):
                for sql, values in queries(con, selection, Reach(50, beyond, ascending)):
                    check_plan(con, sql, values)
            for strand in strands_of(con, selection):
                sql, values = lists.select(strand, "e.id", Reach(0), ordered=False)
                check_plan(con, sql, values)


async def test_a_list_goes_on_where_it_was_when_entries_come_and_go(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    entries = [digested(str(n), f"{n}", published_at=minutes_ago(n)) for n in range(9)]
    ids = (await bring(store, feed, *entries)).new_ids
    first = await store.page(Selection(unread=True), Stretch(limit=3))
    assert [e.title for e in first.entries] == ["0", "1", "2"]
    await store.set_read(ids[:5], True, NOW)
    await bring(store, feed, digested("x", "new", published_at=NOW))
    second = await store.page(Selection(unread=True), Stretch(older_than=first.older, limit=3))
    assert [e.title for e in second.entries] == ["5", "6", "7"]
    assert second.newer is not None
    above = await store.page(Selection(unread=True), Stretch(newer_than=second.newer, limit=3))
    assert [e.title for e in above.entries] == ["new"]


async def test_a_stretch_that_became_empty_still_leads_back(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    entries = [digested(str(n), f"{n}", published_at=minutes_ago(n)) for n in range(4)]
    ids = (await bring(store, feed, *entries)).new_ids
    unread = Selection(unread=True)
    first = await store.page(unread, Stretch(limit=2))
    await store.set_read(ids[2:], True, NOW)
    below = await store.page(unread, Stretch(older_than=first.older, limit=2))
    assert (below.entries, below.older) == ((), None)
    assert below.newer is not None
    back = await store.page(unread, Stretch(newer_than=below.newer, limit=2))
    assert [e.title for e in back.entries] == ["0", "1"]
    await store.set_read(ids, True, NOW)
    assert await store.page(unread) == Page((), None, None)
    assert await store.page(unread, Stretch(older_than=first.older)) == Page((), None, None)


async def test_pages_are_listed_only_when_their_feed_is_named(store: Store) -> None:
    id_ = await store.add_page(digested("p", "A page"), url="https://d.example/1")
    await store.set_starred([id_], True, NOW)
    pages = await store.feed_by_url(PAGES_URL)
    assert pages is not None
    for selection in (
        Selection(),
        Selection(unread=True),
        Selection(starred=True),
        Selection(words=("page",)),
        Selection(words=("pages",)),
    ):
        assert await store.count(selection) == 0
        assert (await store.page(selection)).entries == ()
    for selection in (
        Selection(feed_id=pages.id),
        Selection(feed_id=pages.id, starred=True),
        Selection(feed_id=pages.id, unread=True),
        Selection(feed_id=pages.id, words=("page",)),
    ):
        assert await store.count(selection) == 1
        assert [e.id for e in (await store.page(selection)).entries] == [id_]


async def test_a_list_of_nothing_is_empty(store: Store) -> None:
    for selection in (Selection(), Selection(folder="None"), Selection(feed_id=99)):
        assert await store.page(selection) == Page((), None, None)
        assert await store.count(selection) == 0


async def test_times_come_back_to_the_microsecond(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    odd = datetime.fromisoformat("1999-12-31T23:59:59.999999+00:00")
    (id_,) = (await bring(store, feed, digested("1", published_at=odd))).new_ids
    entry = await store.entry(id_)
    assert (entry.published_at, entry.sort_at) == (odd, odd)
    assert (await store.page(Selection(since=odd))).entries == (entry,)


async def test_reads_that_are_given_up_spoil_no_later_read(store: Store) -> None:
    await fill(store)
    wanted = await store.page(Selection())
    for n in range(100):
        given_up = [asyncio.create_task(store.quotes(Selection(), None)) for _ in range(3)]
        for _ in range(n % 4):
            await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        assert await store.page(Selection()) == wanted


@pytest.mark.parametrize("is_soon", [True, False])
async def test_the_stories_of_a_large_feed_that_is_left_go_off_the_lists_in_steps_and_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_soon: bool
) -> None:
    monkeypatch.setattr(feeds, "SHELVED_AT_ONCE", 2)
    monkeypatch.setattr(store_of, "_SOON", 100 if is_soon else 0)
    path = tmp_path / "library.db"
    store = await Store.open(path)
    one, two = await subscribe(store, "https://a.example/feed", "https://b.example/feed")
    for feed in (one, two):
        ids = (
            await bring(store, feed, *(digested(str(n), f"Story {n}") for n in range(7)))
        ).new_ids
        await store.delete(ids[:1], NOW)
    await store.set_read(ids[1:3], True, NOW)
    both = await store.subscriptions()
    for kept, listed in ((both[:1], 6), (both, 12), ((), 0), (both[1:], 6), (both, 12)):
        await store.keep_subscriptions(kept)
        if not is_soon:
            await store.close()  # what is left is done first
            store = await Store.open(path)
        unread = (await store.page(Selection(unread=True), Stretch(limit=50))).entries
        read = 2 if both[1] in kept else 0
        assert len([e for e in unread if e.feed_id in (one, two)]) == listed - read
        assert {s.url for s in await store.subscriptions()} == {s.url for s in kept}
    await store.close()


async def test_what_of_a_large_feed_was_not_off_the_lists_when_the_program_ended_goes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "SHELVED_AT_ONCE", 2)
    path = tmp_path / "library.db"
    store = await Store.open(path)
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, *(digested(str(n), f"Story {n}") for n in range(7)))
    await store._write(feeds.keep_subscriptions, [])  # and there it ends
    assert await store._read(feeds.is_shelving)
    while await store._read(rework.is_needed):
        before = await store.change_count()
        await store._write(rework.go_on)
        assert await store.change_count() > before
    unread = (await store.page(Selection(unread=True))).entries
    assert not [e for e in unread if e.feed_id == feed]
    await store.close()
