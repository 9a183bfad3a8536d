"""Screens are laid out once for a size, and drawn once what was laid out is whole."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.panes.cards import Cards
from reader.tui.screens.boxes.palette import HelpScreen
from reader.tui.screens.library.screen import LibraryScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import settle


class Watched(NowReading):
    """Notes which screens are drawn, and which are laid out."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.drawn: list[Screen[Any]] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        self.drawn.append(screen)
        super()._display(screen, renderable)


@pytest.mark.parametrize("key", ["", "?"])
async def test_what_was_laid_out_is_drawn_later_and_then_nothing_is_left(
    library: Library, key: str
) -> None:
    app = Watched(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*key)
        while not isinstance(app.screen, HelpScreen if key else LibraryScreen):
            await pilot.pause()
        await settle(pilot)
        screen = app.screen
        app.drawn.clear()
        screen._compositor._dirty_regions.add(screen.size.region)
        screen._refresh_layout(app.size)
        assert app.drawn == []
        while screen._compositor._dirty_regions:
            await pilot.pause()
        assert app.drawn == [screen]


@pytest.mark.parametrize("key", ["", "?", "gq"])
async def test_a_screen_that_is_told_its_size_again_is_not_laid_out_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    app = Watched(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = app.screen
        await pilot.press(*key)
        while key and app.screen is before:
            await pilot.pause()
        await settle(pilot)
        screen = app.screen
        laid_out = []
        monkeypatch.setattr(screen, "_refresh_layout", laid_out.append)
        screen._screen_resized(app.size)
        assert laid_out == []
        screen._screen_resized(app.size - (1, 0))
        assert laid_out == [app.size - (1, 0)]


async def test_the_classes_of_its_size_are_on_a_screen_from_its_first_look(
    library: Library,
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 18)) as pilot:
        await settle(pilot)
        screen = HelpScreen(app.screen)
        app.push_screen(screen)
        assert screen.has_class("-narrow", "-short")
        await settle(pilot)
        assert app.screen is screen


async def test_panes_beside_the_body_are_set_anew_for_another_width_and_not_for_a_height(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        while not isinstance(app.screen, StoryScreen) or app.screen.opened is None:
            await pilot.pause()
        await settle(pilot)
        more = app.screen.more
        done: list[Cards] = []
        set_anew = Cards.set_anew
        monkeypatch.setattr(Cards, "set_anew", lambda pane: done.append(pane) or set_anew(pane))
        await pilot.resize_terminal(120, 30)
        await settle(pilot)
        assert more not in done
        await pilot.resize_terminal(170, 30)
        await settle(pilot)
        assert more in done
