"""HTTP that is spoken oddly: chunks, lengths, trailers, early answers, and TLS that ends badly."""

from __future__ import annotations

import asyncio

from tests.faultserver.exchange import Exchange, Handler, Trick, packed, raw, whole
from tests.faultserver.faults_transport import FEED, HEAD

_OK = ("ok",)
_CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_LENGTH = b"Content-Length: %d\r\n" % len(FEED)
_LOST = ("protocol", "connection", "timeout")


def _own(name: str, handler: Handler, *outcomes: str, scheme: str = "http") -> Trick:
    first = scheme == "https"
    return Trick(name, handler, outcomes, port=f"own_{name}", scheme=scheme, speaks_first=first)


async def _drip_status_line(exchange: Exchange) -> None:
    await exchange.drip(b"HTTP/1.1 200 OK and so on and on", pause=0.05)


async def _endless_trailers(exchange: Exchange) -> None:
    await exchange.send(_CHUNKED + b"%x\r\n" % len(FEED) + FEED + b"\r\n0\r\n")
    for number in range(3_000):
        await exchange.send(b"X-%d: one more\r\n" % number * 20)
    exchange.over()


async def _endless_chunk_extension(exchange: Exchange) -> None:
    await exchange.send(_CHUNKED + b"5;")
    for _ in range(3_000):
        await exchange.send(b"and=so;on=" * 500)
    exchange.over()


async def _endless_empty_lines(exchange: Exchange) -> None:
    for _ in range(3_000):
        await exchange.send(b"\r\n" * 500)
    exchange.over()


