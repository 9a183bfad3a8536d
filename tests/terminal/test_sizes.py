"""The reader in terminals of every size and kind, and under signals, as a person has them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import termios
from pathlib import Path

import pytest

from tests.terminal.driver import PATIENCE, Terminal

pytestmark = pytest.mark.slow

GUIDE = "Terminal reader opens"
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


async def test_after_many_keys_and_sizes_there_stands_what_a_whole_repaint_shows(
    home: Path,
) -> None:
    async with Terminal(home=home, size=(120, 40)) as reader:
        await reader.see(GUIDE, "1 of")
        reader.press(*"jjkjGggjk")
        for columns, rows in ((20, 5), (300, 100), (40, 10), (81, 24), (160, 50)) * 6:
            reader.resize(columns, rows)
        reader.resize(120, 40)
        reader.press("g", "g", "enter")
        await reader.see("¶ 1/", "QUOTES")
        reader.press(*"jjjkjk", "n", "n", "3", "j", "2", "1", "G", "g", "g")
        await reader.see("0%", "QUOTES")
        reader.press("q")
        await reader.see(GUIDE, "1 of", "LIBRARY")
        reader.press("j")
        await reader.see("2 of")
        reader.press("k")
        await reader.see("1 of", gone="2 of")
        reader.press("?")
        await reader.see("Keys · esc closes", "LIBRARY")  # which stays in sight beside the box
        reader.press("escape")
        await reader.see("1 of", gone="Keys · esc closes")
        stands = await reader.stop()
        reader.resize(121, 40)
        reader.resize(120, 40)
        reader._emulator.reset()
        reader.process.send_signal(signal.SIGCONT)
        await reader.see_whole(stands.split("\n"))
        reader.press("ctrl+q")
        assert await reader.end() == 0


async def test_a_story_stands_there_again_when_the_reader_is_back_from_the_shell(
    home: Path,
) -> None:
    async with Terminal(home=home, size=(100, 30)) as reader:
        await reader.see(GUIDE, "1 of")
        reader.press("enter")
        await reader.see("¶ 1/", "QUOTES", "READ MORE")
        for _ in range(2):
            stands = await reader.stop()
            reader._emulator.reset()
            reader.process.send_signal(signal.SIGCONT)
            await reader.see_whole(stands.split("\n"))
        reader.press("ctrl+q")
        assert await reader.end() == 0


@pytest.mark.parametrize("said", ["40", "99999"])
async def test_the_size_is_that_of_the_terminal_whatever_the_environment_says(
    home: Path, said: str
) -> None:
    environment = {"COLUMNS": said, "LINES": said}
    async with Terminal(home=home, size=(120, 40), environment=environment) as reader:
        await reader.see(GUIDE, "LIBRARY", "panes")
        reader.press("enter")
        await reader.see("¶ 1/", "QUOTES", "READ MORE")
        reader.press("ctrl+q")
        assert await reader.end() == 0


async def test_a_reader_told_to_go_on_that_never_gave_the_terminal_back_goes_on(
    home: Path,
) -> None:
    async with Terminal(home=home, size=(80, 24)) as reader:
        await reader.see(GUIDE, "1 of")
        for _ in range(3):
            reader.process.send_signal(signal.SIGCONT)
        reader.press("j")
        await reader.see("2 of")
        reader.process.send_signal(signal.SIGSTOP)
        stopped = os.WSTOPPED | os.WNOWAIT
        await asyncio.to_thread(os.waitid, os.P_PID, reader.process.pid, stopped)
        reader._emulator.reset()  # as a shell may have left it
        reader.process.send_signal(signal.SIGCONT)
        await reader.see(GUIDE, "2 of")
        reader.press("ctrl+q")
        assert await reader.end() == 0


@pytest.mark.parametrize("is_stopped", [True, False], ids=["stopped", "on the screen"])
async def test_the_end_of_a_session_ends_the_reader_though_it_is_told_to_go_on(
    home: Path, is_stopped: bool
) -> None:
    async with Terminal(home=home, size=(80, 24)) as reader:
        await reader.see(GUIDE, "1 of")
        if is_stopped:
            await reader.stop()
        reader.process.send_signal(signal.SIGHUP)
        async with asyncio.timeout(PATIENCE):
            while reader.process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    # Not send_signal, which may take the exit code away from asyncio.
                    os.kill(reader.process.pid, signal.SIGCONT)
                await asyncio.sleep(0.005)
        assert reader.process.returncode == 0


async def test_of_many_sizes_in_one_moment_the_last_one_counts(home: Path) -> None:
    async with Terminal(home=home, size=(120, 40)) as reader:
        await reader.see(GUIDE, "1 of")
        for width in range(90, 120):
            for columns, rows in ((20, 5), (300, 100), (40, 10), (81, 24), (160, 50)) * 6:
                reader.resize(columns, rows)
            reader.resize(width, 30)
            await reader.see_like(rf"(?m)^.{{{width - 12}}}\^p commands$")
        reader.press("ctrl+q")
        assert await reader.end() == 0


@pytest.mark.parametrize("size", [(20, 5), (300, 100)], ids=["20x5", "300x100"])
async def test_a_story_opens_in_a_terminal_of_any_size(home: Path, size: tuple[int, int]) -> None:
    async with Terminal(home=home, size=size) as reader:
        await reader.see(GUIDE[:12])
        reader.press("enter")
        await reader.see("¶ 1/" if size[0] > 20 else "‹")
        reader.press("q", "ctrl+q")
        assert await reader.end() == 0


async def test_without_colours_none_is_written(home: Path) -> None:
    async with Terminal(home=home, size=(120, 40), environment={"NO_COLOR": "1"}) as reader:
        await reader.see(GUIDE, "1 of")
        reader.press("enter")
        await reader.see("¶ 1/", "QUOTES")
        reader.press("ctrl+q")
        assert await reader.end() == 0
        written = await reader.written()
    assert COLOUR.findall(written) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
async def test_a_signal_leaves_no_process_and_a_terminal_as_it_was(home: Path, name: str) -> None:
    async with Terminal(home=home, size=(80, 24)) as reader:
        await reader.see(GUIDE, "1 of")
        reader.process.send_signal(getattr(signal, name))
        await reader.end()
        modes = termios.tcgetattr(reader._master)
        assert modes[3] & termios.ICANON
        assert b"\x1b[?1049l" in await reader.written()
    assert _running_in(home) == []


async def test_a_reader_whose_terminal_is_gone_leaves_also_from_a_busy_screen(home: Path) -> None:
    async with Terminal(home=home, size=(200, 50)) as reader:
        await reader.see(GUIDE, "1 of")
        reader.press(*"jk" * 200)
        reader.hang_up()
        assert await reader.end() == 0
    assert _running_in(home) == []


def _running_in(home: Path) -> list[str]:
    """The processes whose home is ``home``."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if f"HOME={home}\0".encode() in (each / "environ").read_bytes():
                found.append((each / "cmdline").read_text())
        except OSError:
            continue
    return found
