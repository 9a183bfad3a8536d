"""The heavy half of an entry: its story, and all that is indexed from it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Final

from reader.codec import VERSION, decode_story
from reader.errors import NotFound
from reader.model import DigestedEntry, Quote, Story, TextType
from reader.store.index import WordIndex
from reader.store.numbers import keep_numbers
from reader.store.rows import url_key
from reader.text import fold

_LOOK_BACK: Final = 32 * 1024
SURE_ENOUGH: Final = 0.5
"""Under this confidence a quote's speaker is shown nowhere, the index included (issue 3)."""


def add_story(
    con: sqlite3.Connection,
    index: WordIndex,
    entry_id: int,
    title: str,
    entry: DigestedEntry,
    story: Story,
) -> None:
    """Store the story of an entry and index it; ``story`` is ``entry.story`` decoded."""
    con.execute(
        "INSERT INTO story (entry_id, digest_version, origin, source_type, body, source)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            entry_id,
            VERSION,
            story.origin,
            entry.source_type,
            entry.story,
            pack_source(entry.source, entry.story),
        ),
    )
    index.put_in(entry_id, title, story)
    _add_quotes(con, entry_id, story.quotes)
    count_said(con, entry_id, 1)
    con.executemany(
        "INSERT OR IGNORE INTO link (key, entry_id) VALUES (?, ?)",
        [(url_key(link.url), entry_id) for link in story.links if link.url],
    )


def remove_story(
    con: sqlite3.Connection, index: WordIndex, entry_id: int, *, numbers: bool = True
) -> None:
    """Take the story and its title out of the index; must come before the entry's title changes.

    With ``numbers`` its quotes are remembered under theirs."""
    index.take_out(con, entry_id)
    count_said(con, entry_id, -1)
    if numbers:
        keep_numbers(con, entry_id)
    con.execute("DELETE FROM quote WHERE entry_id = ?", (entry_id,))
    con.execute("DELETE FROM link WHERE entry_id = ?", (entry_id,))
    con.execute("DELETE FROM story WHERE entry_id = ?", (entry_id,))


def count_said(con: sqlite3.Connection, entry_id: int, sign: int) -> None:
    """Count the quotes of an entry in (1) or out (-1) of what its speakers said in all."""
    said = con.execute(
        "SELECT speaker_id, count(*), feed_id, sort_at FROM quote JOIN entry ON id = entry_id"
        " WHERE entry_id = ? AND speaker_id IS NOT NULL GROUP BY speaker_id",
        (entry_id,),
    ).fetchall()
    for speaker_id, number, feed_id, sort_at in said:
        con.execute(
            "UPDATE speaker SET quotes = quotes + ? WHERE id = ?", (sign * number, speaker_id)
        )
        con.execute(
            "INSERT INTO said (speaker_id, feed_id, quotes, stories, last_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (speaker_id, feed_id) DO UPDATE"
            " SET quotes = quotes + ?3, stories = stories + ?4, last_at = max(last_at, ?5)",
            (speaker_id, feed_id, sign * number, sign, sort_at),
        )
        if sign < 0:
            _find_last(con, speaker_id, feed_id, entry_id)


def pack_source(source: bytes, body: bytes) -> bytes:
    """``source`` (zlib) deflated anew, with the text of ``body`` as the dictionary."""
    if not source:
        return b""
    packer = zlib.compressobj(6, zdict=_dictionary(body))
    return packer.compress(zlib.decompress(source)) + packer.flush()


def unpack_source(packed: bytes, body: bytes) -> bytes:
    """The zlib-compressed source that :func:`pack_source` was given."""
    if not packed:
        return b""
    unpacker = zlib.decompressobj(zdict=_dictionary(body))
    return zlib.compress(unpacker.decompress(packed) + unpacker.flush())


def prune(con: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Drop the stories of entries; the entries stay, found by their titles."""
    index = WordIndex()
    for entry_id in entry_ids:
        row = con.execute(
            "SELECT title FROM entry JOIN story ON entry_id = id WHERE id = ?", (entry_id,)
        ).fetchone()
        if row is not None:
            remove_story(con, index, entry_id)
            index.put_in(entry_id, row[0], None)
    index.write(con)


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


def stored_source(con: sqlite3.Connection, entry_id: int) -> tuple[bytes, TextType]:
    """The zlib-compressed markup a story was read from, and its type. Raises NotFound."""
    row = con.execute(
        "SELECT source, body, source_type FROM story WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    if row is None:
        raise NotFound(f"The library has no story {entry_id}.")
    return unpack_source(row[0], row[1]), row[2]


def _find_last(con: sqlite3.Connection, speaker_id: int, feed_id: int, without: int) -> None:
    """The newest story that still quotes a speaker in a feed, once another is taken out."""
    con.execute(
        "UPDATE said SET last_at = coalesce((SELECT max(sort_at) FROM quote AS q CROSS JOIN"
        "  entry ON id = entry_id WHERE q.speaker_id = ?1 AND feed_id = ?2 AND id <> ?3"
        "  AND deleted_at IS NULL), 0)"
        " WHERE speaker_id = ?1 AND feed_id = ?2"
        " AND last_at = (SELECT sort_at FROM entry WHERE id = ?3)",
        (speaker_id, feed_id, without),
    )


def _dictionary(body: bytes) -> bytes:
    """The end of the stored text, as much as deflate can look back on."""
    return zlib.decompress(body)[-_LOOK_BACK:]


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
