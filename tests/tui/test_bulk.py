"""Bulk commands over a query: the number is shown first, then all is done as one step of undo."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.library.bulk import BulkCommand, read_bulk
from reader.library.library import Library
from reader.model import Selection
from reader.tui.drawing.parts import caret, width_of
from reader.tui.screens.boxes import command_line
from reader.tui.screens.boxes.command_line import CommandLine
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, rows, said, shown, until

UNREAD = Selection(unread=True)


@pytest.mark.parametrize(
    ("text", "act", "name", "query"),
    [
        ("read older:30d", "read", "", "older:30d"),
        ("unread  title:x ", "unread", "", "title:x"),
        ("tag later feed:x is:unread", "tag", "later", "feed:x is:unread"),
        ('tag "to do" ferry', "tag", "to do", "ferry"),
        ("untag #later ferry", "untag", "later", "ferry"),
        ("delete is:read", "delete", "", "is:read"),
    ],
)
def test_a_bulk_command_is_read(text: str, act: str, name: str, query: str) -> None:
    command = read_bulk(text)
    assert command is not None and command.is_whole
    assert (command.act, command.name, command.query) == (act, name, query)
    assert text[command.at :].strip() == query


@pytest.mark.parametrize("text", ["reading", "Read on", "", "undo", "title:ferry", "re ad"])
def test_other_words_are_no_bulk_command(text: str) -> None:
    assert read_bulk(text) is None


@pytest.mark.parametrize("text", ["read", "tag", "tag later", 'tag ""', "untag x "])
def test_a_command_without_query_or_name_is_not_whole(text: str) -> None:
    command = read_bulk(text)
    assert command is not None and not command.is_whole


@pytest.mark.parametrize("width", [10, 20, 40])
@pytest.mark.parametrize("column", [0, 5, 19, 60])
def test_a_caret_stands_under_its_column_and_the_line_fits(column: int, width: int) -> None:
    parts = caret(column, "something is wrong here", width)
    text = "".join(part.text for part in parts)
    assert text.index("▲") == min(column, width - 1)
    assert width_of(parts) <= width


async def typed(pilot: Pilot[None], text: str, says: str) -> None:
    await press(pilot, "colon", *text)
    await until(pilot, lambda: says in shown(pilot.app))


COMMANDS = [
    ("read feed:harbour", "Mark 3 stories read", "is:read", 3),
    ("star title:ferry OR title:comet", "Star 2 stories", "is:starred", 2),
    ('tag "to do" newer:1d', "Tag 5 stories #to do", 'tag:"to do"', 5),
    ("delete folder:Science", "Delete 2 stories", "-folder:Science", 5),
]


@pytest.mark.parametrize(("text", "says", "query", "number"), COMMANDS)
async def test_the_number_is_shown_and_then_it_is_done_and_undone(
    pilot: Pilot[None], library: Library, text: str, says: str, query: str, number: int
) -> None:
    before = await library.count(Selection(query=query))
    await typed(pilot, text, says)
    assert await library.count(Selection(query=query)) == before, "nothing is done yet"
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, LibraryScreen)
    assert await library.count(Selection(query=query)) == number
    assert said(pilot.app)[-1].endswith("u takes it back")  # type: ignore[arg-type]
    assert len(await library.changes()) == 1
    await press(pilot, "u")
    assert await library.count(Selection(query=query)) == before


@pytest.mark.slow
async def test_each_command_has_its_opposite(pilot: Pilot[None], library: Library) -> None:
    pairs = [
        ("read ferry", "unread ferry", "Mark 1 story unread"),
        ("star ferry", "unstar ferry", "Take the star from 1 story"),
        ("tag x ferry", "untag x ferry", "Take #x from 1 story"),
    ]
    for do, undo, says in pairs:
        await typed(pilot, do, "1 story")
        await press(pilot, "enter")
        await typed(pilot, undo, says)
        await press(pilot, "enter")
    assert await library.count(Selection(query="is:read OR is:starred OR is:tagged")) == 0
    assert len(await library.changes()) == 6


async def test_what_would_change_nothing_is_said_and_not_done(
    pilot: Pilot[None], library: Library
) -> None:
    await typed(pilot, "unread ferry", "Mark 0 stories unread: nothing would change")
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, CommandLine)
    assert await library.changes() == ()


async def test_a_mistake_has_a_caret_under_its_place(pilot: Pilot[None]) -> None:
    await typed(pilot, "read title:ferry is:purple", "▲")
    lines = rows(pilot.app)
    prompt = next(row for row in lines if "is:purple" in row)
    pointer = next(row for row in lines if "▲" in row)
    assert pointer.index("▲") == prompt.index("purple")
    assert "is: takes unread, read, starred, updated or tagged." in shown(pilot.app)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, CommandLine)


async def test_enter_before_the_number_is_shown_does_nothing(
    pilot: Pilot[None], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = command_line.PAUSE
    monkeypatch.setattr(command_line, "PAUSE", 3600.0)
    await press(pilot, "colon", *"delete ferry", "enter")
    assert isinstance(pilot.app.screen, CommandLine)
    assert "counting" in shown(pilot.app)
    monkeypatch.setattr(command_line, "PAUSE", pause)
    await press(pilot, "x", "backspace")
    await until(pilot, lambda: "Delete 1 story" in shown(pilot.app))
    assert await library.changes() == ()
    await press(pilot, "enter")
    assert await library.count(Selection()) == 6


async def test_words_of_commands_stay_commands(pilot: Pilot[None]) -> None:
    await press(pilot, "colon", *"read on", "enter")
    assert isinstance(pilot.app.screen, StoryScreen)
    await press(pilot, "colon", *"tag")
    assert "tag NAME QUERY …" in shown(pilot.app)
    await press(pilot, "escape", "colon", *"dele", "enter")
    assert isinstance(pilot.app.screen, StoryScreen)


async def test_a_plan_names_exactly_what_is_done(library: Library) -> None:
    plan = await library.plan_bulk(BulkCommand("read", "feed:harbour"))
    await library.set_read(plan.ids[:1], True)
    change = await library.do_bulk(plan)
    assert change is not None and change.entry_ids == plan.ids[1:]
    assert await library.count(UNREAD) == 4
