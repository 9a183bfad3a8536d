"""A library of an older program: every story stays, and is found again a little later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.codec import decode_story
from reader.model import DigestedEntry, Selection
from reader.store import access
from reader.store.arriving.feeds import add_builtin
from reader.store.file.connect import open_writer, transaction, tune_writer
from reader.store.file.migrations import STEPS, migrate
from reader.store.keeping import rework
from reader.store.store import Fetched, Store

from .indexed import check_words
from .making import LATER, bring, digested, feed_of, quote

OLD = STEPS[:5]
URL = "https://a.example/feed"


def old_library(path: Path, entries: list[DigestedEntry]) -> None:
    """A library as it was when every place of every word was in the index."""
    with closing(open_writer(path)) as con:
        migrate(con, path, OLD)
        tune_writer(con)
        with transaction(con):
            add_builtin(con)
            con.execute("INSERT INTO feed (id, url, own_title) VALUES (70, ?, 'A')", (URL,))
            con.execute("INSERT INTO speaker (id, key, name) VALUES (4, 'ines ohm', 'Ines Ohm')")
            for id_, entry in enumerate(entries, 1):
                _add(con, id_, entry)


def _add(con: sqlite3.Connection, id_: int, entry: DigestedEntry) -> None:
    con.execute(
        "INSERT INTO entry (id, feed_id, sort_at, identity, entry_hash, title, author, first_seen_at, quote_count)"
        " VALUES (?, 70, ?, ?, ?, ?, ?, 0, 1)",
        (id_, id_, entry.identity, entry.entry_hash, entry.title, entry.author),
    )
    con.execute("INSERT INTO story VALUES (?, 1, 'feed', 'html', ?, ?)", (id_, entry.story, b""))
    con.execute("INSERT INTO title_search (rowid, title) VALUES (?, ?)", (id_, entry.title))
    story = decode_story(entry.story)
    con.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (id_, entry.title, "\n\n".join(block.text for block in story.blocks)),
    )
    for number, said in enumerate(story.quotes, 1):
        con.execute(
            "INSERT INTO quote VALUES (?, ?, 4, NULL, 'direct', 0.9, ?)", (id_, number, said.text)
        )


def made(number: int) -> list[DigestedEntry]:
    """Stories to be found."""
    return [
        digested(f"{n}", f"Ferry {n}", text=f"The old heron met otter{n}.",
                 quotes=[quote(f"We counted {n}", "Ines Ohm")])
        for n in range(number)
    ]  # fmt: skip


async def finish(store: Store) -> int:
    """Do all that is left; in how many pieces."""
    pieces = 1
    while await store._write(rework.go_on):
        pieces += 1
    return pieces


async def test_every_story_stays_and_is_found_when_all_are_done_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PAUSE", 1_000)
    monkeypatch.setattr(rework, "BATCH", 7)
    path = tmp_path / "library.db"
    old_library(path, made(30))
    store = await Store.open(path)
    assert await store.count(Selection()) == 30
    assert await store.count(Selection(words=("ferry",))) == 30
    assert await store.count(Selection(query='said:"ines ohm"')) == 30
    assert await store.count(Selection(query="author:writer")) == 30
    assert [b.text for b in (await store.story(9)).blocks] == [
        "The old heron met otter8.",
        "We counted 8",
    ]
    assert await store._write(rework.go_on)
    assert await store.count(Selection(query='"old heron"')) == 7  # the newest first
    await store.close()

    store = await Store.open(path)  # it goes on where it was
    feed = await store.feed_by_url(URL)
    assert feed is not None
    edited = digested("3", "Ferry 3", text="The old heron left.")
    await store.apply(feed.id, feed_of(edited, digested("new", "New")), Fetched(LATER))
    await store._write(rework.go_on)
    assert await finish(store) > 3
    assert await store.count(Selection(query='"old heron"')) == 30
    assert await store.count(Selection(query="otter8 author:writer")) == 1
    assert await store.count(Selection(query="otter3")) == 0
    assert await store.count(Selection(query='quote:"we counted" said:ohm')) == 29
    assert store._writer is not None
    await store._writer.run(check_words)
    tables = await store._read(
        lambda con: {name for (name,) in con.execute("SELECT name FROM sqlite_schema")}
    )
    assert not {"search", "search_content", "search_data"} & tables
    await store.close()
    store = await Store.open(path)
    assert store._reworking is None
    await bring(store, feed.id, digested("last", "Last heron"))
    assert await store.count(Selection(query="heron")) == 31
    await store.close()


async def test_it_is_done_while_the_library_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PAUSE", 0)
    path = tmp_path / "library.db"
    old_library(path, made(150))
    store = await Store.open(path)
    assert store._reworking is not None
    await store._reworking
    assert await store.count(Selection(query="heron")) == 150
    await store.close()


async def test_a_library_without_stories_has_nothing_to_do_anew(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    old_library(path, [])
    store = await Store.open(path)
    assert store._reworking is None
    await store.close()
