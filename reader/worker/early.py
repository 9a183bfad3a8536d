"""Children started before anybody knows what for: while this process imports what a first refresh
needs, another core has nothing to do, and a child takes as long to import what it needs.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from reader.worker.line import Child
from reader.worker.pool import PROGRAM

_FEED: Final = "feed"
"""The job whose modules such a child imports at once: others do so when they take up their first."""

_started: list[Child] = []


def start(number: int) -> None:
    """Start ``number`` children, which are there for who asks for them first (:func:`take`); there
    need be no event loop yet.  Where none can be started now, that is left to a pool."""
    with suppress(OSError):
        while len(_started) < number:
            _started.append(Child((*PROGRAM, _FEED)))


def take() -> list[Child]:
    """The children that were started and that nobody has taken; they are the caller's to end."""
    taken = _started.copy()
    _started.clear()
    return taken
