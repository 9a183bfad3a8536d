"""Entries that tell of one event, and copies of one story: how they come together, their rows,
their marks."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import reader.store.grouping.events
from reader.events.counts import Counts
from reader.model import Cursor, DigestedEntry, Fold, Selection, Stretch
from reader.store.file.connect import open_reader
from reader.store.grouping.telling import unpack_entries
from reader.store.listing.lists import queries
from reader.store.listing.strands import Reach
from reader.store.rows import one
from reader.store.store import Store
from tests.store.making import LATER, NOW, bring, digested, minutes_ago, quote, subscribe

FEEDS = ("https://a.example/feed", "https://b.example/feed", "https://c.example/feed")
QUAKE = "A magnitude 7.1 earthquake struck off Arica in northern Chile before dawn on Tuesday. "
MORE = "You can read more about it on our site today."
LONG = " ".join(f"word{n}" for n in range(80))


async def fill(store: Store) -> tuple[list[int], list[int]]:
    """Three feeds; one event told by all, newest last, then a story of its own. Feeds and ids."""
    feeds = await subscribe(store, *FEEDS, folder="World")
    titles = (
        "Strong earthquake shakes northern Chile near Arica",
        "Earthquake in Chile: rescuers search Arica",
        "Arica: dozens hurt as earthquake hits northern Chile",
    )
    ids = []
    for number, (feed, title) in enumerate(zip(feeds, titles, strict=True)):
        text = QUAKE + f"Told by paper {number}."
        at = minutes_ago(50 - 10 * number)
        applied = await bring(
            store, feed, digested(f"e{number}", title, text=text, published_at=at)
        )
        ids += applied.new_ids
    alone = digested(
        "x", "Bakers go on strike", text="No bread in Lyon today.", published_at=minutes_ago(5)
    )
    ids += (await bring(store, feeds[0], alone)).new_ids
    return feeds, ids


async def rows(store: Store, fold: Fold = "events", **selection: object) -> list[int]:
    """The ids on a list from its top."""
    page = await store.page(Selection(fold=fold, **selection))  # type: ignore[arg-type]
    return [entry.id for entry in page.entries]


async def test_stories_of_one_event_share_the_row_of_the_newest(store: Store) -> None:
    _, (first, second, third, alone) = await fill(store)
    assert await rows(store) == [alone, third]
    assert await rows(store, unread=True) == [alone, third]
    assert await rows(store, folder="World") == [alone, third]
    assert await rows(store, fold="") == [alone, third, second, first]
    (group,) = (await store.page(Selection(fold="events"))).groups
    assert group.ids == (third, second, first)
    assert (len(group.feeds), group.unread) == (1, 3)  # all three feeds are called Example
    assert [entry.id for entry in await store.same_event(third, 5)] == [second, first]


async def test_the_list_counts_rows(store: Store) -> None:
    feeds, _ = await fill(store)
    for selection in ({}, {"unread": True}, {"folder": "World"}, {"query": "is:unread"}):
        assert await store.count(Selection(fold="events", **selection)) == 2  # type: ignore[arg-type]
        assert await store.count(Selection(**selection)) == 4  # type: ignore[arg-type]
    assert await store.count(Selection(feed_id=feeds[0])) == 2


async def test_the_newest_that_is_on_the_list_leads(store: Store) -> None:
    _, (first, second, third, alone) = await fill(store)
    await store.set_read([third], True, LATER)
    assert await rows(store, unread=True) == [alone, second]
    assert await rows(store) == [alone, third]
    await store.delete([third], LATER)
    assert await rows(store) == [alone, second]
    await store.set_starred([first], True, LATER)
    assert await rows(store, starred=True) == [first]
    await store.undo()
    await store.undo()
    assert await rows(store) == [alone, third]


async def test_pages_of_a_folded_list_join_without_gaps_both_ways(store: Store) -> None:
    feeds = await subscribe(store, *FEEDS)
    for number in range(12):
        letter = "abcdefghijkl"[number]
        title = f"{letter}orvik elects {letter}elmar {letter}undqvist"
        for place, feed in enumerate(feeds):
            text = f"In {letter}orvik {letter}elmar {letter}undqvist beat {letter}asmus. Paper {place}."
            at = minutes_ago(600 - 40 * number - 10 * place)
            entry = digested(f"{number}/{place}", title, text=text, published_at=at)
            await bring(store, feed, entry)
    whole = await store.page(Selection(fold="events"))
    assert len(whole.entries) == 12
    down, cursor = [], None
    while True:
        page = await store.page(Selection(fold="events"), Stretch(older_than=cursor, limit=5))
        down += page.entries
        cursor = page.older
        if cursor is None:
            break
    assert down == list(whole.entries)
    up, page = [], await store.page(Selection(fold="events"), Stretch(oldest=True, limit=5))
    while True:
        up = [*page.entries, *up]
        if page.newer is None:
            break
        page = await store.page(Selection(fold="events"), Stretch(newer_than=page.newer, limit=5))
    assert up == list(whole.entries)


async def test_marking_a_folded_list_read_marks_what_its_rows_stand_for(store: Store) -> None:
    _, ids = await fill(store)
    top = (await store.page(Selection(fold="events"))).entries[0]
    place = Cursor(int(top.sort_at.timestamp() * 1_000_000), top.id)
    change = await store.mark_all_read(Selection(fold="events"), place, LATER)
    assert change is not None
    assert sorted(change.entry_ids) == sorted(ids)
    assert await rows(store, unread=True) == []


async def test_a_shared_address_makes_two_entries_one_story(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    link = "https://news.example/story?utm_source=feed"
    (first,) = (await bring(store, a, digested("1", "The bridge", link=link))).new_ids
    other = digested(
        "9", "Bridge opens (news.example)", text="Talk.", link="http://www.news.example/story/"
    )
    (second,) = (await bring(store, b, other, at=LATER)).new_ids
    assert await rows(store, fold="copies") == [second]
    assert await rows(store, fold="events") == [second]
    assert await rows(store, fold="", feed_id=a) == [first]
    assert await rows(store, fold="", feed_id=b) == [second]
    assert await store.count(Selection(fold="copies")) == 1


async def test_a_front_page_or_the_address_of_a_show_is_no_story(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    for link in ("https://show.example/", "https://show.example/episodes"):
        for feed in (a, b):
            for number in range(2):
                title = f"Episode {feed}{number}: a talk with guest{feed}{number}"
                text = f"Guest{feed}{number} speaks of thing{feed}{number}."
                await bring(store, feed, digested(f"{number}{link}", title, text=text, link=link))
        found = [e for e in (await store.page(Selection())).entries if e.link == link]
        assert [entry.copy_id for entry in found[:2]] == [None, None]
        await store.delete([entry.id for entry in found], LATER)


async def test_the_same_long_words_under_other_titles_are_one_story(store: Store) -> None:
    a, b, c = await subscribe(store, *FEEDS)
    await bring(store, a, digested("1", "One title", text=LONG))
    await bring(store, b, digested("2", "Quite another heading", text=LONG.upper()), at=LATER)
    await bring(store, c, digested("3", "One title", text="It was opened on Monday."))
    assert await store.count(Selection(fold="copies")) == 2


async def test_short_words_under_other_titles_are_not_one_story(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    await bring(store, a, digested("1", "The bridge over the Tarn", text=MORE))
    await bring(store, b, digested("2", "A ferry for Skye at last", text=MORE))
    await bring(store, b, digested("3", "The bridge over the Tarn", text=MORE))
    assert await store.count(Selection(fold="copies")) == 2


async def test_one_feed_may_say_the_same_words_every_week(store: Store) -> None:
    a, *_ = await subscribe(store, *FEEDS)
    await bring(store, a, digested("1", "Episode one", text=LONG))
    await bring(store, a, digested("2", "Episode two", text=LONG), at=LATER)
    await bring(store, a, digested("3", "Episode two", text=LONG), at=LATER)
    assert await store.count(Selection(fold="copies")) == 3


async def copies(store: Store) -> tuple[int, int]:
    """Two entries of two feeds that are one story."""
    a, b, _ = await subscribe(store, *FEEDS)
    link = "https://news.example/story"
    (first,) = (await bring(store, a, digested("1", "The bridge", link=link))).new_ids
    (second,) = (await bring(store, b, digested("9", "The bridge", link=link))).new_ids
    return first, second


async def test_marks_go_to_all_copies_and_undo_takes_all_back(store: Store) -> None:
    first, second = await copies(store)
    for mark in (store.set_read, store.set_starred):
        change = await mark([first], True, LATER)
        assert change is not None
        assert sorted(change.entry_ids) == [first, second]
        assert "1 story" in change.text
    for id_ in (first, second):
        entry = await store.entry(id_)
        assert entry.is_read
        assert entry.is_starred
    await store.undo()
    await store.undo()
    for id_ in (first, second):
        entry = await store.entry(id_)
        assert not entry.is_read
        assert not entry.is_starred


async def test_a_deleted_story_goes_from_every_feed(store: Store) -> None:
    first, _ = await copies(store)
    await store.delete([first], LATER, alone=False)
    assert await rows(store, fold="") == []
    await store.undo()
    assert len(await rows(store, fold="")) == 2


async def test_a_copy_that_comes_later_is_read_if_the_story_was(store: Store) -> None:
    first, second = await copies(store)
    await store.set_read([first], True, LATER)
    feed = (await store.feed_by_url(FEEDS[2])) or None
    assert feed is not None
    link = "https://news.example/story"
    later = LATER + timedelta(hours=1)
    (third,) = (
        await bring(store, feed.id, digested("5", "The bridge", link=link), at=later)
    ).new_ids
    assert (await store.entry(third)).is_read
    assert (await store.entry(third)).copy_id == (await store.entry(second)).copy_id


async def test_what_a_rule_marks_in_one_feed_stays_unread_in_another(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    store.rules = (("feed:noise", ("read",)),)
    link = "https://news.example/story"
    await bring(store, a, digested("1", "The bridge", link=link), title="Noise")
    (second,) = (await bring(store, b, digested("9", "The bridge", link=link), at=LATER)).new_ids
    assert not (await store.entry(second)).is_read


async def test_a_shared_quotation_brings_stories_together(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    words = "We will rebuild the harbour wall stone by stone until it stands"
    one = digested(
        "1", "Mayor Lindqvist speaks at Skagen", text="Lindqvist spoke.", quotes=[quote(words)]
    )
    two = digested(
        "2", "Skagen plans after the storm", text="Lindqvist spoke.", quotes=[quote(words)]
    )
    (first,) = (await bring(store, a, one)).new_ids
    (second,) = (await bring(store, b, two)).new_ids
    assert (await store.entry(first)).event_id == (await store.entry(second)).event_id == first


async def test_a_search_for_words_shows_every_entry(store: Store) -> None:
    _, (first, second, third, _) = await fill(store)
    assert await rows(store, query="earthquake") == [third, second, first]
    assert await rows(store, words=("arica",)) == [third, second, first]


async def test_stories_far_apart_in_time_are_not_one_event(store: Store) -> None:
    a, b, _ = await subscribe(store, *FEEDS)
    title, year = "Earthquake off Arica in northern Chile", timedelta(days=365)
    await bring(store, a, digested("1", title, text=QUAKE, published_at=NOW - year))
    await bring(store, b, digested("2", f"{title} again", text=QUAKE + "Again.", published_at=NOW))
    assert await store.count(Selection(fold="events")) == 2


async def test_how_common_words_are_is_kept(store: Store) -> None:
    await fill(store)
    await store.keep_word_counts()
    await store.keep_word_counts()
    with closing(sqlite3.connect(store.path)) as con:
        (packed,) = con.execute("SELECT counts FROM word_count").fetchone()
    assert Counts.unpack(packed).stories == 4


async def test_every_kind_of_list_can_fold_copies(store: Store) -> None:
    await copies(store)
    for selection in (
        {},
        {"unread": True},
        {"folder": "World"},
        {"since": minutes_ago(600)},
        {"query": "is:unread"},
    ):
        folded = Selection(fold="copies", **selection)  # type: ignore[arg-type]
        number = min(1, await store.count(Selection(**selection)))  # type: ignore[arg-type]
        assert len((await store.page(folded)).entries) == await store.count(folded) == number


async def test_folded_lists_are_read_by_their_indexes(store: Store) -> None:
    feeds, _ = await fill(store)
    with closing(open_reader(store.path)) as con:
        for fold, more in itertools.product(
            ("copies", "events"),
            (
                {},
                {"unread": True},
                {"starred": True},
                {"folder": "World"},
                {"folder": "World", "unread": True},
                {"since": NOW},
                {"query": "is:unread after:2026-01-01"},
                {"feed_id": feeds[0]},
            ),
        ):
            selection = Selection(fold=fold, **more)  # type: ignore[arg-type]
            for beyond, ascending in itertools.product((None, Cursor(5, 5)), (False, True)):
                for sql, values in queries(con, selection, Reach(50, beyond, ascending)):
                    plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
                    groups = [step for step in plan if step.startswith("SEARCH m ")]
                    assert groups, plan
                    wanted = "entry_event" if fold == "events" else "entry_copy"
                    assert all(wanted in step for step in groups), plan
                    scans = [
                        step for step in plan if step.startswith("SCAN") and "INDEX" not in step
                    ]
                    assert scans in ([], ["SCAN f"]), plan
                    assert "json_each" in sql or not any("TEMP B-TREE" in step for step in plan)


def found_by(path: Path) -> tuple[set[int], set[int]]:
    """The entries that have a gist, and those that are found by terms, as stored."""
    with closing(sqlite3.connect(path)) as con:
        gists = con.execute("SELECT entry_id FROM gist").fetchall()
        rows = con.execute("SELECT entries FROM tells WHERE term >= 0").fetchall()
    telling = {id_ for (packed,) in rows for _, id_ in unpack_entries(packed)}
    return {id_ for (id_,) in gists}, telling


@pytest.mark.parametrize("written", [True, False])
async def test_what_entries_are_compared_by_goes_after_a_week(store: Store, written: bool) -> None:
    feeds, _ = await fill(store)
    if written:
        await store.keep_word_counts()
    later = NOW + timedelta(days=8)
    for number in range(2):
        title = f"{'xyz'[number]}orvik elects {'xyz'[number]}elmar"
        await bring(store, feeds[0], digested(f"late{number}", title, published_at=later), at=later)
    await store.keep_word_counts()
    last = await store.last_id()
    assert found_by(store.path) == ({last, last - 1}, {last, last - 1})


async def test_terms_are_written_by_the_hundred_and_found_before_and_after(
    tmp_path: Path,
) -> None:
    store = await Store.open(tmp_path / "library.db")
    feeds, (first, second, third, _) = await fill(store)
    assert found_by(store.path)[1] == set()
    assert [entry.id for entry in await store.same_event(first, 5)] == [third, second]
    await store.keep_word_counts()
    assert found_by(store.path)[1] >= {first, second, third}
    await store.close()
    store = await Store.open(tmp_path / "library.db")
    late = digested(
        "late",
        "Chile: earthquake hits north near Arica",
        text=QUAKE + "Told again.",
        published_at=minutes_ago(1),
    )
    (fourth,) = (await bring(store, feeds[1], late)).new_ids
    assert fourth in [entry.id for entry in await store.same_event(first, 5)]
    await store.close()


async def test_what_a_killed_program_had_not_written_is_found_again(store: Store) -> None:
    feeds, (first, second, third, _) = await fill(store)
    assert found_by(store.path)[1] == set()
    again = await Store.open(store.path)  # nothing of the first one's memory
    try:
        late = digested(
            "late", "Chile: earthquake hits north near Arica", text=QUAKE + "Told again."
        )
        (fourth,) = (await bring(again, feeds[1], late)).new_ids
        assert fourth in [entry.id for entry in await again.same_event(first, 5)]
        await again.keep_word_counts()
        assert found_by(store.path)[1] >= {first, second, third, fourth}
        with closing(sqlite3.connect(store.path)) as con:
            (packed,) = con.execute("SELECT counts FROM word_count").fetchone()
        assert Counts.unpack(packed).stories == 5
    finally:
        await again.close()


async def test_very_many_terms_are_written_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader.store.grouping.events, "HELD", 5_000)
    (feed,) = await subscribe(store, FEEDS[0])
    many = [
        digested(
            f"n{number}",
            f"Word{number}a word{number}b word{number}c",
            text=" ".join(f"x{number}y{place}" for place in range(20)),
            published_at=minutes_ago(1),
        )
        for number in range(700)
    ]
    await bring(store, feed, *many)
    assert len(found_by(store.path)[1]) == 700


async def test_what_came_in_under_a_clock_that_was_ahead_is_forgotten(store: Store) -> None:
    """As it came first, nothing after it would ever go."""
    (feed,) = await subscribe(store, "https://a.example/feed")
    words = "earthquake Arica Chile rescuers rubble magnitude coast dawn"
    for number, at in enumerate((NOW + timedelta(days=365), NOW, NOW + timedelta(days=9))):
        entry = digested(f"g{number}", f"{words} {number}".capitalize(), text=f"{words} {number}")
        await bring(store, feed, entry, at=at)
    assert await store._read(lambda con: one(con, "SELECT count(*) FROM gist")) == 1


async def test_damaged_gists_and_counts_stop_no_refresh(store: Store) -> None:
    feeds, _ = await fill(store)
    await store.keep_word_counts()
    with closing(sqlite3.connect(store.path)) as con, con:
        con.execute("UPDATE gist SET terms = x'00ff00'")
        con.execute("UPDATE word_count SET counts = x'00'")
    again = await Store.open(store.path)
    try:
        late = NOW + timedelta(days=9)
        for number in range(3):
            entry = digested(
                f"n{number}", "Earthquake in Chile near Arica", text=QUAKE + str(number)
            )
            assert (await bring(again, feeds[number], entry, at=late)).new == 1
    finally:
        await again.close()


async def test_a_title_of_any_length_is_looked_at_in_part(store: Store) -> None:
    feeds, _ = await fill(store)
    await bring(store, feeds[0], digested("long", "x;" * 200_000, text="y " * 200_000))


def archive(identity: str, title: str, text: str, days: int) -> list[DigestedEntry]:
    """What a feed brings that comes in for the first time: news, and a story ``days`` older."""
    return [
        digested(f"news {identity}", f"News of {identity}", text=f"Nothing but {identity}."),
        digested(identity, title, text=text, published_at=NOW - timedelta(days=days)),
    ]


async def test_of_stories_that_are_no_news_any_more_only_copies_are_found(store: Store) -> None:
    first, second, third = await subscribe(store, *FEEDS)
    for days, together in ((20, True), (40, False)):
        told = f"Arica: dozens hurt as earthquake hits northern Chile, {days}"
        like = f"Earthquake in Chile: rescuers search Arica, {days}"
        one = (await bring(store, first, *archive(f"a{days}", told, QUAKE, days))).new_ids[1]
        two = (await bring(store, second, *archive(f"b{days}", like, QUAKE, days))).new_ids[1]
        copy = (await bring(store, third, *archive(f"c{days}", told, QUAKE, days))).new_ids[1]
        events = [(await store.entry(id_)).event_id for id_ in (one, two, copy)]
        assert (events[1] == events[0]) is together
        assert (await store.entry(copy)).copy_id == (await store.entry(one)).copy_id == one
