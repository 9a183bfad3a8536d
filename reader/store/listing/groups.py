"""Rows of a list that stand for several entries: one event, or one story in several feeds.

Which entries share a row is in ``entry.event_id`` and ``entry.copy_id``; which of them is on a list
depends on the list, so the newest that is leads, asked of an index entry by entry.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from reader.model import Entry, Group
from reader.store.listing.statements import index_of
from reader.store.listing.statements import members as conditions_of_members
from reader.store.listing.strands import Strand
from reader.store.rows import ENTRY_COLUMNS, id_list, one, to_entry
from reader.urls import without_login

MAX_MEMBERS: Final = 200
"""Entries of one group that are shown at most."""
_ON_LISTS: Final = "shelf > 0 AND deleted_at IS NULL"
_FEW_IDS: Final = 500


def groups_of(
    con: sqlite3.Connection, strand: Strand, entries: Sequence[Entry]
) -> tuple[Group, ...]:
    """The groups that entries of a folded strand stand for."""
    leads = {_shared(strand, entry): entry.id for entry in entries}
    leads.pop(None, None)
    if not leads:
        return ()
    column = _column(strand)
    where, values, index = conditions_of_members(strand, "e")
    rows = con.execute(
        f"SELECT e.{column}, e.id, coalesce(f.title, nullif(f.own_title, ''), f.url),"
        " e.read_at IS NULL FROM json_each(?) AS j"
        f" CROSS JOIN entry AS e INDEXED BY {index} ON e.{column} = j.value"
        f" CROSS JOIN feed AS f ON f.id = e.feed_id WHERE {where}"
        " ORDER BY j.key, e.sort_at DESC, e.id DESC",
        (id_list([key for key in leads if key is not None]), *values),
    )
    found: dict[int, tuple[list[int], dict[str, None], int]] = {}
    for key, id_, feed, unread in rows:
        ids, feeds, before = found.get(key, ([], {}, 0))
        ids.append(id_)
        feeds[without_login(feed)] = None  # without a title it is known by its address
        found[key] = ids, feeds, before + unread
    return tuple(
        Group(tuple(ids), tuple(feeds), unread)
        for ids, feeds, unread in found.values()
        if len(ids) > 1
    )


def folded_away(con: sqlite3.Connection, strand: Strand, among: int) -> int:
    """How many entries of a folded strand, of which there are ``among``, have no row of their
    own."""
    where, values, index = conditions_of_members(strand, "e")
    column = _column(strand)
    if strand.feed_ids is not None:
        # Either every group of the library is looked at, or every entry of these feeds.
        shared = one(con, f"SELECT count(*) FROM entry INDEXED BY {index} WHERE {_has(strand)}")
        if among < shared:
            return int(
                one(
                    con,
                    f"SELECT count(*) - count(DISTINCT e.{column})"
                    f" FROM entry AS e INDEXED BY {index_of(strand)} WHERE {where}",
                    *values,
                )
            )
    return int(
        one(
            con,
            "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n"
            f" FROM entry AS e INDEXED BY {index} WHERE {where} GROUP BY e.{column})",
            *values,
        )
    )


def same_event(con: sqlite3.Connection, entry_id: int, limit: int) -> tuple[Entry, ...]:
    """The other entries that tell of the same event, newest first; of copies of one story one, of
    its own none."""
    rows = con.execute(
        f"SELECT {ENTRY_COLUMNS} FROM entry AS me"
        " CROSS JOIN entry AS e INDEXED BY entry_event ON e.event_id = me.event_id"
        " CROSS JOIN feed AS f ON f.id = e.feed_id"
        " WHERE me.id = ?1 AND e.id <> ?1 AND e.shelf > 0 AND e.deleted_at IS NULL"
        " AND (e.copy_id IS NULL OR e.copy_id IS NOT me.copy_id)"
        " ORDER BY e.sort_at DESC, e.id DESC LIMIT ?2",
        (entry_id, MAX_MEMBERS),
    )
    found: dict[tuple[str, int], Entry] = {}
    for row in rows:
        entry = to_entry(row)
        key = ("copy", entry.copy_id) if entry.copy_id is not None else ("entry", entry.id)
        found.setdefault(key, entry)
    return tuple(found.values())[:limit]


def copies_of(con: sqlite3.Connection, ids: Sequence[int]) -> tuple[int, ...]:
    """The other entries on the lists that are the same stories as ``ids``."""
    asked = set(ids)
    if len(ids) > _FEW_IDS:  # few of many are copies
        pairs = con.execute(
            "SELECT copy_id, id FROM entry INDEXED BY entry_copy"
            f" WHERE copy_id IS NOT NULL AND {_ON_LISTS}"
        ).fetchall()
        copied = {copy_id for copy_id, id_ in pairs if id_ in asked}
        return tuple(id_ for copy_id, id_ in pairs if copy_id in copied and id_ not in asked)
    rows = con.execute(
        f"SELECT id FROM entry INDEXED BY entry_copy WHERE {_ON_LISTS} AND copy_id IN"
        " (SELECT e.copy_id FROM json_each(?) AS j CROSS JOIN entry AS e ON e.id = j.value"
        " WHERE e.copy_id IS NOT NULL)",
        (id_list(ids),),
    )
    return tuple(id_ for (id_,) in rows if id_ not in asked)


def _column(strand: Strand) -> str:
    return "event_id" if strand.fold == "events" else "copy_id"


def _has(strand: Strand) -> str:
    """What the partial index of the members of groups asks."""
    unread = "read_at IS NULL AND shelf = 1" if strand.unread else "shelf > 0"
    if strand.fold == "copies":
        unread = "shelf > 0"
    return f"{_column(strand)} IS NOT NULL AND {unread} AND deleted_at IS NULL"


def _shared(strand: Strand, entry: Entry) -> int | None:
    return entry.event_id if strand.fold == "events" else entry.copy_id
