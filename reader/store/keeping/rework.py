"""What an older program stored, done anew a little at a time.

The index of words came later, and stories are packed smaller: entries that were there before go
into it and are packed anew from the newest down, some at a time, while the reader reads; then the
index that it replaces is taken out, some pages at a time.  A library closed meanwhile goes on where
it was. So do an import that was broken off before its index was in order
(:mod:`reader.store.bulk`), the entries of large feeds that come or go, and words that a refresh which
was killed had still to bring.
"""

from __future__ import annotations

import sqlite3
import zlib
from typing import Final

from reader.codec import decode_story, encode_story, pack_source, unpack_source
from reader.store import bulk
from reader.store.arriving import feeds
from reader.store.arriving.index import IN, is_left, not_yet_below, stored_words
from reader.store.rows import one
from reader.store.settings import note_change, unseen

BATCH: Final = 50
"""Entries done in one transaction: so long the reader's marks may wait."""
_ROWS: Final = 2_000
_FIRST: Final = 10
"""Rows of an FTS5 table's data up to this one say how the rest is laid out."""


def is_needed(con: sqlite3.Connection) -> bool:
    """Whether anything is still as an older program stored it."""
    return is_left(con) or feeds.is_shelving(con) or _has_old_index(con) or bulk.is_unsettled(con)


@unseen
def go_on(con: sqlite3.Connection) -> bool:
    """Do the next piece; whether anything is left."""
    if is_left(con):
        from reader.store.arriving.unindexed import index_held

        index_held(con)
        note_change(con)
    elif feeds.is_shelving(con):
        feeds.shelve_some(con)
        note_change(con)
    elif not_yet_below(con):
        _index_some(con)
    elif _has_old_index(con):
        if not _empty_some(con):
            drop_old_index(con)
    else:
        bulk.settle_some(con)
    return is_needed(con)


def drop_old_index(con: sqlite3.Connection) -> None:
    """Take out the index of words as it was before ``word_index``."""
    con.execute("DROP TABLE IF EXISTS search")
    con.execute("DROP VIEW IF EXISTS search_content")


def _index_some(con: sqlite3.Connection) -> None:
    below = not_yet_below(con)
    ids = [
        id_
        for (id_,) in con.execute(
            "SELECT id FROM entry WHERE id <= ? ORDER BY id DESC LIMIT ?", (below, BATCH)
        )
    ]
    texts = [(id_, stored_words(con, id_)[1]) for id_ in ids]
    for id_ in ids:
        _pack_anew(con, id_)
    con.executemany(IN, texts)
    if len(ids) < BATCH:
        con.execute("DELETE FROM rework")
    else:
        con.execute("UPDATE rework SET below = ?", (ids[-1] - 1,))


def _pack_anew(con: sqlite3.Connection, entry_id: int) -> None:
    """Store a story as stories are stored now; one that is damaged stays as it is."""
    row = con.execute("SELECT body, source FROM story WHERE entry_id = ?", (entry_id,)).fetchone()
    if row is None:
        return
    body, source = row
    try:
        story = decode_story(body)
        anew = encode_story(story)
        if decode_story(anew) != story:
            return
        packed = pack_source(unpack_source(source, body), anew)
    except (ValueError, zlib.error):
        return
    con.execute(
        "UPDATE story SET body = ?, source = ? WHERE entry_id = ?", (anew, packed, entry_id)
    )
    con.execute("UPDATE quote SET text = '' WHERE entry_id = ?", (entry_id,))


def _empty_some(con: sqlite3.Connection) -> int:
    """Take some rows out of the old index, whose tables are ordinary ones; how many."""
    return con.execute(
        "DELETE FROM search_data WHERE id IN (SELECT id FROM search_data WHERE id > ?"
        " ORDER BY id DESC LIMIT ?)",
        (_FIRST, _ROWS),
    ).rowcount


def _has_old_index(con: sqlite3.Connection) -> bool:
    return one(con, "SELECT 1 FROM sqlite_schema WHERE name = 'search'") is not None
