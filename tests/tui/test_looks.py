"""Widgets drawn the short way look as Textual would draw them."""

from __future__ import annotations

import pytest
from rich.console import Console
from textual.css.model import SelectorType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.drawing import themes
from reader.tui.drawing.cells import Cell, cells_of
from reader.tui.drawing.looks import Looked
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
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


async def test_looks_that_are_remembered_follow_from_nothing_that_a_focus_or_a_class_changes(
    library: Library,
) -> None:
    """A pane keeps what it drew when the focus or a class of the screen changes, so no rule of a
    component class may ask for one, but for the focus in a pane that says so."""
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        while not isinstance(app.screen, StoryScreen):
            await pilot.pause()
        await settle(pilot)
        panes = [pane for screen in app.screen_stack for pane in screen.query(Looked)]
        by_focus = {base.__name__ for pane in panes for base in type(pane).__mro__ if pane.BY_FOCUS}
        declared = {
            name
            for pane in panes
            for base in type(pane).__mro__
            for name in getattr(base, "COMPONENT_CLASSES", ())
        }
        asked = set()
        for rule in app.stylesheet.rules:
            for chain in rule.selector_set:
                *around, last = chain.selectors
                if last.name in declared:
                    asked.add(last.name)
                    assert not last.pseudo_classes
                    for each in around:
                        assert each.type is not SelectorType.CLASS, rule.selectors
                        assert not each.pseudo_classes or (
                            each.pseudo_classes == {"focus"} and each.name in by_focus
                        ), rule.selectors
        assert {"lines--chosen", "cards--title", "body--quote", "line--key"} <= asked


async def test_a_list_keeps_the_rows_it_drew_when_the_focus_or_its_height_changes(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        height = screen.entries.size.height
        drawn = rows_not_chosen(screen)
        assert len(drawn) > 2
        await pilot.press("tab")
        await settle(pilot)
        assert not screen.entries.has_focus
        await pilot.press("shift+tab", "/")
        await settle(pilot)
        assert screen.prompt.has_focus
        assert screen.entries.size.height < height
        kept = rows_not_chosen(screen)
        assert kept.keys() == drawn.keys()
        assert all(kept[key] is drawn[key] for key in drawn)
        await pilot.resize_terminal(119, 40)
        await settle(pilot)
        anew = rows_not_chosen(screen)
        assert not any(anew[key] is drawn[key] for key in drawn.keys() & anew.keys())


def rows_not_chosen(screen: LibraryScreen) -> dict[object, Strip]:
    """The first line of each row of the list that is not the chosen one, as it was drawn."""
    drawn = screen.entries._drawn.items()
    return {key: strips[0] for (key, chosen), (_, _, strips) in drawn if not chosen}
