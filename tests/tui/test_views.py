"""Saved views from the screen: kept, renamed, taken out, each taken back; the file's bytes stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.screens.boxes.saving import TitleScreen
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.driving import press, rows, said, settle, shown, until
from tests.tui.shelf import open_library

MORE = """# my own words

[[view]]            # kept by hand
query = 'has:quotes'
title = "On record"
"""


def views(app: NowReading) -> list[tuple[str, int | None]]:
    screen = next(each for each in app.screen_stack if isinstance(each, LibraryScreen))
    return [(row.title, row.count) for row in screen.feeds.items if row.saved]


async def search(pilot: Pilot[None], app: NowReading, words: str) -> None:
    await press(pilot, "slash", *words)
    await until(pilot, lambda: f"Search: {words}" in rows(app)[0] and "…" not in rows(app)[0])


async def test_a_search_is_kept_as_a_view_with_its_count_and_undone(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=MORE)
    before = library.paths.feeds.read_bytes()
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await search(pilot, app, "title:bridge")
        assert "^s save as a view" in shown(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, TitleScreen)
        await press(pilot, "ctrl+u", "enter")
        assert "A view needs a title." in shown(app)
        await press(pilot, "escape", "ctrl+s", *'Bridges "[b]"', "enter")  # goes over the query
        await until(pilot, lambda: ('Bridges "[b]"', 1) in views(app))
        assert any(row.startswith(' Bridges "[b]"') and " 1 │" in row for row in rows(app))
        assert said(app)[-1] == 'Saved the view Bridges "[b]" · u takes it back'
        after = library.paths.feeds.read_bytes()
        assert after.startswith(before)
        assert b'title = "Bridges \\"[b]\\""\nquery = "title:bridge"' in after
        await press(pilot, "enter", "escape", "u")
        await until(pilot, lambda: len(views(app)) == 1)
        assert library.paths.feeds.read_bytes().rstrip() == before.rstrip()
    await library.close()


async def test_a_view_is_renamed_and_removed_and_both_are_taken_back(tmp_path: Path) -> None:
    library = await open_library(tmp_path, more=MORE)
    before = library.paths.feeds.read_bytes()
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        await press(pilot, "g", "f")
        screen.feeds.choose("saved On record has:quotes")
        await settle(pilot)
        assert "e rename" in rows(app)[-2] and "D remove the view" in rows(app)[-2]
        await press(pilot, "e", "ctrl+u", *"Said", "enter")
        await until(pilot, lambda: [title for title, _ in views(app)] == ["Said"])
        renamed = library.paths.feeds.read_bytes()
        assert renamed == before.replace(b'title = "On record"', b'title = "Said"')
        screen.feeds.choose("saved Said has:quotes")
        await settle(pilot)
        await press(pilot, "D")
        await until(pilot, lambda: views(app) == [])
        assert b"Said" not in library.paths.feeds.read_bytes()
        assert library.paths.feeds.read_bytes().startswith(b"# my own words")
        await press(pilot, "u")
        await until(pilot, lambda: [title for title, _ in views(app)] == ["Said"])
        assert library.paths.feeds.read_bytes() == renamed
        await press(pilot, "u")
        await until(pilot, lambda: [title for title, _ in views(app)] == ["On record"])
        assert library.paths.feeds.read_bytes() == before
    await library.close()


async def test_what_cannot_be_kept_is_said(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert said(app)[-1].startswith("Search first")
        await press(pilot, "slash", *"is:purple")
        await until(pilot, lambda: "is: takes" in shown(app))
        await press(pilot, "ctrl+s")
        assert "can't be read yet" in said(app)[-1]
        await press(pilot, "ctrl+u", *"ferry", "enter", "ctrl+s", "enter")
        await until(pilot, lambda: len(views(app)) == 1)
        await press(pilot, "ctrl+s", *"2", "enter")
        assert "has a view like this already" in said(app)[-1]
        library.paths.feeds.write_text("[[feed]]\nurl = ", encoding="utf-8")
        await library.reload_config()
        await press(pilot, "ctrl+s", *"3", "enter")
        assert len(views(app)) == 1
        assert library.paths.feeds.read_text(encoding="utf-8") == "[[feed]]\nurl = "


@pytest.mark.parametrize("size", [(20, 5), (80, 24)])
async def test_the_prompt_for_a_title_fits(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"ferry", "enter", "ctrl+s")
        assert isinstance(app.screen, TitleScreen)
        assert "ferry" in shown(app) and all(len(row) <= size[0] for row in rows(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, LibraryScreen)
