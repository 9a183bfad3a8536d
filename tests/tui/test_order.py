"""Lists that begin with their oldest story: turned with a key, kept for each list, and whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.panes.paging import MOST
from tests.tui.driving import chosen, library_screen, press, rows, said, settle, titles, until
from tests.tui.shelf import NEWEST_FIRST, Item, Shelf, fill, open_library


async def test_S_turns_the_list_around_and_back(pilot: Pilot[None]) -> None:
    await press(pilot, "S")
    assert titles(pilot) == NEWEST_FIRST[::-1]
    assert chosen(pilot) == "A comet comes back"
    assert "oldest first" in rows(pilot.app)[-1]
    assert said(pilot.app)[-1] == "The oldest story first"
    await press(pilot, "G")
    assert chosen(pilot) == "Ferry crews reach a deal"
    await press(pilot, "g", "g", "j")
    assert chosen(pilot) == "Bakers strike for a day"
    await press(pilot, "S")
    assert titles(pilot) == NEWEST_FIRST
    assert "oldest first" not in rows(pilot.app)[-1]


async def test_each_list_keeps_its_own_order_over_restarts(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "S")
    await press(pilot, "g", "s")
    assert not library_screen(pilot).view.oldest_first
    await press(pilot, "g", "u")
    assert titles(pilot) == NEWEST_FIRST[::-1]
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as again:
        await settle(again)
        assert titles(again) == NEWEST_FIRST[::-1]
        await press(again, "slash", *"ferry", "enter")
        assert not library_screen(again).view.oldest_first
        await press(again, "S")
        assert said(app)[-1] == "^r puts what a search found in another order"


async def test_feeds_toml_says_what_is_usual(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\norder = "oldest"\n')
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as running:
        await settle(running)
        assert titles(running) == NEWEST_FIRST[::-1]
        await press(running, "S")
        assert titles(running) == NEWEST_FIRST
    await library.close()


async def test_unread_stories_and_neighbours_follow_the_order(pilot: Pilot[None]) -> None:
    await press(pilot, "S", "enter")
    await press(pilot, "J")
    await press(pilot, "q")
    assert chosen(pilot) == "Bakers strike for a day"
    await press(pilot, "U", "g", "g", "n")
    assert chosen(pilot) == "Storm closes the northern pass"
    await press(pilot, "N")
    assert chosen(pilot) == "Storm closes the northern pass"


async def test_a_deleted_story_comes_back_to_its_place(pilot: Pilot[None]) -> None:
    await press(pilot, "S", "j", "D")
    assert "Bakers strike for a day" not in titles(pilot)
    await press(pilot, "u")
    await until(pilot, lambda: titles(pilot) == NEWEST_FIRST[::-1])


async def test_news_waits_below_and_is_not_marked_with_what_was_seen(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "S")
    await fill(library, [Shelf("Night Desk", "World", (Item("Late edition", 1),))])
    library_screen(pilot).census.take()
    await until(pilot, lambda: "1 new" in rows(pilot.app)[0])
    assert "1 new below · G shows" in rows(pilot.app)[0]
    await press(pilot, "A")
    late = (await library.search("title:late")).hits[0].entry
    assert not late.is_read
    await press(pilot, "G")
    await until(pilot, lambda: chosen(pilot) == "Late edition")
    await until(pilot, lambda: "new" not in rows(pilot.app)[0])


@pytest.mark.slow
async def test_a_long_list_is_gone_through_page_by_page(tmp_path: Path) -> None:
    number = MOST + 250
    items = tuple(
        Item(f"Story {n:04}", number - n, link=f"https://long.example/{n}", body="<p>So it is.</p>")
        for n in range(number)
    )
    library = await open_library(tmp_path, (Shelf("Long Wire", None, items),))
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as running:
        await settle(running)
        await press(running, "S")
        await until(running, lambda: chosen(running) == "Story 0000")
        for place in range(100, number, 100):
            await press(running, *"100", "j")
            await until(running, lambda place=place: chosen(running) == f"Story {place:04}")  # type: ignore[misc]
            entries = library_screen(running).entries
            assert len(entries.items) <= MOST
            assert entries.place == place + 1
            held = titles(running)
            assert held == sorted(held)
        await press(running, "G")
        await until(running, lambda: chosen(running) == f"Story {number - 1:04}")
        assert library_screen(running).entries.place == number
        await press(running, "g", "g")
        await until(running, lambda: chosen(running) == "Story 0000")
    await library.close()
