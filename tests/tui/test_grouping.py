"""Groups in a list of any length: opened out, scrolled past, let go of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reader.model import FROM_TOP, Entry, Group, Page, Stretch
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.paging import MOST
from tests.tui.driving import press, settle
from tests.tui.numbers import Numbers, Opened, chosen
from tests.tui.shelf import NOW


class Grouped(Numbers):
    """A list of which every tenth row stands for three entries, days apart."""

    async def page(self, stretch: Stretch = FROM_TOP) -> Page:
        page = await super().page(stretch)
        groups = tuple(
            Group((entry.id, entry.id + 10**9, entry.id + 2 * 10**9), ("A", "B"), 3)
            for entry in page.entries
            if entry.id % 10 == 0
        )
        return replace(page, groups=groups)


def members(group: Group) -> list[Entry]:
    """The entries of a group behind its lead: older than all the rows around."""
    return [
        Entry(id_, 1, f"Behind {group.ids[0]}", NOW - timedelta(days=9), feed_title="B")
        for id_ in group.ids[1:]
    ]


def open_out(pane: EntriesPane) -> None:
    """Open the chosen group out."""
    group = pane.folded
    assert group is not None
    pane.show_members(group, members(group))


async def test_entries_opened_out_are_no_places_of_the_list() -> None:
    async with Opened(Grouped(5000)) as (pilot, pane):
        await press(pilot, "9", "j")
        assert (chosen(pane), pane.place) == ("Story 10", 10)
        open_out(pane)
        assert [item.title for item in pane.items[9:13]] == [
            "Story 10",
            "Behind 4990",
            "Behind 4990",
            "Story 11",
        ]
        await press(pilot, "j")
        assert (chosen(pane), pane.place) == ("Behind 4990", 10)
        await press(pilot, "j", "j")
        assert (chosen(pane), pane.place) == ("Story 11", 11)
        assert pane.rows == len(pane.items) - 2


async def test_groups_fold_up_when_their_rows_are_let_go_of() -> None:
    async with Opened(Grouped(5000)) as (pilot, pane):
        await press(pilot, "9", "j")
        open_out(pane)
        await press(pilot, "2", "0", "0", "0", "j")
        assert len(pane.items) <= MOST
        assert all(not pane.is_member(item) for item in pane.items)
        numbers = [int(item.title.removeprefix("Story ")) for item in pane.items]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert pane.place == numbers[pane.cursor]
        await press(pilot, "4", "0", "0", "0", "k")
        assert (chosen(pane), pane.place) == ("Story 1", 1)
        assert set(pane.groups) == {item.id for item in pane.items if item.id % 10 == 0}


async def test_the_end_of_what_is_held_may_be_a_group_opened_out() -> None:
    async with Opened(Grouped(5000)) as (pilot, pane):
        await press(pilot, "9", "9", "j")
        await settle(pilot)
        at = next(n for n, item in enumerate(pane.items) if item.title == "Story 100")
        pane.choose_index(at)
        open_out(pane)
        await press(pilot, "5", "0", "j")
        await settle(pilot)
        rows = [item.title for item in pane.items if not pane.is_member(item)]
        assert rows == [f"Story {number}" for number in range(1, len(rows) + 1)]


async def test_the_bottom_and_the_top_fold_nothing_wrong() -> None:
    async with Opened(Grouped(100_000)) as (pilot, pane):
        await press(pilot, "9", "j")
        open_out(pane)
        await press(pilot, "G")
        assert chosen(pane) == "Story 100000"
        assert pane.place == 100_000
        assert all(not pane.is_member(item) for item in pane.items)
        await press(pilot, "g", "g")
        assert (chosen(pane), pane.place) == ("Story 1", 1)


async def test_a_row_that_goes_leaves_other_groups_opened_out() -> None:
    async with Opened(Grouped(50)) as (pilot, pane):
        await press(pilot, "9", "j")
        first = pane.chosen
        open_out(pane)
        await press(pilot, "1", "2", "j")
        open_out(pane)
        second = pane.chosen
        assert first is not None and second is not None
        pane.take_out([first.id])
        behind = f"Behind {second.id}"
        assert [item.title for item in pane.items if pane.is_member(item)] == [behind, behind]


async def test_a_row_that_goes_leaves_the_rest_of_its_group_to_be_shown() -> None:
    async with Opened(Grouped(50)) as (pilot, pane):
        await press(pilot, "9", "j")
        open_out(pane)
        gone = pane.chosen
        assert gone is not None
        pane.take_out([gone.id])
        assert pane.total == 49
        assert gone.id not in pane.groups
        assert all(not pane.is_member(item) for item in pane.items)
        assert [item.title for item in pane.items[8:10]] == ["Story 9", "Story 11"]


async def test_an_entry_opened_out_goes_alone() -> None:
    async with Opened(Grouped(50)) as (pilot, pane):
        await press(pilot, "9", "j")
        open_out(pane)
        await press(pilot, "j")
        gone = pane.chosen
        assert gone is not None
        pane.take_out([gone.id])
        assert (pane.total, len(pane.items), pane.rows) == (50, 51, 50)


async def test_a_selection_takes_entries_opened_out_along() -> None:
    async with Opened(Grouped(50)) as (pilot, pane):
        await press(pilot, "9", "j")
        open_out(pane)
        await press(pilot, "k", "V", "j", "j", "j", "j")
        picked = pane.picked()
        assert picked is not None
        assert picked.number == len(picked.entries or ()) == 5
        assert [pane.is_picked(index) for index in range(7, 14)] == [False] + [True] * 5 + [False]
