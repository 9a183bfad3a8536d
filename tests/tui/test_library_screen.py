"""The library screen, by the keys a reader presses."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import (
    chosen,
    library_screen,
    press,
    rows,
    said,
    settle,
    shown,
    titles,
    until,
)
from tests.tui.shelf import NEWEST_FIRST, SHELVES, Item, Shelf, fill, open_library


async def test_it_opens_on_all_unread_stories_newest_first(pilot: Pilot[None]) -> None:
    assert titles(pilot) == NEWEST_FIRST
    assert chosen(pilot) == "Ferry crews reach a deal"
    assert "All unread  7" in rows(pilot.app)[0]


MOVES = {
    "j": 1,
    "down": 1,
    "j j k": 1,
    "j j up": 1,
    "5 j": 5,
    "5 j 3 k": 2,
    "1 0 j": 6,
    "G": 6,
    "end": 6,
    "G g g": 0,
    "G home": 0,
    "ctrl+d": 6,
    "pagedown": 6,
    "G ctrl+u": 0,
    "G pageup": 0,
    "5 escape j": 1,
}
PLACES = {
    "h": "feeds",
    "left": "feeds",
    "l": "preview",
    "right": "preview",
    "tab": "preview",
    "tab tab": "feeds",
    "shift+tab": "feeds",
    "h h l": "entries",
    "g f": "feeds",
}


async def test_moving_in_the_list(pilot: Pilot[None]) -> None:
    for keys, place in MOVES.items():
        library_screen(pilot).entries.choose_index(0)
        await press(pilot, *keys.split())
        assert library_screen(pilot).entries.cursor == place, keys


async def test_going_from_pane_to_pane(pilot: Pilot[None]) -> None:
    for keys, pane in PLACES.items():
        library_screen(pilot).go("entries")
        await press(pilot, *keys.split())
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == pane, keys


async def test_enter_opens_the_story_and_q_comes_back_to_its_row(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "enter")
    assert isinstance(pilot.app.screen, StoryScreen)
    await press(pilot, "q")
    assert pilot.app.screen is library_screen(pilot)
    assert chosen(pilot) == "Council counts the votes again"


async def test_an_opened_story_is_read_and_its_row_stays(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "q")
    entry = library_screen(pilot).entries.chosen
    assert entry is not None and entry.is_read
    assert len(titles(pilot)) == 7
    assert "All unread  6" in rows(pilot.app)[0]


async def test_the_preview_shows_the_story_and_marks_nothing(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "j", "l", "j", "k", "G", "g", "g", "ctrl+d", "ctrl+u")
    text = shown(pilot.app)
    assert "The bridge was opened on Monday." in text
    assert "Ada Brook: “It holds,”" in text
    assert await library.count(Selection(unread=True)) == 7


async def test_enter_in_the_preview_opens_the_story(pilot: Pilot[None]) -> None:
    await press(pilot, "l", "enter")
    assert isinstance(pilot.app.screen, StoryScreen)


async def test_space_opens_the_next_unread_story(pilot: Pilot[None]) -> None:
    await press(pilot, "m", "space")
    assert isinstance(pilot.app.screen, StoryScreen)
    assert chosen(pilot) == "Council counts the votes again"


async def test_space_says_so_when_nothing_is_left(pilot: Pilot[None]) -> None:
    await press(pilot, "A", "space")
    assert isinstance(pilot.app.screen, LibraryScreen)
    assert "No unread story is left here" in said(pilot.app)


async def test_m_marks_read_and_unread(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "m")
    assert await library.count(Selection(unread=True)) == 6
    assert library_screen(pilot).entries.chosen.is_read
    assert len(titles(pilot)) == 7, "the row stays until the view is left"
    await press(pilot, "m")
    assert await library.count(Selection(unread=True)) == 7


async def test_a_read_row_leaves_with_the_view(pilot: Pilot[None]) -> None:
    await press(pilot, "m", "g", "s", "g", "u")
    assert "Ferry crews reach a deal" not in titles(pilot)


async def test_s_stars_and_g_s_shows_the_starred(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "s")
    assert library_screen(pilot).entries.chosen.is_starred
    await press(pilot, "g", "s")
    assert titles(pilot) == ["Council counts the votes again"]
    await press(pilot, "s")
    assert not library_screen(pilot).entries.chosen.is_starred


async def test_g_u_shows_all_unread_from_anywhere(pilot: Pilot[None]) -> None:
    await press(pilot, "g", "f", "G", "g", "u")
    assert len(titles(pilot)) == 7
    assert pilot.app.focused.id == "entries"


async def test_n_and_N_go_to_the_next_and_previous_unread_story(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "m", "k")
    await press(pilot, "n")
    assert chosen(pilot) == "Probe finds ice under the dust"
    await press(pilot, "N")
    assert chosen(pilot) == "Ferry crews reach a deal"
    await press(pilot, "3", "n")
    assert chosen(pilot) == "Storm closes the northern pass"
    await press(pilot, "2", "N")
    assert chosen(pilot) == "Probe finds ice under the dust"


async def test_n_says_so_at_the_end(pilot: Pilot[None]) -> None:
    await press(pilot, "G", "n")
    assert said(pilot.app)[-1] == "No unread story below"


async def test_D_deletes_the_story_and_u_brings_it_back(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "j", "D")
    assert "Council counts the votes again" not in titles(pilot)
    assert chosen(pilot) == "Probe finds ice under the dust"
    assert await library.count(Selection()) == 6
    assert "u takes it back" in said(pilot.app)[-1]
    await press(pilot, "u")
    assert titles(pilot)[1] == "Council counts the votes again"
    assert chosen(pilot) == "Probe finds ice under the dust", "the selection does not move"


async def test_A_marks_all_of_the_list_and_u_takes_it_back(
    pilot: Pilot[None], library: Library
) -> None:
    await press(pilot, "A")
    assert await library.count(Selection(unread=True)) == 0
    assert all(entry.is_read for entry in library_screen(pilot).entries.items)
    await press(pilot, "u")
    assert await library.count(Selection(unread=True)) == 7
    assert not any(entry.is_read for entry in library_screen(pilot).entries.items)


async def test_A_leaves_what_came_in_after_the_list_was_opened(
    pilot: Pilot[None], library: Library
) -> None:
    late = (Item("Late news", 1), Item("Late news with an older date", 90))
    await fill(library, (Shelf("Night Desk", "World", late),))
    await press(pilot, "A")
    page = await library.page(Selection(unread=True))
    assert [entry.title for entry in page.entries] == [item.title for item in late]


async def test_u_says_so_when_there_is_nothing_to_undo(pilot: Pilot[None]) -> None:
    await press(pilot, "u")
    assert said(pilot.app)[-1] == "Nothing to undo"


async def test_U_shows_and_hides_those_read(pilot: Pilot[None]) -> None:
    await press(pilot, "m", "j", "U", "U")
    assert len(titles(pilot)) == 6
    assert chosen(pilot) == "Council counts the votes again"
    await press(pilot, "U")
    assert len(titles(pilot)) == 7
    assert chosen(pilot) == "Council counts the votes again"


async def test_choosing_a_folder_shows_its_stories(pilot: Pilot[None]) -> None:
    await press(pilot, "h")
    library_screen(pilot).feeds.choose("folder Science")
    await settle(pilot)
    assert titles(pilot) == ["Probe finds ice under the dust", "A comet comes back"]
    await press(pilot, "enter")
    assert pilot.app.focused.id == "entries"


async def test_D_in_the_feeds_unsubscribes_and_u_takes_it_back(
    pilot: Pilot[None], library: Library
) -> None:
    before = library.paths.feeds.read_bytes()
    await press(pilot, "g", "f", "G", "D")
    assert b"orbit-weekly" not in library.paths.feeds.read_bytes()
    assert "Orbit Weekly" not in [row.title for row in library_screen(pilot).feeds.items]
    await press(pilot, "u")
    assert library.paths.feeds.read_bytes() == before
    assert "Orbit Weekly" in [row.title for row in library_screen(pilot).feeds.items]


async def test_y_copies_the_address(pilot: Pilot[None]) -> None:
    await press(pilot, "y")
    assert pilot.app.clipboard == "https://news.example/story/5"


@pytest.mark.parametrize(
    ("key", "address"), [("o", "https://news.example/story/5"), ("c", "https://news.example/talk")]
)
async def test_o_and_c_open_the_browser_with_the_address_alone(
    pilot: Pilot[None], browsed: list[str], key: str, address: str
) -> None:
    await press(pilot, key)
    assert browsed == [address]


async def test_a_story_without_comments_or_address_says_so(tmp_path: Path) -> None:
    library = await open_library(tmp_path, (Shelf("Odd", None, (Item("Bare", 1, link=None),)),))
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "c", "o")
        assert said(app) == ["This story has no comments page", "This story has no address"]
        app.clear_notifications()
        await press(pilot, "y")
        assert said(app) == ["This story has no address"]
    await library.close()


async def test_search_follows_the_words_and_escape_restores_the_list(pilot: Pilot[None]) -> None:
    await press(pilot, "j", "j", "slash", "t", "a")
    await until(pilot, lambda: titles(pilot) == ["Bridge over the Tarn opens"])
    await press(pilot, "r", "x")
    await until(pilot, lambda: not titles(pilot))
    assert "Nothing found." in shown(pilot.app)
    await press(pilot, "escape")
    assert len(titles(pilot)) == 7
    assert chosen(pilot) == "Probe finds ice under the dust"
    assert pilot.app.focused.id == "entries"


async def test_enter_in_the_search_goes_to_the_stories_found_and_q_leaves_them(
    pilot: Pilot[None],
) -> None:
    await press(pilot, "slash", *"ferry", "enter")
    assert titles(pilot) == ["Ferry crews reach a deal"]
    assert pilot.app.focused.id == "entries"
    assert "Search: ferry" in rows(pilot.app)[0]
    await press(pilot, "q")
    assert len(titles(pilot)) == 7


async def test_search_finds_read_stories_too(pilot: Pilot[None]) -> None:
    await press(pilot, "m", "slash", *"ferry", "enter")
    assert titles(pilot) == ["Ferry crews reach a deal"]


async def test_search_from_a_story_comes_back_to_the_library(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "slash")
    assert pilot.app.screen is library_screen(pilot)
    assert pilot.app.focused.id == "search"


async def test_q_quits_at_the_library_and_escape_does_not(pilot: Pilot[None]) -> None:
    await press(pilot, "escape")
    assert pilot.app.is_running and pilot.app.return_code is None
    await pilot.press("q")
    assert pilot.app.return_code == 0


async def test_news_farther_down_is_not_announced_as_above(
    pilot: Pilot[None], library: Library
) -> None:
    more = (Item("Late news", 0), Item("Old news", 60 * 24 * 30))
    await fill(library, (Shelf("Night Desk", "World", more),))
    library_screen(pilot).census.take()
    await settle(pilot)
    assert "1 new above · g g shows them" in rows(pilot.app)[0]


async def test_news_is_announced_and_moves_nothing(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "j", "j")
    more = (Item("Late news", 1), Item("Later news", 0))
    await fill(library, (Shelf("Night Desk", "World", more),))
    library_screen(pilot).census.take()
    await settle(pilot)
    assert "2 new above · g g shows them" in rows(pilot.app)[0]
    assert chosen(pilot) == "Probe finds ice under the dust"
    assert len(titles(pilot)) == 7
    await press(pilot, "g", "g")
    assert titles(pilot)[:2] == ["Later news", "Late news"]
    assert chosen(pilot) == "Later news"
    assert "new above" not in rows(pilot.app)[0]


async def test_a_click_chooses_and_another_opens(pilot: Pilot[None]) -> None:
    await pilot.click("#entries", offset=(5, 3))
    await settle(pilot)
    assert chosen(pilot) == "Council counts the votes again"
    await pilot.click("#entries", offset=(5, 3))
    await settle(pilot)
    assert isinstance(pilot.app.screen, StoryScreen)


async def test_J_and_K_in_a_story_move_the_choice_in_the_list(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "J", "J")
    assert chosen(pilot) == "Probe finds ice under the dust"
    await press(pilot, "K", "q")
    assert chosen(pilot) == "Council counts the votes again"
    read = [entry.title for entry in library_screen(pilot).entries.items if entry.is_read]
    assert read == [
        "Ferry crews reach a deal",
        "Council counts the votes again",
        "Probe finds ice under the dust",
    ]


async def test_days_part_the_list(pilot: Pilot[None]) -> None:
    text = shown(pilot.app)
    assert "── yesterday ─" in text
    assert "── Monday ─" in text


def test_every_story_of_the_shelves_is_on_one_screen() -> None:
    assert sum(len(shelf.items) for shelf in SHELVES) == 7


async def test_a_hidden_feed_has_no_row_and_its_stories_are_listed(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    path = library.paths.feeds
    path.write_text(
        path.read_text().replace('title = "Night Desk"', 'title = "Night Desk"\nhidden = true')
    )
    await library.reload_config()
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        names = [row.title for row in library_screen(pilot).feeds.items]
        assert "Harbour Post" in names
        assert "Night Desk" not in names
        assert "Council counts the votes again" in titles(pilot)


async def test_feeds_without_unread_stories_are_left_out_and_it_stays_so(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        feeds = library_screen(pilot).feeds
        await press(pilot, "g", "f")
        assert feeds.choose("folder Science")
        await settle(pilot)
        await press(pilot, "A", "U")
        assert "Only feeds with unread stories" in said(app)
        names = [row.title for row in feeds.items]
        assert "Science" in names  # one stays where one is
        assert "Orbit Weekly" not in names
        await press(pilot, "k")
        await until(pilot, lambda: "Science" not in shown(app))
        await press(pilot, "ctrl+p", *"orbit", "enter")
        await until(
            pilot, lambda: feeds.chosen is not None and feeds.chosen.title == "Orbit Weekly"
        )
    second = NowReading(library)
    async with second.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "Harbour Post" in shown(second))
        assert "Orbit Weekly" not in [r.title for r in library_screen(pilot).feeds.items]
        await press(pilot, "g", "f", "U")
        await until(pilot, lambda: "Orbit Weekly" in shown(second))


async def test_keys_go_from_one_feed_with_unread_stories_to_the_next(pilot: Pilot[None]) -> None:
    screen = library_screen(pilot)
    for key, title in (
        ("]", "Harbour Post"),
        ("]", "Night Desk"),
        ("A", "Night Desk"),
        ("]", "Orbit Weekly"),
        ("]", "Harbour Post"),
        ("[", "Orbit Weekly"),
        ("[", "Harbour Post"),
    ):
        await press(pilot, key)
        await until(pilot, lambda title=title: screen.view.title == title)
        await until(pilot, lambda: screen.feeds.has_focus or screen.entries.has_focus)
    await press(pilot, "g", "f", "]")
    await until(pilot, lambda: screen.view.title == "Orbit Weekly")
    assert screen.feeds.has_focus
    await press(pilot, "A", "]", "A")
    await until(pilot, lambda: not any(row.count for row in screen.feeds.rows if row.feed))
    await press(pilot, "]")
    await until(pilot, lambda: "No other feed has unread stories" in said(pilot.app))


async def test_the_list_of_all_has_the_number_of_all(pilot: Pilot[None]) -> None:
    await press(pilot, "m", "U")
    await until(pilot, lambda: rows(pilot.app)[0].startswith(" All  7 "))
    await press(pilot, "U")
    await until(pilot, lambda: rows(pilot.app)[0].startswith(" All unread  6 "))


async def test_keys_go_from_feed_to_feed_also_where_all_is_read(pilot: Pilot[None]) -> None:
    screen = library_screen(pilot)
    await press(pilot, "A")
    titles = [row.feed.title for row in screen.feeds.rows if row.feed and not row.feed.is_builtin]
    for key, title in (
        ("J", titles[0]),
        ("J", titles[1]),
        ("K", titles[0]),
        ("K", titles[-1]),
        ("J", titles[0]),
    ):
        await press(pilot, key)
        await until(pilot, lambda title=title: screen.view.title == title)
        await until(pilot, lambda: screen.feeds.has_focus or screen.entries.has_focus)
    await press(pilot, "g", "f", "J")
    await until(pilot, lambda: screen.view.title == titles[1])
    assert screen.feeds.has_focus


async def test_at_the_end_of_a_feed_it_is_said_where_unread_stories_are(pilot: Pilot[None]) -> None:
    await press(pilot, "]", "A")
    await until(pilot, lambda: not library_screen(pilot).view.row.count)
    await press(pilot, "space")
    assert "No unread story is left here · ] goes to Night Desk" in said(pilot.app)
