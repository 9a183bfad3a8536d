"""Unpacking under a cap."""

from __future__ import annotations

import gzip
import zlib
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.web.inflate import (
    SLICE,
    Body,
    BodyTooLarge,
    InflateError,
    _Brotli,
    brotli_module,
    known_codings,
    zstd_module,
)

CAP = 40_000_000


def unpack(coding: str, data: bytes, *, cap: int = CAP, step: int = 1000) -> bytes:
    body = Body(coding, cap)
    for start in range(0, len(data), step):
        for _ in body.add(data[start : start + step]):
            pass
    return body.finish()


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["gzip", "deflate", ""]))
def test_what_was_packed_comes_out_however_it_is_cut(data: bytes, step: int, coding: str) -> None:
    assume(coding or data[:2] != b"\x1f\x8b")
    sent = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "": data}[coding]
    assert unpack(coding, sent, step=step) == data


def test_a_large_body_comes_in_slices() -> None:
    data = bytes(range(256)) * 10_000
    body = Body("gzip", CAP)
    assert sum(1 for _ in body.add(gzip.compress(data))) >= len(data) // SLICE
    assert body.finish() == data


def test_a_bomb_is_refused_long_before_the_cap() -> None:
    body = Body("gzip", CAP)
    with pytest.raises(BodyTooLarge):
        for _ in body.add(gzip.compress(bytes(20_000_000))):
            pass
    assert body._made < 5_000_000


def test_a_body_that_repeats_itself_within_reason_is_no_bomb() -> None:
    item = b"<item><title>Twenty tonnes of gravel for the quay</title></item>\n"
    data = b"".join(item.replace(b"Twenty", b"%d" % n) for n in range(90_000))
    assert unpack("gzip", gzip.compress(data), step=60_000) == data


def test_more_than_the_cap_is_refused_packed_or_not() -> None:
    data = bytes(range(256)) * 8
    assert unpack("", data, cap=len(data)) == data
    for coding, sent in (("", data + b"!"), ("gzip", gzip.compress(data + b"!"))):
        with pytest.raises(BodyTooLarge):
            unpack(coding, sent, cap=len(data))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, deflate"])
def test_a_packed_body_cut_short_is_an_error(coding: str) -> None:
    data = b"".join(b"%d " % n for n in range(5000))
    sent = zlib.compress(gzip.compress(data)) if "," in coding else zlib.compress(data)
    sent = gzip.compress(data) if coding == "gzip" else sent
    with pytest.raises(InflateError, match="ends in the middle"):
        unpack(coding, sent[:-300])


@pytest.mark.parametrize("coding", ["sdch", "br", "zstd", "gzip, gzip, gzip, gzip"])
def test_a_coding_that_cannot_be_unpacked_is_an_error(coding: str) -> None:
    with pytest.raises(InflateError):
        unpack(coding, b"\x00\xff\x00\xff")


@pytest.mark.parametrize("coding", [*known_codings().split(", "), "gzip, deflate"])
def test_nothing_is_an_empty_body_however_it_is_said_to_be_packed(coding: str) -> None:
    assert unpack(coding, b"") == b""


def test_several_gzip_members_are_one_body_and_what_trails_is_dropped() -> None:
    sent = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
    assert unpack("gzip", sent) == b"one two"


@pytest.mark.parametrize("step", [1, 7, 33, 1000])
def test_members_are_found_wherever_the_body_is_cut(step: int) -> None:
    one = gzip.compress(b"one ", mtime=0)
    sent = one + gzip.compress(b"", mtime=0) * 5 + gzip.compress(b"two", mtime=0)
    assert unpack("gzip", sent, step=step) == b"one two"
    assert unpack("gzip", one * 2 + b"trailing words", step=len(one)) == b"one one "


def test_a_body_called_gzip_that_is_not_packed_passes_through() -> None:
    assert unpack("gzip", b"<rss/>", step=1) == b"<rss/>"
    assert unpack("gzip", b"<") == b"<"
    assert unpack("gzip", b"") == b""


@pytest.mark.parametrize(
    "coding",
    [
        "none",
        "UTF-8",
        "utf8",
        "binary",
        "8bit",
        "chunked",
        "aws-chunked",
        "ISO-8859-1",
        "",
        "identity, ",
    ],
)
def test_a_body_whose_coding_is_the_name_of_something_else_passes_through(coding: str) -> None:
    assert unpack(coding, b"<rss/>") == b"<rss/>"


@pytest.mark.parametrize("step", [2, 7, 1000])
def test_a_packed_body_that_does_not_say_so_is_unpacked_within_bounds(step: int) -> None:
    assert unpack("", gzip.compress(b"<rss/>"), step=step) == b"<rss/>"
    with pytest.raises(BodyTooLarge):
        unpack("", gzip.compress(bytes(20_000_000)))


def test_a_packed_file_that_is_kept_as_it_is_stays_packed() -> None:
    packed, kept = gzip.compress(b"an archive"), bytearray()
    body = Body("", CAP, kept.extend)
    for _ in body.add(packed):
        pass
    body.finish()
    assert kept == packed


