"""One feed's entries on their way in: looked up together, written together.

A statement for each of an entry's rows costs more than the rows do; so what is known of a feed's
entries is asked once, and what is new is held back until all are in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.model import DigestedEntry
from reader.store.arriving import stories
from reader.store.arriving.index import WordIndex
from reader.store.own import tags
from reader.store.rows import from_enclosures, insert, one, to_json, to_stamp, url_key

if TYPE_CHECKING:
    from reader.store.arriving.unindexed import HeldWords

_ADD: Final = """
    INSERT INTO entry (
        id, feed_id, shelf, sort_at, identity, entry_hash, first_seen_at,
        guid, link, title, author, summary, lang, published_at, updated_at, comments_url,
        categories, enclosures, words, quote_count, link_count
    ) VALUES
"""
_ADD_ADDRESS: Final = "INSERT OR IGNORE INTO address (key, entry_id) VALUES (?, ?)"
_BY_IDENTITY: Final = """
    SELECT j.value, e.id, e.title, e.deleted_at IS NOT NULL, e.entry_hash, 0
      FROM json_each(?2) AS j CROSS JOIN entry AS e ON e.feed_id = ?1 AND e.identity = j.value
"""
_BY_ALIAS: Final = """
    SELECT a.identity, e.id, e.title, e.deleted_at IS NOT NULL, a.entry_hash, 1
      FROM json_each(?2) AS j CROSS JOIN alias AS a ON a.feed_id = ?1 AND a.identity = j.value
     CROSS JOIN entry AS e ON e.id = a.entry_id
"""
_BY_ADDRESS: Final = """
    SELECT a.key, e.title, e.id, e.deleted_at IS NOT NULL
      FROM json_each(?2) AS j CROSS JOIN address AS a ON a.key = j.value
     CROSS JOIN entry AS e ON e.id = a.entry_id WHERE e.feed_id = ?1 ORDER BY e.id
"""
_BY_TITLE: Final = """
    SELECT id, title, deleted_at IS NOT NULL, guid, link, published_at, summary, words FROM entry
     WHERE feed_id = ?1 AND title IN (SELECT value FROM json_each(?2)) ORDER BY id
"""
_BY_TIME: Final = """
    SELECT e.id, e.title, e.published_at, e.summary, e.words
      FROM json_each(?2) AS j CROSS JOIN entry AS e INDEXED BY entry_feed
        ON e.feed_id = ?1 AND e.sort_at = j.value AND e.deleted_at IS NULL
     WHERE e.published_at = e.sort_at
