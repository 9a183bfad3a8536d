"""Stories that one moves past are read, where feeds.toml says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.screens.library import passed
from tests.tui.driving import library_screen, press, settle, until
from tests.tui.shelf import GROUPED, open_library

MORE = '[reading]\nmark_read = "passed"\n'


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passed, "REST", 0.01)


def read(pilot: Pilot[None]) -> list[int]:
    """The numbers of the rows that are read."""
    return [n for n, item in enumerate(library_screen(pilot).entries.items) if item.is_read]


async def test_rows_that_are_passed_are_read_and_no_others(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=MORE)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "j")
        await until(pilot, lambda: read(pilot) == [0])
        await press(pilot, "2", "j")
        await until(pilot, lambda: read(pilot) == [0, 1, 2])
        await press(pilot, "k", "k", "G", "g", "g", "n")
        await until(pilot, lambda: library_screen(pilot).entries.cursor == 3)
        await press(pilot, "n")
        await until(pilot, lambda: read(pilot) == [0, 1, 2, 3])
        await press(pilot, "u")
        await until(pilot, lambda: read(pilot) == [0, 1, 2])
        assert await library.count(Selection(unread=True)) == 4
        await press(pilot, "g", "s", "g", "u")
        assert await library.count(Selection(unread=True)) == 4
    await library.close()


async def test_a_row_of_several_stories_is_passed_with_all(tmp_path: Path) -> None:
    library = await open_library(tmp_path, GROUPED, more=MORE)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "G", "k", "j")
        await until(pilot, lambda: read(pilot) == [1])
        assert await library.count(Selection(unread=True)) == 2
    await library.close()


async def test_otherwise_nothing_is_read_by_moving(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "j", "ctrl+d", "n")
    await settle(pilot)
    assert read(pilot) == []
