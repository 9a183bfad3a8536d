"""Whether the indexes of words, and the counts of quotes, hold what the stories say."""

from __future__ import annotations

import sqlite3

from reader.store.arriving.index import stored_words
from reader.store.searching.tokens import TOKENIZER, spaced


def check_words(con: sqlite3.Connection) -> None:
    """The indexes hold every word of every entry and speaker, and nothing else."""
    con.execute("INSERT INTO title_search (title_search, rank) VALUES ('integrity-check', 1)")
    entries = [
        (id_, stored_words(con, id_)[1])
        for (id_,) in con.execute("SELECT id FROM entry").fetchall()
    ]
    assert held(con, "word_index") == cut(entries)
    speakers = con.execute("SELECT id, key FROM speaker").fetchall()
    assert held(con, "speaker_index") == cut([(id_, spaced(key)) for id_, key in speakers])


def check_speakers(con: sqlite3.Connection) -> None:
    """The counts beside speakers are those of the quotes of entries that are not deleted."""
    rows = con.execute(
        "SELECT s.id, count(e.id), count(DISTINCT e.id), coalesce(max(e.sort_at), 0)"
        " FROM speaker AS s LEFT JOIN quote AS q ON q.speaker_id = s.id"
        " LEFT JOIN entry AS e ON e.id = q.entry_id AND e.deleted_at IS NULL GROUP BY s.id"
    ).fetchall()
    kept = "SELECT id, quotes, stories, last_at FROM speaker ORDER BY id"
    assert con.execute(kept).fetchall() == rows
    in_feeds = (
        "SELECT speaker_id, sum(quotes), sum(stories), max(last_at) FROM said GROUP BY speaker_id"
    )
    assert con.execute(in_feeds).fetchall() == [
        row
        for row in rows
        if row[1] or con.execute("SELECT 1 FROM said WHERE speaker_id = ?", row[:1]).fetchone()
    ]


def held(con: sqlite3.Connection, table: str) -> set[tuple[str, int]]:
    """What an index holds, as (word, id)."""
    con.execute(f"CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, {table}, 'instance')")
    try:
        return {(term, doc) for term, doc in con.execute("SELECT term, doc FROM temp.held")}
    finally:
        con.execute("DROP TABLE temp.held")


def cut(rows: list[tuple[int, str]]) -> set[tuple[str, int]]:
    """The words of texts, as (word, id)."""
    con = sqlite3.connect(":memory:")
    try:
        con.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = '{TOKENIZER}')")
        con.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", rows)
        con.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, 'instance')")
        return {(term, doc) for term, doc in con.execute("SELECT term, doc FROM v")}
    finally:
        con.close()
