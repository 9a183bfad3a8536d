"""Verbs that are killed at any moment: the library is whole, and done again they come to the same."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from reader.store.store import Store
from tests.cli.running import Done, Place
from tests.library.newsboat_folder import make
from tests.store.making import bring, digested, minutes_ago
from tests.store.making import subscribe as follow

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
URL = "https://a.example/feed"
ENTRIES = 5_000
"""More than are changed in one transaction."""
ROUNDS = 5
OPML = b'<opml version="2.0"><body>%b</body></opml>' % b"".join(
    b'<outline xmlUrl="https://x%d.example/f"/>' % n for n in range(400)
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A library of many read stories, of which its feed keeps a hundred."""
    place = Place(tmp_path_factory.mktemp("filled"))
    place.feeds.write_text(f'[[feed]]\nurl = "{URL}"\nkeep = 100\n')

    async def fill() -> None:
        store = await Store.open(place.library)
        (feed,) = await follow(store, URL)
        entries = [digested(f"g{n}", published_at=minutes_ago(n)) for n in range(ENTRIES)]
        await bring(store, feed, *entries)
        await store.close()

    asyncio.run(fill())
    assert place.run("mark", "read", "bridge").code == 0
    assert len(columns(place)) == ENTRIES
    return place


def columns(place: Place) -> list[tuple[object, ...]]:
    """What the reader's columns hold, of each entry; the file is checked on the way."""
    with closing(sqlite3.connect(place.library)) as con:
        assert con.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        total, unread = con.execute("SELECT sum(total), sum(unread) FROM tally").fetchone()
        rows = con.execute(
            "SELECT read_at IS NULL, starred_at IS NULL, deleted_at IS NULL, tags,"
            " EXISTS (SELECT 1 FROM story WHERE entry_id = id) FROM entry ORDER BY id"
        ).fetchall()
    assert (total, unread) == (sum(row[2] for row in rows), sum(row[0] and row[2] for row in rows))
    return rows


def urls(place: Place) -> list[str]:
    """The addresses in feeds.toml."""
    return [feed["url"] for feed in tomllib.loads(place.feeds.read_text())["feed"]]


def killed(place: Place, seconds: float, *arguments: str, stdin: bytes = b"") -> None:
    """Run a verb and kill it after so long, unless it has ended."""
    files = "--feeds", str(place.feeds), "--library", str(place.library)
    program = subprocess.Popen(
        [sys.executable, "-m", "reader", *files, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with suppress(subprocess.TimeoutExpired):
        program.communicate(stdin, timeout=seconds)
    program.kill()
    program.communicate()


def copies(place: Place, folder: Path) -> list[tuple[Place, float]]:
    """Copies of ``place``, and when what is done to each is to end."""
    chance = random.Random(str(folder.name))
    made = []
    for number in range(ROUNDS):
        shutil.copytree(place.folder, folder / str(number))
        made.append((Place(folder / str(number)), 0.1 + chance.random()))
    return made


def done(place: Place, arguments: Sequence[str], stdin: bytes = b"") -> Done:
    """A verb that comes to its end."""
    ended = place.run(*arguments, stdin=stdin)
    assert ended.code in (0, 1), ended
    return ended


@pytest.mark.parametrize(
    "verb",
    [("prune",), ("mark", "unread", "bridge"), ("mark", "star", "bridge"),
     ("mark", "tag", "x", "bridge"), ("mark", "delete", "bridge")],
    ids=lambda verb: verb[min(1, len(verb) - 1)],
)  # fmt: skip
def test_a_large_change_is_done_again_or_taken_back(
    filled: Place, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    before = columns(filled)
    (whole, _), *others = copies(filled, tmp_path)
    done(whole, verb)
    after = columns(whole)
    assert after != before
    for place, seconds in others:
        killed(place, seconds, *verb)
        columns(place)
        if verb != ("prune",) and len(done(place, ["undo", "--list"]).out.splitlines()) == 2:
            taken_back = Place(shutil.copytree(place.folder, place.folder / "back"))
            done(taken_back, ["undo"])
            assert columns(taken_back) == before
        done(place, verb)
        assert columns(place) == after


@pytest.mark.parametrize("what", ["unread", "delete"])
def test_taking_back_goes_on_where_it_was_broken_off(
    filled: Place, tmp_path: Path, what: str
) -> None:
    before = columns(filled)
    changed = Place(shutil.copytree(filled.folder, tmp_path / "changed"))
    done(changed, ["mark", what, "bridge"])
    for place, seconds in copies(changed, tmp_path):
        killed(place, seconds, "undo")
        if len(done(place, ["undo", "--list"]).out.splitlines()) == 2:
            done(place, ["undo"])
        assert columns(place) == before


def test_a_list_of_feeds_comes_whole_or_not_at_all_and_so_it_goes(
    filled: Place, tmp_path: Path
) -> None:
    for place, seconds in copies(filled, tmp_path):
        killed(place, seconds, "import", "opml", "-", stdin=OPML)
        assert len(urls(place)) in (1, 401)
        done(place, ["import", "opml", "-"], OPML)
        assert len(urls(place)) == 401
        columns(place)
        if "list" in place.run("undo", "--list").out:  # which was not known before it was killed
            killed(place, seconds, "undo")
            assert len(urls(place)) in (1, 401)
            if len(urls(place)) == 401:
                done(place, ["undo"])
            assert urls(place) == [URL]


def test_an_import_from_newsboat_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    folder = make(tmp_path / "newsboat", 1_500)
    (tmp_path / "empty").mkdir()
    (whole, _), *others = copies(Place(tmp_path / "empty"), tmp_path / "copies")
    done(whole, ["import", "newsboat", str(folder)])
    after = sorted(row[:4] for row in columns(whole))
    for place, seconds in others:
        killed(place, seconds * 3, "import", "newsboat", str(folder))
        done(place, ["import", "newsboat", str(folder)])
        assert sorted(row[:4] for row in columns(place)) == after
        assert urls(place) == urls(whole)
