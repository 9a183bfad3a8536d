"""Rows that stand for several stories, on the library screen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.panes.entries import _names
from tests.tui.driving import chosen, library_screen, press, rows, said, settle, shown, titles
from tests.tui.shelf import GROUPED, Item, Shelf, open_library

LEAD = "Arica: dozens hurt as earthquake hits northern Chile"


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    opened = await open_library(tmp_path, GROUPED)
    yield opened
    await opened.close()


@pytest.fixture(params=[(80, 24), (120, 40), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


async def unread(library: Library) -> int:
    """How many stories are unread."""
    return await library.count(Selection(unread=True))


async def test_one_row_stands_for_the_stories_of_an_event(
    library: Library, size: tuple[int, int]
) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]
        assert "≡ 3 sources" in shown(app)
        assert "1 of 3" in shown(app)


async def test_z_opens_a_group_out_and_folds_it_up(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "j", "z")
        assert len(titles(pilot)) == 5
        assert titles(pilot)[1:4] == [LEAD, GROUPED[1].items[0].title, GROUPED[0].items[1].title]
        indented = [row for row in rows(app) if "│" in row and "Earthquake in Chile" in row]
        assert indented
        assert "2 of 3" in shown(app)
        await press(pilot, "j", "j")
        assert "2 of 3" in shown(app)
        await press(pilot, "j")
        assert "3 of 3" in shown(app)
        await press(pilot, "k")
        await press(pilot, "z")
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]
        assert chosen(pilot) == LEAD


async def test_m_on_a_folded_row_marks_all_it_stands_for(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "j", "m")
        assert await unread(library) == 2
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]
        await press(pilot, "u")
        assert await unread(library) == 5
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]
        await press(pilot, "z", "m")
        assert await unread(library) == 4
        assert "2 unread" in shown(app)


async def test_a_star_and_a_deletion_are_of_the_story_shown(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "j", "s")
        assert await library.count(Selection(starred=True)) == 1
        await press(pilot, "D")
        second = GROUPED[1].items[0].title
        assert titles(pilot) == ["Ferry crews reach a deal", second, "Bakers strike for a day"]
        assert "≡ 2 sources" in shown(app)
        await press(pilot, "u")
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]
        assert "≡ 3 sources" in shown(app)


async def test_A_marks_the_whole_list_and_undo_brings_it_back(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "A")
        assert await unread(library) == 0
        await press(pilot, "u")
        assert await unread(library) == 5
        assert titles(pilot) == ["Ferry crews reach a deal", LEAD, "Bakers strike for a day"]


async def test_n_passes_over_unread_stories_behind_a_row_that_is_read(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "U", "g", "g", "j", "z", "m", "z")
        assert "≡ 3 sources, 2 unread" in shown(app)
        await press(pilot, "n")
        assert chosen(pilot) == "Bakers strike for a day"
        await press(pilot, "N")
        assert chosen(pilot) == "Ferry crews reach a deal"


async def test_the_foot_tells_the_key_where_a_row_stands_for_several(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "z sources" not in shown(app)
        await press(pilot, "j")
        assert "z sources" in shown(app)


async def test_names_of_feeds_give_way_where_there_is_little_room(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert re.search(r"≡ 3 sources · Orb[^·]* \+2 · ", shown(app))
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "≡ 3 sources · Orbit Weekly, Night Desk, Harbour Post · " in shown(app)


async def test_Z_gives_every_story_its_own_row(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "j", "Z")
        assert len(titles(pilot)) == 5
        assert chosen(pilot) == LEAD
        assert "≡" not in shown(app)
        assert "One row for each story" in said(app)[-1]
        await press(pilot, "Z")
        assert len(titles(pilot)) == 3


async def test_feeds_toml_turns_groups_off(tmp_path: Path) -> None:
    library = await open_library(tmp_path, GROUPED, more="[reading]\ngroup = false\n")
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert len(titles(pilot)) == 5
    await library.close()


async def test_a_feed_shows_each_of_its_stories(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "h")
        library_screen(pilot).feeds.choose(f"feed {(await library.feeds())[0].id}")
        await settle(pilot)
        assert titles(pilot) == ["Ferry crews reach a deal", GROUPED[0].items[1].title]


async def test_reading_one_offers_the_others(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(200, 50)) as pilot:
        await settle(pilot)
        await press(pilot, "j", "enter")
        assert "SAME EVENT" in shown(app)
        assert "Night Desk" in shown(app)
        assert await unread(library) == 4


async def test_a_row_that_stands_for_one_story_says_that_it_does_not_open_out(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "G", "z")
        assert said(app) == ["This row stands for one story; only one with ≡ opens out"]


async def test_what_is_read_is_counted_in_stories_not_in_rows(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "A", "g", "s", "g", "u")
        assert "Every story is read (5)." in shown(app)


async def test_copies_share_a_row_where_events_do_not(tmp_path: Path) -> None:
    twice = Item("Ferry crews reach a deal", 5, link="https://news.example/ferry")
    shelves = (Shelf("Harbour Post", "World", (twice,)), Shelf("Night Desk", "World", (twice,)))
    library = await open_library(tmp_path, shelves, more="[reading]\ngroup = false\n")
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert len(titles(pilot)) == 1
        assert "≡ 2 sources" in shown(app)
        await press(pilot, "m")
        assert await unread(library) == 0
        await press(pilot, "u")
        assert await unread(library) == 2
    await library.close()


def test_of_several_feeds_no_name_is_shown_rather_than_two_letters_of_one() -> None:
    feeds = ("Lindholm Gazette", "Hafen-Tagblatt")
    assert _names(feeds, 40) == "Lindholm Gazette, Hafen-Tagblatt"
    assert _names(feeds, 12) == "Lindholm… +1"
    assert _names(feeds, 7) == ""
    assert _names(feeds[:1], 5) == "Lind…"
