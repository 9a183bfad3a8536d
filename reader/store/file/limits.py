"""How long a question may take: where no index can serve, it is given up rather than waited for.

A limit holds for the thread that asks.  SQLite asks whether it is over every few thousand steps
(:mod:`reader.store.file.threads`), and so does whatever looks through stories.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, NoReturn

from reader.errors import InvalidQuery
from reader.model import Cursor
from reader.store.rows import EPOCH

SECONDS: Final = 5.0
"""How long one question may take in all."""
MOMENT: float = 0.5
"""How long one may take that is only worth a moment: how many rows a list has."""


class TakesTooLong(InvalidQuery):
    """The query can be read, but not answered in time on this library."""


class StillLooking(TakesTooLong):
    """Nothing was found in time: what is not older than ``older`` was looked at, the rest is
    another question."""

    def __init__(self, older: Cursor) -> None:
        self.older = older
        # What is left of that day is looked at again.
        day = self.back_to.astimezone().date() + timedelta(days=1)
        super().__init__(
            f"Nothing was found back to {day:%Y-%m-%d}; the query takes too long on this library.",
            position=0,
            hint=f"Add before:{day:%Y-%m-%d} to look further back, or words, or a feed:.",
        )

    @property
    def back_to(self) -> datetime:
        """The time of that place."""
        return EPOCH + timedelta(microseconds=self.older.sort_at)


_RAISED: Final = "user-defined function raised exception"
_here = threading.local()


@contextmanager
def in_time(seconds: float | None = None) -> Iterator[None]:
    """Raises InvalidQuery where what is within took longer than :data:`SECONDS`, or so many;
    within another, that one's time counts."""
    if getattr(_here, "until", None) is not None:
        yield
        return
    _here.until = time.monotonic() + (SECONDS if seconds is None else seconds)
    _here.given_up = _here.cut_short = False
    _here.back_to = None
    try:
        yield
    except TimeoutError as error:
        raise _too_long() from error
    except sqlite3.OperationalError as error:
        raised = _RAISED in str(error) and _here.given_up
        # Errors that Python's module raises by itself bear no name.
        name = getattr(error, "sqlite_errorname", "")
        if not raised and not (name == "SQLITE_INTERRUPT" and over()):
            raise
        raise _too_long() from error
    finally:
        _here.until = None


def over() -> bool:
    """Whether the time of this thread's question is over."""
    until = getattr(_here, "until", None)
    return until is not None and time.monotonic() > until


def check() -> None:
    """Raises TimeoutError when the time is over."""
    if over():
        give_up()


def give_up() -> NoReturn:
    """Raise TimeoutError, from within a function that SQLite calls too."""
    _here.given_up = True
    raise TimeoutError


def is_cut_short(found: Collection[object]) -> bool:
    """Whether the time is over with something found: then that is the answer, and what follows is
    another question. Raises TimeoutError when nothing is."""
    if not over():
        return False
    if not found:
        give_up()
    go_on()
    _here.cut_short = True
    return True


def go_on() -> None:
    """Give what remains to be done with what was found, which is little, time anew."""
    _here.until, _here.cut_short = time.monotonic() + SECONDS, False


def looked_back_to(place: Cursor | None) -> None:
    """Note that of a list, newest first, everything down to this place was looked at: it is told
    when the time is over before anything was found. None: that is no longer so."""
    _here.back_to = place


def was_cut_short() -> bool:
    """Whether what this thread found is not all there is within its reach."""
    return bool(getattr(_here, "cut_short", False))


def _too_long() -> InvalidQuery:
    back_to: Cursor | None = getattr(_here, "back_to", None)
    if back_to is not None:
        return StillLooking(back_to)
    return TakesTooLong(
        "The query takes too long on this library.",
        position=0,
        hint="Add words, a feed: or newer: to look through fewer stories.",
    )
