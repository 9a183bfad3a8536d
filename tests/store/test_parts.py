"""Feeds of very many entries are stored in parts: others write between two of them, and one that was
broken off is completed by the next refresh."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.errors import NotFound
from reader.model import DigestedEntry, Selection, Stretch
from reader.store.arriving import parts
from reader.store.arriving.entries import Applied, Arrived
from reader.store.store import Fetched, Store

from .indexed import check_words
from .making import LATER, NOW, bring, digested, feed_of, minutes_ago, subscribe

FEED = "https://many.example/feed"
OTHER = "https://other.example/feed"
GOOD = Fetched(NOW, NOW + timedelta(minutes=30), '"1"', "yesterday", "body")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of three entries."""
    for name, number in {"LARGE": 3, "FIRST": 3, "LEAST": 3, "MOST": 3, "_LOOKED_UP": 4}.items():
        monkeypatch.setattr(parts, name, number)


def numbered(*numbers: int, words: str = "Rain over the hills") -> list[DigestedEntry]:
    """Entries with addresses and times, the newest first as feeds have them."""
    return [
        digested(
            f"g{n}",
            f"Title {n}",
            text=f"{words} {n}",
            link=f"https://many.example/{n}",
            published_at=minutes_ago(n),
        )
        for n in sorted(numbers)
    ]


async def bring_in_parts(
    store: Store, feed: int, entries: Sequence[DigestedEntry], *, number: int | None = None
) -> Applied:
    """Let a feed bring ``entries``, broken off after so many parts."""
    left = iter(range(len(entries) if number is None else number))
    return await store.apply_in_parts(
        Arrived(feed, feed_of(*entries), GOOD), goes_on=lambda: next(left, None) is not None
    )


async def listed(store: Store, **selection: bool) -> list[str]:
    """The titles of the list."""
    page = await store.page(Selection(**selection), Stretch(limit=100))  # type: ignore[arg-type]
    return [entry.title for entry in page.entries]


async def test_all_is_stored_in_the_order_of_the_feed(store: Store, tmp_path: Path) -> None:
    (feed,) = await subscribe(store, FEED)
    # Equal times: the first of the document stands first.
    entries = [digested(f"g{n}", f"Title {n}", published_at=NOW) for n in range(10)]
    applied = await bring_in_parts(store, feed, entries)
    assert (applied.new, applied.updated) == (10, 0)
    assert [(await store.entry(id_)).title for id_ in applied.new_ids] == await listed(store)
    assert await listed(store) == [f"Title {n}" for n in range(10)]
    await store.index_words()
    assert store._writer is not None
    await store._writer.run(check_words)
    assert (await store.conditions())[feed].body_hash == "body"