async def _early_answers(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n" * 3)
    await exchange.answer("200 OK", FEED)


async def _half_close(exchange: Exchange) -> None:
    await exchange.send(HEAD + b"\r\n" + FEED)
    exchange.writer.write_eof()
    await exchange.stall()


async def _bytes_as_chunks(exchange: Exchange) -> None:
    body = b"".join(b"1\r\n%c\r\n" % byte for byte in FEED)
    await exchange.send(_CHUNKED + body + b"0\r\n\r\n")


async def _pause_in_every_part(exchange: Exchange) -> None:
    whole_answer = HEAD + _LENGTH + b"\r\n" + FEED
    for start in range(0, len(whole_answer), len(whole_answer) // 6):
        await exchange.send(whole_answer[start : start + len(whole_answer) // 6])
        await asyncio.sleep(0.05)


async def _greets(exchange: Exchange) -> None:
    await exchange.send(b"220 mail.example ready\r\n")
    await exchange.stall()


async def _hang_up_in_handshake(exchange: Exchange) -> None:
    await exchange.reader.read(1024)
    exchange.over()


async def _reset_in_handshake(exchange: Exchange) -> None:
    await exchange.reader.read(1024)
    exchange.reset()


async def _alert_in_handshake(exchange: Exchange) -> None:
    await exchange.reader.read(1024)
    await exchange.send(bytes.fromhex("15030300020228"))
    exchange.over()


async def _noise_in_handshake(exchange: Exchange) -> None:
    await exchange.reader.read(1024)
    await exchange.send(bytes.fromhex("1603030400") + b"\xff" * 1024)
    await exchange.stall()


def _framed(name: str, answer: bytes, *outcomes: str, entries: int | None = None) -> Trick:
    return Trick(name, raw(answer), outcomes or _OK, entries=entries)


_SURPLUS = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nforged!"
FRAMING = (
    _own("drips_status_line", _drip_status_line, *_LOST),
    _own("endless_trailers", _endless_trailers, *_LOST, "too_large"),
    _own("endless_chunk_extension", _endless_chunk_extension, *_LOST, "too_large"),
    _own("endless_empty_lines", _endless_empty_lines, *_LOST),
    Trick("early_answers", _early_answers, _OK, entries=1),
    _own("half_closed", _half_close, *_OK),
    Trick("bytes_as_chunks", _bytes_as_chunks, _OK, entries=1),
    Trick("pause_in_every_part", _pause_in_every_part, _OK, entries=1),
    _framed("chunk_size_below_zero", _CHUNKED + b"-5\r\nwords\r\n0\r\n\r\n", "protocol"),
    _framed("chunk_size_of_many_digits", _CHUNKED + b"F" * 40 + b"\r\n" + FEED, "protocol"),
    _framed("chunk_longer_than_told", _CHUNKED + b"5\r\nwords and\r\n0\r\n\r\n", "protocol"),
    _framed("length_with_a_plus", HEAD + b"Content-Length: +5\r\n\r\nwords", "protocol"),
    _framed("length_as_a_list", HEAD + b"Content-Length: 5, 7\r\n\r\nwords", "protocol"),
    _framed(
        "length_beside_chunks",
        HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(FEED), FEED),
        "ok",
        "protocol",
    ),
    _framed(
        "chunks_by_another_name",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + FEED,
        "protocol",
    ),
    _framed("an_answer_too_many", HEAD + _LENGTH + b"\r\n" + FEED + _SURPLUS, entries=1),
    _framed("length_too_short", HEAD + b"Content-Length: 300\r\n\r\n" + FEED),
    _framed("lines_end_with_a_newline", (HEAD + _LENGTH + b"\r\n").replace(b"\r", b"") + FEED),
    _framed("header_folded", HEAD + b"X-Long: one\r\n two\r\n" + _LENGTH + b"\r\n" + FEED),
    _framed(
        "header_of_half_a_megabyte",
        HEAD + b"X-Long: " + b"a" * 500_000 + b"\r\n\r\n" + FEED,
        *_LOST,
    ),
    _framed(
        "empty_lines_before_the_head", b"\r\n\r\n" + HEAD + _LENGTH + b"\r\n" + FEED, entries=1
    ),
    _framed(
        "blank_before_a_colon", HEAD + _LENGTH.replace(b":", b" :") + b"\r\n" + FEED, entries=1
    ),
    _framed(
        "blank_in_a_header", HEAD + b"X Made By: hand\r\n" + _LENGTH + b"\r\n" + FEED, entries=1
    ),
    _framed(
        "letters_in_a_header", HEAD + b"X-Gr\xf6\xdfe: 1\r\n" + _LENGTH + b"\r\n" + FEED, entries=1
    ),
    _framed("a_header_without_name", HEAD + b": here\r\n" + _LENGTH + b"\r\n" + FEED, entries=1),
    _framed(
        "a_warning_among_headers",
        HEAD + b"<b>Warning</b> on line 3\r\n" + _LENGTH + b"\r\n" + FEED,
        entries=1,
    ),
    _framed("head_said_twice", HEAD + HEAD + _LENGTH + b"\r\n" + FEED, entries=1),
    _framed(
        "lines_end_with_two_returns",
        (HEAD + _LENGTH + b"\r\n").replace(b"\r", b"\r\r") + FEED,
        entries=1,
    ),
    _own("greets_like_a_mailbox", _greets, "protocol"),
    Trick(
        "packed_by_nobody_and_empty",
        whole(b"", ("Content-Encoding", "br"), status="204 No Content"),
        ("ok", "encoding"),
        feed=("empty", "encoding"),
    ),
    _framed("version_of_the_future", b"HTTP/9.9 200 OK\r\n\r\n" + FEED, "ok", "protocol"),
    _framed("speaks_http_2", bytes.fromhex("00000c0400000000000003000000640004") * 8, "protocol"),
    _framed(
        "switches_protocols",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n" + FEED,
        "http",
        "protocol",
        "connection",
    ),
    Trick(
        "reset_content",
        whole(b"", status="205 Reset Content"),
        ("ok", "http"),
        feed=("empty", "http"),
    ),
    Trick("partial_content", whole(FEED, status="206 Partial Content"), _OK, entries=1),
    Trick("packed_and_empty", whole(b"", ("Content-Encoding", "gzip")), _OK, feed=("empty",)),
    Trick(
        "gzip_and_more",
        whole(packed(FEED) + b"trailing words" * 99, ("Content-Encoding", "gzip")),
        _OK,
        entries=1,
    ),
    Trick(
        "gzip_in_gzip_unsaid",
        whole(packed(packed(FEED)), ("Content-Encoding", "gzip")),
        _OK,
        feed=("not_a_feed", "ok"),
    ),
    Trick(
        "gzip_of_empty_members",
        whole(packed(b"") * 50_000 + packed(FEED), ("Content-Encoding", "gzip")),
        _OK,
        entries=1,
    ),
    Trick(
        "gzip_by_two_headers",
        whole(packed(packed(FEED)), ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")),
        _OK,
        entries=1,
    ),
    _own("tls_hangs_up", _hang_up_in_handshake, "tls", scheme="https"),
    _own("tls_resets", _reset_in_handshake, "tls", scheme="https"),
    _own("tls_alert", _alert_in_handshake, "tls", scheme="https"),
    _own("tls_noise", _noise_in_handshake, "tls", "timeout", scheme="https"),
)
