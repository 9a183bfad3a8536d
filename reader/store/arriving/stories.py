"""The heavy half of an entry: its story, and all that is indexed from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from reader.codec import decode_story, facts_of, pack_source, unpack_source
from reader.errors import NotFound
from reader.model import (
    LIKELY_SPEAKER,
    RULES_VERSION,
    DigestedEntry,
    QuoteFacts,
    Story,
    StoryFacts,
    TextType,
)
from reader.store.arriving.index import WordIndex
from reader.store.arriving.numbers import keep_numbers
from reader.store.speaking.said import Counts, count_change, count_said, said_in
from reader.text import fold

_ADD_STORY: Final = (
    "INSERT INTO story (entry_id, digest_version, origin, source_type, body, source)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_CHANGE_STORY: Final = (
    "UPDATE story SET digest_version = ?, origin = ?, body = ?, source = ? WHERE entry_id = ?"
)
_CHANGE_HEADING: Final = (
    "UPDATE entry SET summary = ?, words = ?, quote_count = ?, link_count = ? WHERE id = ?"
)
_ADD_LINK: Final = "INSERT OR IGNORE INTO link (key, entry_id) VALUES (?, ?)"
_ADD_QUOTE: Final = (
    "INSERT INTO quote (entry_id, number, speaker_id, role, kind, confidence, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def put_reading(
    con: sqlite3.Connection, entry_id: int, entry: DigestedEntry, facts: StoryFacts
) -> None:
    """Put what a stored story was read as now in the place of what it was read as before; its
    quotes, links and words are for others to change."""
    source = pack_source(entry.source, entry.story)
    con.execute(_CHANGE_STORY, (RULES_VERSION, facts.origin, entry.story, source, entry_id))
    counts = (entry.words, entry.quote_count, entry.link_count)
    con.execute(_CHANGE_HEADING, (entry.summary, *counts, entry_id))


def add_story(
    con: sqlite3.Connection,
    index: WordIndex,
    entry_id: int,
    title: str,
    entry: DigestedEntry,
) -> None:
    """Store the story of an entry, whose row is there, and index it."""
    facts = facts_in(entry)
    con.execute(_ADD_STORY, _story_row(entry_id, facts, entry))
    index.put_in(entry_id, title, facts)
    if facts.quotes:
        count_change(con, entry_id, {}, _add_quotes(con, index, entry_id, facts.quotes))
    if facts.links:
        con.executemany(_ADD_LINK, [(key, entry_id) for key in facts.links])


def add_stories(
    con: sqlite3.Connection,
    index: WordIndex,
    feed_id: int,
    added: Iterable[tuple[int, int, DigestedEntry]],
) -> None:
    """Store the stories of new entries of a feed, whose rows are there, and index them; each with
    its id and ``sort_at``."""
    rows: list[tuple[object, ...]] = []
    links: list[tuple[int, int]] = []
    sayings = Sayings(con)
    for entry_id, sort_at, entry in added:
        facts = facts_in(entry)
        rows.append(_story_row(entry_id, facts, entry))
        links += [(key, entry_id) for key in facts.links]
        index.put_in_whole(entry_id, entry, facts)
        if facts.quotes:
            sayings.add(index, entry_id, facts.quotes, (feed_id, sort_at))
    con.executemany(_ADD_STORY, rows)
    con.executemany(_ADD_LINK, sorted(links))
    sayings.write()


def _story_row(entry_id: int, facts: StoryFacts, entry: DigestedEntry) -> tuple[object, ...]:
    source = pack_source(entry.source, entry.story)
    return entry_id, RULES_VERSION, facts.origin, entry.source_type, entry.story, source


def facts_in(entry: DigestedEntry) -> StoryFacts:
    """What is to be indexed of an entry's story."""
    return entry.facts or facts_of(decode_story(entry.story))


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
    con.execute("DELETE FROM undigested WHERE entry_id = ?", (entry_id,))


