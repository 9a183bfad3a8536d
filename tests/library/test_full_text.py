"""Stories of feeds that carry a summary only are there whole after a refresh."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from reader.library.fetching.fulltext import NEWEST, NOTE
from reader.library.library import Library, RefreshProgress
from reader.library.refreshing.ahead import TRIES
from reader.model import Entry, Selection
from reader.naming import is_name
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import Clock, subscribe


@pytest_asyncio.fixture(loop_scope="session")
async def short(server: FaultServer) -> FaultServer:
    """A server whose first feed gives summaries only."""
    server.newsroom.summaries.add(server.newsroom.paths[0])
    return server


@pytest_asyncio.fixture(loop_scope="session")
async def reading(paths: Paths, short: FaultServer, clock: Clock) -> AsyncIterator[Library]:
    """A library subscribed to the feed of summaries and a whole one."""
    subscribe(paths, short.feed_urls()[:2])
    library = await Library.open(paths, clock=clock)
    yield library
    await library.close()


async def _summaries(library: Library, server: FaultServer) -> tuple[Entry, ...]:
    feed = next(f for f in await library.feeds() if f.url == server.feed_urls()[0])
    return (await library.page(Selection(feed_id=feed.id))).entries


def _asked_pages(server: FaultServer) -> list[str]:
    return [s.path for s in server.seen if s.path.startswith("/story/")]


async def test_the_page_of_every_new_entry_takes_the_place_of_its_summary(
    reading: Library, short: FaultServer
) -> None:
    await reading.refresh()
    entries = await _summaries(reading, short)
    assert len(entries) == 4
    for entry in entries:
        story = await reading.story(entry.id)
        assert story.origin == "page"
        assert story.note is None
        assert len(story.quotes) >= 3
        assert entry.words > 60
        assert not entry.is_read
    assert sorted(_asked_pages(short)) == [f"/story/{n}" for n in range(4)]


async def test_whole_feeds_need_no_page(reading: Library, short: FaultServer) -> None:
    await reading.refresh()
    assert not [path for path in _asked_pages(short) if path.startswith("/story/1000")]


async def test_all_feeds_are_in_before_any_page_is_fetched_and_progress_tells_it(
    reading: Library, short: FaultServer
) -> None:
    told: list[RefreshProgress] = []
    await reading.refresh(on_progress=told.append)
    kinds = [s.path.startswith("/story/") for s in short.seen]
    assert kinds == sorted(kinds)
    assert [(p.pages_done, p.pages_total) for p in told if p.pages_total] == [
        *((n, 4) for n in range(5)),
        (4, 4),
    ]
    assert all(p.done == 2 for p in told if p.pages_total)
    assert told[-1].finished


async def test_the_next_refresh_fetches_the_pages_of_a_feed_that_was_added(
    paths: Paths, short: FaultServer, clock: Clock
) -> None:
    subscribe(paths, [], more='[defaults]\nrefresh = "9h"\n')
    library = await Library.open(paths, clock=clock)
    try:
        await library.add(short.feed_urls()[0])
        assert _asked_pages(short) == []
        await library.refresh(due_only=True)
        for entry in await _summaries(library, short):
            assert (await library.story(entry.id)).origin == "page"
    finally:
        await library.close()


async def test_a_second_refresh_fetches_no_page_again(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    await reading.refresh()
    clock.forward(days=1)
    await reading.refresh()
    assert len(_asked_pages(short)) == 4


async def test_full_text_never_leaves_the_summaries(
    reading: Library, short: FaultServer, paths: Paths
) -> None:
    subscribe(paths, short.feed_urls()[:2], more='[defaults]\nfull_text = "never"\n')
    assert await reading.reload_config()
    await reading.refresh()
    assert _asked_pages(short) == []


async def test_full_text_always_asks_for_every_page_but_keeps_the_longer_text(
    reading: Library, short: FaultServer, paths: Paths
) -> None:
    subscribe(paths, short.feed_urls()[1:2], more='[defaults]\nfull_text = "always"\n')
    assert await reading.reload_config()
    await reading.refresh()
    assert len(_asked_pages(short)) == 4
    for entry in (await reading.page(Selection())).entries:
        assert (await reading.story(entry.id)).origin == "feed"


async def test_a_page_that_fails_leaves_the_summary_with_a_note_and_is_tried_three_times(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    short.newsroom.broken.add("story/2")
    await reading.refresh()
    entry = (await _summaries(reading, short))[1]
    before = await reading.story(entry.id)
    assert (before.origin, before.note) == ("feed", NOTE)
    assert "press o" in NOTE
    await reading.refresh()
    assert short.count("/story/2") == 1, "it waits before the next try"
    for _ in range(5):
        clock.forward(days=1)
        await reading.refresh()
    assert short.count("/story/2") == TRIES
    assert await reading.story(entry.id) == before


async def test_a_page_that_comes_at_the_second_try_is_kept(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    short.newsroom.broken.add("story/2")
    await reading.refresh()
    short.newsroom.broken.clear()
    clock.forward(hours=1)
    await reading.refresh(due_only=True)
    entry = (await _summaries(reading, short))[1]
    story = await reading.story(entry.id)
    assert (story.origin, story.note) == ("page", None)


async def test_a_due_refresh_fetches_waiting_pages_even_when_no_feed_is_due(
    paths: Paths, short: FaultServer, clock: Clock
) -> None:
    short.newsroom.broken.add("story/2")
    subscribe(paths, short.feed_urls()[:1], more='[defaults]\nrefresh = "9h"\n')
    library = await Library.open(paths, clock=clock)
    try:
        await library.refresh()
        short.newsroom.broken.clear()
        clock.forward(hours=1)
        results = await library.refresh(due_only=True)
        assert [r.status for r in results] == ["skipped"]
        assert short.count("/story/2") == 2
    finally:
        await library.close()


async def test_an_interrupted_refresh_is_gone_on_with_by_another_program(
    reading: Library, short: FaultServer, paths: Paths, clock: Clock
) -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(
        reading.refresh(on_progress=lambda p: begun.set() if p.pages_total else None)
    )
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    other = await Library.open(paths, clock=clock)
    try:
        await other.refresh()
        for entry in await _summaries(other, short):
            assert (await other.story(entry.id)).origin == "page"
    finally:
        await other.close()


async def test_only_the_newest_entries_of_a_feed_are_fetched_whole(
    paths: Paths, clock: Clock
) -> None:
    async with FaultServer(feeds=1, entries=30, tricks=()) as server:
        server.newsroom.summaries.add(server.newsroom.paths[0])
        subscribe(paths, server.feed_urls())
        library = await Library.open(paths, clock=clock)
        try:
            await library.refresh()
        finally:
            await library.close()
        asked = sorted(int(path.removeprefix("/story/")) for path in _asked_pages(server))
        assert asked == list(range(30 - NEWEST, 30))


async def test_a_page_in_the_private_network_is_fetched_only_where_the_user_typed_its_origin(
    paths: Paths, short: FaultServer, clock: Clock
) -> None:
    elsewhere = f"{short.base('second')}/{short.newsroom.paths[0]}"
    subscribe(paths, [elsewhere])
    library = await Library.open(paths, clock=clock)
    try:
        await library.refresh()
        assert _asked_pages(short) == []
        entry = (await library.page(Selection())).entries[0]
        assert (await library.story(entry.id)).note == NOTE
        clock.forward(days=1)
        await library.refresh()
        assert _asked_pages(short) == []
    finally:
        await library.close()


async def test_a_deleted_entry_is_not_fetched(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    short.newsroom.broken.add("story/2")
    await reading.refresh()
    await reading.delete([(await _summaries(reading, short))[1].id])
    clock.forward(days=1)
    await reading.refresh()
    assert short.count("/story/2") == 1


async def test_choosing_one_feed_fetches_no_page_of_another(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    short.newsroom.broken.add("story/2")
    await reading.refresh()
    clock.forward(days=1)
    second = (await reading.feeds())[1]
    await reading.refresh(feed_ids=[second.id])
    assert short.count("/story/2") == 1


async def test_a_feed_that_comes_again_does_not_take_the_full_text_away(
    reading: Library, short: FaultServer, clock: Clock
) -> None:
    await reading.refresh()
    short.newsroom.publish(short.newsroom.paths[0])
    clock.forward(hours=1)
    await reading.refresh()
    entries = await _summaries(reading, short)
    assert len(entries) == 5
    for entry in entries:
        assert (await reading.story(entry.id)).origin == "page"
    assert len(_asked_pages(short)) == 5


async def test_what_came_whole_is_found_by_its_words_and_speakers(
    reading: Library, short: FaultServer
) -> None:
    await reading.refresh()
    entry = (await _summaries(reading, short))[0]
    story = await reading.story(entry.id)
    speaker = next(q.speaker for q in story.quotes if q.speaker and is_name(q.speaker.name))
    assert speaker.name in {row.name for row in await reading.speakers()}
