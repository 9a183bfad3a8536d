"""Programs of the reader's own (``[[program]]`` of feeds.toml), run on stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.tui.outside.elsewhere import at_the_terminal, missing, run_here, wait_for_enter
from reader.tui.outside.starting import start
from reader.tui.screens.boxes.pipe import as_text
from reader.urls import is_web

if TYPE_CHECKING:
    from reader.config.programs import Program
    from reader.model import Entry
    from reader.tui.app import NowReading


async def run_program(
    app: NowReading, number: int, entry_ids: Sequence[int], *, url: str | None = None
) -> None:
    """Run program ``number``, from 1, on each of the stories; ``url`` is a link of the story that is
    meant instead of the story's own address.  What goes wrong is told, and ends it."""
    programs = app.library.programs
    if not 1 <= number <= len(programs):  # feeds.toml has changed since the key was pressed
        return
    program = programs[number - 1]
    for entry_id in entry_ids:
        entry = await app.attempt(app.library.entry(entry_id))
        if entry is None or not await _run(app, program, entry, url or entry.link):
            return


async def _run(app: NowReading, program: Program, entry: Entry, url: str | None) -> bool:
    if "url" in program.places and not (url and is_web(url)):
        app.say("This story has no address of the web", severity="warning")
        return False
    text = ""
    if program.pipe or "text" in program.places:
        opened = await app.attempt(app.library.open_story(entry.id, related=False))
        if opened is None:
            return False
        text = as_text(opened.story)
    words = program.arguments(_about(entry, url or "", text))
    fed = text if program.pipe else None
    if program.terminal:
        failed = await _at_the_terminal(app, words, fed)
    else:
        failed = await _beside(app, program.title, words, fed)
        if not failed:
            app.say(f"{program.title}: {entry.title or url or words[0]}")
    if failed:
        app.say(failed, severity="warning")
    return not failed


def _about(entry: Entry, url: str, text: str) -> dict[str, str]:
    """What stands for each of :data:`reader.config.programs.PLACES`."""
    when = entry.published_at or entry.sort_at
    return {
        "url": url,
        "title": entry.title,
        "author": entry.author or "",
        "feed": entry.feed_title,
        "feed_url": entry.feed_url,
        "date": when.astimezone().date().isoformat(),
        "id": str(entry.id),
        "text": text,
    }


async def _at_the_terminal(app: NowReading, words: Sequence[str], text: str | None) -> str:
    if failed := missing(words[0]):
        return failed
    async with at_the_terminal(app):
        failed = await run_here(words, text)
        if failed:
            await wait_for_enter()  # what it said of that stands on the terminal
    return failed


async def _beside(app: NowReading, title: str, words: Sequence[str], text: str | None) -> str:
    """Start it and go on reading; it may outlive the reader."""

    def ended(code: int) -> None:
        if code:
            app.say(f"{title}: {words[0]} ended with code {code}", severity="warning")

    return await start(words, text, ended)
