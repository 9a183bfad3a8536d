"""Two programs over one library, and a disk without room."""

from __future__ import annotations

import asyncio
import itertools
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_asyncio

from reader.errors import StoreBusy, StoreFull
from reader.model import Selection, Stretch
from reader.store.file import connect
from reader.store.store import Store

from .making import NOW, bring, digested, subscribe

LONG = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT max(i) FROM n"
"""Some 20 ms of work."""


@pytest_asyncio.fixture
async def second(store: Store) -> AsyncIterator[Store]:
    """Another store over the same file."""
    opened = await Store.open(store.path)
    yield opened
    await opened.close()


@pytest.fixture
def ended() -> Iterator[int]:
    """The number of a process that has ended, though nobody asked how."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        yield process.pid


async def test_what_one_program_stores_the_other_sees(store: Store, second: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1"))).new_ids
    assert not second.is_new
    await second.set_read([id_], True, NOW)
    assert (await store.entry(id_)).is_read
    undone = await store.undo()
    assert undone is not None
    assert not (await second.entry(id_)).is_read


async def test_both_programs_can_write_at_once(store: Store, second: Store) -> None:
    feeds = await subscribe(store, "https://a.example/feed", "https://b.example/feed")
    work = [
        bring(one, feed, digested(f"{n}"))
        for one, feed in zip((store, second), feeds, strict=True)
        for n in range(30)
    ]
    await asyncio.gather(*work)
    assert await second.count(Selection()) == 60


async def test_a_mark_gets_in_between_the_transactions_of_a_program_that_writes_without_a_rest(
    store: Store, second: Store
) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1"))).new_ids
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def write_long(con: sqlite3.Connection) -> None:
        loop.call_soon_threadsafe(begun.set)
        con.execute(LONG).fetchone()
        con.execute("UPDATE setting SET value = value")

    writing = [asyncio.create_task(second._write(write_long)) for _ in range(400)]
    await begun.wait()
    assert await store.set_read([id_], True, NOW) is not None
    left = [task for task in writing if not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*writing, return_exceptions=True)
    assert left


async def test_a_library_held_for_too_long_is_busy_for_writing_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    store = await Store.open(tmp_path / "library.db")
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1"))).new_ids
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await store.set_read([id_], True, NOW)
    assert not (await store.entry(id_)).is_read
    other.execute("ROLLBACK")
    other.close()
    assert await store.set_read([id_], True, NOW) is not None
    await store.close()


async def test_where_no_rest_can_be_had_writing_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: float) -> None:
        raise OSError(22, "Invalid argument")

    moments = itertools.count()
    fake = SimpleNamespace(sleep=refuse, monotonic=lambda: next(moments) * connect._PAUSE / 2)
    monkeypatch.setattr(connect, "time", fake)
    (feed,) = await subscribe(store, "https://a.example/feed")
    for number in range(40):
        assert (await bring(store, feed, digested(str(number)))).new_ids


async def test_only_the_first_of_many_marks_waits_long_for_a_library_that_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(0.0, 0.01)
    stands_in = SimpleNamespace(monotonic=lambda: next(clock), sleep=lambda _: None)
    monkeypatch.setattr(connect, "time", stands_in)
    store = await Store.open(tmp_path / "library.db")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited = []
    for _ in range(3):
        begun = next(clock)
        with pytest.raises(StoreBusy):
            await store.put("a", "b")
        waited.append(next(clock) - begun)
    other.execute("ROLLBACK")
    other.close()
    await store.put("a", "b")
    await store.close()
    assert waited[0] > connect.BUSY_SECONDS
    assert max(waited[1:]) < 2 * connect.AGAIN_SECONDS


@pytest.mark.parametrize("way", ["removed", "replaced", "with its folder"])
async def test_nothing_is_kept_in_a_library_that_is_no_longer_there(
    tmp_path: Path, way: str
) -> None:
    store = await Store.open(tmp_path / "data/library.db")
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1"))).new_ids
    if way == "removed":
        store.path.unlink()
    elif way == "replaced":
        other = await Store.open(tmp_path / "other.db")
        await other.close()
        other.path.replace(store.path)
    else:
        (tmp_path / "data").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreFull, match="removed or replaced"):
        await store.set_read([id_], True, NOW)
    assert not (await store.entry(id_)).is_read
    await store.close()


def test_a_program_that_starts_waits_for_one_that_is_making_the_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    first, second = connect.open_writer(path), connect.open_writer(path)
    first.execute("CREATE TABLE made (here)")
    first.execute("BEGIN IMMEDIATE")
    tuned = threading.Thread(target=connect.tune_writer, args=(second,))
    tuned.start()
    tuned.join(0.2)
    assert tuned.is_alive()
    first.execute("COMMIT")
    tuned.join()
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    first.close()
    second.close()


async def test_programs_that_start_together_make_one_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    stores = await asyncio.gather(*(Store.open(path) for _ in range(6)))
    assert [store.is_new for store in stores].count(True) == 1
    for number, store in enumerate(stores):
        await store.put(f"{number}", "here")
    assert [await stores[0].get(f"{number}") for number in range(6)] == ["here"] * 6
    for store in stores:
        await store.close()


async def test_only_one_program_refreshes(store: Store, second: Store) -> None:
    assert await store.claim_refresh("first", ttl=60)
    assert not await second.claim_refresh("second", ttl=60)
    assert await store.claim_refresh("first", ttl=60)
    await second.release_refresh("second")
    assert not await second.claim_refresh("second", ttl=60)
    await store.release_refresh("first")
    assert await second.claim_refresh("second", ttl=60)


async def test_a_claim_ends_with_its_time(store: Store, second: Store) -> None:
    assert await store.claim_refresh("first", ttl=0)
    assert await second.claim_refresh("second", ttl=60)


@pytest.mark.skipif(os.name != "posix", reason="asks whether a process runs")
async def test_a_claim_made_under_a_clock_that_was_ahead_holds_nobody_up(
    store: Store, second: Store
) -> None:
    assert await store.claim_refresh("first", ttl=365 * 86_400)
    assert await second.claim_refresh("second", ttl=60)


async def test_a_claim_ends_with_its_program(store: Store) -> None:
    script = (
        "import asyncio, pathlib, sys\n"
        "from reader.store.store import Store\n"
        "async def main():\n"
        "    store = await Store.open(pathlib.Path(sys.argv[1]))\n"
        "    print(await store.claim_refresh('dead', ttl=3600))\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", script, str(store.path)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout == "True\n"
    assert await store.claim_refresh("alive", ttl=60)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a dead process is told")
async def test_a_claim_ends_with_its_program_though_nobody_asked_how_it_ended(
    store: Store, ended: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getpid", lambda: ended)
        assert await store.claim_refresh("dead", ttl=3600)
    assert await store.claim_refresh("alive", ttl=60)


async def test_a_full_disk_loses_nothing_and_reading_goes_on(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1"))).new_ids
    assert store._writer is not None
    await store._writer.run(lambda con: con.execute("PRAGMA max_page_count = 1").fetchone())
    with pytest.raises(StoreFull) as caught:
        for n in range(2, 400):
            await bring(store, feed, digested(f"{n}", text=f"{os.urandom(9000).hex()}"))
    assert "full" in str(caught.value)
    stored = await store.count(Selection())
    assert len((await store.page(Selection(), Stretch(limit=500))).entries) == stored
    assert (await store.story(id_)).headline == "A bridge opens"
    await store._writer.run(
        lambda con: con.execute("PRAGMA max_page_count = 1073741823").fetchone()
    )
    assert (await bring(store, feed, digested("more"))).new == 1
    assert await store.count(Selection()) == stored + 1
