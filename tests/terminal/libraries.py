"""The reader in a terminal over a library that was filled before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.store.store import Fetched
from tests.terminal.driver import Terminal
from tests.tui.shelf import Shelf, open_library


async def reader_over(folder: Path, *shelves: Shelf, size: tuple[int, int]) -> Terminal:
    """The reader, not yet begun, over a library of ``shelves`` in which nothing is due."""
    library = await open_library(folder, shelves)
    now = datetime.now(UTC)
    for feed in await library.feeds():
        await library._store.unchanged(feed.id, Fetched(now, now + timedelta(hours=1)))
    paths = library.paths
    await library.close()
    where = ("--feeds", str(paths.feeds), "--library", str(paths.library))
    return Terminal(*where, home=folder, size=size)
