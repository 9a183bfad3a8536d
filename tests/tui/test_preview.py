"""The preview: what stands under its headline, and what is done from it to the story it shows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import Entry, Selection
from reader.tui.app import NowReading
from reader.tui.keys.commands import BY_ID
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.preview import ON_ITS_STORY, PreviewPane
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.driving import library_screen, press, rows, said, settle, until
from tests.tui.shelf import NOW, open_library


@pytest.mark.parametrize("width", range(24, 60))
def test_what_stands_under_the_headline_is_broken_at_its_dots_only(width: int) -> None:
    pane = PreviewPane()
    name = "The Gazette of the Northern Harbour"
    when = NOW - timedelta(days=1)
    pane.show(Entry(1, 1, "Ferry", when, feed_title=name, words=300), None, NOW)
    told = ["".join(part.text for part in row).strip() for row in pane._lines(width)[1:]]
    assert " ".join(told).split() == [*name.split(), *"· yesterday · 15:00 · 1 min".split()]
    for line in told:
        assert not line.startswith(("·", "min"))


async def test_a_story_is_marked_from_its_preview(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "l")
        screen = library_screen(pilot)
        story = screen.entries.chosen
        assert story is not None and screen.preview.has_focus
        assert "s star" in rows(app)[-2]
        await press(pilot, "s")
        starred = await library.entry(story.id)
        assert starred is not None and starred.is_starred
        await press(pilot, "m")
        read = await library.entry(story.id)
        assert read is not None and read.is_read
        assert screen.preview.has_focus
        await press(pilot, "D")
        assert any("Deleted 1 story" in each for each in said(app))
        assert await library.count(Selection(starred=True)) == 0


def previews_chosen(screen: LibraryScreen) -> bool:
    chosen = screen.entries.chosen
    return chosen is not None and screen.preview.shown_id == chosen.id


async def test_a_preview_that_gets_room_shows_the_chosen_story(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = library_screen(pilot)
        for _ in range(2):
            await pilot.resize_terminal(80, 24)
            await press(pilot, "j", "j")
            await pilot.resize_terminal(120, 40)
            await until(pilot, lambda: previews_chosen(screen))
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = library_screen(pilot)
        assert screen.preview.shown_id is None
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: previews_chosen(screen))


async def test_a_mark_from_the_preview_of_a_narrow_screen_is_told(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "l", "s", "m")
        assert [words.split(" 1 story")[0] for words in said(app)] == ["Starred", "Marked"]
        app.clear_notifications()
        await press(pilot, "h", "s")
        assert said(app) == [], "the row shows it"


async def test_a_program_of_ones_own_runs_from_the_preview(tmp_path: Path) -> None:
    more = '[[program]]\ntitle = "Mark"\nkey = "X"\nrun = ["false", "{id}"]\n'
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "l", "X")
        await settle(pilot)
        assert any("false" in each for each in said(app))
    await library.close()


def test_what_is_done_from_a_preview_is_done_in_the_list() -> None:
    for each in ON_ITS_STORY:
        action = f"action_{BY_ID[each].action}"
        assert hasattr(PreviewPane, action) and hasattr(EntriesPane, action)
