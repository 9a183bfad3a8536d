"""What finds the events of new entries, made when the first one comes in."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.store.settings import unseen

if TYPE_CHECKING:
    from reader.store.grouping.events import Events


class EventFinder:
    """Finds the events of new entries, on the thread that writes.

    What it needs is imported and made there at the first new entry: lists of words and patterns
    take a tenth of a second, which showing a library and a quiet refresh do without.
    """

    def __init__(self) -> None:
        self._events: Events | None = None

    @property
    def made(self) -> Events:
        """What settles new entries; made when it is first asked for."""
        if self._events is None:
            from reader.store.grouping.events import Events

            self._events = Events()
        return self._events

    def keep(self, con: sqlite3.Connection) -> None:
        """As :meth:`reader.store.grouping.events.Events.keep`, if there was a new entry."""
        if self._events is not None:
            self._events.keep(con)


@unseen
def keep_word_counts(con: sqlite3.Connection, finder: EventFinder) -> None:
    """Write down how common words are."""
    finder.keep(con)
