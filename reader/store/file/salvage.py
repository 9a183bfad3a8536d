"""A damaged library: set aside by name, and what can still be read brought into a new one.

Subscriptions, feeds, entries with their marks, positions, settings and every story that still
decodes keep their ids.  Entries whose story is lost are read again at the next refresh.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from reader.codec import decode_story, facts_of, unpack_source
from reader.errors import StoreError
from reader.frozen import frozen
from reader.model import DigestedEntry
from reader.store.arriving import feeds, stories
from reader.store.arriving.index import WordIndex
from reader.store.file.connect import open_reader, open_writer, transaction, translate, tune_writer
from reader.store.file.header import check_file
from reader.store.file.migrations import VERSION, migrate
from reader.text import clean

_TAILS: Final = ("-wal", "-shm", "-journal", "")
_STRETCH: Final = 256
_ROW: Final = 64
"""No row of an entry or feed takes fewer bytes in the file."""
_UNREADABLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""What reading it raises; the second where SQLite names something that is no text any more."""
_JSON: Final = ("tags", "skip_hours", "keep", "categories", "enclosures")
_PLAIN: Final = {
    "position": "entry_id",
    "change": "id",
    "highlight": "id",
    "quote_number": "entry_id",
    "undigested": "entry_id",
}


@frozen
class Salvaged:
    """What came of a damaged library; ``set_aside`` is where the damaged file lies now."""

    set_aside: Path
    feeds: int
    entries: int
    stories: int


def salvage(path: Path) -> Salvaged:
    """Set the damaged library at ``path`` aside and make a new one of what is left of it.

    Blocks; nobody else may have the library open.  Raises StoreForeign or StoreTooNew for a file
    that is not a library of ours, and StoreError when there is none or the new one can't be
    written: everything lies where it lay then.
    """
    if not check_file(path, VERSION):
        raise StoreError(f"There is no library at {path}.", path=path)
    aside = _set_aside(path)
    try:
        counts = _make_anew(path, aside)
    except BaseException as error:
        _put_back(path, aside)
        if isinstance(error, sqlite3.Error):
            raise translate(error, path) from error
        raise
    return Salvaged(aside, *counts)


def _make_anew(path: Path, aside: Path) -> tuple[int, int, int]:
    with closing(open_writer(path)) as new:
        migrate(new, path)
        tune_writer(new)
        with transaction(new, durable=True):
            feeds.add_builtin(new)
        return _bring_over(aside, new)


def _put_back(path: Path, aside: Path) -> None:
    for tail in _TAILS:
        path.with_name(path.name + tail).unlink(missing_ok=True)
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            aside.with_name(aside.name + tail).rename(path.with_name(path.name + tail))


def _set_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            path.with_name(path.name + tail).rename(aside.with_name(aside.name + tail))
    return aside


def _bring_over(aside: Path, new: sqlite3.Connection) -> tuple[int, int, int]:
    try:
        old = open_reader(aside)
    except _UNREADABLE:
        try:  # the -wal may be what is damaged
            old = open_reader(aside, immutable=True)
        except _UNREADABLE:
            return 0, 0, 0
    old.text_factory = _decode
    highest = max(1, aside.stat().st_size // _ROW)
    with closing(old), transaction(new, durable=True):
        new.execute("PRAGMA defer_foreign_keys = ON")
        feed_count = _copy(old, new, "feed", highest)
        new.execute("UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL")
        entry_count = _copy(old, new, "entry", highest)
        _drop_orphans(new)
        story_count = _copy_stories(old, new, highest)
        for table in _PLAIN:
            _copy(old, new, table, highest)
        with suppress(*_UNREADABLE):
            settings = old.execute("SELECT key, value FROM setting").fetchall()
            new.executemany("INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)", settings)
        new.execute(
            "UPDATE tally SET (total, unread) = (SELECT count(*), coalesce(sum(read_at IS NULL), 0)"
            " FROM entry WHERE entry.feed_id = tally.feed_id AND deleted_at IS NULL)"
        )
        for table in ("position", "highlight", "quote_number", "undigested"):
            new.execute(f"DELETE FROM {table} WHERE entry_id NOT IN (SELECT id FROM entry)")
    return feed_count, entry_count, story_count


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str, highest: int) -> int:
    """Copy every readable row of ``table``, ids kept; how many."""
    columns = [row[1] for row in new.execute(f"PRAGMA table_info ({table})")]
    add = (
        f"INSERT OR REPLACE INTO {table} ({', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(columns))})"
    )
    copied = 0
    key = _PLAIN.get(table, "id")
    for row in _rows(old, table, key, columns, _highest(old, table, key, highest)):
        if _is_whole(columns, row):
            with suppress(sqlite3.IntegrityError):
                new.execute(add, row)
                copied += 1
    return copied


