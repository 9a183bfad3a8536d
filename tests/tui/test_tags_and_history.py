"""Tags of a story, the command line, and the list of changes that can be taken back."""

from __future__ import annotations

from textual.widgets import Input

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.drawing.parts import tag_parts
from reader.tui.screens.boxes.command_line import CommandLine
from reader.tui.screens.boxes.tags import TagScreen, TagSuggester, names_in
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.lists.history import HistoryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, settle, shown


async def test_tags_are_given_completed_shown_and_taken_back(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "t", *"ships [b]", "enter")
        assert "Harbour Post · 14:55 · 1 min · #ships #[b]" in shown(app)
        await press(pilot, "j", "t", *"sh")
        assert isinstance(app.screen, TagScreen)
        assert "ships" in shown(app), "the completion"
        await press(pilot, "right", "enter")
        assert await library.tags() == (("[b]", 1), ("ships", 2))
        await press(pilot, "t", "escape")
        await press(pilot, "t", "ctrl+u", "enter")
        assert await library.tags() == (("[b]", 1), ("ships", 1))
        assert shown(app).count("#ships") == 1
        await press(pilot, "u", "u", "k")
        assert shown(app).count("#ships") == 1
        assert "Harbour Post · 14:55 · 1 min · #ships #[b]" in shown(app)
        assert await library.count(Selection(query="tag:ships")) == 1


async def test_a_story_is_tagged_while_it_is_read(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "t", *"ships later", "enter")
        assert isinstance(app.screen, StoryScreen)
        assert "#ships #later" in rows(app)[0]
        await press(pilot, "u")
        assert "#ships" not in rows(app)[0]
        await press(pilot, "t", *"ships", "enter", "q")
        assert "#ships" in shown(app)
        assert await library.tags() == (("ships", 1),)


def test_a_tag_keeps_its_colour_whatever_its_case_and_neighbours() -> None:
    (one,) = tag_parts(["World"])
    _, _, other = tag_parts(["ferry", "world"])
    assert one.look == other.look
    assert len({tag_parts([name])[0].look for name in "abcdefgh"}) > 1


async def test_tags_are_parted_by_blanks_and_completed_by_the_most_used() -> None:
    assert names_in(" #world, ferry world ") == ("world", "ferry")
    suggester = TagSuggester((("shed", 1), ("Ships", 5)))
    assert await suggester.get_suggestion("world sh") == "world ships"
    assert await suggester.get_suggestion("#she") == "#shed"
    assert await suggester.get_suggestion("world ") is None
    assert await suggester.get_suggestion("x") is None


async def test_the_command_line_runs_commands_and_queries(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "colon")
        assert isinstance(app.screen, CommandLine)
        await press(pilot, *"entry.toggle_star", "enter")
        assert await library.count(Selection(starred=True)) == 1
        await press(pilot, "colon", *"title:ferry", "enter")
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        assert [entry.title for entry in screen.entries.items] == ["Ferry crews reach a deal"]
        assert "Search: title:ferry" in rows(app)[0]
        await press(pilot, "enter")
        assert isinstance(app.screen, StoryScreen)
        await press(pilot, "colon", *"/is:starred OR", "enter")
        assert "▲ Something to search for is missing here — Add it" in rows(app)[-2]
        assert isinstance(app.focused, Input) and app.focused.value == "is:starred OR"
        await press(pilot, "escape", "colon", *"quit", "escape")
        assert app.screen is screen and app.return_code is None
        assert len(screen.entries.items) == 6, "one was read"


async def test_what_was_changed_is_listed_and_taken_back_to_any_point(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "h")
        assert "Nothing to take back." in shown(app)
        await press(pilot, "q", "s", "j", "m", "A", "colon", *"undo", "enter")
        screen = app.screen
        assert isinstance(screen, HistoryScreen)
        assert "3 changes" in rows(app)[0]
        await press(pilot, "j")
        assert shown(app).count("↶") == 2
        assert "take back 2 changes" in shown(app)
        await press(pilot, "enter")
        assert said(app)[-1] == "2 changes taken back"
        assert await library.count(Selection(unread=True)) == 7
        assert await library.count(Selection(starred=True)) == 1
        assert [change.text for change in screen.pane.items] == [
            change.text for change in await library.changes()
        ]
        await press(pilot, "u")
        assert screen.pane.items == []
        for size in ((20, 5), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert all(len(row) <= size[0] for row in rows(app))
        await press(pilot, "q")
        assert isinstance(app.screen, LibraryScreen)
