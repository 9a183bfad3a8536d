"""Jobs that stand in line for a child while it is at another."""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ParseError
from reader.worker.frames import JOB, frame
from reader.worker.line import Child, Job
from reader.worker.pool import WorkerCrash, WorkerPool, WorkerTimeout
from tests.worker.jobs import PROGRAM


class Talk:
    """A child that is at a job until it is told a word, and jobs behind that."""

    def __init__(self, pool: WorkerPool, folder: Path) -> None:
        self.pool = pool
        self._word = folder / "word"
        os.mkfifo(self._word)
        self.first = self.ask("listen", str(self._word))

    def ask(self, job: str, *args: Any) -> asyncio.Task[Any]:
        return asyncio.create_task(self.pool.run(job, *args, deadline=60))

    async def settle(self) -> None:
        """Until all that was asked has been sent, which takes a few steps of the loop."""
        for _ in range(100):
            await asyncio.sleep(0)

    async def tell(self, word: str) -> None:
        await asyncio.to_thread(self._word.write_text, word)


@pytest.fixture
async def talk(pool: WorkerPool, tmp_path: Path) -> Talk:
    return Talk(pool, tmp_path)


async def test_a_child_goes_on_with_the_next_job_before_the_parent_has_looked(
    talk: Talk, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    second = talk.ask("labour", str(begun))
    await talk.settle()
    # From here on the loop stands still.
    told = os.open(begun, os.O_RDONLY | os.O_NONBLOCK)
    (tmp_path / "word").write_text("go")
    poll = select.poll()
    poll.register(told, select.POLLIN)
    assert poll.poll(60_000), "the second job waits for the parent"
    os.close(told)
    assert await talk.first == "go"
    assert isinstance(await second, int)


async def test_every_job_in_line_gets_its_own_answer(talk: Talk) -> None:
    others = [talk.ask("echo", number) for number in range(12)]
    await talk.settle()
    await talk.tell("go")
    assert await asyncio.gather(talk.first, *others) == ["go", *range(12)]


async def test_jobs_behind_one_whose_child_dies_are_done_by_another(pool: WorkerPool) -> None:
    jobs = [("die", "x"), ("echo", 1), ("hoard", "y"), ("echo", 2), ("die", "z"), ("echo", 3)]
    found = await asyncio.gather(
        *(pool.run(job, value, deadline=60) for job, value in jobs), return_exceptions=True
    )
    assert [answer for answer in found if isinstance(answer, int)] == [1, 2, 3]
    assert [type(answer) for answer in found[::2]] == [WorkerCrash, ParseError, WorkerCrash]


async def test_a_child_that_has_ended_is_not_opened_again(talk: Talk, tmp_path: Path) -> None:
    """The job before may hear of its answer after the one that the child died at."""
    dying = talk.ask("die", "x")
    await talk.settle()
    (child,) = talk.pool._all
    # The loop stands still until both have happened.
    (tmp_path / "word").write_text("go")
    assert child._program._process.wait()
    taken = []
    talk.first.add_done_callback(lambda _: taken.append(child.takes_more))
    assert await talk.first == "go"
    with pytest.raises(WorkerCrash):
        await dying
    assert taken == [False]
    assert not child.takes_more


async def test_a_child_that_ended_at_its_only_job_is_opened_by_no_answer_that_was_before() -> None:
    child = Child(PROGRAM)
    try:
        with pytest.raises(WorkerCrash):
            await Job(child, frame(JOB, ("die", ("x",), 60)), "x").answer
        assert child.is_leaving
    finally:
        await child.end()


async def test_a_job_whose_child_ended_before_it_was_taken_up_is_done_by_another(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await pool.run("echo", 1, deadline=60) == 1
    (child,) = pool._all
    os.kill(child._program.pid, signal.SIGKILL)
    child._program._process.wait()
    # Its sockets are closed a moment before the system tells that it has ended.
    monkeypatch.setattr("reader.worker.line.Child.alive", True)
    assert await pool.run("echo", 2, deadline=60) == 2


async def test_a_program_that_never_takes_up_a_job_is_not_started_for_ever() -> None:
    pool = WorkerPool(1, program=(sys.executable, "-c", ""))
    try:
        with pytest.raises(WorkerCrash):
            await pool.run("echo", 1, deadline=60)
    finally:
        await pool.close()


async def test_a_job_that_is_given_up_disturbs_neither_the_one_before_nor_those_behind(
    talk: Talk,
) -> None:
    second, third, fourth = (talk.ask("echo", number) for number in (2, 3, 4))
    await talk.settle()
    second.cancel()
    await talk.settle()
    await talk.tell("go")
    assert await asyncio.gather(talk.first, third, fourth) == ["go", 3, 4]
    assert second.cancelled()


async def test_what_was_sent_in_part_is_followed_by_nothing(talk: Talk) -> None:
    """The rest of a frame would be read out of what a later feed says."""
    second = talk.ask("echo", b"x" * 4_000_000)  # more than lies in a pipe
    third = talk.ask("echo", 3)
    await talk.settle()
    second.cancel()
    await talk.settle()
    await talk.tell("go")
    assert await asyncio.gather(talk.first, third) == ["go", 3]
    assert await talk.ask("echo", 4) == 4


async def test_jobs_behind_one_that_is_given_up_are_done(talk: Talk) -> None:
    others = [talk.ask("echo", number) for number in (2, 3)]
    await talk.settle()
    talk.first.cancel()
    assert await asyncio.gather(*others) == [2, 3]
    assert talk.first.cancelled()


async def test_a_job_behind_a_slow_one_goes_to_another_child(
    pool: WorkerPool, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.worker.pool.PATIENCE", 1.0)
    talk.first.cancel()
    slow = talk.ask("hang", "x")
    await talk.settle()
    assert await talk.ask("echo", 2) == 2
    assert not slow.done()
    slow.cancel()
    await pool.close()


async def test_no_answer_is_taken_for_that_of_another_job(pool: WorkerPool, talk: Talk) -> None:
    """Whatever goes wrong between the two: answers bear the numbers of their jobs."""
    await talk.settle()
    (child,) = pool._all
    child._sent += 1
    second = talk.ask("echo", 2)
    await talk.settle()
    await talk.tell("go")
    assert await asyncio.gather(talk.first, second) == ["go", 2]


async def answer_of(pool: WorkerPool, job: str, value: Any, given_up_after: float | None) -> Any:
    """The answer, what went wrong, or None when it was given up before it came."""
    asked = asyncio.create_task(pool.run(job, value, deadline=0.2 if job == "hang" else 60))
    if given_up_after is not None:
        asyncio.get_running_loop().call_later(given_up_after, asked.cancel)
    try:
        return await asked
    except asyncio.CancelledError:
        return None
    except ParseError as error:
        return type(error)


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
async def test_whatever_happens_beside_it_each_job_has_its_own_answer(seed: int) -> None:
    dice = random.Random(seed)
    sizes = (0, 10, 5_000, 70_000, 400_000, 3_000_000)
    jobs: list[tuple[str, Any, float | None]] = []
    for number in range(150):
        job = dice.choices(("echo", "die", "hang"), (95, 3, 1))[0]
        size = dice.choices(sizes, (9, 9, 9, 9, 9, 1))[0]
        jobs.append((job, f"{number} {'x' * size}" if job == "echo" else "", None))
        if dice.random() < 0.06:
            jobs[-1] = (*jobs[-1][:2], dice.random() / 50)
    pool = WorkerPool(2, program=PROGRAM)
    try:
        found = await asyncio.gather(*(answer_of(pool, *each) for each in jobs))
    finally:
        await pool.close()
    wanted = {"die": WorkerCrash, "hang": WorkerTimeout}
    for (job, value, given_up_after), answer in zip(jobs, found, strict=True):
        if answer is not None or given_up_after is None:
            assert answer == wanted.get(job, value)
