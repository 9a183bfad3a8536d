"""A story opened from a search: its hits marked, gone through with n and N, put away with escape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from rich.style import Style

from reader.library.library import Library
from reader.library.reading.found import hits_in
from reader.model import HEADLINE, Block, Span, Story
from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, settle, shown, until
from tests.tui.shelf import SHELVES, Item, Shelf, open_library

FILLER = "<p>" + "Nothing of note was said for a long while that evening. " * 12 + "</p>"
LONG = (
    "<p>The Café Zürich burned.</p>"
    + FILLER * 4
    + "<p>“We drank coffee in the cafés of Zurich,” said Ines Calder, a baker.</p>"
    + FILLER * 4
    + "<p>東京では雪が降った。 A cafeteria opened, and the café stayed shut.</p>"
    + "<p>“It was cold,” said Bo Lind, who sells hats.</p>"
)


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    shelves = (*SHELVES, Shelf("Coast", None, (Item("A café at night", 3, body=LONG),)))
    opened = await open_library(tmp_path, shelves)
    yield opened
    await opened.close()


def story(headline: str, *texts: str) -> Story:
    blocks = tuple(Block("paragraph", text) for text in texts)
    return Story(1, None, headline, None, blocks)


def words_found(query: str, headline: str, *texts: str) -> list[str]:
    made = story(headline, *texts)
    whole = {HEADLINE: headline, **dict(enumerate(texts))}
    return [whole[span.block][span.start : span.end] for span in hits_in(made, query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cafe", ["Café", "café"]),
        ("caf*", ["Café", "cafeteria", "café"]),
        ('"stayed shut"', ["stayed shut"]),
        ("東京", ["東京"]),
        ("雪", ["雪"]),
        ("title:cafe", ["Café"]),
        ("shut OR cafeteria", ["cafeteria", "shut"]),
        ("shut -cafeteria", ["shut"]),
        ("/caf.t/", ["cafet"]),
        ("/caf.t/ caf*", ["Café", "cafeteria", "café"]),
        ("feed:coast shut", ["shut"]),
        ("is:unread", []),
        ('"never closed', []),
        ("/(a+)+$/ shut", ["shut"]),
    ],
)
def test_hits_are_what_the_query_asks_for(query: str, found: list[str]) -> None:
    text = "東京では雪が降った。 A cafeteria opened, and the café stayed shut."
    assert words_found(query, "Café at night", text) == found


def test_a_name_that_is_asked_for_as_a_speaker_is_marked() -> None:
    assert words_found('said:"Bo Lind"', "Hats", "So says Bo Lind.") == ["Bo", "Lind"]


def test_hits_come_in_page_order() -> None:
    assert hits_in(story("One two", "two one"), "one two") == (
        Span(HEADLINE, 0, 3),
        Span(HEADLINE, 4, 7),
        Span(0, 0, 3),
        Span(0, 4, 7),
    )


def marked(app: NowReading, name: str) -> list[str]:
    """The words on the screen in the style of a component of the body."""
    screen = app.screen
    assert isinstance(screen, StoryScreen)
    wanted = screen.body.get_component_rich_style(f"body--{name}")
    found = []
    for strip in screen._compositor.render_strips():
        for segment in strip:
            style = segment.style or Style()
            if (style.bgcolor, style.color) == (wanted.bgcolor, wanted.color) and segment.text:
                found.append(segment.text)
    return found


async def test_a_story_opened_from_a_search_goes_from_hit_to_hit(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"cafe", "enter")
        await until(pilot, lambda: "1 story" in rows(app)[0])
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        assert "n/N hit 1 of 5" in rows(app)[-1]
        assert marked(app, "hit_now") == ["café"], "that of the headline"
        assert marked(app, "hit") == ["Café"]
        await press(pilot, "n", "n")
        assert "hit 3 of 5" in rows(app)[-1]
        assert marked(app, "hit_now") == ["cafés"], "the last word of a search may go on"
        await press(pilot, "n", "n", "n")
        assert "That was the last hit. esc puts the marks away." in rows(app)[-1]
        assert marked(app, "hit_now") == ["café"]
        assert marked(app, "hit") == ["cafeteria"]
        await press(pilot, "N", "N", "N", "N", "N")
        assert "That is the first hit." in rows(app)[-1]
        assert screen.body.top == 0


async def test_n_goes_on_from_where_the_reader_is(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"cafe", "enter")
        await until(pilot, lambda: "1 story" in rows(app)[0])
        await press(pilot, "enter", "G", "N")
        assert "hit 5 of 5" in rows(app)[-1]
        await press(pilot, "g", "g", "n", "n")
        assert "hit 2 of 5" in rows(app)[-1]


async def test_escape_puts_the_hits_away_and_n_goes_to_quotes_again(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"cafe", "enter")
        await until(pilot, lambda: "1 story" in rows(app)[0])
        await press(pilot, "enter")
        assert "hit 1 of 5" in shown(app)
        await press(pilot, "escape")
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        assert "hit" not in rows(app)[-1] and marked(app, "hit_now") == []
        await press(pilot, "n")
        assert "❝ 1/2" in shown(app) or "❝ 2/2" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_the_next_story_of_a_search_has_its_own_hits_and_q_leaves(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"bridge", "enter")
        await until(pilot, lambda: "stories" in rows(app)[0])
        await press(pilot, "enter", "J")
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        assert screen.hits and "hit 1 of" in rows(app)[-1]
        await press(pilot, "q")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_story_of_a_list_has_no_hits(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, StoryScreen)
        assert app.screen.hits == ()


async def test_words_are_found_in_the_story_that_is_read(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p", *"coast", "enter")
        await until(pilot, lambda: rows(app)[0].startswith(" Coast"))
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, StoryScreen)
        assert screen.hits == ()
        await press(pilot, "ctrl+f", *"the cafe", "enter")
        assert "n/N hit 1 of 3" in rows(app)[-1]
        assert marked(app, "hit_now") == ["The Café"]
        await press(pilot, "n")
        assert marked(app, "hit_now") == ["the cafés"]
        await press(pilot, "g", "g", "escape")
        assert "hit" not in rows(app)[-1] and marked(app, "hit_now") == []
        await press(pilot, "G", "ctrl+f", *"zurich burn", "enter")
        assert marked(app, "hit_now") == ["Zürich burned"], "from the end on there is none"
        await press(pilot, "ctrl+f", *"xyzzy", "enter")
        assert "“xyzzy” does not stand in this story." in rows(app)[-1]
        assert marked(app, "hit") == []
        await press(pilot, "ctrl+f", "x", "escape")
        assert app.screen is screen
