"""A pseudo-terminal that runs the program, keeps its screen, and presses keys."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pyte

from reader.compiled import TOLD

KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "tab": "\t",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
    "down": "\x1b[B",
    "up": "\x1b[A",
}
KEYBOARD: Final = re.compile(rb"\x1b\[[<>=]\d*u")
"""How the program asks for another report of keys; the emulator would print the ``u``."""
BEGUN: Final = re.compile(rb"\x1b(\[([<>=]\d*)?)?\Z")
"""The beginning of such a thing at the end of what was read."""
LET_GO: Final = b"\x1b[?1004l"
"""The last that Textual writes before it lets the terminal go."""
PATIENCE: Final = 90.0
"""Seconds until a screen that never comes fails the test."""
MOUTHFUL: Final = 150
"""Bytes read at a time: so few that a test meets the half-painted screens that a busy machine
shows, and cannot take one for the whole."""


class Terminal:
    """``async with Terminal("open", "story.txt", home=folder, size=(80, 24)) as terminal:``

    ``screen`` is what stands on it, ``raw`` every byte that the program wrote.
    """

    def __init__(
        self,
        *arguments: str,
        home: Path,
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.raw = bytearray()
        self._begun = b""
        self._is_gone = False
        self._arguments = arguments
        self._columns, self._rows = size
        self._emulator = pyte.Screen(self._columns, self._rows)
        self._stream = pyte.ByteStream(self._emulator)
        self._environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TZ": "UTC",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            TOLD: os.environ[TOLD],
            **(environment or {}),
        }
        self._changed = asyncio.Event()
        self._closed = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start the program."""
        self._master, slave = pty.openpty()
        self.resize(self._columns, self._rows)
        os.set_blocking(self._master, False)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "reader", *self._arguments),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill what still runs."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()
        if not self._is_gone:
            self.hang_up()

    @property
    def screen(self) -> str:
        """The lines on the screen, ends stripped."""
        return "\n".join(line.rstrip() for line in self._emulator.display)

    def resize(self, columns: int, rows: int) -> None:
        """Make the terminal another size."""
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)
        self._emulator.resize(rows, columns)

    def hang_up(self) -> None:
        """Take the terminal away, as a window that is closed does."""
        self._is_gone = True
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    def press(self, *keys: str) -> None:
        """Press keys: characters, or names of :data:`KEYS`."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    async def see(self, *wanted: str, gone: str | None = None) -> str:
        """The screen, once all of ``wanted`` stand on it and ``gone`` does not."""

        def holds(screen: str) -> bool:
            return all(text in screen for text in wanted) and (gone is None or gone not in screen)

        return await self._until(holds, f"{wanted}")

    async def see_often(self, wanted: str, times: int) -> str:
        """The screen, once ``wanted`` stands on it at least so many ``times``."""
        return await self._until(lambda screen: screen.count(wanted) >= times, f"{times} {wanted}")

    async def see_like(self, pattern: str) -> str:
        """What matches ``pattern``, once something on the screen does."""
        screen = await self._until(lambda screen: bool(re.search(pattern, screen)), pattern)
        found = re.search(pattern, screen)
        assert found
        return found[0]

    async def see_whole(self, wanted: list[str]) -> str:
        """The screen, once its last lines are ``wanted``."""
        return await self._until(
            lambda screen: screen.split("\n")[-len(wanted) :] == wanted, "\n".join(wanted)
        )

    async def see_lit(self, wanted: str) -> str:
        """The screen, once ``wanted`` stands on it, bold and reversed, in whatever steps it came."""

        def holds(_: str) -> bool:
            rows = self._emulator.buffer
            for y, line in enumerate(self._emulator.display):
                at = line.find(wanted)
                cells = [rows[y][x] for x in range(at, at + len(wanted))]
                if at >= 0 and all(cell.bold and cell.reverse for cell in cells):
                    return True
            return False

        return await self._until(holds, f"{wanted} in bold and reversed")

    async def wrote(self, pattern: bytes) -> bytes:
        """The first group of ``pattern``, once something that the program wrote matches it."""
        await self._until(lambda _: bool(re.search(pattern, self.raw)), f"{pattern!r}")
        found = re.search(pattern, self.raw)
        assert found
        return bytes(found[1])

    async def _until(self, holds: Callable[[str], bool], what: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                while not holds(self.screen):
                    if self._closed.is_set():
                        raise AssertionError(f"the program ended without {what}:\n{self.screen}")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{what} not seen in:\n{self.screen}") from None
        return self.screen

    async def stop(self) -> str:
        """Stop the program as Ctrl+Z does; the screen that it left behind."""
        self.press("ctrl+z")
        stopped = os.WSTOPPED | os.WNOWAIT
        await asyncio.to_thread(os.waitid, os.P_PID, self.process.pid, stopped)
        return await self._until(lambda _: self.raw.endswith(LET_GO), "the terminal let go")

    async def written(self) -> bytes:
        """Every byte the program wrote until its terminal was closed."""
        async with asyncio.timeout(PATIENCE):
            await self._closed.wait()
        return bytes(self.raw)

    async def end(self) -> int:
        """Wait until the program has left; its exit code."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    async def end_with(self, *keys: str) -> int:
        """Press keys that leave the program, each after the one before; the exit code."""
        for key in keys:
            self.press(key)
        return await self.end()

    def _read(self) -> None:
        try:
            data = os.read(self._master, MOUTHFUL)
        except (BlockingIOError, OSError):
            data = b""
        if data:
            self.raw += data
            text = KEYBOARD.sub(b"", self._begun + data)
            begun = BEGUN.search(text)
            self._begun = begun[0] if begun else b""
            self._stream.feed(text.removesuffix(self._begun))
        else:
            asyncio.get_running_loop().remove_reader(self._master)
            self._closed.set()
        self._changed.set()


def _take_terminal() -> None:
    # A test run from behind (nohup, &) hands down signals that are ignored; a terminal does not.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
