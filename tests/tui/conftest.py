"""What the tests of the screen share: a fixed moment, a fixed zone, and a filled library."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from reader.library.library import Library
from reader.tui import times
from tests.tui import shelf


@pytest.fixture(autouse=True)
def _fixed_moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is :data:`shelf.NOW`, in UTC, in a terminal with colours."""
    monkeypatch.setattr(times, "now", lambda: shelf.NOW)
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest_asyncio.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    """A library with the stories of :data:`shelf.SHELVES`."""
    opened = await shelf.open_library(tmp_path)
    yield opened
    await opened.close()
