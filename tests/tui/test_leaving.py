"""Keys typed before the one that leaves, and the key that draws the screen anew."""

from __future__ import annotations

import pytest
from textual.events import Key

from reader.library.library import Library
from reader.model import Selection
from reader.tui.app import NowReading
from reader.tui.keys import bursts
from tests.tui.driving import press, settle


async def starred_on_the_way_out(library: Library) -> int:
    """How many stories are starred when a star and the key that leaves come in one piece."""
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.hold_keys()
        for key, character in (("s", "s"), ("ctrl+q", None)):
            app.post_message(Key(key, character))
        while len(app._held or ()) < 2:
            await pilot.pause()
        app.let_keys_go()
        while not app.is_leaving:
            await pilot.pause()
    return await library.count(Selection(starred=True))


async def test_what_was_typed_last_is_done_before_the_reader_leaves(library: Library) -> None:
    before = await library.count(Selection(starred=True))
    assert await starred_on_the_way_out(library) == before + 1


async def test_a_queue_of_keys_is_not_waited_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bursts, "TO_LEAVE", 0.0)
    before = await library.count(Selection(starred=True))
    assert await starred_on_the_way_out(library) == before


async def test_the_whole_screen_is_drawn_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NowReading(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        forgotten: list[bool] = []
        repainted: list[object] = []
        monkeypatch.setattr(app.painting, "forget", lambda: forgotten.append(True))
        monkeypatch.setattr(app.painting, "repaint", repainted.append)
        await press(pilot, "ctrl+l")
        assert forgotten and repainted == [app.screen]
