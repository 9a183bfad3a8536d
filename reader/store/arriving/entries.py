"""Entries of feeds: what a digest brings is added or brought up to date.

Nothing here names the user's columns (read_at, starred_at, deleted_at) in an UPDATE, and
``sort_at`` is set only when the row is made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.codec import decode_story
from reader.errors import NotFound
from reader.frozen import frozen
from reader.model import DigestedEntry, DigestedFeed, Story
from reader.store.arriving import stories
from reader.store.arriving.feeds import Fetched, note_success
from reader.store.arriving.index import WordIndex
from reader.store.arriving.intake import Intake, Known, add_address, columns
from reader.store.arriving.rules import Ruled, StoredRule, apply_rules
from reader.store.keeping.undigested import is_undigested
from reader.store.listing.single import no_entry
from reader.store.own import marks, tags
from reader.store.rows import stamp, to_json

if TYPE_CHECKING:
    from reader.store.arriving.unindexed import HeldWords
    from reader.store.grouping.finder import EventFinder

MAX_ALIASES: Final = 4
"""Other identities remembered for an entry: a feed with fresh guids each time must not grow."""

_UPDATE: Final = """
    UPDATE entry SET guid = ?, link = ?, title = ?, author = ?, summary = ?, lang = ?,
        published_at = ?, updated_at = ?, comments_url = ?, categories = ?, enclosures = ?,
        words = ?, quote_count = ?, link_count = ?, changed_at = coalesce(?, changed_at)
     WHERE id = ?
