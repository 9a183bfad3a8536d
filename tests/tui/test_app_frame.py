"""What works everywhere: palette, help, adding a feed, refresh, undo, the user's keys and theme."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from reader.errors import FetchError, ParseError, StoreBusy
from reader.library.library import Library
from reader.library.subscribing.subscribe import FoundFeed
from reader.library.values import RefreshProgress, RefreshResult
from reader.model import DigestedFeed, Feed, Selection
from reader.tui.app import NowReading
from reader.tui.keys.commands import BY_ID
from reader.tui.logfile import logging_to
from reader.tui.panes.prompt import LONGEST
from reader.tui.screens.boxes.add import AddScreen
from reader.tui.screens.boxes.box import Box
from reader.tui.screens.boxes.palette import CommandList, HelpScreen, PaletteScreen
from reader.tui.screens.boxes.synonyms import SYNONYMS
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, settle, shown, until
from tests.tui.shelf import SHELVES, Item, Shelf, fill, open_library, write_feeds


def listed(pilot: Pilot[None]) -> list[str]:
    items = pilot.app.screen.query_one(CommandList).items
    return [item.command.id if item.command else item.heading for item in items]


async def test_the_palette_finds_a_command_by_its_words_and_runs_it(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "ctrl+p")
    assert isinstance(pilot.app.screen, PaletteScreen)
    await press(pilot, *"star", "enter")
    assert isinstance(pilot.app.screen, LibraryScreen)
    assert await library.count(Selection(starred=True)) == 1


async def test_the_palette_holds_what_works_here_and_nothing_else(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+p")
    assert "entry.toggle_star" in listed(pilot)
    assert "feed.remove" not in listed(pilot)
    assert "quote.next" not in listed(pilot)
    await press(pilot, "escape", "h", "ctrl+p")
    assert "feed.remove" in listed(pilot)
    assert "entry.toggle_star" not in listed(pilot)


async def test_the_palette_is_walked_with_the_arrows_and_left_with_escape(
    pilot: Pilot[None],
) -> None:
    await press(pilot, "ctrl+p", "down", "down", "up", "pagedown", "pageup", "down")
    assert pilot.app.screen.query_one(CommandList).cursor == 2
    await press(pilot, "escape")
    assert isinstance(pilot.app.screen, LibraryScreen)


async def test_the_palette_says_when_nothing_is_called_that(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+p", *"xyzzy")
    assert "No command is called that." in shown(pilot.app)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, LibraryScreen)


async def test_the_palette_finds_a_command_by_what_others_call_it(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+p", *"exp")
    assert listed(pilot)[0] == "entry.save"
    for words, found in (("light", "app.edit_feeds"), ("exit", "app.quit"), ("url", "app.add")):
        pilot.app.screen.query_one(Input).value = words
        await settle(pilot)
        assert found in listed(pilot)
    pilot.app.screen.query_one(Input).value = "sort"
    await settle(pilot)
    assert listed(pilot)[:2] == ["view.sort", "view.order"], "titles go before other words"


async def test_every_other_word_is_one_of_a_command() -> None:
    assert SYNONYMS.keys() <= BY_ID.keys()


async def test_the_command_line_tells_what_may_have_been_meant(pilot: Pilot[None]) -> None:
    for typed, meant in (("delet foo", "Perhaps delete QUERY"), ("refesh all", "app.refresh_all")):
        await press(pilot, "colon")
        pilot.app.screen.query_one(Input).value = typed
        await settle(pilot)
        assert listed(pilot)[1:] == [meant]
        assert f"Search for “{typed}”" in shown(pilot.app)
        await press(pilot, "escape")
    await press(pilot, "colon", *"reader")
    assert "Perhaps" not in shown(pilot.app)


async def test_what_is_found_shows_while_one_types_in_the_list_of_feeds(
    pilot: Pilot[None],
) -> None:
    await pilot.resize_terminal(80, 24)
    await press(pilot, "g", "f", "/", *"ferry")
    await until(pilot, lambda: "Search: ferry" in rows(pilot.app)[0])
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    assert screen.entries.display and screen.entries.region.height > 2
    assert not screen.feeds.display


async def test_the_palette_goes_to_a_feed_by_its_name(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "ctrl+p", *"harb")
    assert "Go to Harbour Post" in shown(pilot.app)
    await press(pilot, "enter")
    await until(pilot, lambda: rows(pilot.app)[0].startswith(" Harbour Post"))
    assert isinstance(pilot.app.screen, LibraryScreen)
    assert pilot.app.screen.entries.has_focus


async def test_the_command_line_goes_to_a_feed_and_searches_for_its_name(
    pilot: Pilot[None],
) -> None:
    await press(pilot, "colon", *"goto harb", "enter")
    await until(pilot, lambda: rows(pilot.app)[0].startswith(" Harbour Post"))
    await press(pilot, "colon", *"harb", "enter")
    await until(pilot, lambda: "Search: harb" in rows(pilot.app)[0])
    await press(pilot, "colon", *"goto nowhere")
    assert "No feed, folder or view is called that" in shown(pilot.app)
    await press(pilot, "escape")


async def test_the_palette_runs_the_command_clicked(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "ctrl+p", *"mark all")
    await pilot.click(CommandList, offset=(4, 0))
    await settle(pilot)
    assert await library.count(Selection(unread=True)) == 0


@pytest.mark.parametrize("key", ["a", "colon", "slash"])
async def test_a_million_characters_pasted_into_a_prompt_are_cut(
    pilot: Pilot[None], key: str
) -> None:
    await press(pilot, key, "x", "y")
    pilot.app.post_message(Paste("é" * 1_000_000))
    await settle(pilot)
    prompt = pilot.app.focused
    assert isinstance(prompt, Input)
    assert prompt.value == "xy" + "é" * (LONGEST - 2)
    prompt.select_all()
    pilot.app.post_message(Paste("z" * 5_000 + "\nmore"))
    await settle(pilot)
    assert prompt.value == "z" * LONGEST
    pilot.app.post_message(Paste("\n\n"))
    await press(pilot, "backspace")
    assert prompt.value == "z" * (LONGEST - 1)
    prompt.value = ""
    pilot.app.post_message(Paste("  Ferry loses\n  its roof\t2\r\n\nagain\n"))
    await settle(pilot)
    wanted = "Ferry loses" if key == "a" else "Ferry loses its roof 2 again"
    assert prompt.value == wanted, "of several addresses the first"


async def test_help_shows_the_keys_of_each_place(pilot: Pilot[None]) -> None:
    await press(pilot, "question_mark")
    assert isinstance(pilot.app.screen, HelpScreen)
    assert {"On a story of the list", "On a feed", "In the library", "Everywhere"} <= set(
        listed(pilot)
    )
    assert "quote.next" not in listed(pilot)
    assert "Star this story, or take the star away" in shown(pilot.app)


async def test_help_says_all_that_a_command_does_however_narrow_the_screen_is(
    library: Library,
) -> None:
    for size in ((80, 24), (40, 12), (20, 5)):
        app = NowReading(library)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await press(pilot, "question_mark", *"several")
            words = " ".join(row.strip("│▎ V") for row in rows(app)[3:])
            wanted = (
                "Select rows from here on: what is done then is done to all of them; again: end"
            )
            assert (wanted if size[1] > 5 else "Select several") in re.sub(r"\s+", " ", words)


async def test_what_can_be_done_to_a_story_comes_before_how_to_move(pilot: Pilot[None]) -> None:
    await press(pilot, "ctrl+p")
    found = listed(pilot)
    assert found.index("entry.toggle_star") < found.index("move.down") < found.index("app.quit")


async def test_help_of_a_story_shows_the_keys_of_a_story(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "question_mark")
    assert "quote.next" in listed(pilot)
    assert "unread.next" not in listed(pilot)


async def test_help_begins_with_the_pane_that_has_the_keys(pilot: Pilot[None]) -> None:
    for keys, heading in (
        ((), "On a story of the list"),
        (("g", "f"), "On a feed"),
        (("l", "enter"), "In a story"),
        (("2",), "On a quote"),
    ):
        await press(pilot, *keys, "question_mark")
        assert listed(pilot)[0] == heading
        await press(pilot, "escape")


async def test_around_a_box_the_screen_below_shows_through(pilot: Pilot[None]) -> None:
    below = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
    ink = _inks(pilot, 1)
    await press(pilot, "a")
    shown_now = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
    assert shown_now[:10] == below[:10]
    assert _inks(pilot, 1).isdisjoint(ink)


def _inks(pilot: Pilot[None], y: int) -> set[str]:
    """The colours of the words of a line."""
    strip = pilot.app.screen._compositor.render_strips()[y]
    return {style.color.name for text, style, _ in strip if text.strip() and style and style.color}


async def test_help_is_searched_by_words_and_by_key(pilot: Pilot[None]) -> None:
    await press(pilot, "question_mark", *"star")
    assert "entry.toggle_star" in listed(pilot)
    assert "select.start" not in listed(pilot)
    assert "app.quit" not in listed(pilot)
    await press(pilot, "escape", "question_mark", *"^q")
    assert listed(pilot) == ["Everywhere", "app.quit"]
    await press(pilot, "escape")
    assert isinstance(pilot.app.screen, LibraryScreen)


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "a"])
async def test_a_box_left_twice_in_one_piece_leaves_what_lies_under_it(
    offering: Pilot[None], key: str
) -> None:
    await press(offering, key, *"new")
    box = offering.app.screen
    prompt = box.query_one(Input)
    for _ in range(3):
        prompt.post_message(Input.Submitted(prompt, prompt.value))
        box.call_later(box.run_action, "leave")
    await settle(offering)
    assert isinstance(offering.app.screen, LibraryScreen)
    await press(offering, "question_mark")
    assert isinstance(offering.app.screen, HelpScreen)


@pytest.mark.parametrize("key", ["j", "question_mark"])
async def test_what_was_just_taken_away_is_not_under_the_pointer_any_more(
    pilot: Pilot[None], key: str
) -> None:
    await press(pilot, key)
    screen = pilot.app.screen
    there = screen.get_widget_and_offset_at(50, 15)
    assert there[0] is not None
    parent, there[0]._parent = there[0]._parent, None
    gone = screen.get_widget_and_offset_at(50, 15)
    there[0]._parent = parent
    assert gone == (None, None)
    assert screen.get_widget_and_offset_at(50, 15) == there


async def test_ctrl_q_quits_from_a_story_and_from_a_prompt(pilot: Pilot[None]) -> None:
    await press(pilot, "slash")
    await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "colon", "a", "t"])
async def test_ctrl_z_stops_the_reader_from_a_box(
    pilot: Pilot[None], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = []
    monkeypatch.setattr(pilot.app, "action_suspend_process", lambda: stopped.append(key))
    await press(pilot, key)
    assert isinstance(pilot.app.screen, Box)
    await press(pilot, "ctrl+z")
    assert stopped == [key]
    assert isinstance(pilot.app.screen, Box)


async def test_every_key_of_the_library_does_something(pilot: Pilot[None]) -> None:
    """Each command that the library screen shows in its help is answered by someone."""
    await press(pilot, "question_mark")
    commands = [each for each in listed(pilot) if "." in each]
    await press(pilot, "escape")
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    bound = {binding.binding.id for binding in screen.active_bindings.values()}
    assert {"move.down", "entry.toggle_star", "app.help", "app.suspend"} <= bound
    assert len(commands) >= 30


NEW_PAPER = Shelf("New Paper", "World", (Item("A first story", 2),))


def offered(title: str, entries: int, url: str = "") -> FoundFeed:
    """A feed as it was found on a site."""
    digested = DigestedFeed(title, None, None, (), found=entries)
    url = url or f"https://several.example/{entries}"
    return FoundFeed(url, digested, None, None, "")


class Offering(Library):
    """Answers an address without a network."""

    asked: list[str]

    async def look_for(self, address: str) -> tuple[FoundFeed, ...]:
        self.asked.append(address)
        if address == "nowhere.example":
            raise FetchError(
                "There is no server nowhere.example.", url=address, kind="dns", hint="Check it."
            )
        if address == "hostile.example":
            raise ParseError("No feed in [/b]\x1b[31m here.", url=address, kind="not_a_feed")
        if address == "night trains":
            raise FetchError("It is shut.", url="https://search.example/?q=night", kind="http")
        if address == "several.example":
            return offered("Main [/b]", 12), offered("Comments", 1)
        new = offered("New Paper", 1, NEW_PAPER.url)
        return (new, offered("Comments", 1)) if address == "both.example" else (new,)

    async def subscribe(self, found: FoundFeed, folder: str | None = None) -> Feed:
        self.asked.append(found.title)
        shelf = NEW_PAPER
        if any(known.url == shelf.url for known in self.subscriptions()):
            return next(feed for feed in await self.feeds() if feed.url == shelf.url)
        with self.paths.feeds.open("a", encoding="utf-8") as file:
            file.write(f'\n[[feed]]\nurl = "{shelf.url}"\ntitle = "{shelf.name}"\n')
            file.write(f'folder = "{folder}"\n' if folder else "")
        await self.reload_config()
        await fill(self, (shelf,))
        return next(feed for feed in await self.feeds() if feed.url == shelf.url)


@pytest_asyncio.fixture
async def offering(library: Library) -> AsyncIterator[Pilot[None]]:
    library.__class__ = Offering
    library.asked = []  # type: ignore[attr-defined]
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as running:
        await settle(running)
        yield running


async def test_a_adds_a_feed_and_shows_it(offering: Pilot[None]) -> None:
    await press(offering, "a")
    assert isinstance(offering.app.screen, AddScreen)
    await press(offering, *"new.example", "enter")
    screen = offering.app.screen
    assert isinstance(screen, LibraryScreen)
    assert [entry.title for entry in screen.entries.items] == ["A first story"]
    assert said(offering.app)[-1] == "Added: New Paper · 1 story"


async def test_a_feed_is_put_into_a_folder_whose_name_is_completed(
    offering: Pilot[None],
) -> None:
    await press(offering, "a", *"new.example", "tab", *"wor")
    assert "no folder" not in shown(offering.app)
    await press(offering, "right", "enter")
    assert said(offering.app)[-1] == "Added: New Paper in World · 1 story"
    library = offering.app.library  # type: ignore[attr-defined]
    assert next(one.folder for one in library.subscriptions() if one.url == NEW_PAPER.url) == (
        "World"
    )


async def test_the_folder_is_chosen_before_or_after_the_feed_of_a_site(
    offering: Pilot[None],
) -> None:
    await press(offering, "a", *"several.example", "tab", *"Sea", "enter")
    assert "tab folder" in shown(offering.app)
    await press(offering, "down", "tab", "backspace", "backspace", "backspace", "enter")
    assert offering.app.library.asked == ["several.example", "Comments"]  # type: ignore[attr-defined]
    assert said(offering.app)[-1] == "Added: New Paper · 1 story"


async def test_a_low_screen_keeps_its_rows_for_what_is_said(offering: Pilot[None]) -> None:
    await offering.resize_terminal(40, 6)
    await press(offering, "a")
    assert "no folder" not in shown(offering.app)
    await offering.resize_terminal(40, 12)
    await settle(offering)
    assert "no folder" in shown(offering.app)


async def test_a_feed_that_is_there_already_is_not_said_to_be_added(
    offering: Pilot[None],
) -> None:
    await press(offering, "a", *"new.example", "enter")
    await press(offering, "a", *"new.example", "enter")
    assert said(offering.app)[-1] == "Already there: New Paper · 1 story"
    await press(offering, "a", *"both.example", "enter")
    assert "1  New Paper · 1 story · already there" in shown(offering.app)
    assert shown(offering.app).count("already there") == 1
    assert "enter shows it" in shown(offering.app)
    await press(offering, "down")
    assert "enter adds it" in shown(offering.app)


async def test_the_same_words_stand_there_once(offering: Pilot[None]) -> None:
    for text in ("Nothing to undo", "No address", "Nothing to undo"):
        offering.app.say(text)
        await settle(offering)
    assert said(offering.app) == ["No address", "Nothing to undo"]


async def test_of_several_feeds_one_is_chosen_by_its_number(offering: Pilot[None]) -> None:
    await press(offering, "a", *"several.example", "enter")
    assert "1  Main [/b] · 12 stories" in shown(offering.app)
    assert "2  Comments · 1 story" in shown(offering.app)
    await press(offering, "7", "enter")
    assert "There is no feed 7: 1 to 2." in shown(offering.app)
    await press(offering, "down")
    assert "▎2  Comments · 1 story" in shown(offering.app)
    await press(offering, "down", "up")
    assert "▎1  Main [/b] · 12 stories" in shown(offering.app)
    await press(offering, "backspace", "2", "enter")
    assert offering.app.library.asked == ["several.example", "Comments"]
    assert isinstance(offering.app.screen, LibraryScreen)


async def test_an_address_without_a_feed_is_told_in_the_prompt(offering: Pilot[None]) -> None:
    await press(offering, "a", *"nowhere.example", "enter")
    assert isinstance(offering.app.screen, AddScreen)
    assert "There is no server nowhere.example. Check it." in shown(offering.app)
    assert offering.app.screen.query_one(Input).value == "nowhere.example"
    await press(offering, "tab", *"Sea", "enter", "end", "backspace")
    assert offering.app.screen.query_one(Input).value == "nowhere.exampl"
    await press(offering, "escape")
    assert isinstance(offering.app.screen, LibraryScreen)


async def test_where_what_was_typed_was_looked_for_is_told_and_what_to_press(
    offering: Pilot[None],
) -> None:
    await press(offering, "a", *"night trains", "enter")
    assert "search.example was asked. It is shut." in shown(offering.app)
    assert "enter tries again · esc closes" in shown(offering.app)


async def test_an_error_is_shown_letter_by_letter(offering: Pilot[None]) -> None:
    await press(offering, "a", *"hostile.example", "enter")
    assert "No feed in [/b][31m here." in shown(offering.app)


async def test_an_empty_address_asks_nobody(offering: Pilot[None]) -> None:
    await press(offering, "a", "space", "enter")
    assert isinstance(offering.app.screen, AddScreen)
    assert offering.app.library.asked == []


class Refreshing(Library):
    """A refresh that goes on as a test says."""

    calls: list[tuple[Sequence[int] | None, bool]]
    steps: list[RefreshProgress]
    wrong: Exception | None

    async def refresh(
        self,
        *,
        feed_ids: Sequence[int] | None = None,
        due_only: bool = False,
        on_progress: Callable[[RefreshProgress], None] | None = None,
    ) -> tuple[RefreshResult, ...]:
        self.calls.append((feed_ids, due_only))
        for step in self.steps:
            if on_progress is not None:
                on_progress(step)
        if self.steps and not self.steps[-1].finished:
            await self.gate.wait()
        if self.wrong is not None:
            raise self.wrong
        return ()


@pytest_asyncio.fixture
async def refreshing(library: Library) -> AsyncIterator[Pilot[None]]:
    import asyncio

    library.__class__ = Refreshing
    library.calls, library.steps, library.wrong = [], [], None  # type: ignore[attr-defined]
    library.gate = asyncio.Event()  # type: ignore[attr-defined]
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as running:
        await settle(running)
        yield running


async def test_what_is_due_is_fetched_at_the_start(refreshing: Pilot[None]) -> None:
    assert refreshing.app.library.calls == [(None, True)]


async def test_nothing_is_fetched_unasked_where_feeds_toml_says_so(
    refreshing: Pilot[None],
) -> None:
    library = refreshing.app.library
    with library.paths.feeds.open("a") as file:
        file.write("\n[network]\nautomatic = false\n")
    library.calls.clear()
    refreshing.app.refresher.refresh(due_only=True)
    await settle(refreshing)
    assert library.calls == []
    assert not library.fetches_by_itself, "feeds.toml is read all the same"
    await press(refreshing, "R")
    assert library.calls == [(None, False)]


async def test_R_fetches_every_feed(refreshing: Pilot[None]) -> None:
    await press(refreshing, "R")
    assert refreshing.app.library.calls[-1] == (None, False)


async def test_R_in_a_story_tells_there_what_came(refreshing: Pilot[None]) -> None:
    library = refreshing.app.library
    await press(refreshing, "enter")
    library.steps = [RefreshProgress(2, 3, 1, 0)]
    await refreshing.press("R")
    await refreshing.pause()
    assert rows(refreshing.app)[-1].startswith(" Fetching all feeds…")
    library.steps.append(RefreshProgress(3, 3, 2, 1, finished=True))
    library.gate.set()
    refreshing.app.refresher.stop()
    await settle(refreshing)
    await press(refreshing, "R")
    assert rows(refreshing.app)[-1].startswith(" 2 new stories · 1 feed failed: g p says why")
    library.steps = [RefreshProgress(3, 3, 0, 3, finished=True)]
    await press(refreshing, "R")
    assert rows(refreshing.app)[-1].startswith(" No feed could be fetched; what is stored is here")
    library.steps = [RefreshProgress(3, 3, 0, 0, finished=True)]
    await press(refreshing, "R")
    assert rows(refreshing.app)[-1].startswith(" Nothing new ")
    await press(refreshing, "j")
    refreshing.app.refresher.refresh(due_only=True)
    await settle(refreshing)
    assert "Nothing new" not in rows(refreshing.app)[-1], "it was not asked for here"


async def test_r_fetches_the_feed_of_the_story_the_feed_or_the_folder(
    refreshing: Pilot[None],
) -> None:
    library = refreshing.app.library
    ids = {feed.title: feed.id for feed in await library.feeds()}
    await press(refreshing, "r")
    assert library.calls[-1] == ([ids["Harbour Post"]], False)
    screen = refreshing.app.screen
    assert isinstance(screen, LibraryScreen)
    screen.feeds.choose(f"feed {ids['Orbit Weekly']}")
    await press(refreshing, "r")
    assert library.calls[-1] == ([ids["Orbit Weekly"]], False)
    screen.feeds.choose("folder World")
    await press(refreshing, "r")
    assert library.calls[-1] == ([ids["Harbour Post"], ids["Night Desk"]], False)


async def test_progress_is_shown_and_escape_stops_it(refreshing: Pilot[None]) -> None:
    library = refreshing.app.library
    library.steps = [RefreshProgress(2, 3, 6, 1)]
    await refreshing.press("R")
    await refreshing.pause()
    await refreshing.pause()
    assert "↻ 2/3" in rows(refreshing.app)[0]
    assert "6 new · 1 failed · esc stops it" in rows(refreshing.app)[0]
    await refreshing.press("R")
    await refreshing.pause()
    assert said(refreshing.app)[-1] == "A refresh is running already"
    await press(refreshing, "escape")
    assert said(refreshing.app)[-1] == "The refresh was stopped; what came in stays"
    assert "↻ 2/3" not in rows(refreshing.app)[0]


async def test_progress_draws_its_bar_and_not_the_whole_screen(refreshing: Pilot[None]) -> None:
    app, drawn = refreshing.app, []
    screen = app.screen
    screen.refresh = lambda *args, **more: drawn.append(args)  # type: ignore[method-assign]
    for number in range(3):
        app.refresher.progress = RefreshProgress(number, 3, 6, 0)
        app.refresher._post(app.refresher.progress)
        await until(refreshing, lambda number=number: f"↻ {number}/3" in rows(app)[0])
        await settle(refreshing)
    app.refresher.progress = None
    assert drawn == []


async def test_R_while_the_feeds_due_are_fetched_is_not_lost(refreshing: Pilot[None]) -> None:
    library = refreshing.app.library
    library.steps = [RefreshProgress(2, 3, 6, 1)]
    refreshing.app.refresher.refresh(due_only=True)
    await refreshing.pause()
    await refreshing.press("R")
    library.gate.set()
    await settle(refreshing)
    assert library.calls[-2:] == [(None, True), (None, False)]
    assert said(refreshing.app) == []


async def test_pages_fetched_ahead_make_way_for_feeds_that_are_asked_for(
    refreshing: Pilot[None],
) -> None:
    library = refreshing.app.library
    library.steps = [RefreshProgress(3, 3, 6, 0, pages_done=1, pages_total=9)]
    await refreshing.press("R")
    await refreshing.pause()
    assert library.calls[-1] == (None, False)
    library.steps = []
    refreshing.app.refresher.refresh(due_only=True)
    await refreshing.pause()
    before = len(library.calls)
    await refreshing.press("r")
    await settle(refreshing)
    assert len(library.calls) == before + 1
    assert library.calls[-1][0] is not None
    assert said(refreshing.app) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda path: StoreBusy("held", path=path), "Another Now Reading is refreshing"),
        (lambda path: ExceptionGroup("x", [ValueError()]), "Something went wrong in this program"),
    ],
)
async def test_a_refresh_that_breaks_off_says_so_and_the_reader_goes_on(
    refreshing: Pilot[None], wrong: Callable[[Path], Exception], words: str
) -> None:
    library = refreshing.app.library
    library.wrong = wrong(library.paths.library)
    await press(refreshing, "R")
    assert words in said(refreshing.app)[-1]
    await press(refreshing, "j")
    screen = refreshing.app.screen
    assert isinstance(screen, LibraryScreen)
    assert screen.entries.cursor == 1


async def test_a_mistake_in_a_pane_is_told_and_the_reader_goes_on(
    pilot: Pilot[None], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(library, "story", broken)
    await pilot.press("j")
    await until(pilot, lambda: "Something went wrong in this program" in " ".join(said(pilot.app)))
    monkeypatch.undo()
    await press(pilot, "j")
    assert pilot.app.return_code is None


async def test_a_fault_that_ends_the_reader_is_told_and_kept_in_the_log(
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a \x1b[31mred\x1b[m mistake")

    app = NowReading(library)
    log = tmp_path / "log"
    with pytest.raises(ZeroDivisionError), logging_to(log):
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            monkeypatch.setattr(LibraryScreen, "action_goto_feeds", broken)
            await press(pilot, "g", "f")
    told = capsys.readouterr().err
    assert "ZeroDivisionError: a [31mred[m mistake" in told and "\x1b" not in told
    assert "This is a defect of nowreading" in told
    assert "ZeroDivisionError" in log.read_text()


async def test_a_screen_that_is_being_made_when_the_reader_leaves_is_no_fault(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        app.exit()
        app.push_screen(HelpScreen(app.screen))  # made without its widgets: Textual leaves
    assert app.return_code == 0


async def test_keys_have_no_effect_once_the_reader_leaves(pilot: Pilot[None]) -> None:
    pilot.app.is_leaving = True  # type: ignore[attr-defined]
    await press(pilot, "question_mark")
    assert isinstance(pilot.app.screen, LibraryScreen)


async def test_the_users_keys_are_in_force_and_mistakes_are_told(tmp_path: Path) -> None:
    more = '[keys]\n"entry.toggle_star" = "x"\n"entry.togle" = "y"\n"entry.delete" = "m"\n'
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        told = " ".join(said(app))
        assert "there is no such command" in told
        assert "already is" in told
        await press(pilot, "s")
        assert await library.count(Selection(starred=True)) == 0
        await press(pilot, "x")
        assert await library.count(Selection(starred=True)) == 1
        assert "x star" in shown(app)
    await library.close()


async def test_keys_and_theme_changed_meanwhile_are_taken_at_the_next_refresh(
    tmp_path: Path,
) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        write_feeds(
            tmp_path, SHELVES, '[keys]\n"entry.toggle_star" = "x"\n[reading]\ntheme = "morning"\n'
        )
        app.refresher.refresh(due_only=True)
        await settle(pilot)
        assert app.theme == "morning"
        await press(pilot, "x")
        assert await library.count(Selection(starred=True)) == 1
    await library.close()


async def test_the_theme_of_feeds_toml_is_taken_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\ntheme = "morning"\n')
    app = NowReading(library)
    async with app.run_test():
        assert app.theme == "morning"
    await library.close()
    library = await open_library(tmp_path / "other", more='[reading]\ntheme = "mornin"\n')
    app = NowReading(library)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.theme == "evening"
        assert "did you mean “morning”?" in " ".join(said(app))
    await library.close()


async def test_a_story_can_be_shown_at_once(library: Library) -> None:
    page = await library.page(Selection())
    app = NowReading(library, entry_id=page.entries[2].id)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, StoryScreen)
        await press(pilot, "q")
        assert isinstance(app.screen, LibraryScreen)


async def test_undo_from_a_story_puts_the_row_right(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "enter", "s", "u", "q")
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    assert screen.entries.chosen is not None
    assert not screen.entries.chosen.is_starred
    assert len(SHELVES) == 3


def test_the_log_holds_no_control_character(tmp_path: Path) -> None:
    path = tmp_path / "state/log"
    with logging_to(path):
        logging.getLogger("reader.tui").error("a feed \x1b[2J said %s", "\u202eno")
    assert path.read_text(encoding="utf-8").endswith("reader.tui: a feed [2J said no\n")


def test_where_no_log_can_be_written_the_reader_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    with logging_to(tmp_path / "state/log"):
        logging.getLogger("reader.tui").error("unheard")


def test_a_log_that_the_disk_has_no_room_for_is_given_up_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no full disk here")
    (tmp_path / "log").symlink_to("/dev/full")
    with logging_to(tmp_path / "log"):
        logging.getLogger("reader.tui").error("unheard")
    assert capfd.readouterr() == ("", "")


async def test_the_same_screens_are_gone_to_again_and_again_and_stand_there_once(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key, name in ("pP", "hH", "qS", "pP", "qS", "hH", "qS", "pP"):
            await press(pilot, "g", key)
            assert type(app.screen).__name__[0] == name
        assert len(app.screen_stack) == 3
        await press(pilot, "q")
        assert isinstance(app.screen, LibraryScreen)
