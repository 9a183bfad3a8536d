"""What is done from a row on: all above or below it read, any unread story, saved, opened and read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from tests.tui.driving import chosen, library_screen, press, said, settle, titles, until
from tests.tui.shelf import GROUPED, NEWEST_FIRST, fill, open_library


def unread(pilot: Pilot[None]) -> list[str]:
    return [item.title for item in library_screen(pilot).entries.items if not item.is_read]


async def test_all_above_and_all_below_are_marked_and_the_row_itself_is_not(
    pilot: Pilot[None],
) -> None:
    await press(pilot, "j", "j", "left_curly_bracket")
    await until(pilot, lambda: unread(pilot) == NEWEST_FIRST[2:])
    assert said(pilot.app)[-1] == "Marked 2 stories read · u takes it back"
    await press(pilot, "u")
    await until(pilot, lambda: unread(pilot) == NEWEST_FIRST)
    await press(pilot, "right_curly_bracket")
    await until(pilot, lambda: unread(pilot) == NEWEST_FIRST[:3])
    await press(pilot, "right_curly_bracket")
    await until(pilot, lambda: said(pilot.app)[-1] == "All below were read already")
    await press(pilot, "g", "g", "left_curly_bracket")
    await until(pilot, lambda: said(pilot.app)[-1] == "All above were read already")
    assert unread(pilot) == NEWEST_FIRST[:3]


async def test_above_is_what_stands_above_also_with_the_oldest_on_top(pilot: Pilot[None]) -> None:
    await press(pilot, "S", "j", "left_curly_bracket")
    await until(pilot, lambda: unread(pilot) == NEWEST_FIRST[:-1][::-1])
    await press(pilot, "right_curly_bracket")
    await until(pilot, lambda: unread(pilot) == [NEWEST_FIRST[-2]])


async def test_a_row_of_several_stories_goes_with_all_of_them(tmp_path: Path) -> None:
    library = await open_library(tmp_path, GROUPED)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "G", "left_curly_bracket")
        await until(pilot, lambda: "Marked 4 stories read" in said(app)[-1])
        assert await library.count(Selection(unread=True)) == 1
    await library.close()


async def test_a_row_of_several_stories_goes_with_all_of_them_in_a_sorted_list_too(
    tmp_path: Path,
) -> None:
    library = await open_library(tmp_path, GROUPED)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "o", "G", "left_curly_bracket")
        await until(pilot, lambda: "read" in said(app)[-1] and "Marked" in said(app)[-1])
        entries = library_screen(pilot).entries
        assert any(item.id in entries.groups for item in entries.items[:-1]), "one is above"
        assert await library.count(Selection(unread=True)) == 1
    await library.close()


async def test_stories_that_came_in_since_stay_unread(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await fill(library, GROUPED[:1])
        before = await library.count(Selection(unread=True))
        await press(pilot, "G", "left_curly_bracket")
        await until(pilot, lambda: "Marked 6 stories read" in said(app)[-1])
        assert await library.count(Selection(unread=True)) == before - 6
    await library.close()


async def test_any_unread_story_is_one_of_the_list(pilot: Pilot[None], library: Library) -> None:
    await press(pilot, "A")
    await until(pilot, lambda: unread(pilot) == [])
    await press(pilot, "ctrl+k")
    assert said(pilot.app)[-1] == "No unread story is left here"
    await press(pilot, "j", "j", "m", "g", "g")
    await until(pilot, lambda: unread(pilot) == [NEWEST_FIRST[2]])
    await press(pilot, "ctrl+k")
    assert chosen(pilot) == NEWEST_FIRST[2]


async def test_a_story_is_saved_once_and_never_over_another(
    pilot: Pilot[None], library: Library
) -> None:
    folder = library.paths.saved
    await press(pilot, "W")
    await until(pilot, lambda: any(each.startswith("Saved: ") for each in said(pilot.app)))
    (path,) = folder.iterdir()
    assert path.name == "ferry-crews-reach-a-deal.md"
    text = path.read_text()
    assert text.startswith("# Ferry crews reach a deal\n") and "It holds" in text
    pilot.app.clear_notifications()
    await press(pilot, "enter", "W")
    await until(pilot, lambda: any(each.startswith("Saved: ") for each in said(pilot.app)))
    assert [each.name for each in folder.iterdir()] == [path.name]
    path.write_text("my notes")
    await press(pilot, "W")
    await until(pilot, lambda: len(list(folder.iterdir())) == 2)
    assert path.read_text() == "my notes"
    await press(pilot, "q", "V", "G", "W")
    await until(pilot, lambda: any("Saved 7 stories" in each for each in said(pilot.app)))
    assert len(list(folder.iterdir())) == 8


async def test_stories_are_saved_where_feeds_toml_says(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[programs]\nsaved = "mine"\n')
    ids = [each.id for each in (await library.page(Selection())).entries]
    path = await library.save_story(ids[0])
    assert path.parent == library.paths.feeds.parent / "mine"
    await library.close()


@pytest.mark.parametrize("opens", [(), ("enter",)])
async def test_a_story_that_is_opened_in_the_browser_may_be_read_by_that(
    tmp_path: Path, opens: tuple[str, ...]
) -> None:
    seen = tmp_path / "seen"
    code = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    browser = [sys.executable, "-c", code, str(seen), "{}"]
    library = await open_library(tmp_path, more=f"[programs]\nbrowser = {browser!r}\n")
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, *opens, "O")
        await until(pilot, lambda: seen.exists() and bool(seen.read_text()))
        assert seen.read_text() == "https://news.example/story/5"
        assert await library.count(Selection(unread=True)) == 6
        assert titles(pilot)[0] == NEWEST_FIRST[0]
    await library.close()


async def test_the_guide_is_no_feed_to_go_to(tmp_path: Path) -> None:
    library = await open_library(tmp_path, start=True)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = library_screen(pilot)
        assert any(row.feed and row.feed.is_builtin and row.count for row in screen.feeds.rows)
        seen = []
        for _ in range(4):
            await press(pilot, "]")
            await settle(pilot)
            seen.append(screen.view.title)
        assert seen == ["Harbour Post", "Night Desk", "Orbit Weekly", "Harbour Post"]
    await library.close()


async def test_a_search_may_begin_with_what_the_list_shows(pilot: Pilot[None]) -> None:
    screen = library_screen(pilot)
    lists = (
        (("g", "u"), "is:unread "),
        (("g", "s"), "is:starred "),
        (("]",), 'feed:"Harbour Post" '),
        (("g", "f", "k", "enter"), 'folder:"World" '),
    )
    for keys, query in lists:
        await press(pilot, *keys, "g", "slash")
        assert screen.prompt.value == query
        await press(pilot, *"ferry", "enter")
        assert screen.view.query == f"{query}ferry"
        assert titles(pilot) == ([] if "starred" in query else ["Ferry crews reach a deal"])
        await press(pilot, "escape")
