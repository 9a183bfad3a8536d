"""From the first fetch to reading without a network, in a real terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.faultserver import FaultServer
from tests.terminal.driver import Terminal

SIZES = [
    pytest.param((80, 24), id="80x24", marks=pytest.mark.slow),
    pytest.param((120, 40), id="120x40"),
    pytest.param((200, 50), id="200x50", marks=pytest.mark.slow),
]


async def _nowreading(home: Path, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "reader", *arguments),
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
        },
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode()


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_fetched_is_read_in_three_panes_after_the_server_is_gone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    feeds = tmp_path / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True)
    async with FaultServer(feeds=7, entries=5, tricks=()) as server:
        feeds.write_text("\n".join(f'[[feed]]\nurl = "{u}"\n' for u in server.feed_urls()))
        assert "35 new" in await _nowreading(tmp_path, "refresh")
    async with Terminal(home=tmp_path, size=size) as reader:
        await reader.see("All unread", "The Quay")
        reader.press("enter")
        sides = ("QUOTES", "READ MORE") if size[0] >= 100 else ()
        await reader.see("¶ 1/", *sides)
        reader.press("n")
        await reader.see("▌")
        # One digit before the stroke: while it is painted it may read ``¶ 21/8`` for a moment.
        place = await reader.see_like(r"¶ [2-9]/\d ")
        reader.press("3")
        await reader.see("READ MORE", "●")
        reader.press("enter")
        await reader.see("¶ 1/")
        reader.press("backspace")
        await reader.see(place)
        reader.press("q")
        await reader.see("All unread")
        reader.press("q")
        assert await reader.end() == 0


async def test_the_reader_opens_on_the_guide_with_no_network_at_all(tmp_path: Path) -> None:
    async with Terminal(
        home=tmp_path,
        environment={"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
    ) as reader:
        await reader.see("Terminal reader opens every story", "Offline since")
        reader.press("enter")
        await reader.see("NORA FELDKAMP", "TOMAS OKAFOR", "READ MORE", "the keys on one page")
        reader.press("ctrl+q")
        assert await reader.end() == 0


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.slow
async def test_a_signal_ends_the_reader_with_the_terminal_restored(
    tmp_path: Path, name: str
) -> None:
    async with Terminal(home=tmp_path) as reader:
        await reader.see("All unread")
        reader.process.send_signal(getattr(signal, name))
        await reader.end()
        assert b"\x1b[?1049l" in await reader.written()
