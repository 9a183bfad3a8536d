"""The story screen at the sizes it is made for, compared with screens kept as text.

A screen that changed on purpose is written anew with ``NOWREADING_KEEP_SCREENS=1 pytest …``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.color import Color

from reader.tui.drawing import themes
from tests.tui.story_app import StoryApp, settled

KEPT = Path(__file__).parent / "screens"
SIZES = [(80, 24), (120, 40), (200, 50)]


def compare(name: str, app: StoryApp) -> None:
    """The screen is the one kept under ``name``."""
    path = KEPT / f"{name}.txt"
    text = "\n".join(app.rows) + "\n"
    if os.environ.get("NOWREADING_KEEP_SCREENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_story_looks_as_it_is_meant_to(size: tuple[int, int]) -> None:
    app = StoryApp()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        compare(f"story_{size[0]}x{size[1]}", app)
        await pilot.press("n", "n")
        await settled(pilot)
        compare(f"story_quote_{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("key", ["2", "3"])
async def test_the_sheets_of_a_narrow_screen(key: str) -> None:
    app = StoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(key, "j")
        await settled(pilot)
        compare(f"story_sheet_{key}_80x24", app)


async def test_a_very_small_screen_still_reads() -> None:
    app = StoryApp()
    async with app.run_test(size=(20, 5)) as pilot:
        await settled(pilot)
        await pilot.press("space", "space")
        await settled(pilot)
        compare("story_20x5", app)


def luminance(color: Color) -> float:
    """The relative luminance of WCAG 2.2."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


async def test_every_word_can_be_read_in_every_theme_offered() -> None:
    app = StoryApp()
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(pilot)
        screen = app.story_screen
        for theme in sorted(themes.READABLE):
            app.theme = theme
            await settled(pilot)
            least = 7 if theme == themes.CONTRAST.name else 4.5
            for widget in (screen.body, screen.quotes, screen.more, screen.outline, screen.head):
                for name in widget.COMPONENT_CLASSES:
                    style = widget.get_component_rich_style(name)
                    assert style.color is not None
                    assert style.bgcolor is not None
                    ink, paper = (Color.from_rich_color(c) for c in (style.color, style.bgcolor))
                    dark, light = sorted((luminance(ink), luminance(paper)))
                    ratio = (light + 0.05) / (dark + 0.05)
                    assert ratio >= least, f"{theme}: {name} {ink.hex} on {paper.hex}"
