"""The terminal under the screen: it may be gone before the program is."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import sys

import pytest
from textual.drivers._writer_thread import WriterThread

from reader.tui.app import NowReading
from reader.tui.driver import BehindCurtain, MayBeGone
from tests.tui.story_fixtures import FakeLibrary

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for terminals")


def test_what_is_written_to_a_terminal_that_is_gone_keeps_nobody_waiting() -> None:
    own, other = pty.openpty()
    terminal = os.fdopen(other, "w")
    writer = WriterThread(MayBeGone(terminal))  # type: ignore[arg-type]
    writer.start()
    os.close(own)
    for number in range(1_000):
        writer.write(f"frame {number} " * 100)
    writer.stop()
    assert not writer.is_alive()
    with contextlib.suppress(OSError):  # what is left in its buffer can go nowhere
        terminal.close()


async def test_the_reader_writes_to_its_terminal_so() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)}
    try:
        app = NowReading(FakeLibrary())  # type: ignore[arg-type]
        driver = app.driver_class(app)
        assert isinstance(driver, BehindCurtain)
        assert isinstance(driver._file, MayBeGone)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
