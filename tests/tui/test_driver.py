"""The terminal under the screen: it may be gone before the program is."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import signal
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from textual import events
from textual.drivers import linux_driver
from textual.message import Message

from reader.tui.app import NowReading
from reader.tui.driver import BehindCurtain
from reader.tui.run import called_at_signals
from reader.tui.terminal import FrameWriter
from tests.terminal.driver import PATIENCE
from tests.tui.story_fixtures import FakeLibrary

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for terminals")


def test_what_is_written_to_a_terminal_that_is_gone_keeps_nobody_waiting() -> None:
    own, other = pty.openpty()
    terminal = os.fdopen(other, "w")
    writer = FrameWriter(terminal)
    writer.start()
    os.close(own)
    for number in range(1_000):
        writer.write(f"frame {number} " * 100)
    writer.stop()
    with contextlib.suppress(OSError):  # what is left in its buffer can go nowhere
        terminal.close()


@pytest_asyncio.fixture
async def driver() -> AsyncIterator[BehindCurtain]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        app = NowReading(FakeLibrary())  # type: ignore[arg-type]
        made = app.driver_class(app)
        assert isinstance(made, BehindCurtain)
        yield made
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def test_the_reader_writes_to_its_terminal_so() -> None:
    assert linux_driver.WriterThread is FrameWriter  # type: ignore[attr-defined,comparison-overlap]


@pytest.mark.parametrize(
    "typed", [b"\xe9xy", b"x\xff\xfe\x80y", b"\xc3xy", b"x\x9b\xf5y", b"x\xed\xa0\x80y"]
)
async def test_bytes_that_are_no_text_are_passed_over_among_keys(
    driver: BehindCurtain, typed: bytes
) -> None:
    own, other = os.pipe()
    os.write(other, typed)
    keys: list[str] = []

    def take(message: Message) -> None:
        if isinstance(message, events.Key):
            keys.append(message.key)
        if keys[-1:] == ["y"]:
            driver.exit_event.set()

    driver.fileno = own
    driver.process_message = take  # type: ignore[method-assign]
    driver.run_input_thread()  # type: ignore[no-untyped-call]
    os.close(own)
    os.close(other)
    assert keys == ["x", "y"]


async def test_keys_typed_until_another_program_gets_the_terminal_are_not_lost(
    driver: BehindCurtain,
) -> None:
    typed = "xy" * 10_000 + "z"  # more than is read at a time
    own, other = os.pipe()
    os.write(other, typed.encode())
    keys: list[str] = []

    def take(message: Message) -> None:
        driver.exit_event.set()  # as soon as there is a key
        if isinstance(message, events.Key):
            keys.append(message.key)

    driver.fileno = own
    driver.process_message = take  # type: ignore[method-assign]
    driver.run_input_thread()  # type: ignore[no-untyped-call]
    os.close(own)
    os.close(other)
    assert "".join(keys) == typed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_is_not_lost_among_thousands_of_keys(number: signal.Signals) -> None:
    left = asyncio.Event()
    loop = asyncio.get_running_loop()
    with called_at_signals(left.set):
        for _ in range(5_000):  # as the thread that reads keys tells of each
            loop.call_soon_threadsafe(int)
        os.kill(os.getpid(), number)
        async with asyncio.timeout(PATIENCE):
            await left.wait()
    assert signal.getsignal(number) is signal.SIG_DFL
