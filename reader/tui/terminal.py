"""Keys and frames without a thread between the terminal and the loop.

Textual reads keys in one thread and writes frames in another.  Each hand-over is a moment in which
the processor may be given to somebody else, and while a refresh keeps all of them busy it comes
back some thousandths of a second later.  Here the loop itself reads what was typed and writes what
the terminal takes at once; a thread writes only what it does not take.

Both have a way of their own to the terminal, which never waits: the one that the program was
started with is shared with the shell, and would wait for it too.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import sys
import threading
from collections.abc import Callable
from queue import Queue
from typing import IO, TYPE_CHECKING, Final

from textual import constants
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from codecs import IncrementalDecoder

    from textual.message import Message

MOUTHFUL: Final = 4096
"""Bytes of typed keys read at a time: as many as Linux keeps for a terminal."""
_MOST_WAITING: Final = 30
"""Texts that wait for a slow terminal before the program waits with them."""
_AGAIN: Final = 0.001


def never_waiting(fileno: int, mode: int) -> int | None:
    """The terminal of ``fileno`` opened once more, so that neither reading nor writing waits;
    ``mode`` is ``os.O_RDONLY`` or ``os.O_WRONLY``.  None where that can't be."""
    if sys.platform != "linux":  # elsewhere a loop may not be able to wait for a terminal
        return None
    try:
        own = os.open(os.ttyname(fileno), mode | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    # In a container the name may be that of another terminal.
    if os.fstat(own).st_rdev == os.fstat(fileno).st_rdev:
        return own
    os.close(own)
    return None


class FrameWriter:
    """Writes to a terminal, in order, in the place of Textual's ``WriterThread``.

    What is written once the terminal is gone is let go: an error there would end the thread that
    writes, and all else would wait for it for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._fileno = file.fileno()
        self._own = never_waiting(self._fileno, os.O_WRONLY)
        self._waiting: Queue[bytes | None] = Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._handed_over = 0
        self._written = 0

    def start(self) -> None:
        """Nothing yet: the thread starts when it is needed."""

    def write(self, text: str) -> None:
        """Write ``text`` now as far as the terminal takes it, and the rest as soon as it does."""
        data = text.encode(errors="replace")
        # What waits goes first.  Each of the two numbers is counted by one thread alone.
        if self._own is not None and self._handed_over == self._written:
            data = data[self._at_once(self._own, data) :]
        if data:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="frames", daemon=True)
                self._thread.start()
            self._handed_over += 1
            self._waiting.put(data)

    def stop(self) -> None:
        """Wait until all is written; nothing may be written afterwards."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
        if self._own is not None:
            os.close(self._own)
            self._own = None

    @staticmethod
    def _at_once(fileno: int, data: bytes) -> int:
        try:
            return os.write(fileno, data)
        except BlockingIOError:
            return 0
        except OSError:
            return len(data)

    def _run(self) -> None:
        while (data := self._waiting.get()) is not None:
            with contextlib.suppress(OSError):
                view = memoryview(data)
                while view:
                    view = view[os.write(self._fileno, view) :]
            self._written += 1


class KeyReader:
    """Reads keys in the loop that runs; ``take`` gets each message, ``ended`` is called when the
    terminal is gone."""

    def __init__(
        self,
        fileno: int,
        decoder: IncrementalDecoder,
        take: Callable[[Message], None],
        ended: Callable[[], object],
    ) -> None:
        self._fileno = fileno
        self._decode = decoder.decode
        self._parser = XTermParser()
        self._take = take
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.Handle | None = None
        self._loop.add_reader(fileno, self._read)

    def stop(self) -> None:
        """Read all that was typed till now, and no more; closes ``fileno``."""
        if self._fileno < 0:
            return
        self._loop.remove_reader(self._fileno)
        with contextlib.suppress(OSError):
            while data := os.read(self._fileno, MOUTHFUL):
                self._parse(data)
        self._set_timer(None)
        os.close(self._fileno)
        self._fileno = -1

    def _read(self) -> None:
        try:
            data = os.read(self._fileno, MOUTHFUL)
        except BlockingIOError:  # another program was quicker
            return
        except OSError:
            data = b""
        if data:
            self._parse(data)
        elif self._is_gone():
            self._loop.remove_reader(self._fileno)
            self._ended()

    def _is_gone(self) -> bool:
        poll = select.poll()
        poll.register(self._fileno, select.POLLIN)
        return any(state & (select.POLLHUP | select.POLLERR) for _, state in poll.poll(0))

    def _parse(self, data: bytes) -> None:
        if text := self._decode(data):  # an empty one would end the parser
            for message in self._parser.feed(text):
                self._take(message)
        self._look_for_more()

    def _look_for_more(self) -> None:
        """An Escape may begin a longer key: it is one by itself when nothing follows for a while."""
        waits = self._parser._timeout_time is not None
        self._set_timer(constants.ESCAPE_DELAY if waits else None)

    def _set_timer(self, seconds: float | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self._loop.call_later(seconds, self._tick)

    def _tick(self) -> None:
        for message in self._parser.tick():
            self._take(message)
        # The loop's clock may be a little ahead of the parser's.
        self._set_timer(_AGAIN if self._parser._timeout_time is not None else None)
