"""A library over a real store and a real server, in a folder of its own for each test."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from reader.library.fetching.network import Network
from reader.library.library import Library
from reader.paths import Paths
from reader.worker.pool import WorkerPool
from tests.faultserver import FaultServer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for all tests here, so that they can share the worker processes."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pool() -> AsyncIterator[WorkerPool]:
    """The worker processes of all tests: starting one takes longer than most tests."""
    running = WorkerPool(2)
    yield running
    await running.close()


@pytest.fixture(autouse=True)
def shared_workers(pool: WorkerPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every library opened in a test uses the shared workers."""

    def network(**_: object) -> Network:
        return Network(pool=pool)

    monkeypatch.setattr("reader.library.library.Network", network)


class Clock:
    """The present time, as a test wants it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass: ``hours=1`` and the like, as for timedelta."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config/feeds.toml", tmp_path / "data/library.db", tmp_path / "log")


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer(feeds=7, entries=4, tricks=()) as running:
        yield running


def subscribe(paths: Paths, urls: Sequence[str], *, more: str = "") -> None:
    """Write a feeds.toml with a block for each address."""
    paths.feeds.parent.mkdir(parents=True, exist_ok=True)
    blocks = "\n".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    paths.feeds.write_text(f"{more}\n{blocks}")


@pytest_asyncio.fixture(loop_scope="session")
async def library(paths: Paths, server: FaultServer, clock: Clock) -> AsyncIterator[Library]:
    """A library subscribed to every feed of the server; nothing fetched yet."""
    subscribe(paths, server.feed_urls())
    opened = await Library.open(paths, clock=clock)
    yield opened
    await opened.close()
