"""Heads that a strict parser refuses are mended, and what is no head is told at once."""

from __future__ import annotations

import pytest

from reader.web.heads import MAX_LINES, Heads, NoHead

GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nX-Long: one\r\n two\r\n\r\n"


@pytest.mark.parametrize("step", [1, 3, 1000])
@pytest.mark.parametrize(
    ("sent", "given"),
    [
        (GOOD, GOOD),
        (GOOD + b"<rss/>\r\n\r\nX Y: z", GOOD + b"<rss/>\r\n\r\nX Y: z"),
        (b"\r\n\n" + GOOD, GOOD),
        (b"HTTP/1.1 200 OK\nA: b\n\n<rss/>", b"HTTP/1.1 200 OK\nA: b\n\n<rss/>"),
        (b"HTTP/1.1 200\r\r\nA: b\r\r\n\r\r\n<rss/>", b"HTTP/1.1 200\r\nA: b\r\n\r\n<rss/>"),
        (b"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nA b: c\r\n going on\r\nD: e\r\n\r\n", b"HTTP/1.1 200 OK\r\nD: e\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n no header\r\nD: e\r\n f\r\n\r\n", b"HTTP/1.1 200 OK\r\nD: e\r\n f\r\n\r\n"),
        (b"HTTP/1.1 200 O\x00K\r\nD: e\rg\r\n\r\n", b"HTTP/1.1 200 O\x00K\r\nD: e\rg\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n\xe4: b\r\n: c\r\nPHP says so\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        (b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 100\r\n\r\n" + GOOD, GOOD),
        (b"HTTP/1.1 101 Upgrade\r\n\r\nbytes", b"HTTP/1.1 101 Upgrade\r\n\r\nbytes"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Identity\r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: \r\nA: b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n"),
        (b"HTTP/1.1 1000 OK\r\n\r\n", b"HTTP/1.1 1000 OK\r\n\r\n"),
    ],
)  # fmt: skip
def test_a_head_is_mended_however_it_is_cut(sent: bytes, given: bytes, step: int) -> None:
    heads = Heads()
    pieces = [heads.take(sent[start : start + step]) for start in range(0, len(sent), step)]
    assert b"".join(pieces) == given


def test_a_head_without_end_is_kept_back_and_given_when_nothing_more_comes() -> None:
    heads = Heads()
    assert heads.take(b"HTTP/1.1 200 OK\r\nA: b") == b""
    assert heads.rest() == b"HTTP/1.1 200 OK\r\nA: b"


@pytest.mark.parametrize(
    "sent", [b"220 ready\r\n", b"<html>", b"\r\nSSH-2.0", b"\x15\x03", b"HTTQ", b"http/1.1 200"]
)
def test_what_is_no_head_is_refused_before_its_end(sent: bytes) -> None:
    with pytest.raises(NoHead):
        Heads().take(sent)


def test_a_head_of_too_many_lines_is_refused() -> None:
    with pytest.raises(NoHead):
        Heads().take(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * MAX_LINES + b"\r\n")
