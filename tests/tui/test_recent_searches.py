"""What was searched for before comes back with the arrows, also after a restart."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot

from reader.library.library import Library
from reader.tui.app import NowReading
from tests.tui.driving import library_screen, press, settle, titles, until
from tests.tui.shelf import open_library


async def search(pilot: Pilot[None], words: str) -> None:
    """Search, and leave the search."""
    await press(pilot, "slash", *words, "enter", "escape")
    await settle(pilot)


async def test_arrows_go_through_earlier_searches_and_back(
    pilot: Pilot[None], library: Library
) -> None:
    for words in ("ferry", "comet", "ferry", "probe"):
        await search(pilot, words)
    prompt = library_screen(pilot).prompt
    await press(pilot, "slash", *"bak")
    seen = []
    for key in ("up", "up", "up", "up", "down", "down", "down"):
        await press(pilot, key)
        seen.append(prompt.value)
    assert seen == ["probe", "ferry", "comet", "comet", "ferry", "probe", "bak"]
    await press(pilot, "up", "up", "enter")
    await until(pilot, lambda: titles(pilot) == ["Ferry crews reach a deal"])
    await press(pilot, "slash", "up")
    assert prompt.value == "probe", "not the one that stands there"
    await press(pilot, "down", "down")
    assert library_screen(pilot).entries.has_focus
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as again:
        await settle(again)
        await press(again, "slash")
        await settle(again)
        await press(again, "up")
        assert library_screen(again).prompt.value == "ferry"


async def test_a_search_that_is_quicker_than_the_file_forgets_none(library: Library) -> None:
    await library.keep_setting("searches", '["probe", "comet"]')
    app = NowReading(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        finder = library_screen(pilot).search
        await asyncio.gather(finder._read_tags(), finder._remember("ferry"), finder._read_tags())
        assert await library.setting("searches") == '["ferry", "probe", "comet"]'


async def test_as_many_are_kept_as_feeds_toml_wants(tmp_path: Path) -> None:
    for number, kept in ((0, None), (2, '["probe", "comet"]')):
        folder = tmp_path / str(number)
        library = await open_library(folder, more=f"[reading]\nsearches = {number}\n")
        app = NowReading(library)
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            for words in ("ferry", "comet", "probe"):
                await search(pilot, words)
            assert await library.setting("searches") in (kept, kept or "[]")
            await press(pilot, "slash", "up", "up", "up")
            assert library_screen(pilot).prompt.value == ("comet" if number else "")
        await library.close()


async def test_what_is_kept_wrongly_is_nothing(library: Library) -> None:
    for kept in ("{}", "[3, null]", "nonsense", '"ferry"'):
        await library.keep_setting("searches", kept)
        app = NowReading(library)
        async with app.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            await press(pilot, "slash")
            await settle(pilot)
            await press(pilot, "up", *"ferry", "enter")
            await until(pilot, lambda: titles(pilot) == ["Ferry crews reach a deal"])
            app.exit_now()
