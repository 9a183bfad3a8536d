"""Another program at work on the same library while the reader is open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from textual.pilot import Pilot

from reader.errors import ReaderError
from reader.library.library import Library
from reader.model import Entry
from reader.tui.background import begin
from reader.tui.screens.library.rows import renew
from reader.tui.screens.lists.history import HistoryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import library_screen, press, rows, settle, titles, until
from tests.tui.shelf import SHELVES, fill

FERRY = "Ferry crews reach a deal"
COUNCIL = "Council counts the votes again"


@pytest_asyncio.fixture
async def other(library: Library) -> AsyncIterator[Library]:
    """The same library as another program has it open."""
    opened = await Library.open(library.paths)
    yield opened
    await opened.close()


@pytest.fixture
def told(pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that the reader was told, also what is shown no more."""
    words: list[str] = []
    monkeypatch.setattr(pilot.app, "say", lambda text, **_: words.append(text))
    return words


def id_of(pilot: Pilot[None], title: str) -> int:
    return next(each.id for each in library_screen(pilot).entries.items if each.title == title)


async def test_marks_and_deletions_of_another_program_show(
    pilot: Pilot[None], other: Library
) -> None:
    screen = library_screen(pilot)
    screen.census.look()
    await settle(pilot)
    ferry, council = id_of(pilot, FERRY), id_of(pilot, COUNCIL)
    await other.set_read([ferry], True)
    await other.set_starred([ferry], True)
    await other.delete([council])

    def shows() -> bool:
        screen.census.look()
        return "All unread  5" in rows(pilot.app)[0]

    await until(pilot, shows)
    assert COUNCIL not in titles(pilot)
    first = screen.entries.items[0]
    assert (first.title, first.is_read, first.is_starred) == (FERRY, True, True)


async def test_what_is_marked_during_a_look_at_the_library_stays_marked(
    pilot: Pilot[None], library: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = library_screen(pilot).entries
    first = entries.items[0]
    await other.set_read([first.id], True)
    marked = replace(first, starred_at=datetime.now(UTC), read_at=datetime.now(UTC))
    asked = library.entries

    async def entries_of_before(ids: Sequence[int]) -> tuple[Entry, ...]:
        found = await asked(ids)
        entries.redraw((marked,))
        return found

    monkeypatch.setattr(library, "entries", entries_of_before)
    await renew(pilot.app, entries)
    assert entries.items[0] == marked


async def test_a_mark_is_set_by_what_the_library_has_now(
    pilot: Pilot[None], library: Library, other: Library
) -> None:
    ferry = id_of(pilot, FERRY)
    await press(pilot, "enter")
    await other.set_starred([ferry], True)
    await press(pilot, "s")
    assert not (await library.entry(ferry)).is_starred


async def test_the_history_takes_back_only_what_it_shows(
    pilot: Pilot[None], library: Library, other: Library, told: list[str]
) -> None:
    ferry, council = id_of(pilot, FERRY), id_of(pilot, COUNCIL)
    await press(pilot, "s", "g", "h")
    await other.set_starred([council], True)
    await press(pilot, "enter")
    await until(pilot, lambda: bool(told))
    assert told == ["The last change is another one by now: look again"]
    assert [(await library.entry(each)).is_starred for each in (ferry, council)] == [True, True]
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    await until(pilot, lambda: len(screen.pane.items) == 2)
    await press(pilot, "j", "enter")
    await until(pilot, lambda: len(told) == 2)
    assert [(await library.entry(each)).is_starred for each in (ferry, council)] == [False, False]


@pytest.mark.parametrize(
    ("keys", "asked"), [("u", "undo"), ("A", "mark_all_read"), ("Vjs", "set_starred")]
)
async def test_where_a_change_fails_nothing_else_is_said(
    pilot: Pilot[None],
    library: Library,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    keys: str,
    asked: str,
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise ReaderError("The disk is full.", hint="Make room.")

    monkeypatch.setattr(library, asked, refuse)
    await press(pilot, *keys)
    await until(pilot, lambda: bool(told))
    assert told == ["The disk is full. Make room."]


async def test_an_error_in_the_background_is_told_as_what_it_is(
    pilot: Pilot[None], told: list[str]
) -> None:
    async def fail() -> None:
        raise ReaderError("The library is damaged.", hint="Start again.")

    begin(pilot.app.screen, "look", fail)
    await until(pilot, lambda: told == ["The library is damaged. Start again."])


async def test_an_open_story_that_is_edited_says_so_and_stays_until_it_is_asked_for(
    pilot: Pilot[None], other: Library
) -> None:
    await press(pilot, "enter", "j", "j")
    screen = pilot.app.screen
    assert isinstance(screen, StoryScreen)
    await screen.look_for_changes()
    await settle(pilot)
    assert "changed" not in rows(pilot.app)[0]
    item = replace(SHELVES[0].items[0], body="<p>They count again.</p>" + SHELVES[0].items[0].body)
    await fill(other, [replace(SHELVES[0], items=(item, *SHELVES[0].items[1:]))])
    await screen.look_for_changes()
    await settle(pilot)
    assert " changed ¶ 2/3" in rows(pilot.app)[0]
    assert rows(pilot.app)[-1].startswith(" The text of this story was changed · r shows it")
    assert "They count again." not in "\n".join(rows(pilot.app))
    await screen.reopen()
    await settle(pilot)
    assert " ¶ 3/4" in rows(pilot.app)[0], "the place is that of the same words"
    assert "changed" not in rows(pilot.app)[0]
    assert "They count again." in "\n".join(rows(pilot.app))


async def test_marks_of_an_open_story_are_no_change_of_its_text(
    pilot: Pilot[None], other: Library
) -> None:
    await press(pilot, "enter")
    screen = pilot.app.screen
    assert isinstance(screen, StoryScreen)
    await other.set_starred([screen.root_id], True)
    again = replace(SHELVES[0].items[0], comments="https://news.example/other-talk")
    await fill(other, [replace(SHELVES[0], items=(again, *SHELVES[0].items[1:]))])
    await screen.look_for_changes()
    await settle(pilot)
    assert not screen.is_outdated
