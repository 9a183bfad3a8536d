"""Links that are followed, documents that are opened, and where a story leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import FeedError, NotFound, ReaderError
from reader.library.library import Library
from reader.model import PAGES_URL, Link, Selection
from tests.faultserver import FaultServer


async def test_a_link_to_a_cached_story_needs_no_network(
    library: Library, server: FaultServer
) -> None:
    await library.refresh()
    asked = len(server.seen)
    for entry in (await library.page(Selection())).entries:
        for item in (await library.open_story(entry.id)).more:
            if item.link and item.entry_id:
                assert await library.follow(item.link) == item.entry_id
                assert len(server.seen) == asked
                return
    pytest.fail("no story leads to a cached one")


async def test_a_page_that_is_followed_is_kept_outside_the_unread_lists(
    library: Library, server: FaultServer
) -> None:
    feed = await library.add(server.feed_urls()[0])
    before = (await library.counts()).unread
    entry = (await library.page(Selection(feed_id=feed.id))).entries[0]
    assert entry.link is not None
    await library.delete([entry.id])
    page_id = await library.follow(entry.link + "?page=2")
    page = await library.entry(page_id)
    assert page.feed_url == PAGES_URL
    assert (await library.counts()).unread == before - 1
    asked = len(server.seen)
    assert await library.follow(entry.link + "?page=2") == page_id
    assert len(server.seen) == asked


async def test_a_private_page_is_not_fetched_for_an_address_nobody_typed(
    library: Library, server: FaultServer
) -> None:
    with pytest.raises(FeedError) as caught:
        await library.follow(f"{server.base('second')}/story/1")
    assert caught.value.kind == "blocked"


async def test_a_line_without_an_address_says_what_to_do(library: Library) -> None:
    with pytest.raises(NotFound) as caught:
        await library.follow(Link(None, "Read more about bridges", "read_more"))
    assert caught.value.hint


@pytest.mark.parametrize("keep", [False, True])
async def test_a_text_file_becomes_a_story(library: Library, tmp_path: Path, keep: bool) -> None:
    file = tmp_path / "story.txt"
    file.write_text("Mayor opens ferry\n\n“It floats,” said Ann Sample, the mayor.\n")
    opened = await library.read_document(file, keep=keep)
    ((entry, story),) = opened.stories
    assert (opened.feed_title, story.headline) == (None, "Mayor opens ferry")
    assert [q.speaker.name for q in story.quotes if q.speaker] == ["Ann Sample"]
    assert (entry.id > 0) is keep
    again = await library.read_document(file, keep=keep)
    assert again.stories[0][0].id == entry.id


async def test_a_feed_is_opened_with_all_its_stories(library: Library, server: FaultServer) -> None:
    opened = await library.read_document(server.feed_urls()[0])
    assert opened.feed_title
    assert len(opened.stories) == 4
    assert await library.count(Selection()) == 0


async def test_a_file_that_is_not_there_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"missing\.txt"):
        await library.read_document(tmp_path / "missing.txt")
