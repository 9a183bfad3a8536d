"""Taking in a feed: several of one site are a choice, and a page that took a feed's place names one."""

from __future__ import annotations

import pytest

from reader.errors import FeedError, StoreFull
from reader.library.library import Library
from reader.paths import Paths
from tests.faultserver import FaultServer
from tests.faultserver.exchange import Handler, Trick, whole
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


async def test_where_the_library_can_take_no_feed_that_is_said(
    paths: Paths, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)

    async def no_room(*_: object) -> None:
        raise StoreFull("The disk is full.", path=paths.library)

    monkeypatch.setattr(library._store, "keep_subscriptions", no_room)
    with pytest.raises(StoreFull, match="can't be written") as caught:
        await library.add(server.feed_urls()[0])
    assert "feeds.toml" in caught.value.hint
    await library.close()


async def test_nothing_is_subscribed_to_where_the_library_can_only_be_read(
    paths: Paths, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(paths, [server.feed_urls()[1]])
    await (await Library.open(paths)).close()
    monkeypatch.setattr("reader.store.file.connect.is_writable", lambda _: False)
    library = await Library.open(paths)
    with pytest.raises(StoreFull, match="can only be read"):
        await library.add(server.feed_urls()[0])
    assert [one.url for one in library.subscriptions()] == [server.feed_urls()[1]]
    await library.close()


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


FEED = (
    b'<rss version="2.0"><channel><title>The Quay</title>'
    b"<item><guid>1</guid><title>One</title></item></channel></rss>"
)
ALTERNATE = b'<link rel="alternate" type="application/rss+xml" href="/q">'


def page(markup: bytes, *headers: tuple[str, str], status: str = "200 OK") -> Handler:
    return whole(b"<html>" + markup, *headers, kind="text/html", status=status)


async def found_on(paths: Paths, **handlers: Handler) -> tuple[list[str], FaultServer]:
    """The feeds found on a site that has these pages; ``root`` is its front page."""
    tricks = [
        Trick("" if name == "root" else name.replace("__", "/"), handler, ("ok",), port="site")
        for name, handler in handlers.items()
    ]
    subscribe(paths, [])
    library = await Library.open(paths)
    async with FaultServer(feeds=0, tricks=tricks) as server:
        base = server.base("site")
        try:
            found = await library.look_for(base)
        finally:
            await library.close()
        return [one.url.removeprefix(base) for one in found], server


LINK = ("Link", '</q>; rel="alternate"; type="application/rss+xml"')


@pytest.mark.parametrize(
    "pages",
    [
        {"root": page(b"<p>Hello", LINK), "q": whole(FEED)},
        {"root": page(b'<frameset><frame src="/main">'), "main": page(ALTERNATE), "q": whole(FEED)},
        {
            "root": page(b'<meta http-equiv="refresh" content="0; url=/blog">'),
            "blog": page(ALTERNATE),
            "q": whole(FEED),
        },
    ],
    ids=["header", "frame", "refresh"],
)
async def test_a_feed_is_found_behind_a_page(paths: Paths, pages: dict[str, Handler]) -> None:
    assert (await found_on(paths, **pages))[0] == ["/q"]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "500 Broken", "200 OK"])
async def test_a_site_without_a_front_page_is_asked_in_the_common_places(
    paths: Paths, status: str
) -> None:
    front = whole(b"Nothing here.", kind="text/plain", status=status)
    assert (await found_on(paths, root=front, feed=whole(FEED)))[0] == ["/feed"]


async def test_feeds_that_are_the_same_are_one_choice(paths: Paths) -> None:
    named = page(ALTERNATE + ALTERNATE.replace(b"/q", b"/r"))
    assert (await found_on(paths, root=named, q=whole(FEED), r=whole(FEED)))[0] == ["/q"]


async def test_a_site_that_has_no_feed_is_told_so(paths: Paths) -> None:
    with pytest.raises(FeedError, match="No feed was found at"):
        await found_on(paths, root=page(b"<p>Hello"))


async def test_a_page_does_not_lead_into_the_own_network(paths: Paths, server: FaultServer) -> None:
    canary = server.base("canary")
    named = [
        f'<link rel="alternate" type="application/rss+xml" href="{canary}/feed">',
        f'<link rel="canonical" href="{canary}/@ann"><meta http-equiv=refresh content="0;{canary}">',
        f'<iframe src="{canary}/frame"></iframe><a href="{canary}/rss">RSS</a>',
    ]
    with pytest.raises(FeedError):
        await found_on(paths, root=page("".join(named).encode()))
    assert server.canary_hits == 0
