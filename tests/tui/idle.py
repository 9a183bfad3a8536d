"""When a test may look: the process has nothing left to do, and was not merely kept from doing it.

Textual's pilot takes a program that used next to no processor time for a moment to be idle.
Beside other programs it may just not have been its turn: then a test looked, or pressed the next
key, too early.  Here time spent waiting for a processor, or for the disk, is no rest.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from time import monotonic, process_time

import pytest
import textual.app
import textual.pilot

TASKS = "/proc/self/task"
SLICE = 0.004
"""Seconds of rest that tell an idle process; Textual's own 0.02 are most of the time that a pressed
key takes."""
LITTLE_WORK = SLICE / 2
"""Seconds of work in a slice that are still rest."""
LITTLE_WAITING = SLICE / 8
"""Seconds of waiting for a processor in a slice, but for the waking at its end, that are too."""
LONGEST = 1.0
"""Seconds with a processor after which a process that is never idle is waited for no longer."""
GIVE_UP = 30.0
"""Seconds after which nothing is waited for."""


def _waited() -> float:
    """Seconds that the threads of this process were ready to run and were not run (Linux)."""
    total = 0
    for thread in _threads():
        try:
            total += int(_read(f"{TASKS}/{thread}/schedstat").split()[1])
        except (OSError, IndexError):
            continue  # the thread is gone, or this kernel does not count
    return total / 1e9


def _threads() -> list[str]:
    with os.scandir(TASKS) as found:
        return [each.name for each in found]


def _read(path: str) -> bytes:
    """A small file of the kernel's; this is asked thousands of times."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 1024)
    finally:
        os.close(file)


def _is_at_work() -> bool:
    """Whether another thread runs, or waits for the disk."""
    this = str(os.getpid())
    for thread in _threads():
        try:
            state = _read(f"{TASKS}/{thread}/stat").rpartition(b") ")[2][:1]
        except OSError:
            continue
        if state == b"D" or (state == b"R" and thread != this):
            return True
    return False


async def wait_for_idle(min_sleep: float = SLICE, max_sleep: float = LONGEST) -> None:
    """Wait until this process rests for ``min_sleep`` seconds, at most for ``max_sleep`` seconds
    in which it had a processor."""
    start, starved = monotonic(), 0.0
    waited_before = _waited()
    while True:
        worked, began = process_time(), monotonic()
        await asyncio.sleep(SLICE)
        late = max(monotonic() - began - SLICE, 0.0)
        worked, waited_now = process_time() - worked, _waited()
        waited, waited_before = waited_now - waited_before, waited_now
        starved += max(waited, late)
        passed = monotonic() - start
        if passed >= GIVE_UP or passed - starved >= max_sleep:
            break
        is_resting = worked < LITTLE_WORK and waited - late < LITTLE_WAITING and not _is_at_work()
        if is_resting and passed >= min_sleep:
            break


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait like this."""
    if Path(TASKS).is_dir():
        monkeypatch.setattr(textual.pilot, "wait_for_idle", wait_for_idle)
        monkeypatch.setattr(textual.app, "wait_for_idle", wait_for_idle)
