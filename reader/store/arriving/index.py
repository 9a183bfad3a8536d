"""What goes into the word indexes and out of them, held back until the end of a transaction.

FTS5 writes its pending words to disk as soon as a statement with triggers or several rows begins.
Held back, the words of a whole feed are written once: a third of the time for each story.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.codec import decode_story, facts_of
from reader.model import DigestedEntry, StoryFacts
from reader.store.rows import id_list, one
from reader.store.searching.tokens import facets, paired, spaced, tokens
from reader.store.settings import is_claimed

if TYPE_CHECKING:
    from reader.store.arriving.unindexed import HeldWords

IN: Final = "INSERT INTO word_index (rowid, text) VALUES (?, ?)"
_OUT: Final = "INSERT INTO word_index (word_index, rowid, text) VALUES ('delete', ?, ?)"
TITLE_IN: Final = "INSERT INTO title_search (rowid, title) VALUES (?, ?)"
_TITLE_OUT: Final = "INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', ?, ?)"
_SPEAKER_IN: Final = "INSERT INTO speaker_index (rowid, name) VALUES (?, ?)"
_FACETS: Final = "SELECT author, link, lang, words FROM entry WHERE id = ?"


class Whole(NamedTuple):
    """What is indexed of a new entry: its title, its words with facets, and what tells that they
    are this entry's."""

    id: int
    title: str
    text: str
    entry_hash: str


class WordIndex:
    """Changes of the word indexes. :meth:`write` must end every use, when the entries' rows are as
    they will stay; :meth:`take_out` must come before a row changes."""

    def __init__(self) -> None:
        self._out: list[tuple[int, str, str]] = []
        self._in: list[tuple[int, str, str]] = []
        self._whole: list[Whole] = []
        self._changed: list[tuple[int, str, str]] = []
        self._speakers: list[tuple[int, str]] = []

    def add_speaker(self, speaker_id: int, key: str) -> None:
        """Index the name of a speaker who was not known before."""
        self._speakers.append((speaker_id, spaced(key)))

    def put_in(self, entry_id: int, title: str, facts: StoryFacts | None) -> None:
        """Index an entry by its title and, if there is one, its story."""
        self._in.append((entry_id, title, words_of(title, facts)))

    def put_in_whole(self, entry_id: int, entry: DigestedEntry, facts: StoryFacts) -> None:
        """Index an entry that is new, whose row will be as ``entry`` says: it is not looked up."""
        found = facets(entry.author, entry.link, entry.lang, entry.words)
        text = f"{words_of(entry.title, facts)}\n{found}"
        self._whole.append(Whole(entry_id, entry.title, text, entry.entry_hash))

    def change(self, entry_id: int, before: str, now: str) -> None:
        """Let the index hold ``now`` of an entry (facets included) in the place of ``before``; its
        title stays.  Only words that differ are written."""
        old, new = set(before.split()), set(now.split())
        gone, come = " ".join(old - new), " ".join(new - old)
        if not gone and not come:
            return
        if gone and now.isascii() and gone.isascii():
            # A word may stand in another piece, between other marks.
            gone = " ".join(set(tokens(gone)).difference(tokens(now)))
        elif gone:
            gone, come = before, now
        self._changed.append((entry_id, gone, come))

    def take_out(self, con: sqlite3.Connection, entry_id: int) -> None:
        """Take an entry out, as it is stored now: before its title or story changes."""
        title, text = stored_words(con, entry_id)
        self._out.append((entry_id, title, text))

    def write(self, con: sqlite3.Connection, later: HeldWords | None = None) -> None:
        """Bring the indexes up to date; ``later`` takes the words of what is new, if it is given."""
        below = not_yet_below(con)
        missing = self._take_off(con)
        for entry_id, _, text in self._out:
            if entry_id > below and entry_id not in missing:
                con.execute(_OUT, (entry_id, text))
        for entry_id, gone, come in self._changed:
            if entry_id > below and entry_id not in missing:
                if gone:
                    con.execute(_OUT, (entry_id, gone))
                con.execute(IN, (entry_id, come))
        for entry_id, title, _ in self._out:
            if entry_id not in missing:
                con.execute(_TITLE_OUT, (entry_id, spaced(title)))
        for entry_id, _, text in self._in:
            if entry_id > below:
                con.execute(IN, (entry_id, with_facets(con, entry_id, text)))
        for entry_id, title, _ in self._in:
            con.execute(TITLE_IN, (entry_id, spaced(title)))
        if later is None:
            con.executemany(IN, [(new.id, new.text) for new in self._whole])
            con.executemany(TITLE_IN, [(new.id, spaced(new.title)) for new in self._whole])
        else:
            later.take(con, self._whole)
        con.executemany(_SPEAKER_IN, self._speakers)
        self._out.clear()
        self._in.clear()
        self._whole.clear()
        self._changed.clear()
        self._speakers.clear()

    def _take_off(self, con: sqlite3.Connection) -> frozenset[int]:
        """Those that change before their words came (:mod:`reader.store.arriving.unindexed`): they
        are in no index, and from now on nobody brings the words that they had."""
        changing = {entry_id for entry_id, _, _ in (*self._out, *self._changed)}
        if not changing:
            return frozenset()
        listed = id_list(list(changing))
        among = "FROM unindexed WHERE entry_id IN (SELECT value FROM json_each(?))"
        missing = frozenset(id_ for (id_,) in con.execute(f"SELECT entry_id {among}", (listed,)))
        if missing:
            con.execute(f"DELETE {among}", (listed,))
        put_in = {entry_id for entry_id, _, _ in self._in}
        for entry_id, _, _ in self._changed:
            if entry_id in missing and entry_id not in put_in:
                title, text = stored_words(con, entry_id)
                con.execute(IN, (entry_id, text))
                con.execute(TITLE_IN, (entry_id, spaced(title)))
        return missing


def words_of(title: str, facts: StoryFacts | None) -> str:
    """The words of an entry as ``word_index`` is given them, facets aside."""
    if facts is None:
        return paired(title)
    speakers = dict.fromkeys([quote.speaker for quote in facts.quotes if quote.speaker])
    return paired("\n".join((title, facts.text, *speakers)))


def with_facets(con: sqlite3.Connection, entry_id: int, text: str) -> str:
    """``text`` and the facets of an entry, as its row is now."""
    return f"{text}\n{facets(*con.execute(_FACETS, (entry_id,)).fetchone())}"


def stored_words(con: sqlite3.Connection, entry_id: int) -> tuple[str, str]:
    """The title of an entry, and what the index holds of it: from what is stored now."""
    title, body = con.execute(
        "SELECT title, body FROM entry LEFT JOIN story ON entry_id = id WHERE id = ?", (entry_id,)
    ).fetchone()
    try:
        facts = facts_of(decode_story(body)) if body is not None else None
    except ValueError:  # a damaged story has no words, and must not stop a refresh
        facts = None
    return title, with_facets(con, entry_id, words_of(title, facts))


def not_yet_below(con: sqlite3.Connection) -> int:
    """Up to this id entries are not in the index of words yet (0: all are); see ``rework``."""
    return int(one(con, "SELECT below FROM rework") or 0)


def is_left(con: sqlite3.Connection) -> bool:
    """Whether words are to come that nobody will bring: their refresh has ended before it was
    done."""
    return one(con, "SELECT 1 FROM unindexed LIMIT 1") is not None and not is_claimed(con)
