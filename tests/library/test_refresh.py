"""Feeds come in, are asked again politely, and fail each for itself."""

from __future__ import annotations

import asyncio
import errno
import sys
from datetime import UTC, datetime, timedelta

import pytest

from reader.errors import StoreBusy, StoreFull
from reader.library.due import is_due, may_be_asked, refresh_rule
from reader.library.fetching.network import deadline_for
from reader.library.library import Library, RefreshProgress
from reader.model import Feed, FeedFailure, Selection
from reader.paths import Paths
from reader.store.store import Store
from tests.faultserver import FaultServer
from tests.library.conftest import Clock, subscribe

NOW = datetime(2026, 3, 1, tzinfo=UTC)


async def test_feeds_of_every_format_come_in_whole(library: Library, server: FaultServer) -> None:
    results = await library.refresh()
    assert [(r.url, r.status, r.new) for r in results] == [
        (url, "new", 4) for url in server.feed_urls()
    ]
    assert await library.count(Selection()) == 28


async def test_a_second_refresh_parses_nothing_and_says_unchanged(
    library: Library, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await library.refresh()

    async def forbidden(*_: object) -> None:
        raise AssertionError("a feed was parsed again")

    monkeypatch.setattr(library._network, "digest", forbidden)
    results = await library.refresh()
    assert {r.status for r in results} == {"unchanged"}
    assert all(s.headers.get("if-none-match") for s in server.seen[-7:])


async def test_workers_get_ready_for_feeds_that_never_came_and_for_no_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected: list[int] = []
    monkeypatch.setattr(library._network, "expect", expected.append)
    await library.refresh()
    await library.refresh()
    assert expected == [7, 0]


async def test_threads_take_short_turns_during_a_refresh_and_no_longer(library: Library) -> None:
    before = sys.getswitchinterval()
    during: set[float] = set()
    await library.refresh(
        on_progress=lambda now: None if now.finished else during.add(sys.getswitchinterval())
    )
    assert max(during) < before
    assert sys.getswitchinterval() == before


async def test_a_refresh_of_those_due_asks_nobody_again_at_once(
    library: Library, server: FaultServer
) -> None:
    await library.refresh()
    asked = len(server.seen)
    results = await library.refresh(due_only=True)
    assert {r.status for r in results} == {"skipped"}
    assert len(server.seen) == asked


async def test_only_the_chosen_feed_is_asked(library: Library, server: FaultServer) -> None:
    third = (await library.feeds())[2]
    results = await library.refresh(feed_ids=[third.id])
    assert [r.url for r in results] == [third.url]
    assert len(server.seen) == 1


async def test_an_entry_that_was_read_stays_read_when_its_feed_changes(
    library: Library, server: FaultServer
) -> None:
    await library.refresh()
    page = await library.page(Selection())
    await library.set_read([e.id for e in page.entries], True)
    for path in server.newsroom.paths:
        server.newsroom.publish(path)
    results = await library.refresh()
    assert sum(r.new for r in results) == 7
    assert await library.count(Selection(unread=True)) == 7


async def test_one_bad_feed_stops_no_other_and_its_error_is_kept(
    paths: Paths, server: FaultServer
) -> None:
    bad = ["ftp://example.org/feed", "http://no-such-host.invalid/feed", "not an address"]
    subscribe(paths, [*bad, *server.feed_urls()])
    library = await Library.open(paths)
    try:
        results = await library.refresh()
        assert [r.status for r in results] == ["error"] * 3 + ["new"] * 7
        assert [r.failure.kind for r in results if r.failure] == ["bad_url", "dns", "bad_url"]
        assert [f.failure is not None for f in await library.feeds()] == [True] * 3 + [False] * 7
        counts = await library.counts()
        assert (counts.failing, counts.offline_since) == (3, None)
    finally:
        await library.close()


async def test_when_nothing_is_reached_the_reader_is_offline_and_no_feed_is_blamed(
    paths: Paths,
) -> None:
    subscribe(paths, ["http://no-such-host.invalid/feed", "http://neither.invalid/feed"])
    library = await Library.open(paths)
    try:
        await library.refresh()
        counts = await library.counts()
        assert counts.offline_since is not None
        assert counts.failing == 0
    finally:
        await library.close()


async def test_progress_counts_every_feed_and_ends(library: Library) -> None:
    told: list[RefreshProgress] = []
    await library.refresh(on_progress=told.append)
    assert [p.done for p in told] == [*range(8), 7]
    assert told[-1].finished
    assert told[-1].new == 28


async def test_a_cancelled_refresh_keeps_what_came_and_lets_the_next_one_run(
    library: Library,
) -> None:
    arrived = asyncio.Event()
    task = asyncio.create_task(
        library.refresh(on_progress=lambda p: arrived.set() if p.new else None)
    )
    await arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await library.count(Selection()) >= 4
    await library.refresh()
    assert await library.count(Selection()) == 28


async def test_while_another_program_refreshes_this_one_says_so(
    library: Library, paths: Paths
) -> None:
    other = await Store.open(paths.library)
    try:
        assert await other.claim_refresh("other", ttl=60)
        with pytest.raises(StoreBusy, match="Another Now Reading"):
            await library.refresh()
        await other.release_refresh("other")
        assert len(await library.refresh()) == 7
    finally:
        await other.close()


async def test_the_tally_is_right_when_a_feed_moves_from_bad_to_good(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [server.feed_urls()[0]])
    library = await Library.open(paths)
    try:
        await library.refresh()
        subscribe(paths, server.feed_urls()[:2])
        assert await library.reload_config()
        results = await library.refresh()
        assert [r.status for r in results] == ["unchanged", "new"]
    finally:
        await library.close()


@pytest.mark.parametrize("kind", ["dns", "refused", "connection", "timeout"])
def test_a_feed_that_was_not_reached_is_asked_again_at_any_time(kind: str) -> None:
    feed = _failing(kind, timedelta(hours=1))
    assert may_be_asked(feed, NOW)
    assert not is_due(feed, NOW)


@pytest.mark.parametrize("kind", ["http", "parse", "rate_limited", "tls"])
def test_a_feed_under_back_off_waits_its_turn_unless_it_was_chosen(kind: str) -> None:
    feed = _failing(kind, timedelta(hours=1))
    assert not may_be_asked(feed, NOW)
    assert may_be_asked(feed, NOW + timedelta(hours=1))
    assert refresh_rule(NOW, chosen=True, due_only=False)(feed)


def test_a_server_that_named_a_time_is_left_alone_until_then_even_when_chosen() -> None:
    feed = _failing("rate_limited", timedelta(hours=1), retry_at=NOW + timedelta(hours=1))
    chosen = refresh_rule(NOW, chosen=True, due_only=False)
    assert not chosen(feed)
    assert refresh_rule(NOW + timedelta(hours=2), chosen=True, due_only=False)(feed)


def test_a_feed_that_is_gone_is_asked_only_when_chosen() -> None:
    feed = _failing("gone", -timedelta(hours=1))
    assert not may_be_asked(feed, NOW)
    assert not is_due(feed, NOW)
    assert refresh_rule(NOW, chosen=True, due_only=False)(feed)


def _failing(kind: str, wait: timedelta, retry_at: datetime | None = None) -> Feed:
    failure = FeedFailure(kind, "It failed.", retry_at=retry_at)  # type: ignore[arg-type]
    return Feed(1, "http://a.example/", "A", failure=failure, failures=1, next_fetch_at=NOW + wait)


def test_a_larger_document_may_be_read_for_longer() -> None:
    assert deadline_for(0) == 20
    assert deadline_for(5_000_000) == 40


async def test_feeds_that_the_disk_refused_to_take_in_are_taken_in_by_the_next_refresh(
    paths: Paths, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = 0

    async def no_room(*_: object) -> None:
        nonlocal refused
        refused += 1
        raise StoreFull("The disk is full.", path=paths.library)

    subscribe(paths, server.feed_urls())
    with monkeypatch.context() as full:
        full.setattr(Store, "keep_subscriptions", no_room)
        library = await Library.open(paths)
        with pytest.raises(StoreFull, match="can't be written"):
            await library.refresh()
    assert refused == 2
    results = await library.refresh()
    assert [result.new for result in results] == [4] * 7
    await library.close()


async def test_a_feed_for_which_the_computer_has_no_more_is_told_so_and_comes_later(
    library: Library, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    async def used_up(*_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as full:
        full.setattr(library._network, "digest", used_up)
        results = await library.refresh()
    assert {result.failure and result.failure.message for result in results} == {
        "The computer had no more open files for this feed."
    }
    clock.forward(days=1)
    assert [result.new for result in await library.refresh()] == [4] * 7
