"""The story screen at the sizes it is made for, compared with screens kept as text.

A screen that changed on purpose is written anew with ``NOWREADING_KEEP_SCREENS=1 pytest …``.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.story_app import StoryApp

KEPT = Path(__file__).parent / "screens"
SIZES = [(80, 24), (120, 40), (200, 50)]


async def settled(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


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
