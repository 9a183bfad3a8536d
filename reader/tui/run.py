"""The reader from its start to its end: the terminal, the library, the signals that end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

from reader import curtain
from reader.errors import StoreError
from reader.library.library import Library, waiting_for
from reader.paths import Paths
from reader.text import clean_line
from reader.tui.app import NowReading
from reader.tui.logfile import logging_to

_ENDS: Final = (signal.SIGTERM, signal.SIGHUP)
CLOSE_SECONDS = 1.5
"""How long leaving waits for the library to end its last write."""


def run_reader(paths: Paths, *, entry_id: int | None = None, quote: int | None = None) -> int:
    """Open the library and the reader on it, at quote ``quote`` of story ``entry_id`` when they are
    given; returns the exit code.

    A library that can't be opened stops the start: one sentence on stderr, exit code 2.
    """
    if not _can_draw():
        print(
            "The reader needs a terminal that can draw; “nowreading list” and "
            "“nowreading show ID --plain” work anywhere.",
            file=sys.stderr,
        )
        return 2
    # A shell that exports its size says what it was once, and says it to programs run from here too.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    try:
        with logging_to(paths.log):
            return asyncio.run(_run(paths, entry_id, quote))
    except StoreError as error:
        curtain.drop()
        print(f"{clean_line(str(error))} {clean_line(error.hint)}".strip(), file=sys.stderr)
        return 2
    finally:
        _forget_what_nobody_sees()


def _forget_what_nobody_sees() -> None:
    """Let go what a terminal that is gone did not take: Python would end with 120 for that."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _can_draw() -> bool:
    """Whether there is a terminal: Textual reads keys from stdin and draws on stderr."""
    return (
        os.environ.get("TERM", "") not in ("", "dumb")
        and sys.stdin.isatty()
        and sys.stderr.isatty()
    )


async def _run(paths: Paths, entry_id: int | None, quote: int | None) -> int:
    if wait := waiting_for(paths.library):
        curtain.drop()
        print(wait, file=sys.stderr, flush=True)
    library = await Library.open(paths, start=True, beside=True)
    app = NowReading(library, entry_id=entry_id, quote=quote)
    with called_at_signals(app.exit_now):
        try:
            await app.run_async()
        finally:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(library.close(), CLOSE_SECONDS)
                app.keep_first_screen()
    return app.return_code or 0


@contextlib.contextmanager
def called_at_signals(leave: Callable[[], object]) -> Iterator[None]:
    """Let the loop call ``leave`` at SIGTERM and SIGHUP.

    asyncio's own way to tell of a signal is a byte in the socket in which each key leaves one too:
    it is lost where some hundreds of them wait, as after a paste while the loop was busy.
    """
    loop = asyncio.get_running_loop()

    def tell(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(leave)

    for number in _ENDS:
        signal.signal(number, tell)
    try:
        yield
    finally:
        for number in _ENDS:
            signal.signal(number, signal.SIG_DFL)
