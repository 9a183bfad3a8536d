"""What rules do to entries that come in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.config.values import ACTIONS
from reader.model import Enclosure, Selection
from reader.store.store import Store

from .making import bring, digested, subscribe


async def after(path: Path, *actions: str) -> tuple[object, ...]:
    """A library after a new entry has met a rule with ``actions``, and what is still to be done."""
    store = await Store.open(path)
    try:
        store.rules = (("bridge", actions),)
        (feed,) = await subscribe(store, "https://a.example/feed")
        sound = Enclosure("https://a.example/a.mp3")
        applied = await bring(store, feed, replace(digested("one"), enclosures=(sound,)))
        page = await store.page(Selection())
        marks = [(entry.is_read, entry.is_starred, entry.tags) for entry in page.entries]
        return marks, await store.wanted_files(), applied.notify
    finally:
        await store.close()


@pytest.mark.parametrize("action", [*ACTIONS, "tag:wet"])
async def test_every_action_that_feeds_toml_may_name_does_something(
    action: str, tmp_path: Path
) -> None:
    nothing = await after(tmp_path / "without.db")
    assert await after(tmp_path / "with.db", action) != nothing
