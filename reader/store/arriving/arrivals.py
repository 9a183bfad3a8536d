"""Very many entries taken in at once: what another reader kept, and libraries made for measuring.

What :func:`reader.store.arriving.entries.apply` does for each entry is done here for thousands with
one statement each, which takes a third of the time.  Entries that are here already stay as they
are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from reader.codec import pack_source
from reader.frozen import frozen
from reader.model import RULES_VERSION, DigestedEntry, StoryFacts
from reader.store.arriving.entries import shelf_of
from reader.store.arriving.index import WordIndex
from reader.store.arriving.stories import Sayings, facts_in
from reader.store.grouping.late import note_uncompared
from reader.store.keeping.undigested import UNDIGESTED
from reader.store.own import tags
from reader.store.rows import from_enclosures, insert, one, stamp, to_json, to_stamp, url_key

_ADD: Final = """
    INSERT INTO entry (
        id, feed_id, shelf, sort_at, identity, entry_hash, first_seen_at,
        read_at, starred_at, deleted_at, tags,
        guid, link, title, author, summary, lang, published_at, updated_at, comments_url,
        categories, enclosures, words, quote_count, link_count
    ) VALUES
"""
_ADD_STORY: Final = (
    "INSERT INTO story (entry_id, digest_version, origin, source_type, body, source)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)


@frozen
class Kept:
    """How another reader kept an entry."""

    is_read: bool = False
    is_starred: bool = False
    is_deleted: bool = False
    tags: tuple[str, ...] = ()


class Arrival(NamedTuple):
    """An entry on its way in; without ``is_digested`` its story is only its words, to be read
    properly later (:mod:`reader.store.keeping.undigested`)."""

    feed_id: int
    entry: DigestedEntry
    kept: Kept = Kept()
    is_digested: bool = True


_Named = tuple[int, int, str]
"""A feed and what :func:`_face` gives."""


@dataclass(slots=True)
class _Rows:
    """The rows of new entries, table by table."""

    entries: list[tuple[object, ...]] = field(default_factory=list)
    stories: list[tuple[object, ...]] = field(default_factory=list)
    undigested: list[tuple[int]] = field(default_factory=list)
    addresses: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    filed: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


def take_in(con: sqlite3.Connection, arrivals: Sequence[Arrival], *, at: datetime) -> int:
    """Take in entries, the oldest first, with the marks that they come with; how many were new.

    Those that their feeds are known to have had, deleted ones too, are passed over.  Raises
    NotFound when a feed isn't there.
    """
    fresh = _unknown(con, arrivals)
    if not fresh:
        return 0
    now = stamp(at)
    rows, index, sayings = _Rows(), WordIndex(), Sayings(con)
    shelves = {feed_id: shelf_of(con, feed_id) for feed_id in {one.feed_id for one in fresh}}
    first = int(one(con, "SELECT coalesce(max(id), 0) FROM entry")) + 1
    for entry_id, arrival in enumerate(fresh, first):
        facts = facts_in(arrival.entry)
        sort_at = _add(rows, entry_id, arrival, facts, shelves[arrival.feed_id], now)
        index.put_in_whole(entry_id, arrival.entry, facts)
        if facts.quotes:
            where = None if arrival.kept.is_deleted else (arrival.feed_id, sort_at)
            sayings.add(index, entry_id, facts.quotes, where)
    _write(con, rows)
    sayings.write()
    index.write(con)
    note_uncompared(con, first, first + len(fresh) - 1)
    return len(fresh)


def name_feeds(con: sqlite3.Connection, titles: Mapping[int, str]) -> None:
    """Let feeds that were never fetched be called as another reader had them, until they say
    themselves."""
    con.executemany(
        "UPDATE feed SET own_title = ? WHERE id = ? AND own_title = ''",
        [(title, feed_id) for feed_id, title in titles.items()],
    )


def _add(
    rows: _Rows, entry_id: int, arrival: Arrival, facts: StoryFacts, shelf: int, now: int
) -> int:
    """Add the rows of one entry; its ``sort_at``."""
    entry, kept = arrival.entry, arrival.kept
    published = to_stamp(entry.published_at)
    sort_at = now if published is None else min(published, now)
    mine = tags.tidy(kept.tags) if kept.tags else ()
    rows.entries.append(
        (
            entry_id, arrival.feed_id, shelf, sort_at, entry.identity, entry.entry_hash, now,
            now if kept.is_read else None,
            now if kept.is_starred else None,
            now if kept.is_deleted else None,
            to_json(mine) if mine else None,
            entry.guid, entry.link, entry.title, entry.author, entry.summary, entry.lang,
            published, to_stamp(entry.updated_at), entry.comments_url,
            to_json(entry.categories) if entry.categories else None,
            from_enclosures(entry.enclosures),
            entry.words, entry.quote_count, entry.link_count,
        )
    )  # fmt: skip
    version = RULES_VERSION if arrival.is_digested else UNDIGESTED
    source = pack_source(entry.source, entry.story)
    rows.stories.append((entry_id, version, facts.origin, entry.source_type, entry.story, source))
    if not arrival.is_digested:
        rows.undigested.append((entry_id,))
    if entry.link:
        rows.addresses.append((url_key(entry.link), entry_id))
    rows.links.extend((key, entry_id) for key in facts.links)
    if entry.categories or mine:
        rows.filed.append((entry_id, (*entry.categories, *mine)))
    return sort_at


def _write(con: sqlite3.Connection, rows: _Rows) -> None:
    insert(con, _ADD, rows.entries)
    con.executemany(_ADD_STORY, rows.stories)
    con.executemany("INSERT INTO undigested (entry_id) VALUES (?)", rows.undigested)
    # In the order of the tables: neighbours lie on one page.
    con.executemany(
        "INSERT OR IGNORE INTO address (key, entry_id) VALUES (?, ?)", sorted(rows.addresses)
    )
    con.executemany("INSERT OR IGNORE INTO link (key, entry_id) VALUES (?, ?)", sorted(rows.links))
    tags.file_many(con, rows.filed)


def _unknown(con: sqlite3.Connection, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Those that their feeds never had: neither by identity, nor by link and title."""
    names = {(arrival.feed_id, arrival.entry.identity): arrival for arrival in arrivals}
    for pair in _known(con, names):
        del names[pair]
    fresh = list(names.values())
    faces: dict[_Named, Arrival] = {}
    for arrival in fresh:
        if (face := _face(arrival.entry)) is not None:
            faces.setdefault((arrival.feed_id, *face), arrival)
    for named in _known_by_face(con, faces):
        faces.pop(named, None)
    kept = {id(arrival) for arrival in faces.values()}
    return [a for a in fresh if id(a) in kept or _face(a.entry) is None]


