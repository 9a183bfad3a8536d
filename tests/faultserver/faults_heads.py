"""Heads that servers, proxies and attackers write: lengths, codings, statuses, too many of all."""

from __future__ import annotations

import gzip
import zlib

from tests.faultserver.exchange import Exchange, Handler, Trick, packed, raw, whole
from tests.faultserver.faults_transport import FEED, HEAD

_OK = ("ok",)
_LENGTH = b"Content-Length: %d\r\n" % len(FEED)
_CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n"
_CHUNK = b"%x\r\n%b\r\n" % (len(FEED), FEED)
_ESCAPES = "\x1b]0;owned\x07\x9b31m"


def _head(
    name: str,
    *lines: bytes,
    body: bytes = FEED,
    outcomes: tuple[str, ...] = _OK,
    first: bytes = HEAD,
) -> Trick:
    """A head with these lines, then the body, then the end of the connection."""
    answer = first + b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body
    return Trick(name, raw(answer), outcomes, entries=1 if outcomes == _OK else None)


def _status(
    line: str, *headers: tuple[str, str], outcomes: tuple[str, ...] = ("http",), body: bytes = FEED
) -> Trick:
    name = f"answers_{line.split()[0]}"
    entries = 1 if outcomes == _OK else None
    return Trick(name, whole(body, *headers, status=line), outcomes, entries=entries)


def _coded(name: str, coding: str, body: bytes, *outcomes: str) -> Trick:
    handler = whole(body, ("Content-Encoding", coding))
    return Trick(name, handler, outcomes or _OK, entries=None if outcomes else 1)


def _cut(name: str, answer: bytes, *outcomes: str) -> Trick:
    return Trick(name, raw(answer), outcomes, entries=1 if outcomes == _OK else None)


def _speaks_first(answer: bytes) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(answer)
        await exchange.reader.readuntil(b"\r\n\r\n")
        exchange.over()

    return handle


def _with_fields() -> bytes:
    """gzip whose head has a name, a comment, more fields and a checksum."""
    flags, more = 0x02 | 0x04 | 0x08 | 0x10, b"XX\x04\x00more"
    head = bytes((0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3))
    head += len(more).to_bytes(2, "little") + more + b"feed.xml\0a comment\0"
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = maker.compress(FEED) + maker.flush()
    return head + body + zlib.crc32(FEED).to_bytes(4, "little") + len(FEED).to_bytes(4, "little")


def _flushed() -> bytes:
    """gzip that was flushed after every few bytes."""
    maker = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = (FEED[at : at + 7] for at in range(0, len(FEED), 7))
    made = b"".join(maker.compress(one) + maker.flush(zlib.Z_FULL_FLUSH) for one in pieces)
    return made + maker.flush()


def _wrong_sum() -> bytes:
    made = gzip.compress(FEED, mtime=0)
    return made[:-8] + bytes(4) + made[-4:]


def _much(piece: bytes, times: int) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(HEAD + b"X: ")
        for _ in range(times):
            await exchange.send(piece)
        await exchange.send(b"\r\n" + _LENGTH + b"\r\n" + FEED)
        exchange.over()

    return handle


