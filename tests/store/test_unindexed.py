"""Words that come later than their stories: none is missing in the end, none is there twice."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.model import DigestedEntry, Selection
from reader.store import access
from reader.store.arriving import unindexed
from reader.store.arriving.entries import Applied
from reader.store.arriving.index import WordIndex, stored_words
from reader.store.keeping import rework
from reader.store.store import Store

from .indexed import check_words
from .making import NOW, bring, digested, subscribe

FEED = "https://a.example/feed"
ROOT = Path(__file__).parents[2]


async def bring_later(store: Store, feed_id: int, *entries: DigestedEntry) -> Applied:
    """Let a feed bring ``entries`` whose words may wait."""
    return await bring(store, feed_id, *entries, words_later=True)


async def found(store: Store, query: str) -> list[str]:
    """The titles of the stories that a query finds."""
    return [e.title for e in (await store.page(Selection(query=query))).entries]


async def titled(store: Store, *words: str) -> int:
    """How many titles have words that begin so."""
    return await store.count(Selection(words=words))


def waiting(con: sqlite3.Connection) -> list[int]:
    """The entries whose words are to come."""
    return [id_ for (id_,) in con.execute("SELECT entry_id FROM unindexed")]


async def check(store: Store) -> None:
    """Nothing waits, and the indexes hold what the stories say."""
    assert await store._read(waiting) == []
    assert store._writer is not None
    await store._writer.run(check_words)


def made(*names: str) -> list[DigestedEntry]:
    """Stories with a word of their own each."""
    return [digested(name, f"Ferry {name}", text=f"A heron met otter{name}.") for name in names]


async def test_stories_are_listed_at_once_and_found_when_their_words_came(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    await bring_later(store, first, *made("1", "2"))
    await bring_later(store, second, *made("3"))
    assert await store.count(Selection()) == 3
    assert await found(store, "heron") == []
    assert await titled(store, "fer") == 0
    counted = await store.change_count()
    await store.index_words()
    assert await store.change_count() > counted  # what shows a search asks again
    assert await found(store, "heron") == ["Ferry 3", "Ferry 1", "Ferry 2"]
    assert await titled(store, "fer") == 3
    await check(store)


@pytest.mark.parametrize(("limit", "number"), [("ENOUGH", 200), ("_MANY", 3)])
async def test_words_are_written_when_there_are_many(
    store: Store, monkeypatch: pytest.MonkeyPatch, limit: str, number: int
) -> None:
    monkeypatch.setattr(unindexed, limit, number)
    (feed,) = await subscribe(store, FEED)
    for round_ in range(12):
        names = [f"{round_}-{n}" for n in range(2)]
        await bring_later(store, feed, *made(*names))
    there = await store.count(Selection(query="heron"))
    assert 24 - 4 <= there <= 24
    await store.index_words()
    assert await store.count(Selection(query="heron")) == 24
    await check(store)


async def test_a_rule_sees_the_words_of_what_comes(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    store.rules = (("otter2", ("star",)),)
    await bring_later(store, feed, *made("1", "2", "3"))
    starred = await store.page(Selection(starred=True))
    assert [entry.title for entry in starred.entries] == ["Ferry 2"]
    await check(store)


async def test_what_a_closed_library_had_still_to_index_is_found_when_it_is_opened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    (feed,) = await subscribe(store, FEED)
    await bring_later(store, feed, *made("1", "2"))
    await store.close()
    store = await Store.open(path)
    assert await store.count(Selection(query="otter2")) == 1
    assert await titled(store, "ferry", "2") == 1
    await check(store)
    await store.close()


async def test_what_another_program_is_about_to_index_is_left_to_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_PAUSE", 0)
    (feed,) = await subscribe(store, FEED)
    assert await store.claim_refresh("me", ttl=60)
    await bring_later(store, feed, *made("1"))
    beside = await Store.open(store.path)
    assert beside._reworking is None
    assert await store._read(waiting) != []
    await beside.close()
    await store.index_words()
    assert await found(store, "otter1") == ["Ferry 1"]
    await check(store)
    await bring_later(store, feed, *made("2"))
    await store.release_refresh("me")  # as one that is killed: nobody brings the rest
    assert await store._read(rework.is_needed)
    assert not await store._write(rework.go_on)
    assert await store.count(Selection(query="heron")) == 2
    await check(store)


async def test_a_library_that_can_only_be_read_opens_without_them(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    (feed,) = await subscribe(store, FEED)
    await bring_later(store, feed, *made("1"))
    await store.close()
    store = await Store.open(path, read_only=True)
    assert await store.count(Selection()) == 1
    await store.close()


@pytest.mark.parametrize("beside", [False, True], ids=["here", "in another program"])
async def test_a_story_that_changes_before_its_words_came_is_found_by_the_new_ones(
    store: Store, beside: bool
) -> None:
    (feed,) = await subscribe(store, FEED)
    ids = (await bring_later(store, feed, *made("1", "2", "3", "4"))).new_ids
    assert await store.claim_refresh("me", ttl=60)
    other = await Store.open(store.path) if beside else store
    edited = digested("1", "Barge 1", text="A goose met badger1.")
    await bring(other, feed, edited)
    await other.keep_full_text(ids[1], digested("2", "Ferry 2", text="A whole page of stoats."))
    await other.delete([ids[2]], NOW)
    if beside:
        await other.close()
    assert await found(store, "badger1") == ["Barge 1"]
    assert await found(store, "stoats") == ["Ferry 2"]
    await store.index_words()
    assert await found(store, "otter1 OR otter2") == []
    assert await found(store, "badger1 OR stoats OR otter4") == ["Barge 1", "Ferry 2", "Ferry 4"]
    assert await titled(store, "ferry", "1") == 0
    assert await titled(store, "barge") == 1
    await check(store)


async def test_a_story_read_by_better_rules_before_its_words_came_is_indexed_whole(
    store: Store,
) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring_later(store, feed, *made("1"))).new_ids

    def change(con: sqlite3.Connection) -> None:
        _, before = stored_words(con, id_)
        index = WordIndex()
        index.change(id_, before.replace("heron", "bittern"), before)
        index.write(con)

    await store._write(change)
    assert await found(store, "heron") == ["Ferry 1"]
    await store.index_words()
    assert await found(store, "heron") == ["Ferry 1"]
    await check(store)


async def test_words_of_a_transaction_that_was_taken_back_are_nobodys(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")

    def out_of_luck(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(store._finder.made, "settle", out_of_luck)
        with pytest.raises(ZeroDivisionError):
            await bring_later(store, first, *made("1", "2", "3"))
    # Another program gets the ids; it indexes one story at once, and leaves the other to come.
    other = await Store.open(store.path)
    await bring(other, second, digested("a", "Barge a", text="A goose met badger."))
    await bring_later(other, second, digested("b", "Barge b", text="A stoat."))
    await other.close()
    await store.index_words()
    assert await found(store, "heron OR ferry") == []
    assert await found(store, "badger OR stoat") == ["Barge b", "Barge a"]
    await check(store)


PROGRAM = """
import asyncio, sys
from pathlib import Path
from reader.store.store import Store
from tests.store.making import subscribe
from tests.store.test_unindexed import FEED, bring_later, made

async def main():
    store = await Store.open(Path(sys.argv[1]))
    (feed,) = await subscribe(store, FEED)
    await store.claim_refresh("refresh", ttl=60)
    await bring_later(store, feed, *made("1", "2"))
    print("there", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def killed(path: Path, wanted: Sequence[str] = ("there",)) -> None:
    """Let :data:`PROGRAM` bring stories, and kill it before their words came."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, str(path)), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert program.stdout is not None
    said = await program.stdout.readline()
    program.kill()
    await program.wait()
    assert said.decode().split() == list(wanted)


async def test_a_story_whose_refresh_was_killed_before_its_words_came_is_found_after_a_restart(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    await killed(path)
    with sqlite3.connect(path) as con:
        assert len(waiting(con)) == 2
    con.close()
    store = await Store.open(path)
    assert await found(store, "otter1") == ["Ferry 1"]
    assert await titled(store, "ferry") == 2
    await check(store)
    await store.close()


async def test_the_next_refresh_indexes_what_a_killed_one_left_while_the_reader_is_open(
    tmp_path: Path,
) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    await killed(path)
    assert await found(store, "heron") == []
    await store.index_words()
    assert await found(store, "heron") == ["Ferry 1", "Ferry 2"]
    await check(store)
    await store.close()
