"""The whole reader in a terminal of its own: starting, signals, leaving."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.store.store import Fetched
from tests.terminal.driver import MOUTHFUL
from tests.tui.shelf import SHELVES, open_library, paths_in

RUN = """
import sys
from pathlib import Path
from reader.paths import Paths
from reader.tui.run import run_reader
folder = Path(sys.argv[1])
paths = Paths(folder / "config/feeds.toml", folder / "data/library.db", folder / "log")
sys.exit(run_reader(paths))
"""
LEFT_ALTERNATE_SCREEN = b"\x1b[?1049l"
WAIT = 90.0
"""Seconds to wait for something to show before the test fails."""


class Terminal:
    """The reader in a pseudo-terminal of 80 × 24; ``output`` is all it has written."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.output = b""
        self.master, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.modes = termios.tcgetattr(child)
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder)],
            stdin=child,
            stdout=child,
            stderr=child,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        self.child = child

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def read_until(self, words: bytes) -> bytes:
        """What was written up to ``words`` and after."""
        start = len(self.output)
        deadline = time.monotonic() + WAIT
        while words not in self.output[start:]:
            assert time.monotonic() < deadline, f"{words!r} never came: {self.output[-2000:]!r}"
            self._read()
        return self.output[start:]

    def wait(self) -> int:
        """The exit code; what it writes meanwhile is read."""
        deadline = time.monotonic() + WAIT
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "the reader does not leave"
            self._read()
        while self._read():
            pass
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.child)
        os.close(self.master)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.master], [], [], 0.05)
        if ready:
            self.output += os.read(self.master, MOUTHFUL)
        return bool(ready)


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    library = await open_library(tmp_path, SHELVES)
    for feed in await library.feeds():
        await library._store.unchanged(feed.id, Fetched(_now(), _now(hours=1)))
    await library.close()
    return tmp_path


def _now(hours: int = 0) -> datetime:
    return datetime.now(UTC) + timedelta(hours=hours)


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    opened = Terminal(folder)
    yield opened
    opened.close()


def test_q_leaves_with_code_0_and_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.read_until(b"Ferry crews")
    terminal.press(b"q")
    assert terminal.wait() == 0
    assert LEFT_ALTERNATE_SCREEN in terminal.output
    assert termios.tcgetattr(terminal.child) == terminal.modes


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.slow)]
)
def test_a_signal_to_end_restores_the_terminal_and_keeps_the_marks(
    folder: Path, terminal: Terminal, number: signal.Signals
) -> None:
    terminal.read_until(b"Ferry crews")
    terminal.press(b"s")
    terminal.read_until("★".encode())
    terminal.process.send_signal(number)
    assert terminal.wait() == 0
    assert LEFT_ALTERNATE_SCREEN in terminal.output
    assert termios.tcgetattr(terminal.child) == terminal.modes
    with sqlite3.connect(paths_in(folder).library) as database:
        found = database.execute("SELECT count(*) FROM entry WHERE starred_at IS NOT NULL")
        assert found.fetchone() == (1,)
    database.close()


@pytest.mark.slow
def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(terminal: Terminal) -> None:
    terminal.read_until(b"Ferry crews")
    terminal.press(b"\x1a")
    terminal.read_until(LEFT_ALTERNATE_SCREEN)
    deadline = time.monotonic() + WAIT
    while _state(terminal.process.pid) != "T":
        assert time.monotonic() < deadline, "the reader does not stop"
        terminal._read()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.read_until(b"Ferry crews")
    terminal.press(b"q")
    assert terminal.wait() == 0


def test_a_file_that_is_no_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = paths_in(tmp_path).library
    path.parent.mkdir(parents=True)
    path.write_bytes(b"my diary, not a library\n" * 100)
    before = path.read_bytes()
    terminal = Terminal(tmp_path)
    try:
        assert terminal.wait() == 2
        assert b"library.db" in terminal.output
        assert b"Traceback" not in terminal.output
        assert b"\x1b[?1049h" not in terminal.output
        assert path.read_bytes() == before
    finally:
        terminal.close()


def test_a_dumb_terminal_is_pointed_to_list_and_show(folder: Path) -> None:
    terminal = Terminal(folder, TERM="dumb")
    try:
        assert terminal.wait() == 2
        assert b"nowreading list" in terminal.output
        assert terminal.output.count(b"\n") == 1
    finally:
        terminal.close()


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
