"""The child: one refresh as the command line does it, told about in frames.

SIGTERM stops it as escape stops a refresh: what came in stays, and it leaves the library free.
When the reader goes, however it goes, the kernel ends it at once (:mod:`reader.worker.pipes`), and
its workers with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import signal
import socket
from collections import deque
from typing import Final

from reader import compiled
from reader.library.beside.frames import (
    DONE,
    ERROR,
    LOG,
    PART,
    PART_SIZE,
    PROGRESS,
    Wanted,
    failure_of,
)
from reader.library.beside.room import Room
from reader.library.library import Library
from reader.library.values import RefreshProgress
from reader.worker.frames import frame
from reader.worker.pipes import end_with_parent, give_way, own_pipes, read_frame

NICENESS: Final = 12
"""Keys come first: at 5 the slowest twentieth of them took 2.4 times the idle ones, at 12 it is 1.6
to 1.95 times (``benchmarks/refresh_keys.py``), and an idle machine's refresh takes as long."""
REST: Final = 0.1
"""Seconds from one telling of the progress to the next."""


def main() -> None:
    """Do what the one frame from the parent asks for, then leave."""
    source, sink, line = own_pipes()
    end_with_parent(line)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    message = read_frame(source)
    if message is None:
        return
    give_way(NICENESS, to_other_programs=True)
    wanted: Wanted = pickle.loads(message)
    with socket.socket(fileno=sink) as out, contextlib.suppress(asyncio.CancelledError):
        out.setblocking(False)
        asyncio.run(_run(wanted, source, out))
    os._exit(
        0
    )  # the library is closed, and taking the interpreter down takes longer than a key may


async def _run(wanted: Wanted, source: int, sink: socket.socket) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def stop() -> None:
        if not task.cancelling():  # asked twice, it still takes its leave in order
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    outlet = Outlet(sink)
    logging.getLogger().addHandler(_ToParent(outlet))
    try:
        await _refresh(wanted, source, outlet)
    except Exception as error:
        if not (failure := failure_of(error)).kind:
            logging.getLogger(__name__).exception("the refresh failed")
            await asyncio.sleep(0)  # the log comes first
        outlet.say(ERROR, failure)
    await outlet.close()


async def _refresh(wanted: Wanted, source: int, outlet: Outlet) -> None:
    library = await Library.open(wanted.paths, listed=wanted.listed)
    room = Room(library.workers)
    loop = asyncio.get_running_loop()

    def key() -> None:
        # Nothing but keys is told of: it is all the same how many.
        if os.read(source, 4096):
            room.make()
        else:  # the parent is gone, and the kernel ends this process
            loop.remove_reader(source)

    loop.add_reader(source, key)
    try:
        results = await library.refresh(
            feed_ids=wanted.feed_ids, due_only=wanted.due_only, on_progress=outlet.tell
        )
        notices = [entry.id for entry in await library.take_notices()]
    finally:
        loop.remove_reader(source)
        room.end()
        await library.close()
    compiled.keep()  # before the end is told: then the parent ends this process
    for start in range(0, len(results), PART_SIZE):
        outlet.say(PART, results[start : start + PART_SIZE])
    outlet.say(DONE, notices)


class Outlet:
    """Frames on their way to the parent, in their order; of the progress only the newest goes, now
    and then.  A parent that does not listen holds nothing up."""

    def __init__(self, sink: socket.socket) -> None:
        self._sink = sink
        self._frames: deque[bytes] = deque()
        self._progress: RefreshProgress | None = None
        self._wake = asyncio.Event()
        self._closing = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._send())

    def say(self, kind: bytes, body: object) -> None:
        """Send a frame, before any more is told of the progress."""
        self._frames.append(frame(kind, body))
        self._wake.set()

    def tell(self, progress: RefreshProgress) -> None:
        """Send the progress, unless more is known before its turn comes."""
        self._progress = progress
        self._wake.set()

    async def close(self) -> None:
        """Wait until all is sent."""
        self._closing.set()
        self._wake.set()
        with contextlib.suppress(OSError):  # nobody listens any more
            await self._task

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._closing.is_set() or self._frames:
            await self._wake.wait()
            self._wake.clear()
            while self._frames:
                await loop.sock_sendall(self._sink, self._frames.popleft())
            progress, self._progress = self._progress, None
            if progress is not None and not self._closing.is_set():
                await loop.sock_sendall(self._sink, frame(PROGRESS, progress))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), REST)


class _ToParent(logging.Handler):
    """Hands warnings and worse to the parent, which keeps the log; from any thread."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(logging.WARNING)
        self._outlet = outlet
        self._loop = asyncio.get_running_loop()

    def emit(self, record: logging.LogRecord) -> None:
        line = (record.levelno, record.name, self.format(record))
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._outlet.say, LOG, line)