def change_quotes(
    con: sqlite3.Connection,
    index: WordIndex,
    entry_id: int,
    quotes: Sequence[QuoteFacts],
    *,
    counts: bool,
) -> None:
    """Put ``quotes`` in the place of those of an entry; ``counts`` says whether they count (those
    of deleted entries don't).  Speakers that stay are not looked for anew."""
    before = said_in(con, entry_id)
    con.execute("DELETE FROM quote WHERE entry_id = ?", (entry_id,))
    now = _add_quotes(con, index, entry_id, quotes)
    if counts:
        count_change(con, entry_id, before, now)


def prune(con: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Drop the stories of entries; the entries stay, found by their titles."""
    index = WordIndex()
    for entry_id in entry_ids:
        row = con.execute(
            "SELECT title FROM entry JOIN story ON entry_id = id WHERE id = ?", (entry_id,)
        ).fetchone()
        if row is not None:
            remove_story(con, index, entry_id, numbers=False)
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


def stamp(con: sqlite3.Connection, entry_id: int) -> str:
    """Another one when the feed has edited the entry, or its page has come; the same when only
    the rules that read it are others. Raises NotFound."""
    row = con.execute(
        "SELECT origin || ' ' || entry_hash FROM story JOIN entry ON id = entry_id"
        " WHERE entry_id = ? AND deleted_at IS NULL",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"The library has no story {entry_id}.")
    return str(row[0])


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


class Sayings:
    """The quotes of many new entries and what they add to the counts, written at once.

    :meth:`write` must end every use, when the rows of the entries are there."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self._speakers: dict[str, int] = {}
        self._quotes: list[tuple[object, ...]] = []
        self._counts = Counts()

    def add(
        self,
        index: WordIndex,
        entry_id: int,
        quotes: Sequence[QuoteFacts],
        where: tuple[int, int] | None,
    ) -> None:
        """Take the quotes of an entry; ``where`` are its feed and its ``sort_at``, None for an
        entry whose quotes don't count."""
        said: dict[int, int] = {}
        for number, quote in enumerate(quotes, start=1):
            speaker = self._speaker(index, quote)
            if speaker is not None:
                said[speaker] = said.get(speaker, 0) + 1
            self._quotes.append(_quote_row(entry_id, number, speaker, quote))
        if where is not None:
            self._counts.add(said, *where)

    def write(self) -> None:
        """Write what was gathered."""
        self._con.executemany(_ADD_QUOTE, self._quotes)
        self._counts.write(self._con)
        self._quotes.clear()

    def _speaker(self, index: WordIndex, quote: QuoteFacts) -> int | None:
        if quote.speaker is None or quote.confidence < LIKELY_SPEAKER:
            return None
        if quote.speaker not in self._speakers:
            known = _speaker_id(self._con, index, quote)
            assert known is not None
            self._speakers[quote.speaker] = known
        return self._speakers[quote.speaker]


def _add_quotes(
    con: sqlite3.Connection, index: WordIndex, entry_id: int, quotes: Sequence[QuoteFacts]
) -> dict[int, int]:
    """Store the quotes of an entry, whose words stand in its story; how many each speaker has."""
    said: dict[int, int] = {}
    rows = []
    for number, quote in enumerate(quotes, start=1):
        speaker = _speaker_id(con, index, quote)
        if speaker is not None:
            said[speaker] = said.get(speaker, 0) + 1
        rows.append(_quote_row(entry_id, number, speaker, quote))
    con.executemany(_ADD_QUOTE, rows)
    return said


def _quote_row(
    entry_id: int, number: int, speaker: int | None, quote: QuoteFacts
) -> tuple[object, ...]:
    return entry_id, number, speaker, quote.role, quote.kind, quote.confidence, ""


def _speaker_id(con: sqlite3.Connection, index: WordIndex, quote: QuoteFacts) -> int | None:
    if quote.speaker is None or quote.confidence < LIKELY_SPEAKER:
        return None
    key = " ".join(fold(quote.speaker).split())
    row = con.execute("SELECT id FROM speaker WHERE key = ?", (key,)).fetchone()
    if row is not None:
        return int(row[0])
    added = con.execute(
        "INSERT INTO speaker (key, name) VALUES (?, ?)", (key, quote.speaker)
    ).lastrowid
    assert added is not None
    index.add_speaker(added, key)
    return added