"""


@frozen
class Applied:
    """What a digest changed; ``new_ids`` newest first, as the feed had them, those that a rule hid
    left out."""

    new: int
    updated: int
    new_ids: tuple[int, ...]
    notify: tuple[int, ...] = ()
    """Those of which a rule says that the reader be told."""


class Arrived(NamedTuple):
    """What a feed brought; the pages of those entries whose identities stand in ``full_text`` are
    to be fetched if they are new, and with ``unread_again`` those that a reader would find edited
    are unread from now on."""

    feed_id: int
    digested: DigestedFeed
    fetched: Fetched
    full_text: Collection[str] = ()
    unread_again: bool = False


def apply_together(
    con: sqlite3.Connection,
    arrived: Sequence[Arrived],
    *,
    rules: Sequence[StoredRule] = (),
    events: EventFinder | None = None,
    later: HeldWords | None = None,
) -> list[Applied | NotFound]:
    """Take in what several feeds brought, each as :func:`apply` does; for a feed that is not there,
    NotFound, and the others are taken in."""
    found: list[Applied | NotFound] = []
    for each in arrived:
        try:
            found.append(apply(con, *each, rules=rules, events=events, later=later))
        except NotFound as gone:  # told before anything was written
            found.append(gone)
    return found


def apply(
    con: sqlite3.Connection,
    feed_id: int,
    digested: DigestedFeed,
    fetched: Fetched,
    full_text: Collection[str] = (),
    unread_again: bool = False,
    *,
    rules: Sequence[StoredRule] = (),
    events: EventFinder | None = None,
    later: HeldWords | None = None,
) -> Applied:
    """Take in what a feed brought (:class:`Arrived`).  ``rules`` are applied to the new entries,
    which ``events`` puts with their likes.  ``later`` holds the words of the new ones, for
    :func:`reader.store.arriving.unindexed.index_held`; rules, which may ask for them, want them now.

    Raises NotFound when there is no such feed.
    """
    note_good(con, feed_id, digested, fetched)
    shelf = shelf_of(con, feed_id)
    later = None if rules else later
    intake = Intake(feed_id, shelf, stamp(fetched.at), full_text=full_text, later=later)
    # Feeds list the newest first; the last one in gets the highest id, which orders equal times.
    some = digested.entries[::-1]
    return take_some(
        con, intake, some, fetched.at, unread_again=unread_again, rules=rules, events=events
    )


def note_good(
    con: sqlite3.Connection, feed_id: int, digested: DigestedFeed, fetched: Fetched
) -> None:
    """Note a good try, what the feed says of itself, and what it is asked with next. Raises
    NotFound."""
    note_success(con, feed_id, fetched)
    con.execute(
        "UPDATE feed SET own_title = coalesce(nullif(?, ''), own_title), link = ?, lang = ?,"
        " note = ?, ttl = ?, skip_hours = ?, etag = ?, last_modified = ?, body_hash = ?"
        " WHERE id = ?",
        (
            digested.title,
            digested.link,
            digested.lang,
            digested.note,
            digested.ttl,
            to_json(digested.skip_hours),
            fetched.etag,
            fetched.last_modified,
            fetched.body_hash,
            feed_id,
        ),
    )


def take_some(
    con: sqlite3.Connection,
    intake: Intake,
    entries: Sequence[DigestedEntry],
    at: datetime,
    *,
    unread_again: bool,
    rules: Sequence[StoredRule],
    events: EventFinder | None,
) -> Applied:
    """Take in ``entries``, the oldest first, with all that is done to what is new."""
    take(con, intake, entries)
    intake.write(con)
    if events is not None and intake.shelf == 1 and intake.fresh:
        events.made.settle(
            con, intake.fresh, intake.now, newest=intake.newest, apart=intake.came_before
        )
    if unread_again and intake.updated_ids:
        marks.set_read(con, intake.updated_ids, False, at, undoable=False, alone=True)
    ruled = apply_rules(con, rules, intake.new_ids, at) if rules else Ruled()
    new_ids = tuple(id_ for id_ in reversed(intake.new_ids) if id_ not in ruled.hidden)
    return Applied(len(new_ids), len(intake.updated_ids), new_ids, ruled.notify)


def take(con: sqlite3.Connection, intake: Intake, entries: Sequence[DigestedEntry]) -> list[int]:
    """Add ``entries`` or bring the stored ones up to date; their ids.  ``intake`` is to be written
    when all are in."""
    intake.look_up(con, entries)
    return [_take(con, intake, entry) for entry in entries]


def _take(con: sqlite3.Connection, intake: Intake, entry: DigestedEntry) -> int:
    known = intake.find(entry)
    if known is None:
        return intake.add(con, entry)
    if known.entry_hash != entry.entry_hash:
        intake.write_rows(con)
        _remember_hash(con, intake, known, entry)
        if not known.deleted and known.id not in intake.touched:
            intake.touched.add(known.id)
            intake.has_changed(known.id, entry)
            if update(con, intake.index, known.id, entry, intake.now):
                intake.updated_ids.append(known.id)
    return known.id


def update(
    con: sqlite3.Connection, index: WordIndex, entry_id: int, entry: DigestedEntry, now: int
) -> bool:
    """Bring a stored entry up to date; whether a reader would notice.

    The full text fetched for an entry is not given up for the feed's own version of it.
    """
    title, origin, body, categories, *facets = con.execute(
        "SELECT title, origin, body, categories, author, entry.link, lang, words"
        " FROM entry LEFT JOIN story ON entry_id = id WHERE id = ?",
        (entry_id,),
    ).fetchone()
    keep_full_text = origin == "page" and stories.facts_in(entry).origin == "feed"
    noticed = title != entry.title or (
        body is not None
        and not keep_full_text
        and not is_undigested(con, entry_id)
        and _reads_differently(bytes(body), entry.story)
    )
    found_by = [title, *facets]
    if not keep_full_text or found_by != [entry.title, *_facets(entry)]:
        _replace(con, index, entry_id, entry, keep_full_text)
    con.execute(
        _UPDATE,
        (*columns(entry), now if noticed else None, entry_id),
    )
    if categories or entry.categories:
        tags.file_under(con, entry_id, entry.categories)
        tags.file_anew(con, entry_id, json.loads(categories) if categories else ())
    if keep_full_text:
        _count_story(con, entry_id, decode_story(bytes(body)))
    add_address(con, entry_id, entry.link)
    return noticed


def apply_many(
    con: sqlite3.Connection, batch: Sequence[tuple[int, DigestedFeed]], *, at: datetime
) -> Applied:
    """Take in what many feeds brought, as one change; the feeds' next tries are left open.

    Raises NotFound when one of the feeds isn't there: then nothing is taken in.
    """
    new = updated = 0
    ids: list[int] = []
    for feed_id, digested in batch:
        applied = apply(con, feed_id, digested, Fetched(at))
        new += applied.new
        updated += applied.updated
        ids.extend(applied.new_ids)
    return Applied(new, updated, tuple(ids))


def keep_full_text(con: sqlite3.Connection, entry_id: int, page: DigestedEntry) -> None:
    """Put the story read from an entry's page in the place of the feed's. Raises NotFound."""
    row = con.execute(
        "SELECT title, coalesce(read_at, starred_at) IS NOT NULL FROM entry"
        " WHERE id = ? AND deleted_at IS NULL",
        (entry_id,),
    ).fetchone()
    if row is None:
        raise no_entry(entry_id)
    index = WordIndex()
    # Nobody has quoted by number from a summary that was never opened.
    stories.remove_story(con, index, entry_id, numbers=bool(row[1]))
    stories.add_story(con, index, entry_id, row[0], page)
    con.execute("UPDATE entry SET words = ? WHERE id = ?", (page.words, entry_id))
    _count_story(con, entry_id, decode_story(page.story))
    add_address(con, entry_id, page.link)
    index.write(con)


def shelf_of(con: sqlite3.Connection, feed_id: int) -> int:
    """0 for pages and files, 1 for feeds subscribed to (the guide too), 2 for the others."""
    row = con.execute("SELECT kind, subscribed FROM feed WHERE id = ?", (feed_id,)).fetchone()
    if row is None:
        raise NotFound(f"The library has no feed {feed_id}.")
    kind, subscribed = row
    return 0 if kind in ("pages", "files") else 1 if subscribed else 2


def _facets(entry: DigestedEntry) -> tuple[object, ...]:
    """What the index of words holds of an entry beside its words."""
    return entry.author, entry.link, entry.lang, entry.words


def _remember_hash(
    con: sqlite3.Connection, intake: Intake, known: Known, entry: DigestedEntry
) -> None:
    if not known.alias:
        con.execute("UPDATE entry SET entry_hash = ? WHERE id = ?", (entry.entry_hash, known.id))
        return
    con.execute(
        "INSERT INTO alias (feed_id, identity, entry_id, entry_hash, seen_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (feed_id, identity)"
        " DO UPDATE SET entry_hash = excluded.entry_hash, seen_at = excluded.seen_at",
        (intake.feed_id, entry.identity, known.id, entry.entry_hash, intake.now),
    )
    con.execute(
        "DELETE FROM alias WHERE (feed_id, identity) IN (SELECT feed_id, identity FROM alias"
        " WHERE entry_id = ? ORDER BY seen_at DESC LIMIT -1 OFFSET ?)",
        (known.id, MAX_ALIASES),
    )


def _replace(
    con: sqlite3.Connection,
    index: WordIndex,
    entry_id: int,
    entry: DigestedEntry,
    keep_full_text: bool,
) -> None:
    """Index anew under the new title; the old title is still in the row at this point."""
    if keep_full_text:
        body = stories.stored_story(con, entry_id)
        source, source_type = stories.stored_source(con, entry_id)
        entry = replace(entry, story=body, source=source, source_type=source_type, facts=None)
    stories.remove_story(con, index, entry_id)
    stories.add_story(con, index, entry_id, entry.title, entry)


def _count_story(con: sqlite3.Connection, entry_id: int, story: Story) -> None:
    con.execute(
        "UPDATE entry SET quote_count = ?, link_count = ? WHERE id = ?",
        (len(story.quotes), len(story.links), entry_id),
    )


def _reads_differently(body: bytes, new_body: bytes) -> bool:
    if body == new_body:
        return False
    old, new = decode_story(body), decode_story(new_body)
    return [(b.kind, b.text) for b in old.blocks] != [(b.kind, b.text) for b in new.blocks]
