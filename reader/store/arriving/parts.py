"""A feed that brings very many entries, stored in several transactions.

A hundred thousand entries in one take twenty seconds, in which the reader's marks wait, and those of
another program are given up.  So each transaction takes as many as were stored in
:data:`SECONDS` before, and others write between two of them.

What the feed is asked with next, and that it came at all, is written with the last part: of one that
was broken off all entries are there that came in, and the next refresh brings the others.  Entries
are known again across parts as within one, since one :class:`Intake` goes through all of them.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reader.model import DigestedEntry
from reader.store.arriving.entries import Applied, Arrived, note_good, shelf_of, take_some
from reader.store.arriving.intake import Intake
from reader.store.arriving.rules import StoredRule
from reader.store.rows import stamp

if TYPE_CHECKING:
    from reader.store.arriving.unindexed import HeldWords
    from reader.store.grouping.finder import EventFinder

LARGE: Final = 250
"""Entries from which on a feed is stored in parts."""
LARGE_BYTES: Final = 2_000_000
"""Bytes of stories from which on it is, and that one part has, unless one story has more."""
FIRST: Final = 100
"""Entries of the first part."""
LEAST: Final = 25
"""Entries that a part has at least; below that, parts cost more than what is in them."""
MOST: Final = 1_000
SECONDS: Final = 0.04
"""So long a part is to take."""
_LOOKED_UP: Final = 5_000
"""Identities looked up at a time."""


def is_large(arrived: Arrived) -> bool:
    """Whether what a feed brought is stored in parts."""
    entries = arrived.digested.entries
    return len(entries) > LARGE or sum(map(_size, entries)) > LARGE_BYTES


class Parts:
    """What one feed brought, on its way in: :meth:`look_ahead` until it says no, then
    :meth:`store_next` until :attr:`is_done`."""

    def __init__(self, arrived: Arrived) -> None:
        self._arrived = arrived
        self._intake = Intake(
            arrived.feed_id, 1, stamp(arrived.fetched.at), full_text=arrived.full_text
        )
        # Feeds list the newest first; the last one in gets the highest id.
        self._left = list(arrived.digested.entries)
        self._looked_ahead = 0
        self._at_once = FIRST
        self._new_ids: list[tuple[int, ...]] = []
        self._updated = 0
        self.is_done = False
        """Whether all is stored."""
        self.notify: list[int] = []
        """Entries of which a rule says that the reader be told, as they come."""

    @property
    def applied(self) -> Applied:
        """What was changed so far."""
        ids = tuple(id_ for some in reversed(self._new_ids) for id_ in some)
        return Applied(len(ids), self._updated, ids, tuple(self.notify))

    def look_ahead(self, con: sqlite3.Connection) -> bool:
        """Find out which of the next entries are known by their identities; whether any are left.

        Which entries a document names tells that others in it are not these."""
        some = self._left[self._looked_ahead : self._looked_ahead + _LOOKED_UP]
        self._looked_ahead += len(some)
        self._intake.look_ahead(con, some)
        return self._looked_ahead < len(self._left)

    def store_next(
        self,
        con: sqlite3.Connection,
        *,
        rules: Sequence[StoredRule] = (),
        events: EventFinder | None = None,
        later: HeldWords | None = None,
    ) -> None:
        """Store the next part, with the last one what is known of the feed. Raises NotFound."""
        began = time.monotonic()
        arrived, intake = self._arrived, self._intake
        intake.go_on(shelf_of(con, arrived.feed_id), None if rules else later)
        some = self._take()
        if not self._left:
            note_good(con, arrived.feed_id, arrived.digested, arrived.fetched)
        applied = take_some(
            con,
            intake,
            some,
            arrived.fetched.at,
            unread_again=arrived.unread_again,
            rules=rules,
            events=events,
        )
        self._new_ids.append(applied.new_ids)
        self._updated += applied.updated
        self.notify += applied.notify
        self.is_done = not self._left
        took = max(time.monotonic() - began, 0.001)
        self._at_once = max(LEAST, min(int(len(some) * SECONDS / took), 2 * len(some), MOST))

    def _take(self) -> list[DigestedEntry]:
        """The next part, the oldest entries first; they are let go when they are stored."""
        some: list[DigestedEntry] = []
        size = 0
        while self._left and len(some) < self._at_once:
            size += _size(self._left[-1])
            if some and size > LARGE_BYTES:
                break
            some.append(self._left.pop())
        return some


def _size(entry: DigestedEntry) -> int:
    return len(entry.story) + len(entry.source)
