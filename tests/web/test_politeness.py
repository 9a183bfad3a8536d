"""How many at once, who waits for whom, and who is left alone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from reader.errors import FetchError
from reader.web.fetch import Fetcher, Request, Settings
from reader.web.slots import CUT_OFF_AFTER, HURRY, Hosts, in_rounds
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Exchange, Trick, whole

BODY = b"<rss version='2.0'><channel><title>Quay</title></channel></rss>"


class Gate:
    """A handler that holds every request until it is opened."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.inside = 0

    async def __call__(self, exchange: Exchange) -> None:
        self.inside += 1
        await self.opened.wait()
        await exchange.answer("200 OK", BODY)


async def until(condition: Callable[[], bool]) -> None:
    """Let others run until ``condition()`` holds."""
    while not condition():  # noqa: ASYNC110 - what is waited for happens in the server's tasks
        await asyncio.sleep(0)


async def get(fetcher: Fetcher, url: str, *, force: bool = False) -> str:
    try:
        await fetcher.get(Request(url, user_typed=url, force=force))
    except FetchError as error:
        return error.kind
    return "ok"


async def test_one_host_sees_two_connections_while_others_are_asked_meanwhile() -> None:
    gate = Gate()
    tricks = [Trick("slow", gate, ("ok",), port="slow")]
    async with FaultServer(feeds=6, tricks=tricks) as server:
        fetcher = Fetcher(Settings(concurrency=4))
        url = server.fault("slow").url
        slow = [asyncio.create_task(get(fetcher, f"{url}")) for _ in range(20)]
        await until(lambda: gate.inside == 2)
        healthy = await asyncio.gather(*(get(fetcher, u) for u in server.feed_urls()))
        assert healthy == ["ok"] * 6
        assert gate.inside == 2
        gate.opened.set()
        assert await asyncio.gather(*slow) == ["ok"] * 20
        assert server.most_at_once["slow"] <= 2
        await fetcher.close()


async def test_no_more_fetches_run_at_once_than_there_are_slots() -> None:
    gates = [Gate() for _ in range(5)]
    tricks = [Trick(f"gate{n}", gate, ("ok",), port=f"p{n}") for n, gate in enumerate(gates)]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher(Settings(concurrency=3))
        tasks = [asyncio.create_task(get(fetcher, fault.url)) for fault in server.faults]
        await until(lambda: sum(gate.inside for gate in gates) == 3)
        for gate in gates:
            gate.opened.set()
        assert await asyncio.gather(*tasks) == ["ok"] * 5
        await fetcher.close()


