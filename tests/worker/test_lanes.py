"""How many children work at a time."""

from __future__ import annotations

import asyncio

import pytest

from reader.worker import lanes
from reader.worker.lanes import WARMING, WORTH, Lanes


class Crowd:
    """Those who want a turn: each keeps the one it got until it is let go."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, most: int, *, seconds: float = 3600.0
    ) -> None:
        monkeypatch.setattr(lanes, "LOOK", seconds)  # the tests look by themselves
        self.worked = 0.0
        self.lanes = Lanes(most, lambda: self.worked)
        self.tasks: list[asyncio.Task[None]] = []
        self._ends: list[asyncio.Event] = []
        self.at_work = 0
        self.two_at_work = asyncio.Event()

    async def come(self, number: int) -> None:
        self.tasks += [asyncio.create_task(self._work()) for _ in range(number)]
        await self.settle()

    async def let_go(self, number: int) -> None:
        for _ in range(number):
            self._ends.pop(0).set()
            await self.settle()

    async def look(self) -> int:
        """How many are at work after a look at those who wait."""
        self.lanes._look()
        await self.settle()
        return self.at_work

    async def settle(self) -> None:
        """Until nobody can go on by himself: each of them does so in a few steps of the loop."""
        for _ in range(10 * (len(self.tasks) + 1)):
            await asyncio.sleep(0)

    async def leave(self) -> None:
        self.lanes.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _work(self) -> None:
        async with self.lanes:
            self.at_work += 1
            if self.at_work == 2:
                self.two_at_work.set()
            end = asyncio.Event()
            self._ends.append(end)
            try:
                await end.wait()
            finally:
                self.at_work -= 1


async def test_one_child_does_where_little_work_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd(monkeypatch, most=4)
    await crowd.come(9)
    await crowd.let_go(3)
    crowd.worked = WARMING + 4 * WORTH / 6  # four jobs for this, five of the kind wait
    assert await crowd.look() == 1
    await crowd.come(2)
    assert await crowd.look() == 2
    await crowd.leave()


async def test_a_stuck_job_makes_room_for_the_one_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd = Crowd(monkeypatch, most=2)
    await crowd.come(2)
    assert await crowd.look() == 1
    crowd.worked = WARMING + 3 * WORTH
    assert await crowd.look() == 2
    await crowd.leave()


async def test_a_child_that_starts_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd(monkeypatch, most=2)
    await crowd.come(50)
    assert await crowd.look() == 1
    await crowd.leave()


async def test_there_are_never_more_than_allowed_and_all_at_once_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crowd = Crowd(monkeypatch, most=3)
    crowd.lanes.open(9)
    await crowd.come(5)
    assert crowd.at_work == 3
    assert await crowd.look() == 3
    await crowd.leave()


async def test_nobody_is_kept_by_one_who_gave_up_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd(monkeypatch, most=1)
    await crowd.come(3)
    crowd.tasks[1].cancel()
    await crowd.settle()
    await crowd.let_go(1)
    assert crowd.at_work == 1
    await crowd.let_go(1)
    assert crowd.at_work == 0
    await crowd.leave()


async def test_it_looks_again_as_long_as_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd(monkeypatch, most=2, seconds=0.001)
    looks = 0

    def worked() -> float:
        nonlocal looks
        looks += 1
        return WARMING + 3 * WORTH if looks > 3 else 0.0

    crowd.lanes = Lanes(2, worked)
    await crowd.come(2)
    await crowd.two_at_work.wait()
    assert looks == 4
    await crowd.leave()
