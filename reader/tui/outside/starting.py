"""Programs of the reader's own, started beside the reader.

Each gets an argument list, never a line for a shell.
"""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reader.tui.outside.elsewhere import unstarted
from reader.urls import show

if TYPE_CHECKING:
    from reader.tui.app import NowReading

PLACE: Final = "{}"
"""Where the address or file goes in an argument list; at its end when it stands nowhere."""


def arguments(program: Sequence[str], what: str) -> list[str]:
    """``program`` with ``what`` in its place; ``~`` may begin its name."""
    name = str(Path(program[0]).expanduser()) if program[0].startswith("~") else program[0]
    rest = program[1:]
    if any(PLACE in word for word in rest):
        return [name, *(word.replace(PLACE, what) for word in rest)]
    return [name, *rest, what]


async def open_with(
    app: NowReading, program: Sequence[str], what: str, *, quietly: bool = False
) -> bool:
    """Start a program on an address or file and go on reading; whether it started, which is not
    told where ``quietly``."""
    words = arguments(program, what)
    failed = await start(words)
    if failed:
        app.say(failed, severity="warning")
    elif not quietly:
        app.say(f"{Path(words[0]).name} has it: {show(what)}")
    return not failed


async def start(
    words: Sequence[str], text: str | None = None, ended: Callable[[int], None] = lambda _: None
) -> str:
    """Start a program that goes on by itself, with ``text`` as its input; what went wrong, or
    ``""``.  ``ended`` is called on the loop with its exit code, if the reader is still there."""
    try:
        started = await asyncio.to_thread(
            subprocess.Popen,
            words,
            stdin=subprocess.DEVNULL if text is None else subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return unstarted(words[0], error)
    loop = asyncio.get_running_loop()

    def finish() -> None:
        started.communicate(None if text is None else text.encode())
        with suppress(RuntimeError):  # the reader has left
            loop.call_soon_threadsafe(ended, started.returncode)

    # A thread that holds nobody up: the reader may leave while the program goes on.
    threading.Thread(target=finish, daemon=True).start()
    return ""


async def notify(app: NowReading, text: str) -> None:
    """Give what is told to the program that shows it on the desktop, if there is one."""
    if app.library.notifier:
        failed = await start(arguments(app.library.notifier, text))
        if failed:
            app.say(failed, severity="warning")
