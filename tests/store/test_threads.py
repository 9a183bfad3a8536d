"""The store's threads: order, cancelling, and what is not interrupted."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from reader.store.file.limits import in_time
from reader.store.file.threads import StoreThread

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest_asyncio.fixture(params=[True, False], ids=["reads", "writes"])
async def thread(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StoreThread]:
    """A thread over a database of its own, interruptible or not."""
    made = StoreThread(
        "test",
        lambda: sqlite3.connect(tmp_path / "any.db", check_same_thread=False),
        lambda error: error,
        interruptible=request.param,
    )
    yield made
    made.stop()
    await made.ended()


async def test_urgent_jobs_overtake_waiting_ones(thread: StoreThread) -> None:
    gate = threading.Event()
    order: list[str] = []
    first = asyncio.create_task(thread.run(lambda con: gate.wait()))
    await asyncio.sleep(0)
    tasks = [
        asyncio.create_task(thread.run(lambda con, n=n: order.append(f"feed {n}")))
        for n in range(3)
    ]
    tasks += [
        asyncio.create_task(thread.run_urgent(lambda con, n=n: order.append(f"mark {n}")))
        for n in range(2)
    ]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *tasks)
    assert order == ["mark 0", "mark 1", "feed 0", "feed 1", "feed 2"]


async def test_a_waiting_job_that_is_given_up_is_not_run_but_a_mark_is(thread: StoreThread) -> None:
    gate = threading.Event()
    done: list[str] = []
    first = asyncio.create_task(thread.run(lambda con: gate.wait()))
    await asyncio.sleep(0)
    write = asyncio.create_task(thread.run(lambda con: done.append("feed")))
    mark = asyncio.create_task(thread.run_urgent(lambda con: done.append("mark")))
    await asyncio.sleep(0)
    write.cancel()
    mark.cancel()
    await asyncio.sleep(0)
    gate.set()
    await first
    await thread.run(lambda con: done.append("last"))
    assert done == ["mark", "last"]


@pytest.mark.parametrize("thread", [True], indirect=True)
async def test_a_read_that_is_given_up_is_interrupted_and_the_next_one_is_not(
    thread: StoreThread,
) -> None:
    for _ in range(30):
        started = threading.Event()

        def search(con: sqlite3.Connection, started: threading.Event = started) -> None:
            started.set()
            con.execute(ENDLESS).fetchone()

        endless = asyncio.create_task(thread.run(search))
        await asyncio.to_thread(started.wait)
        following = asyncio.create_task(
            thread.run(lambda con: con.execute("SELECT 41 + 1").fetchone()[0])
        )
        await asyncio.sleep(0)
        endless.cancel()
        assert await following == 42
        with pytest.raises(asyncio.CancelledError):
            await endless


@pytest.mark.parametrize("thread", [False], indirect=True)
async def test_a_write_is_never_interrupted(thread: StoreThread) -> None:
    started, gate = threading.Event(), threading.Event()

    def write(con: sqlite3.Connection) -> None:
        started.set()
        gate.wait()
        con.execute("CREATE TABLE made AS SELECT 1 AS a")

    task = asyncio.create_task(thread.run(write))
    await asyncio.to_thread(started.wait)
    task.cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await thread.run(lambda con: con.execute("SELECT a FROM made").fetchone()) == (1,)


async def test_a_running_job_counts_as_waiting(thread: StoreThread) -> None:
    started, gate = threading.Event(), threading.Event()

    def hold(con: sqlite3.Connection) -> None:
        started.set()
        gate.wait()

    assert thread.waiting == 0
    task = asyncio.create_task(thread.run(hold))
    await asyncio.to_thread(started.wait)
    assert thread.waiting == 1
    gate.set()
    await task
    assert thread.waiting == 0


async def test_errors_reach_the_one_who_asked(thread: StoreThread) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await thread.run(lambda con: con.execute("SELECT nonsense"))
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda con: 1 / 0)
    assert await thread.run(lambda con: 7) == 7


async def test_stopping_finishes_what_waits(thread: StoreThread) -> None:
    done: list[int] = []
    tasks = [asyncio.create_task(thread.run(lambda con, n=n: done.append(n))) for n in range(20)]
    await asyncio.sleep(0)
    thread.stop()
    await thread.ended()
    await asyncio.gather(*tasks)
    assert done == list(range(20))
    with pytest.raises(RuntimeError, match="closed"):
        await thread.run(lambda con: None)


def test_an_error_that_python_raises_by_itself_stays_what_it_is() -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError, match="decode"),
        in_time(5),
    ):
        connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
