"""Keys in the bars are clicked: they do what they say."""

from __future__ import annotations

from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.panes.keybar import KeyBar
from reader.tui.screens.boxes.palette import HelpScreen, PaletteScreen
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.lists.speakers import SpeakersScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import chosen, library_screen, press, rows, said, settle
from tests.tui.story_app import StoryApp, settled


async def click(pilot: Pilot[None], words: str, at: int = 0) -> None:
    """Click on character ``at`` of ``words`` in the bar of keys."""
    bar = pilot.app.screen.query_one(KeyBar)
    row = rows(pilot.app)[bar.region.y]
    assert words in row, row
    await pilot.click(KeyBar, offset=(row.index(words) + at, 0))
    await settle(pilot)


async def test_the_keys_of_the_library(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await click(pilot, "s star")
        await click(pilot, "s star", 4)
        assert await library.count(Selection(starred=True)) == 0, "once on, once off"
        assert library_screen(pilot).entries.has_focus
        await press(pilot, "h")
        await click(pilot, "U show/hide", 5)
        assert said(app) == ["Only feeds with unread stories"], "the one of the pane at hand"
        await click(pilot, "? help")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape")
        await pilot.click(KeyBar, offset=(0, 0))
        await pilot.click(KeyBar, offset=(100, 0))
        assert isinstance(app.screen, LibraryScreen) and app.return_code is None


async def test_a_sequence_or_count_that_was_begun_goes_on(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "3")
        first = chosen(pilot)
        await click(pilot, "j down", 2)
        screen = library_screen(pilot)
        assert screen.count == 0 and chosen(pilot) == screen.entries.items[3].title != first
        await press(pilot, "g")
        await click(pilot, "q quotes")
        assert isinstance(app.screen, SpeakersScreen)
        await click(pilot, "q back")
        assert isinstance(app.screen, LibraryScreen)


async def test_of_two_keys_the_one_pointed_at(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        story = app.screen
        assert isinstance(story, StoryScreen)
        first = story.root_id
        await click(pilot, "J/K story")
        second = story.root_id
        assert second != first
        await click(pilot, "J/K story", 2)
        assert story.root_id == first
        await click(pilot, "J/K story", 5)
        assert story.root_id == second
        await press(pilot, "f")
        await click(pilot, "esc back", 5)
        assert "The letters beside" not in rows(app)[-1]
        assert app.screen is story


async def test_the_name_of_the_list_over_a_story_and_the_keys_of_other_bars(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click("#status", offset=(rows(app)[-1].index("^p") + 4, 0))
        await settle(pilot)
        assert isinstance(app.screen, PaletteScreen)
        await press(pilot, "escape", "enter")
        story = app.screen
        assert isinstance(story, StoryScreen)
        await pilot.click("#quote-line", offset=(77, 0))
        await settle(pilot)
        await pilot.click("#head", offset=(rows(app)[0].index("¶"), 0))
        await settle(pilot)
        assert app.screen is story, "where one is, is no key"
        await pilot.click("#head", offset=(4, 0))
        await settle(pilot)
        assert isinstance(app.screen, LibraryScreen)


async def test_the_name_of_a_story_that_a_link_was_followed_from() -> None:
    app = StoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "3", "enter")
        assert "back to" in app.rows[0]
        await pilot.click("#head", offset=(4, 0))
        await pilot.pause()  # the key comes after the click
        await settled(pilot)
        assert "back to" not in app.rows[0]
