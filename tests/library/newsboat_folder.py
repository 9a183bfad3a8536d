"""newsboat's folder as it leaves it: its urls file, and a cache by its public schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

RIVER = "https://a.example/feed"
MOUNTAIN = "https://b.example/feed"
URLS = f"""# mine
{RIVER} "~The River" news "wild life" !
{MOUNTAIN}
"query:Unread news:unread = \\"yes\\" and tags # \\"news\\"" shown
"query:Odd:articleindex < 5"
"exec:~/script.sh now"
"""
SCHEMA = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
  title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
  is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
  title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
  feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
  unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
  enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
  base VARCHAR(128) NOT NULL DEFAULT "");
"""


def make(folder: Path, articles: int = 400) -> Path:
    """newsboat's folder with articles of two feeds and of one no longer listed."""
    folder.mkdir()
    (folder / "urls").write_text(URLS)
    with closing(sqlite3.connect(folder / "cache.db")) as con:
        con.executescript(SCHEMA)
        for url, title in ((RIVER, "River"), (MOUNTAIN, "Mountain"), ("https://c.example/", "Old")):
            con.execute(
                "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)", (url, url, title)
            )
            con.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread,"
                " enclosure_url, enclosure_type, flags, deleted) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                [
                    (
                        f"{title}-{n}",
                        f"{title} number {n}",
                        "A. Writer",
                        f"{url}/{n}",
                        url,
                        1_600_000_000 + n,
                        f"<p>The heron came {n} times.</p><p>“We counted,” said Maria Ohlsson.</p>",
                        n % 2,
                        f"{url}/{n}.mp3" if n % 10 == 0 else "",
                        "audio/mpeg" if n % 10 == 0 else "",
                        "sx" if n % 20 == 0 else "",
                        n == 7,
                    )
                    for n in range(articles if url == RIVER else 3)
                ],
            )
        con.commit()
    return folder
