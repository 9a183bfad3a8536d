"""Lists by title, author or feed: sorted and turned with keys, kept, and acted on as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config.values import ORDERS
from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.screens.library import sorted as sorting
from reader.tui.screens.library.orders import NAMES
from tests.tui.driving import chosen, library_screen, press, rows, said, settle, titles, until
from tests.tui.shelf import Item, Shelf, fill, open_library

BY_TITLE = [
    "A comet comes back",
    "Bakers strike for a day",
    "Bridge over the Tarn opens",
    "Council counts the votes again",
    "Ferry crews reach a deal",
    "Probe finds ice under the dust",
    "Storm closes the northern pass",
]
BY_FEED = [
    "Ferry crews reach a deal",
    "Bridge over the Tarn opens",
    "Storm closes the northern pass",
    "Council counts the votes again",
    "Bakers strike for a day",
    "Probe finds ice under the dust",
    "A comet comes back",
]


def test_every_order_of_feeds_toml_is_a_sort_or_by_time_and_has_its_words() -> None:
    assert set(ORDERS) == {"newest", "oldest", *sorting.KEYS}
    turned = {f"-{name}" for name in sorting.KEYS}
    assert set(NAMES) == {*ORDERS, *turned}


async def test_a_list_is_sorted_turned_and_by_time_again(pilot: Pilot[None]) -> None:
    newest = titles(pilot)
    await press(pilot, "g", "o")
    await until(pilot, lambda: titles(pilot) == BY_TITLE)
    assert said(pilot.app)[-1] == "By title"
    assert "by title" in rows(pilot.app)[-1]
    assert "1 of 7" in rows(pilot.app)[-1]
    await press(pilot, "S")
    await until(pilot, lambda: titles(pilot) == BY_TITLE[::-1])
    await press(pilot, "S", "g", "o")
    await until(pilot, lambda: said(pilot.app)[-1] == "By author")
    await press(pilot, "g", "o")
    await until(pilot, lambda: titles(pilot) == BY_FEED)
    await press(pilot, "g", "o")
    await until(pilot, lambda: titles(pilot) == newest)
    assert "by " not in rows(pilot.app)[-1]


async def test_the_order_is_kept_for_its_list_alone(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "g", "o")
    await until(pilot, lambda: titles(pilot) == BY_TITLE)
    await press(pilot, "g", "s")
    assert library_screen(pilot).view.order == "newest"
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as again:
        await settle(again)
        await until(again, lambda: titles(again) == BY_TITLE)


async def test_keys_act_on_the_rows_as_they_stand(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "g", "o", "g", "g", "j", "m", "n")
    await until(pilot, lambda: chosen(pilot) == BY_TITLE[2])
    await press(pilot, "enter", "J", "q")
    assert chosen(pilot) == BY_TITLE[3]
    await press(pilot, "left_curly_bracket")
    assert await library.count(Selection(unread=True)) == 4 - 1  # one was opened
    await press(pilot, "u", "u", "V", "j", "s")
    starred = (await library.page(Selection(starred=True))).entries
    assert sorted(each.title for each in starred) == BY_TITLE[3:5]
    await press(pilot, "A")
    assert await library.count(Selection(unread=True)) == 0


async def test_news_is_told_and_not_marked_with_what_was_seen(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "g", "o")
    await fill(library, [Shelf("Night Desk", "World", (Item("Another late edition", 1),))])
    library_screen(pilot).census.take()
    await until(pilot, lambda: "1 new" in rows(pilot.app)[0])
    await press(pilot, "A")
    assert await library.count(Selection(unread=True)) == 1
    await press(pilot, "g", "g")
    await until(pilot, lambda: titles(pilot) == ["Another late edition"])


async def test_of_a_long_list_the_newest_are_sorted_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "MOST", 5)
    monkeypatch.setattr(sorting, "_AT_ONCE", 2)
    library = await open_library(tmp_path, more='[reading]\norder = "title"\n')
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await until(pilot, lambda: "by title · the newest 5" in rows(app)[-1])
        assert len(titles(pilot)) == 5
        await press(pilot, "g", "o", "g", "o", "g", "o")
        await until(pilot, lambda: len(titles(pilot)) == 7)
    await library.close()


async def test_orders_that_an_earlier_version_kept_are_understood(
    library: Library, tmp_path: Path
) -> None:
    await library.keep_setting("orders", '{"unread": true, "all": 3, "starred": "nonsense"}')
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert library_screen(pilot).view.oldest_first
        await press(pilot, "g", "s")
        assert library_screen(pilot).view.order == "newest"
