"""Feeds stored several at a time: none waits for long, none costs another its news."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from reader.errors import NotFound, StoreFull
from reader.library.fetching.network import Network
from reader.library.library import Library
from reader.library.refreshing import together
from reader.library.refreshing.together import Together
from reader.paths import Paths
from reader.store.arriving.entries import Applied, Arrived
from reader.store.store import Fetched, Store
from tests.store.making import NOW, digested, feed_of


class Shelf:
    """A store that notes which feeds came at once; 13 meets a fault, 404 is not there."""

    def __init__(self) -> None:
        self.came: list[list[int]] = []
        self.error: Exception | None = None

    async def apply_together(
        self, arrived: Sequence[Arrived], *, words_later: bool
    ) -> list[Applied | NotFound]:
        """Note the feeds."""
        assert words_later
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        ids = [each.feed_id for each in arrived]
        if 13 in ids:
            raise ValueError("a fault")
        self.came.append(ids)
        return [NotFound("gone") if id_ == 404 else Applied(id_, 0, ()) for id_ in ids]

    async def apply_in_parts(self, arrived: Arrived, *, goes_on: Callable[[], bool]) -> Applied:
        """Note the feed for each of its parts, of a hundred entries."""
        if self.error is not None:
            raise self.error
        for _ in range(0, len(arrived.digested.entries), 100):
            if goes_on():
                self.came.append([arrived.feed_id])
                await asyncio.sleep(0)
        return Applied(arrived.feed_id, 0, ())


def brought(feed_id: int, number: int = 1) -> Arrived:
    """What a feed brings: so many entries."""
    entries = [digested(f"{feed_id}-{n}", "Ferry") for n in range(number)]
    return Arrived(feed_id, feed_of(*entries), Fetched(NOW))


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A store; nobody's time comes before he is stored."""
    monkeypatch.setattr(together, "WAIT", 3600)
    return Shelf()


def over(shelf: Shelf, most: int = together.FEEDS) -> Together:
    """What is tried, over a store."""
    return Together(cast(Store, shelf), most)


async def bring(several: Together, *feeds: Arrived) -> list[Applied | BaseException]:
    """Let feeds that are in work at one time bring something; what becomes of each."""

    async def one(arrived: Arrived) -> Applied:
        with several.in_work():
            await asyncio.sleep(0)
            return await several.keep(arrived)

    return await asyncio.gather(*map(one, feeds), return_exceptions=True)


async def test_feeds_that_all_wait_are_stored_at_once(shelf: Shelf) -> None:
    found = await bring(over(shelf), brought(1), brought(2), brought(3))
    assert shelf.came == [[1, 2, 3]]
    assert found == [Applied(1, 0, ()), Applied(2, 0, ()), Applied(3, 0, ())]


async def test_a_feed_alone_waits_for_nobody(shelf: Shelf) -> None:
    await bring(over(shelf), brought(1))
    await bring(over(shelf), brought(2))
    assert shelf.came == [[1], [2]]


@pytest.mark.parametrize("most", [together.FEEDS, together.FEEDS_BESIDE])
async def test_many_feeds_or_many_entries_wait_for_no_other(shelf: Shelf, most: int) -> None:
    several = over(shelf, most)
    with several.in_work():  # a slow server
        await bring(several, *map(brought, range(most)))
        await bring(several, brought(20, most * together.ENTRIES))
    assert [len(ids) for ids in shelf.came] == [most, 1]


async def test_nobody_waits_for_a_slow_server(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "WAIT", 0.01)
    several = over(shelf)
    with several.in_work():
        await bring(several, brought(1), brought(2))
    assert sorted(id_ for ids in shelf.came for id_ in ids) == [1, 2]


async def test_what_waits_is_stored_when_the_last_other_feed_brings_nothing(shelf: Shelf) -> None:
    several = over(shelf)
    with several.in_work():
        task = asyncio.create_task(bring(several, brought(1)))
        while not several._waiting:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert shelf.came == []
    assert await task == [Applied(1, 0, ())]


async def test_a_feed_that_is_gone_costs_the_others_nothing(shelf: Shelf) -> None:
    found = await bring(over(shelf), brought(1), brought(404), brought(3))
    assert [type(each) for each in found] == [Applied, NotFound, Applied]
    assert shelf.came == [[1, 404, 3]]


async def test_a_fault_in_what_one_feed_brings_costs_the_others_nothing(shelf: Shelf) -> None:
    found = await bring(over(shelf), brought(1), brought(13), brought(3))
    assert [type(each) for each in found] == [Applied, ValueError, Applied]
    assert shelf.came == [[1], [3]]


async def test_a_library_that_cannot_be_written_is_told_to_all(shelf: Shelf) -> None:
    shelf.error = StoreFull("No room.", path=Path("library.db"))
    found = await bring(over(shelf), brought(1), brought(2))
    assert found == [shelf.error, shelf.error]


async def test_feeds_of_a_refresh_that_was_stopped_are_not_stored(shelf: Shelf) -> None:
    several = over(shelf)
    with several.in_work():
        task = asyncio.create_task(bring(several, brought(1)))
        while not several._waiting:  # noqa: ASYNC110
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await bring(several, *map(brought, range(2, 2 + together.FEEDS)))
    assert all(1 not in ids for ids in shelf.came)


async def test_small_feeds_are_stored_between_the_parts_of_a_large_one(shelf: Shelf) -> None:
    found = await bring(over(shelf), brought(2, 900), brought(3))
    assert [2] == shelf.came[0] == shelf.came[-1]
    assert (shelf.came.count([2]), shelf.came.count([3]), len(shelf.came)) == (9, 1, 10)
    assert found == [Applied(2, 0, ()), Applied(3, 0, ())]


async def test_nothing_more_of_a_large_feed_is_stored_when_its_refresh_is_stopped(
    shelf: Shelf,
) -> None:
    several = over(shelf)
    task = asyncio.create_task(bring(several, brought(2, 5_000)))
    while not shelf.came:  # noqa: ASYNC110
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    while several._tasks:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert len(shelf.came) < 5


async def test_a_large_feed_that_cannot_be_stored_is_told(shelf: Shelf) -> None:
    shelf.error = StoreFull("No room.", path=Path("library.db"))
    assert await bring(over(shelf), brought(1, 300)) == [shelf.error]


async def test_beside_an_open_reader_fewer_feeds_are_stored_at_once(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.library.Network", Network)  # as it is made outside tests
    alone = await Library.open(paths)
    try:
        beside = await Library.open(paths, listed=alone._list.listed())
        try:
            found = [library._refresher._one._together._most for library in (alone, beside)]
        finally:
            await beside.close()
    finally:
        await alone.close()
    assert found == [together.FEEDS, together.FEEDS_BESIDE]
