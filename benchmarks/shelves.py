"""Libraries of made-up stories, built once into a folder and used again; and newsboat's of the same.

A library is built through :mod:`reader.store.bulk`, as an import builds it; newsboat's ``cache.db``
by its own schema, which newsboat itself makes.
"""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.stories import END, Made, Press, feed_url
from reader.model import Subscription
from reader.store import bulk, settings
from reader.store.arriving import arrivals, feeds
from reader.store.arriving.arrivals import Arrival, Kept
from reader.store.file import connect
from reader.store.file.migrations import migrate
from reader.store.keeping import retention

CHUNK: Final = 2_000
FOLDERS: Final = 20
Progress = Callable[[int, float], None]
"""Told stories so far and seconds since the beginning."""


def feeds_of(total: int) -> int:
    """How many feeds a library of that size has."""
    return max(10, min(1_000, total // 100))


def words_of(total: int) -> int:
    """How long its stories are: 840 words (5.4 KB of HTML), 120 where a million must fit."""
    return 840 if total <= 100_000 else 120


def library_path(folder: Path, total: int) -> Path:
    """Where the library of that size lies; not there yet unless it was built."""
    return folder / f"library-{total}-{words_of(total)}.db"


def build(folder: Path, total: int, progress: Progress, *, with_newsboat: bool) -> float:
    """Build the library of ``total`` stories, and newsboat's, where they are missing; the seconds
    that storing ours took, 0 where it was there already."""
    ours = None if library_path(folder, total).exists() else _Ours(folder, total)
    home = newsboat_home(folder, total)
    theirs = _Theirs(home, feeds_of(total)) if with_newsboat and not _is_done(home) else None
    shelves = [shelf for shelf in (ours, theirs) if shelf is not None]
    began = time.perf_counter()
    done = 0
    for chunk in _chunks(total, feeds_of(total)) if shelves else ():
        for shelf in shelves:
            shelf.take_in(chunk)
        done += len(chunk)
        progress(done, time.perf_counter() - began)
    for shelf in shelves:
        shelf.finish()
    return ours.seconds if ours else 0.0


class _Ours:
    """A library on its way; ``seconds`` is the time spent on storing, the making of stories aside."""

    def __init__(self, folder: Path, total: int) -> None:
        self._path = library_path(folder, total)
        self._part = self._path.with_suffix(".part")
        for left in folder.glob(f"{self._part.name}*"):
            left.unlink()
        self.seconds = 0.0
        self._con = connect.open_writer(self._part)
        migrate(self._con, self._part)
        connect.tune_writer(self._con)
        with connect.transaction(self._con):
            feeds.add_builtin(self._con)
            feeds.keep_subscriptions(self._con, subscriptions(feeds_of(total)))
        self._ids = dict(self._con.execute("SELECT url, id FROM feed").fetchall())
        bulk.prepare(self._con)

    def take_in(self, chunk: list[Made]) -> None:
        """Store some stories in one transaction."""
        began = time.perf_counter()
        with connect.transaction(self._con):
            _take_in(self._con, chunk, self._ids)
        self.seconds += time.perf_counter() - began

    def finish(self) -> None:
        """Bring the index into one piece, and give the library its name."""
        began = time.perf_counter()
        left = True
        while left:
            with connect.transaction(self._con):
                left = bulk.settle_some(self._con)
        with connect.transaction(self._con):
            settings.note_change(self._con)
        while retention.give_back(self._con):
            pass
        retention.compact(self._con)
        self.seconds += time.perf_counter() - began
        self._con.close()
        self._part.rename(self._path)


def subscriptions(number: int) -> list[Subscription]:
    """The feeds of a library, in :data:`FOLDERS` folders."""
    return [
        Subscription(feed_url(n), title=f"News of place {n}", folder=f"Folder {n % FOLDERS}")
        for n in range(number)
    ]


def newsboat_home(folder: Path, total: int) -> Path:
    """newsboat's folder with the same stories: ``urls`` and ``cache.db``."""
    return folder / f"newsboat-{total}-{words_of(total)}"


def _is_done(home: Path) -> bool:
    return (home / "done").exists()


class _Theirs:
    """newsboat's library on its way."""

    def __init__(self, home: Path, number: int) -> None:
        home.mkdir(parents=True, exist_ok=True)
        (home / "cache.db").unlink(missing_ok=True)
        (home / "urls").write_text("".join(f"{feed_url(n)}\n" for n in range(number)))
        (home / "config").write_text("auto-reload no\n")
        newsboat(home, "-x", "print-unread")  # makes the tables
        self._home = home
        self._con = sqlite3.connect(home / "cache.db")
        self._con.executemany(
            "INSERT OR IGNORE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(feed_url(n), feed_url(n), f"News of place {n}") for n in range(number)],
        )

    def take_in(self, chunk: list[Made]) -> None:
        """Store some stories."""
        self._con.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread,"
            " flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(_newsboat_row, chunk),
        )
        self._con.commit()

    def finish(self) -> None:
        """Note that it is whole."""
        self._con.close()
        (self._home / "done").touch()


def newsboat(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run newsboat over a folder of :func:`build_newsboat`."""
    files = ["-u", home / "urls", "-c", home / "cache.db", "-C", home / "config"]
    return subprocess.run(
        ["newsboat", *files, *arguments],
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        check=False,
    )


def _newsboat_row(made: Made) -> tuple[object, ...]:
    entry = made.entry
    assert entry.published_at is not None
    seconds = int(entry.published_at.timestamp())
    flags = "s" if made.is_starred else None
    return (
        entry.guid, entry.title, entry.author, entry.link, feed_url(made.feed), seconds, made.html,
        not made.is_read, flags,
    )  # fmt: skip


def _take_in(con: sqlite3.Connection, chunk: list[Made], ids: dict[str, int]) -> None:
    arrivals.take_in(
        con,
        [Arrival(ids[feed_url(m.feed)], m.entry, Kept(m.is_read, m.is_starred)) for m in chunk],
        at=END,
    )


def _chunks(total: int, number: int) -> Iterator[list[Made]]:
    """The stories in order, made by other processes while the last ones are stored."""
    starts = range(0, total, CHUNK)
    with multiprocessing.get_context("fork").Pool(2, _prepare, (total, number)) as pool:
        yield from pool.imap(_make, [(s, min(s + CHUNK, total)) for s in starts])


_press: Press | None = None


def _prepare(total: int, number: int) -> None:
    global _press
    _press = Press(total, number, words_of(total))


def _make(numbers: tuple[int, int]) -> list[Made]:
    assert _press is not None
    return list(_press.stories(*numbers))
