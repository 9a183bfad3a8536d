"""Search, views, rules, tags, sayings, retention and undo through the library."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from reader.errors import InvalidQuery, NotFound
from reader.library.library import Library
from reader.model import Entry, QuoteRow, Selection, Span, Stretch
from reader.paths import Paths
from reader.store.file import limits
from reader.store.searching import search
from reader.store.store import Fetched
from tests.store.making import digested, feed_of, quote

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FEED = "https://a.example/feed"
OTHER = "https://b.example/feed"

FEEDS = f"""
[[feed]]
url = "{FEED}"
title = "River News"

[[feed]]
url = "{OTHER}"
title = "Mountain Post"
"""


@pytest_asyncio.fixture
async def library(paths: Paths) -> AsyncIterator[Library]:
    """A library of two feeds without entries; the time stands still."""
    opened = await open_with(paths, "")
    yield opened
    await opened.close()


async def open_with(paths: Paths, more: str, feeds: str = FEEDS) -> Library:
    """Open the library with this at the end of feeds.toml."""
    paths.feeds.parent.mkdir(parents=True, exist_ok=True)
    paths.feeds.write_text(feeds + more)
    return await Library.open(paths, clock=lambda: NOW)


async def bring(library: Library, url: str, *entries: object, at: datetime = NOW) -> list[int]:
    """Let a feed bring entries; the ids of those that are on a list then."""
    feed = await library._store.feed_by_url(url)
    assert feed is not None
    applied = await library._store.apply(
        feed.id,
        feed_of(*entries),  # type: ignore[arg-type]
        Fetched(at),
    )
    return list(applied.new_ids)


def days_ago(days: float) -> datetime:
    """A time before NOW."""
    return NOW - timedelta(days=days)


async def titles(library: Library, query: str = "") -> list[str]:
    """The titles of a query's list."""
    return [e.title for e in (await library.page(Selection(query=query))).entries]


# ---- search


async def test_a_search_shows_where_the_words_stand(library: Library) -> None:
    text = "A long day began. " * 20 + "Then the café’s old door opened, and a heron came in. " * 2
    await bring(library, FEED, digested("1", "Élan in town", text=text, published_at=days_ago(1)))
    await bring(library, OTHER, digested("2", "A heron", text="Nothing.", published_at=days_ago(2)))
    page = await library.search("cafe OR elan OR heron")
    first, second = page.hits
    assert [first.title_spans, second.title_spans] == [((0, 4),), ((2, 7),)]
    assert [first.snippet[a:b] for a, b in first.spans] == ["café", "heron", "café", "heron"]
    assert first.snippet.startswith("…") and first.snippet.endswith((".", "…"))
    assert len(first.snippet) < 220
    assert (second.snippet, second.spans) == ("Nothing.", ())
    assert page.older is None


async def test_a_search_is_paged_newest_first(library: Library) -> None:
    entries = [digested(str(n), f"Heron {n}", published_at=days_ago(n)) for n in range(9)]
    await bring(library, FEED, *entries)
    found: list[Entry] = []
    older = None
    while True:
        page = await library.search("heron", Stretch(older_than=older, limit=4))
        found += [hit.entry for hit in page.hits]
        older = page.older
        if older is None:
            break
    assert [e.title for e in found] == [f"Heron {n}" for n in range(9)]


async def test_the_best_comes_first_when_ranked(library: Library) -> None:
    await bring(
        library,
        FEED,
        digested("1", "Weather", text="A heron.", published_at=days_ago(1)),
        digested("2", "The heron is back", text="The heron came.", published_at=days_ago(9)),
        digested("3", "Birds", text="Heron, heron and heron.", published_at=days_ago(5)),
    )
    page = await library.search("heron", ranked=True)
    assert [hit.entry.title for hit in page.hits] == ["The heron is back", "Birds", "Weather"]
    assert page.older is None
    assert len((await library.search("is:unread", ranked=True)).hits) == 3


