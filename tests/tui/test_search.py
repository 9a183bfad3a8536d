"""Search over the whole text, the views of feeds.toml, and what is said of queries with mistakes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from rich.style import Style

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.drawing.parts import Part, marked
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.library.search import mistake_in
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, settle, shown, titles, until
from tests.tui.shelf import SHELVES, Item, Shelf, open_library

LONG = (
    "<p>"
    + "The council met and talked of many things for a long time. " * 6
    + "Then the old lighthouse of Tarn Head fell into the sea with a noise.</p>"
    "<p>“Nobody was hurt,” said Ines Calder, who keeps the harbour.</p>"
)
VIEWS = """
[[view]]
title = "On [b]record[/b]"
query = 'said:calder'

[[view]]
title = "Broken"
query = 'title:('
"""


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    shelves = (*SHELVES, Shelf("Coast", None, (Item("A night at sea", 3, body=LONG),)))
    opened = await open_library(tmp_path, shelves, more=VIEWS)
    yield opened
    await opened.close()


def underlined(app: NowReading) -> list[str]:
    """The words on the screen that are underlined."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style or Style()
            if style.underline and segment.text.strip():
                found.append(segment.text)
    return found


async def test_search_finds_words_of_the_text_and_shows_them_where_they_stand(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        assert "said:NAME" in shown(app), "the prompt shows what can be asked"
        await press(pilot, *"lighth")
        await until(pilot, lambda: "old lighthouse of Tarn Head" in shown(app))
        await until(pilot, lambda: underlined(app) == ["lighthouse"])
        assert titles(pilot) == ["A night at sea"]
        await press(pilot, "backspace", "backspace", *"thouse OR title:ferry")
        await until(pilot, lambda: underlined(app) == ["lighthouse", "Ferry"])
        assert len(titles(pilot)) == 2
        await press(pilot, "enter", "j")
        assert "Search: lighthouse OR title:ferry  2 stories" in rows(app)[0]
        await press(pilot, "enter", "q", "q")
        assert len(titles(pilot)) == 7, "the list as it was, but for the one just read"
        assert not underlined(app)


async def test_a_query_with_a_mistake_says_where_and_keeps_the_list(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"sea is:purple")
        await until(pilot, lambda: "▲" in rows(app)[-2])
        assert rows(app)[-3].index("purple") == rows(app)[-2].index("▲"), "under the mistake"
        assert "is: takes unread" in rows(app)[-2] and "at character" not in rows(app)[-2]
        await press(pilot, "enter")
        assert app.focused is not None and app.focused.id == "search"
        await press(pilot, *(["backspace"] * 6), *"unread", "enter")
        assert titles(pilot) == ["A night at sea"]
        assert "purple" not in shown(app)
        await press(pilot, "slash", "end", *" OR ((")
        await until(pilot, lambda: "▲" in rows(app)[-2])
        await pilot.resize_terminal(80, 12)
        await settle(pilot)
        assert rows(app)[1].startswith(" ! "), "without the line of keys it stands under the header"
        assert "at the end" in rows(app)[1], "where no caret is, the place is told"
        await press(pilot, *(["backspace"] * 6), "enter")
        for size in ((20, 5), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "A night at" in shown(app)
            assert all(len(row) <= size[0] for row in rows(app))


async def test_the_views_of_feeds_toml_stand_among_the_feeds_with_their_counts(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert any(row.startswith(" On [b]record[/b]") and " 1 │" in row for row in rows(app))
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        keys = [row.key for row in screen.feeds.items if row.key.startswith("saved")]
        screen.feeds.choose(keys[0])
        await settle(pilot)
        assert titles(pilot) == ["A night at sea"]
        assert "On [b]record[/b]  1" in rows(app)[0]
        await press(pilot, "m")
        assert "On [b]record[/b]  0" in rows(app)[0] or "On [b]record[/b]   " in rows(app)[0]
        screen.feeds.choose(keys[1])
        await settle(pilot)
        assert titles(pilot) == []
        assert "! The view “Broken”:" in rows(app)[1] and "g e edits it" in rows(app)[1]
        assert "This view can't be read." in shown(app)


@pytest.mark.parametrize("query", ['said:"', '"a\\', "a (b", "is:", "words:many"])
def test_every_mistake_has_its_place(query: str) -> None:
    notice = mistake_in(query)
    assert notice is not None and " — at " in notice.notice.text
    assert " — at " not in notice.words, "the caret says it"
    assert 0 <= notice.position <= len(query)


def test_marks_cut_a_text_into_parts() -> None:
    parts = marked("an old sea", ((3, 6), (7, 10)), "dim", "hit")
    assert parts == [
        Part("an ", "dim"),
        Part("old", "hit"),
        Part(" ", "dim"),
        Part("sea", "hit"),
    ]


RANKED = (
    Shelf("Coast", None, (Item("Weather for the week", 3, body="<p>A whale was seen once.</p>"),)),
    Shelf(
        "Deep", None, (Item("The whale", 60, body="<p>Whale after whale, a whale of a day.</p>"),)
    ),
)


async def test_a_search_has_the_newest_first_and_on_demand_the_best(tmp_path: Path) -> None:
    library = await open_library(tmp_path, RANKED)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+r")
        assert said(app)[-1].startswith("Only what a search found")
        await press(pilot, "slash", *"whale")
        await until(pilot, lambda: "newest first" in rows(app)[0])
        assert titles(pilot) == ["Weather for the week", "The whale"]
        assert "^r best/newest first" in shown(app)
        await press(pilot, "ctrl+r")
        assert "Search: whale  2 stories · best first" in rows(app)[0]
        assert titles(pilot) == ["The whale", "Weather for the week"]
        assert len(underlined(app)) > 1, "the snippets are there"
        await press(pilot, "backspace", *"e -weath")
        await until(pilot, lambda: titles(pilot) == ["The whale"])
        assert "best first" in rows(app)[0], "it stays so while one types"
        await press(pilot, *(["backspace"] * 7))
        await until(pilot, lambda: len(titles(pilot)) == 2)
        await press(pilot, "enter", "G", "n", "V", "k", "m")
        assert await library.count(Selection(unread=True)) == 0
        await press(pilot, "u", "A")
        assert await library.count(Selection(unread=True)) == 0
        await press(pilot, "ctrl+r")
        assert "newest first" in rows(app)[0]
        await press(pilot, "escape", "slash", *"whale", "enter")
        assert "newest first" in rows(app)[0], "another search begins with the newest"
    await library.close()


async def test_enter_opens_what_was_searched_for_and_not_what_stood_there_before(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash")
        await pilot.press(*"comet", "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, StoryScreen))
        await settle(pilot)
        assert "A comet comes back" in shown(app)