def test_zstandard_is_unpacked_where_it_is_at_hand_and_bounded() -> None:
    zstd = zstd_module()
    if zstd is None:
        pytest.skip("no zstandard here")
    data = b"".join(b"%d " % n for n in range(5000))
    assert unpack("zstd", zstd.compress(data)) == data
    assert unpack("zstd", zstd.compress(data) + zstd.compress(b"more"), step=7) == data + b"more"
    assert unpack("zstd", b"") == b""
    with pytest.raises(BodyTooLarge):
        unpack("zstd", zstd.compress(bytes(20_000_000)))
    with pytest.raises(InflateError, match="ends in the middle"):
        unpack("zstd", zstd.compress(data)[:-30])
    wide = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    with pytest.raises(InflateError, match="does not unpack"):
        unpack("zstd", wide.compress(data) + wide.flush())


def test_what_follows_a_frame_of_zstandard_and_is_none_is_passed_over() -> None:
    zstd = zstd_module() or pytest.skip("no library of Zstandard is here")
    data = b"The ferry waits at the quay. " * 50
    skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00bolt"
    for behind in (b"\r\n", b"\0" * 500, b"words behind it", b"\x28", skipped, skipped + b"\n"):
        for step in (1, 7, 10_000):
            assert unpack("zstd", zstd.compress(data) + behind, step=step) == data
    with pytest.raises(InflateError, match="ends in the middle"):
        unpack("zstd", zstd.compress(data) + zstd.compress(data)[:-5])


class SlowToGive:
    """As brotli's decompressor is: it takes all in at once, and gives a little over the limit."""

    def __init__(self, ends: bool) -> None:
        self._kept: bytes | None = None
        self._ends = ends

    def process(self, data: bytes, output_buffer_limit: int) -> bytes:
        kept = (self._kept or b"") + data
        self._kept = kept[output_buffer_limit + 1000 :]
        return kept[: output_buffer_limit + 1000]

    def can_accept_more_data(self) -> bool:
        return True

    def is_finished(self) -> bool:
        return self._ends and self._kept == b""


def test_brotli_is_asked_until_it_has_no_more_to_give() -> None:
    data = bytes(range(256)) * 5000
    layer = _Brotli(SlowToGive(ends=True))
    pieces = [*layer.pieces(data), *layer.pieces(b"what belongs to nothing"), *layer.finish()]
    assert b"".join(pieces) == data
    cut = _Brotli(SlowToGive(ends=False))
    assert b"".join(cut.pieces(data)) == data
    with pytest.raises(InflateError, match="ends in the middle"):
        cut.finish()


def test_what_follows_a_stream_of_brotli_is_passed_over_however_it_comes() -> None:
    brotli = brotli_module() or pytest.skip("no library of brotli is here")
    small, large = b"The ferry waits. " * 50, bytes(Random(2).choices(b"abcdefgh", k=900_000))
    for data in (small, large):
        made = brotli.compress(data, quality=4)
        for behind in (b"\r\n", b"\0" * 500, b"words behind it", made):
            for step in (1000, 65_536, 2_000_000):
                assert unpack("br", made + behind, step=step) == data
    for damaged in (made[:5000] + b"\xff" * 5000 + made[10_000:], b"words that are none" * 99):
        with pytest.raises(InflateError, match="does not unpack"):
            unpack("br", damaged)


def test_a_bomb_of_brotli_with_words_behind_it_is_stopped() -> None:
    brotli = brotli_module() or pytest.skip("no library of brotli is here")
    bomb = brotli.compress(bytes(20_000_000), quality=1)
    with pytest.raises(BodyTooLarge):
        unpack("br", bomb + b"words behind it", step=len(bomb) + 15)


def test_a_large_body_of_brotli_comes_whole_however_it_is_cut() -> None:
    brotli = pytest.importorskip("brotli")
    data = bytes(Random(1).choices(b"abcdefgh", k=1_500_000))
    for step in (1000, 65_536, 2_000_000):
        assert unpack("br", brotli.compress(data, quality=5), step=step) == data


def test_a_coding_is_asked_for_only_where_it_can_be_unpacked() -> None:
    for coding, module in (("br", brotli_module()), ("zstd", zstd_module())):
        assert (coding in known_codings().split(", ")) == (module is not None)


def test_brotli_is_unpacked_where_it_is_at_hand_and_bounded() -> None:
    brotli = pytest.importorskip("brotli")
    if not hasattr(brotli.Decompressor, "can_accept_more_data"):
        pytest.skip("this brotli can't be bounded")
    assert unpack("br", brotli.compress(b"words " * 1000)) == b"words " * 1000
    with pytest.raises(BodyTooLarge):
        unpack("br", brotli.compress(bytes(20_000_000), quality=1))
    with pytest.raises(InflateError):
        unpack("br", brotli.compress(b"words and more words")[:-3])
