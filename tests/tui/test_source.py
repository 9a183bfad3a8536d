"""The source of a story: what feed or page sent, on a screen of its own."""

from __future__ import annotations

import pytest

from reader.errors import StoreCorrupt
from reader.tui.screens.story.markup import MOST, MarkupScreen
from tests.tui.story_app import StoryApp, foot, headline, press, settled
from tests.tui.story_fixtures import FakeLibrary

MARKUP = (
    '<p class="a">The ferry  sails at <b>noon</b>, and nobody asked why it did not sail before that'
    " hour of the day.</p>\n    <p>\tThe pier [1]\x1b]0;x\x07 is closed.</p>\n"
)


def with_source(text: str) -> FakeLibrary:
    library = FakeLibrary()
    library.sources[1] = text
    return library


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 50)])
async def test_the_source_is_shown_wrapped_and_the_same_key_goes_back(
    size: tuple[int, int],
) -> None:
    app = StoryApp(with_source(MARKUP))
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        before = app.rows
        await press(pilot, "S")
        assert isinstance(app.screen, MarkupScreen)
        assert app.rows[0].startswith(" SOURCE  HTML of the feed, ")
        text = " ".join(" ".join(app.rows[1:-1]).split())
        assert text == " ".join(MARKUP.replace("\x1b", "�").replace("\x07", "�").split())
        assert any(row.startswith("      <p>") for row in app.rows), "indented as it came"
        await press(pilot, "S")
        assert app.rows == before
        await press(pilot, "S", "q")
        assert app.rows == before
        assert not app.left


async def test_the_source_can_be_looked_through() -> None:
    app = StoryApp(with_source("<i>one</i>\n" * 100 + "<p>The Ferry</p>\n" + "<i>two</i>\n" * 100))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "S", "n")
        assert foot(app).startswith("Nothing is looked for here.")
        await press(pilot, "ctrl+f", *"ferr", "enter")
        screen = app.screen
        assert isinstance(screen, MarkupScreen)
        assert any("The Ferry" in row for row in app.rows)
        assert "hit 1 of 1" in foot(app)
        await press(pilot, "n")
        assert foot(app).startswith("That was the last hit.")
        await press(pilot, "G")
        assert app.rows[0].endswith("end")
        await press(pilot, "N")
        assert any("The Ferry" in row for row in app.rows)
        await press(pilot, "escape")
        assert not screen.hits
        assert app.screen is screen
        await press(pilot, "escape")
        assert app.screen is app.story_screen


async def test_a_story_whose_source_is_not_kept_says_so() -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "S")
        assert foot(app).startswith("What this story was read from is not kept.")
        assert app.screen is app.story_screen
        app.library.sources[1] = StoreCorrupt("The source of story 1 is damaged.", path=None)
        await press(pilot, "S")
        assert app.screen is app.story_screen
        assert "damaged" in app.said[0]


async def test_of_a_very_long_source_the_beginning_is_shown() -> None:
    app = StoryApp(with_source("<p>火车</p>" * (MOST // 10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "S", "G")
        assert "(The rest: nowreading show 1 --source)" in "\n".join(app.rows)
        await press(pilot, "o", "y", "q")
        assert app.browsed == app.copied == ["https://valley.example/night-trains"]
        assert headline(app).startswith("Night trains")
