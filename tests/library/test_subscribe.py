"""Taking in a feed: several of one site are a choice, and a page that took a feed's place names one."""

from __future__ import annotations

import pytest

from reader.errors import FeedError
from reader.library.library import Library
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.library.conftest import subscribe


async def test_the_feeds_that_a_page_names_are_a_choice(paths: Paths, server: FaultServer) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    found = await library.look_for(server.base("feeds") + "/")
    assert library.subscriptions() == ()
    feed = await library.subscribe(found[-1])
    await library.close()
    assert [(one.url, one.entries) for one in found] == [(u, 4) for u in server.feed_urls()[:5]]
    assert found[0].last_at is not None
    assert all(one.title.startswith("The Quay") for one in found)
    assert (feed.url, feed.total) == (found[-1].url, 4)
    assert [one.url for one in library.subscriptions()] == [feed.url]


async def test_without_anyone_to_ask_the_best_is_taken_and_no_other_fetched(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    feed = await library.add(server.base("feeds") + "/")
    await library.close()
    assert feed.url == server.feed_urls()[0]
    assert server.count("/" + server.newsroom.paths[1]) == 0


async def test_an_address_of_nothing_is_an_error(paths: Paths, server: FaultServer) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    with pytest.raises(FeedError):
        await library.add("…")
    await library.close()


async def test_a_page_where_a_feed_was_tells_the_feed_that_it_names(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [server.base("feeds") + "/"])
    library = await Library.open(paths)
    (result,) = await library.refresh()
    (feed,) = await library.feeds()
    await library.close()
    assert result.failure is not None
    assert feed.failure is not None
    assert feed.failure.kind == "not_a_feed"
    assert f"The page names a feed: {server.feed_urls()[0]};" in feed.failure.hint
