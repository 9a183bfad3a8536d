"""Bodies packed badly, packed to explode, too large, empty, or not a feed at all."""

from __future__ import annotations

import zlib

from tests.faultserver.exchange import Exchange, Trick, packed, whole
from tests.faultserver.faults_transport import FEED

_GZIP = ("Content-Encoding", "gzip")
_OK = ("ok",)


def _bomb(head: bytes) -> bytes:
    """100 MB of nothing in 100 KB: one packed block, again and again (it never ends)."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = maker.compress(bytes(1_000_000)) + maker.flush(zlib.Z_FULL_FLUSH)
    return head + block * 100


_GZIP_BOMB = _bomb(bytes.fromhex("1f8b08000000000002ff"))
_DEFLATE_BOMB = _bomb(b"\x78\xda")


async def _gzip_bomb(exchange: Exchange) -> None:
    await exchange.answer("200 OK", _GZIP_BOMB, _GZIP)


async def _gzip_bomb_in_gzip(exchange: Exchange) -> None:
    coding = ("Content-Encoding", "gzip, gzip")
    await exchange.answer("200 OK", packed(_GZIP_BOMB), coding)


async def _deflate_bomb(exchange: Exchange) -> None:
    await exchange.answer("200 OK", _DEFLATE_BOMB, ("Content-Encoding", "deflate"))


async def _too_large(exchange: Exchange) -> None:
    await exchange.answer("200 OK", FEED, length=2_000_000_000)
    await exchange.stall()


def _raw_deflate(body: bytes) -> bytes:
    maker = zlib.compressobj(9, zlib.DEFLATED, -15)
    return maker.compress(body) + maker.flush()


def _coded(name: str, coding: str, body: bytes, *outcomes: str) -> Trick:
    handler = whole(body, ("Content-Encoding", coding))
    return Trick(name, handler, outcomes or _OK, entries=None if outcomes else 1)


def _body(name: str, body: bytes, kind: str, *feed: str) -> Trick:
    return Trick(name, whole(body, kind=kind), _OK, feed=feed)


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
_PAGE = (
    b'<!doctype html><html><head><title>Blog</title><link rel="alternate" '
    b'type="application/rss+xml" href="/target"></head><body><p>Welcome.</p></body></html>'
)
BODIES = (
    Trick("gzip_bomb", _gzip_bomb, ("too_large",)),
    Trick("gzip_bomb_in_gzip", _gzip_bomb_in_gzip, ("too_large",)),
    Trick("deflate_bomb", _deflate_bomb, ("too_large",)),
    Trick("says_it_is_too_large", _too_large, ("too_large",), port="own_too_large"),
    _coded("gzip_cut_short", "gzip", packed(FEED)[:-40], "encoding"),
    _coded(
        "gzip_damaged", "gzip", packed(FEED)[:60] + b"\xff" * 60 + packed(FEED)[120:], "encoding"
    ),
    _coded("coding_unknown", "sdch", FEED, "encoding"),
    _coded("packed_six_times", ",".join(["gzip"] * 6), FEED, "encoding"),
    _coded("brotli_that_is_none", "br", b"\x00\xff" + FEED, "encoding"),
    _coded("gzip", "gzip", packed(FEED)),
    _coded("gzip_old_name", "x-gzip", packed(FEED)),
    _coded("gzip_unsaid", "identity", packed(FEED)),
    _coded("a_charset_for_a_coding", "utf-8", FEED),
    _coded("gzip_twice", "gzip, gzip", packed(packed(FEED))),
    _coded("gzip_in_members", "gzip", packed(FEED[:300]) + packed(FEED[300:])),
    _coded("gzip_that_is_none", "gzip", FEED),
    _coded("deflate", "deflate", zlib.compress(FEED)),
    _coded("deflate_raw", "deflate", _raw_deflate(FEED)),
    _body("empty_body", b"", "application/rss+xml", "empty"),
    _body("only_white_space", b" \r\n\t\n " * 50, "application/rss+xml", "empty", "not_a_feed"),
    Trick("no_content", whole(b"", status="204 No Content"), _OK, feed=("empty",)),
    _body("page_where_a_feed_was", _PAGE, "text/html", "not_a_feed"),
    _body("page_that_says_rss", _PAGE, "application/rss+xml", "not_a_feed"),
    _body("picture", _PNG, "image/png", "not_a_feed", "parse"),
    _body("json_that_is_no_feed", b'{"error": "no"}', "application/json", "not_a_feed", "parse"),
    _body(
        "json_cut_short",
        b'{"version": "https://jsonfeed.org/version/1.1", "it',
        "application/feed+json",
        "not_a_feed",
        "parse",
    ),
    _body("plain_words", b"There is no feed here any more.", "text/plain", "not_a_feed", "parse"),
)
