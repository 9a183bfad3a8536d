"""Queries over a library: what is found, by which index, in both directions, and in time."""

from __future__ import annotations

import itertools
import re
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import InvalidQuery
from reader.model import (
    PAGES_URL,
    Cursor,
    Selection,
    Stretch,
)
from reader.query import Filter, parse, write
from reader.query.filters import FILTERS, PARTS, STATES
from reader.store.file.connect import open_reader
from reader.store.listing import counting, lists
from reader.store.listing.lists import Reach, queries, strands_of
from reader.store.searching import expressions, patterns
from reader.store.searching.query import Compiler
from reader.store.store import Store
from tests.examples import examples
from tests.query.trees import LEAVES, trees

from .making import LATER, NOW, bring, digested, quote, subscribe
from .queried import CHECKS, Filled, everything, filled, store, told_by
from .walking import check_plan, statements_of, walk_down, walk_up

__all__ = ["filled", "store"]


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize("query", [q for q in CHECKS if not q.startswith("/")])
async def test_each_filter_finds_what_it_says(
    store: Store, filled: Filled, query: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)  # 0: every query goes down the list
    texts = filled.texts
    check = CHECKS[query]
    listed = await everything(store)
    for asked, wanted in (
        (query, [e.id for e in listed if check(e, texts[e.id])]),
        (f"-{query}", [e.id for e in listed if not check(e, texts[e.id])]),
        (f"{query} OR is:starred", [e.id for e in listed if check(e, "") or e.is_starred]),
        (f"number {query}", [e.id for e in listed if check(e, "") and "number" in e.title]),
    ):
        selection = Selection(query=asked, now=NOW)
        assert [e.id for e in await walk_down(store, selection, 7)] == wanted, asked
        assert [e.id for e in await walk_up(store, selection, 7)] == wanted, asked
        assert await store.count(selection) == len(wanted), asked


def test_every_filter_has_a_condition_of_its_own(filled: Filled) -> None:
    values = {"is": "read", "has": "quotes", "after": "2026", "before": "2026", "words": "5"}
    values |= {"newer": "2d", "older": "2d"}
    with closing(open_reader(filled.path)) as con:
        compiler = Compiler(con, NOW)
        told = {
            name: compiler.condition(parse(f"{name}:{values.get(name, 'a')}")) for name in FILTERS
        }
        assert [name for name in FILTERS if "is_language" in told[name][0]] == ["lang"]
        for name, words in (("is", STATES), ("has", PARTS)):
            assert len({compiler.condition(Filter(name, word))[0] for word in words}) == len(words)
        with pytest.raises(ValueError, match="colour"):
            compiler.condition(Filter("colour", "red"))


async def test_words_of_a_quotation_stand_in_one_not_in_two(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "library.db")
    (feed,) = await subscribe(store, "https://a.example/feed")
    said = [quote("we saw an otter"), quote("ferries came late")]
    await bring(store, feed, digested("1", quotes=said))

    async def found(query: str) -> int:
        return await store.count(Selection(query=query))

    assert await found('quote:"an otter"') == await found('quote:"ferries came"') == 1
    assert await found('quote:"otter ferries"') == 0
    assert await found("quote:otter quote:ferries") == 1
    await store.close()


async def test_words_are_found_in_headline_text_quotes_and_speakers(
    store: Store, filled: Filled
) -> None:
    texts = filled.texts
    listed = await everything(store)

    async def found(query: str) -> list[int]:
        return [e.id for e in await walk_down(store, Selection(query=query), 9)]

    def having(*words: str) -> list[int]:
        return [
            e.id
            for e in listed
            if any(w in f"{e.title} {'' if e.changed else texts[e.id]}" for w in words)
        ]

    assert set(having("Élan")) <= set(await found("elan"))  # and those whose quotes have it
    assert await found("title:ELAN OR title:otter") == [
        e.id for e in listed if told_by(e) & {"elan", "otter"}
    ]
    assert await found('"met the ferry"') == having("met the ferry")
    assert await found('"東京"') == await found("東京の鷺") != []
    for twice in ('"number number"', "number-number", "京京京"):  # no word of it stands twice
        assert await found(twice) == await found(f"{twice} is:unread") == []
    assert await found("quote:counted") == [e.id for e in listed if e.quote_count and not e.changed]
    assert await found('said:"ohlsson"') == await found('said:"Ohlsson Maria"')
    assert await found("said:maria") != await found("said:ohlsson")
    assert await found("said:ohls") == []
    for begun in ("said:ohls*", 'said:"maria o"*'):
        assert await found(begun) == await found("said:ohlsson")
    assert await found('said:"mar ohlsson"*') == await found('said:"ohlsson x"*') == []
    assert await found("number -heron") == [
        e.id for e in listed if e.id in await found("number") and e.id not in await found("heron")
    ]


