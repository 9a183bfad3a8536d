"""Stories that older rules read, read anew by those of today (:data:`reader.model.RULES_VERSION`).

They are taken from the newest down, a few at a time (:mod:`reader.library.rereading`).  One setting
says how far that is: most stories come out as they were, and of them nothing is written.  What the
reader made stays with its story: marks and tags stand in the entry, highlights and places are found
by their words, and numbers of quotes are kept with the words they stood for.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reader.model import RULES_VERSION, DigestedEntry, StoredStory, StoryFacts
from reader.store import settings
from reader.store.arriving.index import WordIndex, stored_words, with_facets, words_of
from reader.store.arriving.numbers import keep_numbers, quote_texts
from reader.store.arriving.stories import change_quotes, facts_in, put_reading
from reader.store.keeping.undigested import UNDIGESTED
from reader.store.rows import one, to_json, to_stamp
from reader.store.settings import unseen

_KEY: Final = "rules"
_LOOKED_AT: Final = 200
"""Rows looked at for a piece at most."""
_NEXT: Final = (
    "SELECT entry_id, digest_version FROM story WHERE entry_id < ? ORDER BY entry_id DESC LIMIT ?"
)
_ONE: Final = (
    "SELECT s.entry_id, s.body, s.source, s.source_type, e.author, e.summary"
    " FROM story AS s CROSS JOIN entry AS e ON e.id = s.entry_id WHERE s.entry_id = ?"
)


class Piece(NamedTuple):
    """Some stories to be read anew; those with ids from ``below`` to under ``top`` need nothing
    once that is done."""

    top: int
    below: int
    stories: tuple[StoredStory, ...]


class _State(NamedTuple):
    """Which rules the stories were last read anew by, and under which id that is still to be
    done."""

    version: int
    below: int


def note_up_to_date(con: sqlite3.Connection) -> None:
    """A library made just now holds no story of older rules."""
    _keep(con, 0)


def number_left(con: sqlite3.Connection) -> int:
    """How many stories may be of older rules, told from their ids; 0 when none is."""
    top = _top(con)
    return 0 if top is None else max(0, top - 1)


def next_piece(
    con: sqlite3.Connection, limit: int, size: int, before: int | None = None
) -> Piece | None:
    """Up to ``limit`` stories of about ``size`` bytes as stored, the newest first, below ``before``
    if that is given.  None when all are done, or have been begun by a newer program."""
    top = _top(con)
    if top is None:
        return None
    if before is not None:
        top = min(top, before)
    below, held = top, 0
    stories: list[StoredStory] = []
    rows = con.execute(_NEXT, (top, _LOOKED_AT)).fetchall()
    for entry_id, version in rows:
        if version != UNDIGESTED and version < RULES_VERSION:
            if len(stories) == limit or held >= size:
                break
            found = StoredStory(*con.execute(_ONE, (entry_id,)).fetchone())
            stories.append(found)
            held += len(found.body) + len(found.source)
        below = entry_id
    return Piece(top, below if rows else 0, tuple(stories))


@unseen
def pass_over(con: sqlite3.Connection, piece: Piece) -> None:
    """Note that the stories of ``piece`` are what they were, or can't be read anew."""
    state = _state(con)
    if state.version < RULES_VERSION or (
        state.version == RULES_VERSION and piece.below < state.below <= piece.top
    ):
        _keep(con, piece.below)


def put(
    con: sqlite3.Connection, piece: Piece, found: Sequence[tuple[int, DigestedEntry | None]]
) -> int:
    """Put what was found in the place of stories of ``piece``; how many.  None stands for one that
    stays; one that changed or went meanwhile stays as it is now."""
    if _state(con).version > RULES_VERSION:
        return 0
    index, done = WordIndex(), 0
    bodies = {story.entry_id: story.body for story in piece.stories}
    for entry_id, entry in found:
        if entry is None:
            continue
        if one(con, "SELECT body FROM story WHERE entry_id = ?", entry_id) == bodies[entry_id]:
            _put(con, index, entry_id, entry)
            done += 1
    index.write(con)
    pass_over(con, piece)
    return done


def _put(con: sqlite3.Connection, index: WordIndex, entry_id: int, entry: DigestedEntry) -> None:
    facts = facts_in(entry)
    title, words = stored_words(con, entry_id)
    if quote_texts(con, entry_id) != [quote.text for quote in facts.quotes]:
        keep_numbers(con, entry_id)
    is_page, is_deleted = con.execute(
        "SELECT shelf = 0 AND origin = 'page', deleted_at IS NOT NULL"
        " FROM entry JOIN story ON entry_id = id WHERE id = ?",
        (entry_id,),
    ).fetchone()
    renamed = is_page and entry.title != title
    if renamed:
        index.take_out(con, entry_id)
    put_reading(con, entry_id, entry, facts)
    if is_page:  # its story is all that tells what it is called
        con.execute(
            "UPDATE entry SET title = ?, author = ?, lang = ?, published_at = ? WHERE id = ?",
            (entry.title, entry.author, entry.lang, to_stamp(entry.published_at), entry_id),
        )
    change_quotes(con, index, entry_id, facts.quotes, counts=not is_deleted)
    _change_links(con, entry_id, facts)
    if renamed:
        index.put_in(entry_id, entry.title, facts)
    else:
        index.change(entry_id, words, with_facets(con, entry_id, words_of(title, facts)))


def _change_links(con: sqlite3.Connection, entry_id: int, facts: StoryFacts) -> None:
    known = con.execute("SELECT key FROM link WHERE entry_id = ?", (entry_id,)).fetchall()
    before, now = {key for (key,) in known}, set(facts.links)
    _each(con, "DELETE FROM link WHERE key = ? AND entry_id = ?", before - now, entry_id)
    _each(con, "INSERT INTO link (key, entry_id) VALUES (?, ?)", now - before, entry_id)


def _each(con: sqlite3.Connection, sql: str, keys: Iterable[int], entry_id: int) -> None:
    con.executemany(sql, [(key, entry_id) for key in sorted(keys)])


def _top(con: sqlite3.Connection) -> int | None:
    """Under which id stories are to be looked at; None when none is."""
    state = _state(con)
    if state.version > RULES_VERSION or (state.version == RULES_VERSION and not state.below):
        return None
    if state.version == RULES_VERSION:
        return state.below
    last = one(con, "SELECT max(entry_id) FROM story")
    return None if last is None else int(last) + 1


def _state(con: sqlite3.Connection) -> _State:
    """As noted; a library of before there were numbers is noted nowhere."""
    value = settings.get(con, _KEY)
    return _State(*json.loads(value)) if value else _State(0, 0)


def _keep(con: sqlite3.Connection, below: int) -> None:
    settings.put(con, _KEY, to_json(_State(RULES_VERSION, below)))
