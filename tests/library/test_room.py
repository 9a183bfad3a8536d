"""A processor left free while keys are pressed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from reader.library.beside import room as room_module
from reader.library.beside.room import Room

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for its processors"),
    pytest.mark.skipif(
        not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2,
        reason="needs two processors",
    ),
]


@pytest.fixture
def worker() -> Iterator[int]:
    """The number of a process of ours that waits."""
    before = os.sched_getaffinity(0)
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            yield process.pid
        finally:
            process.kill()
            for thread in threading.enumerate():
                assert thread.native_id is not None
                os.sched_setaffinity(thread.native_id, before)


@pytest.fixture
def gone() -> int:
    """The number of a process of ours that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


async def test_a_key_leaves_one_processor_free_in_all_threads_and_workers(worker: int) -> None:
    allowed = os.sched_getaffinity(0)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert thread.native_id is not None
    everyone = (0, thread.native_id, worker)
    try:
        room = Room(lambda: (worker,))
        room.make()
        for number in everyone:
            assert os.sched_getaffinity(number) == allowed - {max(allowed)}
        room.make()  # another key
        room.end()
        for number in everyone:
            assert os.sched_getaffinity(number) == allowed
    finally:
        done.set()
        thread.join()


async def test_the_room_ends_by_itself(worker: int, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.sched_getaffinity(0)
    monkeypatch.setattr(room_module, "SECONDS", 0.0)
    Room(lambda: (worker,)).make()
    while os.sched_getaffinity(worker) != allowed:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert os.sched_getaffinity(0) == allowed


async def test_a_worker_that_has_ended_is_passed_over(worker: int, gone: int) -> None:
    allowed = os.sched_getaffinity(0)
    room = Room(lambda: (gone, worker))
    room.make()
    assert os.sched_getaffinity(worker) == allowed - {max(allowed)}
    room.end()


async def test_a_single_processor_is_kept(worker: int) -> None:
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    room = Room(lambda: (worker,))
    room.make()
    assert os.sched_getaffinity(0) == {min(allowed)}
    assert os.sched_getaffinity(worker) == allowed
    room.end()
    assert os.sched_getaffinity(worker) == allowed
