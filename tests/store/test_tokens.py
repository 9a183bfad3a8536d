"""The words of the index of stories: how they are cut, and what phrases and facets find."""

from __future__ import annotations

import itertools
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import InvalidQuery
from reader.library.asking import until_found
from reader.model import Page, Selection, Stretch
from reader.store.file import limits
from reader.store.file.connect import open_reader
from reader.store.keeping import rework
from reader.store.listing import lists
from reader.store.listing.lists import strands_of
from reader.store.searching import query, tokens
from reader.store.searching.search import SearchPage
from reader.store.searching.tokens import TOKENIZER, expression, facets, paired, terms
from reader.store.store import Store

from .indexed import check_words
from .making import NOW, bring, digested, minutes_ago, quote, subscribe
from .walking import statements_of

TEXTS = {
    "one": "The river bank was closed. A bank holiday followed.",
    "two": "Holiday on the bank of the river was long.",
    "three": "Das Straßenfest in Köln; the crème brûlée don't wait.",
    "four": "東京の天気は雨です。大阪は晴れ",
    "five": "กรุงเทพมหานครวันนี้ฝนตก",
    "six": "हिन्दी में समाचार पढ़ें",
}


async def fill(store: Store) -> None:
    """A story for each of the texts."""
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [digested(name, name, text=text) for name, text in TEXTS.items()]
    await bring(store, feed, *made)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("river bank", {"one", "two"}),
        ('"river bank"', {"one"}),
        ('"bank of the river"', {"two"}),
        ('"the river"', {"one", "two"}),
        ('"closed a bank"', {"one"}),
        ('"bank hol"', set()),
        ('"bank hol"*', {"one"}),
        ('"BANK, holiday!"', {"one"}),
        ('bank -"river bank"', {"two"}),
        ('-"river bank" river', {"two"}),
        ('"river bank" OR "creme brulee"', {"one", "three"}),
        ("(bank -holiday) OR köln", {"three"}),
        ("koln", {"three"}),
        ('"don\'t wait"', {"three"}),
        ("dont", set()),
        ("東京", {"four"}),
        ("東京の天気", {"four"}),
        ("京", {"four"}),
        ("雨", {"four"}),
        ("れ", {"four"}),
        ("天京", set()),
        ("東大", set()),
        ("雨 大阪", {"four"}),
        ("東京*", {"four"}),
        ("กรุงเทพ", {"five"}),
        ("ฝนตก", {"five"}),
        ("ตกฝน", set()),
        ("समाचार", {"six"}),
        ('"हिन्दी में"', {"six"}),
        ('title:"one"', {"one"}),
        ('"of one"', set()),
    ],
)
@pytest.mark.parametrize("few", [0, 2_000])
async def test_phrases_are_found_where_their_words_stand_together(
    store: Store, asked: str, found: set[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    await fill(store)
    page = await store.page(Selection(query=asked))
    assert {entry.title for entry in page.entries} == found
    assert await store.count(Selection(query=asked)) == len(found)
    assert await store.count(Selection(query=f"-({asked})")) == len(TEXTS) - len(found)


@pytest.mark.parametrize("few_found", [0, 20_000])
async def test_words_in_mixtures_are_found_however_many_have_them(
    store: Store, few_found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "_FEW_FOUND", few_found)
    await fill(store)
    for asked, number in (
        ("bank OR is:starred", 2),
        ("-bank", 4),
        ('is:starred OR "river bank"', 1),
    ):
        assert await store.count(Selection(query=asked)) == number
        assert len((await store.page(Selection(query=asked))).entries) == number


async def test_quotes_and_speakers_are_told_apart_from_the_text(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    said = [quote("we saw two herons", "Ann Marie Lund"), quote("nobody came", "Bo Ek", sure=0.3)]
    await bring(store, feed, digested("1", "Herons", text="The herons left.", quotes=said),
                digested("2", "Ann", text="Marie Lund saw two.", quotes=[quote("yes", "Ann Ek")]))  # fmt: skip

    async def found(asked: str) -> list[str]:
        return [e.title for e in (await store.page(Selection(query=asked))).entries]

    assert await found("quote:herons") == ["Herons"]
    assert await found("quote:left") == []
    assert await found('quote:"two herons" -is:starred') == ["Herons"]
    assert await found("quote:two OR quote:yes") == ["Herons", "Ann"]
    assert await found("said:lund") == ["Herons"]
    assert await found('said:"lund ann"') == ["Herons"]
    assert await found("said:ann") == ["Herons", "Ann"]
    assert await found("said:ek") == ["Ann"]  # Bo Ek is not sure enough
    assert await found("said:ek OR said:lund") == ["Herons", "Ann"]
    assert await found("said:an") == []


FACETS = (
    ("author:ann", "word_index"),
    ('author:"lund a"', "word_index"),
    ("site:b.example", "word_index"),
    ("lang:de", "word_index"),
    ("words:>40", "word_index"),
    ("words:3..4", "word_index"),
    ("title:heron", "title_search"),
    ("quote:heron", "word_index"),
    ("said:ann", "speaker_index"),
    ('"met the otter"', "word_index"),
    ("heron OR author:ann", "word_index"),
    ("tag:wild OR lang:de", "word_index"),
    ("is:updated OR heron", "entry_changed"),
    ("said:ann OR title:otter", "title_search"),
    ("-is:read lang:de", "word_index"),
    ("met author:ann", "word_index"),
)


@pytest.mark.parametrize(("asked", "table"), FACETS)
async def test_an_index_drives_every_filter_that_few_entries_fit(
    store: Store, tmp_path: Path, asked: str, table: str
) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [digested(f"{n}", f"number {n}", text="It met the otter.", published_at=minutes_ago(n))
            for n in range(60)]  # fmt: skip
    await bring(store, feed, *(replace(entry, author="Bo", lang="en") for entry in made))
    with closing(open_reader(tmp_path / "library.db")) as con:
        for selection in (Selection(query=asked, now=NOW), Selection(query=asked, unread=True)):
            for strand in strands_of(con, selection):
                assert strand.drive is not None
                asked_for = statements_of(
                    con, partial(lists.page, con, selection, Stretch(limit=9))
                )
                plans = [
                    row[3] for sql in asked_for for row in con.execute(f"EXPLAIN QUERY PLAN {sql}")
                ]
                assert any(table in step for step in (*asked_for, *plans)), (asked_for, plans)


def test_a_question_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(tmp_path / "x")) as con:
        con.set_progress_handler(limits.over, 100)
        monkeypatch.setattr(limits, "SECONDS", -1.0)
        endless = "WITH n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
        with pytest.raises(InvalidQuery, match="takes too long"), limits.in_time():
            con.execute(endless)
        with pytest.raises(InvalidQuery, match="takes too long"), limits.in_time():
            limits.check()
        assert not limits.over()
        assert con.execute("SELECT 1").fetchone() == (1,)


async def test_phrases_that_take_too_long_are_given_up_and_spoil_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(store)
    monkeypatch.setattr(limits, "SECONDS", -1.0)
    for asked in ('"river bank"', "/bank/", '"river bank" OR is:starred'):
        with pytest.raises(InvalidQuery, match="takes too long"):
            await store.page(Selection(query=asked))
        with pytest.raises(InvalidQuery, match="takes too long"):
            await store.count(Selection(query=asked))
    monkeypatch.undo()
    assert await store.count(Selection(query='"river bank"')) == 1


async def test_what_is_not_counted_in_a_moment_is_not_counted_soon(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(store)
    asked = Selection(query='"river bank"')
    assert await store.count_soon(asked) == await store.count(asked) == 1
    monkeypatch.setattr(limits, "MOMENT", -1.0)
    assert await store.count_soon(asked) is None
    assert await store.count(asked) == 1
    assert await store.count_soon(Selection()) == await store.count(Selection())
    with pytest.raises(InvalidQuery, match="takes unread"):
        await store.count_soon(Selection(query="is:nothing"))


async def test_what_was_found_in_time_is_shown_and_the_rest_is_another_question(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [digested(f"{n}", f"{n}", text="An old heron.", published_at=minutes_ago(n))
            for n in range(90)]  # fmt: skip
    await bring(store, feed, *made)
    asked = Selection(query='"old heron"')
    ticks = itertools.count()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 10))
    found: list[str] = []
    pages = 0
    with closing(open_reader(tmp_path / "library.db")) as con:
        older = None
        while older is not None or not pages:
            page = lists.page(con, asked, Stretch(older_than=older, limit=80))
            assert 0 < len(page.entries) < 80
            found += [entry.title for entry in page.entries]
            older, pages = page.older, pages + 1
    assert found == [f"{n}" for n in range(90)]
    assert pages > 2


@pytest.mark.parametrize("few", [0, 2_000])
async def test_when_nothing_was_found_in_time_it_is_told_how_far_back_was_looked(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [digested(f"{n}", f"{n}", text="Old is the heron." if n < 199 else "An old heron.",
                     published_at=minutes_ago(n * 24 * 60)) for n in range(200)]  # fmt: skip
    await bring(store, feed, *made)
    monkeypatch.setattr(lists, "FEW", few)
    ticks = itertools.count()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 20))
    days: list[str] = []
    with closing(open_reader(tmp_path / "library.db")) as con:
        query = '"old heron"'
        while True:
            try:
                found = lists.page(con, Selection(query=query))
            except limits.StillLooking as error:
                said = re.match(r"Nothing was found back to (\S+); ", error.message)
                assert said is not None
                days.append(said[1])
                assert f"Add before:{said[1]} to look further back" in error.hint
                query = f'"old heron" before:{said[1]}'
            else:
                break
    assert [entry.title for entry in found.entries] == ["199"]
    assert len(days) > 1
    assert days == sorted(set(days), reverse=True)


@pytest.mark.parametrize("ranked", [False, True])
async def test_the_library_goes_on_looking_from_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ranked: bool
) -> None:
    store = await Store.open(tmp_path / "library.db")
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [digested(f"{n}", f"{n}", text="Old is the heron." if n < 199 else "An old heron.",
                     published_at=minutes_ago(n)) for n in range(200)]  # fmt: skip
    await bring(store, feed, *made)
    ticks = itertools.count()
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 20))
    asked = Selection(query='"old heron"')
    looked: list[datetime] = []

    async def search(stretch: Stretch) -> SearchPage:
        return await store.search(asked, stretch, ranked=ranked)

    found = await until_found(search, Stretch(), looked.append)
    assert [hit.entry.title for hit in found.hits] == ["199"]
    assert len(looked) > 1
    assert looked == sorted(set(looked), reverse=True)
    nowhere = Selection(query='"heron old"')

    async def page(stretch: Stretch) -> Page:
        return await store.page(nowhere, stretch)

    assert await until_found(page, Stretch()) == Page((), None, None)
    await store.close()


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    """An index as the library's is."""
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute(
            "CREATE VIRTUAL TABLE t USING fts5 (x, content = '', detail = none, columnsize = 0,"
            f" tokenize = '{TOKENIZER}')"
        )
        yield con


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "東京のกรุงเทพé ا'-_हिन्दीa1", max_size=12
)


