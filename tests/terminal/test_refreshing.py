"""A refresh beside the open reader, in a real terminal: it is stopped, killed, and left behind by
nobody."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.faultserver.exchange import Exchange, Trick
from tests.faultserver.server import FaultServer
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for processes")
ENDED = "The process that fetched the news ended"


async def _stall(exchange: Exchange) -> None:
    await exchange.stall()


SILENT = tuple(Trick(f"silent{n}", _stall, ("timeout",)) for n in range(12))
"""Two of them are asked at a time, and each is given up after 15 seconds."""


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[FaultServer]:
    """A server with three feeds, and twelve that never answer; all stand in feeds.toml."""
    async with FaultServer(feeds=3, entries=4, tricks=SILENT) as running:
        feeds = tmp_path / "config/nowreading/feeds.toml"
        feeds.parent.mkdir(parents=True)
        urls = [*running.feed_urls(), *(fault.url for fault in running.faults)]
        feeds.write_text("\n".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))
        yield running


def descendants(pid: int) -> list[int]:
    """The processes that came of ``pid``, those of its children included."""
    try:
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
        children = [int(n) for task in tasks for n in (task / "children").read_text().split()]
    except FileNotFoundError:
        return []
    return [*children, *(below for child in children for below in descendants(child))]


def refreshing(pid: int) -> int:
    """The process that refreshes beside the reader ``pid``."""
    (found,) = (
        child
        for child in descendants(pid)
        if b"reader.library.beside" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
    return found


class Watch:
    """Processes whose end is waited for, whatever becomes of their numbers."""

    def __init__(self, pids: list[int], stack: ExitStack) -> None:
        self.pids = pids
        self._fds = [os.pidfd_open(pid) for pid in pids]
        for fd in self._fds:
            stack.callback(os.close, fd)

    async def all_ended(self) -> bool:
        """Whether all are gone; waits for it."""
        return await asyncio.to_thread(self._wait)

    def _wait(self) -> bool:
        for fd in self._fds:
            poll = select.poll()
            poll.register(fd, select.POLLIN)
            if not poll.poll(20_000):
                return False
        return True


@pytest.mark.parametrize(
    "end",
    [
        "SIGTERM",
        pytest.param("SIGKILL", marks=pytest.mark.slow),
        pytest.param("q", marks=pytest.mark.slow),
        pytest.param("SIGHUP", marks=pytest.mark.slow),
    ],
)
async def test_no_process_of_a_refresh_is_left_when_the_reader_ends(
    tmp_path: Path, server: FaultServer, end: str
) -> None:
    with ExitStack() as stack:
        async with Terminal(home=tmp_path) as reader:
            await reader.see("/15", "12 new")
            watch = Watch(descendants(reader.process.pid), stack)
            assert watch.pids
            if end == "q":
                reader.press("q")
            else:
                reader.process.send_signal(getattr(signal, end))
            await reader.end()
            if end != "SIGKILL":
                assert b"\x1b[?1049l" in await reader.written()
            assert await watch.all_ended()


@pytest.mark.slow
async def test_escape_stops_the_refresh_and_its_process(
    tmp_path: Path, server: FaultServer
) -> None:
    with ExitStack() as stack:
        async with Terminal(home=tmp_path) as reader:
            await reader.see("/15", "12 new")
            child = refreshing(reader.process.pid)
            watch = Watch([child, *descendants(child)], stack)
            reader.press("escape")
            await reader.see("The refresh was stopped; what came in stays")
            await reader.see(gone="/15")
            assert await watch.all_ended()
            reader.press("ctrl+q")
            assert await reader.end() == 0


@pytest.mark.slow
async def test_a_killed_refresh_is_told_and_the_next_one_goes_on(
    tmp_path: Path, server: FaultServer
) -> None:
    async with Terminal(home=tmp_path) as reader:
        await reader.see("/15", "12 new")
        os.kill(refreshing(reader.process.pid), signal.SIGKILL)
        await reader.see(ENDED)
        await reader.see(gone="/15")
        reader.press("s")
        await reader.see("★")
        reader.press("R")
        await reader.see("/15")
        reader.press("ctrl+q")
        assert await reader.end() == 0
