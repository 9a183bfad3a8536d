"""Small things kept beside the stories: positions, settings, who refreshes."""

from __future__ import annotations

import os
import socket
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeVar

from reader.model import Position
from reader.store.rows import one

_REFRESH = "refresh"
_LONGEST_CLAIM = 3600.0
"""Seconds; no claim is made for longer."""
_CHANGES = "changes"
_WANTED = "download:"
"""Before the id of an entry: its file is to be kept."""
F = TypeVar("F", bound=Callable[..., Any])
_UNSEEN: Final = set[Callable[..., Any]]()


def unseen(function: F) -> F:
    """Decorates a function whose changes no list shows: they are not counted as such."""
    _UNSEEN.add(function)
    return function


def is_unseen(function: Callable[..., Any]) -> bool:
    """Whether no list shows what ``function`` changes."""
    return function in _UNSEEN


@unseen
def keep_position(con: sqlite3.Connection, entry_id: int, position: Position) -> None:
    """Remember where the reader is in a story; of an entry that is not there nothing is kept."""
    con.execute(
        "INSERT INTO position (entry_id, block, offset, anchor)"
        " SELECT id, ?, ?, ? FROM entry WHERE id = ? ON CONFLICT (entry_id)"
        " DO UPDATE SET block = excluded.block, offset = excluded.offset, anchor = excluded.anchor",
        (position.block, position.offset, position.anchor, entry_id),
    )


def position(con: sqlite3.Connection, entry_id: int) -> Position | None:
    """Where the reader was in a story."""
    row = con.execute(
        "SELECT block, offset, anchor FROM position WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    return Position(*row) if row else None


def get(con: sqlite3.Connection, key: str) -> str | None:
    """A setting."""
    value: str | None = one(con, "SELECT value FROM setting WHERE key = ?", key)
    return value


@unseen
def want_files(con: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Note that the files which come with these entries are to be kept; others have none."""
    con.executemany(
        "INSERT INTO setting (key, value) SELECT ? || id, '0' FROM entry"
        " WHERE id = ? AND enclosures IS NOT NULL ON CONFLICT (key) DO NOTHING",
        ((_WANTED, id_) for id_ in ids),
    )


def wanted_files(con: sqlite3.Connection) -> list[tuple[int, int]]:
    """The entries whose files are to be kept, the oldest first, and how often each was tried."""
    rows = con.execute("SELECT key, value FROM setting WHERE key LIKE ?", (f"{_WANTED}%",))
    return sorted((int(key.removeprefix(_WANTED)), int(tries)) for key, tries in rows)


@unseen
def file_tried(con: sqlite3.Connection, entry_id: int, tries: int | None) -> None:
    """Note how often an entry's file was tried; with None it is wanted no more."""
    if tries is None:
        con.execute("DELETE FROM setting WHERE key = ?", (f"{_WANTED}{entry_id}",))
    else:
        put(con, f"{_WANTED}{entry_id}", str(tries))


@unseen
def put(con: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a setting."""
    con.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def note_change(con: sqlite3.Connection) -> None:
    """Count that something a list may show has changed."""
    con.execute(
        "INSERT INTO setting (key, value) VALUES (?, '1')"
        " ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        (_CHANGES,),
    )


def change_count(con: sqlite3.Connection) -> int:
    """How often anything a list may show has changed, ever: equal means nothing has."""
    return int(get(con, _CHANGES) or 0)


def changes_on_disk(path: Path) -> int | None:
    """:func:`change_count` of a library that is not in use; None when it can't be read."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as con:
            return change_count(con)
    except (sqlite3.Error, ValueError):
        return None


@unseen
def claim_refresh(con: sqlite3.Connection, owner: str, *, ttl: float) -> bool:
    """Whether ``owner`` may refresh for the next ``ttl`` seconds; renews a claim of its own.

    A claim ends when its time is over, or when its process on this computer is gone.
    """
    if _claimed_by(con) not in (None, owner):
        return False
    until = int((time.time() + ttl) * 1e6)
    con.execute(
        "INSERT OR REPLACE INTO claim (name, owner, host, pid, until) VALUES (?, ?, ?, ?, ?)",
        (_REFRESH, owner, socket.gethostname(), os.getpid(), until),
    )
    return True


def is_claimed(con: sqlite3.Connection) -> bool:
    """Whether somebody refreshes."""
    return _claimed_by(con) is not None


@unseen
def release_refresh(con: sqlite3.Connection, owner: str) -> None:
    """Give a claim up; somebody else's stays."""
    con.execute("DELETE FROM claim WHERE name = ? AND owner = ?", (_REFRESH, owner))


def _claimed_by(con: sqlite3.Connection) -> str | None:
    row = con.execute(
        "SELECT owner, host, pid, until FROM claim WHERE name = ?", (_REFRESH,)
    ).fetchone()
    if row is None:
        return None
    owner, host, pid, until = row
    now = time.time()
    gone = host == socket.gethostname() and not _is_running(pid)
    # A claim for longer than any claim lasts was made under a clock that was ahead.
    holds = now < until / 1e6 <= now + _LONGEST_CLAIM
    return str(owner) if holds and not gone else None


def _is_running(pid: int) -> bool:
    if os.name != "posix":  # elsewhere signal 0 is not a question
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(pid)


def _has_ended(pid: int) -> bool:
    """Whether a process is there only because nobody asked yet how it ended (proc(5))."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return False
    return words[:1] == ["Z"]
