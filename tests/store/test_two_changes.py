"""Two programs over one library: a large change of one, taken back by the other while it goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
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


def after(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    asked: Callable[..., Any],
    times: int,
    do: Callable[[], Awaitable[Any]],
) -> None:
    """Let ``do`` happen when ``store`` has asked its file for the same thing so many times."""
    done = 0
    for name in ("_write", "_read"):
        ask = getattr(store, name)

        async def counted(
            function: Any, *args: Any, ask: Callable[..., Awaitable[Any]] = ask, **kwargs: Any
        ) -> Any:
            nonlocal done
            result = await ask(function, *args, **kwargs)
            if function is asked:
                done += 1
                if done == times:
                    await do()
            return result

        monkeypatch.setattr(store, name, counted)


async def nothing_is_left(store: Store) -> None:
    """Take back what the log holds: no story has a mark then."""
    while await store.undo() is not None:
        pass
    assert await store.count(Selection(unread=True)) == 30
    assert await store.count(Selection(starred=True)) == 0


LATER = NOW + timedelta(seconds=1)


@pytest.mark.parametrize("part", [1, 5, 9])
@pytest.mark.parametrize("undone", [False, True])
async def test_what_is_unmarked_while_a_large_change_is_taken_back_comes_to_nothing(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, part: int, undone: bool
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_read(ids, True, NOW)

    async def unmark() -> None:
        for start in range(0, 30, 5):
            await second.set_read(ids[start : start + 5], False, LATER)
            if undone:
                await second.undo()

    after(first, monkeypatch, marks.put, part, unmark)
    await first.undo()
    await nothing_is_left(first)


async def test_a_change_that_is_taken_back_goes_no_further_whatever_is_taken_back_after_it(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_starred(ids[:2], True, NOW)

    async def undo_both() -> None:
        assert await second.undo() is not None
        assert await second.undo() is not None

    after(first, monkeypatch, marks.put_part, 2, undo_both)
    await first.set_read(ids, True, LATER)
    assert await first.changes() == ()
    await nothing_is_left(first)


async def test_a_change_that_got_the_number_of_one_taken_back_stays_in_the_log(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_read(ids, True, NOW)

    async def undo_and_star() -> None:
        assert await second.undo() is not None
        await second.set_starred(ids[:2], True, LATER)

    after(first, monkeypatch, marks.put, 2, undo_and_star)
    await first.undo()
    assert len(await first.changes()) == 1
    await nothing_is_left(first)


async def test_a_large_change_rests_on_nothing_that_was_taken_back_since_it_was_planned(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_read(ids[:4], True, NOW)
    after(first, monkeypatch, marked._planned, 1, second.undo)
    assert await first.set_read(ids, False, LATER) is None
    await nothing_is_left(first)


async def test_what_another_program_changed_first_is_not_taken_back_with_a_large_change(
    two: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    ids = [entry.id for entry in (await first.page(Selection())).entries]
    await first.set_starred(ids, True, NOW)

    async def unstar() -> None:
        for id_ in ids:
            await second.set_starred([id_], False, LATER)

    after(first, monkeypatch, marks.put_part, 3, unstar)
    await first.set_starred(ids, False, LATER + timedelta(seconds=1))
    await nothing_is_left(first)
