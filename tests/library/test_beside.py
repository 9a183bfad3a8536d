"""A refresh beside the open reader: in a process of its own, which leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import select
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from reader.compiled import TOLD
from reader.errors import ReaderError, StoreBusy, StoreFull
from reader.library.beside.child import NICENESS, Outlet
from reader.library.beside.frames import PROGRESS, error_of, failure_of
from reader.library.beside.parent import Beside
from reader.library.library import Library, RefreshProgress
from reader.model import Selection
from reader.paths import Paths
from reader.store.arriving.moves import StoredMove
from reader.store.store import Store
from reader.worker.frames import frame
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Exchange, Trick
from tests.library.conftest import subscribe


async def _stall(exchange: Exchange) -> None:
    await exchange.stall()


SILENT = tuple(Trick(f"silent{n}", _stall, ("timeout",)) for n in range(12))
"""Two of them are asked at a time, and each is given up after 15 seconds."""
PARENT = Path(__file__).with_name("parent.py")


@pytest_asyncio.fixture(loop_scope="session")
async def silent() -> AsyncIterator[FaultServer]:
    """A server with three feeds, and twelve that never answer."""
    async with FaultServer(feeds=3, entries=4, tricks=SILENT) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def reading(paths: Paths, silent: FaultServer) -> AsyncIterator[Library]:
    """An open reader's library, subscribed to all of them; nothing fetched yet."""
    subscribe(paths, [*silent.feed_urls(), *(fault.url for fault in silent.faults)])
    opened = await Library.open(paths, beside=True)
    yield opened
    await opened.close()


