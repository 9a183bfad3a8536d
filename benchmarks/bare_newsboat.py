"""newsboat with a cache of as many stories as are measured, without a network."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

FEED = "http://127.0.0.1:9/feed.xml"


def command(folder: Path) -> list[str]:
    """What runs newsboat on the cache in ``folder``."""
    return ["newsboat", *_files(folder), "-C", str(folder / "config")]


def is_installed() -> bool:
    """Whether there is a newsboat to be measured."""
    return shutil.which("newsboat") is not None


def fill(folder: Path, stories: Iterable[tuple[str, str, datetime]]) -> None:
    """Make a cache of title, HTML text and date of each story, in one feed.

    newsboat makes the tables itself; it keeps every story of the feed, unread.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "urls").write_text(f"{FEED}\n")
    (folder / "config").write_text("auto-reload no\nmax-items 0\nconfirm-exit no\n")
    subprocess.run([*command(folder), "-x", "print-unread"], check=True, capture_output=True)
    with sqlite3.connect(folder / "cache.db") as cache:
        cache.execute(
            "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            (FEED, FEED, "All stories"),
        )
        cache.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES (?, ?, '', ?, ?, ?, ?, 1)",
            (
                (f"g{n}", title, f"http://127.0.0.1:9/{n}", FEED, int(date.timestamp()), text)
                for n, (title, text, date) in enumerate(stories)
            ),
        )
    cache.close()


def _files(folder: Path) -> list[str]:
    return ["-u", str(folder / "urls"), "-c", str(folder / "cache.db")]
