"""A library over a real store and a real server, in a folder of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import pytest_asyncio

from reader.library.library import Library
from reader.paths import Paths
from tests.faultserver import FaultServer


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "config/feeds.toml", tmp_path / "data/library.db", tmp_path / "log")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultServer]:
    async with FaultServer(feeds=7, entries=4, tricks=()) as running:
        yield running


def subscribe(paths: Paths, urls: Sequence[str], *, more: str = "") -> None:
    """Write a feeds.toml with a block for each address."""
    paths.feeds.parent.mkdir(parents=True, exist_ok=True)
    blocks = "\n".join(f'[[feed]]\nurl = "{url}"\n' for url in urls)
    paths.feeds.write_text(f"{more}\n{blocks}")


@pytest_asyncio.fixture
async def library(paths: Paths, server: FaultServer) -> AsyncIterator[Library]:
    """A library subscribed to every feed of the server; nothing fetched yet."""
    subscribe(paths, server.feed_urls())
    opened = await Library.open(paths)
    yield opened
    await opened.close()
