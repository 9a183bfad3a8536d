"""Lists drawn by lines, over pages of a list of any length."""

from __future__ import annotations

import asyncio

import pytest
from rich.style import Style
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from reader.model import Entry
from reader.tui.drawing.parts import Part, fit, fit_parts, spread, strip_of, width_of
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.paging import MOST, PAGE
from tests.tui.driving import press, rows, settle
from tests.tui.numbers import Numbers, Opened, chosen
from tests.tui.shelf import NOW


class Uncounted(Numbers):
    """Nobody knows how many they are until ``told``."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.told = asyncio.Event()
        self.is_given_up = False

    async def count(self) -> int:
        try:
            await self.told.wait()
        except asyncio.CancelledError:
            self.is_given_up = True
            raise
        return self.length


async def opened_uncounted(pilot: Pilot[None], pane: EntriesPane) -> Uncounted:
    source = Uncounted(1_000)
    await pane.open(source)
    await pilot.pause()
    return source


async def test_rows_are_there_before_they_are_counted() -> None:
    async with Opened(Numbers(3)) as (pilot, pane):
        source = await opened_uncounted(pilot, pane)
        assert (chosen(pane), pane.total, len(pane.items)) == ("Story 1", 0, PAGE)
        source.told.set()
        await settle(pilot)
        assert (pane.total, pane.above, pane.place) == (1_000, 0, 1)


async def test_a_number_that_comes_after_the_end_was_gone_to_tells_the_place_there() -> None:
    async with Opened(Numbers(3)) as (pilot, pane):
        source = await opened_uncounted(pilot, pane)
        pane.focus()
        await pilot.press("G")
        while chosen(pane) != "Story 1000":
            await pilot.pause(0.01)
        assert pane.place < 1_000
        source.told.set()
        await settle(pilot)
        assert (pane.total, pane.place) == (1_000, 1_000)


async def test_the_first_row_is_the_first_whatever_number_comes_later() -> None:
    async with Opened(Numbers(3)) as (pilot, pane):
        source = Uncounted(3)
        await pane.open(source)
        source.length = 5  # more came in before they were counted
        source.told.set()
        await settle(pilot)
        assert (pane.total, pane.place) == (5, 1)


async def test_rows_of_another_list_are_not_counted_by_the_one_before() -> None:
    async with Opened(Numbers(3)) as (pilot, pane):
        first = await opened_uncounted(pilot, pane)
        second = await opened_uncounted(pilot, pane)
        assert first.is_given_up, "nobody waits for it any more"
        second.told.set()
        await settle(pilot)
        assert pane.total == 1_000
        third = await opened_uncounted(pilot, pane)
        await pane.open(Numbers(3))
        third.told.set()
        await settle(pilot)
        assert pane.total == 3


async def test_the_count_of_a_list_is_given_up_before_the_next_one_is_read() -> None:
    """Else it is in the way of what the reader waits for."""

    class Next(Numbers):
        was_free = False

        async def last_id(self) -> int | None:
            await asyncio.sleep(0)
            self.was_free = first.is_given_up
            return await super().last_id()

    async with Opened(Numbers(3)) as (pilot, pane):
        first = await opened_uncounted(pilot, pane)
        following = Next(5)
        await pane.open(following)
        assert following.was_free
        assert pane.total == 5


async def test_a_long_list_is_moved_through_by_pages_and_held_in_part() -> None:
    async with Opened(Numbers(100_000)) as (pilot, pane):
        for _ in range(3):
            await press(pilot, "9", "0", "0", "j")
        assert chosen(pane) == "Story 2701"
        assert len(pane.items) <= MOST
        assert pane.place == 2701
        for _ in range(3):
            await press(pilot, "9", "0", "0", "k")
        assert chosen(pane) == "Story 1"
        assert pane.place == 1
        assert len(pane.items) <= MOST


async def test_a_count_beyond_what_is_held_is_paid_in_full() -> None:
    async with Opened(Numbers(5000)) as (pilot, pane):
        await press(pilot, "1", "2", "3", "4", "j")
        assert chosen(pane) == "Story 1235"
        await press(pilot, "1", "0", "0", "0", "k")
        assert chosen(pane) == "Story 235"


async def test_G_and_gg_take_one_page_in_a_list_of_a_million() -> None:
    source = Numbers(1_000_000)
    async with Opened(source) as (pilot, pane):
        before = source.asked
        await press(pilot, "G")
        assert chosen(pane) == "Story 1000000"
        assert pane.place == 1_000_000
        await press(pilot, "g", "g")
        assert chosen(pane) == "Story 1"
        assert source.asked - before <= 3
        assert len(pane.items) <= 2 * PAGE


async def test_up_from_the_bottom_the_rows_above_come_in() -> None:
    async with Opened(Numbers(1000)) as (pilot, pane):
        await press(pilot, "G", "2", "5", "0", "k")
        assert chosen(pane) == "Story 750"
        assert pane.place == 750


async def test_the_chosen_row_stays_where_it_is_when_pages_come_in_above() -> None:
    async with Opened(Numbers(1000)) as (pilot, pane):
        await press(pilot, "G", "6", "0", "k")
        line = next(y for y, text in enumerate(rows(pilot.app)) if text.startswith("▎"))
        held = len(pane.items)
        await press(pilot, "1", "5", "k", "1", "5", "j")
        assert len(pane.items) > held
        assert chosen(pane) == "Story 940"
        assert line >= 0


async def test_the_next_unread_story_is_found_beyond_what_is_held() -> None:
    async with Opened(Numbers(100_000, unread=70_000)) as (pilot, pane):
        found = await pane.to_unread(1)
        await settle(pilot)
        assert found is not None and found.title == "Story 70000"
        assert chosen(pane) == "Story 70000"
        await press(pilot, "j")
        assert chosen(pane) == "Story 70001"


async def test_the_next_unread_story_is_found_from_the_top_again() -> None:
    async with Opened(Numbers(1000, unread=3)) as (pilot, pane):
        await press(pilot, "G")
        assert await pane.to_unread(1) is None
        found = await pane.to_unread(1, around=True)
        assert found is not None and found.title == "Story 3"


async def test_rows_that_change_move_nothing() -> None:
    async with Opened(Numbers(50)) as (pilot, pane):
        await press(pilot, "5", "j")
        entry = pane.items[2]
        changed = Entry(entry.id, 1, "Changed", entry.sort_at, starred_at=NOW)
        pane.redraw((changed,))
        await settle(pilot)
        assert chosen(pane) == "Story 6"
        assert any("★ Changed" in row for row in rows(pilot.app))


async def test_a_row_taken_out_comes_back_to_its_place() -> None:
    async with Opened(Numbers(50)) as (pilot, pane):
        await press(pilot, "5", "j")
        gone = pane.items[5]
        pane.take_out((gone.id,))
        assert chosen(pane) == "Story 7"
        pane.put_back(gone)
        assert [item.title for item in pane.items[4:7]] == ["Story 5", "Story 6", "Story 7"]
        assert chosen(pane) == "Story 7"


async def test_the_wheel_moves_the_view_and_takes_the_choice_along() -> None:
    async with Opened(Numbers(500)) as (pilot, _pane):
        for _ in range(4):
            await pilot._post_mouse_events([MouseScrollDown], "#entries", offset=(3, 3))
        await settle(pilot)
        assert rows(pilot.app)[0] == "▎●  Story 7"
        for _ in range(4):
            await pilot._post_mouse_events([MouseScrollUp], "#entries", offset=(3, 3))
        await settle(pilot)
        assert rows(pilot.app)[0] == " ●  Story 1"


async def test_a_list_beside_others_moves_ahead_and_cuts_no_item_at_the_top() -> None:
    async with Opened(Numbers(500)) as (pilot, pane):
        await press(pilot, "9", "j", "j")
        full_width = rows(pilot.app)
        assert any("Story 11" in row for row in full_width[-2:])
        pane.styles.width = 40
        await settle(pilot)
        await press(pilot, "j")
        beside = rows(pilot.app)
        assert "Story 12" in "".join(beside)
        assert "Story 14" in "".join(beside)
        assert beside[0].startswith(" ●")
        await press(pilot, "1", "0", "k")
        assert rows(pilot.app)[0].startswith((" ●", "▎●"))
        assert chosen(pane) == "Story 2"


async def test_titles_are_shown_letter_by_letter() -> None:
    hostile = "Story [/b] [@click=app.quit]X[/] [AP] Storm"
    async with Opened(Numbers(3, title=hostile)) as (pilot, _):
        assert any(hostile in row for row in rows(pilot.app))


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (300, 100)])
async def test_a_list_of_any_size_is_drawn(size: tuple[int, int]) -> None:
    async with Opened(Numbers(200), size) as (pilot, pane):
        await press(pilot, "j", "G", "k", "g", "g")
        assert chosen(pane) == "Story 1"
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert "Story 1" in rows(pilot.app)[0]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("A short line", 20, "A short line"),
        ("A line that is cut", 8, "A line…"),
        ("A line that is cut", 14, "A line that…"),
        ("A line that is cut", 16, "A line that is…"),
        ("Talks, wars and quarrels", 7, "Talks…"),
        ("He said “nothing” to us", 10, "He said…"),
        ("All constitutional amendments", 12, "All constit…"),
        ("漢字漢字漢字", 7, "漢字漢…"),
        ("漢字漢字漢字", 6, "漢字…"),
        ("two\nlines\tand\x1b[31m red", 40, "two lines and[31m red"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_words_are_cut_to_a_width_in_cells(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


def test_the_left_gives_way_to_the_right() -> None:
    line = spread([Part("A long title of a feed")], [Part("128")], 14)
    assert "".join(part.text for part in line) == "A long…    128"
    assert width_of(line) == 14


def test_parts_are_cut_where_the_line_ends() -> None:
    parts = fit_parts([Part("one "), Part("two "), Part("three")], 9)
    assert "".join(part.text for part in parts) == "one two …"


def test_an_indent_stays_when_the_words_after_it_are_cut() -> None:
    line = spread([Part("  "), Part("A long title of a feed")], [Part("9")], 14)
    assert "".join(part.text for part in line) == "  A long…    9"


def test_no_control_character_passes_to_the_terminal() -> None:
    strip = strip_of([Part("a\x1b[2Jb\x9bc\u202ed\ne\tf")], {}, 20, Style())
    assert strip.text == "a[2Jbcd e f".ljust(20)
