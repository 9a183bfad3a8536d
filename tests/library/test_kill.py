"""A refresh that is killed at any moment loses at most the feeds in flight."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys

import pytest

from reader.library.library import Library
from reader.model import Selection
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import subscribe


@pytest.mark.parametrize(
    "rounds", [1, pytest.param(12, marks=[pytest.mark.slow, pytest.mark.timeout(300)])]
)
async def test_a_killed_refresh_leaves_a_whole_library_that_the_next_one_completes(
    paths: Paths, rounds: int
) -> None:
    chance = random.Random(rounds)
    async with FaultServer(feeds=30, entries=6, tricks=()) as server:
        subscribe(paths, server.feed_urls())
        for _ in range(rounds):
            refresh = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "reader", "refresh", "--json"),
                *("--feeds", str(paths.feeds), "--library", str(paths.library)),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
            wanted = len(server.seen) + chance.randrange(1, 30)
            while len(server.seen) < wanted and refresh.returncode is None:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            if refresh.returncode is None:
                refresh.send_signal(signal.SIGKILL)
            await refresh.communicate()
            assert _quick_check(paths) == "ok"
        library = await Library.open(paths)
        try:
            results = await library.refresh()
            assert {r.status for r in results} <= {"new", "unchanged"}
            assert await library.count(Selection()) == 180
        finally:
            await library.close()


def _quick_check(paths: Paths) -> str:
    connection = sqlite3.connect(paths.library)
    try:
        return str(connection.execute("PRAGMA quick_check").fetchone()[0])
    finally:
        connection.close()