def _face(entry: DigestedEntry) -> tuple[int, str] | None:
    """What an entry whose guid churns keeps: link and title, else time and title."""
    if not entry.title or not (entry.link or entry.published_at):
        return None
    if entry.link:
        return url_key(entry.link), entry.title
    assert entry.published_at is not None
    return stamp(entry.published_at), entry.title


def _known(con: sqlite3.Connection, names: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    listed = to_json(list(names))
    found: list[tuple[int, str]] = []
    for table in ("entry", "alias"):
        found += con.execute(
            f"SELECT t.feed_id, t.identity FROM json_each(?) AS j CROSS JOIN {table} AS t"
            " ON t.feed_id = json_extract(j.value, '$[0]')"
            " AND t.identity = json_extract(j.value, '$[1]')",
            (listed,),
        ).fetchall()
    return list(dict.fromkeys(found))


def _known_by_face(con: sqlite3.Connection, faces: Mapping[_Named, Arrival]) -> list[_Named]:
    keys = [url_key(a.entry.link) for a in faces.values() if a.entry.link]
    found: list[_Named] = con.execute(
        "SELECT e.feed_id, a.key, e.title FROM json_each(?) AS j"
        " CROSS JOIN address AS a ON a.key = j.value CROSS JOIN entry AS e ON e.id = a.entry_id",
        (to_json(keys),),
    ).fetchall()
    unlinked = [named for named, a in faces.items() if not a.entry.link]
    found += con.execute(
        "SELECT e.feed_id, e.published_at, e.title FROM json_each(?) AS j"
        " CROSS JOIN entry AS e INDEXED BY entry_feed"
        " ON e.feed_id = json_extract(j.value, '$[0]') AND e.deleted_at IS NULL"
        " AND e.sort_at = json_extract(j.value, '$[1]') AND e.published_at = e.sort_at",
        (to_json(unlinked),),
    ).fetchall()
    return found
