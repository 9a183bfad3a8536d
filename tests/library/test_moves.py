"""A feed that has moved for good takes its new address, once that is certain."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from reader.library.library import Library
from reader.model import Selection
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Exchange, Trick
from tests.library.conftest import Clock, subscribe


@pytest_asyncio.fixture(loop_scope="session")
async def moving(server: FaultServer) -> FaultServer:
    """A server whose second feed has moved from ``/old`` to where it is."""
    server.newsroom.moved["old"] = server.newsroom.paths[1]
    return server


def _old(server: FaultServer) -> str:
    return f"{server.base('feeds')}/old"


@pytest_asyncio.fixture(loop_scope="session")
async def reading(paths: Paths, moving: FaultServer, clock: Clock) -> AsyncIterator[Library]:
    """A library subscribed to the feed at its old address, with a remark beside it."""
    subscribe(paths, [_old(moving)], more="# my own remark\n")
    library = await Library.open(paths, clock=clock)
    yield library
    await library.close()


async def _days(library: Library, clock: Clock, *hours: float) -> None:
    for wait in hours:
        clock.forward(hours=wait)
        await library.refresh()


async def test_the_third_time_over_a_day_feeds_toml_names_the_new_address(
    reading: Library, moving: FaultServer, paths: Paths, clock: Clock
) -> None:
    before = paths.feeds.read_text()
    old, new = _old(moving), moving.feed_urls()[1]
    entries = [e.id for e in (await _refreshed(reading)).entries]
    await _days(reading, clock, 12)
    assert paths.feeds.read_text() == before
    await _days(reading, clock, 12)
    assert paths.feeds.read_text() == before.replace(old, new)
    assert [s.url for s in reading.subscriptions()] == [new]
    (feed,) = await reading.feeds()
    assert (feed.url, feed.total) == (new, 4)
    assert [e.id for e in (await reading.page(Selection())).entries] == entries
    await _days(reading, clock, 1)
    assert moving.count("/old") == 3


async def _refreshed(library: Library):  # type: ignore[no-untyped-def]
    await library.refresh()
    return await library.page(Selection())


@pytest.mark.parametrize("hours", [(1, 1, 1, 1), (25,)])
async def test_neither_often_nor_long_alone_is_enough(
    reading: Library, paths: Paths, clock: Clock, hours: tuple[float, ...]
) -> None:
    before = paths.feeds.read_bytes()
    await _days(reading, clock, 0, *hours)
    assert paths.feeds.read_bytes() == before


async def test_undo_puts_the_old_address_back_and_it_stays(
    reading: Library, moving: FaultServer, paths: Paths, clock: Clock
) -> None:
    before = paths.feeds.read_bytes()
    await _days(reading, clock, 0, 12, 12)
    assert paths.feeds.read_bytes() != before
    undone = await reading.undo()
    assert undone is not None
    assert "has moved" in undone.text
    assert paths.feeds.read_bytes() == before
    assert [f.url for f in await reading.feeds()] == [_old(moving)]
    assert await reading.count(Selection()) == 4
    await _days(reading, clock, 24, 24, 24, 24)
    assert paths.feeds.read_bytes() == before


async def test_a_target_that_gives_no_feed_is_not_adopted(
    reading: Library, moving: FaultServer, paths: Paths, clock: Clock
) -> None:
    before = paths.feeds.read_bytes()
    moving.newsroom.moved["old"] = "story/7"
    for _ in range(5):
        await _days(reading, clock, 48)
    assert paths.feeds.read_bytes() == before


async def test_a_move_that_is_taken_back_is_forgotten(
    reading: Library, moving: FaultServer, paths: Paths, clock: Clock
) -> None:
    before = paths.feeds.read_bytes()
    await _days(reading, clock, 0, 12)
    moving.newsroom.moved["old"] = moving.newsroom.paths[2]
    await _days(reading, clock, 12, 1)
    assert paths.feeds.read_bytes() == before


async def test_a_feed_that_moved_to_another_subscription_is_left_alone(
    paths: Paths, moving: FaultServer, clock: Clock
) -> None:
    subscribe(paths, [_old(moving), moving.feed_urls()[1]])
    before = paths.feeds.read_bytes()
    library = await Library.open(paths, clock=clock)
    try:
        await _days(library, clock, 0, 12, 12)
        assert paths.feeds.read_bytes() == before
    finally:
        await library.close()


async def test_a_broken_feeds_toml_is_not_edited_and_the_move_comes_later(
    reading: Library, moving: FaultServer, paths: Paths, clock: Clock
) -> None:
    good = paths.feeds.read_bytes()
    await _days(reading, clock, 0, 12)
    broken = good + b"\n[[feed]\n"
    paths.feeds.write_bytes(broken)
    await reading.reload_config()
    await _days(reading, clock, 12)
    assert paths.feeds.read_bytes() == broken
    paths.feeds.write_bytes(good)
    await reading.reload_config()
    await _days(reading, clock, 1)
    assert [s.url for s in reading.subscriptions()] == [moving.feed_urls()[1]]


async def test_a_new_address_written_by_hand_is_the_same_feed(
    reading: Library, moving: FaultServer, paths: Paths
) -> None:
    await reading.refresh()
    read = (await reading.page(Selection())).entries[0].id
    await reading.set_read([read], True)
    subscribe(paths, [moving.feed_urls()[1]])
    assert await reading.reload_config()
    await reading.refresh()
    assert (await reading.entry(read)).is_read
    assert await reading.count(Selection()) == 4


def _moved(name: str, to: str, **elsewhere: str) -> Trick:
    """A feed that has moved to ``to``, on the port of the healthy ones."""

    async def moved(exchange: Exchange) -> None:
        target = exchange.base("feeds") + to
        await exchange.answer("301 Moved Permanently", b"", ("Location", target))

    return Trick(name, moved, ("ok",), **elsewhere)


@pytest.mark.parametrize("chosen", ["headers = { X-Key = 'abc' }", "verify_tls = false", "login"])
async def test_what_was_chosen_for_one_server_alone_goes_to_no_other_with_a_move(
    paths: Paths, clock: Clock, chosen: str
) -> None:
    here, there = (
        _moved("here", "/feeds/0.rss20", port="feeds"),
        _moved("there", "/feeds/1.atom10", port="own"),
    )
    async with FaultServer(feeds=2, entries=1, tricks=[here, there]) as server:
        urls = [server.fault(name).url for name in ("here", "there")]
        if chosen == "login":
            urls, chosen = [url.replace("//", "//ann:secret@") for url in urls], ""
        paths.feeds.parent.mkdir(parents=True)
        blocks = "".join(f'[[feed]]\nurl = "{url}"\n{chosen}\n' for url in urls)
        paths.feeds.write_text(f'[network]\nallow_private = ["127.0.0.0/8"]\n{blocks}')
        library = await Library.open(paths, clock=clock)
        try:
            await _days(library, clock, 0, 12, 12, 1)
            same, other = library.subscriptions()
            assert [(r.status, r.failure) for r in await library.refresh()] == [
                ("unchanged", None)
            ] * 2
        finally:
            await library.close()
    assert same.url == urls[0].replace("/here", "/feeds/0.rss20")
    assert other.url == urls[1]
    told = [seen.headers for seen in server.seen if seen.path == "/feeds/1.atom10"]
    assert len(told) == 5
    assert not any({"x-key", "authorization"} & set(headers) for headers in told)
