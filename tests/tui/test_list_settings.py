"""How lists are wanted: rows of one line, dates, rows kept in sight, and what is asked first."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.read import read_text
from reader.errors import ConfigError
from reader.library.library import Library
from reader.model import Feed, Selection
from reader.tui.app import NowReading
from reader.tui.panes.feeds import ByUnread
from reader.tui.screens.boxes.confirm import ConfirmScreen
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.driving import library_screen, press, rows, settle, shown, until
from tests.tui.shelf import GROUPED, Item, Shelf, open_library

UNREAD = Selection(unread=True)
LONG = (
    Shelf("Long Wire", None, tuple(Item(f"Story {n:03}", n, link=f"https://l.example/{n}", body=f"<p>{n}</p>") for n in range(60))),
)  # fmt: skip


async def test_a_story_takes_one_line_with_all_its_columns(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\nlines = 1\ndate = "%d.%m. %H:%M"\n')
    app = NowReading(library)
    async with app.run_test(size=(90, 20)) as pilot:
        await settle(pilot)
        (row,) = [each for each in rows(app) if "Council counts" in each]
        assert " ".join(row.split()) == "● 04.03. 14:30 Night Desk Council counts the votes again"
        titles = [each for each in rows(app) if "Ferry" in each or "Council" in each]
        assert titles[0].index("Ferry crews") == titles[1].index("Council counts"), "a column"
        pane = library_screen(pilot).entries
        assert [pane.height_of(n) for n in range(7)] == [1, 1, 1, 1, 2, 1, 2]  # days part them
        await press(pilot, "slash", *"ferry", "enter")
        assert pane.height_of(0) == 2, "with the words around the hit"
        await press(pilot, "escape", "g", "f", "j", "j", "j", "j")
    await library.close()


async def test_the_columns_of_a_row_are_chosen(tmp_path: Path) -> None:
    more = '[reading]\ncolumns = ["minutes", "title", "feed", "counts", "date"]\n'
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(99, 20)) as pilot:
        await settle(pilot)
        pane = library_screen(pilot).entries

        def row(title: str) -> str:
            return next(
                each.text for each in map(pane.render_line, range(18)) if title in each.text
            )

        assert row("Council counts").split()[:3] == ["●", "1", "min"]
        assert row("Council counts").index("Night Desk") == row("Ferry crews").index("Harbour")
        assert row("Council counts").index("Council") == row("Ferry crews").index("Ferry crews")
        assert row("Council counts").rstrip().endswith("14:30")
        assert pane.lines == 1, "columns are those of rows of one line"
        pane.take_settings(1, "", 0, ("title", "author", "tags"))
        await settle(pilot)
        assert row("Council counts").split() == ["●", *"Council counts the votes again".split()]
    await library.close()


async def test_columns_for_which_there_is_no_room_are_left_out(tmp_path: Path) -> None:
    more = '[reading]\nicons = "ascii"\ncolumns = ["date", "feed", "title", "author", "minutes"]\n'
    library = await open_library(tmp_path, GROUPED, more=more)
    for width in (20, 40, 60, 80, 200):
        app = NowReading(library)
        async with app.run_test(size=(width, 12)) as pilot:
            await settle(pilot)
            pane = library_screen(pilot).entries
            lines = [pane.render_line(y).text for y in range(pane.size.height)]
            assert all(len(line) <= pane.size.width for line in lines)
            assert any(line[1:3].strip() and len(line.strip()) > 10 for line in lines)
            assert any("min" in line for line in lines) == (pane.size.width >= 77)
    await library.close()


def test_columns_are_known_ones_and_the_title_is_among_them() -> None:
    path = Path("feeds.toml")
    config = read_text('[reading]\ncolumns = ["title", "date"]\n', path)
    assert (config.lists.columns, config.lists.lines) == (("title", "date"), 1)
    config = read_text('[reading]\nlines = 2\ncolumns = ["title"]\n', path)
    assert config.lists.lines == 2
    for bad, words in (
        ('["date"]', 'an array with "title"'),
        ('["title", "size"]', '"date" or "feed"'),
    ):
        with pytest.raises(ConfigError, match=f"columns must be .*{words}") as error:
            read_text(f"[reading]\ncolumns = {bad}\n", path)
        assert (error.value.line, error.value.column) == (2, 11)


async def test_rows_of_one_line_fit_where_there_is_little_room(tmp_path: Path) -> None:
    library = await open_library(tmp_path, GROUPED, more="[reading]\nlines = 1\n")
    for width in (20, 40, 200):
        app = NowReading(library)
        async with app.run_test(size=(width, 12)) as pilot:
            await settle(pilot)
            assert any("≡ 3" in each for each in rows(app))
            assert all(len(each) <= width for each in rows(app))
    await library.close()


async def test_rows_are_kept_in_sight_beside_the_chosen_one(tmp_path: Path) -> None:
    library = await open_library(tmp_path, LONG, more="[reading]\nscrolloff = 3\nlines = 1\n")
    app = NowReading(library)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        pane = library_screen(pilot).entries
        height = pane.size.height

        def beside() -> tuple[int, int]:
            """Rows in sight above and below the chosen one."""
            first = pane._top
            return pane.cursor - first, first + height - 1 - pane.cursor

        for _ in range(30):
            await press(pilot, "j")
            assert min(beside()[1], beside()[0] + 3) >= 3
        for _ in range(20):
            await press(pilot, "k")
            assert beside()[0] >= min(3, pane.cursor)
        await press(pilot, "G")
        assert pane.cursor == 59
        assert beside()[1] == 0
        pane.take_settings(1, "", 50)
        await press(pilot, *"30", "k")
        assert abs(beside()[0] - beside()[1]) <= 1, "as many above as below"
    await library.close()


async def test_what_is_to_be_confirmed_is_asked_first(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\nconfirm = ["quit", "all_read"]\n')
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "A")
        assert "Mark every story of All unread read?" in shown(app)
        await press(pilot, "n")
        assert isinstance(app.screen, LibraryScreen)
        assert await library.count(UNREAD) == 7
        await press(pilot, "A", "escape", "enter", "A", "q")
        assert await library.count(UNREAD) == 6
        await press(pilot, "A", "y")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmScreen))
        await settle(pilot)
        assert await library.count(UNREAD) == 0
        await press(pilot, "q", "u", "A", "y")
        await settle(pilot)
        assert await library.count(UNREAD) == 0
        await press(pilot, "q")
        assert "Leave Now Reading?" in shown(app)
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("q", "y")
        await pilot.pause()
    assert app.is_leaving
    await library.close()


async def test_feeds_stand_by_their_titles(tmp_path: Path) -> None:
    shelves = tuple(Shelf(*each) for each in (("zebra", "World"), ("Éclair", "World"), ("apple", "Art"), ("Moth", None), ("bee", None)))  # fmt: skip
    library = await open_library(tmp_path, shelves, more='[reading]\nfeeds = "title"\n')
    app = NowReading(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        shown = [row.title for row in library_screen(pilot).feeds.rows][5:]
        assert shown == ["FEEDS", "bee", "Moth", "Art", "apple", "World", "Éclair", "zebra"]
    await library.close()


def _numbered(name: str, folder: str | None, unread: int) -> Shelf:
    return Shelf(name, folder, tuple(_plain(f"{name} {n}", n) for n in range(unread)))


def _plain(title: str, ago: int) -> Item:
    return Item(title, ago, link=f"https://p.example/{title}", body=f"<p>{title}.</p>")


async def test_feeds_with_the_most_unread_stories_stand_first(tmp_path: Path) -> None:
    shelves = (
        _numbered("Few", None, 1),
        _numbered("Many", None, 3),
        _numbered("One", "Art", 1),
        _numbered("Two", "World", 2),
        _numbered("Four", "World", 4),
    )
    library = await open_library(tmp_path, shelves, more='[reading]\nfeeds = "unread"\n')
    app = NowReading(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)

        def titles() -> list[str]:
            return [row.title for row in library_screen(pilot).feeds.rows][5:]

        sorted_by_number = ["FEEDS", "Many", "Few", "World", "Four", "Two", "Art", "One"]
        assert titles() == sorted_by_number
        await press(pilot, "]", "A")
        await settle(pilot)
        assert library_screen(pilot).view.row.title == "Many"
        assert await library.count(UNREAD) == 8
        assert titles() == sorted_by_number  # what is read sinks when stories come in
        await press(pilot, "u")
        await settle(pilot)
        assert titles() == sorted_by_number
    await library.close()


async def test_a_feed_with_more_stories_than_before_goes_up_but_not_under_the_cursor() -> None:
    feeds = [_feed(1, 5), _feed(2, 3)]
    order = ByUnread()
    assert _ids(order.sort(feeds, may_move=False)) == [1, 2]
    assert _ids(order.sort([_feed(1, 1), _feed(2, 3)], may_move=True)) == [1, 2]
    risen = [_feed(1, 1), _feed(2, 3), _feed(3, 9)]
    assert _ids(order.sort(risen, may_move=False)) == [1, 2, 3]
    assert _ids(order.sort(risen, may_move=True)) == [3, 2, 1]


def _feed(id_: int, unread: int) -> Feed:
    return Feed(id_, f"https://f.example/{id_}", f"Feed {id_}", unread=unread)


def _ids(feeds: tuple[Feed, ...]) -> list[int]:
    return [feed.id for feed in feeds]


async def test_feeds_say_how_many_stories_they_have_in_all(tmp_path: Path) -> None:
    more = '[reading]\ncounts = "both"\n[[view]]\ntitle = "Bridges"\nquery = "title:bridge"\n'
    library = await open_library(tmp_path, more=more)
    app = NowReading(library)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "m")
        await settle(pilot)
        shown = {words[0]: words[-1] for row in rows(app) if len(words := row[:26].split()) > 1}
        assert {k: shown[k] for k in ("Harbour", "Night", "WORLD", "SCIENCE", "Bridges")} == {
            "Harbour": "2/3",
            "Night": "2/2",
            "WORLD": "4/5",
            "SCIENCE": "2/2",
            "Bridges": "1/1",
        }
        assert "All unread" in rows(app)[2] and rows(app)[2][:26].split()[-1] == "6"
    await library.close()


async def test_ctrl_q_asks_nothing(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more='[reading]\nconfirm = ["quit"]\n')
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+q")
    assert app.is_leaving
    await library.close()


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("lines", "3"),
        ("feeds", '"most"'),
        ("counts", "true"),
        ("lines", "true"),
        ("date", '""'),
        ("date", '"%A %A %A %A %A %A %A"'),
        ("scrolloff", "-1"),
        ("confirm", '["delete"]'),
        ("confirm", '"quit"'),
    ],
)
def test_mistakes_have_places(key: str, bad: str) -> None:
    with pytest.raises(ConfigError, match=f"{key} must be") as error:
        read_text(f"[reading]\n{key} = {bad}\n", Path("feeds.toml"))
    assert (error.value.line, error.value.column) == (2, len(key) + 4)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (24, 14)])
async def test_the_whole_of_a_question_is_shown(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        question = f"Delete {'-'.join(['tides'] * 16)} (1.5 MB)?"
        app.push_screen(ConfirmScreen(question))
        await settle(pilot)
        boxed = [row.split("│")[1] for row in rows(app) if row.count("│") == 2] or rows(app)
        assert "".join(question.split()) in "".join("".join(boxed).split())
