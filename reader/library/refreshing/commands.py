"""Feeds that a program makes: ``command`` prints one, ``filter`` makes one of what a server sent.

Only feeds.toml can name such a program.  It gets an argument list, never a line for a shell, a
session of its own away from the terminal, and bounds of time, memory and output.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from reader.errors import FetchError
from reader.text import clean_line

SECONDS: Final = 60.0
"""How long a program may take."""
MOST: Final = 40_000_000
"""Bytes that it may print: as many as a server may send."""
MEMORY: Final = 2_000_000_000
"""Bytes of memory of its own that it may have."""
_LOOK: Final = 0.01
"""Seconds between two looks whether it has ended."""
_TAKES: Final = MOST // 65_536 + 1
"""How often a pipe is read on when its program has ended."""
_SAID: Final = 2_000
"""Bytes kept of the end of what it says of its errors."""
_HINT: Final = "Its command or filter stands in feeds.toml; try it in a terminal."


async def output(words: Sequence[str], body: bytes, *, url: str) -> bytes:
    """What the program prints when ``body`` is its input. Cancelled, it is ended.

    Raises FetchError (about ``url``): it did not start, failed, took too long, or printed nothing
    or too much.
    """
    name = Path(words[0]).name
    try:
        process = _start(words, body)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _failure(url, f"The program {name} did not start: {reason}.") from None
    assert process.stdout is not None
    assert process.stderr is not None
    printed, said = _Pipe(process.stdout.fileno(), MOST), _Pipe(process.stderr.fileno(), None)
    try:
        async with asyncio.timeout(SECONDS):
            while process.poll() is None and not printed.is_full:  # noqa: ASYNC110 (no event tells it)
                await asyncio.sleep(_LOOK)
        printed.take_all()
        said.take_all()
    except TimeoutError:
        raise _failure(url, f"The program {name} took more than {SECONDS:.0f} seconds.") from None
    finally:
        printed.close()
        said.close()
        _end(process)
    if printed.is_full:
        raise _failure(url, f"The program {name} printed more than {MOST // 1_000_000} MB.")
    if process.returncode:
        lines = [
            line
            for line in bytes(said.held).decode("utf-8", "replace").splitlines()
            if line.strip()
        ]
        why = f": {clean_line(lines[-1])[:200]}" if lines else ""
        raise _failure(url, f"The program {name} ended with code {process.returncode}{why}.")
    if not printed.held.strip():
        raise _failure(url, f"The program {name} printed nothing.")
    return bytes(printed.held)


def _start(words: Sequence[str], body: bytes) -> subprocess.Popen[bytes]:
    home = Path.home()
    with TemporaryFile() as given:
        given.write(body)
        given.seek(0)
        process = subprocess.Popen(
            [str(Path(words[0]).expanduser()), *words[1:]],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            cwd=home if home.is_dir() else home.anchor,
        )
    _limit(process.pid)
    return process


def _limit(pid: int) -> None:
    """Bound what it may take, where the system lets that be done to another process (Linux)."""
    import resource

    if hasattr(resource, "prlimit"):
        bounds = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_CPU: round(SECONDS),
            resource.RLIMIT_DATA: MEMORY,
        }
        for what, most in bounds.items():
            with suppress(OSError, ValueError):  # it has ended, or may have less already
                resource.prlimit(pid, what, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, where it has not ended, with all that it started."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _failure(url: str, message: str) -> FetchError:
    return FetchError(message, url=url, kind="program", hint=_HINT)


class _Pipe:
    """What a program writes into a pipe, taken while the loop does other things: all up to
    ``most`` bytes, or, for None, the end of it."""

    def __init__(self, pipe: int, most: int | None) -> None:
        os.set_blocking(pipe, False)
        self._pipe = pipe
        self._most = most
        self._loop = asyncio.get_running_loop()
        self.held = bytearray()
        self.is_full = False
        self._loop.add_reader(pipe, self.take)

    def take(self) -> bool:
        """Take what is there; False when that is nothing (any more)."""
        try:
            more = os.read(self._pipe, 65_536)
        except BlockingIOError:
            return False
        if not more:
            self._loop.remove_reader(self._pipe)
            return False
        self.held += more
        if self._most is None:
            del self.held[:-_SAID]
        elif len(self.held) > self._most:
            self.is_full = True
            self._loop.remove_reader(self._pipe)
            return False
        return True

    def take_all(self) -> None:
        """Take what is left when the program has ended; what it started may still write."""
        for _ in range(_TAKES):
            if self.is_full or not self.take():
                return

    def close(self) -> None:
        """Take no more."""
        self._loop.remove_reader(self._pipe)
