"""Answers that come a little at a time, or go on where nobody reads: each on a port of its own."""

from __future__ import annotations

import asyncio

from tests.faultserver.exchange import Exchange, Handler, Trick
from tests.faultserver.faults_transport import FEED, HEAD

_CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_CHUNK = b"%x\r\n%b\r\n" % (len(FEED), FEED)
_HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload; as=style\r\n\r\n"


def _own(name: str, handler: Handler, *outcomes: str) -> Trick:
    entries = 1 if outcomes == ("ok",) else None
    return Trick(name, handler, outcomes, port=f"own_{name}", entries=entries)


def _drips(first: bytes, piece: bytes) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(first)
        await exchange.drip(piece, pause=0.05)

    return handle


def _hints(times: int) -> Handler:
    async def handle(exchange: Exchange) -> None:
        for _ in range(times // 100):
            await exchange.send(_HINT * 100)
        await exchange.answer("200 OK", FEED)

    return handle


def _reset_after(answer: bytes) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(answer)
        exchange.reset()

    return handle


def _on(*, without_end: bool) -> Handler:
    """A redirect with a body that never comes, or never ends; the feed is where it leads."""

    async def handle(exchange: Exchange) -> None:
        path, _, asked = exchange.path.partition("?")
        if asked:
            await exchange.answer("200 OK", FEED)
            exchange.over()
        head = f"HTTP/1.1 302 On\r\nLocation: {path}?on\r\nContent-Length: 99999999\r\n\r\n"
        await exchange.send(head.encode())
        while without_end:
            await exchange.send(b"x" * 100_000)
        await exchange.stall()

    return handle


async def _error_without_end(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 500 No\r\n\r\n")
    while True:
        await exchange.send(b"x" * 100_000)


async def _error_that_stalls(exchange: Exchange) -> None:
    await exchange.answer("404 Not Found", b"x", length=1000)
    await exchange.stall()


async def _a_byte_at_a_time(exchange: Exchange) -> None:
    whole = HEAD + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED
    for number in range(len(whole)):
        await exchange.send(whole[number : number + 1])
        await asyncio.sleep(0)


DRIPS = (
    _own("drips_a_chunk_extension", _drips(_CHUNKED + b"5;", b"a=b;"), "timeout", "protocol"),
    _own(
        "drips_trailers", _drips(_CHUNKED + _CHUNK + b"0\r\n", b"X: y\r\n"), "timeout", "protocol"
    ),
    _own("drips_early_hints", _drips(b"", _HINT), "timeout", "protocol"),
    _own("hints_by_the_hundred", _hints(300), "ok"),
    _own("hints_by_the_ten_thousand", _hints(10_000), "protocol", "connection"),
    _own("leads_on_and_stalls", _on(without_end=False), "ok"),
    _own("leads_on_without_end", _on(without_end=True), "ok"),
    _own("error_without_end", _error_without_end, "http"),
    _own("error_that_stalls", _error_that_stalls, "http"),
    _own("a_byte_at_a_time", _a_byte_at_a_time, "ok"),
    _own("resets_in_status", _reset_after(b"HTTP/1."), "connection", "protocol"),
    _own("resets_in_head", _reset_after(HEAD), "connection"),
    _own("resets_after_head", _reset_after(HEAD + b"Content-Length: 99\r\n\r\n"), "connection"),
    _own("resets_in_chunk", _reset_after(_CHUNKED + _CHUNK[:99]), "connection"),
    _own("resets_before_the_last_chunk", _reset_after(_CHUNKED + _CHUNK), "connection"),
)
