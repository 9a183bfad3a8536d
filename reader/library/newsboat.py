"""Bringing a newsboat library along: its feeds, query feeds, articles, read state and flags.

newsboat's own files are only read.  Doing it again adds what is missing and changes nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from reader.config.edit import add_feeds, add_views
from reader.config.values import View
from reader.errors import NotFound, ParseError, ReaderError
from reader.library.library import Library
from reader.store.arrivals import Kept

CHUNK: Final = 150
"""Articles digested and stored at a time."""
AT_ONCE: Final = 4
_COLUMNS: Final = {
    "guid": "''", "title": "''", "author": "''", "url": "''", "feedurl": "''", "pubDate": "0",
    "content": "''", "unread": "1", "enclosure_url": "''", "enclosure_type": "''", "flags": "''",
    "deleted": "0",
}  # fmt: skip
"""What is read of ``rss_item``, and what stands for a column that an older newsboat lacks."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came along: feeds and views added to feeds.toml, articles new in the library, and
    sentences about what was left out."""

    feeds: tuple[str, ...]
    known: int
    views: tuple[str, ...]
    articles: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Chunk:
    feed_url: str
    body: bytes
    kept: Mapping[str, Kept]


def find_files(folder: Path | None) -> tuple[Path, Path]:
    """newsboat's ``urls`` and ``cache.db``: in ``folder``, else where newsboat itself looks."""
    if folder is not None:
        return folder / "urls", folder / "cache.db"
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "newsboat"
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "newsboat"
    if (config / "urls").exists():
        return config / "urls", data / "cache.db"
    return home / ".newsboat" / "urls", home / ".newsboat" / "cache.db"


async def import_newsboat(
    library: Library,
    folder: Path | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> Brought:
    """Bring feeds, views and articles along; ``on_progress`` is told articles done and in all.

    Raises NotFound when there is no ``urls`` file, ReaderError when one of newsboat's files can't
    be read, ConfigError or StoreError when one of ours can't be written.
    """
    from reader.feed.newsboat import read_urls

    urls, cache = find_files(folder)
    found = read_urls(_text(urls))
    path = library.paths.feeds
    added = add_feeds(path, found.feeds) if found.feeds else ()
    views = add_views(path, [View(*view) for view in found.views]) if found.views else ()
    await library.reload_config()
    left_out = list(found.left_out)
    articles = 0
    if cache.exists():
        feeds = {feed.url: feed.id for feed in await library.feeds()}
        articles = await _articles(library, cache, feeds, left_out, on_progress)
    return Brought(added, len(found.feeds) - len(added), views, articles, tuple(left_out))


async def _articles(
    library: Library,
    cache: Path,
    feeds: Mapping[str, int],
    left_out: list[str],
    on_progress: Callable[[int, int], None] | None,
) -> int:
    chunks = _chunks(cache, set(feeds))
    total = await asyncio.to_thread(_count, cache)
    done = new = 0
    running: set[asyncio.Task[tuple[int, int]]] = set()

    async def one(chunk: _Chunk) -> tuple[int, int]:
        try:
            number = await library.take_over(
                feeds[chunk.feed_url], chunk.feed_url, chunk.body, chunk.kept
            )
        except ParseError as error:
            left_out.append(f"Some articles of {chunk.feed_url} were left out: {error}")
            return len(chunk.kept), 0
        return len(chunk.kept), number

    await library.gather()
    try:
        while True:
            chunk = await asyncio.to_thread(next, chunks, None)
            if chunk is not None:
                running.add(asyncio.create_task(one(chunk)))
            if not running:
                break
            if chunk is None or len(running) >= AT_ONCE:
                ended, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in ended:
                    read, added = task.result()
                    done, new = done + read, new + added
                if on_progress:
                    on_progress(done, total)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.to_thread(chunks.close)
    await library.settle()
    return new


def _chunks(cache: Path, wanted: set[str]) -> Any:
    """The articles of each wanted feed, the oldest first, some at a time: a generator."""
    with _Reading(cache) as con:
        there = {row[1] for row in con.execute("PRAGMA table_info(rss_item)")}
        columns = ", ".join(n if n in there else f"{e} AS {n}" for n, e in _COLUMNS.items())
        titles = dict(con.execute("SELECT rssurl, title FROM rss_feed").fetchall())
        for (feed_url,) in con.execute("SELECT DISTINCT feedurl FROM rss_item").fetchall():
            if feed_url not in wanted:
                continue
            rows = con.execute(
                f"SELECT {columns} FROM rss_item WHERE feedurl = ? ORDER BY pubDate, id",
                (feed_url,),
            )
            while some := rows.fetchmany(CHUNK):
                articles = [dict(zip(_COLUMNS, row, strict=True)) for row in some]
                yield _chunk(feed_url, str(titles.get(feed_url) or ""), articles)


def _chunk(feed_url: str, title: str, articles: list[dict[str, Any]]) -> _Chunk:
    """Articles as a JSON Feed, the newest first, so that they are read as any feed is."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "items": [_item(article) for article in reversed(articles)],
    }
    kept = {str(a["guid"]): _kept(a) for a in articles}
    return _Chunk(feed_url, json.dumps(document).encode("utf-8", "replace"), kept)


def _item(article: Mapping[str, Any]) -> dict[str, Any]:
    item = {
        "id": str(article["guid"]),
        "url": article["url"],
        "title": article["title"],
        "content_html": "" if article["deleted"] else article["content"],
        "authors": [{"name": article["author"]}] if article["author"] else [],
    }
    seconds = article["pubDate"]
    if isinstance(seconds, int) and 0 < seconds < 253_402_300_800:
        item["date_published"] = datetime.fromtimestamp(seconds, UTC).isoformat()
    if article["enclosure_url"]:
        kind = article["enclosure_type"]
        item["attachments"] = [{"url": article["enclosure_url"], "mime_type": kind}]
    return item


def _kept(article: Mapping[str, Any]) -> Kept:
    flags = [flag for flag in str(article["flags"] or "") if flag.isalpha()]
    return Kept(
        is_read=not article["unread"],
        is_starred=bool(flags),
        is_deleted=bool(article["deleted"]),
        tags=tuple(f"flag-{flag}" for flag in flags),
    )


def _count(cache: Path) -> int:
    with _Reading(cache) as con:
        return int(con.execute("SELECT count(*) FROM rss_item").fetchone()[0])


class _Reading:
    """newsboat's cache, opened for reading; what SQLite says of it becomes a ReaderError."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._con = sqlite3.connect(
                f"file:{quote(str(self._cache.absolute()))}?mode=ro",
                uri=True,
                check_same_thread=False,
            )
            self._con.text_factory = lambda data: data.decode("utf-8", "replace")
            self._con.execute("SELECT 1 FROM rss_item LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise self._told(error) from error
        return self._con

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._con.close()
        if isinstance(error, sqlite3.Error):
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> ReaderError:
        return ReaderError(
            f"newsboat's {self._cache} can't be read: {error}.",
            hint="Close newsboat and try again.",
        )


def _text(urls: Path) -> str:
    try:
        return urls.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        raise NotFound(
            f"There is no newsboat file {urls}.",
            hint="Name its folder: nowreading import newsboat DIR",
        ) from None
    except OSError as error:
        raise ReaderError(f"{urls} can't be read: {error.strerror}.") from error