@given(WORDS, WORDS, WORDS, st.booleans())
def test_every_text_has_the_words_of_its_parts(
    index: sqlite3.Connection, before: str, text: str, after: str, is_prefix: bool
) -> None:
    found = terms(text, is_prefix=is_prefix)
    whole = f"{before} {text} {after}"
    index.execute("INSERT INTO t (t) VALUES ('delete-all')")
    index.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (paired(whole),))
    asked = expression(found)
    if asked is not None:
        assert index.execute("SELECT rowid FROM t WHERE t MATCH ?", (asked,)).fetchall() == [(1,)]


def test_facets_say_who_wrote_where_and_how_much() -> None:
    held = set(
        tokens.tokens(facets("Ann-Marie Lund", "https://www.news.b.example/x", "en-GB", 805))
    )
    for asked, is_there in (
        (tokens.by_author("lun mar"), True),
        (tokens.by_author("und"), False),
        (tokens.by_site("b.example"), True),
        (tokens.by_site("news.b.example"), True),
        (tokens.by_site("ws.b.example"), False),
        (tokens.by_language("en", or_none=True), True),
        (tokens.by_language("en-gb", or_none=False), True),
        (tokens.by_language("en-us", or_none=True), False),
        (tokens.by_length(800, 900), True),
        (tokens.by_length(2_000, 10**9), False),
    ):
        assert asked is not None
        with closing(sqlite3.connect(":memory:")) as con:
            con.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = '{TOKENIZER}')")
            con.execute("INSERT INTO t VALUES (?)", (" ".join(held),))
            assert bool(con.execute("SELECT 1 FROM t WHERE t MATCH ?", (asked,)).fetchall()) is is_there, asked  # fmt: skip


async def test_an_entry_changed_in_its_author_alone_is_found_by_it(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, digested("1"))
    page = replace(digested("1", origin="page", text="Much more " * 60), words=121)
    (entry,) = (await store.page(Selection())).entries
    await store.keep_full_text(entry.id, page)
    assert await store.count(Selection(query="words:>100")) == 1
    await bring(store, feed, replace(digested("1", entry_hash="x"), author="Cecilia", words=121))
    assert await store.count(Selection(query="author:ceci")) == 1
    assert await store.count(Selection(query="author:writer")) == 0
    assert store._writer is not None
    await store._writer.run(check_words)
    assert not await store._read(rework.is_needed)
