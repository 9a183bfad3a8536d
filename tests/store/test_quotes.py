"""The index of quotes and speakers over the whole cache."""

from __future__ import annotations

from reader.model import Selection
from reader.store.store import Store

from .indexed import check_speakers
from .making import LATER, NOW, bring, digested, minutes_ago, quote, subscribe


async def fill(store: Store) -> list[int]:
    """Two feeds quoting the same people; their ids."""
    feeds = await subscribe(store, "https://a.example/feed", "https://b.example/feed")
    ann = [quote("We did it", "Ann Lee", "mayor"), quote("Yes"), quote("Maybe", "Bo", sure=0.3)]
    await bring(
        store,
        feeds[0],
        digested("1", "First", quotes=ann, published_at=minutes_ago(9)),
        digested("2", "Second", quotes=[quote("No", "Cy Ha")], published_at=minutes_ago(8)),
        title="Alpha",
    )
    again = [quote("Of course", "ANN LEE"), quote("Always", "Ann Lee")]
    await bring(
        store, feeds[1], digested("1", "Third", quotes=again, published_at=minutes_ago(7)),
        title="Beta",
    )  # fmt: skip
    return feeds


async def test_quotes_come_in_the_order_of_the_list_and_the_page(store: Store) -> None:
    feeds = await fill(store)
    rows = await store.quotes(Selection(), None)
    assert [(r.entry.title, r.number, r.text) for r in rows] == [
        ("Third", 1, "Of course"),
        ("Third", 2, "Always"),
        ("Second", 1, "No"),
        ("First", 1, "We did it"),
        ("First", 2, "Yes"),
        ("First", 3, "Maybe"),
    ]
    assert len(await store.quotes(Selection(), 4)) == 4
    assert len(await store.quotes(Selection(feed_id=feeds[0]), None)) == 4
    assert len(await store.quotes(Selection(words=("second",)), None)) == 1
    assert len(await store.quotes(Selection(query='said:"Ann L"*'), None)) == 3
    for query, number in (
        ("said:cy OR quote:always", 2),
        ("(said:cy OR quote:always) -title:x", 2),
        ("said:ann (quote:always OR quote:yes)", 1),
        ("said:cy OR title:third", 3),
        ("said:ann -quote:always", 1),
    ):
        assert len(await store.quotes(Selection(query=query), None)) == number, query


async def test_a_speaker_the_reader_would_not_see_is_in_no_index(store: Store) -> None:
    await fill(store)
    by_text = {row.text: row for row in await store.quotes(Selection(), None)}
    assert by_text["Maybe"].speaker is None
    speaker = by_text["We did it"].speaker
    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Ann Lee", "mayor")
    assert "Bo" not in [row.name for row in await store.speakers()]


async def test_who_is_somebody_else_in_each_story_is_in_no_index(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    for guid in ("1", "2"):
        said = [quote("One", "they"), quote("Two", "the company"), quote("Three", "Ann Lee")]
        await bring(store, feed, digested(guid, quotes=said))
    assert [(row.name, row.quotes) for row in await store.speakers()] == [("Ann Lee", 2)]
    assert [row.quotes for row in await store.speakers(1)] == [2]
    first, second = (await store.page(Selection())).entries
    ((other, names),) = await store.quoting_the_same(first.id, limit=5)
    assert (other.id, names) == (second.id, ("Ann Lee",))


async def test_speakers_are_counted_over_all_feeds(store: Store) -> None:
    await fill(store)
    first, second = await store.speakers()
    assert (first.name, first.quotes, first.stories) == ("Ann Lee", 3, 2)
    assert (first.last_at, first.feeds) == (minutes_ago(7), ("Alpha", "Beta"))
    assert (second.name, second.quotes, second.stories) == ("Cy Ha", 1, 1)
    assert await store.speakers(1) == (first,)
    assert [row.text for row in await store.quotes_by("Ann Lee")] == [
        "Of course",
        "Always",
        "We did it",
    ]
    assert len(await store.quotes_by("Ann Lee", 2)) == 2


async def test_counts_follow_an_edited_story(store: Store) -> None:
    feeds = await fill(store)
    edited = digested("1", "Third", quotes=[quote("Never", "Cy Ha")], published_at=minutes_ago(7))
    await bring(store, feeds[1], edited, at=LATER)
    rows = {row.name: row for row in await store.speakers()}
    assert (rows["Ann Lee"].quotes, rows["Ann Lee"].stories) == (1, 1)
    assert (rows["Ann Lee"].last_at, rows["Ann Lee"].feeds) == (minutes_ago(9), ("Alpha",))
    assert (rows["Cy Ha"].quotes, rows["Cy Ha"].last_at) == (2, minutes_ago(7))


async def test_a_deleted_story_is_quoted_by_nobody(store: Store) -> None:
    await fill(store)
    third = (await store.page(Selection(words=("third",)))).entries[0]
    await store.delete([third.id], NOW)
    rows = {row.name: row for row in await store.speakers()}
    assert (rows["Ann Lee"].quotes, rows["Ann Lee"].last_at) == (1, minutes_ago(9))
    assert [row.text for row in await store.quotes_by("Ann Lee")] == ["We did it"]


async def test_speakers_are_counted_right_whatever_is_taken_out(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    made = [
        digested(f"{n}", quotes=[quote("No", "Ann Lee"), quote("Yes", "Cy Ha")][: 1 + n % 2],
                 published_at=minutes_ago(n))
        for n in range(9)
    ]  # fmt: skip
    ids = (await bring(store, feed, *made)).new_ids
    assert store._writer is not None
    for some in ([ids[1], ids[0]], ids[:3], ids[5:], ids):  # the newest last, first, not at all
        await store.delete(some, NOW)
        await store._writer.run(check_speakers)
        await store.undo()
        await store._writer.run(check_speakers)
    await store.delete(ids[:4], NOW)
    rows = {row.name: row for row in await store.speakers()}
    assert (rows["Ann Lee"].stories, rows["Ann Lee"].last_at) == (5, minutes_ago(4))
    assert (rows["Cy Ha"].stories, rows["Cy Ha"].last_at) == (2, minutes_ago(5))
