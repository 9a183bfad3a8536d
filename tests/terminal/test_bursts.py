"""Keys that come in one piece, as a slow line or a script sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.terminal.driver import Terminal
from tests.terminal.libraries import reader_over
from tests.tui.shelf import Item, Shelf

SHELF = Shelf(
    "Orbit Weekly",
    None,
    (
        Item("Ferry crews reach a deal", 5, body="<p>The boats sail again at dawn.</p>"),
        Item("Probe finds ice", 60, body="<p>Dust hides a frozen lake on Mars.</p>"),
        Item("A comet comes back", 90, body="<p>Nobody alive has seen its tail.</p>"),
    ),
)


@pytest_asyncio.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Terminal]:
    """The reader at 100 × 30 over a library in which nothing is due."""
    async with await reader_over(tmp_path, SHELF, size=(100, 30)) as terminal:
        await terminal.see("Ferry crews", "A comet comes back")
        yield terminal


@pytest.mark.slow
async def test_a_search_typed_in_one_piece_reaches_its_prompt(reader: Terminal) -> None:
    reader.press("/comet\r")
    await reader.see("Search: comet  1 story", gone="Ferry crews")
    assert await reader.end_with("q", "q") == 0


async def test_what_is_found_is_opened_by_keys_sent_along_with_the_search(
    reader: Terminal,
) -> None:
    reader.press("/comet\r\r")
    await reader.see("A comet comes back", "¶ 1/1", "hit 1 of 1")
    reader.press("q/ferx\x7fry\rjkm")
    await reader.see("Search: ferry  2 stories")
    reader.press("\x1b")
    await reader.see("All unread  5")


async def test_what_is_pasted_right_after_a_key_is_for_the_prompt_that_the_key_asked_for(
    reader: Terminal,
) -> None:
    reader.press("a\x1b[200~nowhere.example\nmore\x1b[201~/feed")
    await reader.see("Add a feed", "nowhere.example/feed")
    assert await reader.end_with("ctrl+q") == 0


@pytest.mark.slow
async def test_a_palette_and_a_prompt_take_the_keys_sent_along(reader: Terminal) -> None:
    reader.press("\x10next unread\r")
    await reader.see("2 of 7")
    reader.press("tyard later\rjtyard\r")
    await reader.see("#yard #later")
    await reader.see("3 of 7")
    await reader.see_often("#yard", 2)
    reader.press("?undo\rgs")
    await reader.see("Nothing is starred yet.")
    reader.press(":/title:probe\r")
    await reader.see("Search: title:probe  1 story")
