"""Rules: what is done to new entries that a query finds, before anybody sees them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from reader.errors import InvalidQuery
from reader.frozen import frozen
from reader.model import Selection
from reader.store import settings
from reader.store.file.limits import in_time
from reader.store.listing.statements import ID, select
from reader.store.listing.strands import Reach, strands_of
from reader.store.own import marks

StoredRule = tuple[str, tuple[str, ...]]
"""A query, and what is done: ``read``, ``star``, ``hide``, ``notify``, ``download``,
``tag:NAME``."""
_TAG = "tag:"


@frozen
class Ruled:
    """What rules did to new entries: ``hidden`` are off every list, of ``notify`` one is told."""

    hidden: frozenset[int] = frozenset()
    notify: tuple[int, ...] = ()


def apply_rules(
    con: sqlite3.Connection, rules: Sequence[StoredRule], ids: Sequence[int], at: datetime
) -> Ruled:
    """Do what ``rules`` say to the entries ``ids`` and not to their copies in other feeds, top to
    bottom: a later rule sees the tags and marks of those before it. A rule that can't be read is
    passed over."""
    hidden: set[int] = set()
    notify: dict[int, None] = {}
    for when, do in rules:
        found = found_among(con, when, [id_ for id_ in ids if id_ not in hidden], at)
        if not found:
            continue
        for action in do:
            if action == "notify":
                notify.update((id_, None) for id_ in found)
            elif action == "hide":
                marks.delete(con, found, at, undoable=False, alone=True)
                hidden.update(found)
            elif action == "read":
                marks.set_read(con, found, True, at, undoable=False, alone=True)
            elif action == "star":
                marks.set_starred(con, found, True, at, undoable=False, alone=True)
            elif action == "download":
                settings.want_files(con, found)
            elif action.startswith(_TAG):
                marks.set_tags(con, found, [action.removeprefix(_TAG)], [], at, undoable=False)
    return Ruled(frozenset(hidden), tuple(id_ for id_ in notify if id_ not in hidden))


def found_among(con: sqlite3.Connection, when: str, ids: Sequence[int], at: datetime) -> list[int]:
    """Which of ``ids`` the query ``when`` finds; none where it can't be read."""
    if not ids:
        return []
    wanted: set[int] = set()
    try:
        with in_time():
            for strand in strands_of(con, Selection(query=when, now=at), 0, ids):
                rows = con.execute(*select(strand, ID, Reach(0), ordered=False))
                wanted.update(id_ for (id_,) in rows)
    except InvalidQuery:
        return []
    return [id_ for id_ in ids if id_ in wanted]
