"""Marks, and taking them back."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model import PAGES_URL, Cursor, Feed, Position, Selection
from reader.store import marked
from reader.store.own import marks
from reader.store.own.log import KEPT, StoredChange
from reader.store.rows import stamp
from reader.store.store import Store

from .making import LATER, NOW, bring, digested, minutes_ago, quote, subscribe

FEED = "https://a.example/feed"
UNREAD = Selection(unread=True)


async def five(store: Store) -> list[int]:
    """Five entries, newest first; their ids."""
    (feed,) = await subscribe(store, FEED)
    entries = [digested(str(n), f"Story {n}", published_at=minutes_ago(n)) for n in range(5)]
    return list((await bring(store, feed, *entries)).new_ids)


async def the_feed(store: Store) -> Feed:
    """The feed of :func:`five`."""
    feed = await store.feed_by_url(FEED)
    assert feed is not None
    return feed


async def test_marking_read_is_counted_and_taken_back(store: Store) -> None:
    ids = await five(store)
    change = await store.set_read(ids[:2], True, NOW)
    assert change is not None
    assert (change.text, sorted(change.entry_ids)) == ("Marked 2 stories read", sorted(ids[:2]))
    assert (await store.entry(ids[0])).read_at == NOW
    assert (await the_feed(store)).unread == 3
    undone = await store.undo()
    assert undone is not None
    assert undone.id == change.id
    assert (await the_feed(store)).unread == 5
    assert await store.undo() is None


@pytest.mark.parametrize("at_once", [1, 2, 5])
async def test_many_are_marked_some_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(marks, "_AT_ONCE", at_once)
    ids = await five(store)
    await store.set_read(ids[4:], True, NOW)
    change = await store.mark_all_read(UNREAD, Cursor(1 << 60, 1 << 60), LATER)
    assert change is not None
    assert sorted(change.entry_ids) == sorted(ids[:4])
    assert [(await store.entry(id_)).read_at for id_ in ids] == [LATER] * 4 + [NOW]
    await store.set_read(ids[3:4], False, LATER)
    await store.undo()
    await store.undo()
    assert [(await store.entry(id_)).read_at for id_ in ids] == [None] * 4 + [NOW]
    assert (await the_feed(store)).unread == 4


@pytest.mark.parametrize("kind", ["read", "star", "delete", "tag"])
async def test_very_many_are_changed_in_parts_and_taken_back(
    store: Store, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(marked, "AT_ONCE", 2)
    monkeypatch.setattr(marked, "PART", dict.fromkeys(marked.PART, 2))
    ids = await five(store)
    await store.set_tags(ids[:1], NOW, add=["mine"])
    before = await store.entries(ids)
    acts: dict[str, Callable[[], Awaitable[StoredChange | None]]] = {
        "read": lambda: store.mark_all_read(Selection(), Cursor(1 << 60, 0), LATER),
        "star": lambda: store.set_starred(ids, True, LATER),
        "delete": lambda: store.delete(ids, LATER),
        "tag": lambda: store.set_tags(ids, LATER, add=["mine", "other"], remove=["none"]),
    }
    change = await acts[kind]()
    assert change is not None
    assert sorted(change.entry_ids) == sorted(ids)
    listed = (await store.changes())[0]
    assert (listed.id, listed.kind, listed.text) == (change.id, kind, change.text)
    assert sorted(await store.changed_by(change.id)) == sorted(ids)
    after = await store.entries(ids)
    told = {
        "read": all(e.is_read for e in after), "star": all(e.starred_at for e in after),
        "delete": not after, "tag": all("other" in e.tags for e in after),
    }  # fmt: skip
    assert told[kind]
    assert (await the_feed(store)).unread == (0 if kind in ("read", "delete") else 5)
    undone = await store.undo()
    assert undone is not None and undone.id == change.id
    assert await store.entries(ids) == before
    assert (await the_feed(store)).unread == 5
    assert [one.kind for one in await store.changes()] == ["tag"]


async def test_a_change_in_parts_is_done_to_its_end_when_its_caller_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "AT_ONCE", 1)
    monkeypatch.setattr(marked, "PART", dict.fromkeys(marked.PART, 1))
    store = await Store.open(tmp_path / "library.db")
    ids = await five(store)
    marking = asyncio.create_task(store.set_read(ids, True, NOW))
    while not await store.changes():  # noqa: ASYNC110 - it is logged before anything is marked
        await asyncio.sleep(0)
    marking.cancel()
    await store.close()
    store = await Store.open(tmp_path / "library.db")
    assert await store.count(UNREAD) == 0
    await store.undo()
    assert await store.count(UNREAD) == 5
    await store.close()


async def test_a_mark_overtakes_a_change_in_parts_and_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "AT_ONCE", 1)
    monkeypatch.setattr(marked, "PART", dict.fromkeys(marked.PART, 1))
    ids = await five(store)
    starring = asyncio.create_task(store.set_starred(ids, True, NOW))
    while not await store.changes():  # noqa: ASYNC110 - the same
        await asyncio.sleep(0)
    await store.set_read(ids[:1], True, LATER)
    await starring
    assert [bool(e.starred_at) for e in await store.entries(ids)] == [True] * 5
    assert [one.kind for one in await store.changes()] == ["read", "star"]
    await store.undo()
    await store.undo()
    assert await store.count(Selection(starred=True)) == 0
    assert await store.count(UNREAD) == 5


@pytest.mark.parametrize("form", ["each", "runs", "tags"])
async def test_what_an_older_program_logged_is_taken_back(store: Store, form: str) -> None:
    ids = sorted(await five(store))[:3]
    if form == "tags":
        done = await store.set_tags(ids, NOW, add=["mine"])
    else:
        done = await store.set_read(ids, True, NOW)
    assert done is not None
    logged: dict[str, object] = {
        "each": {"now": stamp(NOW), "before": [[id_, None] for id_ in ids]},
        "runs": {"now": stamp(NOW), "states": [[None, [ids[0], ids[-1]]]]},
        "tags": {"tags": [[id_, None, '["mine"]'] for id_ in ids]},
    }

    def as_before(con: sqlite3.Connection) -> None:
        data = zlib.compress(json.dumps(logged[form]).encode("utf-8"))
        con.execute("UPDATE change SET data = ?", (data,))

    assert store._writer is not None
    await store._writer.run(as_before)
    assert await store.changed_by(done.id) == tuple(ids)
    undone = await store.undo()
    assert undone is not None and undone.entry_ids == tuple(ids)
    assert await store.count(UNREAD) == 5
    assert await store.count(Selection(query="is:tagged")) == 0


async def test_what_was_read_story_by_story_is_changed_many_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked, "AT_ONCE", 1)
    monkeypatch.setattr(marked, "PART", dict.fromkeys(marked.PART, 4))
    ids = await five(store)
    for n, id_ in enumerate(ids):
        await store.set_read([id_], True, minutes_ago(n))
    before, changes = await store.entries(ids), await store.change_count()
    assert await store.set_read(ids, False, LATER) is not None
    assert await store.count(UNREAD) == 5
    # Logged, then four at once and the fifth.
    assert await store.change_count() == changes + 3
    await store.undo()
    assert await store.entries(ids) == before


async def test_a_tag_taken_from_many_stays_where_the_publisher_gives_it(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    entries = [digested(str(n), f"Story {n}") for n in range(3)]
    filed = replace(entries[0], categories=("Birds",))
    ids = (await bring(store, feed, filed, *entries[1:])).new_ids
    await store.set_tags(ids, NOW, add=["birds", "mine"])
    assert await store.count(Selection(query="tag:birds")) == 3
    await store.set_tags(ids, NOW, remove=["birds"])
    assert [e.title for e in (await store.page(Selection(query="tag:birds"))).entries] == [
        "Story 0"
    ]
    assert await store.count(Selection(query="tag:mine")) == 3
    await store.undo()
    assert await store.count(Selection(query="tag:birds")) == 3


async def test_marking_what_is_marked_is_no_change(store: Store) -> None:
    ids = await five(store)
    await store.set_read(ids, True, NOW)
    assert await store.set_read(ids, True, LATER) is None
    assert await store.set_starred(ids, False, NOW) is None
    assert await store.set_read([999], True, NOW) is None
    assert await store.set_read([], True, NOW) is None
    assert (await store.entry(ids[0])).read_at == NOW


async def test_only_what_a_change_changed_is_taken_back(store: Store) -> None:
    ids = await five(store)
    await store.set_read(ids[:1], True, NOW)
    await store.set_read(ids, True, LATER)
    await store.undo()
    assert [(await store.entry(id_)).read_at for id_ in ids[:2]] == [NOW, None]


async def test_undoing_a_mark_as_unread_brings_the_old_time_back(store: Store) -> None:
    ids = await five(store)
    await store.set_read(ids, True, NOW)
    change = await store.set_read(ids[:1], False, LATER)
    assert change is not None
    assert change.text == f"Marked 1 story unread: “{(await store.entry(ids[0])).title}”"
    await store.undo()
    assert (await store.entry(ids[0])).read_at == NOW


async def test_stars_are_set_listed_and_taken_back(store: Store) -> None:
    ids = await five(store)
    await store.set_starred(ids[1:3], True, NOW)
    starred = Selection(starred=True)
    assert [e.id for e in (await store.page(starred)).entries] == ids[1:3]
    assert await store.count(starred) == 2
    await store.set_starred(ids[1:2], False, NOW)
    assert await store.count(starred) == 1
    await store.undo()
    await store.undo()
    assert await store.count(starred) == 0


async def test_a_mark_that_is_not_to_be_undone_leaves_the_log_alone(store: Store) -> None:
    ids = await five(store)
    await store.set_starred(ids[:1], True, NOW)
    assert await store.set_read(ids[:1], True, NOW, undoable=False) is not None
    undone = await store.undo()
    assert undone is not None
    assert undone.kind == "star"
    assert (await store.entry(ids[0])).is_read


async def test_mark_all_leaves_what_came_in_later(store: Store) -> None:
    ids = await five(store)
    shown = (await store.page(UNREAD)).entries
    seen_until = Cursor(int(shown[0].sort_at.timestamp() * 1_000_000), shown[0].id)
    last = await store.last_id()
    feed = (await the_feed(store)).id
    newer = digested("new", "Newer", published_at=LATER)
    older = digested("old", "Came late", published_at=minutes_ago(2.5))
    await bring(store, feed, newer, older, at=LATER)
    change = await store.mark_all_read(Selection(), seen_until, LATER, last_id=last)
    assert change is not None
    assert sorted(change.entry_ids) == sorted(ids)
    titles = [e.title for e in (await store.page(UNREAD)).entries]
    assert titles == ["Newer", "Came late"]
    await store.undo()
    assert await store.count(UNREAD) == 7


async def test_mark_all_of_a_feed_or_search_leaves_the_rest(store: Store) -> None:
    ids = await five(store)
    (_, other) = await subscribe(store, FEED, "https://b.example/feed")
    await bring(store, other, digested("1", "Elsewhere"))
    far = Cursor(2**62, 0)
    await store.mark_all_read(Selection(words=("story", "3")), far, NOW)
    assert (await store.entry(ids[3])).is_read
    assert await store.count(UNREAD) == 5
    await store.mark_all_read(Selection(feed_id=other), far, NOW)
    assert await store.count(UNREAD) == 4


async def test_deleting_is_taken_back_with_everything_that_hung_on_it(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    entry = digested("1", quotes=[quote("We did it", "Ann Lee")], links=["https://b.example/1"])
    (id_,) = (await bring(store, feed, entry)).new_ids
    await store.delete([id_], NOW)
    assert await store.speakers() == ()
    assert await store.quotes(Selection()) == ()
    assert await store.count(Selection(words=("bridge",))) == 0
    assert (await the_feed(store)).total == 0
    await store.undo()
    assert [(s.name, s.quotes, s.stories) for s in await store.speakers()] == [("Ann Lee", 1, 1)]
    assert await store.count(Selection(words=("bridge",))) == 1
    assert (await the_feed(store)).total == 1


async def test_the_last_hundred_changes_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = await Store.open(path)
    ids = await five(store)
    for n in range(KEPT + 10):
        await store.set_starred(ids[:1], n % 2 == 0, NOW)
    await store.close()
    store = await Store.open(path)
    assert len(await store.changes()) == KEPT
    undone = 0
    while await store.undo():
        undone += 1
    assert undone == KEPT
    await store.close()


async def test_a_change_made_elsewhere_is_handed_back_by_undo(store: Store) -> None:
    ids = await five(store)
    block = {"bytes": "[[feed]]\nurl = 'é'\n", "at": 12}
    change = await store.record_change("remove", "Removed Example", block, NOW)
    await store.set_read(ids[:1], True, NOW)
    await store.undo()
    undone = await store.undo()
    assert undone == change
    assert undone.data == block
    await store.record_change("read", "Any word will do as a kind", {})
    undone = await store.undo()
    assert undone is not None
    assert (undone.kind, undone.data) == ("read", {})


async def test_a_mark_changed_since_is_not_overwritten_by_undo(store: Store) -> None:
    ids = await five(store)
    await store.set_read(ids[:1], True, NOW)
    await store.set_read(ids[:1], False, NOW, undoable=False)
    await store.set_read(ids[:1], True, LATER, undoable=False)
    await store.undo()
    assert (await store.entry(ids[0])).read_at == LATER


async def test_marks_count_as_changes_of_the_lists_and_reading_does_not(store: Store) -> None:
    ids = await five(store)
    before = await store.change_count()
    await store.page(Selection())
    await store.put("size", "80x24")
    await store.keep_position(ids[0], Position(1, 2))
    await store.keep_subscriptions(await store.subscriptions())
    assert await store.change_count() == before
    await store.set_read(ids, True, NOW)
    assert await store.change_count() > before


async def test_pages_are_never_counted_as_unread(store: Store) -> None:
    ids = await five(store)
    page = await store.add_page(digested("p", "A page"), url="https://c.example/p")
    assert await store.count(UNREAD) == len(ids)
    assert page not in [e.id for e in (await store.page(UNREAD)).entries]
    pages = await store.feed_by_url(PAGES_URL)
    assert pages is not None
    assert (pages.unread, pages.total) == (0, 1)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Rain", ": “Rain”"),
        ("", ""),
        (
            "Ferry pier: the board puts its vote off – until spring",
            ": “Ferry pier: the board puts its vote off…”",
        ),
        ("語" * 50, f": “{'語' * 40}…”"),
    ],
)
async def test_a_change_of_one_story_names_it(store: Store, title: str, named: str) -> None:
    (feed,) = await subscribe(store, FEED)
    entries = [digested("a", title), digested("b", "Another")]
    first, second = (await bring(store, feed, *entries)).new_ids
    change = await store.set_starred([first], True, NOW)
    assert change is not None and change.text == f"Starred 1 story{named}"
    change = await store.delete([first, second], NOW)
    assert change is not None and change.text == "Deleted 2 stories"
