"""Bringing a newsboat library along: its feeds, query feeds, articles, read state and flags.

newsboat's own files are only read.  Doing it again adds what is missing and changes nothing else,
so an import that was broken off goes on.  Articles are stored as they are, the oldest first; the
newest are digested at once, the others later (:mod:`reader.library.upkeep`).
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from reader.config.edit import add_feeds, add_rules, add_views, parting
from reader.config.settings import Rule, View
from reader.config.tables import view_mark
from reader.errors import NotFound, ParseError, ReaderError, StoreError
from reader.feed.charset import decode_text
from reader.frozen import frozen
from reader.library.library import Library
from reader.model import DigestedEntry, Subscription
from reader.store.arriving.arrivals import Arrival, Kept
from reader.text import clean_line

CHUNK: Final = 1_000
"""Articles read and stored at a time: storing them takes less than a second."""
AT_ONCE: Final = 4
"""Chunks in work at a time."""
FIRST: Final = 2_000
"""Articles digested before the import ends, the newest: a library of that size is whole then."""
_COLUMNS: Final = {
    "guid": "''", "title": "''", "author": "''", "url": "''", "feedurl": "''", "pubDate": "0",
    "content": "''", "unread": "1", "enclosure_url": "''", "enclosure_type": "''", "flags": "''",
    "deleted": "0",
}  # fmt: skip
"""What is read of ``rss_item``, and what stands for a column that an older newsboat lacks."""


MAX_TITLE: Final = 300
Stage = Literal["articles", "index", "digest"]
OnProgress = Callable[[Stage, int, int], None]
"""Told what is being done, how much of it is, and how much there is."""


@frozen
class Brought:
    """What came along: feeds and views added to feeds.toml, articles new in the library, how many
    of its articles are still to be digested, sentences about what was left out, and about feeds
    that a program makes; rules added; and, of newsboat's ``config``, ``lines`` that the reader may
    put into feeds.toml, and ``without``, what has no counterpart."""

    feeds: tuple[str, ...]
    known: int
    views: tuple[str, ...]
    articles: int
    undigested: int
    left_out: tuple[str, ...]
    programs: tuple[str, ...] = ()
    rules: int = 0
    lines: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


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
    library: Library, folder: Path | None = None, *, on_progress: OnProgress | None = None
) -> Brought:
    """Bring feeds, views and articles along.

    Raises NotFound when there is no ``urls`` file, ReaderError when one of newsboat's files can't
    be read, ConfigError or StoreError when one of ours can't be written.
    """
    from reader.feed.newsboat.config import read_settings
    from reader.feed.newsboat.urls import read_urls

    urls, cache = find_files(folder)
    found = read_urls(_text(urls))
    config = urls.with_name("config")
    settings = read_settings(_text(config) if config.exists() else "")
    views = [View(*view) for view in (*found.views, *settings.views)]
    rules = [Rule(*rule) for rule in settings.rules]
    added, new_views, new_rules = await _put_in(library, found.feeds, views, rules)
    left_out = list(found.left_out)
    articles = 0
    if cache.exists() and cache.stat().st_size:  # newsboat makes it empty before it fills it
        feeds = {feed.url: feed.id for feed in await library.feeds()}
        ours = {old: feeds[url] for old, url in found.renamed.items() if url in feeds}
        feeds.update(ours)
        bringing = _Bringing(library, cache, feeds, left_out, on_progress or (lambda *_: None))
        articles = await bringing.run()
    return Brought(
        feeds=added,
        known=len(found.feeds) - len(added),
        views=new_views,
        articles=articles,
        undigested=await library.undigested(),
        left_out=tuple(left_out),
        programs=found.programs,
        rules=len(new_rules),
        lines=settings.lines,
        without=tuple(settings.without),
    )


async def _put_in(
    library: Library,
    feeds: Sequence[Subscription],
    views: Sequence[View],
    rules: Sequence[Rule],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Write what is not in feeds.toml yet, which one undo takes out again: the addresses, the titles
    of views and the marks of rules that are new. Raises ConfigError."""
    path = library.paths.feeds
    partings = [parting(path)]
    added = add_feeds(path, feeds) if feeds else ()
    partings.append(parting(path))
    new_views = add_views(path, views) if views else ()
    partings.append(parting(path))
    new_rules = add_rules(path, rules) if rules else ()
    await library.reload_config()
    queries = {view.title: view.query for view in views}
    marks = (added, [view_mark(title, queries[title]) for title in new_views], new_rules)
    names = ("feed", "view", "rule")
    put_in = [each for each in zip(names, marks, partings, strict=True) if each[1]]
    if put_in:
        number = (len(added), len(new_views), len(new_rules))
        with suppress(StoreError):  # a library that can only be read takes nothing back
            await library.note_brought(put_in, _said(number))
    return added, new_views, new_rules


def _said(numbers: Sequence[int]) -> str:
    words = [
        f"{number:,} {name}{'' if number == 1 else 's'}"
        for number, name in zip(numbers, ("feed", "view", "rule"), strict=True)
        if number
    ]
    return f"Brought {', '.join(words[:-1])}{' and ' if words[1:] else ''}{words[-1]} of newsboat's along"


