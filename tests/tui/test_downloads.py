"""The list of downloaded files: with their stories, played, copied, deleted once confirmed."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.digest import digest_feed
from reader.errors import NotFound
from reader.library.fetching.downloaded import kept_files, remove_file
from reader.library.fetching.downloads import file_name
from reader.library.library import Library
from reader.model import Selection
from reader.store.store import Fetched
from reader.tui.app import NowReading
from reader.tui.screens.lists.downloads import DownloadsScreen
from reader.tui.screens.story.screen import StoryScreen
from tests.tui.driving import press, said, settle, shown, until
from tests.tui.shelf import NOW, SHELVES, open_library

ITEM = (
    "<item><title>{0}</title><guid>{0}</guid><link>https://radio.example/{0}</link>"
    '<enclosure url="https://radio.example/{0}.mp3" type="audio/mpeg" length="9"/></item>'
)


NOT_OURS = (
    "notes.txt",
    "tides-0123456789.mp3.part",
    "My song-0123456789.mp3",
    "a\x1b]0;owned\x07-0123456789.mp3",
)


async def with_podcasts(folder: Path, more: str = "") -> Library:
    """A library with two stories that files come with, both files kept, and one of nobody."""
    library = await open_library(folder, more=more)
    items = "".join(map(ITEM.format, ("Tides", "Knots")))
    body = f'<rss version="2.0"><channel><title>Radio</title>{items}</channel></rss>'.encode()
    feed = next(each for each in await library.feeds() if each.url == SHELVES[0].url)
    digested = digest_feed(body, {"content-type": "application/rss+xml"}, feed.url, frozenset())
    await library._store.apply(feed.id, digested, Fetched(NOW, NOW + timedelta(hours=1)))
    library.downloads.mkdir(parents=True, exist_ok=True)
    found = (await library.page(Selection(query="has:enclosure"))).entries
    for number, entry in enumerate(sorted(found, key=lambda each: each.title)):
        path = library.downloads / file_name(entry, entry.enclosures[0])
        path.write_bytes(b"x" * 1000 * (number + 1))
        os.utime(path, (number, number))
    (library.downloads / "lost-0123456789.mp3").write_bytes(b"x")
    os.utime(library.downloads / "lost-0123456789.mp3", (9, 9))
    for name in NOT_OURS:
        (library.downloads / name).write_text("mine")
    return library


async def test_files_are_listed_with_their_stories(tmp_path: Path) -> None:
    library = await with_podcasts(tmp_path)
    files = await kept_files(library)
    assert [(each.title, each.size, each.feed) for each in files] == [
        ("lost-0123456789.mp3", 1, ""),
        ("Tides", 2000, "Harbour Post"),
        ("Knots", 1000, "Harbour Post"),
    ]
    for name in (*NOT_OURS, "../config/feeds.toml", "none-0123456789.mp3"):
        with pytest.raises(NotFound):
            await remove_file(library, library.downloads / name)
    assert all((library.downloads / name).exists() for name in NOT_OURS)
    assert library.paths.feeds.exists()
    await library.close()


async def test_a_file_is_played_opened_copied_and_deleted(tmp_path: Path) -> None:
    played = tmp_path / "played"
    code = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    player = [sys.executable, "-c", code, str(played), "{}"]
    library = await with_podcasts(tmp_path, f"[programs]\nplayer = {player!r}\n")
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "d")
        await until(pilot, lambda: "3 files" in shown(app))
        assert "2.0 kB" in shown(app) and "Tides" in shown(app)
        await press(pilot, "enter")
        assert "not in the library any more" in said(app)[-1]
        await press(pilot, "j", "e")
        await until(pilot, lambda: played.exists() and bool(played.read_text()))
        assert Path(played.read_text()).name.startswith("tides-")
        await press(pilot, "y")
        assert said(app)[-1].startswith(f"Copied: {library.downloads}/tides-")
        await press(pilot, "enter")
        assert isinstance(app.screen, StoryScreen)
        await press(pilot, "q", "D", "n")
        assert len(list(library.downloads.iterdir())) == 3 + len(NOT_OURS)
        await press(pilot, "D")
        assert "Delete the file tides-" in shown(app)
        await press(pilot, "y")
        await until(pilot, lambda: "2 files" in shown(app))
        assert isinstance(app.screen, DownloadsScreen)
        assert len(list(library.downloads.iterdir())) == 2 + len(NOT_OURS)
    await library.close()


async def test_without_any_it_is_said_how_to_keep_one(tmp_path: Path) -> None:
    library = await open_library(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "d")
        await until(pilot, lambda: "No file was kept." in shown(app))
        await press(pilot, "e", "D", "y", "enter", "q")
        assert not isinstance(app.screen, DownloadsScreen)
    await library.close()


async def test_files_of_several_stories_are_asked_for_one_after_the_other(tmp_path: Path) -> None:
    library = await with_podcasts(tmp_path)
    app = NowReading(library)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "g", "d", "e", "q")
        assert "[programs] player in feeds.toml says what plays it" in said(app)[-1]
        await press(pilot, "slash", *"has:enclosure", "enter")
        await press(pilot, "V", "j", "E")
        await until(pilot, lambda: sum("downloaded before" in each for each in said(app)) == 2)
    await library.close()


def test_the_command_line_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import asyncio

    async def prepared() -> None:
        await (await with_podcasts(tmp_path)).close()

    asyncio.run(prepared())
    place = [
        "--feeds",
        str(tmp_path / "config/feeds.toml"),
        "--library",
        str(tmp_path / "data/library.db"),
    ]
    assert main([*place, "downloads"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3 and "Tides" in lines[1] and lines[1].split()[:2] == ["2.0", "KB"]
    assert main(["--library", str(tmp_path / "other.db"), "downloads"]) == 1
