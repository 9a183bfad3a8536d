"""A program in a pseudo-terminal, for measuring: what it writes is noted with its time.

Nothing is emulated while the clock runs: bytes are kept as they come, and only afterwards played
into an emulator, to find when something stood on the screen.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyte

QUIET: Final = 0.06
"""Seconds without a byte after which an answer is taken as whole."""
PATIENCE: Final = 60.0

Chunk = tuple[float, bytes]
"""When it was read (monotonic seconds), and what."""


class Session:
    """``with Session(["nowreading"], size=(80, 24), environment=…) as session:``"""

    def __init__(
        self, command: Sequence[str], *, size: tuple[int, int], environment: Mapping[str, str]
    ) -> None:
        self.columns, self.rows = size
        self.chunks: list[Chunk] = []
        self._screen = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self._screen)
        self._played = 0
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in (0, 1, 2):
                os.dup2(slave, fd)
            os.closerange(3, 256)
            with contextlib.suppress(OSError):
                os.execvpe(command[0], list(command), dict(environment))
            os._exit(127)
        os.close(slave)
        self._master = master
        self._code: int | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)

    # ---- what goes in and comes out
    def press(self, keys: str) -> float:
        """Type ``keys``; the moment before they were written."""
        at = time.monotonic()
        os.write(self._master, keys.encode())
        return at

    def read(self, seconds: float) -> bool:
        """Wait for output at most so long; False when none came."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.chunks.append((time.monotonic(), data))
        return bool(data)

    def answer(self, quiet: float = QUIET, patience: float = 3.0) -> list[Chunk]:
        """What comes from now until nothing has come for ``quiet`` seconds."""
        begin = len(self.chunks)
        if self.read(patience):
            while self.read(quiet):
                pass
        return self.chunks[begin:]

    def drain(self, seconds: float) -> None:
        """Read whatever comes for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    # ---- the screen
    @property
    def screen(self) -> list[str]:
        """The lines on the screen, all that was read played in."""
        self._play(len(self.chunks))
        return list(self._screen.display)

    def until(self, shows: Callable[[str], bool], patience: float = PATIENCE) -> float:
        """When the screen first answered ``shows`` (monotonic seconds); raises TimeoutError."""
        end = time.monotonic() + patience
        while True:
            while self._played < len(self.chunks):
                self._play(self._played + 1)
                if shows("\n".join(self._screen.display)):
                    return self.chunks[self._played - 1][0]
            # What comes in one go is read first: playing it takes longer than reading it.
            if not self.read(end - time.monotonic()):
                raise TimeoutError("\n".join(self.screen))
            while self.read(0.004):
                pass

    def _play(self, until: int) -> None:
        for _, data in self.chunks[self._played : until]:
            self._stream.feed(data)
        self._played = max(self._played, until)

    # ---- the process
    def memory(self) -> tuple[float, float]:
        """Resident and proportional megabytes of the process itself; zeros where there is no /proc."""
        try:
            lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            return 0.0, 0.0
        sizes = {line.split(":")[0]: line for line in lines if ":" in line}
        return tuple(int(sizes[key].split()[1]) / 1024 for key in ("Rss", "Pss"))  # type: ignore[return-value]

    def cpu(self) -> float:
        """CPU seconds of the process so far, all threads."""
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def leave(self, keys: str) -> int:
        """Press the keys that end the program; its exit code."""
        self.press(keys)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
                return self._code
        raise TimeoutError("the program does not leave")
