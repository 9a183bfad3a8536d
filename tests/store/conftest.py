"""A store in a folder of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from reader.store.store import Store


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new, empty library."""
    opened = await Store.open(tmp_path / "library.db")
    yield opened
    await opened.close()
