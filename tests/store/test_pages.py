"""Pages reached by links, what is cached, and who links where."""

from __future__ import annotations

import pytest

from reader.errors import NotFound
from reader.model import FILES_URL, Position, Selection
from reader.store.arriving import stories
from reader.store.store import Store

from .making import LATER, NOW, bring, digested, subscribe

URL = "https://www.c.example/story?utm_source=x"


async def test_a_page_fetched_again_replaces_itself_and_keeps_its_marks(store: Store) -> None:
    id_ = await store.add_page(digested("a", "Page", text="Old."), url=URL, at=NOW)
    await store.set_starred([id_], True, NOW)
    again = await store.add_page(
        digested("b", "Page now", text="New."), url="http://c.example/story/", at=LATER
    )
    assert again == id_
    entry = await store.entry(id_)
    assert (entry.title, entry.is_starred, entry.changed) == ("Page now", True, True)
    assert (await store.story(id_)).blocks[0].text == "New."


async def test_a_deleted_page_comes_back_when_it_is_asked_for(store: Store) -> None:
    id_ = await store.add_page(digested("a"), url=URL)
    await store.delete([id_], NOW)
    assert await store.cached([URL]) == {}
    assert await store.add_page(digested("a"), url=URL) == id_
    assert await store.cached([URL]) == {URL: id_}


async def test_files_have_a_feed_of_their_own(store: Store) -> None:
    file = await store.add_page(digested("a"), feed_url=FILES_URL, url="file:story.txt")
    page = await store.add_page(digested("a"), url=URL)
    assert file != page
    assert (await store.entry(file)).feed_url == FILES_URL
    with pytest.raises(NotFound):
        await store.add_page(digested("a"), feed_url="nowreading:none", url=URL)


async def test_the_cache_is_asked_by_any_spelling_of_an_address(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    short = digested("1", "Teaser", text="Short.", link="https://a.example/1")
    (teaser,) = (await bring(store, feed, short)).new_ids
    asked = ["http://www.a.example/1/?fbclid=9#x", "https://a.example/2", "no address"]
    assert await store.cached(asked) == {asked[0]: teaser}
    whole = digested("p", "Whole", text="The whole long story.", link="https://a.example/1")
    page = await store.add_page(whole, url="https://a.example/1")
    assert await store.cached(asked) == {asked[0]: page}


async def test_stories_that_link_here_are_known_newest_first(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    here = "https://a.example/here"
    ids = (
        await bring(
            store,
            feed,
            digested("1", "Newer", links=[here, f"{here}?utm_medium=x"]),
            digested("2", "Older", links=["http://www.a.example/here#part"]),
            digested("3", "Here", link=here, links=[here]),
            digested("4", "Elsewhere", links=["https://a.example/there"]),
        )
    ).new_ids
    assert [e.title for e in await store.linking_here(ids[2])] == ["Newer", "Older"]
    await store.delete(ids[:1], NOW)
    assert [e.title for e in await store.linking_here(ids[2])] == ["Older"]
    assert await store.linking_here(ids[3]) == ()


async def test_a_pruned_story_leaves_its_entry_and_comes_back_when_edited(store: Store) -> None:
    (feed,) = await subscribe(store, "https://a.example/feed")
    (id_,) = (await bring(store, feed, digested("1", "Storm", link="https://a.example/1"))).new_ids
    assert store._writer is not None
    await store._writer.run(stories.prune, [id_, 999])
    with pytest.raises(NotFound):
        await store.story(id_)
    assert (await store.entry(id_)).title == "Storm"
    assert await store.count(Selection(words=("storm",))) == 1
    assert await store.cached(["https://a.example/1"]) == {}
    await bring(store, feed, digested("1", "Storm", text="More.", link="https://a.example/1"))
    assert (await store.story(id_)).blocks[0].text == "More."


async def test_positions_and_settings_are_kept(store: Store) -> None:
    id_ = await store.add_page(digested("a"), url=URL)
    assert await store.position(id_) is None
    await store.keep_position(id_, Position(1, 2, "the words"))
    await store.keep_position(id_, Position(3, 4, "other words"))
    assert await store.position(id_) == Position(3, 4, "other words")
    await store.keep_position(999, Position(0, 0))
    assert await store.position(999) is None
    assert await store.get("size") is None
    await store.put("size", "80x24")
    await store.put("size", "120x40")
    assert await store.get("size") == "120x40"