async def test_waiting_for_a_turn_does_not_count_against_the_deadline() -> None:
    async def slowish(exchange: Exchange) -> None:
        await asyncio.sleep(0.1)
        await exchange.answer("200 OK", BODY)

    async with FaultServer(tricks=[Trick("slowish", slowish, ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("slowish").url
        requests = (fetcher.get(Request(url, user_typed=url, deadline=1.5)) for _ in range(40))
        assert len(await asyncio.gather(*requests)) == 40
        await fetcher.close()


async def test_connections_are_used_again_within_a_refresh_and_closed_after_it() -> None:
    async with FaultServer(feeds=40) as server:
        fetcher = Fetcher()
        assert set(await asyncio.gather(*(get(fetcher, u) for u in server.feed_urls()))) == {"ok"}
        assert server.most_at_once["feeds"] <= 2
        assert server.opened["feeds"] <= 4
        await until(lambda: server.open_now("feeds") == 0)
        await fetcher.close()


async def test_feeds_that_have_not_changed_share_connections_too() -> None:
    async with FaultServer(feeds=1) as server:
        fetcher = Fetcher()
        url = server.feed_urls()[0]
        etag = (await fetcher.get(Request(url, user_typed=url))).headers["etag"]
        before = server.opened["feeds"]
        again = [Request(url, etag=etag, user_typed=url) for _ in range(20)]
        responses = await asyncio.gather(*(fetcher.get(request) for request in again))
        assert all(response.not_modified for response in responses)
        assert server.opened["feeds"] - before <= 2
        await fetcher.close()


async def test_a_connection_closed_by_the_server_meanwhile_is_opened_anew() -> None:
    async def answer_and_hang_up(exchange: Exchange) -> None:
        await exchange.answer("200 OK", BODY)
        exchange.over()

    async with FaultServer(tricks=[Trick("once", answer_and_hang_up, ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("once").url
        assert await asyncio.gather(*(get(fetcher, url) for _ in range(12))) == ["ok"] * 12
        await fetcher.close()


@pytest.mark.parametrize(
    "more", [b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno"]
)
async def test_what_a_server_says_too_much_is_no_answer_to_the_next_request(more: bytes) -> None:
    async def say_too_much(exchange: Exchange) -> None:
        await exchange.send(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY + more
        )

    async with FaultServer(tricks=[Trick("talker", say_too_much, ("ok",))]) as server:
        fetcher = Fetcher()
        request = Request(server.fault("talker").url, user_typed=server.fault("talker").url)
        responses = await asyncio.gather(*(fetcher.get(request) for _ in range(12)))
        await fetcher.close()
        assert [response.body for response in responses] == [BODY] * 12


async def test_a_server_that_gave_an_idle_connection_up_is_asked_on_another() -> None:
    met: list[Exchange] = []

    async def answer_once(exchange: Exchange) -> None:
        if any(one is exchange for one in met):
            await exchange.answer("408 Request Timeout")
            exchange.over()
        met.append(exchange)
        await exchange.answer("200 OK", BODY)

    async with FaultServer(tricks=[Trick("tired", answer_once, ("ok",))]) as server:
        fetcher = Fetcher()
        url = server.fault("tired").url
        assert await asyncio.gather(*(get(fetcher, url) for _ in range(12))) == ["ok"] * 12
        await fetcher.close()


async def test_a_host_that_asks_to_be_left_alone_is_left_alone_on_that_port_only() -> None:
    tricks = [
        Trick("busy", whole(b"", ("Retry-After", "120"), status="429 Slow down"), ("rate_limited",),
              port="busy"),
        Trick("beside", whole(BODY), ("ok",), port="busy"),
    ]  # fmt: skip
    async with FaultServer(feeds=1, tricks=tricks) as server:
        fetcher = Fetcher()
        busy, beside = server.fault("busy").url, server.fault("beside").url
        before = datetime.now(UTC)
        assert await get(fetcher, busy) == "rate_limited"
        asked = len(server.seen)
        with pytest.raises(FetchError) as caught:
            await fetcher.get(Request(beside, user_typed=beside))
        assert caught.value.kind == "rate_limited"
        assert caught.value.retry_at is not None
        assert caught.value.retry_at >= before + timedelta(seconds=119)
        assert fetcher.held_until(beside) == caught.value.retry_at
        assert len(server.seen) == asked
        assert await get(fetcher, server.feed_urls()[0]) == "ok"
        assert await get(fetcher, beside, force=True) == "ok"
        await fetcher.close()


async def test_those_that_wait_for_their_turn_learn_that_the_host_wants_to_be_alone() -> None:
    limited = whole(b"", ("Retry-After", "60"), status="503 Busy")
    async with FaultServer(tricks=[Trick("busy", limited, ("rate_limited",))]) as server:
        fetcher = Fetcher()
        url = server.fault("busy").url
        kinds = await asyncio.gather(*(get(fetcher, url) for _ in range(30)))
        assert set(kinds) == {"rate_limited"}
        assert server.count("/busy") <= 2
        await fetcher.close()


async def test_a_hold_that_is_over_holds_no_more() -> None:
    fetcher = Fetcher()
    now = datetime.now(UTC)
    fetcher.hold("https://h.example/feed", now - timedelta(seconds=1))
    assert fetcher.held_until("https://h.example/other") is None
    fetcher.hold("https://h.example/feed", now + timedelta(hours=1))
    fetcher.hold("https://h.example/feed", now + timedelta(minutes=1))
    assert fetcher.held_until("https://H.example./other") == now + timedelta(hours=1)
    assert fetcher.held_until("https://h.example:444/") is None
    assert fetcher.held_until("no address") is None
    await fetcher.close()


async def test_those_that_wait_for_a_host_nobody_reaches_are_told_at_once() -> None:
    async with FaultServer(feeds=0) as server:
        fetcher = Fetcher(Settings(connect=0.3))
        url = server.fault("queue_is_full").url

        async def message(force: bool = False) -> str:
            with pytest.raises(FetchError) as caught:
                await fetcher.get(Request(url, user_typed=url, force=force))
            assert caught.value.kind == "timeout"
            return caught.value.message

        messages = await asyncio.gather(*(message() for _ in range(20)))
        assert sum("No connection" in text for text in messages) <= 4
        assert "No connection" in await message(force=True)
        await fetcher.close()


async def test_a_host_that_answers_is_not_silent_for_having_been_slow() -> None:
    hosts = Hosts(2)
    place = ("h.example", 443)
    hosts.note_silence(place)
    hosts.note_answer(place)
    hosts.note_silence(place)
    assert not hosts.is_silent(place)
    hosts.note_silence(place)
    assert hosts.is_silent(place)
    assert not hosts.is_silent(("h.example", 80))


async def test_where_nobody_at_all_answers_the_others_are_tried_in_a_hurry() -> None:
    hosts = Hosts(2)
    for number in range(CUT_OFF_AFTER):
        assert hosts.patience(10.0) == 10.0
        hosts.note_silence((f"h{number}.example", 443))
    assert hosts.patience(10.0) == HURRY
    assert hosts.patience(0.5) == 0.5
    hosts.note_answer(("h1.example", 443))
    assert hosts.patience(10.0) == 10.0


async def test_a_healthy_host_behind_many_dead_ones_is_reached() -> None:
    with ExitStack() as stack:
        dead = [stack.enter_context(_dead_port()) for _ in range(CUT_OFF_AFTER + 4)]
        async with FaultServer(feeds=1) as server:
            fetcher = Fetcher(Settings(connect=0.2))
            asked = [get(fetcher, f"http://127.0.0.1:{port}/") for port in dead]
            assert set(await asyncio.gather(*asked)) == {"timeout"}
            assert await get(fetcher, server.feed_urls()[0]) == "ok"
            await fetcher.close()


@contextmanager
def _dead_port() -> Iterator[int]:
    """A port whose queue is full, where a connection waits for ever."""
    with ExitStack() as stack:
        plug = stack.enter_context(socket.socket())
        plug.bind(("127.0.0.1", 0))
        plug.listen(0)
        for _ in range(4):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(plug.getsockname())
        yield plug.getsockname()[1]


async def test_large_bodies_are_read_a_few_at_a_time_and_all_arrive() -> None:
    large = b"<rss>" + b"<!-- a remark -->" * 300_000
    tricks = [Trick(f"large{n}", whole(large), ("ok",), port=f"p{n}") for n in range(6)]
    async with FaultServer(tricks=tricks) as server:
        fetcher = Fetcher()
        requests = [Request(fault.url, user_typed=fault.url) for fault in server.faults]
        responses = await asyncio.gather(*(fetcher.get(request) for request in requests))
        assert {len(response.body) for response in responses} == {len(large)}
        await fetcher.close()


def test_feeds_of_a_crowded_host_come_after_the_first_ones_of_all_others() -> None:
    crowd = [f"https://crowd.example/{n}" for n in range(5)]
    urls = [*crowd, "https://a.example/", "nonsense", "https://b.example/"]
    order = [urls[n] for n in in_rounds(urls)]
    assert order[:5] == [*crowd[:2], "https://a.example/", "nonsense", "https://b.example/"]
    assert order[5:] == crowd[2:]
    assert in_rounds([]) == []