@pytest.mark.parametrize("few", [0, 2_000])
async def test_a_query_narrows_every_other_selection(
    store: Store, filled: Filled, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    texts = filled.texts
    listed = await everything(store)
    river = next(e.feed_id for e in listed if e.feed_title == "River News")
    for query in ("number", "tag:later", "number -tag:later is:unread"):
        wanted = {e.id for e in await walk_down(store, Selection(query=query), 500)}
        for rest in (
            Selection(feed_id=river),
            Selection(folder="Birds"),
            Selection(unread=True),
            Selection(starred=True, words=("num",)),
            Selection(words=("river",)),
        ):
            expected = [e.id for e in await walk_down(store, rest, 500) if e.id in wanted]
            both = replace(rest, query=query)
            assert [e.id for e in await walk_down(store, both, 4)] == expected, both
            assert await store.count(both) == len(expected), both
    assert texts


async def test_an_expression_is_found_in_headline_author_and_text(
    store: Store, filled: Filled
) -> None:
    texts = filled.texts
    listed = await everything(store)
    found = await walk_down(store, Selection(query=r"/ met .* otter\. /"), 50)
    assert [e.id for e in found] == [
        e.id for e in listed if re.search(r"met .* otter\. ", texts[e.id])
    ]
    assert await store.count(Selection(query="/^writer 1$/")) == sum(
        e.author == "Writer 1" for e in listed
    )
    assert await store.count(Selection(query="/東京の/ is:unread")) > 0
    assert await store.count(Selection(query="-/./")) == 0


async def test_no_query_scans_where_an_index_can_serve(store: Store, tmp_path: Path) -> None:
    asked = [*CHECKS, "heron", "heron OR otter", "heron -otter", "heron tag:later", "said:maria"]
    asked += ["tag:later OR tag:other", "is:unread heron", "feed:river heron", "older:2d newer:9d"]
    with closing(open_reader(tmp_path / "library.db")) as con:
        for query, few in itertools.product(asked, (0, 2_000)):
            lists.FEW, before = few, lists.FEW
            try:
                selection = Selection(query=query)
                for beyond, ascending in itertools.product((None, Cursor(5, 5)), (False, True)):
                    for sql, values in queries(con, selection, Reach(50, beyond, ascending)):
                        check_plan(con, sql.replace("AS s CROSS", "AS s /* MATCH */ CROSS"), values)
                for strand in strands_of(con, selection):
                    check_plan(con, *lists.select(strand, "e.id", Reach(0), ordered=False))
            finally:
                lists.FEW = before


async def test_a_rare_tag_drives_the_statement(store: Store, tmp_path: Path) -> None:
    with closing(open_reader(tmp_path / "library.db")) as con:
        for query, table in (
            ("tag:later number", "tagged"),
            ("has:enclosure", "entry_enclosed"),
            ("is:updated", "entry_changed"),
            ("has:fulltext", "story_page"),
            ("is:tagged", "entry_tagged"),
            ("is:starred", "entry_starred"),
            ("feed:river is:unread", "entry_feed_unread"),
            ("newer:3d", "entry_all"),
        ):
            asked = partial(lists.page, con, Selection(query=query, now=NOW), Stretch(limit=9))
            plans = [
                row[3]
                for sql in statements_of(con, asked)
                for row in con.execute(f"EXPLAIN QUERY PLAN {sql}")
            ]
            assert table in " ".join(plans), (query, plans)


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tree=st.recursive(LEAVES, trees, max_leaves=8))
def test_every_query_can_be_asked_and_steers_nothing(tree: object, filled: Filled) -> None:
    with closing(open_reader(filled.path)) as con:
        selection = Selection(query=write(tree))  # type: ignore[arg-type]
        whole = lists.page(con, selection, Stretch(limit=1_000))
        assert len(whole.entries) == counting.count(con, selection)
        assert counting.count(con, Selection(query=f"-({selection.query})")) == 81 - len(
            whole.entries
        )


@pytest.mark.parametrize(
    "query", ["'; DROP TABLE entry; --", 'title:"\' OR 1=1"', '"\\"; --" OR x']
)
async def test_sql_in_a_query_is_text(store: Store, query: str) -> None:
    assert await store.count(Selection(query=query)) == 0
    assert await store.count(Selection()) == 81


