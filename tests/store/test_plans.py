"""What is asked all the time reads no table from end to end, however large the library is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.model import RULES_VERSION, Selection, Stretch
from reader.store import bulk, settings
from reader.store.arriving import feeds, pages, stories
from reader.store.file.connect import open_reader
from reader.store.keeping import reread, retention, rework, undigested
from reader.store.listing import counting, lists, single
from reader.store.searching import query, search
from reader.store.speaking import people, quotes
from reader.store.store import Store

from .making import LATER, NOW
from .queried import fill
from .walking import statements_of

LARGE = "address alias entry link quote said story tagged undigested".split()
"""Tables with a row, or more, for every story."""
CALLS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "a folder": lambda con: lists.page(con, Selection(folder="Birds")),
    "unread of all": lambda con: lists.page(con, Selection(unread=True, fold="events")),
    "the last page": lambda con: lists.page(con, Selection(), Stretch(oldest=True)),
    "with enclosures": lambda con: lists.page(con, Selection(query="has:enclosure")),
    "tagged": lambda con: lists.page(con, Selection(query="tag:later is:tagged")),
    "a count": lambda con: counting.count(con, Selection(unread=True)),
    "a count of words": lambda con: counting.count(con, Selection(query="heron -otter is:unread")),
    "a count of what lacks a word": lambda con: counting.count(con, Selection(query="-heron")),
    "a count of sources": lambda con: counting.count(
        con, Selection(query="(tag:later OR is:starred) has:enclosure")
    ),
    "all of a query": lambda con: counting.matching_ids(con, Selection(query="heron has:quotes")),
    "words and a tag": lambda con: lists.page(con, Selection(query="heron tag:later -otter")),
    "words and stars": lambda con: lists.page(con, Selection(query="heron is:starred")),
    "a search": lambda con: search.search(con, Selection(query="heron")),
    "a ranked search": lambda con: search.search(con, Selection(query="heron"), ranked=True),
    "an entry": lambda con: single.entry(con, 2),
    "the last id": single.last_id,
    "a story": lambda con: stories.story(con, 2),
    "cached": lambda con: pages.cached(con, ["https://a.example/1"]),
    "backlinks": lambda con: pages.linking_here(con, 2),
    "speakers": lambda con: quotes.speakers(con, 200),
    "one speaker": lambda con: quotes.quotes_by(con, "Maria Lund"),
    "the same speakers": lambda con: people.quoting_the_same(con, 2, 10),
    "shared words": lambda con: quotes.related_titles(con, ["heron"], limit=10),
    "feeds": feeds.feeds,
    "a change count": settings.change_count,
    "the size": retention.size,
    "what may go": lambda con: retention.prunable(con, NOW),
    "what was deleted": lambda con: retention.forgotten(con, NOW),
    "what is to be done anew": rework.is_needed,
    "what is to be put in order": bulk.is_unsettled,
    "what is only words": lambda con: undigested.undigested(con, 8),
    "what is to be read anew": reread.number_left,
    "stories to be read anew": lambda con: reread.next_piece(con, 8, 40_000),
}


async def test_no_call_scans_a_large_table(store: Store, tmp_path: Path) -> None:
    await fill(store)
    await store.put("rules", f"[{RULES_VERSION}, 5]")
    with closing(open_reader(tmp_path / "library.db")) as con:
        for name, call in CALLS.items():
            asked: list[str] = []
            con.set_trace_callback(asked.append)
            call(con)
            con.set_trace_callback(None)
            assert asked, name
            for sql in asked:
                if not sql.startswith("--"):  # the word indexes' own
                    assert scans(con, sql) == [], (name, sql)


async def test_a_scan_would_be_seen(store: Store) -> None:
    def look(con: sqlite3.Connection) -> list[str]:
        con.execute("DROP INDEX address_entry")
        found = scans(con, "SELECT a.key FROM address AS a WHERE a.entry_id = 1")
        return found + scans(con, "SELECT count(*) FROM story")

    assert store._writer is not None
    assert len(await store._writer.run(look)) == 2


async def test_what_may_go_is_told_by_indexes_alone(store: Store, tmp_path: Path) -> None:
    await fill(store)
    assert store._writer is not None
    for keep in ('["days", 0]', '["entries", 2]'):
        await store._writer.run(
            lambda con, keep=keep: con.execute("UPDATE feed SET keep = ?", (keep,))
        )
        with closing(open_reader(tmp_path / "library.db")) as con:
            asked = statements_of(con, lambda con=con: retention.prunable(con, LATER))
            steps = [
                step
                for sql in asked
                for *_, step in con.execute(f"EXPLAIN QUERY PLAN {sql}")
                if step.startswith(("SEARCH entry", "SCAN entry"))
            ]
            assert len(steps) > 3
            # None asks for rows of the table itself, by their ids.
            assert all("USING INDEX entry_" in step for step in steps), steps
            assert retention.prunable(con, LATER)


async def test_of_very_many_speakers_none_is_looked_up_for_each_entry(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(store)
    monkeypatch.setattr(query, "_FEW_FOUND", 0)
    monkeypatch.setattr(lists, "FEW", 0)
    asked = Selection(query="said:m*")
    with closing(open_reader(tmp_path / "library.db")) as con:
        told = [
            step
            for sql in statements_of(con, lambda: lists.page(con, asked))
            if "EXISTS (SELECT 1 FROM quote" in sql
            for *_, step in con.execute(f"EXPLAIN QUERY PLAN {sql}")
            if "quote" in step
        ]
        assert lists.page(con, asked).entries
    assert told
    assert set(told) == {"SEARCH quote USING PRIMARY KEY (entry_id=?)"}


def scans(con: sqlite3.Connection, sql: str) -> list[str]:
    """Steps of a statement that go through the whole of a large table, or of an index of one that
    isn't a list's."""
    steps = [step for *_, step in con.execute(f"EXPLAIN QUERY PLAN {sql}")]
    return [
        step
        for step in steps
        if (scan := re.match(r"SCAN (\S+)(.*)", step))
        and _is_large(scan[1], sql)
        and "INDEX entry_" not in scan[2]
    ]


def _is_large(name: str, sql: str) -> bool:
    """Whether ``name`` is a table of :data:`LARGE` in a statement, or stands for one there."""
    return any(
        re.search(rf"\b{table}\b(?: AS)? (?:{name})\b|\b(?={name}\b){table}\b", sql)
        for table in LARGE
    )
