"""People: who is called how, and which stories quote the same ones."""

from __future__ import annotations

import math
import sqlite3
from typing import Final

from reader.model import Entry
from reader.naming import is_name
from reader.store.listing.single import entries_of
from reader.text import UNSPACED

MAX_SPEAKERS: Final = 12
MAX_STORIES: Final = 30
"""Of one speaker, the newest."""


def quoting_the_same(
    con: sqlite3.Connection, entry_id: int, limit: int
) -> tuple[tuple[Entry, tuple[str, ...]], ...]:
    """Other entries that quote the speakers of one, and which: those who are seldom quoted tell
    more, then the newer tells more.  A single name is no proof that two are one person."""
    speakers = con.execute(
        "SELECT DISTINCT s.id, s.name, s.quotes FROM quote AS q"
        " CROSS JOIN speaker AS s ON s.id = q.speaker_id WHERE q.entry_id = ? LIMIT ?",
        (entry_id, MAX_SPEAKERS),
    ).fetchall()
    scores: dict[int, float] = {}
    names: dict[int, list[str]] = {}
    for speaker, name, quotes in speakers:
        if not _is_full(name):
            continue
        stories = con.execute(
            "SELECT DISTINCT entry_id FROM quote INDEXED BY quote_speaker"
            " WHERE speaker_id = ? AND entry_id <> ? ORDER BY entry_id DESC LIMIT ?",
            (speaker, entry_id, MAX_STORIES),
        )
        for (id_,) in stories:
            scores[id_] = scores.get(id_, 0.0) + 1 / math.log(3 + quotes)
            names.setdefault(id_, []).append(name)
    best = sorted(scores, key=lambda id_: (-scores[id_], -id_))[: 4 * limit]
    return tuple((entry, tuple(names[entry.id])) for entry in entries_of(con, best))[: 2 * limit]


def speakers_named(con: sqlite3.Connection, words: str) -> tuple[str, ...]:
    """The names that have all of ``words``, case and accents folded, most quoted first."""
    rows = con.execute(
        "SELECT name FROM speaker WHERE quotes > 0 AND has_words(name, ?) ORDER BY quotes DESC, id",
        (words,),
    )
    return tuple(name for (name,) in rows)


def _is_full(name: str) -> bool:
    whole = " " in name.strip() or len(UNSPACED.findall(name)) > 2
    return whole and is_name(name)