async def _under_way(library: Library, server: FaultServer) -> tuple[asyncio.Task[object], int]:
    """A refresh that has stored all that answers, and the number of its process."""
    healthy = asyncio.Event()

    def heard(progress: RefreshProgress) -> None:
        if progress.new == 12:
            healthy.set()

    task: asyncio.Task[object] = asyncio.create_task(library.refresh(on_progress=heard))
    waiting = asyncio.create_task(healthy.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert healthy.is_set(), task.exception()
    assert library._beside is not None
    assert library._beside._running is not None
    return task, library._beside._running.pid


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not so():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _threads(pid: int) -> list[int]:
    return [int(each.name) for each in Path(f"/proc/{pid}/task").iterdir()]


async def _refreshed_whole(library: Library, server: FaultServer) -> bool:
    """Whether another refresh of the healthy feeds works at once."""
    healthy = [feed.id for feed in await library.feeds() if feed.url in server.feed_urls()]
    results = await library.refresh(feed_ids=healthy)
    return {each.status for each in results} <= {"new", "unchanged"}


async def test_feeds_come_in_and_progress_is_told(paths: Paths, server: FaultServer) -> None:
    subscribe(paths, [*server.feed_urls(), "not an address"])
    library = await Library.open(paths, beside=True)
    told: list[RefreshProgress] = []
    try:
        results = await library.refresh(on_progress=told.append)
        assert [(r.status, r.new) for r in results] == [("new", 4)] * 7 + [("error", 0)], [
            r.failure for r in results
        ]
        assert results[7].failure is not None
        assert results[7].failure.kind == "bad_url"
        assert await library.count(Selection()) == 28
        assert all(each.total == 8 for each in told)
        assert [each.done for each in told] == sorted(each.done for each in told)
        assert {r.status for r in await library.refresh()} == {"unchanged", "error"}
    finally:
        await library.close()


async def test_what_its_process_compiled_is_there_for_the_next(
    paths: Paths, server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOLD, str(tmp_path / "kept"))
    subscribe(paths, server.feed_urls())
    library = await Library.open(paths, beside=True)
    try:
        for status in ("new", "unchanged"):
            assert {r.status for r in await library.refresh()} == {status}
            assert b"reader.web.fetch" in (tmp_path / "kept/beside").read_bytes()
    finally:
        await library.close()


async def test_when_no_feed_may_be_asked_no_process_is_started(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, server.feed_urls())
    library = await Library.open(paths, beside=True)
    try:
        await library.refresh()
        library._beside = Beside(("no such program",))
        results = await library.refresh(due_only=True)
        assert {r.status for r in results} == {"skipped"}
    finally:
        await library.close()


async def test_the_reader_itself_imports_nothing_that_fetches(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, server.feed_urls())
    parent = await _start_parent(paths)
    out, _ = await parent.communicate()
    pid, modules = (json.loads(line) for line in out.splitlines())
    assert _is_gone(pid)
    assert "reader.library.library" in modules
    heavy = {"httpx", "httpcore", "feedparser", "lxml", "reader.web.fetch", "reader.digest"}
    assert heavy & set(modules) == set()
    library = await Library.open(paths)
    try:
        assert await library.count(Selection()) == 28
    finally:
        await library.close()


async def test_what_came_in_before_a_refresh_is_stopped_stays_and_its_process_goes(
    reading: Library, silent: FaultServer
) -> None:
    task, pid = await _under_way(reading, silent)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _is_gone(pid)
    assert await reading.count(Selection()) == 12
    assert await _refreshed_whole(reading, silent)


async def test_a_refresh_leaves_the_processors_to_the_keys(
    reading: Library, silent: FaultServer
) -> None:
    task, pid = await _under_way(reading, silent)
    nice = os.getpriority(os.PRIO_PROCESS, pid)
    assert nice == max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for its processors")
async def test_while_keys_are_pressed_a_refresh_leaves_one_processor_free(
    reading: Library, silent: FaultServer
) -> None:
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        pytest.skip("there is one processor")
    task, pid = await _under_way(reading, silent)
    tasks = _threads(pid)
    assert len(tasks) > 1, "it has a thread that writes"
    assert {frozenset(os.sched_getaffinity(each)) for each in tasks} == {frozenset(allowed)}

    reading.make_room()
    free = frozenset(allowed - {max(allowed)})
    await _until(lambda: all(os.sched_getaffinity(each) == free for each in tasks))
    await _until(lambda: all(os.sched_getaffinity(each) == allowed for each in tasks))  # hands off
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    reading.make_room()  # there is nobody to tell


@pytest.mark.slow
async def test_a_refresh_that_does_not_let_itself_be_stopped_is_killed(
    reading: Library, silent: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.beside.parent.GRACE", 0.05)
    task, pid = await _under_way(reading, silent)
    os.kill(pid, signal.SIGSTOP)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _is_gone(pid)
    assert await _refreshed_whole(reading, silent)


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
async def test_a_refresh_killed_from_outside_is_told_and_the_next_one_works(
    reading: Library, silent: FaultServer, number: signal.Signals
) -> None:
    task, pid = await _under_way(reading, silent)
    os.kill(pid, number)
    with pytest.raises(ReaderError) as caught:
        await task
    assert str(caught.value) == "The process that fetched the news ended before it was done."
    assert caught.value.hint
    assert await reading.count(Selection()) == 12
    assert await _refreshed_whole(reading, silent)


@pytest.mark.slow
async def test_closing_the_library_ends_the_refresh(paths: Paths, silent: FaultServer) -> None:
    subscribe(paths, [*silent.feed_urls(), *(fault.url for fault in silent.faults)])
    library = await Library.open(paths, beside=True)
    task, pid = await _under_way(library, silent)
    await library.close()
    assert _is_gone(pid)
    with pytest.raises(ReaderError):
        await task


async def test_no_process_outlives_a_killed_reader(paths: Paths, silent: FaultServer) -> None:
    subscribe(paths, [silent.fault("silent0").url])
    parent = await _start_parent(paths)
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    watch = os.pidfd_open(child)
    while not silent.count("/silent0"):  # noqa: ASYNC110 - the server has no other way to tell
        await asyncio.sleep(0.01)
    parent.kill()
    await parent.wait()
    try:
        assert await asyncio.to_thread(_ended, watch)
    finally:
        os.close(watch)


async def test_a_library_that_another_program_refreshes_is_busy(
    reading: Library, paths: Paths
) -> None:
    other = await Store.open(paths.library)
    try:
        assert await other.claim_refresh("another", ttl=60)
        with pytest.raises(StoreBusy) as caught:
            await reading.refresh()
        assert "Another Now Reading" in str(caught.value)
    finally:
        await other.close()


async def test_a_process_that_can_not_be_started_is_told(reading: Library) -> None:
    reading._beside = Beside(("/no/such/program",))
    with pytest.raises(ReaderError) as caught:
        await reading.refresh()
    assert "No process could be started" in str(caught.value)


@pytest.mark.slow
async def test_rules_act_and_those_that_tell_are_told_of_once(
    paths: Paths, server: FaultServer
) -> None:
    rules = '[[rule]]\nwhen = "is:unread"\ndo = ["star", "notify"]\n'
    subscribe(paths, server.feed_urls()[:1], more=rules)
    library = await Library.open(paths, beside=True)
    try:
        await library.refresh()
        assert await library.count(Selection(starred=True)) == 4
        assert len(await library.take_notices()) == 4
        assert await library.take_notices() == ()
    finally:
        await library.close()


async def test_with_a_broken_feeds_toml_all_that_the_last_good_one_said_stays_in_force(
    paths: Paths, server: FaultServer
) -> None:
    more = '[[rule]]\nwhen = "is:unread"\ndo = ["star"]\n[defaults]\nuser_agent = "Mine/1"\n'
    subscribe(paths, server.feed_urls()[:2], more=more)
    library = await Library.open(paths, beside=True)
    try:
        paths.feeds.write_text("[[feed\n")
        assert await library.reload_config()
        assert library.config_error is not None
        results = await library.refresh()
        assert [r.new for r in results] == [4, 4]
        assert await library.count(Selection(starred=True)) == 8
        asked = [s for s in server.seen if s.path.removeprefix("/") in server.newsroom.paths]
        assert [seen.headers["user-agent"] for seen in asked] == ["Mine/1"] * 2
        assert paths.feeds.read_text() == "[[feed\n"
    finally:
        await library.close()


@pytest.mark.slow
async def test_a_feed_that_has_moved_has_its_new_address_in_feeds_toml_and_in_the_reader(
    paths: Paths, server: FaultServer
) -> None:
    server.newsroom.moved["old"] = server.newsroom.paths[1]
    old, new = f"{server.base('feeds')}/old", server.feed_urls()[1]
    subscribe(paths, [old], more="# mine\n")
    library = await Library.open(paths, beside=True)
    try:
        (feed,) = await library.feeds()
        before = StoredMove(new, 2, datetime.now(UTC) - timedelta(days=2))
        await library._store.note_move(feed.id, before)
        await library.refresh()
        assert await library.reload_config()
        assert [each.url for each in library.subscriptions()] == [new]
        assert await library.undo() is not None
        assert paths.feeds.read_text().startswith("# mine\n")
        assert old in paths.feeds.read_text()
    finally:
        await library.close()


async def test_what_goes_wrong_inside_stands_in_the_log(
    reading: Library, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    script = tmp_path / "child.py"
    script.write_text(
        "from reader.library.refreshing import refresh\n"
        "from reader.library.beside.child import main\n"
        "def broken(*_):\n"
        "    raise ZeroDivisionError('a mistake of ours')\n"
        "refresh.Refresher._hold = broken\n"
        "main()\n"
    )
    reading._beside = Beside((sys.executable, str(script)))
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        await reading.refresh()
    assert "in broken" in caplog.text
    assert caplog.records[-1].levelno == logging.ERROR


async def test_progress_is_told_while_nothing_else_is_said() -> None:
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)
    with here, there:
        outlet = Outlet(here)
        progress = RefreshProgress(done=1, total=3, new=2, failed=0)
        outlet.tell(progress)
        told = frame(PROGRESS, progress)
        async with asyncio.timeout(60):
            assert await asyncio.get_running_loop().sock_recv(there, len(told)) == told
        await outlet.close()


async def test_what_has_nothing_more_to_say_closes_at_once() -> None:
    here, there = socket.socketpair()
    here.setblocking(False)
    with here, there:
        outlet = Outlet(here)
        await asyncio.sleep(0)  # it waits for words by now
        async with asyncio.timeout(60):
            await outlet.close()


def test_errors_of_the_library_are_the_same_on_both_sides(paths: Paths) -> None:
    full = StoreFull("The disk is full.", path=paths.library, hint="Make room.")
    told = error_of(failure_of(full), paths)
    assert isinstance(told, StoreFull)
    assert (str(told), told.hint, told.path) == (str(full), full.hint, full.path)


async def _start_parent(paths: Paths) -> asyncio.subprocess.Process:
    """A program that refreshes the library as the reader does."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(PARENT),
        str(paths.feeds),
        str(paths.library),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PARENT.parents[2])},
    )


def _ended(watch: int) -> bool:
    poll = select.poll()
    poll.register(watch, select.POLLIN)
    return bool(poll.poll(30_000))
