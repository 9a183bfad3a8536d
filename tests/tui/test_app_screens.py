"""The library screen at the sizes it is made for, compared with screens kept as text.

A screen that changed on purpose is written anew with ``NOWREADING_KEEP_SCREENS=1 pytest …``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color

from reader.library.library import Library
from reader.tui.app import NowReading
from reader.tui.drawing import themes
from reader.tui.drawing.pens import pen_of, worst
from reader.tui.panes.lines import LineList
from reader.tui.screens.library.screen import LibraryScreen
from tests.tui.driving import press, rows, settle, shown
from tests.tui.looks import every_look

KEPT = Path(__file__).parent / "screens"
SIZES = [(80, 24), (120, 40), (200, 50)]


def compare(name: str, app: NowReading) -> None:
    """The screen is the one kept under ``name``."""
    path = KEPT / f"{name}.txt"
    text = shown(app) + "\n"
    if os.environ.get("NOWREADING_KEEP_SCREENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_library_looks_as_it_is_meant_to(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "j", "s", "m", "k")
        compare(f"library_{size[0]}x{size[1]}", app)


async def test_the_feeds_on_a_narrow_screen(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "f", "5", "j")
        compare("feeds_80x24", app)


async def test_help_on_a_narrow_screen(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "question_mark")
        compare("help_80x24", app)


async def test_a_sequence_begun_shows_how_it_goes_on(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "g")
        assert rows(app)[-2].startswith(
            " g …  g top  f feeds  u unread  s starred  q quotes  p problems  h history  "
        )
        await press(pilot, "escape", "1", "2")
        assert rows(app)[-2].startswith(" 12 …  j down")


async def test_on_a_narrow_screen_one_pane_shows_at_a_time(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key, pane in (("l", "preview"), ("h", "entries"), ("h", "feeds"), ("q", "entries")):
            await press(pilot, key)
            for each in ("feeds", "entries", "preview"):
                assert app.screen.query_one(f"#{each}").display == (each == pane)
        assert app.return_code is None


async def test_under_20_rows_the_keys_shrink_to_help(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 19)) as pilot:
        await settle(pilot)
        assert rows(app)[-1].endswith("?")
        assert "next unread" not in shown(app)
        await pilot.resize_terminal(80, 20)
        await settle(pilot)
        assert "next unread" in shown(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 5), (40, 10), (100, 5), (300, 100)])
async def test_every_size_is_usable(library: Library, size: tuple[int, int]) -> None:
    app = NowReading(library)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await press(pilot, "j", "h", "j", "l", "l", "h", "question_mark", "escape")
        await press(pilot, "slash", "x", "escape", "a", "escape", "ctrl+p", "escape")
        assert isinstance(app.screen, LibraryScreen)
        assert all(len(row) <= size[0] for row in rows(app))
        await press(pilot, "g", "u", "enter", "q")
        assert "Ferry crews"[: size[0] - 12] in shown(app)


async def test_a_resize_keeps_the_choice_in_sight(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "G")
        for size in ((80, 8), (20, 5), (200, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert any(row.lstrip("│ ").find("▎●") >= 0 for row in rows(app)), shown(app)


async def test_read_and_unread_are_told_apart_without_colour(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "m", "j", "s")
        assert rows(app)[1].startswith("    Ferry crews")
        assert rows(app)[3].startswith("▎●★ Council")


def _ratio(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


async def test_every_theme_offered_can_be_read_in_sixteen_colours(library: Library) -> None:
    app = NowReading(library)
    app.console._color_system = ColorSystem.STANDARD
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for theme in app.available_themes:
            app.theme = theme
            await settle(pilot)
            for name, ink, paper in every_look(pilot):
                style = Style(color=ink.rich_color, bgcolor=paper.rich_color)
                pen = pen_of(style, ColorSystem.STANDARD)
                pair = (_of_sixteen(pen.fore), _of_sixteen(pen.back))
                assert worst(*pair) >= 4.5, f"{theme}: {name} {pair}"
            chosen = next(each for each in pilot.app.screen.query(LineList) if each.has_focus)
            grounds = [
                pen_of(chosen._styles(row)[1], ColorSystem.STANDARD).back for row in (False, True)
            ]
            assert grounds[0] != grounds[1], f"{theme}: the chosen row looks like the others"


def _of_sixteen(code: str) -> int:
    """The number of a colour from its code: 30-37, 40-47, or bright 90-97, 100-107."""
    number = int(code)
    return number % 10 + (8 if number >= 90 else 0)


async def test_every_theme_offered_can_be_read(library: Library) -> None:
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for theme in app.available_themes:
            app.theme = theme
            await settle(pilot)
            least = 7 if theme == themes.CONTRAST.name else 4.5
            for name, ink, paper in every_look(pilot):
                assert _ratio(ink, paper) >= least, f"{theme}: {name} {ink.hex} on {paper.hex}"
        assert set(app.available_themes) == themes.READABLE