async def test_what_is_asked_with_next_comes_with_the_last_part(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    await bring(store, feed, *numbered(50))
    before = await store.feed_by_url(FEED), (await store.conditions())[feed]
    await bring_in_parts(store, feed, numbered(*range(7)), number=2)
    known, asked = await store.feed_by_url(FEED), (await store.conditions())[feed]
    assert known is not None and before[0] is not None
    assert (asked, known.fetched_at) == (before[1], before[0].fetched_at)
    assert known.total == 7  # what came is there
    assert (await bring_in_parts(store, feed, numbered(*range(7)))).new == 1
    asked = (await store.conditions())[feed]
    assert (asked.etag, asked.last_modified, asked.body_hash) == ('"1"', "yesterday", "body")


async def test_a_feed_broken_off_is_completed_and_nothing_comes_back_unread(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    entries = numbered(*range(10))
    await bring_in_parts(store, feed, entries, number=2)
    seen = (await store.page(Selection(), Stretch(limit=100))).entries
    assert len(seen) == 6
    await store.set_read([entry.id for entry in seen[:4]], True, NOW)
    await store.delete([seen[5].id], NOW)
    applied = await bring_in_parts(store, feed, entries)
    assert (applied.new, applied.updated) == (4, 0)
    assert len(await listed(store, unread=True)) == 10 - 5
    assert len(await listed(store)) == 9


async def test_others_write_between_two_parts_and_what_they_did_stays(store: Store) -> None:
    feed, other = await subscribe(store, FEED, OTHER)
    before = (await bring(store, feed, *numbered(1, 2, 3, 4))).new_ids
    left = iter(range(99))
    edited = numbered(*range(9), words="Sun over the hills")
    arrived = Arrived(feed, feed_of(*edited), GOOD)
    parted = parts.Parts(arrived)
    while await store._read(parted.look_ahead):
        pass
    while not parted.is_done:
        n = next(left)
        await store._write(parted.store_next)
        await bring(store, other, digested(f"o{n}", f"Other {n}"))
        await store.delete([before[n]], NOW)
    assert parted.applied.new == 5
    titles = await listed(store)
    assert sorted(titles) == sorted(
        [f"Other {n}" for n in range(3)] + [f"Title {n}" for n in (0, 4, 5, 6, 7, 8)]
    )
    ids = [e.id for e in (await store.page(Selection(), Stretch(limit=100))).entries]
    assert len(set(ids)) == len(ids)


async def test_changes_of_a_program_beside_are_met(store: Store, tmp_path: Path) -> None:
    """Two programs that store the same feed at once collide in no row."""
    (feed,) = await subscribe(store, FEED)
    beside = await Store.open(tmp_path / "library.db")
    try:
        parted = parts.Parts(Arrived(feed, feed_of(*numbered(*range(9))), GOOD))
        while await store._read(parted.look_ahead):
            pass
        await store._write(parted.store_next)
        assert (await bring(beside, feed, *numbered(*range(9)))).new == 6
        while not parted.is_done:
            await store._write(parted.store_next)
        assert parted.applied.new == 3
        assert len(await listed(store)) == 9
    finally:
        await beside.close()


async def test_entries_are_known_again_across_parts_as_within_one(tmp_path: Path) -> None:
    """The same document at once and in parts leaves the same library."""
    first = [
        *numbered(1, 2, 3),
        replace(digested("nameless", "Bells", text="Ring"), guid=None),
        digested("linkless", "Ships", published_at=minutes_ago(3)),
        replace(digested("moved", "Tides", link="https://many.example/tides?s=1"), guid=None),
    ]
    moment = minutes_ago(1)
    second = [
        # A new guid under an old address and title; one that is the feed's own name for another.
        replace(numbered(2)[0], identity="fresh", guid="fresh", entry_hash="fresh"),
        replace(numbered(3, words="Edited")[0]),
        digested("linkless-2", "Ships", published_at=minutes_ago(3)),
        digested("linkless", "Ships", text="More", published_at=minutes_ago(3)),
        # Two of one title and text without guid or address, told apart by their times.
        replace(digested("hash:1", "Notice", text="Closed", published_at=moment), guid=None),
        *numbered(11, 12, 13, 14, 15),
        replace(digested("hash:2", "Notice", text="Closed", published_at=NOW), guid=None),
        replace(digested("nameless-2", "Bells", text="Ring"), guid=None),
        # The same address and title under two guids.
        digested("twin-1", "Twin", link="https://many.example/twin"),
        *numbered(21, 22, 23, 24),
        digested("twin-2", "Twin", link="https://many.example/twin"),
    ]
    found = []
    for at_once in (True, False):
        path = tmp_path / f"{at_once}.db"
        store = await Store.open(path)
        (feed,) = await subscribe(store, FEED)
        await bring(store, feed, *first)
        arrived = Arrived(feed, feed_of(*second), GOOD)
        if at_once:
            (applied,) = await store.apply_together([arrived], words_later=True)
        else:
            applied = await store.apply_in_parts(arrived)
        await store.index_words()
        await store.close()
        with closing(sqlite3.connect(path)) as con:
            rows = con.execute(
                "SELECT id, identity, guid, title, summary, sort_at, read_at FROM entry ORDER BY id"
            ).fetchall()
            aliases = con.execute("SELECT identity, entry_id FROM alias ORDER BY 1").fetchall()
        found.append((applied, rows, aliases))
    assert found[0] == found[1]


SUBJECTS = (
    "earthquake Arica Chile rescuers rubble magnitude coast dawn",
    "bakers Lyon strike bread ovens union wages flour",
    "ferry Norhaven harbour storm passengers captain rescue pier",
)


async def groups(path: Path, *, at_once: bool) -> tuple[list[list[str]], list[list[str]]]:
    """The events and the copies of what one feed brought, and then another that has many."""
    store = await Store.open(path)
    feed, other = await subscribe(store, FEED, OTHER)
    before = [
        digested(f"o{n}", words.capitalize(), text=f"{words} again", published_at=NOW)
        for n, words in enumerate(SUBJECTS[:2])
    ]
    await bring(store, other, *before)
    coming = [
        digested(
            f"g{n}",
            " ".join(SUBJECTS[n % 3].split()[n // 3 :]).capitalize(),
            text=f"{SUBJECTS[n % 3]} {'again' if n < 2 else n}",
            published_at=minutes_ago(n),
        )
        for n in range(9)
    ]
    arrived = Arrived(feed, feed_of(*coming), GOOD)
    if at_once:
        await store.apply_together([arrived])
    else:
        await store.apply_in_parts(arrived)
    await store.close()
    with closing(sqlite3.connect(path)) as con:
        found = []
        for column in ("event_id", "copy_id"):
            rows = con.execute(
                f"SELECT json_group_array(identity) FROM (SELECT * FROM entry ORDER BY identity)"
                f" WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY 1"
            )
            found.append([json.loads(names) for (names,) in rows])
    return found[0], found[1]


async def test_events_and_copies_are_those_of_one_part(tmp_path: Path) -> None:
    events, copies = await groups(tmp_path / "parts.db", at_once=False)
    assert (events, copies) == await groups(tmp_path / "whole.db", at_once=True)
    assert copies == [["g0", "o0"], ["g1", "o1"]]
    assert not any("g2" in names for names in events)  # stories of one document alone


async def test_rules_see_every_part(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    store.rules = (("title:Title", ("star",)), ("hills", ("notify", "tag:wet")))
    applied = await bring_in_parts(store, feed, numbered(*range(8)))
    assert len(await listed(store, starred=True)) == 8
    assert sorted(applied.notify) == sorted(applied.new_ids) == sorted(store.to_notify)
    assert dict(await store.tags()) == {"wet": 8}


async def test_edited_entries_are_unread_again_once(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    ids = (await bring(store, feed, *numbered(*range(8)))).new_ids
    await store.set_read(ids, True, NOW)
    edited = Arrived(
        feed, feed_of(*numbered(*range(8), words="Snow over the hills")), GOOD, (), True
    )
    left = iter([True])
    await store.apply_in_parts(edited, goes_on=lambda: next(left, False))
    assert len(await listed(store, unread=True)) == 3
    await store.set_read(ids, True, LATER)
    assert (await store.apply_in_parts(edited)).updated == 5
    assert len(await listed(store, unread=True)) == 5


async def test_a_part_is_no_larger_than_so_many_bytes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = numbered(1)[0]
    size = len(entry.story) + len(entry.source)
    monkeypatch.setattr(parts, "LARGE_BYTES", 2 * size + 9)
    (feed,) = await subscribe(store, FEED)
    several = Arrived(feed, feed_of(*numbered(*range(1, 6))), GOOD)
    assert parts.is_large(several)
    assert not parts.is_large(Arrived(feed, feed_of(*numbered(1, 2)), GOOD))
    parted = parts.Parts(several)
    sizes = []
    while not parted.is_done:
        await store._write(parted.store_next)
        sizes.append(parted.applied.new)
    assert sizes == [2, 4, 5]


async def test_a_feed_that_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.apply_in_parts(Arrived(99, feed_of(*numbered(*range(8))), GOOD))
    assert await store.count(Selection()) == 0
