"""Entries that an import or an older program brought are compared later, a few at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.model import DigestedEntry
from reader.store.arriving.arrivals import Arrival, Kept
from reader.store.file.migrations import STEPS
from reader.store.grouping import late
from reader.store.store import Store
from tests.store.making import LATER, NOW, bring, digested, minutes_ago, subscribe

FEEDS = ("https://a.example/feed", "https://b.example/feed")
QUAKE = "A magnitude 7.1 earthquake struck off Arica in northern Chile before dawn on Tuesday. "
LONG = " ".join(f"word{n}" for n in range(80))


def quake(number: int, minutes: float = 50, **more: object) -> DigestedEntry:
    """A story of the event that both feeds tell."""
    title = ("Strong earthquake shakes northern Chile near Arica", "Earthquake in Chile: Arica hit")
    return digested(
        f"q{number}",
        title[number % 2],
        text=QUAKE + f"Told by paper {number}.",
        published_at=minutes_ago(minutes),
        **more,  # type: ignore[arg-type]
    )


def alone(number: int, minutes: float) -> DigestedEntry:
    """A story that nobody else tells."""
    words = " ".join(f"x{number}y{place}" for place in range(12))
    return digested(
        f"n{number}", f"Town{number} bakes", text=words, published_at=minutes_ago(minutes)
    )


async def compare(store: Store) -> int:
    """Compare all that waits; how many pieces that took."""
    pieces = 1
    while await store.compare_some(LATER):
        pieces += 1
    return pieces


async def events(store: Store) -> list[set[int]]:
    """The groups of entries that tell of one event."""
    found: dict[int, set[int]] = {}
    for id_ in range(1, await store.last_id() + 1):
        entry = await store.entry(id_)
        if entry.event_id is not None:
            found.setdefault(entry.event_id, set()).add(entry.id)
    return list(found.values())


async def test_stories_of_an_import_find_their_events_later(store: Store) -> None:
    one, two = await subscribe(store, *FEEDS)
    many = [Arrival(one, alone(number, 60 + number)) for number in range(2 * late.PIECE)]
    await store.take_in([*many, Arrival(one, quake(0)), Arrival(two, quake(1, 40))], at=NOW)
    assert await events(store) == []
    assert await compare(store) == 3
    (event,) = await events(store)
    assert len(event) == 2
    assert not await store.compare_some(LATER)
    (new,) = (await bring(store, one, quake(2, 20))).new_ids
    assert {entry.id for entry in await store.same_event(new, 5)} == event


async def test_what_is_old_is_left_as_it_is(store: Store) -> None:
    one, two = await subscribe(store, *FEEDS)
    old = 60 * 24 * (late.DAYS + 2)
    coming = [quake(0, old), quake(1, old)]
    await store.take_in([Arrival(one, coming[0]), Arrival(two, coming[1])], at=NOW)
    await store.take_in([Arrival(one, alone(1, 5))], at=NOW)
    assert await compare(store) == 1
    assert await events(store) == []


async def test_copies_found_later_keep_the_marks_that_each_has(store: Store) -> None:
    one, two = await subscribe(store, *FEEDS)
    first, again = (digested(name, "A long story", text=LONG, published_at=NOW) for name in "ab")
    read = Arrival(one, first, Kept(is_read=True))
    await store.take_in([read, Arrival(two, again)], at=NOW)
    await compare(store)
    found = [await store.entry(id_) for id_ in (1, 2)]
    assert found[0].copy_id == found[1].copy_id is not None
    assert [entry.read_at is None for entry in found] == [False, True]


async def test_a_damaged_story_is_passed_over(store: Store) -> None:
    one, two = await subscribe(store, *FEEDS)
    await store.take_in([Arrival(one, quake(0)), Arrival(two, quake(1, 40))], at=NOW)
    with closing(sqlite3.connect(store.path)) as con, con:
        con.execute("UPDATE story SET body = x'00' WHERE entry_id = 1")
    assert await compare(store) == 1
    assert await events(store) == []


@pytest.mark.parametrize("kept", ["", "{}", "[1]", "nonsense"])
async def test_a_note_of_another_version_stops_nothing(store: Store, kept: str) -> None:
    await store.put("uncompared", kept)
    assert not await store.compare_some(LATER)


async def test_a_library_of_an_older_program_is_compared_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    one, two = await subscribe(store, *FEEDS)
    await bring(store, one, quake(0))
    await bring(store, two, quake(1, 40))
    await store.close()
    with closing(sqlite3.connect(path)) as con, con:
        step = next(step for step in STEPS if step.__name__ == "_compare_later")
        step(con)  # nothing is to be done
        con.execute("UPDATE entry SET event_id = NULL, copy_id = NULL")
        con.execute("DELETE FROM gist")
        con.execute("DELETE FROM tells")
    store = await Store.open(path)
    try:
        assert not await store.compare_some(LATER)
        with closing(sqlite3.connect(path)) as con, con:
            step(con)
        assert await compare(store) == 1
        assert len(await events(store)) == 1
    finally:
        await store.close()
