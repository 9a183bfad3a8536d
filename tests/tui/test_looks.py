"""Widgets drawn the short way look as Textual would draw them."""

from __future__ import annotations

import pytest
from rich.console import Console
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.drawing import themes
from reader.tui.drawing.cells import Cell, cells_of
from reader.tui.drawing.looks import Looked
from tests.tui.driving import settle
from tests.tui.story_app import StoryApp, settled

SIZES = [(80, 24), (120, 40), (200, 50)]
CONSOLE = Console(color_system="truecolor", force_terminal=True, width=200)


def assert_alike(screen: Screen[None]) -> set[str]:
    """Compare every widget of ``screen``, whole and in part; the names of those compared."""
    seen = set()
    for widget in screen.query(Looked):
        width, height = widget.outer_size
        if not widget.display or not width:
            continue
        seen.add(widget.id or "")
        for crop in (Region(0, 0, width, height), Region(1, height // 2, width - 1, 1)):
            short, long = widget.render_lines(crop), Widget.render_lines(widget, crop)
            assert looks(short) == looks(long), (widget, crop)
    return seen


def looks(strips: list[Strip]) -> list[list[Cell]]:
    """The cells of lines with what shows of their pens."""
    return [cells_of(strip, CONSOLE) for strip in strips]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [themes.OURS[0].name, themes.OURS[-1].name])
async def test_the_panes_and_bars_of_the_library(
    library: Library, size: tuple[int, int], theme: str
) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.theme = theme
        await settle(pilot)
        seen = assert_alike(app.screen)
        assert {"header", "entries", "status"} <= seen
        assert app.screen.query_one("#entries", Looked)._edge is not None


@pytest.mark.parametrize("size", SIZES)
async def test_the_panes_and_bars_of_a_story(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("n", "3", "j")
        await settled(pilot)
        assert {"head", "body", "keys", "more"} <= assert_alike(app.story_screen)
        assert app.story_screen.body._edge is not None
        for pane in (app.story_screen.more, app.story_screen.outline):
            assert not pane.display or pane._edge is not None
        await pilot.resize_terminal(size[0] - 1, size[1] + 1)
        await settled(pilot)
        assert_alike(app.story_screen)
