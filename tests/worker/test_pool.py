"""The pool of killable worker processes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.compiled import TOLD
from reader.errors import ParseError
from reader.model import DigestedEntry, DigestedFeed
from reader.worker import frames
from reader.worker.line import ALLOCATOR
from reader.worker.pool import WorkerCrash, WorkerPool, WorkerTimeout
from reader.worker.program import Program
from tests.worker.jobs import PROGRAM

FEED = b"""<rss version="2.0"><channel><title>Harbour News</title>
<item><guid>1</guid><title>Ferry back</title><description>The ferry is back.</description></item>
</channel></rss>"""


_others: set[int] = set()


@pytest.fixture(autouse=True)
def _know_others() -> None:
    _others.clear()
    _others.update(children_of(os.getpid()))


async def test_a_feed_is_digested_in_a_child(pool: WorkerPool) -> None:
    feed = await pool.run("feed", FEED, {}, "http://a.example/f", frozenset(), deadline=30)
    assert isinstance(feed, DigestedFeed)
    assert [entry.title for entry in feed.entries] == ["Ferry back"]


async def test_what_a_child_compiled_is_there_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOLD, str(tmp_path))
    for _ in range(2):
        pool = WorkerPool(1)
        for number in range(5):
            url = f"http://a.example/{number}"
            feed = await pool.run("feed", FEED, {}, url, frozenset(), deadline=30)
            assert [entry.title for entry in feed.entries] == ["Ferry back"]
        await pool.close()
        assert b"reader.feed.fast" in (tmp_path / "worker").read_bytes()


async def test_the_error_of_a_job_arrives_as_it_was_raised(pool: WorkerPool) -> None:
    with pytest.raises(ParseError) as caught:
        await pool.run("feed", b"", {}, "http://a.example/f", frozenset(), deadline=30)
    assert (caught.value.kind, caught.value.url) == ("empty", "http://a.example/f")
    assert caught.value.hint


async def test_an_unknown_job_is_an_error_and_the_child_lives_on(pool: WorkerPool) -> None:
    with pytest.raises(ParseError):
        await pool.run("nonsense", deadline=30)
    assert await pool.run("echo", b"still here", deadline=30) == b"still here"
    assert len(own_children()) == 1


async def test_a_hung_job_is_killed_at_its_deadline_and_the_next_one_runs(
    pool: WorkerPool,
) -> None:
    with pytest.raises(WorkerTimeout) as caught:
        await pool.run("hang", "http://a.example/f", deadline=0.3)
    assert (caught.value.kind, caught.value.url) == ("timeout", "http://a.example/f")
    assert await pool.run("echo", 1, deadline=30) == 1


@pytest.mark.slow
async def test_hung_jobs_share_the_slow_lane_and_others_go_past_them(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.worker.pool.PATIENCE", 0.5)
    hung = [asyncio.create_task(pool.run("hang", "x", deadline=1000)) for _ in range(3)]
    done = await asyncio.gather(*(pool.run("echo", n, deadline=30) for n in range(5)))
    assert done == [0, 1, 2, 3, 4]
    assert not any(task.done() for task in hung)
    assert len(own_children()) <= 2
    for task in hung:
        task.cancel()
    results = await asyncio.gather(*hung, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a child's own time is known")
@pytest.mark.slow
async def test_a_child_that_a_busy_machine_keeps_waiting_is_not_given_up(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("reader.worker.pool.PATIENCE", 0.5)
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    hung = asyncio.create_task(pool.run("hang", "x", deadline=1000))
    await asyncio.sleep(0)
    child = await pool.run("number", deadline=30)  # the other has the slow lane now
    work = asyncio.create_task(pool.run("labour", str(begun), deadline=30))
    assert await asyncio.to_thread(begun.read_text) == "running"
    os.kill(child, signal.SIGSTOP)
    asyncio.get_running_loop().call_later(0.7, os.kill, child, signal.SIGCONT)
    assert await work == child
    hung.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hung


async def test_children_get_ready_before_there_is_work_for_them() -> None:
    pool = WorkerPool(2, program=PROGRAM)
    await pool.get_ready(5)
    ready = own_children()
    assert len(ready) == 2
    await asyncio.gather(pool.run("echo", 1, deadline=30), pool.run("echo", 2, deadline=30))
    assert own_children() == ready
    await pool.close()


async def test_a_child_that_dies_is_that_feeds_error(pool: WorkerPool) -> None:
    with pytest.raises(WorkerCrash) as caught:
        await pool.run("die", "http://a.example/f", deadline=30)
    assert caught.value.kind == "parse"
    assert await pool.run("echo", 1, deadline=30) == 1


async def test_a_job_that_needs_too_much_memory_is_an_error_and_its_child_is_replaced(
    pool: WorkerPool,
) -> None:
    await pool.run("echo", 1, deadline=30)
    before = own_children()
    with pytest.raises(ParseError) as caught:
        await pool.run("hoard", "http://a.example/f", deadline=30)
    assert caught.value.kind == "too_large"
    assert await pool.run("echo", 1, deadline=30) == 1
    assert not set(before) & set(own_children())


async def test_what_a_job_prints_never_mixes_with_its_answer(pool: WorkerPool) -> None:
    assert await pool.run("chatter", deadline=30) == "done"


async def test_a_child_knows_how_to_keep_memory_and_nothing_of_proxies(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ann:secret@proxy.example")
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "1")
    given = await pool.run("surroundings", deadline=30)
    assert ALLOCATOR.items() <= given.items()
    assert "HTTPS_PROXY" not in given


async def test_a_cancelled_job_leaves_no_child_working(pool: WorkerPool) -> None:
    await pool.run("echo", 1, deadline=30)
    task = asyncio.create_task(pool.run("hang", "x", deadline=1000))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert own_children() == []


async def test_closing_kills_idle_and_busy_children() -> None:
    pool = WorkerPool(2, program=PROGRAM)
    await asyncio.gather(pool.run("echo", 1, deadline=30), pool.run("echo", 2, deadline=30))
    task = asyncio.create_task(pool.run("hang", "x", deadline=1000))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await pool.close()
    assert own_children() == []
    with pytest.raises(RuntimeError):
        await pool.run("echo", 1, deadline=30)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 13])
async def test_closing_tells_those_who_wait(steps: int) -> None:
    """Whether their jobs are being sent, were sent, have begun, or stand behind another."""
    pool = WorkerPool(1, program=PROGRAM)
    await pool.run("echo", 1, deadline=30)
    tasks = [asyncio.create_task(pool.run("hang", "x", deadline=1000)) for _ in range(3)]
    for _ in range(steps):
        await asyncio.sleep(0)
    await pool.close()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in found] == [WorkerCrash] * 3


async def test_closing_tells_one_whose_child_has_not_come_up() -> None:
    pool = WorkerPool(1, program=PROGRAM)
    task = asyncio.create_task(pool.run("hang", "x", deadline=1000))
    for _ in range(5):
        await asyncio.sleep(0)
    await pool.close()
    with pytest.raises(WorkerCrash):
        await task


def test_a_program_that_stops_in_the_middle_of_jobs_stops() -> None:
    async def main() -> None:
        pool = WorkerPool(2, program=PROGRAM)
        jobs = ["echo", "die", "hang", "echo", "die"] * 3
        await asyncio.gather(*(pool.run(job, "x", deadline=1000) for job in jobs))

    with pytest.raises(WorkerCrash):
        asyncio.run(main())
    assert own_children() == []


@pytest.mark.parametrize("job", ["hang", "regex", "echo"])
def test_no_child_outlives_a_killed_parent(job: str, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    parent = subprocess.Popen(
        [sys.executable, str(Path(__file__).parent / "parent.py"), job, str(begun)],
        stdout=subprocess.PIPE,
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        watch = os.pidfd_open(child)
        if job != "echo":
            assert begun.read_text() == "running"
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    wait_for_end(watch)
    os.close(watch)


async def test_what_happens_on_the_pipe_of_the_jobs_ends_none_of_them() -> None:
    """The system may tell of a job that came when it runs already."""
    child = Program(PROGRAM, os.environ)
    try:
        await child.send(frames.frame(frames.JOB, ("labour", ("",), 30)))
        assert (await child.receive())[0] == frames.BEGUN
        await child.send(frames.frame(frames.JOB, ("echo", (1,), 30)))
        kinds = [(await child.receive())[0] for _ in range(3)]
        assert kinds == [frames.RESULT, frames.BEGUN, frames.RESULT]
    finally:
        await child.end()
        child.hang_up()


def test_a_feed_with_many_entries_travels_in_parts() -> None:
    entry = DigestedEntry("i", "h", None, None, "t", None, "", None, None, b"", b"", "html")
    feed = DigestedFeed("t", None, None, (entry,) * 450, found=450)
    sent = list(frames.result_frames(feed))
    assert [piece[:1] for piece in sent] == [b"P", b"P", b"P", b"R"]


async def test_parts_are_put_together_again(pool: WorkerPool) -> None:
    items = b"".join(b"<item><title>%d</title></item>" % n for n in range(450))
    body = b'<rss version="2.0"><channel><title>x</title>' + items + b"</channel></rss>"
    feed = await pool.run("feed", body, {}, "http://a.example/f", frozenset(), deadline=60)
    assert [entry.title for entry in feed.entries] == [str(n) for n in range(450)]


def own_children() -> list[int]:
    """The children that came during this test: other tests of the process may keep theirs."""
    return [child for child in children_of(os.getpid()) if child not in _others]


def children_of(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that ended meanwhile
            found += [int(child) for child in (task / "children").read_text().split()]
    return sorted(found)


def wait_for_end(watch: int) -> None:
    import select

    poll = select.poll()
    poll.register(watch, select.POLLIN)
    assert poll.poll(10_000), "the child is still there"
