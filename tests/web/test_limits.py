"""Time limits: an answer that is there counts, however late this program gets to see it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator

import pytest

from reader.web.fetch import Fetcher
from reader.web.limits import Limit
from reader.web.request import Request, Settings
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Exchange, Trick


def starve(seconds: float) -> None:
    """Other programs have the processor: nothing here runs."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection; the first is the reader's."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        yield ours, theirs


async def test_an_answer_met_too_late_is_an_answer(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    loop = asyncio.get_running_loop()

    def answer_while_starved() -> None:
        pair[1].send(b"x")
        starve(0.6)

    async with Limit(0.1) as limit:
        loop.call_soon(answer_while_starved)
        assert await loop.sock_recv(pair[0], 1) == b"x"
    assert limit.granted >= 0.4


async def test_an_answer_begun_while_starved_still_has_a_moment(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    loop = asyncio.get_running_loop()

    def answer_in_the_next_turn() -> None:
        starve(0.6)
        loop.call_soon(loop.call_soon, pair[1].send, b"x")

    async with Limit(0.1):
        loop.call_soon(answer_in_the_next_turn)
        assert await loop.sock_recv(pair[0], 1) == b"x"


async def test_silence_ends_at_the_limit(pair: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(TimeoutError):
        async with Limit(0.1):
            await asyncio.get_running_loop().sock_recv(pair[0], 1)


async def test_a_limit_is_put_off_brought_forward_and_given_up() -> None:
    loop = asyncio.get_running_loop()
    never = loop.create_future()
    with pytest.raises(TimeoutError):
        async with Limit(None) as limit:
            limit.reschedule(loop.time() + 1_000)
            limit.reschedule(loop.time())
            await never
    async with Limit(0.0) as limit:
        limit.reschedule(None)
        await asyncio.sleep(0.01)


async def test_a_limit_that_is_over_is_not_put_off() -> None:
    """Whoever is busy when the time ends may put it off once more before learning of it."""
    loop = asyncio.get_running_loop()
    faults: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _, context: faults.append(context))
    with pytest.raises(TimeoutError):
        async with Limit(0.0) as limit:
            end = loop.time()
            try:
                while True:
                    limit.reschedule(end)
                    await asyncio.sleep(0)
            finally:
                limit.reschedule(end)
                for _ in range(9):  # closing a connection may take a while
                    await asyncio.sleep(0)
    assert not faults


async def test_who_is_cancelled_from_outside_is_not_timed_out() -> None:
    async def wait() -> None:
        async with Limit(1_000):
            await asyncio.get_running_loop().create_future()

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_feed_is_fetched_by_a_program_that_hardly_gets_a_turn() -> None:
    async def answer(exchange: Exchange) -> None:
        starve(0.8)
        await exchange.answer(body=b"<rss/>")

    async with FaultServer(tricks=[Trick("starved", answer, ())]) as server:
        fetcher = Fetcher(Settings(stall=0.3))
        url = server.fault("starved").url
        assert (await fetcher.get(Request(url, user_typed=url))).body == b"<rss/>"
        await fetcher.close()
