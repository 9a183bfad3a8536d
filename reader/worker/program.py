"""A program of ours that runs beside this one, the two sockets it is talked to through, and a third
by which it ends with this one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from reader.worker.frames import HEADER

MAX_BODY: Final = 256 * 1024 * 1024
"""Bytes of one frame from a program."""
_LOOK: Final = 0.002
"""Seconds between two looks whether it has ended; the system tells it no other way."""


class Program:
    """A running program and its sockets; belongs to one event loop.

    It has a session of its own: what the terminal sends to the reader does not reach it, and where
    Linux shares the processors out by sessions (``sched(7)``, autogroups), what it takes is not taken
    from the reader's share, which keys would have to wait for.

    asyncio's own subprocesses are passed by: cancelled while one starts, they wait for ever
    (Python 3.11), and a program that is told to leave must leave.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it; takes some milliseconds, its own start-up goes on beside. Raises OSError."""
        self._sink, its_source = socket.socketpair()
        self._source, its_sink = socket.socketpair()
        self._line, its_line = socket.socketpair()
        try:
            with its_source, its_sink, its_line:
                self._process = subprocess.Popen(
                    command,
                    stdin=its_source.fileno(),
                    stdout=its_sink.fileno(),
                    stderr=its_line.fileno(),
                    start_new_session=True,
                    env=environment,
                )
        except BaseException:
            self.hang_up()
            raise
        self._sink.setblocking(False)
        self._source.setblocking(False)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether it has not ended, as far as is known."""
        return self._process.poll() is None

    async def send(self, message: bytes) -> None:
        """Send a frame. Raises OSError when it has ended."""
        loop = asyncio.get_running_loop()
        left = memoryview(message)
        while left:
            try:
                left = left[self._sink.send(left) :]
            except (BlockingIOError, InterruptedError):
                await _ready(self._sink, loop.add_writer, loop.remove_writer)

    def tell(self, message: bytes) -> None:
        """Send a frame of a few bytes, if it can be taken at once; between frames only."""
        with contextlib.suppress(OSError):
            self._sink.send(message)

    async def receive(self) -> tuple[bytes, bytearray]:
        """The kind and the body of its next frame. Raises OSError when it has ended."""
        kind, size = HEADER.unpack(await self._read(HEADER.size))
        if size > MAX_BODY:
            raise OSError("a frame that large is not ours")
        return kind, await self._read(size)

    def ask_to_leave(self) -> None:
        """Send it SIGTERM."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()

    async def end(self, patience: float = 0.0) -> None:
        """Wait until it is gone; it is killed after ``patience`` seconds, and at once when nobody
        waits any more."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        try:
            while self.runs and loop.time() < until:  # noqa: ASYNC110 - see above
                await asyncio.sleep(_LOOK)
            self._process.kill()
            while self.runs:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK)
        finally:
            self._process.kill()
            self._process.wait()

    def hang_up(self) -> None:
        """Close the sockets."""
        for each in (self._sink, self._source, self._line):
            each.close()

    async def _read(self, size: int) -> bytearray:
        loop = asyncio.get_running_loop()
        data = bytearray(size)
        view = memoryview(data)
        while view:
            try:
                count = self._source.recv_into(view[: 1 << 20])
            except (BlockingIOError, InterruptedError):
                await _ready(self._source, loop.add_reader, loop.remove_reader)
                continue
            if not count:
                raise ConnectionError("the program ended")
            view = view[count:]
        return data


async def _ready(
    one: socket.socket,
    begin: Callable[[int, Callable[[], None]], None],
    end: Callable[[int], bool],
) -> None:
    """Wait until something can be read from a socket, or written to it.  asyncio's own ways to one
    look whether it is OpenSSL's, and import that for it: five megabytes."""
    told: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def tell() -> None:
        if not told.done():
            told.set_result(None)

    number = one.fileno()
    begin(number, tell)
    try:
        await told
    finally:
        with contextlib.suppress(RuntimeError):  # it was closed, and a connection has its number
            end(number)


def with_our_modules(environment: Mapping[str, str]) -> dict[str, str]:
    """``environment``, in which Python finds this package also where it was not installed into
    site-packages."""
    found = dict(environment)
    home = Path(__file__).parents[2]
    if str(home) not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        found["PYTHONPATH"] = os.pathsep.join(filter(None, [str(home), found.get("PYTHONPATH")]))
    return found
