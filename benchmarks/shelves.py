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
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.stories import END, Made, Press, feed_url
from reader.model import DigestedFeed, Subscription
from reader.store import bulk, connect, feeds, settings
from reader.store.bulk import Kept
from reader.store.migrations import migrate

CHUNK: Final = 2_000
FOLDERS: Final = 20
Progress = Callable[[int, float], None]
"""Told stories so far and seconds since the beginning."""


def feeds_of(total: int) -> int:
    """How many feeds a library of that size has."""
    return max(10, min(1_000, total // 100))


def words_of(total: int) -> int:
    """How long its stories are: 840 words (5.4 KB of HTML), 120 where a million must fit on a disk."""
    return 840 if total <= 100_000 else 120


def library_path(folder: Path, total: int) -> Path:
    """Where the library of that size lies; not there yet unless it was built."""
    return folder / f"library-{total}-{words_of(total)}.db"


def build(folder: Path, total: int, progress: Progress) -> tuple[Path, float]:
    """The library of ``total`` stories and the seconds it took, 0 where it was there already."""
    path = library_path(folder, total)
    if path.exists():
        return path, 0.0
    part = path.with_suffix(".part")
    for left in folder.glob(f"{part.name}*"):
        left.unlink()
    number = feeds_of(total)
    began = time.perf_counter()
    with closing(connect.open_writer(part)) as con:
        migrate(con, part)
        connect.tune_writer(con)
        with connect.transaction(con):
            feeds.add_builtin(con)
            feeds.keep_subscriptions(con, subscriptions(number))
        ids = dict(con.execute("SELECT url, id FROM feed").fetchall())
        with bulk.gathering(con):
            done = 0
            for chunk in _chunks(total, number):
                with connect.transaction(con):
                    _take_in(con, chunk, ids)
                done += len(chunk)
                progress(done, time.perf_counter() - began)
        with connect.transaction(con):
            settings.note_change(con)
    part.rename(path)
    return path, time.perf_counter() - began


def subscriptions(number: int) -> list[Subscription]:
    """The feeds of a library, in :data:`FOLDERS` folders."""
    return [
        Subscription(feed_url(n), title=f"News of place {n}", folder=f"Folder {n % FOLDERS}")
        for n in range(number)
    ]


def build_newsboat(folder: Path, total: int, words: int, number: int) -> Path:
    """newsboat's folder with the same stories: ``urls`` and ``cache.db``."""
    home = folder / f"newsboat-{total}-{words}"
    if (home / "done").exists():
        return home
    home.mkdir(parents=True, exist_ok=True)
    (home / "cache.db").unlink(missing_ok=True)
    (home / "urls").write_text("".join(f"{feed_url(n)}\n" for n in range(number)))
    (home / "config").write_text("auto-reload no\n")
    newsboat(home, "-x", "print-unread")  # makes the tables
    with closing(sqlite3.connect(home / "cache.db")) as con:
        con.executemany(
            "INSERT OR IGNORE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(feed_url(n), feed_url(n), f"News of place {n}") for n in range(number)],
        )
        for chunk in _chunks(total, number):
            con.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread,"
                " flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                map(_newsboat_row, chunk),
            )
            con.commit()
    (home / "done").touch()
    return home


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
    by_feed: dict[int, list[Made]] = defaultdict(list)
    for made in chunk:
        by_feed[made.feed].append(made)
    newest = chunk[-1].entry.published_at
    assert newest is not None
    for feed, of_feed in by_feed.items():
        entries = tuple(made.entry for made in reversed(of_feed))
        title = f"News of place {feed}"
        digested = DigestedFeed(title, f"https://news{feed}.example/", "en", entries, len(entries))
        kept = {made.entry.identity: Kept(made.is_read, made.is_starred) for made in of_feed}
        bulk.take_over(con, ids[feed_url(feed)], digested, kept, at=END)


def _chunks(total: int, number: int) -> Iterator[list[Made]]:
    """The stories in order, made by other processes while the last ones are stored."""
    starts = range(0, total, CHUNK)
    with multiprocessing.get_context("fork").Pool(2, _prepare, (total, number)) as pool:
        yield from pool.imap(_make, [(s, min(s + CHUNK, total)) for s in starts])


_press: Press | None = None


def _prepare(total: int, number: int) -> None:
    global _press
    os.nice(5)
    _press = Press(total, number, words_of(total))


def _make(numbers: tuple[int, int]) -> list[Made]:
    assert _press is not None
    return list(_press.stories(*numbers))
