"""What of a story is given to programs: files that are played or kept, its picture, its text.

A program that takes the terminal gets the screen until it ends; refreshes go on behind it.
"""

from __future__ import annotations

import asyncio
import shlex
from typing import TYPE_CHECKING

from rich.filesize import decimal

from reader.errors import NotFound
from reader.library.fetching.downloads import chosen
from reader.library.fetching.pictures import lead_picture
from reader.model import Enclosure, Entry, Story
from reader.tui.outside.browser import browse, browse_file, has_browser
from reader.tui.outside.elsewhere import at_the_terminal, missing, run_here, wait_for_enter
from reader.tui.outside.starting import open_with
from reader.urls import is_web, show

if TYPE_CHECKING:
    from reader.tui.app import NowReading


async def play(app: NowReading, entry: Entry, number: int = 1) -> None:
    """Give an enclosure to the player: the downloaded file, else its address."""
    enclosure = await _chosen(app, entry, number)
    if enclosure is None:
        return
    stored = app.library.enclosure_file(entry, enclosure)
    what = str(stored) if stored else enclosure.url
    if not app.library.player:
        if stored:
            app.say(f"It is at {stored}; [programs] player in feeds.toml says what plays it")
        elif is_web(what) and not has_browser(app):
            app.say("Nothing plays it: [programs] player in feeds.toml names a player", timeout=8)
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
    error = missing(words[0])
    if not error:
        async with at_the_terminal(app):
            error = await run_here(words, text)
            await wait_for_enter()
    if error:
        app.say(error, severity="warning")