@pytest.mark.parametrize(
    "query",
    ["heron", "old heron", '"old heron"', "heron OR ibis", "heron -otter", "is:unread heron"],
)
async def test_an_old_headline_is_ranked_with_what_is_new(
    library: Library, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(search, "MAX_RANKED", 4)
    entries = [
        digested(f"{n}", "Weather", text=f"Much was said, an old heron too, on day {n}.",
                 published_at=days_ago(n), link=f"https://a.example/{n}")
        for n in range(8)
    ]  # fmt: skip
    best = digested("best", "An old heron, or an ibis", text="Gone.", published_at=days_ago(99))
    await bring(library, FEED, *entries, best)
    page = await library.search(query, ranked=True)
    assert page.hits[0].entry.title == best.title
    assert len(page.hits) == 5


async def test_the_word_that_is_being_typed_may_go_on(library: Library) -> None:
    said = [quote("We counted", "Maria Ohlsson")]
    await bring(library, FEED, digested("1", "Herons at the river", quotes=said))
    for query, number in (
        ("her", 1),
        ("title:her", 1),
        ("said:ohl", 1),
        ('said:"Maria Oh', 1),
        ('said:"Mar Oh', 0),
        ("river her", 1),
        ("her riv ", 0),
        ('"her', 1),
        ('"', 0),
        ('"her\\', 0),
    ):
        try:
            found = len((await library.search(query, typing=True)).hits)
        except InvalidQuery:
            found = 0
        assert found == number, query
    assert (await library.search("her")).hits == ()


async def test_a_search_can_be_narrowed_to_a_list(library: Library) -> None:
    await bring(library, FEED, digested("1", "Heron one"))
    (there,) = await bring(library, OTHER, digested("2", "Heron two"))
    entry = await library.entry(there)
    page = await library.search("heron", within=Selection(feed_id=entry.feed_id))
    assert [hit.entry.id for hit in page.hits] == [there]


async def test_chinese_is_found_and_marked(library: Library) -> None:
    await bring(library, FEED, digested("1", "東京の鷺が来た", text="川に鷺が来た。"))
    (hit,) = (await library.search("鷺が")).hits
    assert [hit.entry.title[a:b] for a, b in hit.title_spans] == ["鷺が"]
    assert [hit.snippet[a:b] for a, b in hit.spans] == ["鷺が"]


# ---- views


async def test_views_have_live_counts_and_tell_of_mistakes(paths: Paths) -> None:
    library = await open_with(
        paths,
        '[[view]]\ntitle = "Herons"\nquery = "heron newer:3d"\n'
        '[[view]]\ntitle = "Bad"\nquery = "tilte:x"\n',
    )
    try:
        herons, bad = await library.views()
        assert (herons.unread, herons.total, bad.error) == (0, 0, "There is no filter tilte:.")
        ids = await bring(
            library,
            FEED,
            *(digested(str(n), "Heron", published_at=days_ago(2 * n)) for n in range(4)),
        )
        assert [(v.unread, v.total) for v in await library.views()] == [(2, 2), (0, 0)]
        await library.set_read(ids[:1], True)
        assert [(v.unread, v.total) for v in await library.views()] == [(1, 2), (0, 0)]
    finally:
        await library.close()


async def test_a_view_that_takes_too_long_to_count_is_there_without_counts(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = await open_with(paths, '[[view]]\ntitle = "Said"\nquery = "/heron/"\n')
    try:
        await bring(library, FEED, digested("1", "Heron"))
        with monkeypatch.context() as patch:
            patch.setattr(limits, "SECONDS", -1.0)
            (view,) = await library.views()
        assert (view.error, view.counted, view.unread, view.total) == ("", False, 0, 0)
        assert (await library.search("/heron/")).hits
    finally:
        await library.close()


# ---- rules


RULES = """
[[rule]]
when = 'title:sponsored OR tag:advertisement'
do = ["hide"]
[[rule]]
when = 'feed:mountain heron'
do = ["tag:Birds", "notify"]
[[rule]]
when = 'tag:birds'
do = ["star"]
[[rule]]
when = 'words:<3'
do = ["read"]
[[rule]]
when = 'tilte:x'
do = ["hide"]
"""


async def test_rules_are_done_to_new_entries_top_to_bottom(paths: Paths) -> None:
    library = await open_with(paths, RULES)
    try:
        hidden = await bring(
            library,
            OTHER,
            digested("1", "Sponsored heron"),
            replace(digested("2", "A heron"), categories=("Advertisement",)),
        )
        assert hidden == []
        (heron,) = await bring(library, OTHER, digested("3", "Heron"))
        (short,) = await bring(library, FEED, digested("4", "Heron", text="It came."))
        entry = await library.entry(heron)
        assert (entry.tags, entry.is_starred, entry.is_read) == (("Birds",), True, False)
        assert (await library.entry(short)).is_read
        assert await library.count(Selection()) == 2
        assert [e.id for e in await library.take_notices()] == [heron]
        assert await library.take_notices() == ()
        assert await library.changes() == ()
        # The feed brings them again: what was hidden stays so.
        await bring(library, OTHER, digested("1", "Sponsored heron"), digested("3", "Heron"))
        assert await library.count(Selection()) == 2
    finally:
        await library.close()


async def test_trying_rules_changes_nothing(paths: Paths) -> None:
    library = await open_with(paths, "")
    await bring(library, FEED, digested("1", "Sponsored heron"), digested("2", "Otter", text="x"))
    await library.close()
    library = await open_with(paths, RULES)
    try:
        before = await library._store.change_count()
        trials = await library.try_rules()
        assert [(t.found, bool(t.error)) for t in trials] == [
            (1, False), (0, False), (0, False), (1, False), (0, True),
        ]  # fmt: skip
        assert trials[0].newest[0].title == "Sponsored heron"
        assert await library._store.change_count() == before
    finally:
        await library.close()


async def test_trying_a_rule_minds_what_those_above_it_would_have_done(paths: Paths) -> None:
    library = await open_with(paths, "")
    await bring(library, OTHER, digested("1", "Sponsored heron"), digested("2", "Heron"))
    await bring(library, FEED, digested("3", "Heron"), digested("4", "Otter"))
    await library.close()
    asked = ["tag:birds -tag:x", "is:starred", "is:unread tag:birds", "is:tagged", "is:read"]
    rules = "".join(f"[[rule]]\nwhen = '{when}'\ndo = ['read']\n" for when in asked)
    library = await open_with(paths, RULES.replace("tilte:x", "title:otter") + rules)
    try:
        assert [t.found for t in await library.try_rules()] == [1, 1, 1, 0, 1, 1, 1, 0, 1, 1]
    finally:
        await library.close()


@pytest.mark.slow
async def test_a_rule_whose_expression_never_ends_costs_no_news(paths: Paths) -> None:
    library = await open_with(paths, "[[rule]]\nwhen = '/^(a|a)*$/'\ndo = [\"hide\"]\n")
    try:
        assert len(await bring(library, FEED, digested("1", "a" * 40 + "!"))) == 1
    finally:
        await library.close()


# ---- tags and undo


async def test_tags_are_kept_shown_and_taken_back(library: Library) -> None:
    one, two = await bring(library, FEED, digested("1", "One"), digested("2", "Two"))
    change = await library.set_tags([one, two], add=["#to do", "Later"])
    assert change is not None
    assert change.text == "Tagged 2 stories #to do #Later"
    assert (await library.entry(one)).tags == ("to do", "Later")
    assert await library.set_tags([one], add=["later"]) is None
    assert await library.set_tags([one], add=["x"], remove=["LATER"]) is not None
    assert (await library.entry(one)).tags == ("to do", "x")
    assert await library.tags() == (("Later", 1), ("to do", 2), ("x", 1))
    assert await titles(library, "tag:later") == [(await library.entry(two)).title]
    assert [c.text for c in await library.changes()] == [
        "Tagged 1 story #x, took #LATER from 1 story: “One”",
        "Tagged 2 stories #to do #Later",
    ]
    await library.undo()
    assert (await library.entry(one)).tags == ("to do", "Later")
    await library.undo()
    assert await library.tags() == ()
    assert await titles(library, "tag:later") == []
    assert await library.undo() is None


async def test_a_publishers_category_stays_when_the_readers_tag_goes(library: Library) -> None:
    entry = replace(digested("1", "One"), categories=("Birds",))
    (one,) = await bring(library, FEED, entry)
    await library.set_tags([one], add=["birds"])
    await library.set_tags([one], remove=["birds"])
    assert await titles(library, "tag:birds") == ["One"]
    await bring(library, FEED, replace(entry, categories=(), entry_hash="new"))
    assert await titles(library, "tag:birds") == []


# ---- sayings


async def test_the_same_words_in_several_outlets_are_one_saying(library: Library) -> None:
    whole = "We counted the days until she sailed again, all of us"
    part = "we counted the days until she sailed again"
    for url, words, name in (
        (FEED, whole, "Maria Ohlsson"),
        (OTHER, part, "Maria Ohlsson"),
        (OTHER, "We counted", "Maria Ohlsson"),
        (FEED, whole, "Ohlsson"),
    ):
        entry = digested(f"{words}{name}", "Ferry", quotes=[quote(words, name)])
        await bring(library, url, entry)
    said = await library.quotes_by("Maria Ohlsson")
    assert [(s.text, len(s.sources)) for s in said] == [("We counted", 1), (whole, 2)]
    assert {row.entry.feed_title for row in said[1].sources} == {"River News", "Mountain Post"}
    # A surname alone is somebody else until a story says otherwise.
    assert len(await library.quotes_by("Ohlsson")) == 1


async def test_what_was_said_twice_in_one_story_is_shown_twice(library: Library) -> None:
    twice = [quote("No", "Maria Ohlsson"), quote("No", "Maria Ohlsson")]
    await bring(library, FEED, digested("1", "Ferry", quotes=twice))
    assert len(await library.quotes_by("Maria Ohlsson")) == 2


async def test_quotes_of_a_query_are_only_those_meant(library: Library) -> None:
    both = [quote("We counted the days", "Maria Ohlsson"), quote("The days are short", "Ed Lund")]
    await bring(library, FEED, digested("1", "Ferry", quotes=both))

    async def texts(query: str) -> list[str]:
        rows: tuple[QuoteRow, ...] = await library.quotes(Selection(query=query))
        return [row.text for row in rows]

    assert await texts("ferry") == [q.text for q in both]
    assert await texts("said:lund") == ["The days are short"]
    assert await texts("quote:counted") == ["We counted the days"]
    assert await texts("quote:days said:ohlsson") == ["We counted the days"]


# ---- retention


KEEP = FEEDS.replace('"River News"', '"River News"\nkeep = "30d"').replace(
    '"Mountain Post"', '"Mountain Post"\nkeep = 2'
)


async def test_only_what_nobody_minds_is_let_go(paths: Paths) -> None:
    library = await open_with(paths, "", KEEP)
    try:
        names = ["new", "unread", "read", "starred", "tagged", "highlighted"]
        made = [
            digested(n, n, text=n, published_at=days_ago(29 if n == "new" else 40)) for n in names
        ]
        brought = await bring(library, FEED, *made)
        ids = {(await library.entry(id_)).title: id_ for id_ in brought}
        await library.set_read([i for n, i in ids.items() if n != "unread"], True)
        await library.set_starred([ids["starred"]], True)
        await library.set_tags([ids["tagged"]], add=["keep"])
        story = await library.story(ids["highlighted"])
        assert story.blocks
        await library.highlight(ids["highlighted"], [Span(0, 0, 4)])
        (row,) = await library.prune(dry_run=True)
        assert (row.title, row.entries) == ("River News", 1)
        assert row.bytes > 0
        assert await library.count(Selection()) == 6
        assert await library.prune() == (row,)
        assert sorted(await titles(library)) == sorted(n for n in names if n != "read")
        with pytest.raises(NotFound):
            await library.story(ids["read"])
        # The feed still has it: it is its own tombstone.
        await bring(library, FEED, *made)
        assert await library.count(Selection()) == 5
        assert await library.prune(dry_run=True) == ()
        assert await titles(library, "read") == []
    finally:
        await library.close()


async def test_a_number_of_entries_is_kept(paths: Paths) -> None:
    library = await open_with(paths, "", KEEP)
    try:
        made = [digested(str(n), f"{n}", published_at=days_ago(n)) for n in range(5)]
        ids = await bring(library, OTHER, *made)
        assert await library.prune() == ()
        await library.set_read(ids, True)
        await library.let_go()
        assert await titles(library) == ["0", "1"]
        await library.set_read(ids[:1], False)
        assert await library.prune() == ()
    finally:
        await library.close()


async def test_pruning_gives_room_back(paths: Paths) -> None:
    chance = random.Random(4)
    library = await open_with(paths, "", KEEP)
    try:
        text = [" ".join(f"{chance.random():.12f}" for _ in range(600)) for _ in range(60)]
        made = [
            digested(str(n), f"{n}", text=t, published_at=days_ago(99)) for n, t in enumerate(text)
        ]
        ids = await bring(library, FEED, *made)
        await library.set_read(ids, True)
        before = await library.size()
        await library.prune()
        after = await library.size()
        assert after.bytes < before.bytes * 0.8
        assert after.entries == 0
    finally:
        await library.close()


async def test_a_deleted_story_goes_when_nothing_brings_it_back(library: Library) -> None:
    said = [quote("We counted", "Maria Ohlsson")]
    ids = await bring(
        library, FEED, digested("1", "One", quotes=said), digested("2", "Two", quotes=said)
    )
    store = library._store
    await store.delete(ids[:1], days_ago(40))
    assert await store.forget_deleted(NOW) == 0  # undo brings it back
    await library.undo()
    assert len((await library.quotes_by("Maria Ohlsson"))[0].sources) == 2
    await store.delete(ids[:1], days_ago(40))
    for n in range(101):
        await library.set_read(ids[1:], n % 2 == 0)
    assert await store.forget_deleted(NOW) == 1
    assert [s.quotes for s in await library.speakers()] == [1]
