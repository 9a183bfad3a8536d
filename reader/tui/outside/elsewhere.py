"""Another program on the reader's terminal: the screen is its own until it ends.

It ends with the reader: when the reader is told to end, so is the program.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import signal
import termios
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.tui.app import NowReading

_GRACE: Final = 0.5
"""Seconds a program has to end when it is told to; after that it is killed."""
_STDIN: Final = 0
"""Where Textual reads keys: the terminal."""
_KEYS: Final = (signal.SIGINT, signal.SIGQUIT)
"""What Ctrl-C and Ctrl-\\ send to everything on the terminal: meant for the program alone."""


@asynccontextmanager
async def at_the_terminal(app: NowReading) -> AsyncIterator[None]:
    """The terminal belongs to another program; nothing of the reader is drawn meanwhile, and keys
    typed before wait.  A second program waits for the first; raises CancelledError, and gets the
    terminal no more, once the reader leaves.

    However the program leaves the terminal, the reader takes it back as it gave it.
    """
    async with app.terminal:
        if app.is_leaving:
            raise asyncio.CancelledError
        error: BaseException | None = None
        with _deaf(), app.suspend():
            # Textual takes the terminal back only from a block that ends well.
            try:
                with _lent(app):
                    yield
            except BaseException as raised:
                error = raised
        app.go_on_here()
        if error is not None:
            raise error


@contextmanager
def _deaf() -> Iterator[None]:
    """The keys that end programs end not this one: from before they do so on the terminal until
    they do no more."""
    # No SIG_IGN, which a program started meanwhile would inherit.
    before = {number: signal.signal(number, _let_pass) for number in _KEYS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _lent(app: NowReading) -> Iterator[None]:
    app.is_elsewhere, app.borrower = True, asyncio.current_task()
    modes = None
    with suppress(termios.error):
        modes = termios.tcgetattr(_STDIN)
    try:
        yield
    finally:
        app.is_elsewhere, app.borrower = False, None
        if modes is not None:
            with suppress(termios.error):
                termios.tcsetattr(_STDIN, termios.TCSANOW, modes)


async def run_here(words: Sequence[str], text: str | None = None) -> str:
    """Run a program on this terminal to its end, ``text`` as its input; what went wrong, or ``""``.

    When this is cancelled the program is ended.
    """
    pipe = None if text is None else asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(*words, stdin=pipe)
    except (OSError, ValueError) as error:
        return unstarted(words[0], error)
    try:
        await process.communicate(None if text is None else text.encode())
    finally:
        if process.returncode is None:
            await _end(process)
    return f"{words[0]} ended with code {process.returncode}" if process.returncode else ""


async def wait_for_enter() -> None:
    """Leave what a program wrote on the terminal until Enter is pressed."""
    try:
        # Ctrl+S may have stopped what is written: all of the reader would wait for Ctrl+Q.
        terminal = os.open(os.ctermid(), os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return
    loop = asyncio.get_running_loop()
    pressed = asyncio.Event()
    try:
        with suppress(BlockingIOError):
            os.write(terminal, b"\n[Enter: back to the reader] ")
        loop.add_reader(terminal, pressed.set)
        await pressed.wait()
        os.read(terminal, 1000)
    except OSError:
        return
    finally:
        loop.remove_reader(terminal)
        os.close(terminal)


def unstarted(program: str, error: Exception) -> str:
    """A sentence for a program that could not be started."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{program} did not start: {reason}"


def missing(program: str) -> str:
    """The same where there is no such program: told before it gets a terminal on which nothing
    would stand. ``""`` where there is one."""
    there = shutil.which(program) is not None
    return "" if there else unstarted(program, OSError(errno.ENOENT, os.strerror(errno.ENOENT)))


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _GRACE)
        except TimeoutError:
            process.kill()
            await process.wait()


def _let_pass(number: int, frame: FrameType | None) -> None:
    """For the program on the terminal, not for the reader."""
