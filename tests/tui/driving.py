"""The reader driven by keys, and what then stands on its screen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from textual.app import App
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.frames import draw


def rows(app: App[object]) -> list[str]:
    """The text on the screen, line by line, without blanks at the ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def shown(app: App[object]) -> str:
    """The text on the screen in one piece."""
    return "\n".join(rows(app))


async def settle(pilot: Pilot[object]) -> None:
    """Wait until nothing is under way, no message, no worker; then draw."""
    await _rest(pilot)
    draw(pilot.app)


async def _rest(pilot: Pilot[object]) -> None:
    await pilot.pause()
    for _ in range(50):
        running = [worker for worker in pilot.app.workers if not worker.is_finished]
        if not running:
            break
        for worker in running:
            with contextlib.suppress(WorkerCancelled):
                await worker.wait()
        await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[object], holds: Callable[[], bool]) -> None:
    """Wait for something that a timer brings about."""
    for _ in range(300):
        with contextlib.suppress(WorkerFailed):
            await settle(pilot)
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"never came about; the screen shows\n{shown(pilot.app)}")


async def press(pilot: Pilot[object], *keys: str) -> None:
    """Press keys one after the other, each when all before it has had its effect."""
    for key in keys:
        await pilot.press(key)
        await _rest(pilot)
    draw(pilot.app)


def said(app: NowReading) -> list[str]:
    """What notifications say now, newest last."""
    return [str(note.message) for note in app._notifications]


def library_screen(pilot: Pilot[object]) -> LibraryScreen:
    """The library screen, in front or behind others."""
    return next(each for each in pilot.app.screen_stack if isinstance(each, LibraryScreen))


def titles(pilot: Pilot[object]) -> list[str]:
    """The titles of its rows, as they stand."""
    return [entry.title for entry in library_screen(pilot).entries.items]


def chosen(pilot: Pilot[object]) -> str:
    """The title of its chosen row; nothing in an empty list."""
    entry = library_screen(pilot).entries.chosen
    return entry.title if entry is not None else ""
