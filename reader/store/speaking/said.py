"""How much speakers said, in each feed and in all: counted with every story, so that no list counts
quotes.  Those of deleted entries don't count."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

_IN_FEED: Final = (
    "INSERT INTO said (speaker_id, feed_id, quotes, stories, last_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (speaker_id, feed_id) DO UPDATE"
    " SET quotes = quotes + ?3, stories = stories + ?4, last_at = max(last_at, ?5)"
)
_IN_ALL: Final = (
    "UPDATE speaker SET quotes = quotes + ?3, stories = stories + ?4, last_at = max(last_at, ?5)"
    " WHERE id = ?1"
)


def count_said(con: sqlite3.Connection, entry_id: int, sign: int) -> None:
    """Count the quotes of an entry in (1) or out (-1) of what its speakers said."""
    said = said_in(con, entry_id)
    before, now = ({}, said) if sign > 0 else (said, {})
    count_change(con, entry_id, before, now)


def said_in(con: sqlite3.Connection, entry_id: int) -> dict[int, int]:
    """How many quotes of an entry each speaker has."""
    said = con.execute(
        "SELECT speaker_id, count(*) FROM quote WHERE entry_id = ? AND speaker_id IS NOT NULL"
        " GROUP BY speaker_id",
        (entry_id,),
    )
    return dict(said.fetchall())


def count_change(
    con: sqlite3.Connection, entry_id: int, before: Mapping[int, int], now: Mapping[int, int]
) -> None:
    """Count that speakers have so many quotes of an entry ``now``, and had others ``before``."""
    if before == now:
        return
    feed_id, sort_at = con.execute(
        "SELECT feed_id, sort_at FROM entry WHERE id = ?", (entry_id,)
    ).fetchone()
    for speaker in sorted(before.keys() | now.keys()):
        more = now.get(speaker, 0) - before.get(speaker, 0)
        stories = (speaker in now) - (speaker in before)
        if more or stories:
            row = (speaker, feed_id, more, stories, sort_at)
            con.execute(_IN_FEED, row)
            con.execute(_IN_ALL, row)
        if stories < 0:
            _find_last(con, speaker, feed_id, entry_id)


class Counts:
    """What many new entries add, written at once; :meth:`write` must end every use."""

    def __init__(self) -> None:
        self._said: dict[tuple[int, int], list[int]] = {}

    def add(self, said: Mapping[int, int], feed_id: int, sort_at: int) -> None:
        """Take how many quotes of a new entry each speaker has."""
        for speaker, number in said.items():
            row = self._said.setdefault((speaker, feed_id), [0, 0, sort_at])
            row[0] += number
            row[1] += 1
            row[2] = max(row[2], sort_at)

    def write(self, con: sqlite3.Connection) -> None:
        """Write what was gathered."""
        rows = [(*key, *row) for key, row in sorted(self._said.items())]
        con.executemany(_IN_ALL, rows)
        con.executemany(_IN_FEED, rows)
        self._said.clear()


def _find_last(con: sqlite3.Connection, speaker_id: int, feed_id: int, without: int) -> None:
    """The newest story that still quotes a speaker in a feed, and in all, once another is taken
    out."""
    con.execute(
        "UPDATE said SET last_at = coalesce((SELECT max(sort_at) FROM quote AS q CROSS JOIN"
        "  entry ON id = entry_id WHERE q.speaker_id = ?1 AND feed_id = ?2 AND id <> ?3"
        "  AND deleted_at IS NULL), 0)"
        " WHERE speaker_id = ?1 AND feed_id = ?2"
        " AND last_at = (SELECT sort_at FROM entry WHERE id = ?3)",
        (speaker_id, feed_id, without),
    )
    con.execute(
        "UPDATE speaker SET last_at = coalesce((SELECT max(last_at) FROM said"
        "  WHERE speaker_id = ?1 AND quotes > 0), 0)"
        " WHERE id = ?1 AND last_at = (SELECT sort_at FROM entry WHERE id = ?2)",
        (speaker_id, without),
    )