def _copy_stories(old: sqlite3.Connection, new: sqlite3.Connection, highest: int) -> int:
    """Copy the stories that decode and index them; entries without one are to be read again."""
    columns = ["entry_id", "digest_version", "origin", "source_type", "body", "source"]
    bodies = _rows(old, "story", "entry_id", columns, _highest(old, "entry", "id", highest))
    copied: set[int] = set()
    index = WordIndex()
    for entry_id, version, origin, source_type, body, source in bodies:
        row = new.execute("SELECT title FROM entry WHERE id = ?", (entry_id,)).fetchone()
        if row is None or source_type not in ("html", "text"):
            continue
        try:
            facts = facts_of(decode_story(body, entry_id))
            unpack_source(source, body)
        except (ValueError, TypeError, zlib.error):
            continue
        entry = DigestedEntry(
            "",
            "",
            None,
            None,
            row[0],
            None,
            "",
            None,
            None,
            body,
            source,
            source_type,
            facts=facts,
        )
        stories.add_story(new, index, entry_id, row[0], entry)
        new.execute(
            "UPDATE story SET digest_version = ?, origin = ? WHERE entry_id = ?",
            (version, origin, entry_id),
        )
        copied.add(entry_id)
        if not len(copied) % _STRETCH:
            index.write(new)
    lost = [row for row in new.execute("SELECT id, title FROM entry") if row[0] not in copied]
    for entry_id, title in lost:
        index.put_in(entry_id, title, None)
    index.write(new)
    new.executemany("UPDATE entry SET entry_hash = '' WHERE id = ?", [(id_,) for id_, _ in lost])
    return len(copied)


def _rows(
    old: sqlite3.Connection, table: str, key: str, columns: Sequence[str], highest: int
) -> Iterator[tuple[Any, ...]]:
    """Every readable row, by stretches of keys; a stretch that fails is halved."""
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {key} BETWEEN ? AND ?"
    waiting = [(low, low + _STRETCH - 1) for low in range(1, highest + 1, _STRETCH)]
    waiting.reverse()
    while waiting:
        low, high = waiting.pop()
        try:
            yield from old.execute(sql, (low, high)).fetchall()
        except _UNREADABLE:
            if low < high:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]


def _highest(old: sqlite3.Connection, table: str, key: str, highest: int) -> int:
    with suppress(*_UNREADABLE):
        return int(old.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()[0])
    return highest


def _is_whole(columns: Sequence[str], row: tuple[Any, ...]) -> bool:
    try:
        for column, value in zip(columns, row, strict=True):
            if column in _JSON and value is not None:
                json.loads(value)
    except (ValueError, TypeError):
        return False
    return True


def _drop_orphans(new: sqlite3.Connection) -> None:
    """Entries whose feed is lost go to the feed of the files, where they can be found."""
    new.execute(
        "UPDATE OR IGNORE entry SET shelf = 0,"
        " feed_id = (SELECT id FROM feed WHERE kind = 'files')"
        " WHERE feed_id NOT IN (SELECT id FROM feed)"
    )
    new.execute("DELETE FROM entry WHERE feed_id NOT IN (SELECT id FROM feed)")


def _decode(text: bytes) -> str:
    return clean(text.decode("utf-8", "replace"))
