"""What a refresh does to entries, and what it never does."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.errors import NotFound
from reader.model import DigestedEntry, FeedFailure, Selection, Subscription
from reader.store.arriving.entries import MAX_ALIASES, Applied, Arrived
from reader.store.store import Fetched, Store

from .making import LATER, NOW, bring, digested, feed_of, minutes_ago, quote, subscribe

FEED = "https://a.example/feed"


async def titles(store: Store, selection: Selection | None = None) -> list[str]:
    """The titles of a list, newest first."""
    return [e.title for e in (await store.page(selection or Selection())).entries]


async def test_new_entries_come_in_as_the_feed_has_them(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    applied = await bring(store, feed, digested("1", "First"), digested("2", "Second"))
    assert (applied.new, applied.updated) == (2, 0)
    assert await titles(store) == ["First", "Second"]
    assert [(await store.entry(id_)).title for id_ in applied.new_ids] == ["First", "Second"]


async def test_an_edited_entry_keeps_marks_and_place_and_says_that_it_changed(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring(store, feed, digested("1", "Early", published_at=minutes_ago(9)))).new_ids
    await store.set_read([id_], True, NOW)
    await store.set_starred([id_], True, NOW)
    before = await store.entry(id_)
    edited = digested("1", "Early, corrected", published_at=LATER)
    applied = await bring(store, feed, edited, at=LATER)
    assert (applied.new, applied.updated) == (0, 1)
    after = await store.entry(id_)
    assert (after.title, after.changed, before.changed) == ("Early, corrected", True, False)
    assert (after.read_at, after.starred_at) == (before.read_at, before.starred_at)
    assert after.sort_at == before.sort_at


async def test_an_entry_whose_text_did_not_change_is_not_called_changed(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring(store, feed, digested("1", entry_hash="a"))).new_ids
    applied = await bring(store, feed, digested("1", entry_hash="b"), at=LATER)
    assert (applied.new, applied.updated) == (0, 0)
    assert not (await store.entry(id_)).changed
    assert (await store.validators(feed)).entry_hashes == {"b"}


async def test_entries_that_leave_the_feed_stay(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    await bring(store, feed, digested("1", "Old"))
    await bring(store, feed, digested("2", "New"), at=LATER)
    assert await titles(store) == ["New", "Old"]


async def test_a_deleted_entry_never_comes_back(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring(store, feed, digested("1", link="https://a.example/1"))).new_ids
    await store.delete([id_], NOW)
    await bring(store, feed, digested("1", "Edited", link="https://a.example/1"), at=LATER)
    await bring(store, feed, digested("other guid", link="http://www.a.example/1/"), at=LATER)
    assert await titles(store) == []
    with pytest.raises(NotFound):
        await store.entry(id_)
    with pytest.raises(NotFound):
        await store.story(id_)


async def test_guids_that_churn_bring_nothing_back_unread(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    link = "https://www.a.example/story?utm_source=feed"
    (id_,) = (await bring(store, feed, digested("guid-0", link=link))).new_ids
    await store.set_read([id_], True, NOW)
    for n in range(1, 12):
        other = digested(f"guid-{n}", link="http://a.example/story#top")
        applied = await bring(store, feed, other, at=NOW + timedelta(hours=n))
        assert (applied.new, applied.updated) == (0, 0)
    assert await store.count(Selection()) == 1
    assert await store.count(Selection(unread=True)) == 0
    assert len((await store.validators(feed)).entry_hashes) <= MAX_ALIASES + 1


async def test_guids_that_churn_without_links_are_known_by_title_and_time(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    await bring(store, feed, digested("guid-0", published_at=minutes_ago(5)))
    applied = await bring(store, feed, digested("guid-1", published_at=minutes_ago(5)), at=LATER)
    assert applied.new == 0
    applied = await bring(store, feed, digested("guid-2", published_at=minutes_ago(4)), at=LATER)
    assert applied.new == 1


@pytest.mark.parametrize("first", [(), ("guid-0",)], ids=["a new feed", "one is known"])
async def test_what_one_document_tells_apart_by_guids_alone_is_not_one(
    store: Store, first: tuple[str, ...]
) -> None:
    (feed,) = await subscribe(store, FEED)
    both = [digested(f"guid-{n}", published_at=minutes_ago(5)) for n in range(3)]
    if first:
        await bring(store, feed, both[0])
    applied = await bring(store, feed, *both, at=LATER)
    assert applied.new == 3 - len(first)
    assert (await bring(store, feed, *both, at=LATER)).new == 0


def nameless(identity: str, text: str = "It opened.", **what: Any) -> DigestedEntry:
    """An entry without a guid, as the digest tells it."""
    entry = digested(identity, text=text, **what)
    return replace(entry, guid=None, summary=text, words=len(text.split()))


async def test_a_story_without_guid_and_link_may_be_dated_anew(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring(store, feed, nameless("a", published_at=minutes_ago(50)))).new_ids
    await store.set_read([id_], True, NOW)
    for n, when in enumerate((minutes_ago(5), None)):
        applied = await bring(store, feed, nameless(f"b{n}", published_at=when), at=LATER)
        assert applied.new == 0
    other = nameless("c", "Another text.", published_at=minutes_ago(4))
    assert (await bring(store, feed, other, at=LATER)).new == 1
    assert await store.count(Selection(unread=True)) == 1


async def test_links_that_bear_a_session_bring_nothing_back_unread(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)

    def at(session: int, minutes: int = 5) -> DigestedEntry:
        link = f"https://a.example/1?sid={session}"
        return nameless(link, link=link, published_at=minutes_ago(minutes))

    await bring(store, feed, at(1))
    assert (await bring(store, feed, at(2), at=LATER)).new == 0
    assert (await bring(store, feed, at(3, minutes=4), at=LATER)).new == 1


async def test_guids_and_links_that_churn_together_bring_nothing_back_unread(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)

    def sent(session: int, *texts: str, minutes: int = 5) -> list[DigestedEntry]:
        return [
            digested(
                f"s{session}-{n}",
                text=text,
                link=f"https://a.example/story?s={session}{n}",
                published_at=minutes_ago(minutes),
            )
            for n, text in enumerate(texts)
        ]

    (id_,) = (await bring(store, feed, *sent(0, "It rained."))).new_ids
    await store.set_read([id_], True, NOW)
    for session in range(1, 9):
        applied = await bring(store, feed, *sent(session, "It rained."), at=LATER)
        assert (applied.new, applied.updated) == (0, 0)
    assert (await bring(store, feed, *sent(9, "It rained.", minutes=4), at=LATER)).new == 1
    assert (await bring(store, feed, *sent(10, "It snowed."), at=LATER)).new == 1
    # One document tells them apart.
    assert (await bring(store, feed, *sent(11, "It hailed.", "It hailed."), at=LATER)).new == 2
    assert (await bring(store, feed, *sent(12, "It rained.", "It rained."), at=LATER)).new == 1
    assert await store.count(Selection(unread=True)) == 5


async def test_the_same_link_under_another_title_is_another_entry(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    link = "https://a.example/"
    applied = await bring(
        store, feed, digested("1", "Monday", link=link), digested("2", "Tuesday", link=link)
    )
    assert applied.new == 2


async def test_duplicates_within_one_feed_collapse_and_stay_collapsed(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    link = "https://a.example/1"
    twice = (digested("1", link=link), digested("2", link=link, text="Another teaser."))
    assert (await bring(store, feed, *twice)).new == 1
    hashes = (await store.validators(feed)).entry_hashes
    assert {entry.entry_hash for entry in twice} <= hashes
    assert (await bring(store, feed, *twice, at=LATER)).updated == 0


async def test_the_same_entry_in_two_feeds_is_two_entries(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    await bring(store, first, digested("1", link="https://a.example/1"))
    await bring(store, second, digested("1", link="https://a.example/1"))
    assert await store.count(Selection()) == 2


async def test_a_date_in_the_future_does_not_put_an_entry_on_top_for_ever(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    future = digested("1", "Tomorrow", published_at=NOW + timedelta(days=400))
    await bring(store, feed, future, digested("2", "Undated"))
    await bring(store, feed, digested("3", "Later", published_at=LATER), at=LATER)
    assert await titles(store) == ["Later", "Tomorrow", "Undated"]
    assert all(e.sort_at <= LATER for e in (await store.page(Selection())).entries)


async def test_a_refresh_never_names_the_users_columns(store: Store) -> None:
    """The statements that a refresh runs, watched."""
    (feed,) = await subscribe(store, FEED)
    await bring(store, feed, digested("1"))
    seen: list[str] = []
    assert store._writer is not None
    await store._writer.run(lambda con: con.set_trace_callback(seen.append))
    await bring(store, feed, digested("1", "Edited"), digested("2"), at=LATER)
    await store._writer.run(lambda con: con.set_trace_callback(None))
    updates = [sql for sql in seen if "UPDATE entry" in sql]
    assert updates
    for column in ("read_at", "starred_at", "deleted_at", "sort_at"):
        assert not any(f"{column} =" in sql for sql in updates)


async def test_full_text_fetched_for_an_entry_outlives_the_feeds_own_version(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    (id_,) = (await bring(store, feed, digested("1", "Teaser", text="Short."))).new_ids
    page = digested(
        "page", "Page title", text="The whole story.", origin="page", quotes=[quote("Yes", "Ann")]
    )
    await store.keep_full_text(id_, page)
    assert (await store.story(id_)).blocks[0].text == "The whole story."
    assert (await store.entry(id_)).title == "Teaser"
    await bring(store, feed, digested("1", "Teaser, edited", text="Short, edited."), at=LATER)
    assert (await store.story(id_)).blocks[0].text == "The whole story."
    entry = await store.entry(id_)
    assert (entry.title, entry.quote_count) == ("Teaser, edited", 1)
    source, kind = await store.source(id_)
    assert (source, kind) == (page.source, "html")
    with pytest.raises(NotFound):
        await store.keep_full_text(999, page)


async def test_a_feed_that_fails_keeps_its_entries_and_says_since_when(store: Store) -> None:
    (feed,) = await subscribe(store, FEED)
    await bring(store, feed, digested("1"))
    failure = FeedFailure("timeout", "No answer within 30 seconds.", "Try later.", retry_at=LATER)
    await store.fail(feed, failure, fetched_at=NOW, next_fetch_at=LATER)
    await store.fail(feed, failure, fetched_at=LATER, next_fetch_at=LATER)
    known = await store.feed_by_url(FEED)
    assert known is not None
    assert (known.failure, known.failures, known.failing_since) == (failure, 2, NOW)
    assert (known.total, known.good_at) == (1, NOW)
    before = NOW - timedelta(days=365)  # the clock was put back
    await store.fail(feed, failure, fetched_at=before, next_fetch_at=LATER)
    known = await store.feed_by_url(FEED)
    assert known is not None
    assert known.failing_since == before
    await store.unchanged(feed, Fetched(LATER, etag='"2"'))
    known = await store.feed_by_url(FEED)
    assert known is not None
    assert (known.failure, known.failures, known.failing_since) == (None, 0, None)
    validators = await store.validators(feed)
    assert (validators.etag, validators.body_hash) == ('"2"', "body")


async def test_unread_entries_are_counted_for_the_feeds_of_the_list(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    ids = (await bring(store, first, digested("1"), digested("2"))).new_ids
    await store.add_page(digested("p"), url="https://c.example/1")
    await store.set_read(ids[:1], True, NOW)
    guide = await store.feed_by_url("nowreading:guide")
    assert guide is not None
    assert await store.unread_counts() == {first: 1, second: 0, guide.id: 0}


async def test_a_feed_whose_row_stays_is_the_same_value_and_one_that_changed_another(
    store: Store,
) -> None:
    first, _ = await subscribe(store, FEED, "https://b.example/feed")
    before = {feed.id: feed for feed in await store.feeds()}
    again = {feed.id: feed for feed in await store.feeds()}
    assert all(again[id_] is feed for id_, feed in before.items())
    await bring(store, first, digested("1"))
    after = {feed.id: feed for feed in await store.feeds()}
    assert (before[first].total, after[first].total) == (0, 1)
    assert all(after[id_] is feed for id_, feed in before.items() if id_ != first)


async def test_many_feeds_can_come_in_as_one_change(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    batch = [(first, feed_of(digested("1"))), (second, feed_of(digested("1"), digested("2")))]
    applied = await store.apply_many(batch, at=NOW)
    assert (applied.new, len(applied.new_ids)) == (3, 3)
    await store.settle()
    assert await store.count(Selection(words=("bridge",))) == 3
    with pytest.raises(NotFound):
        await store.apply_many([(first, feed_of(digested("9"))), (999, feed_of())], at=NOW)
    assert await store.count(Selection()) == 3


async def test_feeds_that_are_not_there_are_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        await bring(store, 999, digested("1"))
    with pytest.raises(NotFound):
        await store.validators(999)
    with pytest.raises(NotFound):
        await store.unchanged(999, Fetched(NOW))


async def test_feeds_are_due_when_their_time_has_come(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    assert [f.id for f in await store.due(NOW)] == [first, second]
    await bring(store, second, digested("1"))
    assert [f.id for f in await store.due(NOW)] == [first]
    assert [f.id for f in await store.due(LATER)] == [first, second]


async def test_the_list_of_subscriptions_comes_back_as_it_was_kept(store: Store) -> None:
    kept = (
        Subscription("https://b.example/feed", "B", "World", ("daily", "x"), 60, ("days", 90)),
        Subscription(FEED, full_text="never", prefetch="opened", keep=("entries", 5)),
    )
    await store.keep_subscriptions(kept)
    assert await store.subscriptions() == kept
    await store.keep_subscriptions(kept[::-1])
    assert await store.subscriptions() == kept[::-1]
    names = [feed.url for feed in await store.feeds()]
    assert names == [FEED, "https://b.example/feed", "nowreading:guide"]


async def test_entries_of_a_feed_left_out_stay_but_leave_the_unread_lists(store: Store) -> None:
    first, second = await subscribe(store, FEED, "https://b.example/feed")
    await bring(store, first, digested("1", "Left"))
    await bring(store, second, digested("1", "Kept"))
    await subscribe(store, "https://b.example/feed")
    assert await titles(store, Selection(unread=True)) == ["Kept"]
    assert await store.count(Selection(unread=True)) == 1
    assert await store.count(Selection()) == 2
    assert sorted(await titles(store)) == ["Kept", "Left"]
    assert first not in [feed.id for feed in await store.feeds()]
    assert first in [feed.id for feed in await store.feeds(all=True)]
    await subscribe(store, FEED, "https://b.example/feed")
    assert sorted(await titles(store, Selection(unread=True))) == ["Kept", "Left"]


async def test_a_feed_that_moved_keeps_its_entries(store: Store) -> None:
    first, _ = await subscribe(store, "http://a.example/feed", "https://b.example/feed")
    await bring(store, first, digested("1"))
    assert await subscribe(store, "https://www.a.example/feed", "https://b.example/feed") == [
        first,
        first + 1,
    ]
    assert await store.move_feed("https://www.a.example/feed", "https://new.example/feed")
    assert not await store.move_feed("https://new.example/feed", "https://b.example/feed")
    moved = await store.feed_by_url("https://new.example/feed")
    assert moved is not None
    assert (moved.id, moved.total) == (first, 1)


async def test_a_feed_that_can_not_be_taken_in_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    (feed,) = await subscribe(store, FEED)
    broken = digested("2")
    broken = type(broken)(
        **{name: getattr(broken, name) for name in broken.__slots__ if name != "story"},
        story=b"no story",
    )
    with pytest.raises(ValueError, match="not a stored story"):
        await bring(store, feed, digested("1"), broken)
    assert await store.count(Selection()) == 0
    known = await store.feed_by_url(FEED)
    assert known is not None
    assert known.fetched_at is None
    with sqlite3.connect(tmp_path / "library.db") as other:
        assert other.execute("PRAGMA quick_check").fetchone() == ("ok",)
    other.close()


async def test_several_feeds_are_taken_in_as_each_alone_and_one_that_is_gone_is_told(
    store: Store,
) -> None:
    first, second = await subscribe(store, "https://a.example/feed", "https://b.example/feed")
    gone = 99
    found = await store.apply_together(
        [
            Arrived(first, feed_of(digested("1", "Ferry sails")), Fetched(NOW)),
            Arrived(gone, feed_of(digested("2", "Nobody's")), Fetched(NOW)),
            Arrived(
                second, feed_of(digested("3", "Bakers"), digested("4", "Otters")), Fetched(NOW)
            ),
        ]
    )
    new = [each.new if isinstance(each, Applied) else type(each) for each in found]
    assert new == [1, NotFound, 2]
    assert sorted(await titles(store)) == ["Bakers", "Ferry sails", "Otters"]


@pytest.mark.parametrize("number", [1, 3, 4, 16, 22, 41])
async def test_as_many_entries_come_in_as_a_feed_brings(store: Store, number: int) -> None:
    (feed,) = await subscribe(store, FEED)
    names = [f"Story {place}" for place in range(number)]
    applied = await bring(store, feed, *(digested(name, name, text=name) for name in names))
    assert (applied.new, await titles(store)) == (number, names)
    found = await store.feed_by_url(FEED)
    assert found is not None and (found.total, found.unread) == (number, number)
    assert [(await store.entry(id_)).summary for id_ in applied.new_ids] == names
