"""Who may fetch when: a bounded number of fetches at once, and few of them from one host.

A fetch waits first for its host's turn and only then for a slot, so five hundred feeds of one
host never keep the others from the network.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final, Generic, Protocol, TypeVar

from reader import urls

Place = tuple[str, int]
"""Host (lower case) and port: what politeness counts by."""


def place_of(url: str) -> Place:
    """The place that ``url`` names, its host in ASCII; raises ValueError when there is none."""
    _, host, port = urls.origin(url)
    return urls.ascii_host(host.rstrip(".")), port


SILENT_AFTER: Final = 2
"""Connections in vain, one after the other, after which a host counts as silent."""
SILENT_FOR: Final = 60.0
"""Seconds for which those that wait for a silent host are not sent after the others."""
CUT_OFF_AFTER: Final = 24
"""Different hosts silent in a row, none answering, after which the network seems gone."""
HURRY: Final = 1.0
"""Seconds that a connection may take then, so that a refresh of a thousand feeds soon ends; a host
that answers is met all the same, and is waited for as long as ever from then on."""


class Hosts:
    """Turns at each host, how long a host asked to be left alone, and which ones are silent."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._turns: dict[Place, asyncio.Semaphore] = {}
        self._held: dict[Place, datetime] = {}
        self._silent: dict[Place, tuple[int, float]] = {}
        self._quiet: dict[Place, float] = {}
        """When each of those was silent that were asked since any host answered."""

    def turn(self, place: Place) -> asyncio.Semaphore:
        """To be held (``async with``) while a connection to ``place`` is in use."""
        turn = self._turns.get(place)
        if turn is None:
            turn = self._turns[place] = asyncio.Semaphore(self._at_once)
        return turn

    def hold(self, place: Place, until: datetime) -> None:
        """Leave ``place`` alone until then."""
        self._held[place] = max(until, self._held.get(place, until))

    def held_until(self, place: Place, now: datetime | None = None) -> datetime | None:
        """Until when ``place`` is to be left alone; None when it may be asked."""
        until = self._held.get(place)
        if until is None:
            return None
        if until <= (now or datetime.now(UTC)):
            del self._held[place]
            return None
        return until

    def note_silence(self, place: Place) -> None:
        """No connection to ``place`` came about in time."""
        times, _ = self._silent.get(place, (0, 0.0))
        self._silent[place] = (times + 1, time.monotonic())
        self._quiet[place] = time.monotonic()

    def note_answer(self, place: Place) -> None:
        """``place`` answered, be it with an error."""
        self._silent.pop(place, None)
        self._quiet.clear()

    def is_silent(self, place: Place) -> bool:
        """Whether ``place`` has let connections wait in vain of late."""
        times, last = self._silent.get(place, (0, 0.0))
        return times >= SILENT_AFTER and last > time.monotonic() - SILENT_FOR

    def patience(self, usual: float) -> float:
        """Seconds that a connection may take: ``usual``, less where nobody at all answers."""
        if len(self._quiet) < CUT_OFF_AFTER:
            return usual
        since = time.monotonic() - SILENT_FOR
        quiet = sum(last > since for last in self._quiet.values())
        return min(usual, HURRY) if quiet >= CUT_OFF_AFTER else usual


def in_rounds(addresses: Sequence[str], at_once: int = 2) -> list[int]:
    """The positions of ``addresses`` in an order that keeps no host waiting behind another.

    Each round takes up to ``at_once`` of every host, so those of a crowded or slow host come
    last; within a round the given order stays.
    """
    met: Counter[Place | None] = Counter()
    rounds: list[tuple[int, int]] = []
    for number, url in enumerate(addresses):
        try:
            place = place_of(url)
        except ValueError:
            place = None
        rounds.append((met[place] // at_once, number))
        met[place] += 1
    return [number for _, number in sorted(rounds)]


class Closable(Protocol):
    """What a slot needs to know of what it lends."""

    @property
    def place(self) -> Place | None:
        """Where its idle connection leads, None when it has none."""

    async def drop(self) -> None:
        """Close its connection."""


ClientT = TypeVar("ClientT", bound=Closable)


class Slots(Generic[ClientT]):
    """A bounded number of clients, each lent to one fetch at a time.

    A client with an idle connection to the wanted place is lent first: so connections are used
    again, and idle ones never add to those that a host sees.
    """

    def __init__(self, size: int, make: Callable[[], ClientT]) -> None:
        self._room = asyncio.Semaphore(size)
        self._make = make
        self._size = size
        self._free: list[ClientT] = []
        self._made = 0

    @asynccontextmanager
    async def lend(self, place: Place) -> AsyncIterator[ClientT]:
        """A client, the best one for ``place``."""
        async with self._room:
            client = self._pick(place)
            try:
                yield client
            finally:
                self._free.append(client)

    async def close(self) -> None:
        """Close every idle connection."""
        for client in tuple(self._free):
            if client in self._free:  # it may be lent while another is being closed
                await client.drop()

    def _pick(self, place: Place) -> ClientT:
        for wanted in (place, None):
            for number, client in enumerate(self._free):
                if client.place == wanted:
                    return self._free.pop(number)
        if self._made < self._size:
            self._made += 1
            return self._make()
        return self._free.pop(0)
