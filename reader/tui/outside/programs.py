"""Programs of the reader's own: browser, player, and what a story is piped into.

Each gets an argument list, never a line for a shell.  One that takes the terminal gets the screen
until it ends; refreshes go on behind it.
"""

from __future__ import annotations

import asyncio
import shlex
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.filesize import decimal

from reader.errors import NotFound
from reader.library.downloads import chosen
from reader.library.pictures import lead_picture
from reader.model import Enclosure, Entry, Story
from reader.tui.outside.elsewhere import at_the_terminal, run_here, unstarted, wait_for_enter
from reader.urls import is_web, show

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


async def open_with(app: NowReading, program: Sequence[str], what: str) -> None:
    """Start a program on an address or file and go on reading."""
    words = arguments(program, what)
    failed = await start(words)
    app.say(
        failed or f"{Path(words[0]).name} has it: {show(what)}",
        severity="warning" if failed else "information",
    )


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


async def play(app: NowReading, entry: Entry, number: int = 1) -> None:
    """Give an enclosure to the player: the downloaded file, else its address."""
    enclosure = await _chosen(app, entry, number)
    if enclosure is None:
        return
    stored = app.library.enclosure_file(entry, enclosure)
    what = str(stored) if stored else enclosure.url
    if not app.library.player:
        from reader.tui.outside.browser import browse

        if stored:
            app.say(f"It is at {stored}; [programs] player in feeds.toml says what plays it")
        else:
            await browse(app, enclosure.url, "")
    elif stored or is_web(what):
        await open_with(app, app.library.player, what)
    else:
        app.say(f"Only web addresses are played, not {show(what)}", severity="warning")


async def look_at(app: NowReading, entry: Entry, story: Story) -> None:
    """Give the picture that a story begins with to the viewer, else to the browser: the file kept
    at a refresh, else its address."""
    url = lead_picture(story, entry.enclosures)
    if url is None:
        app.say("This story begins with no picture", severity="warning")
        return
    kept = await asyncio.to_thread(app.library.picture, url)
    if app.library.viewer:
        await open_with(app, app.library.viewer, str(kept) if kept else url)
        return
    from reader.tui.outside.browser import browse, browse_file

    if kept:
        await browse_file(app, kept)
    else:
        await browse(app, url, "")


async def download(app: NowReading, entry: Entry, number: int = 1) -> None:
    """Keep an enclosure as a file; says how far it is, and where it lies."""
    enclosure = await _chosen(app, entry, number)
    if enclosure is None:
        return
    stored = app.library.enclosure_file(entry, enclosure)
    if stored:
        app.say(f"It was downloaded before: {stored}")
        return
    size = f", {decimal(enclosure.length)}" if enclosure.length else ""
    app.say(f"Downloading {show(enclosure.url)}{size}; reading goes on")
    path = await app.attempt(app.library.download(entry.id, number))
    if path is not None:
        app.say(f"Downloaded: {path}", timeout=8)


async def _chosen(app: NowReading, entry: Entry, number: int) -> Enclosure | None:
    try:
        return chosen(entry, number)
    except NotFound as error:
        app.say(f"{error} {error.hint}".strip(), severity="warning")
        return None


async def pipe(app: NowReading, line: str, text: str) -> None:
    """Run ``line``, a program with arguments, on the terminal with ``text`` as its input."""
    try:
        words = shlex.split(line)
    except ValueError:
        app.say("A quotation mark is not closed; nothing was run", severity="warning")
        return
    if not words:
        return
    async with at_the_terminal(app):
        error = await run_here(words, text)
        await wait_for_enter()
    if error:
        app.say(error, severity="warning")
