"""A damaged library: set aside by name, and what can still be read brought into a new one.

Subscriptions, feeds, entries with their marks, positions, settings and every story that still
decodes keep their ids.  What no query finds any more is looked for page by page
(:mod:`reader.store.file.leaves`).  Entries whose story is lost are read again at the next refresh.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from pathlib import Path
from typing import Any, Final

from reader.codec import decode_story, facts_of, unpack_source
from reader.errors import StoreCorrupt, StoreError
from reader.frozen import frozen
from reader.model import DigestedEntry
from reader.store.arriving import feeds, stories
from reader.store.arriving.index import WordIndex
from reader.store.file.connect import (
    look_through,
    open_reader,
    open_writer,
    read_only,
    transaction,
    translate,
    tune_writer,
)
from reader.store.file.exchange import beside, exchange, put_back, remove
from reader.store.file.header import check_file, doubts
from reader.store.file.leaves import Row, Shape, shape_of
from reader.store.file.leaves import rows as rows_of_leaves
from reader.store.file.migrations import VERSION, migrate
from reader.store.own.tags import file_under
from reader.text import clean
from reader.urls import key as url_key

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
_LEAST: Final = {"feed": 30, "entry": 25, "story": 6, "position": 4, "change": 5, "highlight": 8}
"""The tables whose rows can be told by their looks, and how many columns they had at first."""
_PAIRS: Final = ("setting", "alias", "address")
"""Tables without a number for each row."""


@frozen
class Salvaged:
    """What came of a damaged library; ``set_aside`` is where the damaged file lies now."""

    set_aside: Path
    feeds: int
    entries: int
    stories: int

    @property
    def told(self) -> str:
        """The same for the reader."""
        return (
            f"The library was damaged. {self.stories} of {self.entries} stories, all marks that"
            f" could be read and {self.feeds} feeds were saved; the damaged file lies beside it as"
            f" {self.set_aside.name}."
        )


def is_damaged(path: Path) -> bool:
    """Whether the library at ``path``, in which a damaged page was met, is damaged indeed; what
    was said of it is forgotten where it is not, and otherwise once it is mended.  Blocks."""
    found = False
    put_back(path)
    if check_file(path, VERSION):
        try:
            look_through(path)
        except sqlite3.DatabaseError as error:
            if not isinstance(translate(error, path), StoreCorrupt):
                return False  # another program writes: the next start looks again
            found = True
    if not found:
        doubts(path).unlink(missing_ok=True)
    return found


def salvage(path: Path) -> Salvaged:
    """Set the damaged library at ``path`` aside and make a new one of what is left of it.

    Blocks; nobody else may have the library open.  Raises StoreForeign or StoreTooNew for a file
    that is not a library of ours, and StoreError when there is none or the new one can't be
    written: everything lies where it lay then.
    """
    put_back(path)
    if not check_file(path, VERSION):
        raise StoreError(f"There is no library at {path}.", path=path)
    new = None
    try:
        new = beside(path)
        counts = _make_anew(new, path)
        aside = exchange(path, new)
    except BaseException as error:
        if new is not None:
            remove(new)
        if isinstance(error, sqlite3.Error):
            raise translate(error, path) from error
        if isinstance(error, OSError):
            raise read_only(path) from error
        raise
    doubts(path).unlink(missing_ok=True)
    return Salvaged(aside, *counts)


def _make_anew(path: Path, damaged: Path) -> tuple[int, int, int]:
    with closing(open_writer(path)) as new:
        migrate(new, path)
        tune_writer(new)
        with transaction(new, durable=True):
            feeds.add_builtin(new)
        return _bring_over(damaged, new)


def _bring_over(aside: Path, new: sqlite3.Connection) -> tuple[int, int, int]:
    shapes = {table: shape_of(new, table, least) for table, least in _LEAST.items()}
    old = _open_damaged(aside)
    highest = max(1, aside.stat().st_size // _ROW)
    with ExitStack() as held:
        if old is not None:
            held.enter_context(closing(old))
        held.enter_context(transaction(new, durable=True))
        new.execute("PRAGMA defer_foreign_keys = ON")
        bringing = _Bringing(old, new, aside, shapes, highest)
        return bringing.all()


def _open_damaged(aside: Path) -> sqlite3.Connection | None:
    """The damaged library for queries, as far as it takes any."""
    for immutable in (False, True):  # the -wal may be what is damaged
        with suppress(*_UNREADABLE):
            old = open_reader(aside, immutable=immutable, lenient=True)
            old.text_factory = _decode
            return old
    return None


class _Bringing:
    """What is left of ``old`` (None: no query finds anything) and of the pages of ``aside``, on
    its way into ``new``."""

    def __init__(
        self,
        old: sqlite3.Connection | None,
        new: sqlite3.Connection,
        aside: Path,
        shapes: Mapping[str, Shape],
        highest: int,
    ) -> None:
        self._old = old
        self._new = new
        self._aside = aside
        self._shapes = shapes
        self._highest = highest
        self._known: dict[str, set[int]] = {table: set() for table in shapes}
        """The numbers of the rows that were brought over."""

    def all(self) -> tuple[int, int, int]:
        """Bring everything over; how many feeds, entries and stories."""
        for table in ("feed", "entry"):
            self._add(table, self._queried(table))
        for table, row in self._lying(("feed", "entry")):
            self._add(table, [row])
        self._new.execute("UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL")
        _drop_orphans(self._new)
        self._bring_stories()
        for table in _PLAIN:
            self._add(table, self._queried(table))
        for table, row in self._lying(("position", "change", "highlight")):
            self._add(table, [row])
        for table in _PAIRS:
            self._bring_pairs(table)
        self._tidy()
        return len(self._known["feed"]), len(self._known["entry"]), len(self._known["story"])

    def _queried(self, table: str) -> Iterator[Row]:
        """The rows of ``table`` that queries find, as the new library has them."""
        if self._old is None:
            return
        columns = [row[1] for row in self._new.execute(f"PRAGMA table_info ({table})")]
        there: set[str] = set()
        with suppress(*_UNREADABLE):
            there = {row[1] for row in self._old.execute(f"PRAGMA table_info ({table})")}
        key = _PLAIN.get(table, "entry_id" if table == "story" else "id")
        if key not in there:
            return
        asked = [name if name in there else f"NULL AS {name}" for name in columns]
        highest = _highest(self._old, table, key, self._highest)
        yield from _rows(self._old, table, key, asked, highest)

    def _lying(self, tables: Container[str]) -> Iterator[tuple[str, Row]]:
        """The rows of these tables that lie in pages and no query found."""
        wanted = {name: shape for name, shape in self._shapes.items() if name in tables}
        for table, row in rows_of_leaves(self._aside, wanted, self._known):
            yield table, tuple(clean(one) if isinstance(one, str) else one for one in row)

    def _add(self, table: str, found: Iterable[Row]) -> None:
        about = self._new.execute(f"PRAGMA table_info ({table})").fetchall()
        columns = [name for _, name, *_ in about]
        noughts = [place for place, *_, begin, _ in about if begin == "0"]
        sql = (
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)})"
            f" VALUES ({', '.join('?' * len(columns))})"
        )
        shape = self._shapes.get(table)
        for row in found:
            if any(row[place] is None for place in noughts):  # of a version without that column
                row = tuple(
                    0 if value is None and place in noughts else value
                    for place, value in enumerate(row)
                )
            if (shape is None or shape.fits(row)) and _is_whole(columns, row):
                with suppress(sqlite3.IntegrityError):
                    self._new.execute(sql, row)
                    if shape is not None:
                        self._known[table].add(row[shape.key])  # type: ignore[arg-type]

    def _bring_stories(self) -> None:
        """Copy the stories that decode and index them; entries without one are to be read again."""
        lying = (row for _, row in self._lying(("story",)))
        known, index = self._known["story"], WordIndex()
        for row in chain(self._queried("story"), lying):
            if row[0] not in known and self._add_story(row, index):
                known.add(row[0])  # type: ignore[arg-type]
                if not len(known) % _STRETCH:
                    index.write(self._new)
        entries = self._new.execute("SELECT id, title FROM entry")
        lost = [row for row in entries if row[0] not in known]
        for entry_id, title in lost:
            index.put_in(entry_id, title, None)
        index.write(self._new)
        self._new.executemany(
            "UPDATE entry SET entry_hash = '' WHERE id = ?", [(id_,) for id_, _ in lost]
        )

    def _add_story(self, row: Row, index: WordIndex) -> bool:
        if not self._shapes["story"].fits(row):
            return False
        entry_id, version, origin, source_type, body, source = row
        entry = self._new.execute("SELECT title FROM entry WHERE id = ?", (entry_id,)).fetchone()
        if entry is None or source_type not in ("html", "text"):
            return False
        assert isinstance(entry_id, int)
        assert isinstance(body, bytes)
        assert isinstance(source, bytes)
        try:
            facts = facts_of(decode_story(body, entry_id))
            unpack_source(source, body)
        except (ValueError, TypeError, LookupError, zlib.error):
            return False
        digested = DigestedEntry(
            "",
            "",
            None,
            None,
            entry[0],
            None,
            "",
            None,
            None,
            body,
            source,
            "html" if source_type == "html" else "text",
            facts=facts,
        )
        stories.add_story(self._new, index, entry_id, entry[0], digested)
        self._new.execute(
            "UPDATE story SET digest_version = ?, origin = ? WHERE entry_id = ?",
            (version, origin, entry_id),
        )
        return True

    def _bring_pairs(self, table: str) -> None:
        """What can be read of a table in its own order, down to where it is damaged."""
        if self._old is None:
            return
        columns = [row[1:3] for row in self._new.execute(f"PRAGMA table_info ({table})")]
        names = ", ".join(name for name, _ in columns)
        kinds = [{"INTEGER": int, "TEXT": str}[kind] for _, kind in columns]
        sql = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(columns))})"
        with suppress(*_UNREADABLE):
            for row in self._old.execute(f"SELECT {names} FROM {table}"):
                if all(map(isinstance, row, kinds)):
                    self._new.execute(sql, row)

    def _tidy(self) -> None:
        """Make what is told of the rows true of those that are there."""
        for table in ("position", "highlight", "quote_number", "undigested", "alias", "address"):
            self._new.execute(f"DELETE FROM {table} WHERE entry_id NOT IN (SELECT id FROM entry)")
        self._new.execute("DELETE FROM alias WHERE feed_id NOT IN (SELECT id FROM feed)")
        self._new.execute(
            "UPDATE tally SET (total, unread) = (SELECT count(*), coalesce(sum(read_at IS NULL), 0)"
            " FROM entry WHERE entry.feed_id = tally.feed_id AND deleted_at IS NULL)"
        )
        links = self._new.execute("SELECT id, link FROM entry WHERE link IS NOT NULL").fetchall()
        self._new.executemany(
            "INSERT OR IGNORE INTO address (key, entry_id) VALUES (?, ?)",
            [(url_key(link), entry_id) for entry_id, link in links],
        )
        filed = self._new.execute(
            "SELECT id, tags, categories FROM entry"
            " WHERE tags IS NOT NULL OR categories IS NOT NULL"
        )
        for entry_id, *lists in filed.fetchall():
            for names in filter(None, lists):
                file_under(self._new, entry_id, json.loads(names))


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
    """The highest number worth asking for: a damaged tree may name any, and no library holds more
    rows than ``highest``."""
    with suppress(*_UNREADABLE, TypeError, ValueError):
        found = old.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()
        return min(int(found[0]), highest)
    return highest


def _is_whole(columns: Sequence[str], row: Row) -> bool:
    try:
        for column, value in zip(columns, row, strict=True):
            if column in _JSON and value is not None and not _is_list(value):
                return False
    except (ValueError, TypeError):
        return False
    return True


def _is_list(value: Any) -> bool:
    return isinstance(json.loads(value), list)


def _drop_orphans(new: sqlite3.Connection) -> None:
    """Entries whose feed is lost go to the feed of the files, where they can be found."""
    new.execute(
        "UPDATE OR IGNORE entry SET shelf = 0,"
        " feed_id = (SELECT id FROM feed WHERE kind = 'files')"
        " WHERE feed_id NOT IN (SELECT id FROM feed)"
    )
    # Two feeds may have named theirs alike.
    new.execute(
        "UPDATE entry SET shelf = 0, identity = feed_id || ' ' || identity,"
        " feed_id = (SELECT id FROM feed WHERE kind = 'files')"
        " WHERE feed_id NOT IN (SELECT id FROM feed)"
    )


def _decode(text: bytes) -> str:
    return clean(text.decode("utf-8", "replace"))
