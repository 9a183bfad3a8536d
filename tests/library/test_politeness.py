"""A refresh over many feeds burdens no host and keeps little in memory."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from reader.library.fetching.network import Backlog
from reader.library.library import Library, RefreshProgress
from reader.model import Selection
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Exchange, Trick, whole
from tests.library.conftest import Clock, subscribe

LIMITED = Trick(
    "limited",
    whole(b"later", ("Retry-After", "7200"), status="429 Too Many Requests"),
    ("rate_limited",),
    port="busy",
)


async def test_what_a_server_asked_for_outlives_the_program_and_holds_for_its_whole_host(
    paths: Paths, clock: Clock
) -> None:
    async with FaultServer(feeds=1, entries=2, tricks=[LIMITED]) as server:
        clock.now = datetime.now(UTC)  # what a server asks for counts from then
        limited, other = server.fault("limited").url, f"{server.base('busy')}/feeds/0.rss20"
        subscribe(paths, [limited])
        library = await Library.open(paths, clock=clock)
        await library.refresh()
        await library.close()
        subscribe(paths, [limited, other])
        library = await Library.open(paths, clock=clock)
        try:
            clock.forward(minutes=119)
            for feed in await library.feeds():
                (result,) = await library.refresh(feed_ids=[feed.id])
                assert result.new == 0
            assert [s.path for s in server.seen] == ["/limited"]
            clock.forward(minutes=2)
        finally:
            await library.close()
        library = await Library.open(paths, clock=clock)
        try:
            second = (await library.feeds())[1]
            assert (await library.refresh(feed_ids=[second.id]))[0].new == 2
        finally:
            await library.close()


async def test_a_clock_that_was_a_year_ahead_keeps_no_feed_from_being_asked(
    paths: Paths, clock: Clock
) -> None:
    async with FaultServer(feeds=1, entries=2, tricks=[LIMITED]) as server:
        clock.now = datetime.now(UTC)
        subscribe(paths, [*server.feed_urls(), server.fault("limited").url])
        for days in (365, -365):
            clock.forward(days=days)
            library = await Library.open(paths, clock=clock)
            try:
                results = await library.refresh(due_only=True)
            finally:
                await library.close()
        assert [result.status for result in results] == ["unchanged", "error"]
        assert server.count("/limited") == 2


async def test_a_crowded_host_does_not_keep_the_others_waiting(paths: Paths, clock: Clock) -> None:
    slow = Trick("slow", whole(b"nothing"), ("not_a_feed",), port="crowded")
    async with FaultServer(feeds=3, entries=1, tricks=[slow]) as server:
        crowd = [f"{server.base('crowded')}/slow?{n}" for n in range(60)]
        subscribe(paths, [*crowd, *server.feed_urls()])
        library = await Library.open(paths, clock=clock)
        try:
            results = await library.refresh()
        finally:
            await library.close()
        assert [r.url for r in results] == [*crowd, *server.feed_urls()]
        assert [r.new for r in results[-3:]] == [1, 1, 1]
        first = [s.path for s in server.seen[:10]]
        assert {f"/{path}" for path in server.newsroom.paths} <= set(first)
        assert server.most_at_once["crowded"] <= 2


async def test_a_closed_library_can_be_opened_and_refreshed_by_the_next_program(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    subscribe(paths, server.feed_urls())
    for expected in (28, 0):
        library = await Library.open(paths, clock=clock)
        try:
            assert sum(r.new for r in await library.refresh()) == expected
            assert await library.count(Selection()) == 28
        finally:
            await library.close()


async def test_fetching_pauses_while_too_much_waits_for_a_worker() -> None:
    backlog = Backlog(most=100)
    await backlog.room()
    with backlog.holding(60), backlog.holding(60):
        waiting = asyncio.create_task(backlog.room())
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting
    assert backlog.held == 0


async def test_large_bodies_are_read_few_at_a_time_and_only_while_little_waits() -> None:
    backlog = Backlog(most=100, large=1)
    with backlog.holding(100):
        turn = asyncio.create_task(backlog.__aenter__())
        await asyncio.sleep(0)
        assert not turn.done()
    await turn
    second = asyncio.create_task(backlog.__aenter__())
    await asyncio.sleep(0)
    assert not second.done()
    await backlog.__aexit__(None, None, None)
    await second
    await backlog.__aexit__(None, None, None)


async def test_a_turn_given_up_is_free_for_the_next() -> None:
    backlog = Backlog(most=100, large=1)
    with backlog.holding(100):
        turn = asyncio.create_task(backlog.__aenter__())
        await asyncio.sleep(0)
        turn.cancel()
        with pytest.raises(asyncio.CancelledError):
            await turn
    async with backlog:
        assert backlog.held == 0


async def test_what_broke_off_is_not_taken_for_the_whole_when_the_server_says_nothing_changed(
    paths: Paths,
) -> None:
    items = "".join(f"<item><guid>{n}</guid><title>Tide {n}</title></item>" for n in range(3))
    feed = f"<rss version='2.0'><channel><title>Quay</title>{items}</channel></rss>".encode()
    answers = [feed[: feed.index(b"Tide 2")], feed]

    async def cut_once(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"same"':
            await exchange.answer("304 Not Modified")
            return
        body = answers.pop(0)
        await exchange.send(b'HTTP/1.0 200 OK\r\nETag: "same"\r\n\r\n' + body)
        exchange.over()

    async with FaultServer(feeds=0, tricks=[Trick("cut", cut_once, ("ok",))]) as server:
        subscribe(paths, [server.fault("cut").url])
        library = await Library.open(paths)
        for _ in range(3):
            await library.refresh()
        titles = {entry.title for entry in (await library.page(Selection())).entries}
        assert titles == {"Tide 0", "Tide 1", "Tide 2"}
        await library.close()
        assert answers == []
        assert server.count("/cut") == 3


async def test_an_address_that_cannot_be_used_is_told_once_and_again_when_it_is_asked_for(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, ["ftp://example.org/feed", *server.feed_urls()])
    library = await Library.open(paths)
    try:
        first = await library.refresh(due_only=True)
        assert [r.status for r in first] == ["error"] + ["new"] * 7
        told: list[RefreshProgress] = []
        second = await library.refresh(due_only=True, on_progress=told.append)
        assert {r.status for r in second} == {"skipped"}
        assert second[0].failure is not None and second[0].failure.kind == "bad_url"
        assert told == []  # nothing is begun for it
        subscribe(paths, ["ftp://example.org/feed", "exec:none", *server.feed_urls()])
        await library.reload_config()
        third = await library.refresh(due_only=True)
        assert [r.status for r in third[:2]] == ["skipped", "error"]  # nor told beside others
        assert {r.status for r in third[2:]} == {"skipped"}
        assert (await library.refresh())[0].status == "error"
        bad = (await library.feeds())[0]
        assert (await library.refresh(feed_ids=[bad.id]))[0].status == "error"
        assert (await library.counts()).failing == 2
    finally:
        await library.close()


def _said(*children: str) -> bytes:
    items = "".join(f"<item><guid>{n}</guid><title>Tide {n}</title></item>" for n in range(3))
    inside = "".join(children)
    return (
        f"<rss version='2.0'><channel><title>Quay</title>{inside}{items}</channel></rss>".encode()
    )


@pytest.mark.parametrize("answers_304", [True, False])
async def test_what_a_feed_says_of_its_hours_counts_as_well_when_nothing_is_new(
    paths: Paths, clock: Clock, answers_304: bool
) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(13, 18))
    body = _said("<ttl>240</ttl>", f"<skipHours>{hours}</skipHours>")

    async def unchanged(exchange: Exchange) -> None:
        if answers_304 and exchange.headers.get("if-none-match") == '"same"':
            await exchange.answer("304 Not Modified")
            return
        await exchange.answer("200 OK", body, ("ETag", '"same"'))

    async with FaultServer(feeds=0, tricks=[Trick("quay", unchanged, ("ok",))]) as server:
        subscribe(paths, [server.fault("quay").url])
        library = await Library.open(paths, clock=clock)
        try:
            due = []
            for _ in range(3):
                await library.refresh()
                (feed,) = [one for one in await library.feeds() if one.url.startswith("http")]
                due.append(feed.next_fetch_at)
                clock.forward(hours=4)
        finally:
            await library.close()
    # At 8, 12 and 16 o'clock: four hours on, but not from 13 to 18.
    assert [at and at.hour for at in due] == [12, 18, 20]


async def test_a_feed_that_is_added_is_left_alone_for_as_long_as_it_asks(
    paths: Paths, clock: Clock
) -> None:
    hourly = Trick("hourly", whole(_said("<ttl>240</ttl>")), ("ok",))
    cached = Trick("cached", whole(_said(), ("Cache-Control", "max-age=7200")), ("ok",))
    async with FaultServer(feeds=0, tricks=[hourly, cached]) as server:
        library = await Library.open(paths, clock=clock)
        try:
            due = [
                (await library.add(server.fault(n).url)).next_fetch_at for n in ("hourly", "cached")
            ]
        finally:
            await library.close()
    assert [at and at.hour for at in due] == [12, 10]


async def test_what_breaks_off_twice_at_one_place_is_asked_for_once_more(paths: Paths) -> None:
    feed = _said()
    cut = feed[: feed.index(b"Tide 2")]
    answers = [cut, cut, feed]

    async def cut_twice(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"same"':
            await exchange.answer("304 Not Modified")
            return
        await exchange.send(b'HTTP/1.0 200 OK\r\nETag: "same"\r\n\r\n' + answers.pop(0))
        exchange.over()

    async with FaultServer(feeds=0, tricks=[Trick("cut", cut_twice, ("ok",))]) as server:
        subscribe(paths, [server.fault("cut").url])
        library = await Library.open(paths)
        try:
            for _ in range(4):
                await library.refresh()
            titles = {entry.title for entry in (await library.page(Selection())).entries}
        finally:
            await library.close()
    assert titles == {"Tide 0", "Tide 1", "Tide 2"}
    assert answers == []
