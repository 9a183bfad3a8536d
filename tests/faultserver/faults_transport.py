"""Faults of the connection itself: nobody there, silence, breaks, TLS, and things not HTTP."""

from __future__ import annotations

from tests.faultserver.exchange import Exchange, Handler, Trick, raw, whole
from tests.faultserver.formats import rss20
from tests.faultserver.words import tale

FEED = rss20("Sick", "http://site.example", [tale(900, "http://site.example")])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_BROKEN = ("connection", "protocol")


async def _never(exchange: Exchange) -> None:
    raise AssertionError("nobody gets here")


async def _silent(exchange: Exchange) -> None:
    await exchange.stall()


async def _hang_up(exchange: Exchange) -> None:
    exchange.over()


async def _reset(exchange: Exchange) -> None:
    exchange.reset()


async def _reset_in_body(exchange: Exchange) -> None:
    await exchange.answer("200 OK", FEED[:200], length=len(FEED))
    exchange.reset()


async def _stall_in_body(exchange: Exchange) -> None:
    await exchange.answer("200 OK", FEED[:200], length=len(FEED))
    await exchange.stall()


async def _stall_in_head(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    await exchange.stall()


async def _drip_body(exchange: Exchange) -> None:
    await exchange.send(HEAD + b"\r\n")
    await exchange.drip(b"<rss>")


async def _drip_head(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    await exchange.drip(b"X-Slow: yes\r\n")


async def _endless_head(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    for number in range(1_000):
        await exchange.send(b"X-%d: one more\r\n" % number * 20)
    exchange.over()


async def _endless_body(exchange: Exchange) -> None:
    await exchange.send(HEAD + b"\r\n<rss>")
    for _ in range(2_000):
        await exchange.send(b"<!-- and on it goes -->" * 2_000)
    exchange.over()


async def _endless_continue(exchange: Exchange) -> None:
    for _ in range(1_000):
        await exchange.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
    exchange.over()


def _speaks(first: bytes) -> Handler:
    """Sends ``first``, then waits for the client to say something, and closes."""

    async def handle(exchange: Exchange) -> None:
        await exchange.send(first)
        await exchange.reader.read(1024)
        exchange.over()

    return handle


async def _plain_400(exchange: Exchange) -> None:
    await exchange.reader.read(1024)
    await exchange.answer("400 Bad Request", b"This port speaks plain HTTP.")
    exchange.over()


def _own(name: str, handler: Handler, *outcomes: str, speaks_first: bool = False) -> Trick:
    """A fault on a port of its own, since it keeps its connections busy."""
    return Trick(name, handler, outcomes, port=f"own_{name}", speaks_first=speaks_first)


TRANSPORT = (
    Trick("nobody_listens", _never, ("refused",), port="refused"),
    Trick("no_such_name", _never, ("dns",), port="nowhere"),
    Trick("queue_is_full", _never, ("timeout",), port="full"),
    _own("accepts_and_is_silent", _silent, "timeout", speaks_first=True),
    _own("silent_after_request", _silent, "timeout"),
    _own("hangs_up_at_once", _hang_up, "connection", speaks_first=True),
    _own("hangs_up_after_request", _hang_up, "connection"),
    _own("resets_at_once", _reset, "connection", speaks_first=True),
    _own("resets_in_body", _reset_in_body, "connection"),
    _own("stalls_in_head", _stall_in_head, "timeout"),
    _own("stalls_in_body", _stall_in_body, "timeout"),
    _own("drips_body", _drip_body, "timeout"),
    _own("drips_head", _drip_head, "timeout"),
    _own("endless_head", _endless_head, "protocol", "connection", "timeout"),
    _own("endless_body", _endless_body, "too_large"),
    _own("endless_continue", _endless_continue, "protocol", "connection", "timeout"),
    _own("speaks_ssh", _speaks(b"SSH-2.0-Quay_1.0\r\n"), "protocol", speaks_first=True),
    _own("speaks_noise", _speaks(bytes(range(255, 0, -1)) * 9), "protocol", speaks_first=True),
    Trick("half_a_status_line", raw(b"HTTP/1.1 20"), _BROKEN),
    Trick("half_a_head", raw(HEAD), _BROKEN),
    Trick("no_head_at_all", raw(FEED), ("protocol",)),
    Trick("body_cut_short", raw(HEAD + b"Content-Length: 9999\r\n\r\n" + FEED), ("connection",)),
    Trick(
        "chunks_cut_short",
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n400\r\n" + FEED[:500]),
        ("connection",),
    ),
    Trick(
        "chunk_size_is_no_number",
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nmany\r\n" + FEED),
        ("protocol",),
    ),
    Trick("status_is_no_number", raw(b"HTTP/1.1 fine\r\n\r\n" + FEED), ("protocol",)),
    Trick("header_without_colon", raw(HEAD + b"nonsense\r\n\r\n" + FEED), ("ok",), entries=1),
    Trick("nul_in_header", raw(HEAD + b"X-Nul: a\0b\r\n\r\n" + FEED), ("protocol",)),
    Trick(
        "two_lengths",
        raw(HEAD + b"Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + FEED),
        ("protocol",),
    ),
    Trick("length_below_zero", raw(HEAD + b"Content-Length: -5\r\n\r\n" + FEED), ("protocol",)),
    Trick("certificate_expired", whole(FEED), ("tls",), port="tls_expired", scheme="https"),
    Trick("certificate_self_signed", whole(FEED), ("tls",), port="tls_self_signed", scheme="https"),
    Trick("certificate_for_another", whole(FEED), ("tls",), port="tls_wrong_name", scheme="https"),
    Trick(
        "no_tls_behind_https",
        _plain_400,
        ("tls",),
        port="own_plain",
        scheme="https",
        speaks_first=True,
    ),
    Trick("tls_behind_http", whole(FEED), _BROKEN, port="tls", scheme="http"),
    Trick(
        "tls_handshake_never_ends",
        _silent,
        ("timeout",),
        port="own_tls_silence",
        scheme="https",
        speaks_first=True,
    ),
)
