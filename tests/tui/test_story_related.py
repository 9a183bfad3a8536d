"""The related stories of read more, which are found after the story stands on the screen."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.errors import StoreBusy
from reader.library.library import Library
from reader.library.values import MoreItem, OpenStory
from reader.tui.app import NowReading
from reader.tui.panes.more import NOTHING
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, settle, shown, until

FOUND = tuple(
    MoreItem(None, f"Related story {n}", "Night Desk", None, "same words", section="related")
    for n in range(3)
)


class Search:
    """Looks for related stories of ``library`` for as long as a test wants."""

    def __init__(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_end = asyncio.Event()
        self.found: tuple[MoreItem, ...] = FOUND
        self.fails = False
        monkeypatch.setattr(library, "with_related", self.look)

    async def look(self, opened: OpenStory) -> OpenStory:
        await self.may_end.wait()
        if self.fails:
            raise StoreBusy("Another program writes.", path="library.db")
        return replace(opened, more=(*opened.more, *self.found), is_whole=True)


@pytest.fixture
def search(pilot: Pilot[Any], library: Library, monkeypatch: pytest.MonkeyPatch) -> Search:
    """What looks for related stories from now on, when the reader is at rest."""
    return Search(library, monkeypatch)


async def open_story(pilot: Pilot[Any]) -> StoryScreen:
    """Press Enter on the first story that nothing was read of ahead, and wait for its text."""
    app = pilot.app
    assert isinstance(app, NowReading)
    app.library_screen().follower.ahead = None  # type: ignore[union-attr]
    await pilot.press("enter")
    screen = app.screen
    assert isinstance(screen, StoryScreen)
    while screen.opened is None or "Ferry crews" not in shown(app):
        await pilot.pause()
    return screen


async def test_the_story_is_read_while_they_are_looked_for(
    pilot: Pilot[Any], search: Search
) -> None:
    screen = await open_story(pilot)
    assert not screen.opened.is_whole  # type: ignore[union-attr]
    assert "Related story" not in shown(pilot.app)
    assert not screen.is_settling
    search.may_end.set()
    await until(pilot, lambda: "Related story 2" in shown(pilot.app))
    assert screen.opened.is_whole  # type: ignore[union-attr]


async def test_read_more_does_not_say_that_nothing_leads_on_until_that_is_known(
    pilot: Pilot[Any], search: Search
) -> None:
    screen = await open_story(pilot)
    screen.more.show((), is_whole=False)
    await pilot.pause()
    assert "READ MORE" in shown(pilot.app) and NOTHING not in shown(pilot.app)
    screen.more.complete(())
    await pilot.pause()
    assert NOTHING in shown(pilot.app)
    search.may_end.set()
    await settle(pilot)


async def test_keys_for_read_more_wait_for_all_of_its_items(
    pilot: Pilot[Any], search: Search
) -> None:
    screen = await open_story(pilot)
    await pilot.press("3")
    while screen.sheet != "more":
        await pilot.pause()
    assert screen.is_settling
    await pilot.press("G")
    search.may_end.set()
    await until(pilot, lambda: not screen.is_settling and screen.more.is_whole)
    await until(pilot, lambda: screen.more.chosen == screen.more.count - 1)
    assert screen.more.items[-1] == FOUND[-1]


async def test_a_search_that_fails_is_told_and_leaves_the_story_as_it_is(
    pilot: Pilot[Any], search: Search
) -> None:
    search.fails = True
    screen = await open_story(pilot)
    before = screen.more.items
    search.may_end.set()
    await until(pilot, lambda: screen.more.is_whole)
    assert screen.more.items == before and not screen.is_settling
    assert any("Another program writes." in str(each.message) for each in pilot.app._notifications)


async def test_what_is_found_for_a_story_left_meanwhile_is_not_put_under_another(
    pilot: Pilot[Any], search: Search
) -> None:
    screen = await open_story(pilot)
    first = screen.opened
    assert first is not None
    looked = asyncio.create_task(screen._lead_on(first))
    await pilot.press("J")
    while screen.opened is first or screen.opened is None:
        await pilot.pause()
    items = screen.more.items
    looked_for = screen._looks_for
    assert looked_for is not None and looked_for.entry.id != first.entry.id
    search.may_end.set()
    await looked
    await until(pilot, lambda: screen.more.is_whole)
    assert screen.more.items == (*items, *FOUND)
    assert screen.opened.entry.id == looked_for.entry.id


async def test_a_story_that_comes_late_is_waited_for_before_empty_panes(
    pilot: Pilot[Any], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = pilot.app
    assert isinstance(app, NowReading)
    await press(pilot, "enter")
    screen = app.screen
    assert isinstance(screen, StoryScreen) and "Ferry crews" in shown(app)
    await press(pilot, "q", "j")
    app.library_screen().follower.ahead = None  # type: ignore[union-attr]
    may_come = asyncio.Event()
    open_story = library.open_story

    async def slowly(entry_id: int, **how: Any) -> OpenStory:
        await may_come.wait()
        return await open_story(entry_id, **how)

    monkeypatch.setattr(library, "open_story", slowly)
    await pilot.press("enter")
    while app.screen is not screen:
        await pilot.pause()
    screen.come_late()
    await pilot.pause()
    assert "Ferry crews" not in shown(app)
    may_come.set()
    await until(pilot, lambda: "Council counts the votes again" in shown(app))


async def test_a_long_name_of_a_feed_leaves_room_for_the_reason(
    pilot: Pilot[Any], search: Search
) -> None:
    name = "The Wire Service of the Northern Archipelago and All Adjacent Waters"
    search.found = (MoreItem(None, "Pier", f"{name} · 7 Jul 2017", None, "same words"),)
    search.may_end.set()
    screen = await open_story(pilot)
    await until(pilot, lambda: screen.more.is_whole)
    side = [row.rpartition("│")[2].strip() for row in rows(pilot.app)]
    source = next(row for row in side if row.startswith("The Wire Service"))
    assert re.fullmatch(r"The Wire Service\b.*… · 7 Jul 2017", source)
    assert side[side.index(source) + 1] == "same words"


async def test_the_reason_has_a_row_of_its_own_so_that_names_are_not_cut(
    pilot: Pilot[Any], search: Search
) -> None:
    reason = "same people: Maren Olsvik"
    search.found = (MoreItem(None, "Pier", "Harbour Post · 7 Jul 2017", None, reason),)
    search.may_end.set()
    screen = await open_story(pilot)
    await until(pilot, lambda: screen.more.is_whole)
    side = [row.rpartition("│")[2].strip() for row in rows(pilot.app)]
    assert side[side.index("Harbour Post · 7 Jul 2017") + 1] == reason
