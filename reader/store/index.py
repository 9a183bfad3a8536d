"""What goes into the word indexes and out of them, held back until the end of a transaction.

FTS5 writes its pending words to disk as soon as a statement with triggers or several rows begins.
Held back, the words of a whole feed are written once: a third of the time for each story.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from reader.model import StoryFacts
from reader.store.words import facts_columns, spaced

_IN: Final = "INSERT INTO search (rowid, title, text, quotes, speakers) VALUES (?, ?, ?, ?, ?)"
_OUT: Final = (
    "INSERT INTO search (search, rowid, title, text, quotes, speakers)"
    " VALUES ('delete', ?, ?, ?, ?, ?)"
)
_TITLE_IN: Final = "INSERT INTO title_search (rowid, title) VALUES (?, ?)"
_TITLE_OUT: Final = "INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', ?, ?)"

Row = tuple[int, str, str, str, str]
"""Entry id, title, text, quotes, speakers; as they are indexed."""


class WordIndex:
    """Changes of the word indexes. :meth:`write` must end every use."""

    def __init__(self) -> None:
        self._out: list[Row] = []
        self._in: list[Row] = []

    def put_in(self, entry_id: int, title: str, facts: StoryFacts | None) -> None:
        """Index an entry by its title and, if there is one, its story."""
        columns = facts_columns(facts) if facts else ("", "", "")
        self._in.append((entry_id, spaced(title), *columns))

    def take_out(self, con: sqlite3.Connection, entry_id: int) -> None:
        """Take an entry out, as it is stored now: before its title or story changes."""
        row = con.execute(
            "SELECT id, title, text, quotes, speakers FROM search_content WHERE id = ?",
            (entry_id,),
        ).fetchone()
        self._out.append(row)

    def write(self, con: sqlite3.Connection) -> None:
        """Bring both indexes up to date."""
        for sql, title_sql, rows in ((_OUT, _TITLE_OUT, self._out), (_IN, _TITLE_IN, self._in)):
            for row in rows:
                con.execute(sql, row)
            for entry_id, title, *_ in rows:
                con.execute(title_sql, (entry_id, title))
            rows.clear()
