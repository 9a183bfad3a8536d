"""Made-up feeds on many loopback addresses, served by a process of its own.

Every feed is another one: 22 entries of made-up prose with names, quotations and links, 145 KB in
the mean.  ``GET /control/changed`` gives each tenth feed one more entry on top and
``/control/latency/MS`` makes every answer wait.

    python benchmarks/feedserver.py --feeds 1000
"""

from __future__ import annotations

import argparse
import asyncio
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate

MEAN = 145_000
"""Bytes of a feed: the mean of public feeds."""
ENTRIES = 22
CHANGED_EACH = 10
SYLLABLES = (
    "an ber cor dan el for gan hal is jor kel lin mar nor ol per quin ros sal ten ul ver wil "
    "yor zan ti ra no se lu mo ka pi ren dal vi to"
).split()
NAMES = ("Ilse Varga", "Tomas Okonkwo", "Mirela Haugen", "Dov Castellan", "Saoirse Lind")
COMMON = "the of and to in a for that with on was is it by as at from were be an this".split()


def _sentences(count: int) -> list[str]:
    dice = random.Random("sentences")
    rare = ["".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))) for _ in range(9000)]
    words = [*COMMON, *rare]
    weights = list(accumulate(1 / (rank + 6) for rank in range(len(words))))
    return [
        " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(8, 24))).capitalize()
        for _ in range(count)
    ]


SENTENCES = _sentences(12_000)


class Prose:
    """Made-up news, frequent words more often, always the same for one seed."""

    def __init__(self, seed: object) -> None:
        self._dice = random.Random(repr(seed))

    def sentence(self) -> str:
        """A sentence without its full stop."""
        return self._dice.choice(SENTENCES)

    def title(self) -> str:
        """A headline."""
        return " ".join(self.sentence().split()[: self._dice.randint(5, 8)])

    def body(self, size: int, site: str) -> str:
        """Paragraphs of about ``size`` characters of markup."""
        parts: list[str] = []
        length = 0
        while length < size:
            parts.append(self._paragraph(site))
            length += len(parts[-1]) + 1
        return "\n".join(parts)

    def _paragraph(self, site: str) -> str:
        text = ". ".join(self.sentence() for _ in range(self._dice.randint(2, 4)))
        kind = self._dice.random()
        if kind < 0.25:
            name = self._dice.choice(NAMES)
            text = f"“{self.sentence()},” said {name}, mayor of Norhaven. {text}"
        elif kind < 0.45:
            address = f"{site}/s/{self._dice.randrange(10**6)}"
            text = f'{text} <a class="more" href="{address}">{self.title()}</a>'
        elif kind < 0.6:
            text = f"<strong>{self.title()}</strong> {text} <em>{self.title()}</em>"
        return f'<p class="wp-block-paragraph has-text-color">{text}.</p>'


def make_feed(number: int, site: str) -> tuple[bytes, bytes]:
    """The feed as it is at first, and with one more entry on top."""
    prose = Prose(number)
    dice = random.Random(f"size {number}")
    size = int(MEAN / ENTRIES * dice.uniform(0.35, 1.65))
    items = [_item(prose, number, entry, size, site) for entry in range(ENTRIES + 1)]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Paper {number}</title><link>{site}/</link><description>Made up"
        "</description><language>en</language>\n"
    )
    end = "</channel></rss>\n"
    before = head + "".join(items[1:]) + end
    return before.encode(), (head + "".join(items) + end).encode()


def _item(prose: Prose, number: int, entry: int, size: int, site: str) -> str:
    minute, hour = divmod(ENTRIES - entry + number, 60)[1], (ENTRIES - entry) % 24
    body = _figure(site, f"{number}-{entry}") + prose.body(size - 1500, site)
    return (
        f"<item><title>{prose.title()}</title><link>{site}/story/{number}-{entry}</link>"
        f'<guid isPermaLink="false">{number}-{entry}</guid><dc:creator>{NAMES[entry % 5]}'
        f"</dc:creator><pubDate>Mon, 02 Mar 2026 {hour:02}:{minute:02}:00 +0000</pubDate>"
        f"<category>news</category><description>{prose.sentence()}</description>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>\n"
    )


def _figure(site: str, name: str) -> str:
    """A picture as blogs give it: most of the markup that is no text."""
    sizes = ", ".join(
        f"{site}/wp-content/uploads/2026/03/{name}-{w}x{w * 2 // 3}.jpg {w}w"
        for w in (300, 768, 1024, 1536, 2048)
    )
    return (
        '<figure class="wp-block-image size-large"><img loading="lazy" decoding="async"'
        f' width="1024" height="683" src="{site}/wp-content/uploads/2026/03/{name}.jpg"'
        f' alt="The harbour" class="wp-image-{name}" srcset="{sizes}"'
        ' sizes="auto, (max-width: 1024px) 100vw, 1024px" />'
        '<figcaption class="wp-element-caption">The harbour in spring.</figcaption></figure>\n'
    )


class _Papers:
    """The feeds as ready answers."""

    def __init__(self, count: int) -> None:
        self.latency = 0.0
        self._changed = False
        self._answers: list[tuple[bytes, bytes]] = []
        for number in range(count):
            old, new = make_feed(number, f"http://{host(number)}")
            self._answers.append((_answer(old, b'"v0"'), _answer(new, b'"v1"')))

    def answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode("ascii", "replace")
        if path.startswith("/control/"):
            return self._control(path)
        number = int(path.rpartition("/")[2] or 0)
        changed = self._changed and number % CHANGED_EACH == 0
        etag = b'"v1"' if changed else b'"v0"'
        if etag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        return self._answers[number][changed]

    def _control(self, path: str) -> bytes:
        _, _, word, *rest = path.split("/")
        if word == "latency":
            self.latency = float(rest[0]) / 1000
        else:
            self._changed = word == "changed"
        return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def _answer(body: bytes, etag: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\n" % etag
    return b"%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


class _Talk(asyncio.Protocol):
    """One connection; requests without bodies, one after the other."""

    def __init__(self, papers: _Papers) -> None:
        self._papers = papers
        self._head = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            head, _, self._head = self._head.partition(b"\r\n\r\n")
            if self._papers.latency and b"/control/" not in head:
                loop = asyncio.get_running_loop()
                loop.call_later(self._papers.latency, self._answer, head)
            else:
                self._answer(head)

    def _answer(self, head: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(self._papers.answer(head))
            if b"\nconnection: close" in head.lower():
                self._transport.close()


def host(number: int) -> str:
    """The loopback address of feed ``number``: 200 on each network of 127.0.N.0."""
    return f"127.0.{number // 200}.{2 + number % 200}"


async def _serve(count: int) -> None:
    papers = _Papers(count)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Talk(papers), "0.0.0.0", 0, backlog=4000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


class FeedServer:
    """A running server: the addresses of its feeds, and what they should do next."""

    def __init__(self, count: int, port: int) -> None:
        self.urls = tuple(f"http://{host(n)}:{port}/feed/{n}" for n in range(count))
        self._port = port

    def say(self, word: str) -> None:
        """``changed``, ``unchanged`` or ``latency/MS``."""
        url = f"http://127.0.0.1:{self._port}/control/{word}"
        with urllib.request.urlopen(url) as answer:
            answer.read()


@contextmanager
def serving(count: int) -> Iterator[FeedServer]:
    """A server of ``count`` feeds in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--feeds", str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield FeedServer(count, int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=1000)
    asyncio.run(_serve(parser.parse_args().feeds))
