"""Several rows picked with V, and what is then done to all of them as one change."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Cursor, Selection, Stretch
from reader.tui.app import NowReading
from reader.tui.panes.paging import MOST, cursor_of
from reader.tui.screens.boxes.tags import TagManyScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import library_screen, press, rows, said, settle, shown, until
from tests.tui.shelf import Item, Shelf, open_library

UNREAD = Selection(unread=True)


def signs(pilot: Pilot[None]) -> int:
    """How many rows bear the sign of those picked (two lines each)."""
    return sum(row[26:].lstrip("│").startswith(("┃", "▎")) for row in rows(pilot.app)) // 2


async def changes(library: Library) -> list[str]:
    return [change.text for change in await library.changes()]


async def test_rows_are_picked_shown_and_let_go(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "V")
    assert "1 story selected" in rows(pilot.app)[-1]
    await press(pilot, "2", "j")
    assert "3 stories selected" in rows(pilot.app)[-1]
    assert signs(pilot) == 3
    assert "m read/unread" in rows(pilot.app)[-2] and "end" in rows(pilot.app)[-2]
    await press(pilot, "4", "k")
    assert "2 stories selected" in rows(pilot.app)[-1], "from the first one upward"
    await press(pilot, "escape")
    assert library_screen(pilot).entries.picked() is None and signs(pilot) == 1
    assert pilot.app.return_code is None
    await press(pilot, "V", "V")
    assert not library_screen(pilot).entries.is_picking
    await press(pilot, "V", "g", "u")
    assert not library_screen(pilot).entries.is_picking, "another list ends it"


async def test_marks_go_to_all_picked_and_are_one_step_of_undo(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "V", "j", "j", "m")
    assert await library.count(UNREAD) == 4
    assert await changes(library) == ["Marked 3 stories read"]
    assert not library_screen(pilot).entries.is_picking
    await press(pilot, "V", "k", "k", "m")
    assert await library.count(UNREAD) == 7, "all were read, so they are unread again"
    await press(pilot, "V", "j", "s", "u", "u")
    assert await library.count(Selection(starred=True)) == 0
    assert await library.count(UNREAD) == 4
    assert await changes(library) == ["Marked 3 stories read"]


async def test_picked_rows_are_deleted_and_come_back(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "j", "V", "j", "D")
    assert len(library_screen(pilot).entries.items) == 5
    assert await changes(library) == ["Deleted 2 stories"]
    await press(pilot, "u")
    await until(pilot, lambda: len(library_screen(pilot).entries.items) == 7)


async def test_picked_rows_are_tagged_in_one_box(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "V", "j", "t")
    assert isinstance(pilot.app.screen, TagManyScreen)
    assert "Tags of 2 stories" in shown(pilot.app)
    await press(pilot, *"yard [b]", "enter")
    assert await library.tags() == (("[b]", 2), ("yard", 2))
    assert shown(pilot.app).count("#yard #[b]") == 2
    await press(pilot, "V", "k", "t", *"-yard", "enter")
    assert await library.tags() == (("[b]", 2),)
    await press(pilot, "V", "t", "escape")
    assert library_screen(pilot).entries.is_picking, "leaving the box leaves the choice as it was"


async def test_picked_rows_are_opened_and_copied(pilot: Pilot[None], browsed: list[str]) -> None:
    await press(pilot, "V", "j", "o")
    assert len(browsed) == 2
    assert said(library_screen(pilot).reader) == ["In the browser: 2 pages"]
    await press(pilot, "V", "k", "y")
    assert pilot.app.clipboard.count("https://news.example/story") == 2
    assert said(library_screen(pilot).reader)[-1] == "Copied 2 addresses"
    await press(pilot, "V", "c")
    assert said(library_screen(pilot).reader)[-1] == "This is done to one story at a time"


async def test_enter_opens_the_chosen_row_while_picking(pilot: Pilot[None]) -> None:
    await press(pilot, "V", "j", "enter")
    assert isinstance(pilot.app.screen, StoryScreen)


@pytest.mark.slow
async def test_a_stretch_longer_than_what_is_held_is_marked_whole(tmp_path: Path) -> None:
    many = MOST + 400
    shelf = Shelf("Long", None, tuple(Item(f"Story {n}", n) for n in range(many)))
    library = await open_library(tmp_path, (shelf,))
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "j", "V", *str(many - 3), "j")
        await until(pilot, lambda: library_screen(pilot).entries.place == many - 1)
        assert f"{many - 2:,} stories selected" in rows(app)[-1]
        await press(pilot, "m")
        await until(pilot, lambda: not library_screen(pilot).entries.is_picking)
        assert await library.count(UNREAD) == 2
        await press(pilot, "u")
        assert await library.count(UNREAD) == many
        page = await library.page(UNREAD, Stretch(limit=9))
        ends = cursor_of(page.entries[2]), cursor_of(page.entries[5])
        assert await library.ids_between(UNREAD, *ends) == tuple(e.id for e in page.entries[2:6])
        nowhere = Cursor(1, 1)
        assert await library.ids_between(UNREAD, nowhere, nowhere) == ()
    await library.close()


async def test_files_of_stories_that_have_none_are_told(pilot: Pilot[None]) -> None:
    await press(pilot, "V", "j", "E")
    await until(
        pilot,
        lambda: said(library_screen(pilot).reader)[-1:] == ["No file comes with these stories"],
    )
    assert not library_screen(pilot).entries.is_picking
