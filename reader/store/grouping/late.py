"""Entries that came in without being compared with others, compared later, a few at a time.

An import brings too many to look for their events on the way, and a library of an older program has
none.  Of those only the newest are worth it: the days in which somebody may still look for what
others tell.  They are taken from the newest down, while nothing else is to be done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.codec import decode_story, facts_of
from reader.model import DigestedEntry
from reader.store import settings
from reader.store.arriving.intake import Fresh
from reader.store.rows import one, to_json, url_key

if TYPE_CHECKING:
    from reader.store.grouping.finder import EventFinder

PIECE: Final = 8
"""Entries compared in one transaction: so long, some 10 ms, the reader's marks may wait."""
DAYS: Final = 14
"""Days before the newest entry of the library that are looked at."""
MOST: Final = 20_000
"""Entries looked at in all."""
_DAY: Final = 24 * 3_600_000_000
_KEY: Final = "uncompared"
_END: Final = 1 << 62
_NEXT: Final = """
    SELECT e.id, e.feed_id, e.sort_at, e.title, e.link, e.author, e.lang, s.body
      FROM entry AS e INDEXED BY entry_all CROSS JOIN story AS s ON s.entry_id = e.id
     WHERE e.shelf > 0 AND e.deleted_at IS NULL AND e.shelf = 1
       AND (e.sort_at, e.id) < (?, ?) AND e.sort_at >= ? AND e.id BETWEEN ? AND ?
       AND NOT EXISTS (SELECT 1 FROM gist AS g WHERE g.entry_id = e.id)
     ORDER BY e.sort_at DESC, e.id DESC LIMIT ?
"""


class _Left(NamedTuple):
    """What is left: entries with these ids, older than where the last piece ended."""

    first: int
    last: int
    sort_at: int = _END
    id: int = _END
    since: int = -1
    """The oldest time that is looked at, in microseconds; -1: not asked yet."""
    done: int = 0


def note_uncompared(con: sqlite3.Connection, first: int, last: int) -> None:
    """Let the entries with the ids from ``first`` to ``last`` be compared later."""
    left = _left(con)
    if left is not None:
        first, last = min(first, left.first), max(last, left.last)
    settings.put(con, _KEY, to_json(_Left(first, last)))


def is_waiting(con: sqlite3.Connection) -> bool:
    """Whether entries are to be compared yet."""
    return _left(con) is not None


def compare_some(con: sqlite3.Connection, finder: EventFinder, now: int) -> bool:
    """Compare the next few; whether any may be left. ``now`` in microseconds."""
    left = _left(con)
    if left is None:
        return False
    if left.since < 0:
        newest = one(
            con,
            "SELECT max(sort_at) FROM entry INDEXED BY entry_all"
            " WHERE shelf > 0 AND deleted_at IS NULL",
        )
        left = left._replace(since=(newest or 0) - DAYS * _DAY)
    place = (left.sort_at, left.id, left.since, left.first, left.last)
    rows = con.execute(_NEXT, (*place, PIECE)).fetchall()
    by_feed: dict[int, list[Fresh]] = {}
    for fresh in _fresh(rows):
        by_feed.setdefault(fresh.feed_id, []).append(fresh)
    for found in by_feed.values():
        finder.made.settle(con, found, now, is_late=True)
    done = left.done + len(rows)
    if len(rows) < PIECE or done >= MOST:
        con.execute("DELETE FROM setting WHERE key = ?", (_KEY,))
        finder.keep(con)
        return False
    id_, _, sort_at, *_ = rows[-1]
    settings.put(con, _KEY, to_json(left._replace(sort_at=sort_at, id=id_, done=done)))
    return True


def _fresh(
    rows: Iterable[tuple[int, int, int, str, str | None, str | None, str | None, bytes]],
) -> Iterable[Fresh]:
    for id_, feed_id, sort_at, title, link, author, lang, body in rows:
        try:
            facts = facts_of(decode_story(body))
        except ValueError:  # damaged: nothing is like it
            continue
        entry = DigestedEntry(
            identity="",
            entry_hash="",
            guid=None,
            link=link,
            title=title,
            author=author,
            summary="",
            published_at=None,
            updated_at=None,
            story=body,
            source=b"",
            source_type="html",
            lang=lang,
            facts=facts,
        )
        yield Fresh(id_, feed_id, sort_at, url_key(link) if link else None, entry)


def _left(con: sqlite3.Connection) -> _Left | None:
    kept = settings.get(con, _KEY)
    try:
        return _Left(*json.loads(kept)) if kept else None
    except (ValueError, TypeError):  # written by another version
        return None
