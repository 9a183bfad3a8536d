"""Two programs over one library: a large change of one, taken back by the other while it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from reader.model import Selection
from reader.store import marked
from reader.store.own import marks
from reader.store.store import Store

from .making import NOW, bring, digested, subscribe


@pytest_asyncio.fixture
async def two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Store, Store]]:
    """Two programs over thirty stories, for which more than five are many, changed three at a
    time."""
    monkeypatch.setattr(marked, "AT_ONCE", 5)
    monkeypatch.setattr(marked, "PART", dict.fromkeys(marked.PART, 3))
    first = await Store.open(tmp_path / "library.db")
    second = await Store.open(tmp_path / "library.db")
    (feed,) = await subscribe(first, "https://a.example/feed")
    await bring(first, feed, *(digested(f"g{n}", f"Title {n}") for n in range(30)))
    yield first, second
    await first.close()
    await second.close()


def between(store: Store, monkeypatch: pytest.MonkeyPatch, part: int, other: Store) -> None:
    """Let ``other`` take back the last change after so many parts of one of ``store``."""
    write, done = store._write, 0

    async def counted(function: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal done
        result = await write(function, *args, **kwargs)
        if function is marks.put_part:
            done += 1
            if done == part:
                assert await other.undo() is not None
        return result

    monkeypatch.setattr(store, "_write", counted)


@pytest.mark.parametrize("part", [1, 4, 10])
@pytest.mark.parametrize("kind", ["read", "star", "tag", "delete"])
async def test_a_large_change_taken_back_elsewhere_while_it_goes_on_is_taken_back_whole(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, kind: str, part: int
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    assert len(ids) == 30
    between(first, monkeypatch, part, second)
    if kind == "read":
        await first.set_read(ids, True, NOW)
    elif kind == "star":
        await first.set_starred(ids, True, NOW)
    elif kind == "tag":
        await first.set_tags(ids, NOW, add=["x"])
    else:
        await first.delete(ids, NOW)
    assert await first.changes() == ()
    assert await first.count(Selection(unread=True)) == 30
    assert await first.count(Selection(starred=True)) == 0
    assert await first.tags() == ()


async def test_a_change_made_after_one_that_was_taken_back_is_whole(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have the number of the one that is gone."""
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_read(ids, True, NOW)
    await second.undo()
    await first.set_starred(ids, True, NOW)
    assert await second.count(Selection(starred=True)) == 30
    assert await second.undo() is not None
    assert await second.count(Selection(starred=True)) == 0
    assert await second.undo() is None
