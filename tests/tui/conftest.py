"""What the tests of the screen share: a fixed moment, a fixed zone, and a filled library."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui import ahead, times
from reader.tui.app import NowReading
from reader.tui.panes import prompt
from tests.tui import driving, idle, shelf
from tests.tui.frames import draw_at_rest


@pytest.fixture(scope="session", autouse=True)
def _seldom_collected() -> None:
    """What is imported by now is looked through for garbage no more, the rest seldom: an app is
    tens of thousands of objects, and each test makes one."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 10)


@pytest.fixture(autouse=True)
def _patient_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot waits for a program that waits for a processor."""
    idle.install(monkeypatch)


@pytest.fixture(autouse=True)
def _drawn_at_rest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """But in the modules that say ``EVERY_FRAME``, which look at frames themselves."""
    if not getattr(request.module, "EVERY_FRAME", False):
        draw_at_rest(monkeypatch)


@pytest.fixture(autouse=True)
def _fixed_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is :data:`shelf.NOW`, in UTC, in a terminal with colours."""
    monkeypatch.setattr(times, "now", lambda: shelf.NOW)
    monkeypatch.setattr(ahead, "REST", 0.0)
    monkeypatch.setattr(prompt, "AT_ONCE", prompt.PAUSE)  # no search for words half typed
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """A library with the stories of :data:`shelf.SHELVES`."""
    opened = await shelf.open_library(tmp_path)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def pilot(library: Library) -> AsyncIterator[Pilot[None]]:
    """The reader at 120 × 40 over that library, at rest."""
    async with NowReading(library).run_test(size=(120, 40)) as running:
        await driving.settle(running)
        yield running


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the reader opened in the browser."""
    opened: list[str] = []

    class Browser:
        def open(self, address: str) -> bool:
            opened.append(address)
            return True

    monkeypatch.setattr("webbrowser.get", Browser)
    return opened
