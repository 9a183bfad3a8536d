"""A newsboat library brought along: its urls file, query feeds, and a cache by its public schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import NotFound, ReaderError
from reader.library.library import Library
from reader.library.subscribing.newsboat import find_files, import_newsboat
from reader.model import Selection, Stretch
from reader.paths import Paths
from reader.store.store import Fetched
from tests.library.newsboat_folder import MOUNTAIN, RIVER, make
from tests.store.making import digested, feed_of


async def test_its_config_brings_rules_and_tells_the_rest(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 3)
    (folder / "config").write_text(
        'text-width 66\nhighlight feedlist "x" red\nignore-article "*" "title =~ \\"advert\\""\n'
        'define-filter "Herons" "title =~ \\"heron\\""\n'
    )
    library = await Library.open(paths)
    try:
        brought = await import_newsboat(library, folder)
        assert (brought.rules, brought.views) == (1, ("Unread news", "Herons"))
        assert brought.lines == ("[reading]", "measure = 66")
        assert brought.without == ("highlight feedlist x",)
        (rule,) = await library.try_rules()
        assert (rule.when, rule.do) == ("title:advert", ("hide",))
        before = paths.feeds.read_bytes()
        assert (await import_newsboat(library, folder)).rules == 0
        assert paths.feeds.read_bytes() == before
    finally:
        await library.close()


async def test_a_newsboat_library_comes_along(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat")
    library = await Library.open(paths)
    try:
        told: list[tuple[str, int, int]] = []
        brought = await import_newsboat(library, folder, on_progress=lambda *n: told.append(n))
        assert brought.feeds == (RIVER, MOUNTAIN, "exec:script.sh-now")
        assert brought.programs == (
            "exec:script.sh-now runs '~/script.sh' now at each refresh (command in feeds.toml).",
        )
        assert brought.views == ("Unread news",)
        assert (brought.articles, brought.undigested) == (403, 0)
        assert told[0] == ("articles", 0, 403)
        assert ("articles", 403, 403) in told
        assert told[-1] == ("digest", 402, 402)
        assert "Odd" in brought.left_out[0]
        assert brought.left_out[1].startswith("3 articles of feeds that newsboat's urls no longer")
        river, mountain, made = library.subscriptions()
        assert (river.title, river.folder, river.tags, river.hidden) == (
            "The River", "news", ("news", "wild life"), True,
        )  # fmt: skip
        assert (mountain.title, mountain.folder, mountain.hidden) == (None, None, False)
        assert made.command == ("~/script.sh", "now")

        assert await library.count(Selection()) == 402  # one was deleted
        assert await library.count(Selection(query="is:unread feed:river")) == 199
        assert await library.count(Selection(query="is:starred tag:flag-s tag:flag-x")) == 21
        assert await library.count(Selection(query="has:enclosure")) == 41
        assert await library.count(Selection(query="said:ohlsson feed:mountain")) == 3
        (view,) = await library.views()
        assert (view.title, view.unread) == ("Unread news", 199)
        top = (await library.page(Selection(), Stretch(limit=1))).entries[0]
        assert (top.title, top.author, top.link) == (
            "River number 399", "A. Writer", f"{RIVER}/399",
        )  # fmt: skip
        assert top.published_at is not None
        assert top.published_at.timestamp() == 1_600_000_399
        (change,) = await library.changes()
        assert change.text == "Brought 3 feeds and 1 view of newsboat's along"

        before = paths.feeds.read_bytes()
        again = await import_newsboat(library, folder)
        assert (again.feeds, again.known, again.views, again.articles) == ((), 3, (), 0)
        assert paths.feeds.read_bytes() == before
    finally:
        await library.close()


async def test_undo_takes_what_came_out_of_feeds_toml(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 3)
    (folder / "config").write_text('ignore-article "*" "title =~ \\"advert\\""\n')
    paths.feeds.parent.mkdir(parents=True, exist_ok=True)
    mine = (
        f'# mine\n[[feed]]\nurl = "{MOUNTAIN}"\n\n[[rule]]\nwhen = "title:rain"\ndo = ["read"]'
    ).encode()
    paths.feeds.write_bytes(mine)
    library = await Library.open(paths)
    try:
        brought = await import_newsboat(library, folder)
        assert (len(brought.feeds), brought.known, brought.rules) == (2, 1, 1)
        whole = paths.feeds.read_bytes()
        done = await library.undo()
        assert done is not None
        assert done.text == "Brought 2 feeds, 1 view and 1 rule of newsboat's along"
        assert paths.feeds.read_bytes() == mine
        # Unread articles leave the lists with their feeds; those of a feed that was here stay.
        assert await library.count(Selection(unread=True)) == 1
        assert await library.undo() is None
        assert (await import_newsboat(library, folder)).articles == 0  # they are all still there
        assert paths.feeds.read_bytes() == whole
        assert await library.count(Selection(unread=True)) == 2
        assert await library.count(Selection(query="is:unread feed:river")) == 1
    finally:
        await library.close()


async def test_a_cache_that_breaks_while_it_is_read_is_told_and_what_came_in_can_be_taken_back(
    paths: Paths, tmp_path: Path
) -> None:
    folder = make(tmp_path / "newsboat", 1)
    with closing(sqlite3.connect(folder / "cache.db")) as con:
        con.execute("DROP TABLE rss_feed")
    library = await Library.open(paths)
    try:
        with pytest.raises(ReaderError, match=r"cache\.db can't be read"):
            await import_newsboat(library, folder)
        assert len(library.subscriptions()) == 3
        assert await library.undo() is not None
        assert library.subscriptions() == ()
    finally:
        await library.close()


async def test_marks_made_here_are_kept(paths: Paths, tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 2)
    library = await Library.open(paths)
    try:
        await import_newsboat(library, folder)
        ids = [e.id for e in (await library.page(Selection(query="is:read"))).entries]
        await library.set_read(ids, False)
        assert (await import_newsboat(library, folder)).articles == 0
        assert await library.count(Selection(query="is:read")) == 0
        # The feed itself brings the same article: it is the same.
        feed = await library._store.feed_by_url(RIVER)
        assert feed is not None
        applied = await library._store.apply(
            feed.id, feed_of(digested("River-1")), Fetched(library._clock())
        )
        assert applied.new == 0
    finally:
        await library.close()


async def test_what_is_no_newsboat_library_is_told(paths: Paths, tmp_path: Path) -> None:
    library = await Library.open(paths)
    try:
        with pytest.raises(NotFound, match="no newsboat file"):
            await import_newsboat(library, tmp_path / "none")
        folder = make(tmp_path / "newsboat", 1)
        (folder / "cache.db").write_bytes(b"no database at all" * 100)
        with pytest.raises(ReaderError, match=r"cache\.db can't be read"):
            await import_newsboat(library, folder)
    finally:
        await library.close()


async def test_an_empty_cache_and_urls_in_latin_1_come_along(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "urls").write_bytes(f"{RIVER} été\r\n".encode("latin-1"))
    (tmp_path / "cache.db").touch()
    library = await Library.open(paths)
    try:
        brought = await import_newsboat(library, tmp_path)
        assert (brought.feeds, brought.articles) == ((RIVER,), 0)
        assert library.subscriptions()[0].tags == ("été",)
    finally:
        await library.close()


def test_newsboats_own_places_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert find_files(None) == (tmp_path / ".newsboat/urls", tmp_path / ".newsboat/cache.db")
    (tmp_path / ".config/newsboat").mkdir(parents=True)
    (tmp_path / ".config/newsboat/urls").touch()
    assert find_files(None)[1] == tmp_path / ".local/share/newsboat/cache.db"