@pytest.mark.parametrize(
    "query", ["num* -her*", "num* tag:later", "title:he* OR ott*", "said:maria we*", "b*"]
)
async def test_wide_beginnings_are_looked_for_in_the_stories(
    store: Store, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [e.id for e in await walk_down(store, Selection(query=query), 7)]
    assert wanted
    monkeypatch.setattr(expressions, "_WIDE_PAGES", -1)
    for few in (0, 2_000):
        monkeypatch.setattr(lists, "FEW", few)
        assert [e.id for e in await walk_down(store, Selection(query=query), 7)] == wanted
        assert [e.id for e in await walk_up(store, Selection(query=query), 7)] == wanted
        assert await store.count(Selection(query=query)) == len(wanted)


async def test_an_expression_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await Store.open(tmp_path / "of-one.db")
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, digested("1", "a" * 40 + "!"))
    monkeypatch.setattr(patterns, "SECONDS", 0.05)
    monkeypatch.setattr(patterns.deadline, "__defaults__", (0.05,))
    selection = Selection(query="/^(a|a)*$/")
    for asked in (store.page(selection), store.count(selection), store.quotes(selection)):
        with pytest.raises(InvalidQuery, match="takes too long"):
            await asked
    assert await store.count(Selection()) == 1
    await store.close()


async def test_a_mistake_is_the_callers_and_spoils_no_later_read(store: Store) -> None:
    for bad in ("tilte:x", "(a", "/(/"):
        with pytest.raises(InvalidQuery):
            await store.page(Selection(query=bad))
        with pytest.raises(InvalidQuery):
            await store.mark_all_read(Selection(query=bad), Cursor(1, 1), LATER)
    assert await store.count(Selection(query="is:unread")) > 0


async def test_marking_a_querys_list_read_spares_all_else(store: Store) -> None:
    query = Selection(query="heron is:starred")
    top = (await store.page(query, Stretch(limit=1))).entries[0]
    before = await store.count(Selection(unread=True))
    unread = await store.count(replace(query, unread=True))
    seen = Cursor(lists.stamp(top.sort_at), top.id)
    await store.mark_all_read(query, seen, LATER)
    assert await store.count(replace(query, unread=True)) == 0
    assert await store.count(Selection(unread=True)) == before - unread


async def test_pages_are_found_only_where_their_feed_is_named(store: Store) -> None:
    pages = await store.feed_by_url(PAGES_URL)
    assert pages is not None
    assert await store.count(Selection(query='title:"heron page"')) == 0
    assert await store.count(Selection(query='title:"heron page"', feed_id=pages.id)) == 1


def test_damaged_stories_have_no_words(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x")) as con:
        patterns.register(con)
        for body in (b"no", zlib.compress(b"[]"), None):
            assert con.execute("SELECT finds('.', story_plain(?), 1e18)", (body,)).fetchone() == (
                0,
            )


async def test_of_several_feeds_and_folders_their_lists_are_gone_down(
    store: Store, filled: Filled
) -> None:
    listed = await everything(store)
    with closing(open_reader(filled.path)) as con:
        for query, titles in (
            ("feed:river OR feed:mountain", {"River News", "Mountain Post"}),
            ("folder:birds OR feed:river", {"River News", "Mountain Post"}),
            ("(feed:river OR folder:nowhere) (feed:river OR feed:mountain)", {"River News"}),
        ):
            (strand,) = strands_of(con, Selection(query=query, now=NOW))
            assert len(strand.feed_ids or ()) == len(titles), query
            found = await walk_down(store, Selection(query=query, now=NOW), 7)
            assert found == [e for e in listed if e.feed_title in titles], query
        (strand,) = strands_of(con, Selection(query="feed:river OR heron", now=NOW))
        assert strand.feed_ids is None


async def test_a_feed_that_was_left_is_in_no_folder_and_still_has_its_name(store: Store) -> None:
    kept = [s for s in await store.subscriptions() if s.title != "River News"]
    await store.keep_subscriptions(kept)
    for query, titles in (
        ("folder:birds", {"Mountain Post"}),
        ("folder:birds OR folder:nowhere", {"Mountain Post"}),
        ("feed:river", {"River News"}),
    ):
        found = await walk_down(store, Selection(query=query, now=NOW), 7)
        assert {e.feed_title for e in found} == titles, query
