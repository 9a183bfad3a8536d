"""A list gone down with the ids of a source in hand is the list that looking them up gives."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model import Cursor, Selection
from reader.store.file.connect import open_reader
from reader.store.listing import held, lists, sets
from reader.store.listing.lists import strands_of
from reader.store.listing.strands import Reach
from reader.store.searching import fitting
from reader.store.store import Store

from .making import NOW
from .queried import CHECKS, everything, filled, store
from .walking import check_plan, walk_down, walk_up

__all__ = ["filled", "store"]
QUERIES = (
    *(query for query in CHECKS if query.startswith(("tag:", "title:", "author:", "site:", "words"))),
    "heron OR tag:later",
    "number -heron tag:later",
    "has:quotes title:number quote:counted",
    "nu* tag:later",
    '"met the ferry" OR heron',
    '"the ferry"',
    "said:maria we*",
)  # fmt: skip


@pytest.mark.parametrize("most", [1, 20, 100_000])  # entries gone past before the rest is looked up
async def test_it_finds_what_looking_up_finds(
    store: Store, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {}
    monkeypatch.setattr(held, "FROM", 1_000_000)
    for query in QUERIES:
        wanted[query] = [e.id for e in await walk_down(store, Selection(query=query, now=NOW), 7)]
    monkeypatch.setattr(held, "FROM", 0)
    monkeypatch.setattr(held, "MOST", most)
    for query, ids in wanted.items():
        selection = Selection(query=query, now=NOW)
        assert [e.id for e in await walk_down(store, selection, 7)] == ids, query
        assert [e.id for e in await walk_up(store, selection, 7)] == ids, query
        assert await store.count(selection) == len(ids), query
    assert any(wanted.values())


async def test_it_does_so_in_every_kind_of_list(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = await everything(store)
    river = next(e.feed_id for e in listed if e.feed_title == "River News")
    monkeypatch.setattr(held, "MOST", 30)
    for query in ("number", "tag:later", "number -tag:later is:unread"):
        for rest in (
            Selection(feed_id=river),
            Selection(folder="Birds"),
            Selection(unread=True, fold="events"),
            Selection(fold="copies"),
            Selection(starred=True),
            Selection(starred=True, unread=True),
            Selection(starred=True, unread=True, feed_id=river),
            Selection(starred=True, unread=True, fold="copies"),
        ):
            selection = replace(rest, query=query)
            found = []
            for most in (1_000_000, 0):
                monkeypatch.setattr(held, "FROM", most)
                monkeypatch.setattr(held, "STARRED_FROM", most)
                found.append([e.id for e in await walk_down(store, selection, 4)])
                found[-1] += [e.id for e in await walk_up(store, selection, 4)]
            assert found[0] == found[1], selection


async def test_starred_entries_with_words_are_met_in_their_own_index(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "STARRED_FROM", 0)
    with closing(open_reader(tmp_path / "library.db")) as con:
        for query in ("number is:starred", "number is:starred is:unread", "tag:later is:starred"):
            (strand,) = strands_of(con, Selection(query=query))
            assert held.is_worth_it(strand), query
            sql, values = held.statement(strand, Reach(9))
            plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert "USING INDEX entry_starred" in plan[1], (query, plan)
            assert "e.read_at" not in sql  # nor is it asked of rows that lack the words


async def test_the_list_is_gone_down_by_its_index(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "FROM", 0)
    seen = 0
    with closing(open_reader(tmp_path / "library.db")) as con:
        for query in QUERIES:
            for strand in filter(held.is_worth_it, strands_of(con, Selection(query=query))):
                seen += 1
                for reach in (Reach(9), Reach(9, Cursor(5, 5)), Reach(9, None, True)):
                    sql, values = held.statement(strand, reach)
                    plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
                    assert plan[0] == "CO-ROUTINE way", (query, plan)
                    assert "USING INDEX entry_all" in plan[1], (query, plan)
                    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in plan), (
                        query,
                        plan,
                    )
                    check_plan(con, *lists.select(held._bare(strand), lists.PLACE, reach))
    assert seen > 5


@pytest.mark.parametrize("is_read", [True, False])  # the pages of the index themselves
async def test_what_lacks_a_word_is_what_has_it_taken_from_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, is_read: bool
) -> None:
    if not is_read:
        for module in (fitting, sets):
            monkeypatch.setattr(module, "postings", lambda con, token: None)
    every = [e.id for e in await everything(store)]
    for few in (0, 2_000):
        monkeypatch.setattr(lists, "FEW", few)
        for words in (
            "heron",
            "(heron OR otter)",
            "(heron otter)",
            "(ferry OR (heron otter))",
            "number",
        ):
            having = {e.id for e in await walk_down(store, Selection(query=words), 7)}
            lacking = [id_ for id_ in every if id_ not in having]
            selection = Selection(query=f"-{words}")
            assert [e.id for e in await walk_down(store, selection, 7)] == lacking, words
            assert await store.count(selection) == len(lacking), words