"""


class Known(NamedTuple):
    """What is stored of an entry that came again."""

    id: int
    title: str
    deleted: bool
    entry_hash: str
    alias: bool
    """Whether it was found under another identity than its first."""


class Fresh(NamedTuple):
    """An entry that has just come in from a feed; ``sort_at`` in microseconds, ``key`` that of its
    link."""

    id: int
    feed_id: int
    sort_at: int
    key: int | None
    entry: DigestedEntry


class Intake:
    """One feed's entries on their way in; :meth:`write` must end every use.

    ``full_text`` are the identities of the entries whose pages are to be fetched when they are new.
    ``later`` holds the words of what is new until those of other feeds have come.
    """

    def __init__(
        self,
        feed_id: int,
        shelf: int,
        now: int,
        *,
        full_text: Collection[str] = (),
        later: HeldWords | None = None,
    ) -> None:
        self.feed_id, self.shelf, self.now = feed_id, shelf, now
        self.new_ids: list[int] = []
        self.updated_ids: list[int] = []
        self.touched: set[int] = set()
        self.index = WordIndex()
        self.fresh: list[Fresh] = []
        self.newest: int | None = None
        """When the newest story of all parts came out, in microseconds; None: of what is new now."""
        self.came_before: set[int] = set()
        """What is new of earlier parts of the same document."""
        self._full_text = full_text
        self._later = later
        self._unwritten: list[Fresh] = []
        self._last_id = -1
        self._is_new = False
        self._identities: dict[str, Known] = {}
        self._contents: dict[Hashable, Known] = {}
        self._contents_of: dict[int, list[Hashable]] = {}
        self._stored: set[int] = set()
        """Those of them that are there because they were looked up."""
        self._renamed: dict[Hashable, Known] = {}
        """Entries of the moments of new ones, by all they say."""
        self._keys: dict[str, int] = {}
        self._named: set[int] = set()
        """Entries that the feed calls by a guid of theirs this time."""

    def look_ahead(self, con: sqlite3.Connection, entries: Sequence[DigestedEntry]) -> None:
        """Find out which stored entries the document names by their identities in ``entries``, some
        of those that come in several parts, and when the newest of those came out that are new."""
        known = self._look_up_names(con, entries)
        self._named.update(each.id for each in known.values())
        times = [self._sort_at(entry) for entry in entries if entry.identity not in known]
        if times:
            self.newest = max(times if self.newest is None else (self.newest, *times))

    def go_on(self, shelf: int, later: HeldWords | None) -> None:
        """Before each part of a document that comes in several: of what was stored before it others
        may have changed something since the last one."""
        self.shelf, self._later = shelf, later
        self.came_before.update(self.new_ids)
        self.new_ids, self.updated_ids, self.fresh = [], [], []
        self._identities, self._renamed = {}, {}
        for entry_id in self._stored - self.touched:
            self._forget_contents(entry_id)
        self._stored.clear()
        self._last_id = -1

    def _look_up_names(
        self, con: sqlite3.Connection, entries: Sequence[DigestedEntry]
    ) -> dict[str, Known]:
        found: dict[str, Known] = {}
        wanted = to_json([entry.identity for entry in entries])
        for query in (_BY_ALIAS, _BY_IDENTITY):  # what an entry is called first counts
            for identity, *known in con.execute(query, (self.feed_id, wanted)):
                found[identity] = Known._make(known)
        return found

    def look_up(self, con: sqlite3.Connection, entries: Sequence[DigestedEntry]) -> None:
        """Find out what is stored of ``entries``, for :meth:`find`."""
        # Most of a refresh of new feeds is spared when there is nothing to be found.
        self._is_new = (
            one(con, "SELECT 1 FROM entry WHERE feed_id = ? LIMIT 1", self.feed_id) is None
        )
        if self._is_new:
            return
        self._identities = self._look_up_names(con, entries)
        self._named.update(known.id for known in self._identities.values())
        keys = [
            self._key(entry.link)
            for entry in entries
            if entry.link and entry.title and entry.identity not in self._identities
        ]
        found: dict[Hashable, Known] = {}
        for key, title, id_, deleted in con.execute(_BY_ADDRESS, (self.feed_id, to_json(keys))):
            found[key, title] = Known(id_, title, deleted, "", True)
        nameless = [
            entry.title
            for entry in entries
            if entry.title
            and not (entry.guid and entry.link)
            and entry.identity not in self._identities
        ]
        if nameless:
            for id_, title, deleted, *said in con.execute(
                _BY_TITLE, (self.feed_id, to_json(nameless))
            ):
                known = Known(id_, title, deleted, "", True)
                found.update(dict.fromkeys(_traits(title, *said), known))
        for content, known in found.items():
            self._know(content, known)
        times = {stamp for entry in entries if (stamp := self._time_of_renamed(entry)) is not None}
        for id_, title, *said in con.execute(_BY_TIME, (self.feed_id, to_json(sorted(times)))):
            if id_ not in self.touched:
                self._renamed["all", title, *said] = Known(id_, title, False, "", True)

    def find(self, entry: DigestedEntry) -> Known | None:
        """What is stored of one of the entries looked up, or brought by this feed just now.

        Where guids churn, that is the entry with the same link and title in the feed; for one
        without a guid or a link see :func:`_traits`; where guids and links churn, as they do that
        bear a session, the one that says all the same and is of the same moment.  Two without links
        that one document tells apart by their guids are two, and so are two of one moment.
        """
        known = self._identities.get(entry.identity)
        if known is not None:
            return known
        known = self._alike(entry)
        is_renamed = known is None and self._time_of_renamed(entry) is not None
        if is_renamed:
            known = self._renamed.get(_all_said(entry))
        if known is None or not entry.guid:
            return known
        if (is_renamed or not entry.link) and known.id in self._named:
            return None
        self._named.add(known.id)
        return known

    def _alike(self, entry: DigestedEntry) -> Known | None:
        """What says the same as an entry whose guid is new, or that has none."""
        content = self._content(entry)
        known = self._contents.get(content) if content is not None else None
        if known is None and entry.title and not (entry.guid and entry.link):
            traits = _traits(
                entry.title,
                entry.guid,
                entry.link,
                to_stamp(entry.published_at),
                entry.summary,
                entry.words,
            )
            found = (self._contents.get(trait) for trait in traits)
            known = next((one for one in found if one is not None), None)
        return known

    def _time_of_renamed(self, entry: DigestedEntry) -> int | None:
        """When an entry was published of which all but its guid and link may be known; None where
        it is told apart by other means, or says too little."""
        if entry.identity in self._identities or not (entry.guid and entry.link and entry.words):
            return None
        return to_stamp(entry.published_at)

    def add(self, con: sqlite3.Connection, entry: DigestedEntry) -> int:
        """Take in a new entry; the id that it will have when all are written."""
        if self._last_id < 0:
            self._last_id = one(con, "SELECT coalesce(max(id), 0) FROM entry")
        self._last_id += 1
        sort_at = self._sort_at(entry)
        key = self._key(entry.link) if entry.link else None
        fresh = Fresh(self._last_id, self.feed_id, sort_at, key, entry)
        self._unwritten.append(fresh)
        self.fresh.append(fresh)
        self.new_ids.append(fresh.id)
        self.touched.add(fresh.id)
        self._identities[entry.identity] = Known(
            fresh.id, entry.title, False, entry.entry_hash, False
        )
        self._note_content(fresh.id, entry)
        if entry.guid:
            self._named.add(fresh.id)
        return fresh.id

    def has_changed(self, entry_id: int, entry: DigestedEntry) -> None:
        """A stored entry is what ``entry`` says from now on."""
        self._forget_contents(entry_id)
        self._note_content(entry_id, entry)

    def write(self, con: sqlite3.Connection) -> None:
        """Write what is new, and then its words."""
        self.write_rows(con)
        self.index.write(con, self._later)

    def write_rows(self, con: sqlite3.Connection) -> None:
        """Write what is new, its words left for later."""
        added = self._unwritten
        if not added:
            return
        self._unwritten = []
        insert(con, _ADD, [self._row(new) for new in added])
        stories.add_stories(
            con, self.index, self.feed_id, [(new.id, new.sort_at, new.entry) for new in added]
        )
        con.executemany(_ADD_ADDRESS, [(new.key, new.id) for new in added if new.key is not None])
        tags.file_many(con, [(new.id, new.entry.categories) for new in added])
        if self._full_text:
            con.executemany(
                "INSERT INTO waiting_page (entry_id) VALUES (?)",
                [(new.id,) for new in added if new.entry.identity in self._full_text],
            )

    def _row(self, new: Fresh) -> tuple[object, ...]:
        entry = new.entry
        first = (new.id, self.feed_id, self.shelf, new.sort_at, entry.identity, entry.entry_hash)
        return (*first, self.now, *columns(entry))

    def _sort_at(self, entry: DigestedEntry) -> int:
        published = to_stamp(entry.published_at)
        return self.now if published is None else min(published, self.now)

    def _note_content(self, entry_id: int, entry: DigestedEntry) -> None:
        content = self._content(entry)
        if content is not None:
            known = Known(entry_id, entry.title, False, "", True)
            self._contents[content] = known
            self._contents_of.setdefault(entry_id, []).append(content)

    def _know(self, content: Hashable, known: Known) -> None:
        """Note what is stored; what came of the same document says itself what it is known by."""
        if known.id not in self.touched and content not in self._contents:
            self._contents[content] = known
            self._contents_of.setdefault(known.id, []).append(content)
            self._stored.add(known.id)

    def _forget_contents(self, entry_id: int) -> None:
        for content in self._contents_of.pop(entry_id, ()):
            known = self._contents.get(content)
            if known is not None and known.id == entry_id:
                del self._contents[content]

    def _content(self, entry: DigestedEntry) -> Hashable:
        """What an entry whose guid is new may be known by; None for nothing."""
        if not entry.title:
            return None
        if entry.link:
            return self._key(entry.link), entry.title
        return ("at", to_stamp(entry.published_at), entry.title) if entry.published_at else None

    def _key(self, link: str) -> int:
        if link not in self._keys:
            self._keys[link] = url_key(link)
        return self._keys[link]


def _all_said(entry: DigestedEntry) -> Hashable:
    return ("all", entry.title, to_stamp(entry.published_at), entry.summary, entry.words)


def _traits(
    title: str,
    guid: str | None,
    link: str | None,
    published: int | None,
    summary: str,
    words: int,
) -> Iterator[Hashable]:
    """What an entry without a guid or without a link is known by when its name is new.

    Without a link that is title and time; without a guid title, text and time, as links may bear a
    session; with neither, title and text.
    """
    text = (title, summary, words)
    if not link:
        if published is not None:
            yield "at", published, title
        if not guid:
            yield "nameless", text
    if not guid and words and published is not None:
        yield "guidless", published, text


def columns(entry: DigestedEntry) -> tuple[object, ...]:
    """What the row of an entry says of it, in the order of the statements that write it."""
    return (
        entry.guid,
        entry.link,
        entry.title,
        entry.author,
        entry.summary,
        entry.lang,
        to_stamp(entry.published_at),
        to_stamp(entry.updated_at),
        entry.comments_url,
        to_json(entry.categories) if entry.categories else None,
        from_enclosures(entry.enclosures),
        entry.words,
        entry.quote_count,
        entry.link_count,
    )


def add_address(con: sqlite3.Connection, entry_id: int, url: str | None) -> None:
    """Let an entry be known by an address."""
    if url:
        con.execute(_ADD_ADDRESS, (url_key(url), entry_id))
