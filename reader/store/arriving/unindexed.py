"""Words of new entries that go into the indexes a little later, those of several feeds at once.

FTS5 writes a piece for each transaction and merges the pieces later: the words of sixteen feeds in
one take half the time of sixteen in turn.  So a refresh notes with each feed's entries, in their own
transaction, that their words are still to come (``unindexed``), and holds the words in memory.  What
a program that was killed held is made up from the stories, when the library is opened next or in
the next refresh.

Who changes an entry that stands there puts all its words in and takes it off (:class:`WordIndex`);
so whatever is on the list is in no index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from reader.store.arriving.index import IN, TITLE_IN, Whole, stored_words
from reader.store.searching.tokens import spaced

ENOUGH: Final = 1_500_000
"""Characters held at most, of a dozen feeds: what FTS5 keeps in memory by itself, and what is written
in some hundredths of a second, in which others wait."""
_MANY: Final = 1_000
"""Entries held at most."""


class _Held(NamedTuple):
    entry_hash: str
    text: str


class HeldWords:
    """The words of entries whose rows are written; used by the thread that writes."""

    def __init__(self) -> None:
        self._held: dict[int, _Held] = {}
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time for :func:`index_held`."""
        return self._size >= ENOUGH or len(self._held) >= _MANY

    def take(self, con: sqlite3.Connection, entries: Iterable[Whole]) -> None:
        """Hold the words of new entries, and note that they are to come."""
        ids = []
        for entry_id, _, text, entry_hash in entries:
            ids.append((entry_id,))
            self._held[entry_id] = _Held(entry_hash, text)
            self._size += len(text)
        con.executemany("INSERT INTO unindexed (entry_id) VALUES (?)", ids)

    def give(self) -> dict[int, _Held]:
        """All that is held, which is held no longer."""
        held, self._held, self._size = self._held, {}, 0
        return held


def index_held(con: sqlite3.Connection, words: HeldWords | None = None) -> None:
    """Put the words of all entries into the indexes that are to come; those that ``words`` does not
    hold are made up from the stories."""
    rows = con.execute(
        "SELECT u.entry_id, e.title, e.entry_hash FROM unindexed AS u"
        " CROSS JOIN entry AS e ON e.id = u.entry_id ORDER BY u.entry_id"
    ).fetchall()
    held = words.give() if words is not None else {}
    if not rows:
        return
    texts: list[tuple[int, str]] = []
    for entry_id, _, entry_hash in rows:
        found = held.get(entry_id)
        # A transaction taken back leaves words of an id that another entry may have by now.
        is_its_own = found is not None and found.entry_hash == entry_hash
        texts.append(
            (entry_id, found.text if found and is_its_own else stored_words(con, entry_id)[1])
        )
    con.executemany(IN, texts)
    con.executemany(TITLE_IN, [(entry_id, spaced(title)) for entry_id, title, _ in rows])
    con.execute("DELETE FROM unindexed")
