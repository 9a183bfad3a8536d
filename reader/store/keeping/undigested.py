"""Stories that are only their words yet, and become whole ones later.

An import stores what another reader kept as it is: each story can be listed, read and found at
once.  Its quotes, links and structure come when it is opened, or when its turn comes, the newest
first (:mod:`reader.library.upkeep`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.codec import unpack_source
from reader.model import DigestedEntry, KeptStory
from reader.store.arriving.index import WordIndex, stored_words, with_facets, words_of
from reader.store.arriving.stories import Sayings, facts_in, put_reading
from reader.store.rows import one

_NO_END: Final = 1 << 62
UNDIGESTED: Final = 0
"""The ``digest_version`` of a story that is only its words yet."""


def is_undigested(con: sqlite3.Connection, entry_id: int) -> bool:
    """Whether the story of an entry is only its words yet."""
    return one(con, "SELECT 1 FROM undigested WHERE entry_id = ?", entry_id) is not None


def number_undigested(con: sqlite3.Connection) -> int:
    """How many stories are only their words yet."""
    return int(one(con, "SELECT count(*) FROM undigested"))


def undigested(
    con: sqlite3.Connection, limit: int, before: int | None = None
) -> tuple[KeptStory, ...]:
    """Stories whose turn it is, those that came in last first; only those ``before`` an entry, if
    that is given."""
    rows = con.execute(
        "SELECT u.entry_id FROM undigested AS u CROSS JOIN story AS s ON s.entry_id = u.entry_id"
        " WHERE u.entry_id < ? ORDER BY u.entry_id DESC LIMIT ?",
        (_NO_END if before is None else before, limit),
    ).fetchall()
    return tuple(kept for (entry_id,) in rows if (kept := kept_story(con, entry_id)))


def kept_story(con: sqlite3.Connection, entry_id: int) -> KeptStory | None:
    """What is kept of a story that is only its words yet; None when it is whole, or gone."""
    row = con.execute(
        "SELECT body, source, source_type FROM undigested AS u CROSS JOIN story AS s"
        " ON s.entry_id = u.entry_id WHERE u.entry_id = ?",
        (entry_id,),
    ).fetchone()
    if row is None:
        return None
    body, source, source_type = row
    return KeptStory(entry_id, body, unpack_source(source, body), source_type)


def put_digested(
    con: sqlite3.Connection, digested: Sequence[tuple[int, DigestedEntry | None]]
) -> int:
    """Put whole stories in the place of words; None for one that can't be had, whose words stay.
    How many are whole now.  Those that were read anew meanwhile are passed over."""
    index, sayings = WordIndex(), Sayings(con)
    done = 0
    for entry_id, entry in digested:
        if not is_undigested(con, entry_id):
            continue
        con.execute("DELETE FROM undigested WHERE entry_id = ?", (entry_id,))
        if entry is not None:
            _put(con, index, sayings, entry_id, entry)
            done += 1
    sayings.write()
    index.write(con)
    return done


def _put(
    con: sqlite3.Connection,
    index: WordIndex,
    sayings: Sayings,
    entry_id: int,
    entry: DigestedEntry,
) -> None:
    title, before = stored_words(con, entry_id)
    feed_id, sort_at, is_deleted = con.execute(
        "SELECT feed_id, sort_at, deleted_at IS NOT NULL FROM entry WHERE id = ?", (entry_id,)
    ).fetchone()
    facts = facts_in(entry)
    put_reading(con, entry_id, entry, facts)
    con.executemany(
        "INSERT OR IGNORE INTO link (key, entry_id) VALUES (?, ?)",
        [(key, entry_id) for key in facts.links],
    )
    if facts.quotes:
        where = None if is_deleted else (feed_id, sort_at)
        sayings.add(index, entry_id, facts.quotes, where)
    index.change(entry_id, before, with_facets(con, entry_id, words_of(title, facts)))
