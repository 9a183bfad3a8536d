"""Keys and frames without a thread between the terminal and the loop."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import pty
import sys
import threading
import tty
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from textual import events
from textual.message import Message

from reader.tui.terminal import FrameWriter, KeyReader, never_waiting
from tests.terminal.driver import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for terminals")


class Typed:
    """A terminal, and what a reader of its keys made of what was typed there."""

    def __init__(self) -> None:
        self.hand, self._terminal = pty.openpty()
        tty.setraw(self._terminal)
        own = never_waiting(self._terminal, os.O_RDONLY)
        assert own is not None
        self.messages: list[Message] = []
        self.ends = 0
        self._changed = asyncio.Event()
        decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        self.reader = KeyReader(own, decoder, self._take, self._end)

    @property
    def keys(self) -> list[str]:
        """The names of the keys in order."""
        return [m.key for m in self.messages if isinstance(m, events.Key)]

    def _take(self, message: Message) -> None:
        self.messages.append(message)
        self._changed.set()

    def _end(self) -> None:
        self.ends += 1
        self._changed.set()

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not so():
                self._changed.clear()
                await self._changed.wait()

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self.hand)
        self.hand = -1

    def close(self) -> None:
        self.reader.stop()
        for number in (self.hand, self._terminal):
            if number >= 0:
                os.close(number)


@pytest_asyncio.fixture
async def typed() -> AsyncIterator[Typed]:
    made = Typed()
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize(
    "data", [b"x\xe9y", b"x\xff\xfe\x80y", b"x\xc3y", b"x\x9b\xf5y", b"x\xed\xa0\x80y"]
)
async def test_bytes_that_are_no_text_are_passed_over(typed: Typed, data: bytes) -> None:
    os.write(typed.hand, data)
    await typed.until(lambda: "y" in typed.keys)
    assert typed.keys == ["x", "y"]


async def test_a_letter_of_two_bytes_may_come_in_two_pieces(typed: Typed) -> None:
    os.write(typed.hand, b"x\xc3")
    await typed.until(lambda: typed.keys == ["x"])
    os.write(typed.hand, b"\xa9")
    await typed.until(lambda: len(typed.messages) == 2)
    assert [m.character for m in typed.messages if isinstance(m, events.Key)] == ["x", "é"]


async def test_an_escape_after_which_nothing_comes_is_a_key(typed: Typed) -> None:
    os.write(typed.hand, b"\x1b")
    await typed.until(lambda: typed.keys == ["escape"])
    os.write(typed.hand, b"j")
    await typed.until(lambda: typed.keys == ["escape", "j"])


async def test_an_arrow_is_one_key(typed: Typed) -> None:
    os.write(typed.hand, b"\x1b[A\x1b[Bq")
    await typed.until(lambda: "q" in typed.keys)
    assert typed.keys == ["up", "down", "q"]


async def test_what_was_typed_until_the_end_is_read_and_no_more(typed: Typed) -> None:
    text = "xy" * 2_000
    os.write(typed.hand, text.encode())
    typed.reader.stop()
    assert "".join(typed.keys) == text
    os.write(typed.hand, b"z")
    await asyncio.sleep(0)
    assert "z" not in typed.keys
    typed.reader.stop()  # a second time is nothing


async def test_a_terminal_that_is_gone_is_told_once(typed: Typed) -> None:
    typed.hang_up()
    await typed.until(lambda: typed.ends > 0)
    for _ in range(5):
        await asyncio.sleep(0)
    assert typed.ends == 1


def test_a_file_that_is_no_terminal_has_no_way_that_never_waits() -> None:
    own, other = os.pipe()
    try:
        assert never_waiting(own, os.O_RDONLY) is None
    finally:
        os.close(own)
        os.close(other)


def test_a_terminal_that_takes_all_needs_no_thread() -> None:
    hand, terminal = pty.openpty()
    tty.setraw(terminal)
    before = threading.active_count()
    with os.fdopen(terminal, "w") as file:
        writer = FrameWriter(file)
        writer.start()
        for number in range(20):
            writer.write(f"frame {number}é\n")
            assert os.read(hand, 100).decode() == f"frame {number}é\n"
        assert threading.active_count() == before
        writer.stop()
    os.close(hand)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_what_a_slow_terminal_does_not_take_at_once_comes_in_order(is_terminal: bool) -> None:
    hand, terminal = pty.openpty() if is_terminal else os.pipe()
    if is_terminal:
        tty.setraw(terminal)
    texts = [f"<{number}>" * (number % 7 * 400 + 1) for number in range(200)]
    seen = bytearray()

    def look() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(hand, 300):
                seen.extend(data)

    watcher = threading.Thread(target=look)
    with os.fdopen(terminal, "w") as file:
        writer = FrameWriter(file)
        writer.start()
        for number, text in enumerate(texts):
            writer.write(text)
            if number == 20:  # the first ones had to wait
                watcher.start()
        writer.stop()
    watcher.join(PATIENCE)
    os.close(hand)
    assert seen.decode() == "".join(texts)
