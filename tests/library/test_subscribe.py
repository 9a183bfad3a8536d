"""Taking in a feed: several of one site are a choice, and a page that took a feed's place names one."""

from __future__ import annotations

import asyncio

import pytest

from reader.errors import FeedError, FetchError, StoreFull
from reader.feed.opml import write_opml
from reader.library.library import Library
from reader.library.subscribing.outlines import import_opml
from reader.model import Subscription
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


async def test_a_reader_who_could_add_a_feed_is_not_offline(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, ["http://no-such-host.invalid/feed"])
    library = await Library.open(paths)
    try:
        await library.refresh()
        assert (await library.counts()).offline_since is not None
        await library.add(server.feed_urls()[0])
        assert (await library.counts()).offline_since is None
    finally:
        await library.close()


async def test_without_anyone_to_ask_the_best_is_taken_and_no_other_fetched(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    feed = await library.add(server.base("feeds") + "/")
    await library.close()
    assert feed.url == server.feed_urls()[0]
    assert server.count("/" + server.newsroom.paths[1]) == 0


async def test_an_added_feed_is_taken_out_by_undo_and_its_stories_wait_for_its_return(
    paths: Paths, server: FaultServer
) -> None:
    urls = server.feed_urls()
    subscribe(paths, [urls[1]], more="# mine")
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    added = await library.add(urls[0])
    await library.close()
    library = await Library.open(paths)  # a later start
    undone = await library.undo()
    assert undone is not None
    assert undone.text == f"Added the feed {added.title}"
    assert paths.feeds.read_bytes() == before
    assert [feed.url for feed in await library.feeds()] == [urls[1]]
    assert (await library.counts()).unread == 0
    assert await library.undo() is None
    assert (await library.add(urls[0])).unread == 4
    assert await library.add(urls[0]) is not None  # it is there: nothing to take back
    assert [change.text for change in await library.changes()] == [undone.text]
    await library.remove(urls[0])
    for _ in range(2):  # the removal, then the adding
        await library.undo()
    assert [one.url for one in library.subscriptions()] == [urls[1]]
    await library.close()


async def test_undo_of_a_feed_that_was_taken_out_by_hand_goes_on_to_the_change_before(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    await library.add(server.feed_urls()[0])
    paths.feeds.unlink()
    assert await library.undo() is not None
    assert not paths.feeds.exists()
    assert await library.undo() is None
    await library.close()


async def test_a_list_of_feeds_is_taken_out_again_as_one_step(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, ["https://own.example/f"], more="# mine")
    before = paths.feeds.read_bytes()
    urls = [f"https://{n}.example/f" for n in range(300)]
    body = write_opml([Subscription(url=url) for url in [*urls, "https://own.example/f"]], "T")
    library = await Library.open(paths)
    assert (await import_opml(library, body)).added == tuple(urls)
    assert (await import_opml(library, body)).added == ()
    undone = await library.undo()
    assert undone is not None
    assert undone.text == "Added 300 feeds of a list"
    assert paths.feeds.read_bytes() == before
    assert len(await library.feeds()) == 1
    assert await library.undo() is None
    await library.close()


async def test_a_list_of_one_feed_is_told_by_its_address(paths: Paths) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    await import_opml(library, write_opml([Subscription(url="https://one.example/f")], "T"))
    undone = await library.undo()
    assert undone is not None
    assert undone.text == "Added the feed https://one.example/f of a list"
    await library.close()


async def test_words_are_no_address_and_what_follows_them_is_told(paths: Paths) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    with pytest.raises(FeedError, match="not an address") as caught:
        await library.look_for("quiet trams")
    await library.close()
    assert "hn quiet trams follows these words" in caught.value.hint


async def test_of_a_feed_that_can_not_be_had_it_is_not_said_that_it_is_tried_again(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, [])
    library = await Library.open(paths)
    with pytest.raises(FeedError, match="refused") as caught:
        await library.look_for(server.base("refused"))
    await library.close()
    assert caught.value.hint == "Nothing was added; try again later."


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


async def test_a_feed_that_is_gone_for_good_promises_nothing_when_it_is_added(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(url: str, **_: object) -> None:
        hint = "It is not asked again; the stored stories stay."
        raise FetchError("This feed is gone for good (410).", url=url, kind="gone", hint=hint)

    monkeypatch.setattr(library._network, "get", gone)
    with pytest.raises(FetchError) as error:
        await library.add("https://gone.example/feed.xml")
    assert error.value.hint == "Nothing was added."


async def test_a_list_of_feeds_that_is_added_as_one_is_told_as_such(paths: Paths) -> None:
    listed = write_opml([Subscription("https://quay.example/feed")], "Mine")
    trick = Trick("mine.opml", whole(b"\xef\xbb\xbf" + listed), ("not_a_feed",))
    async with FaultServer(feeds=0, tricks=[trick]) as server:
        library = await Library.open(paths)
        try:
            with pytest.raises(FeedError, match="list of feeds") as caught:
                await library.add(server.fault("mine.opml").url)
            assert "import opml" in caught.value.hint
        finally:
            await library.close()


async def test_a_common_place_is_looked_at_where_nobody_said_http_or_https(paths: Paths) -> None:
    feed = b"<rss version='2.0'><channel><title>Quay</title></channel></rss>"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.read(2000)
        if asked.startswith(b"GET"):  # and no handshake of TLS
            body = feed if asked.startswith(b"GET /index.xml ") else b""
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    bare = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    library = await Library.open(paths)
    try:
        assert (await library.add(bare)).url == f"http://{bare}/index.xml"
    finally:
        await library.close()
        server.close()
        await server.wait_closed()
