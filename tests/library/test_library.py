"""Opening, subscribing, marks and undo through the library."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ConfigError, FeedError, NotFound, StoreCorrupt, StoreForeign, StoreFull
from reader.library.library import Change, Library
from reader.model import GUIDE_URL, Cursor, Position, Selection
from reader.paths import Paths
from reader.store.file.header import doubts
from tests.faultserver import FaultServer
from tests.library.conftest import subscribe


async def test_a_first_start_has_the_starter_list_and_the_guide(paths: Paths) -> None:
    library = await Library.open(paths, start=True)
    try:
        assert len(library.subscriptions()) >= 12
        assert paths.feeds.exists()
        guide = (await library.feeds())[-1]
        assert guide.url == GUIDE_URL
        assert guide.unread == guide.total >= 3
    finally:
        await library.close()


async def test_the_guide_fills_every_pane_without_a_network(paths: Paths) -> None:
    library = await Library.open(paths, start=True)
    try:
        newest = (await library.page(Selection())).entries[0]
        opened = await library.open_story(newest.id)
        speakers = {q.speaker.name for q in opened.story.quotes if q.speaker}
        assert speakers == {"Nora Feldkamp", "Tomas Okafor"}
        assert any(len(q.spans) == 2 for q in opened.story.quotes)
        assert any(b.kind == "caption" for b in opened.story.blocks)
        cached = [item for item in opened.more if item.entry_id and item.link]
        assert len(cached) == 3
        assert any(item.link and item.link.url is None for item in opened.more)
        assert any(item.link and item.link.url and not item.entry_id for item in opened.more)
    finally:
        await library.close()


async def test_a_second_start_is_no_first_run_and_brings_no_deleted_guide_back(
    paths: Paths,
) -> None:
    library = await Library.open(paths, start=True)
    before = (await library.page(Selection())).entries
    await library.delete([before[0].id])
    await library.close()
    paths.feeds.unlink()
    library = await Library.open(paths, start=True)
    try:
        assert not paths.feeds.exists()
        assert await library.count(Selection()) == len(before) - 1
    finally:
        await library.close()


async def test_an_own_feeds_toml_is_never_replaced_by_the_starter_list(paths: Paths) -> None:
    subscribe(paths, ["https://a.example/feed"])
    before = paths.feeds.read_bytes()
    library = await Library.open(paths, start=True)
    await library.close()
    assert paths.feeds.read_bytes() == before
    assert [s.url for s in library.subscriptions()] == ["https://a.example/feed"]


async def test_a_broken_feeds_toml_leaves_the_last_good_list_in_force(paths: Paths) -> None:
    subscribe(paths, ["https://a.example/feed", "https://b.example/feed"])
    await (await Library.open(paths)).close()
    paths.feeds.write_text('[[feed]]\nurl = "https://a.example/feed"\ntitle = \n')
    library = await Library.open(paths)
    try:
        assert str(library.config_error).startswith("feeds.toml:3:")
        assert [s.url for s in library.subscriptions()] == [
            "https://a.example/feed",
            "https://b.example/feed",
        ]
        for change in (library.remove, library.add, library.look_for):  # and nobody is asked
            with pytest.raises(ConfigError):
                await change("https://a.example/feed")
        assert len(await library.feeds()) == 2
        subscribe(paths, ["https://b.example/feed"])
        assert await library.reload_config()
        assert library.config_error is None
        assert [f.url for f in await library.feeds()] == ["https://b.example/feed"]
    finally:
        await library.close()


async def test_a_lost_feeds_toml_loses_no_subscription(paths: Paths) -> None:
    subscribe(paths, ["https://a.example/feed"])
    await (await Library.open(paths)).close()
    paths.feeds.unlink()
    library = await Library.open(paths, start=True)
    try:
        assert library.config_error is not None
        assert [s.url for s in library.subscriptions()] == ["https://a.example/feed"]
    finally:
        await library.close()


async def test_a_file_that_is_no_library_is_refused_and_left_alone(paths: Paths) -> None:
    paths.library.parent.mkdir(parents=True)
    paths.library.write_bytes(b"somebody's letters")
    with pytest.raises(StoreForeign):
        await Library.open(paths)
    assert paths.library.read_bytes() == b"somebody's letters"
    assert [p.name for p in paths.library.parent.iterdir()] == ["library.db"]


async def test_adding_a_feed_fetches_it_and_writes_one_block(
    paths: Paths, server: FaultServer
) -> None:
    subscribe(paths, ["https://a.example/feed"], more="# mine\n")
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    try:
        url = server.feed_urls()[0]
        feed = await library.add(url)
        assert (feed.url, feed.total) == (url, 4)
        assert paths.feeds.read_bytes().startswith(before)
        assert [s.url for s in library.subscriptions()] == ["https://a.example/feed", url]
        assert (await library.refresh(feed_ids=[feed.id]))[0].status == "unchanged"
    finally:
        await library.close()


async def test_adding_creates_a_feeds_toml_with_only_what_was_given(
    paths: Paths, server: FaultServer
) -> None:
    library = await Library.open(paths)
    try:
        await library.add(server.feed_urls()[0])
        assert len(library.subscriptions()) == 1
    finally:
        await library.close()


async def test_what_is_no_feed_is_not_added(
    paths: Paths, server: FaultServer, tmp_path: Path
) -> None:
    subscribe(paths, [])
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    try:
        with pytest.raises(FeedError):
            await library.add("http://no-such-host.invalid/feed")
        with pytest.raises(FeedError):
            await library.add(f"{server.base('feeds')}/nothing-here")
        assert paths.feeds.read_bytes() == before
    finally:
        await library.close()


async def test_a_removed_feed_keeps_its_entries_and_comes_back_to_the_byte(
    paths: Paths, server: FaultServer
) -> None:
    urls = server.feed_urls()[:3]
    subscribe(paths, urls, more="# top\n")
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    try:
        await library.refresh()
        await library.remove(urls[1])
        assert [f.url for f in await library.feeds()] == [urls[0], urls[2]]
        assert await library.count(Selection()) == 12
        undone = await library.undo()
        assert undone is not None
        assert paths.feeds.read_bytes() == before
        assert [f.url for f in await library.feeds()] == list(urls)
        with pytest.raises(NotFound):
            await library.remove("https://nobody.example/")
    finally:
        await library.close()


async def test_a_removed_feed_that_can_not_come_back_now_can_do_so_later(paths: Paths) -> None:
    url = "https://gone.example/feed"
    subscribe(paths, [url])
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    try:
        await library.remove(url)
        without = paths.feeds.read_bytes()
        paths.feeds.write_bytes(b"[[feed\n")
        with pytest.raises(ConfigError):
            await library.undo()
        paths.feeds.write_bytes(without)
        undone = await library.undo()
        assert undone is not None
        assert paths.feeds.read_bytes() == before
        assert await library.undo() is None
    finally:
        await library.close()


async def test_a_removed_feed_is_not_lost_when_the_program_dies_while_it_comes_back(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://gone.example/feed"
    subscribe(paths, [url])
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)
    await library.remove(url)

    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched, pytest.raises(asyncio.CancelledError):
        patched.setattr(library._list, "undo", killed)
        await library.undo()
    with monkeypatch.context() as patched, pytest.raises(asyncio.CancelledError):
        patched.setattr(library._store, "undo", killed)
        await library.undo()
    await library.close()
    library = await Library.open(paths)
    assert await library.undo() is not None
    assert paths.feeds.read_bytes() == before
    assert await library.undo() is None
    await library.close()


@pytest.mark.parametrize("what", ["feed", "view"])
async def test_what_is_removed_is_in_the_log_before_it_is_out_of_the_file(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    url, view = "https://gone.example/feed", ("V", "is:unread")
    subscribe(paths, [url], more='[[view]]\ntitle = "V"\nquery = "is:unread"\n')
    before = paths.feeds.read_bytes()
    library = await Library.open(paths)

    def remove() -> Coroutine[Any, Any, Change]:
        return library.remove(url) if what == "feed" else library.remove_view(*view)

    async def killed(*_: object) -> None:
        raise asyncio.CancelledError

    with monkeypatch.context() as patched, pytest.raises(asyncio.CancelledError):
        patched.setattr(library._store, "record_change", killed)
        await remove()
    assert paths.feeds.read_bytes() == before

    def refused(*_: object) -> None:
        raise ConfigError("can't be written.", path=paths.feeds)

    with monkeypatch.context() as patched, pytest.raises(ConfigError):
        patched.setattr("reader.config.files._replace", refused)
        await remove()
    assert paths.feeds.read_bytes() == before
    assert await library.changes() == ()
    await remove()
    assert paths.feeds.read_bytes() != before
    assert await library.undo() is not None
    assert paths.feeds.read_bytes() == before
    await library.close()


async def test_nothing_is_removed_where_the_library_can_only_be_read(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(paths, ["https://stays.example/feed"])
    before = paths.feeds.read_bytes()
    await (await Library.open(paths)).close()
    monkeypatch.setattr("reader.store.file.connect.is_writable", lambda _: False)
    library = await Library.open(paths)
    with pytest.raises(StoreFull, match="can only be read"):
        await library.remove("https://stays.example/feed")
    assert paths.feeds.read_bytes() == before
    await library.close()


async def test_marking_all_read_spares_what_came_later_and_is_undone(
    library: Library, server: FaultServer
) -> None:
    await library.refresh()
    first = (await library.page(Selection(unread=True))).entries[0]
    seen = Cursor(int(first.sort_at.timestamp() * 1_000_000), first.id)
    await library.mark_all_read(Selection(), seen_until=seen)
    assert await library.count(Selection(unread=True)) == 0
    assert await library.undo() is not None
    assert await library.count(Selection(unread=True)) == 28


async def test_marks_and_positions_outlive_the_program(library: Library, paths: Paths) -> None:
    await library.refresh()
    entry = (await library.page(Selection())).entries[0]
    await library.set_read([entry.id], True)
    await library.set_starred([entry.id], True)
    await library.keep_position(entry.id, Position(2, 5, "words"))
    other = await Library.open(paths)
    try:
        again = await other.open_story(entry.id)
        assert again.entry.is_read
        assert again.entry.is_starred
        assert again.position == Position(2, 5, "words")
    finally:
        await other.close()


async def test_a_damaged_library_is_set_aside_and_its_marks_are_saved(
    library: Library, paths: Paths
) -> None:
    await library.refresh()
    entry = (await library.page(Selection())).entries[0]
    await library.set_starred([entry.id], True)
    await library.close()
    with paths.library.open("r+b") as file:
        size = paths.library.stat().st_size
        file.seek(size * 2 // 3)
        file.write(b"\xff" * (size // 4))
    with pytest.raises(StoreCorrupt):
        await Library.open(paths)
    mended = await Library.open(paths, start=True)
    try:
        assert mended.saved is not None
        assert "damaged" in mended.saved
        assert any(".damaged-" in p.name for p in paths.library.parent.iterdir())
        assert len(await mended.feeds()) >= 7
    finally:
        await mended.close()


async def test_a_library_in_which_damage_was_met_is_mended_at_the_next_start(
    library: Library, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.file.connect._SMALL", 0)  # as if it were a large one
    await library.refresh()
    entry = (await library.page(Selection())).entries[0]
    await library.set_starred([entry.id], True)
    await library.close()
    with closing(sqlite3.connect(paths.library)) as con:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_all'"
        (root,) = con.execute(sql).fetchone()
        (size,) = con.execute("PRAGMA page_size").fetchone()
    with paths.library.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(8))
    opened = await Library.open(paths)
    with pytest.raises(StoreCorrupt) as caught:
        await opened.page(Selection())
    assert "nowreading" in caught.value.hint
    await opened.close()
    mended = await Library.open(paths, start=True)
    try:
        assert mended.saved is not None
        assert [e.id for e in (await mended.page(Selection(starred=True))).entries] == [entry.id]
        assert len((await mended.page(Selection())).entries) > 1
    finally:
        await mended.close()
    assert not doubts(paths.library).exists()


async def test_a_sound_library_that_was_doubted_stays_as_it_is(
    library: Library, paths: Paths
) -> None:
    await library.refresh()
    await library.close()
    doubts(paths.library).touch()
    opened = await Library.open(paths, start=True)
    assert opened.saved is None
    await opened.close()
    assert not doubts(paths.library).exists()
    assert not [p.name for p in paths.library.parent.iterdir() if "damaged" in p.name]
