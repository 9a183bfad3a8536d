"""What readers of other programs look for, in the real program in a pseudo-terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal
from tests.terminal.libraries import reader_over
from tests.tui.shelf import Item, Shelf

FEED = """<rss version='2.0'><channel><title>Town</title><item><title>Ferry</title>
<link>https://news.example/ferry</link><description><![CDATA[
<p>The <a href='https://news.example/pier'>pier at Osset</a> is closed until noon.</p>
<p>Nobody said why. A <a href='https://news.example/table'>new timetable</a> is out.</p>
]]></description></item></channel></rss>"""


def _feeds(home: Path, text: str) -> None:
    feeds = home / "config/nowreading/feeds.toml"
    feeds.parent.mkdir(parents=True, exist_ok=True)
    feeds.write_text(text)


async def test_the_source_of_a_story_is_shown(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    _feeds(tmp_path, "")
    async with Terminal("open", str(feed), home=tmp_path, size=(80, 24)) as reader:
        await reader.see("The pier at Osset")
        reader.press("S")
        await reader.see("SOURCE", "<a href='https://news.example/pier'>pier at Osset</a>")
        reader.press("\x06")
        await reader.see("Find in this story")
        reader.press("timet", "enter")
        await reader.see("hit 1 of 1")
        reader.press("q")
        await reader.see("Nobody said why", gone="SOURCE")


def _with_columns(home: Path) -> tuple[str, ...]:
    """How the program is begun over the library there, once its rows have other columns."""
    feeds, library = (next(home.rglob(name)) for name in ("feeds.toml", "library.db"))
    feeds.write_text('[reading]\ncolumns = ["title", "minutes"]\n' + feeds.read_text())
    return "--feeds", str(feeds), "--library", str(library)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_rows_have_the_columns_of_the_settings(tmp_path: Path, size: tuple[int, int]) -> None:
    items = (Item("Ferry in harbour", 1, body="<p>It stays there.</p>"),)
    async with await reader_over(tmp_path, Shelf("Osset Bugle", None, items), size=size) as reader:
        await reader.see("Ferry in harbour", "Osset Bugle")
        await reader.end_with("q")
    paths = _with_columns(tmp_path)
    async with Terminal(*paths, home=tmp_path, size=size) as reader:
        assert await reader.see_like(r"● {2,3}Ferry in harbour +1 min")


async def test_words_are_highlighted_in_the_text(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED)
    _feeds(tmp_path, "[[highlight]]\nwords = '/oss[a-z]+/'\ncolor = 'warn'\n")
    async with Terminal("open", str(feed), home=tmp_path, size=(80, 24)) as reader:
        await reader.see("The pier at Osset")
        await reader.see_lit("Osset")
        reader.press("M")
        await reader.see("Words that feeds.toml highlights: hidden")


async def test_a_link_is_opened_in_the_browser_by_its_letter(tmp_path: Path) -> None:
    feed, told, program = (tmp_path / name for name in ("feed.xml", "told.txt", "browse.py"))
    feed.write_text(FEED)
    program.write_text(
        f"import sys\nwith open({str(told)!r}, 'a') as out: print(sys.argv[1:], file=out)\n"
    )
    _feeds(tmp_path, f"[programs]\nbrowser = ['{sys.executable}', '{program}']\n")
    async with Terminal("open", str(feed), home=tmp_path, size=(80, 24)) as reader:
        await reader.see("The pier at Osset")
        reader.press("B")
        await reader.see("Theapier", "Asnew", "open it in the browser")
        reader.press("s")
        await reader.see("has it", gone="Theapier")
        reader.press("3")
        await reader.see("READ MORE")
        reader.press("f")
        await reader.see("The letters beside a row open it here", " a pier at Osset")
        reader.press("escape")
        await reader.see("READ MORE", gone="The letters")
        reader.press("B")
        await reader.see("The letters beside a row open it in the browser")
        reader.press("a")
        while not (told.exists() and "pier" in told.read_text()):
            await reader.see("READ MORE")
    assert sorted(told.read_text().splitlines()) == [
        "['https://news.example/pier']",
        "['https://news.example/table']",
    ]
