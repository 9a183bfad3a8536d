"""Every change of state is taken back to what was before it, a hundred deep and after restarts."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from reader.errors import ConfigError
from reader.library.bulk import read_bulk
from reader.library.library import Library
from reader.library.values import Change
from reader.model import Cursor, Selection, Span
from reader.paths import Paths
from reader.store.own.log import KEPT
from reader.store.rows import stamp
from tests.faultserver import FaultServer
from tests.library.conftest import subscribe

STATE = (
    "SELECT id, read_at, starred_at, deleted_at, tags FROM entry ORDER BY id",
    "SELECT entry_id, text FROM highlight ORDER BY entry_id, text",
    "SELECT url FROM feed WHERE subscribed AND kind = 'web' ORDER BY url",
    "SELECT name, e.entry_id FROM tagged AS e JOIN tag ON id = tag_id ORDER BY name, e.entry_id",
)


def state(paths: Paths) -> list[Any]:
    """All that a change may change."""
    with closing(sqlite3.connect(paths.library)) as con:
        assert con.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return [con.execute(sql).fetchall() for sql in STATE] + [paths.feeds.read_text()]


async def act(library: Library, chance: random.Random, urls: list[str]) -> Change | None:
    """Something that a reader may do."""
    ids = [entry.id for entry in (await library.page(Selection())).entries]
    some = chance.sample(ids, min(len(ids), chance.choice([1, 1, 2, 6])))
    views = [view for view in await library.views() if view.error is None]
    subscribed = [one.url for one in library.subscriptions()]
    deeds = "read star tag delete highlight dim bulk all feed view feed view".split()
    match chance.choice(deeds if ids else ["feed"]):
        case "read":
            return await library.set_read(some, chance.random() < 0.6)
        case "star":
            return await library.set_starred(some, chance.random() < 0.6)
        case "tag":
            names = chance.sample(["a", "to do", "Ä"], 2)
            return await library.set_tags(some, add=names[:1], remove=names[1:])
        case "delete":
            return await library.delete(some[:1])
        case "highlight":
            return await library.highlight(some[0], [Span(0, 0, chance.randrange(1, 9))])
        case "dim":
            marked = await library.all_highlights()
            return await library.remove_highlights([one.highlight.id for _, one in marked[:2]])
        case "bulk":
            do = chance.choice(["read", "unread", "star", "unstar", "tag x", "untag x"])
            command = read_bulk(f"{do} {chance.choice(['mill', 'tram', 'report', 'is:starred'])}")
            assert command is not None
            return await library.do_bulk(await library.plan_bulk(command))
        case "all":
            newest = (await library.page(Selection())).entries[0]
            until = Cursor(stamp(newest.sort_at), newest.id)
            return await library.mark_all_read(Selection(), seen_until=until)
        case "feed":
            if len(subscribed) > 1 and chance.random() < 0.5:
                return await library.remove(chance.choice(subscribed))
            before = await library.changes()
            await library.add(chance.choice(urls))
            after = await library.changes()
            return after[0] if after[:1] != before[:1] else None
        case _:
            if views and chance.random() < 0.5:
                view = chance.choice(views)
                if chance.random() < 0.5:
                    return await library.remove_view(view.title, view.query)
                new = f"V{chance.randrange(9999)}"
                return await library.rename_view(view.title, view.query, new)
            try:
                number = chance.randrange(99)
                return await library.save_view(f"View {number}", f"words:>{number}")
            except ConfigError:  # there is such a view
                return None
    return None


@pytest.mark.parametrize("number", [20, pytest.param(KEPT + 10, marks=pytest.mark.slow)])
async def test_changes_are_taken_back_one_by_one(
    paths: Paths, server: FaultServer, number: int
) -> None:
    chance = random.Random("undo")
    urls = server.feed_urls()[:5]
    subscribe(paths, urls, more="# mine")
    library = await Library.open(paths)
    await library.refresh()
    states, changes = [], []
    while len(changes) < number:
        before = state(paths)
        change = await act(library, chance, urls)
        if change is None:
            assert state(paths) == before
            continue
        states.append(before)
        changes.append(change)
        if chance.random() < 0.1:
            await library.close()
            library = await Library.open(paths)
    assert [one.text for one in await library.changes()] == [
        one.text for one in changes[: -KEPT - 1 : -1]
    ]
    for before, change in list(zip(states, changes, strict=True))[: -KEPT - 1 : -1]:
        undone = await library.undo()
        assert undone is not None
        assert undone.text == change.text
        assert state(paths) == before, change.text
        if chance.random() < 0.1:
            await library.close()
            library = await Library.open(paths)
    assert await library.undo() is None
    await library.close()


async def test_what_another_program_changed_meanwhile_stays_as_it_left_it(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, server.feed_urls()[:1])
    one = await Library.open(paths)
    await one.refresh()
    first, second, *_ = [entry.id for entry in (await one.page(Selection())).entries]
    mine = await one.set_read([first, second], True)
    assert mine is not None
    other = await Library.open(paths)
    theirs = await other.set_read([first], False)
    assert theirs is not None
    assert await one.undo(only=mine) is None  # the last one is theirs
    assert (await one.undo(only=theirs)) is not None
    assert (await one.entry(first)).read_at is not None
    await other.set_starred([second], True)
    await other.delete([first])
    assert (await one.undo()) is not None
    assert (await one.undo()) is not None
    assert (await one.undo(only=mine)) is not None
    entries = await other.entries([first, second])
    assert [(entry.read_at, entry.starred_at) for entry in entries] == [(None, None)] * 2
    for library in (one, other):
        await library.close()
