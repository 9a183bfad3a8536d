"""Words that are found, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Selection
from reader.store.listing import lists
from reader.store.searching.words import begin_words, prefix_query, spaced
from reader.store.store import Store

from .indexed import check_words
from .making import LATER, bring, digested, quote, subscribe

TITLES = (
    "Élan vital: the château's don't-miss guide",
    "東京の天気は雨",
    "ข่าววันนี้จากกรุงเทพ",
    "Новости из Москвы",
    "snake_case in C++ code",
    'He said "no" (again)',
)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("elan",), 0),
        (("VITAL", "cha"), 0),
        (("don't",), 0),
        (("天気",), 1),
        (("東京", "雨"), 1),
        (("กรุงเทพ",), 2),
        (("วันนี้",), 2),
        (("моск",), 3),
        (("case",), 4),
        (("c++", "code"), 4),
        (('"no"',), 5),
        (("NEAR(", "said"), None),
        (("titl*",), None),
        (("title:elan",), None),
        (("天京",), None),
        (("lan",), None),
        (("-",), None),
    ],
)
@pytest.mark.parametrize("few", [0, 2_000])
async def test_titles_are_found_by_the_beginnings_of_their_words(
    store: Store,
    words: tuple[str, ...],
    title: int | None,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, *(digested(str(n), name) for n, name in enumerate(TITLES)), title="A")
    found = [e.title for e in (await store.page(Selection(words=words))).entries]
    assert found == ([] if title is None else [TITLES[title]])


async def test_a_new_title_is_found_and_the_old_one_is_not(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(store, feed, digested("1", "Storm hits coast", text="Waves rose."))
    await bring(store, feed, digested("1", "Gale hits coast", text="Winds rose."), at=LATER)
    assert await store.count(Selection(words=("gale",))) == 1
    assert await store.count(Selection(words=("storm",))) == 0
    assert len(await store.related_titles(["winds"], limit=5)) == 1
    assert await store.related_titles(["waves"], limit=5) == ()


async def test_stories_are_found_by_text_quotes_and_speakers(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    await bring(
        store,
        feed,
        digested("1", "One", text="A crane fell.", quotes=[quote("We heard it", "Ines Ohm")]),
        digested("2", "Two", text="Nothing. 橋が開通した。"),
    )
    for words in (["crane"], ["heard"], ["ohm"], ["one"], ["crane", "zebra"]):
        assert [e.title for e in await store.related_titles(words, limit=5)] == ["One"]
    assert [e.title for e in await store.related_titles(["開通"], limit=5)] == ["Two"]
    assert await store.related_titles(["zebra"], limit=5) == ()
    assert await store.related_titles(["...", ""], limit=5) == ()


async def test_the_word_indexes_agree_with_the_stories(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    for text in ("One text.", "Another text.", "東京の雨"):
        await bring(
            store, feed, digested("1", text[:3], text=text, quotes=[quote(text, "Ann")]), at=LATER
        )
    assert store._writer is not None
    await store._writer.run(check_words)


@given(st.text(), st.text())
def test_any_words_make_a_query_that_can_be_run(title: str, word: str) -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5 (a, tokenize = 'unicode61 remove_diacritics 2')"
        )
        connection.execute("INSERT INTO t VALUES (?)", (spaced(title),))
        query = prefix_query([word])
        if query is not None:
            connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (query,)).fetchall()
        begin_words(title, [word])
    finally:
        connection.close()
