"""The heavy half of an entry: its story, and all that is indexed from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from reader.codec import VERSION, decode_story
from reader.errors import NotFound
from reader.model import DigestedEntry, Quote, Story
from reader.store.rows import url_key
from reader.store.words import spaced, story_columns
from reader.text import fold

SURE_ENOUGH: Final = 0.5
"""Under this confidence a quote's speaker is shown nowhere, the index included (issue 3)."""

_INDEX: Final = "INSERT INTO search (rowid, title, text, quotes, speakers) VALUES (?, ?, ?, ?, ?)"
_UNINDEX: Final = (
    "INSERT INTO search (search, rowid, title, text, quotes, speakers)"
    " SELECT 'delete', id, title, text, quotes, speakers FROM search_content WHERE id = ?"
)


def add_story(
    con: sqlite3.Connection, entry_id: int, title: str, entry: DigestedEntry, story: Story
) -> None:
    """Store the story of a new entry and index it; ``story`` is ``entry.story`` decoded."""
    con.execute(
        "INSERT INTO story (entry_id, digest_version, origin, source_type, body, source)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (entry_id, VERSION, story.origin, entry.source_type, entry.story, entry.source),
    )
    con.execute(_INDEX, (entry_id, spaced(title), *story_columns(story)))
    _add_quotes(con, entry_id, story.quotes)
    con.executemany(
        "INSERT OR IGNORE INTO link (key, entry_id) VALUES (?, ?)",
        [(url_key(link.url), entry_id) for link in story.links if link.url],
    )


def remove_story(con: sqlite3.Connection, entry_id: int) -> None:
    """Take the story and its title out of the index; must come before the entry's title changes."""
    con.execute(_UNINDEX, (entry_id,))
    con.execute("DELETE FROM quote WHERE entry_id = ?", (entry_id,))
    con.execute("DELETE FROM link WHERE entry_id = ?", (entry_id,))
    con.execute("DELETE FROM story WHERE entry_id = ?", (entry_id,))


def index_title(con: sqlite3.Connection, entry_id: int, title: str) -> None:
    """Index an entry that has no story (any more) by its title."""
    con.execute(_INDEX, (entry_id, spaced(title), "", "", ""))


def prune(con: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Drop the stories of entries; the entries stay, found by their titles."""
    for entry_id in entry_ids:
        row = con.execute(
            "SELECT title FROM entry JOIN story ON entry_id = id WHERE id = ?", (entry_id,)
        ).fetchone()
        if row is not None:
            remove_story(con, entry_id)
            index_title(con, entry_id, row[0])


def stored_story(con: sqlite3.Connection, entry_id: int) -> bytes:
    """The stored bytes of a story, for :func:`reader.codec.decode_story`. Raises NotFound."""
    row = con.execute(
        "SELECT body FROM story JOIN entry ON id = entry_id"
        " WHERE entry_id = ? AND deleted_at IS NULL",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"The library has no story {entry_id}.")
    return bytes(row[0])


def story(con: sqlite3.Connection, entry_id: int) -> Story:
    """The story of an entry. Raises NotFound."""
    return decode_story(stored_story(con, entry_id), entry_id)


def stored_source(con: sqlite3.Connection, entry_id: int) -> tuple[bytes, str]:
    """The zlib-compressed markup a story was read from, and its type. Raises NotFound."""
    row = con.execute(
        "SELECT source, source_type FROM story WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    if row is None:
        raise NotFound(f"The library has no story {entry_id}.")
    return bytes(row[0]), row[1]


def _add_quotes(con: sqlite3.Connection, entry_id: int, quotes: Iterable[Quote]) -> None:
    con.executemany(
        "INSERT INTO quote (entry_id, number, speaker_id, role, kind, confidence, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                entry_id,
                number,
                _speaker_id(con, quote),
                quote.speaker.role if quote.speaker else None,
                quote.kind,
                quote.confidence,
                quote.text,
            )
            for number, quote in enumerate(quotes, start=1)
        ],
    )


def _speaker_id(con: sqlite3.Connection, quote: Quote) -> int | None:
    if quote.speaker is None or quote.confidence < SURE_ENOUGH:
        return None
    key = " ".join(fold(quote.speaker.name).split())
    row = con.execute("SELECT id FROM speaker WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return int(row[0])
    return con.execute(
        "INSERT INTO speaker (key, name) VALUES (?, ?)", (key, quote.speaker.name)
    ).lastrowid