class _Bringing:
    """The articles of a cache on their way."""

    def __init__(
        self,
        library: Library,
        cache: Path,
        feeds: Mapping[str, int],
        left_out: list[str],
        told: OnProgress,
    ) -> None:
        self._library = library
        self._cache = cache
        self._feeds = feeds
        self._left_out = left_out
        self._tell = told
        self._new = 0

    async def run(self) -> int:
        """Bring all; how many were new."""
        ids, others = await asyncio.to_thread(_places, self._cache, set(self._feeds))
        if others:
            said = "1 article of a feed" if others == 1 else f"{others:,} articles of feeds"
            self._left_out.append(f"{said} that newsboat's urls no longer lists stayed there.")
        self._tell("articles", 0, len(ids))
        await self._name_feeds()
        await self._library.gather()
        await self._bring(ids)
        await self._library.settle(lambda done, of: self._tell("index", done, of))
        await self._library.digest_waiting(FIRST, lambda done, of: self._tell("digest", done, of))
        return self._new

    async def _name_feeds(self) -> None:
        titles = await asyncio.to_thread(_titles, self._cache)
        known = {self._feeds[url]: title for url, title in titles if url in self._feeds}
        await self._library.name_feeds(known)

    async def _bring(self, ids: Sequence[int]) -> None:
        chunks = iter([ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)])
        running: deque[tuple[int, asyncio.Task[list[Arrival]]]] = deque()
        done = 0
        try:
            while True:
                while len(running) < AT_ONCE and (chunk := next(chunks, None)) is not None:
                    running.append((len(chunk), asyncio.create_task(self._read(chunk))))
                if not running:
                    return
                # In their order: what came out later gets the higher id.
                number, task = running[0]
                coming = await task
                running.popleft()
                self._new += await self._library.take_in(coming)
                done += number
                self._tell("articles", done, len(ids))
        finally:
            for _, task in running:
                task.cancel()
            await asyncio.gather(*(task for _, task in running), return_exceptions=True)

    async def _read(self, ids: Sequence[int]) -> list[Arrival]:
        articles = await asyncio.to_thread(_articles, self._cache, ids)
        found = await self._digest(articles)
        coming = []
        for article in articles:
            entry = found.get((article["feedurl"], str(article["guid"])))
            if entry is not None:
                kept = _kept(article)
                coming.append(
                    Arrival(self._feeds[article["feedurl"]], entry, kept, kept.is_deleted)
                )
        return coming

    async def _digest(
        self, articles: Sequence[Mapping[str, Any]]
    ) -> dict[tuple[str, str], DigestedEntry]:
        """The entries of articles by feed and guid; an article that no worker can read is left
        out, its neighbours are not."""
        by_feed: dict[str, list[Mapping[str, Any]]] = {}
        for article in articles:
            by_feed.setdefault(article["feedurl"], []).append(article)
        documents = [(url, _document(of_feed)) for url, of_feed in by_feed.items()]
        try:
            read = await self._library.read_articles(documents)
        except ParseError as error:
            if len(articles) == 1:
                self._leave_out(articles[0]["feedurl"], error)
                return {}
            half = len(articles) // 2
            return {**await self._digest(articles[:half]), **await self._digest(articles[half:])}
        found = {}
        for (url, of_feed), entries in zip(by_feed.items(), read, strict=True):
            if isinstance(entries, str):
                self._leave_out(url, entries)
                continue
            for article, entry in zip(of_feed, entries, strict=True):
                found[url, str(article["guid"])] = entry
        return found

    def _leave_out(self, url: str, why: object) -> None:
        self._left_out.append(f"Some articles of {url} were left out: {why}")


def _places(cache: Path, wanted: set[str]) -> tuple[Sequence[int], int]:
    """The ids of the articles of the wanted feeds, the oldest first; how many others there are."""
    with _Reading(cache) as con:
        rows = con.execute(
            "SELECT id FROM rss_item WHERE feedurl IN (SELECT value FROM json_each(?))"
            " ORDER BY pubDate, id",
            (json.dumps(sorted(wanted)),),
        )
        ids = array("q", (id_ for (id_,) in rows))
        total = con.execute("SELECT count(*) FROM rss_item").fetchone()[0]
    return ids, total - len(ids)


def _titles(cache: Path) -> list[tuple[str, str]]:
    with _Reading(cache) as con:
        rows = con.execute("SELECT rssurl, title FROM rss_feed").fetchall()
    return [(url, clean_line(str(title or ""))[:MAX_TITLE]) for url, title in rows]


def _articles(cache: Path, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Articles in the order of ``ids``."""
    with _Reading(cache) as con:
        there = {row[1] for row in con.execute("PRAGMA table_info(rss_item)")}
        columns = ", ".join(n if n in there else f"{e} AS {n}" for n, e in _COLUMNS.items())
        rows = con.execute(
            f"SELECT {columns} FROM json_each(?) AS j CROSS JOIN rss_item AS i ON i.id = j.value"
            " ORDER BY j.key",
            (json.dumps(list(ids)),),
        ).fetchall()
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def _document(articles: Sequence[Mapping[str, Any]]) -> bytes:
    """Articles as a JSON Feed, so that they are read as any feed is."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [_item(article) for article in articles],
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


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


class _Reading:
    """newsboat's cache, opened for reading; what SQLite says of it becomes a ReaderError."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def __enter__(self) -> sqlite3.Connection:
        address = f"file:{quote(os.fsencode(self._cache.absolute()))}?mode=ro"
        try:
            self._con = sqlite3.connect(address, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._told(error) from error
        try:
            self._con.text_factory = lambda data: data.decode("utf-8", "replace")
            self._con.execute("SELECT 1 FROM rss_item LIMIT 1").fetchone()
        except sqlite3.Error as error:
            self._con.close()
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
        return decode_text(urls.read_bytes())
    except FileNotFoundError:
        raise NotFound(
            f"There is no newsboat file {urls}.",
            hint="Name its folder: nowreading import newsboat DIR",
        ) from None
    except OSError as error:
        raise ReaderError(f"{urls} can't be read: {error.strerror}.") from error
