"""The story screen in the real reader, over a real library on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import GUIDE_URL, Selection
from reader.paths import Paths
from reader.tui.app import NowReading
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui import shelf
from tests.tui.driving import press, rows, settle, until

TEXT = (
    """Harbour
The ice comes early this year

The ice comes early this year

A tug breaks the first sheet at the north quay

The harbour froze on Tuesday, three weeks before anybody had counted on it.

‘We have the tug and we have the coffee,’ said Runa Vik, the harbour master.

"""
    + "\n\n".join(
        f"On day {number} the ice was a finger thicker, and the boats stayed where they were."
        for number in range(1, 40)
    )
    + "\n\nRead more about the winter harbour."
)


async def story_in(library: Library) -> int:
    """The id of :data:`TEXT` in the library."""
    document = await library.read_document(TEXT.encode(), name="ice.txt", keep=True)
    return document.stories[0][0].id


def story_screen(app: NowReading) -> StoryScreen:
    assert isinstance(app.screen, StoryScreen)
    return app.screen


async def test_a_text_file_opens_in_three_panes_at_the_quote_asked_for(library: Library) -> None:
    entry_id = await story_in(library)
    app = NowReading(library, entry_id=entry_id, quote=1)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = story_screen(app)
        assert screen.opened is not None
        assert screen.opened.story.headline == "The ice comes early this year"
        body = [row[:82].rstrip() for row in rows(app)]
        assert "     Harbour" in body
        assert sum("The ice comes early" in row for row in body) == 1
        side = " ".join(row[83:].strip() for row in rows(app))
        assert "RUNA VIK" in side
        assert "Read more about the winter" in side
        assert "⌕" in side
        assert (await library.entry(entry_id)).is_read
        assert screen.body.place.block == screen.opened.story.quotes[0].spans[0].block


async def test_the_place_is_there_after_a_restart(tmp_path: Path) -> None:
    library = await shelf.open_library(tmp_path)
    entry_id = await story_in(library)
    app = NowReading(library, entry_id=entry_id)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "space", "space", "j")
        left = story_screen(app).body.place
        await press(pilot, "q")
    await library.close()
    assert left.block > 3
    library = await Library.open(Paths(library.paths.feeds, library.paths.library, tmp_path))
    app = NowReading(library, entry_id=entry_id)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert story_screen(app).body.place == left
    await library.close()


async def test_quitting_at_once_keeps_the_place(library: Library) -> None:
    entry_id = await story_in(library)
    app = NowReading(library, entry_id=entry_id)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "space")
        left = story_screen(app).body.place
        await pilot.press("ctrl+q")
    kept = (await library.open_story(entry_id)).position
    assert kept is not None
    assert (kept.block, kept.offset) == left


async def test_marks_made_in_a_story_are_in_the_library_and_on_its_rows(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        screen = story_screen(app)
        assert screen.opened is not None
        entry_id = screen.opened.entry.id
        await press(pilot, "s", "q")
        assert isinstance(app.screen, LibraryScreen)
        entry = await library.entry(entry_id)
        assert entry.is_starred
        assert entry.is_read
        assert any("★ Ferry crews" in row for row in rows(app))


async def test_space_goes_through_the_unread_stories_of_the_list(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        headlines = []
        for _ in range(3):
            screen = story_screen(app)
            assert screen.opened is not None
            headlines.append(screen.opened.story.headline)
            await press(pilot, "space")
        assert headlines == [
            "Ferry crews reach a deal",
            "Council counts the votes again",
            "Probe finds ice under the dust",
        ]
        assert "All unread" in rows(app)[0]


async def test_the_guide_leads_to_its_own_pages_and_back_to_the_paragraph(tmp_path: Path) -> None:
    library = await shelf.open_library(tmp_path, start=True)
    guide = next(feed for feed in await library.feeds() if feed.url == GUIDE_URL)
    entries = (await library.page(Selection(feed_id=guide.id))).entries
    for entry in entries:
        opened = await library.open_story(entry.id)
        if any(item.entry_id is not None for item in opened.more):
            break
    else:
        pytest.fail("no story of the guide leads to another one")
    app = NowReading(library, entry_id=entry.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = story_screen(app)
        await press(pilot, "space", "j")
        left = screen.body.place
        number = next(i for i, item in enumerate(opened.more) if item.entry_id is not None)
        await press(pilot, "3", "g", "g", *["j"] * number, "enter")
        assert screen.opened is not None
        assert screen.opened.entry.id == opened.more[number].entry_id
        await press(pilot, "backspace")
        assert screen.opened.entry.id == entry.id
        assert screen.body.place == left
    await library.close()


async def test_a_line_without_address_is_looked_for_in_the_library(library: Library) -> None:
    text = TEXT.replace("about the winter harbour.", "about the bridge over the Tarn.")
    document = await library.read_document(text.encode(), name="ice.txt", keep=True)
    app = NowReading(library, entry_id=document.stories[0][0].id)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "3", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
        await until(pilot, lambda: not any("Ferry crews" in row for row in rows(app)))
        assert any("Bridge over the Tarn opens" in row for row in rows(app))
