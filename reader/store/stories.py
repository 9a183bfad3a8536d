"""The heavy half of an entry: its story, and all that is indexed from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
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
from reader.store.index import WordIndex
from reader.store.numbers import keep_numbers
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
_COUNT_SAID: Final = (
    "INSERT INTO said (speaker_id, feed_id, quotes, stories, last_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (speaker_id, feed_id) DO UPDATE"
    " SET quotes = quotes + ?3, stories = stories + ?4, last_at = max(last_at, ?5)"
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
        _count(con, entry_id, _add_quotes(con, index, entry_id, facts.quotes), 1)
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


def count_said(con: sqlite3.Connection, entry_id: int, sign: int) -> None:
    """Count the quotes of an entry in (1) or out (-1) of what its speakers said in all."""
    _count(con, entry_id, _said(con, entry_id), sign)


def _said(con: sqlite3.Connection, entry_id: int) -> dict[int, int]:
    """How many quotes of an entry each speaker has."""
    said = con.execute(
        "SELECT speaker_id, count(*) FROM quote WHERE entry_id = ? AND speaker_id IS NOT NULL"
        " GROUP BY speaker_id",
        (entry_id,),
    )
    return dict(said.fetchall())


def _count(con: sqlite3.Connection, entry_id: int, said: Mapping[int, int], sign: int) -> None:
    if not said:
        return
    feed_id, sort_at = con.execute(
        "SELECT feed_id, sort_at FROM entry WHERE id = ?", (entry_id,)
    ).fetchone()
    for speaker_id, number in said.items():
        con.execute(
            "UPDATE speaker SET quotes = quotes + ? WHERE id = ?", (sign * number, speaker_id)
        )
        con.execute(_COUNT_SAID, (speaker_id, feed_id, sign * number, sign, sort_at))
        if sign < 0:
            _find_last(con, speaker_id, feed_id, entry_id)


def change_quotes(
    con: sqlite3.Connection,
    index: WordIndex,
    entry_id: int,
    quotes: Sequence[QuoteFacts],
    *,
    counts: bool,
) -> None:
    """Put ``quotes`` in the place of those of an entry; ``counts`` says whether they count (those of
    deleted entries don't).  Speakers that stay are not looked for anew."""
    before = _said(con, entry_id)
    con.execute("DELETE FROM quote WHERE entry_id = ?", (entry_id,))
    now = _add_quotes(con, index, entry_id, quotes)
    if not counts:
        return
    feed_id, sort_at = con.execute(
        "SELECT feed_id, sort_at FROM entry WHERE id = ?", (entry_id,)
    ).fetchone()
    for speaker in sorted(before.keys() | now.keys()):
        more = now.get(speaker, 0) - before.get(speaker, 0)
        stories = (speaker in now) - (speaker in before)
        if more or stories:
            con.execute("UPDATE speaker SET quotes = quotes + ? WHERE id = ?", (more, speaker))
            con.execute(_COUNT_SAID, (speaker, feed_id, more, stories, sort_at))
        if stories < 0:
            _find_last(con, speaker, feed_id, entry_id)


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


class Sayings:
    """The quotes of many new entries and what they add to the counts, written at once.

    :meth:`write` must end every use, when the rows of the entries are there."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self._speakers: dict[str, int] = {}
        self._quotes: list[tuple[object, ...]] = []
        self._said: dict[tuple[int, int], list[int]] = {}

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
        if where is None:
            return
        feed_id, sort_at = where
        for speaker, number in said.items():
            row = self._said.setdefault((speaker, feed_id), [0, 0, sort_at])
            row[0] += number
            row[1] += 1
            row[2] = max(row[2], sort_at)

    def write(self) -> None:
        """Write what was gathered."""
        self._con.executemany(_ADD_QUOTE, self._quotes)
        self._con.executemany(
            "UPDATE speaker SET quotes = quotes + ? WHERE id = ?",
            [(row[0], speaker) for (speaker, _), row in sorted(self._said.items())],
        )
        self._con.executemany(
            _COUNT_SAID, [(*key, *row) for key, row in sorted(self._said.items())]
        )
        self._quotes.clear()
        self._said.clear()

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
