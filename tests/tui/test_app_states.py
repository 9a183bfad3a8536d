"""What the library screen says when something is missing or wrong, and the key it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.values import Counts
from reader.model import Feed, FeedFailure, Selection
from reader.tui.app import NowReading
from reader.tui.keys.keymap import DEFAULT
from reader.tui.states import Around, empty_of, notice_of, status_of
from tests.tui.driving import press, rows, said, settle, shown
from tests.tui.shelf import NOW, SHELVES, Item, Shelf, open_library, paths_in

COUNTS = Counts(3, 1, 12_431, 28, 0, NOW - timedelta(minutes=3), None)
FAILURE = FeedFailure("http", "The server answered 403.", "The site may refuse readers.")


def around(counts: Counts = COUNTS, warnings: tuple[str, ...] = ()) -> Around:
    return Around(counts, None, warnings, NOW, DEFAULT)


async def screen_of(library: Library, *keys: str, size: tuple[int, int] = (100, 30)) -> str:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        return shown(app)


async def test_an_empty_library_says_how_to_add_a_feed(tmp_path: Path) -> None:
    library = await open_library(tmp_path, ())
    text = await screen_of(library)
    assert "Nothing here yet." in text
    assert "a  add a feed by its address" in text
    await library.close()


async def test_a_first_run_shows_the_guide_and_the_starter_feeds(tmp_path: Path) -> None:
    library = await Library.open(paths_in(tmp_path), start=True, clock=lambda: NOW)

    async def nothing(**_: object) -> tuple[()]:
        return ()

    library.refresh = nothing  # type: ignore[method-assign, assignment]
    text = await screen_of(library, size=(120, 40))
    assert "Guide to Now Reading" in text
    assert sum(not feed.is_builtin for feed in await library.feeds()) >= 12
    await library.close()


async def test_what_was_saved_from_a_damaged_library_is_told_at_the_start(
    library: Library,
) -> None:
    library.saved = "The library was damaged. 6 of 7 stories were saved."
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert said(app) == [library.saved]


async def test_all_read_says_so_and_names_the_keys(library: Library) -> None:
    text = await screen_of(library, "A", "g", "s", "g", "u", size=(80, 24))
    assert "You are done." in text
    assert "Every story is read (7)." in text
    assert "U shows those read · R fetches news" in text


async def test_no_feed_at_all_is_no_feed_that_is_well(tmp_path: Path) -> None:
    library = await open_library(tmp_path, ())
    text = await screen_of(library, "g", "p", size=(80, 24))
    assert "There is no feed yet." in text
    assert "a adds one · q back" in text
    assert "try again" not in text.splitlines()[-1]
    await library.close()


async def test_nothing_starred_says_which_key_stars(library: Library) -> None:
    text = await screen_of(library, "g", "s")
    assert "Nothing is starred yet." in text
    assert "s on a story stars it" in text


async def test_to_fetch_the_feed_of_an_empty_list_says_what_fetches_all(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "g", "s", "r")
        assert said(app) == ["No feed is chosen here · R fetches all"]


async def test_a_failing_feed_is_marked_and_explained(tmp_path: Path) -> None:
    shelves = (*SHELVES, Shelf("Torn Page", "World", (), FAILURE))
    library = await open_library(tmp_path, shelves)
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "! 1 failing" in rows(app)[0]
        assert any("Torn Page" in row and " !" in row for row in rows(app))
        feed = next(each for each in await library.feeds() if each.title == "Torn Page")
        app.screen.feeds.choose(f"feed {feed.id}")
        await settle(pilot)
        assert "! Torn Page: The server answered 403 · since 15:00" in rows(app)[1]
        assert rows(app)[1].endswith("r tries again · g p why")
        assert "Torn Page could not be read." in shown(app)
        assert "the other feeds go on" in shown(app)
    await library.close()


async def test_a_feed_whose_certificate_is_not_checked_is_marked(library: Library) -> None:
    path = library.paths.feeds
    before, mark, after = path.read_text(encoding="utf-8").partition("[[feed]]\n")
    path.write_text(f"{before}{mark}verify_tls = false\n{after}", encoding="utf-8")
    await library.reload_config()
    assert (await screen_of(library)).count("no TLS check") == 1


async def test_a_broken_feeds_toml_is_told_with_its_line_and_the_list_stays(
    tmp_path: Path, library: Library
) -> None:
    library.paths.feeds.write_text("[[feed]]\nurl = \n", encoding="utf-8")
    await library.reload_config()
    text = await screen_of(library)
    assert "! feeds.toml:2:" in text
    assert "Invalid value — the last good list is in force" in text
    assert "g e edits it" in text
    assert "Ferry crews reach a deal" in text


async def test_unknown_keys_of_feeds_toml_are_told(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more="[reading]\nmesure = 60\n")
    assert "feeds.toml:2:1" in await screen_of(library)
    await library.close()


def test_offline_says_since_when_what_works_and_the_key() -> None:
    counts = Counts(3, 1, 12_431, 28, 0, None, NOW - timedelta(minutes=80))
    notice = notice_of(around(counts), None)
    assert notice is not None
    assert notice.text == "Offline since 13:40 — reading the cache (12,431 stories)"
    assert notice.key == "R tries again"


def test_a_feed_says_how_often_it_failed_and_when_it_is_tried_next() -> None:
    feed = Feed(
        1,
        "https://x.example/feed",
        "Al Post",
        failure=FAILURE,
        failures=7,
        failing_since=NOW - timedelta(days=2),
        good_at=NOW - timedelta(days=3),
        next_fetch_at=NOW + timedelta(minutes=90),
    )
    notice = notice_of(around(), feed)
    assert notice is not None
    assert notice.text == (
        "! Al Post: The server answered 403 · since Mon (7 tries) · last good Sun · next try 16:30"
        " · The site may refuse readers"
    )


async def test_while_offline_no_feed_is_blamed(tmp_path: Path) -> None:
    unreached = FeedFailure("dns", "No address is known for night-desk.example.")
    library = await open_library(tmp_path, (*SHELVES[:1], Shelf("Night Desk", None, (), unreached)))
    await library._store.put("offline_since", (NOW - timedelta(minutes=80)).isoformat())
    text = await screen_of(library, "g", "f", "j", "j", "j", "j")
    assert "Offline since 13:40 — reading the cache (3 stories)" in text
    assert "Night Desk" in text
    assert "!" not in text
    await library.close()


def test_nothing_is_said_when_nothing_is_wrong() -> None:
    assert notice_of(around(), None) is None


def test_the_header_counts_feeds_and_stories() -> None:
    assert status_of(around(), None) == "↻ 3m ago · 28 feeds · 12,431 stories"
    assert status_of(around(), None, 33) == "↻ 3m ago · 28 feeds"
    assert status_of(around(), None, 3) == "↻ 3m ago"


@pytest.mark.parametrize("width", [24, 40, 44, 60, 80])
async def test_what_a_list_holds_comes_before_what_the_library_holds(
    tmp_path: Path, width: int
) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(width, 20)) as pilot:
        await settle(pilot)
        assert rows(app)[0].startswith(" All unread  7 ")
    await library.close()


@pytest.mark.parametrize("query", ["putin", "two words"])
def test_a_search_without_result_names_the_words_and_the_way_back(query: str) -> None:
    selection = Selection(query=query)
    lines = empty_of(around(), selection, title="Search", total=0, query=query)
    assert lines[0] == "Nothing found."
    assert f"“{query}”" in lines[1]
    assert "esc brings the list back" in lines[2]


async def test_hostile_names_are_shown_letter_by_letter_everywhere(tmp_path: Path) -> None:
    names = ("Story [/b]", "[@click=app.quit]X[/]", "[AP] Storm", "Esc \x1b[31mred\x07 ‮bidi")
    shelves = tuple(
        Shelf(f"Paper {number}", None, (Item(name, number + 1),))
        for number, name in enumerate(names)
    )
    library = await open_library(tmp_path, shelves)
    path = library.paths.feeds
    text = path.read_text(encoding="utf-8")
    for number, name in enumerate(names[:3]):
        text = text.replace(f'title = "Paper {number}"', f'title = "{name}"\nfolder = "{name}"')
    path.write_text(text, encoding="utf-8")
    await library.reload_config()
    app = NowReading(library)
    async with app.run_test(size=(180, 40)) as pilot:
        await settle(pilot)
        for name in names[:3]:
            assert sum(name in row for row in rows(app)) >= 2
            assert any(name.upper() in row for row in rows(app)), "the folder"
            app.say(name)
        await settle(pilot)
        for name in names[:3]:
            assert str(name) in shown(app)
        assert "Esc [31mred bidi" in shown(app)
        for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202E):
            assert all(chr(code) not in row for row in rows(app))
        await press(pilot, "D")
        assert app.is_running
    await library.close()


def test_a_library_with_stories_but_no_feeds_says_how_to_add_one() -> None:
    notice = notice_of(around(replace(COUNTS, feeds=0)), None)
    assert notice is not None
    assert (notice.text, notice.key) == ("There are no feeds to fetch yet", "a adds one")


@pytest.mark.parametrize("key", [*"mstDoOyceEWVz{}", "|"])
async def test_a_key_for_a_story_says_so_where_there_is_none(tmp_path: Path, key: str) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "s", key)
        assert said(app)[-1] == "There is no story here"
    await library.close()


async def test_keys_for_feeds_and_views_say_what_they_are_for_on_other_rows(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "f", "D")
        assert said(app)[-1] == "Only feeds and saved views can be taken out"
        await press(pilot, "e")
        assert said(app)[-1].startswith("Saved views are renamed here;")
        await press(pilot, "G", "e")
        assert [row.title for row in await library.feeds()] == [s.name for s in SHELVES]
    await library.close()


@pytest.mark.parametrize(
    ("place", "key", "told"),
    [("p", "D", "No feed fails"), ("d", "e", "No file is kept here"), ("q", "Y", "No quote is chosen")],
)  # fmt: skip
async def test_lists_beside_the_library_say_so_when_they_are_empty(
    tmp_path: Path, place: str, key: str, told: str
) -> None:
    library = await open_library(tmp_path, ())
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "g", place)
        await settle(pilot)
        await press(pilot, *(("tab",) if place == "q" else ()), key)
        assert said(app)[-1] == told
    await library.close()
