"""Pages to be fetched ahead of time, kept until they came or were given up.

Two kinds wait in ``waiting_page``: the page of an entry whose feed gives only a summary (``url``
is empty: it is the entry's own link) and pages that a story leads to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from reader.codec import encode_story, pack_source
from reader.errors import NotFound
from reader.frozen import frozen
from reader.model import DigestedEntry
from reader.store.arriving import stories
from reader.store.rows import id_list, stamp, url_key
from reader.store.settings import unseen


@frozen
class WaitingPage:
    """A page that waits to be fetched; ``tries`` went wrong so far.

    ``is_full_text`` tells the entry's own page from one that its story leads to.
    """

    id: int
    entry_id: int
    feed_id: int
    url: str
    tries: int
    is_full_text: bool


def add_waiting(con: sqlite3.Connection, entry_id: int, url: str = "") -> None:
    """Let a page wait, unless it does already."""
    con.execute("INSERT OR IGNORE INTO waiting_page (entry_id, url) VALUES (?, ?)", (entry_id, url))


def waiting_pages(
    con: sqlite3.Connection,
    now: datetime,
    *,
    limit: int,
    of_each_feed: int,
    feed_ids: Collection[int] | None = None,
) -> tuple[WaitingPage, ...]:
    """Whose time has come, those of the newest entries first."""
    chosen = "" if feed_ids is None else "AND e.feed_id IN (SELECT value FROM json_each(?4))"
    rows = con.execute(
        "WITH ranked AS ("
        "  SELECT w.id, e.id AS entry_id, e.feed_id, coalesce(nullif(w.url, ''), e.link) AS url,"
        "   w.tries, w.url = '' AS is_full_text, e.sort_at, row_number() OVER"
        "   (PARTITION BY e.feed_id, w.url = '' ORDER BY e.sort_at DESC, e.id DESC, w.id) AS place"
        "   FROM waiting_page AS w CROSS JOIN entry AS e ON e.id = w.entry_id"
        f"  WHERE w.not_before <= ?1 AND e.deleted_at IS NULL AND e.shelf = 1 {chosen}"
        ") SELECT id, entry_id, feed_id, url, tries, is_full_text FROM ranked"
        " WHERE place <= ?2 AND url IS NOT NULL"
        " ORDER BY is_full_text DESC, sort_at DESC, entry_id DESC, id LIMIT ?3",
        (stamp(now), of_each_feed, limit, *([] if feed_ids is None else [id_list([*feed_ids])])),
    )
    return tuple(
        WaitingPage(id_, entry_id, feed_id, url, tries, bool(is_full_text))
        for id_, entry_id, feed_id, url, tries, is_full_text in rows
    )


def settle_full_text(
    con: sqlite3.Connection, waiting: WaitingPage, page: DigestedEntry | None
) -> None:
    """The page came: its story takes the place of the feed's, or (None) it holds no more."""
    from reader.store.arriving import entries

    if page is not None:
        try:
            entries.keep_full_text(con, waiting.entry_id, page)
        except NotFound:
            page = None  # deleted meanwhile
    _forget(con, waiting)


def settle_link(
    con: sqlite3.Connection, waiting: WaitingPage, page: DigestedEntry, at: datetime
) -> None:
    """The page came: it is kept among the pages, unless the reader deleted it before."""
    from reader.store.arriving import pages

    known = con.execute(
        "SELECT 1 FROM address AS a CROSS JOIN entry AS e ON e.id = a.entry_id WHERE a.key = ?",
        (url_key(waiting.url),),
    ).fetchone()
    if known is None:
        pages.add_page(con, page, url=waiting.url, at=at)
    _forget(con, waiting)


def put_off(
    con: sqlite3.Connection, waiting: WaitingPage, not_before: datetime | None, note: str
) -> None:
    """The page didn't come: it waits until ``not_before``, or (None) is given up.

    ``note`` is put on the story whose own page it is.
    """
    if not_before is None:
        _forget(con, waiting)
    else:
        con.execute(
            "UPDATE waiting_page SET tries = tries + 1, not_before = ? WHERE id = ?",
            (stamp(not_before), waiting.id),
        )
    if waiting.is_full_text and note:
        _put_note(con, waiting.entry_id, note)


def unsearched(con: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """Stories whose links are wanted ahead of time and were not looked through yet.

    Those are starred ones, and where the feed says so those opened; the last starred first.
    """
    rows = con.execute(
        "SELECT e.id FROM entry AS e CROSS JOIN feed AS f ON f.id = e.feed_id"
        " WHERE e.starred_at IS NOT NULL AND e.shelf > 0 AND e.deleted_at IS NULL"
        " AND f.kind = 'web' AND f.subscribed AND f.prefetch <> 'never'"
        " AND e.id NOT IN (SELECT entry_id FROM searched_story)"
        " UNION SELECT e.id FROM position AS p CROSS JOIN entry AS e ON e.id = p.entry_id"
        " CROSS JOIN feed AS f ON f.id = e.feed_id"
        " WHERE e.deleted_at IS NULL AND f.kind = 'web' AND f.subscribed AND f.prefetch = 'opened'"
        " AND e.id NOT IN (SELECT entry_id FROM searched_story) ORDER BY 1 DESC LIMIT ?",
        (limit,),
    )
    return tuple(entry_id for (entry_id,) in rows)


def newer_stories(con: sqlite3.Connection, entry_id: int, limit: int) -> tuple[int, ...]:
    """The entries of subscriptions stored after ``entry_id``, the newest ``limit``, newest
    first."""
    rows = con.execute(
        "SELECT e.id FROM entry AS e CROSS JOIN feed AS f ON f.id = e.feed_id WHERE e.id > ?"
        " AND e.deleted_at IS NULL AND e.shelf = 1 AND f.kind = 'web' AND f.subscribed"
        " ORDER BY e.id DESC LIMIT ?",
        (entry_id, limit),
    )
    return tuple(found for (found,) in rows)


@unseen
def add_links(con: sqlite3.Connection, entry_id: int, urls: Iterable[str]) -> None:
    """Let the pages that a story leads to wait; it is not looked through again."""
    con.execute("INSERT OR IGNORE INTO searched_story (entry_id) VALUES (?)", (entry_id,))
    for url in urls:
        add_waiting(con, entry_id, url)


def _forget(con: sqlite3.Connection, waiting: WaitingPage) -> None:
    con.execute("DELETE FROM waiting_page WHERE id = ?", (waiting.id,))


def _put_note(con: sqlite3.Connection, entry_id: int, note: str) -> None:
    """Put a note on a story; its words stay, so no index changes."""
    try:
        story = stories.story(con, entry_id)
    except NotFound:
        return
    if story.note == note:
        return
    source, _ = stories.stored_source(con, entry_id)
    body = encode_story(replace(story, note=note))
    con.execute(
        "UPDATE story SET body = ?, source = ? WHERE entry_id = ?",
        (body, pack_source(source, body), entry_id),
    )
