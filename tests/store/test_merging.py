"""Lists of many feeds, and words that nearly every entry has: what is found is what is there."""

from __future__ import annotations

import random

import pytest

from reader.model import Selection, Stretch, Subscription
from reader.store.listing import lists, merging
from reader.store.store import Store

from .making import bring, digested, minutes_ago
from .walking import walk_down, walk_up


@pytest.mark.parametrize("seed", range(4))
async def test_a_folder_of_many_feeds_is_one_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(merging, "_LEAST", 1)
    chance = random.Random(seed)
    urls = [f"https://{n}.example/feed" for n in range(9)]
    await store.keep_subscriptions(
        [Subscription(url, folder="Birds" if n < 7 else None) for n, url in enumerate(urls)]
    )
    expected: list[tuple[int, int]] = []
    for n, url in enumerate(urls):
        feed = await store.feed_by_url(url)
        assert feed is not None
        # One feed has most of the news, some have none, and many come at one time.
        times = [chance.randrange(12) for _ in range(chance.choice((0, 1, 3, 60)))]
        made = [
            digested(f"{n}-{k}", f"Heron {k}", published_at=minutes_ago(at))
            for k, at in enumerate(times)
        ]
        if made and (await bring(store, feed.id, *made)).new_ids and n < 7:
            rows = (await store.page(Selection(feed_id=feed.id), Stretch(limit=1_000))).entries
            expected += [(int(entry.sort_at.timestamp()), entry.id) for entry in rows]
    expected.sort(reverse=True)
    folder = Selection(folder="Birds")
    for limit in (1, 4, 50):
        for walk in (walk_down, walk_up):
            assert [entry.id for entry in await walk(store, folder, limit)] == [
                id_ for _, id_ in expected
            ]


@pytest.mark.parametrize("few", [0, 20])  # at most so many are looked up
async def test_what_lacks_a_word_that_nearly_all_have_is_found(
    few: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    monkeypatch.setattr(lists, "_BLOCK", 20)
    await store.keep_subscriptions([Subscription("https://a.example/feed")])
    feed = await store.feed_by_url("https://a.example/feed")
    assert feed is not None
    made = [
        digested(
            f"{n}", text="An otter." if n in (3, 150, 299) else "A heron.",
            published_at=minutes_ago(n), link=f"https://a.example/{n}",
        )
        for n in range(300)
    ]  # fmt: skip
    ids = (await bring(store, feed.id, *made)).new_ids
    without = Selection(query="-heron")
    assert [e.id for e in (await store.page(without)).entries] == [ids[3], ids[150], ids[299]]
    assert [e.id for e in await walk_down(store, without, 2)] == [ids[3], ids[150], ids[299]]
    assert [e.id for e in await walk_up(store, without, 2)] == [ids[3], ids[150], ids[299]]
    await store.delete([ids[150]], minutes_ago(0))
    assert [e.id for e in (await store.page(without)).entries] == [ids[3], ids[299]]
    assert [
        e.id for e in (await store.page(Selection(query="-otter"), Stretch(limit=4))).entries
    ] == [ids[n] for n in (0, 1, 2, 4)]
