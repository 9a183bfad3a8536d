"""The pages that starred or opened stories lead to are there before anybody asks."""

from __future__ import annotations

import pytest

from reader.library.library import Library
from reader.library.refreshing.prefetch import LINKS, worth_fetching
from reader.model import PAGES_URL, Link, LinkKind, Position, Selection, Story
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import Clock, subscribe


async def _library(paths: Paths, server: FaultServer, clock: Clock, choice: str) -> Library:
    more = f'[defaults]\nprefetch = "{choice}"\nfull_text = "never"\n'
    subscribe(paths, server.feed_urls()[:1], more=more)
    library = await Library.open(paths, clock=clock)
    await library.refresh()
    return library


async def _newest(library: Library) -> int:
    return (await library.page(Selection())).entries[0].id


async def test_the_links_of_a_starred_story_are_fetched_at_the_next_refresh_only(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    library = await _library(paths, server, clock, "starred")
    try:
        newest = await _newest(library)
        await library.set_starred([newest], True)
        assert server.count("/story/4") == 0
        await library.refresh()
        assert server.count("/story/4") == 1
        link = f"{server.base('feeds')}/story/4"
        page = await library.entry((await library.cached([link]))[link])
        assert page.feed_url == PAGES_URL
        assert (await library.counts()).unread == 4
        clock.forward(days=1)
        await library.refresh()
        asked = [s.path for s in server.seen if s.path.startswith("/story/")]
        assert asked == ["/story/4"], "the links of a linked page are not followed"
    finally:
        await library.close()


@pytest.mark.parametrize(("choice", "asked"), [("never", 0), ("starred", 0), ("opened", 1)])
async def test_the_links_of_opened_stories_are_fetched_only_where_that_was_chosen(
    paths: Paths, server: FaultServer, clock: Clock, choice: str, asked: int
) -> None:
    library = await _library(paths, server, clock, choice)
    try:
        newest = await _newest(library)
        await library.keep_position(newest, Position(1, 0, "words"))
        await library.refresh()
        assert server.count("/story/4") == asked
    finally:
        await library.close()


async def test_never_fetches_nothing_for_a_starred_story(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    library = await _library(paths, server, clock, "never")
    try:
        await library.set_starred([await _newest(library)], True)
        await library.refresh()
        assert server.count("/story/4") == 0
    finally:
        await library.close()


async def test_a_linked_page_that_was_deleted_does_not_come_back(
    paths: Paths, server: FaultServer, clock: Clock
) -> None:
    library = await _library(paths, server, clock, "starred")
    try:
        link = f"{server.base('feeds')}/story/4"
        page = await library.follow(link)
        await library.delete([page])
        await library.set_starred([await _newest(library)], True)
        await library.refresh()
        assert await library.cached([link]) == {}
    finally:
        await library.close()


def _links(*urls: str, kind: LinkKind = "inline") -> Story:
    links = tuple(Link(url, "a link", kind) for url in urls)
    return Story(0, None, "", None, (), links=links, url="https://quay.example/this")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/sharer/sharer.php?u=https://quay.example/this",
        "https://twitter.com/intent/tweet?text=this",
        "https://x.com/share?url=this",
        "https://www.linkedin.com/shareArticle?url=this",
        "https://www.reddit.com/submit?url=this",
        "https://wa.me/?text=this",
        "https://t.me/share/url?url=this",
        "https://quay.example/login?next=this",
        "https://quay.example/subscribe",
        "https://quay.example/privacy",
        "https://quay.example/tide.mp3",
        "https://quay.example/tide.PDF",
        "https://quay.example/tide.jpeg",
        "https://quay.example/",
        "https://quay.example/this?utm_source=feed",
        "mailto:editor@quay.example",
        "ftp://quay.example/file",
    ],
)
def test_nothing_is_fetched_of_media_buttons_forms_and_front_pages(url: str) -> None:
    assert worth_fetching(_links(url)) == ()


def test_media_links_are_never_fetched() -> None:
    assert worth_fetching(_links("https://quay.example/watch/7", kind="media")) == ()


def test_pages_are_fetched_once_each_and_only_so_many() -> None:
    urls = [f"https://quay.example/story/{n}" for n in range(LINKS + 4)]
    twice = _links(urls[0], urls[0] + "?utm_medium=rss", *urls[1:])
    assert worth_fetching(twice) == tuple(urls[:LINKS])


def test_pages_whose_names_only_resemble_forms_are_fetched() -> None:
    urls = ("https://quay.example/news/print-works-close", "https://quay.example/feeding-gulls")
    assert worth_fetching(_links(*urls)) == urls