_SECRET = b"Location: http://127.0.0.1:1/hit"
_ODD_SIZES = {
    "in_c": b"0x5", "with_a_plus": b"+5", "with_a_stroke": b"5_0", "of_nothing": b"",
    "below_nothing": b"-0", "past_64_bits": b"10000000000000005", "of_40_megabytes": b"2719c40",
    "with_a_line_in_quotes": b'5;a="\n"',
}  # fmt: skip
_ODD_LENGTHS = {
    "with_a_stroke": b"1_0", "in_wide_digits": b"\xef\xbc\x95", "of_a_fraction": b"5.0",
    "of_a_power": b"1e3", "below_nothing_at_all": b"-0", "with_a_blank": b"5 5", "with_a_nul": b"5\0",
    "in_quotes": b'"5"', "past_63_bits": b"9223372036854775808", "past_64_bits": b"18446744073709551621",
    "just_too_large": b"40000001",
}  # fmt: skip
_ODD_TRANSFERS = {
    "by_two_headers": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "with_a_weight": b"Transfer-Encoding: chunked;q=1",
    "in_quotes": b'Transfer-Encoding: "chunked"',
    "with_a_tab": b"Transfer-Encoding: \x0bchunked",
    "with_a_nul": b"Transfer-Encoding: chunked\0",
    "by_nothing": b"Transfer-Encoding:",
    "on_a_line_of_its_own": b"Transfer-Encoding:\r\n chunked",
    "by_a_cow": b"Transfer-Encoding: cow",
}
_ODD_BEGINNINGS = {
    "with_two_blanks": b"HTTP/1.1  200 OK", "with_a_tab": b"HTTP/1.1\t200 OK",
    "in_small_letters": b"http/1.1 200 OK", "without_a_blank": b"HTTP/1.1 200OK",
    "of_a_plus": b"HTTP/1.1 +200 OK", "of_four_digits": b"HTTP/1.1 0200 OK",
    "of_noughts": b"HTTP/1.1 000 OK", "of_two_versions": b"HTTP/1.1.1 200 OK",
    "of_version_2": b"HTTP/2 200", "of_a_player": b"RTSP/1.0 200 OK", "with_a_mark": b"\xef\xbb\xbfHTTP/1.1 200 OK",
    "with_a_nul": b"HTTP/1.1 200 O\0K", "with_a_return": b"HTTP/1.1 200 O\rK",
    "in_latin_letters": b"HTTP/1.1 200 \xc9t\xe9", "with_escapes": b"HTTP/1.1 200 \x1b[2J\x9b31m",
}  # fmt: skip
_ODD_HEADERS = {
    "with_a_return": b"X: a\rb", "with_a_tab_of_lines": b"X: a\x0bb", "of_controls": b"X: \x01\x02",
    "with_a_nul_in_its_name": b"X\0Y: 1", "of_colons": b":::", "that_goes_on_first": b" on and on",
    "that_goes_on_and_on": b"X: a" + b"\r\n b" * 3000, "with_a_nul_in_its_charset": b"Content-Type: text/xml; charset=utf\0-8",
}  # fmt: skip
_HARMLESS = {
    "etag_of_a_hundred_kilobytes": b'ETag: "' + b"e" * 100_000 + b'"',
    "etags_two_in_one": b'ETag: W/"\x80", "b"',
    "date_that_is_none": b"Last-Modified: Tue, 99 Foo 99999 99:99:99 +9999",
    "freshness_for_ever": b"Cache-Control: max-age=99999999999999999999999999",
    "freshness_below_nothing": b'Cache-Control: max-age=-1, s-maxage=x, private="',
    "age_past_everything": b"Cache-Control: max-age=5\r\nAge: 99999999999999999999",
    "end_of_time": b"Expires: Fri, 31 Dec 9999 23:59:59 -2359\r\nDate: Mon, 01 Jan 0001 00:00:00 +2359",
    "way_elsewhere": b'Alt-Svc: h3="127.0.0.1:1"; ma=99999999999',
    "name_elsewhere": b"Content-Location: http://127.0.0.1:1/hit",
    "range_of_terabytes": b"Content-Range: bytes 0-5/999999999999",
    "end_and_no_end": b"Connection: close, keep-alive\r\nKeep-Alive: timeout=-1, max=-1",
    "offer_of_another_protocol": b"Upgrade: h2c, websocket\r\nConnection: upgrade",
    "word_of_a_trailer": b"Trailer: Content-Length",
}
_ODD_CODINGS = {
    "twenty_times": ", ".join(["gzip"] * 20), "as_anything": "*", "with_escapes": _ESCAPES,
    "by_a_dictionary": "dcb", "in_quotes": '"gzip"', "secretly": "aes128gcm",
}  # fmt: skip
HEADS = (
    # ---- lengths and chunks
    _head("length_twice_the_same", _LENGTH.strip(), _LENGTH.strip()),
    _head("length_listed_twice", b"Content-Length: %d, %d" % (len(FEED), len(FEED))),
    _head("length_with_noughts", b"Content-Length: 000%d" % len(FEED)),
    _head("length_in_hex", b"Content-Length: 0x%x" % len(FEED), outcomes=("protocol",)),
    _head("length_of_nothing", b"Content-Length:", outcomes=("ok", "protocol")),
    _head("length_of_many_digits", b"Content-Length: " + b"9" * 30, outcomes=("too_large", "protocol")),
    _head("length_of_the_unpacked", b"Content-Encoding: gzip", _LENGTH.strip(), body=packed(FEED), outcomes=("connection",)),
    _cut("chunks_with_trailers", _CHUNKED + b"\r\n" + _CHUNK + b"0\r\nX-Sum: 1\r\n" + _SECRET + b"\r\nContent-Encoding: gzip\r\n\r\n", "ok"),
    _cut("chunks_named_in_capitals", HEAD + b"Transfer-Encoding: Chunked\r\n\r\n" + _CHUNK + b"0\r\n\r\n", "ok"),
    _cut("chunk_size_with_noughts", _CHUNKED + b"\r\n00000" + _CHUNK + b"000\r\n\r\n", "ok"),
    _cut("chunk_size_with_a_blank", _CHUNKED + b"\r\n" + _CHUNK.replace(b"\r\n", b" \r\n", 1) + b"0\r\n\r\n", "ok", "protocol"),
    _cut("chunk_with_an_extension", _CHUNKED + b"\r\n" + _CHUNK.replace(b"\r\n", b';a="b"\r\n', 1) + b"0;last\r\n\r\n", "ok"),
    _cut("chunk_lines_end_with_a_newline", (_CHUNKED + b"\r\n").replace(b"\r", b"") + b"%x\n%b\n0\n\n" % (len(FEED), FEED), "ok", "protocol"),
    _cut("chunks_without_the_last", _CHUNKED + b"\r\n" + _CHUNK, "connection"),
    _cut("chunks_without_the_last_line", _CHUNKED + b"\r\n" + _CHUNK + b"0\r\n", "ok", "connection"),
    _cut("cut_inside_a_chunk_size", _CHUNKED + b"\r\n" + _CHUNK[:1], "connection", "protocol"),
    _cut("chunks_that_are_packed", HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(packed(FEED)), packed(FEED)), "ok", "protocol"),
    _cut("chunked_twice", HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + _CHUNK + b"0\r\n\r\n", "ok", "protocol"),
    _head("sent_as_identity", b"Transfer-Encoding: identity"),
    _cut("cut_after_the_status", b"HTTP/1.1 200 OK\r\n", "connection", "protocol"),
    _cut("cut_after_the_head", HEAD + _LENGTH + b"\r\n", "connection"),
    *(_cut(f"chunk_size_{name}", _CHUNKED + b"\r\n" + size + b"\r\n" + FEED + b"\r\n0\r\n\r\n", "protocol", "connection") for name, size in _ODD_SIZES.items()),
    *(_head(f"length_{name}", b"Content-Length: " + said, outcomes=("protocol", "too_large")) for name, said in _ODD_LENGTHS.items()),
    *(_cut(f"coded_for_transfer_{name}", HEAD + said + b"\r\n\r\n" + _CHUNK + b"0\r\n\r\n", "ok", "protocol") for name, said in _ODD_TRANSFERS.items()),
    # ---- the first line
    *(_head(f"first_line_{name}", _LENGTH.strip(), first=line + b"\r\n", outcomes=("ok", "protocol")) for name, line in _ODD_BEGINNINGS.items()),
    _head("no_reason", first=b"HTTP/1.1 200\r\n"),
    _head("an_old_version", b"Connection: keep-alive", first=b"HTTP/1.0 200 OK\r\n"),
    _head("speaks_as_a_radio", first=b"ICY 200 OK\r\nicy-name: x\r\n", outcomes=("protocol",)),
    _head("status_of_four_digits", first=b"HTTP/1.1 2000 OK\r\n", outcomes=("protocol",)),
    _head("status_of_two_digits", first=b"HTTP/1.1 99 OK\r\n", outcomes=("protocol",)),
    _head("reason_of_ten_kilobytes", _LENGTH.strip(), first=b"HTTP/1.1 200 " + b"O" * 10_000 + b"\r\n"),
    _cut("asks_instead_of_answering", b"GET / HTTP/1.1\r\nHost: you.example\r\n\r\n", "protocol"),
    Trick("answers_before_it_is_asked", _speaks_first(HEAD + _LENGTH + b"\r\n" + FEED), ("ok", "protocol", "connection"), port="own_answers_before_it_is_asked", speaks_first=True),
    _cut("processing_before_the_answer", b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + HEAD + _LENGTH + b"\r\n" + FEED, "ok"),
    _cut("upgrades_then_answers", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + HEAD + _LENGTH + b"\r\n" + FEED, "http", "protocol", "connection"),
    # ---- too many of them
    _head("a_thousand_cookies", *(b"Set-Cookie: n%d=%b" % (n, b"v" * 40) for n in range(1000)), _LENGTH.strip()),
    _head("a_thousand_headers", *(b"X-Header-%d: one more of them" % n for n in range(1000)), _LENGTH.strip()),
    _head("fifty_thousand_headers", *(b"X-%d: more" % n for n in range(50_000)), outcomes=("protocol", "connection")),
    _head("one_header_a_thousand_times", *([b"Link: </a>; rel=alternate"] * 1000), _LENGTH.strip()),
    _head("a_header_name_of_sixty_kilobytes", b"X" * 60_000 + b": 1", _LENGTH.strip()),
    _head("escapes_in_headers", b"Server: \x9b31m", b"ETag: \"\xff\xfe\"", b"Last-Modified: yesterday", b"Expires: \xe2\x80\xae", b"Cache-Control: max-age=" + b"9" * 400, _LENGTH.strip()),
    _head("kinds_of_content_at_odds", b"Content-Type: image/png", b"Content-Type: text/html; charset=utf-7", b"Content-Type", _LENGTH.strip()),
    _head("a_place_beside_the_body", _SECRET, b"Refresh: 0; url=http://127.0.0.1:1/hit", _LENGTH.strip()),
    _head("to_be_saved_as_a_file", b'Content-Disposition: attachment; filename="../../etc/passwd"', _LENGTH.strip()),
    *(_head(f"header_{name}", line, _LENGTH.strip(), outcomes=("ok", "protocol")) for name, line in _ODD_HEADERS.items()),
    *(_head(f"harmless_{name}", line, _LENGTH.strip()) for name, line in _HARMLESS.items()),
    Trick("a_header_of_ten_megabytes", _much(b"a" * 100_000, 100), ("protocol", "connection"), port="own_a_header_of_ten_megabytes"),
    Trick("a_hundred_thousand_headers", _much(b"\r\nX: y" * 10_000, 10), ("protocol", "connection"), port="own_a_hundred_thousand_headers"),
    # ---- statuses
    _status("310 On", ("Location", "/target")),
    *(_status(one) for one in ("508 Loop Detected", "525 No", "598 No", "700 No")),
    Trick("a_choice_with_a_place", whole(FEED, ("Location", "/target"), status="300 Multiple Choices"), ("http", "ok")),
    Trick("made_at_another_place", whole(FEED, ("Location", "http://127.0.0.1:1/hit"), status="201 Created"), _OK, entries=1),
    *(_status(one, outcomes=_OK) for one in ("201 Created", "202 Accepted", "203 Non-Authoritative Information", "207 Multi-Status", "226 IM Used", "299 Fine")),
    _status("305 Use Proxy", ("Location", "http://127.0.0.1:1/hit")),
    _status("306 Switch Proxy", ("Location", "http://127.0.0.1:1/hit")),
    _status("407 Proxy Authentication Required", ("Proxy-Authenticate", "Basic realm=x")),
    *(_status(one) for one in ("405 No", "408 Request Timeout", "409 Conflict", "412 Precondition Failed", "413 Too Much", "421 Misdirected Request", "422 No", "425 Too Early", "426 Upgrade Required", "428 Precondition Required", "431 Fields Too Large", "444 No Response", "501 No", "505 No", "507 Full", "511 Sign In", "530 Frozen", "999 Denied")),
    Trick("a_realm_of_escapes", whole(FEED, ("WWW-Authenticate", f'Basic realm="{_ESCAPES}"'), status=f"401 {_ESCAPES}"), ("http", "protocol")),
    Trick("a_status_of_its_own", whole(FEED, status=f"600 {_ESCAPES}"), ("http", "protocol")),
    # ---- codings
    *(_coded(f"coded_{name}", coding, FEED, "encoding") for name, coding in _ODD_CODINGS.items()),
    _coded("coded_five_hundred_times_by_nothing", ", ".join(["identity"] * 500), FEED),
    _coded("gzip_of_which_the_name_has_no_end", "gzip", b"\x1f\x8b\x08\x08\0\0\0\0\0\3" + b"a" * 100_000, "encoding"),
    _coded("gzip_padded_with_nothing", "gzip", packed(FEED) + bytes(512)),
    _coded("gzip_cut_after_its_mark", "gzip", b"\x1f\x8b", "encoding"),
    _coded("gzip_in_capitals", "GZIP", packed(FEED)),
    _coded("gzip_with_a_weight", "gzip;q=1.0", packed(FEED)),
    _coded("gzip_between_commas", ", gzip,, ", packed(FEED)),
    _coded("gzip_with_every_field", "gzip", _with_fields()),
    _coded("gzip_flushed_often", "gzip", _flushed()),
    _coded("gzip_with_a_wrong_sum", "gzip", _wrong_sum(), "encoding"),
    _coded("deflate_and_more", "deflate", zlib.compress(FEED) + b"more" * 99),
    _coded("gzip_called_deflate", "deflate", packed(FEED)),
    _coded("deflate_called_gzip", "gzip", zlib.compress(FEED)),
    _coded("brotli_over_gzip_that_is_none", "br, gzip", packed(FEED), "encoding"),
    _coded("zstandard_that_is_none", "zstd", b"\x28\xb5\x2f\xfd" + FEED, "encoding"),
    _coded("packed_as_long_ago", "compress", b"\x1f\x9d\x90" + FEED, "encoding"),
    Trick("nothing_in_gzip", whole(packed(b""), ("Content-Encoding", "gzip")), _OK, feed=("empty",)),
)  # fmt: skip
