"""Connections to the library, and what SQLite's errors mean for a reader."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from reader.errors import StoreBusy, StoreCorrupt, StoreError, StoreFull
from reader.store.searching import words

BUSY_SECONDS: Final = 5.0
"""How long another program may hold the library before StoreBusy."""
AGAIN_SECONDS: Final = 0.5
"""The same, for what waits behind that or follows soon: nobody waits for each of many marks."""
_LOOK: Final = 0.001
"""Seconds between two tries to begin while it does.  SQLite's own waits (100 ms in the end) nearly
always miss the moment between two transactions of a refresh, and a mark would wait for all of
it."""
_TURN: Final = 0.03
"""Seconds of writing without a pause, after which other programs are let in."""
_PAUSE: Final = 0.002
"""The pause: two looks of those who wait."""
_WRITER_KIB: Final = 8_000
_READER_KIB: Final = 400  # the system keeps pages too; the reader's memory stays small
_CHECK_KIB: Final = 256
_ASIDE_KIB: Final = 1_000
_PAGE_BYTES: Final = 16_384  # five stories to a page; of 8 KiB a fifth would stay empty
_SMALL: Final = 256  # pages: checked whole in a few milliseconds
_WAL_LIMIT: Final = 64 * 1024 * 1024
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_ROOM: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_NOT_WRITABLE: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_LONGEST_PATH: Final = 500
"""Bytes; SQLite takes 512, with the endings of the files beside a library."""


class _Writer(sqlite3.Connection):
    """A connection that knows how long it last waited for another program in vain."""

    waited_until = float("-inf")
    """When it gave up last, on the clock of :func:`time.monotonic`."""


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes; the file is made if need be, in rollback mode."""
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        factory=_Writer,
    )
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        _prepare(connection, _WRITER_KIB)
    except BaseException:
        connection.close()
        raise
    return connection


def tune_writer(connection: sqlite3.Connection) -> None:
    """WAL, and commits that a power cut may take back but never tear."""
    _when_free(connection, "PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT}")


def open_reader(
    path: Path, *, immutable: bool = False, lenient: bool = False
) -> sqlite3.Connection:
    """A connection that can't write; ``immutable`` where nobody can, so that WAL needs no lock.

    An immutable library is read without its ``-wal``: where there is one, the way through it is
    tried first.  ``lenient`` opens a library that is cut short, too.
    """
    if immutable and _has_wal(path):
        try:
            return _open_reader(path, "mode=ro", lenient)
        except sqlite3.Error:
            return _open_reader(path, "mode=ro&immutable=1", lenient)
    return _open_reader(path, "mode=ro&immutable=1" if immutable else "mode=ro", lenient)


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _open_reader(path: Path, mode: str, lenient: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path))}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if lenient:  # only then does SQLite not hold the size against what the header says
            connection.execute("PRAGMA writable_schema = ON")
        _prepare(connection, _READER_KIB)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def few_pages(connection: sqlite3.Connection, kib: int = _ASIDE_KIB) -> Iterator[None]:
    """Within, a connection that writes keeps few pages in memory: that is not given back."""
    connection.execute(f"PRAGMA cache_size = -{kib}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = -{_WRITER_KIB}")


def probe(connection: sqlite3.Connection) -> None:
    """Look at the first leaf of every table and index; a small library is checked whole.

    Raises sqlite3.DatabaseError when something is damaged.
    """
    with few_pages(connection, _CHECK_KIB):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if pages <= _SMALL:
            (verdict,) = connection.execute("PRAGMA quick_check (1)").fetchone()
            if verdict != "ok":
                raise damaged(verdict)
        # An index of words without text of its own can't be read as a table; its parts can.
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()


def look_through(path: Path) -> None:
    """Look at every page and at the indexes of words; blocks, for seconds where it is large.

    Raises sqlite3.DatabaseError when something is damaged.
    """
    with closing(open_writer(path)) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check (1)").fetchone()
        if verdict != "ok":
            raise damaged(verdict)
        indexes = connection.execute(
            "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%USING fts5%'"
        ).fetchall()
        for (index,) in indexes:
            connection.execute(f'INSERT INTO "{index}" ("{index}") VALUES (\'integrity-check\')')


def damaged(what: str) -> sqlite3.DatabaseError:
    """The error that SQLite itself would raise for a damaged file."""
    error = sqlite3.DatabaseError(what)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def is_writable(path: Path) -> bool:
    """Whether the file (or, before it exists, its folder) takes writes, and its folder too."""
    target = Path(os.path.realpath(path))  # Path.resolve and Path.exists refuse loops, long names
    if os.path.exists(target) and not os.access(target, os.W_OK):  # noqa: PTH110 - see above
        return False
    folder = target.parent
    while not os.path.exists(folder):  # noqa: PTH110
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


def is_there(path: Path) -> bool:
    """Whether anything bears that name, a link that leads nowhere too."""
    return os.path.lexists(path)


def leads_nowhere(path: Path) -> bool:
    """Whether ``path`` is a link to what is not there."""
    return is_there(path) and not os.path.exists(path)  # noqa: PTH110 - see above


def translate(error: sqlite3.Error, path: Path) -> Exception:
    """The StoreError that says what ``error`` means; a mistake of ours stays what it is."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    ours: StoreError
    if primary in _BUSY:
        ours = StoreBusy(
            "Another program is writing to the library.", path=path, hint="Try again in a moment."
        )
    elif primary in _DAMAGED:
        ours = corrupt(path)
    elif primary in _NO_ROOM:
        ours = StoreFull(
            "The library can't be written: the disk is full or failing.",
            path=path,
            hint="Make room on the disk; nothing stored is lost.",
        )
    elif primary == sqlite3.SQLITE_CANTOPEN and len(os.fsencode(path)) > _LONGEST_PATH:
        ours = StoreError(
            f"The path of the library is too long: {_LONGEST_PATH} letters are what SQLite takes.",
            path=path,
            hint="Name another file with --library.",
        )
    elif primary == sqlite3.SQLITE_CANTOPEN and leads_nowhere(path):
        ours = StoreError(
            f"The library {path} is a link to {os.path.realpath(path)}, and nothing can be made there.",
            path=path,
            hint="If that is on another disk, plug it in; else name another file with --library.",
        )
    elif primary in _NOT_WRITABLE:
        ours = read_only(path)
    elif isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
        ours = StoreError(f"The library could not do that: {error}.", path=path)
    else:
        return error
    ours.__cause__ = error
    return ours


def corrupt(path: Path) -> StoreCorrupt:
    """The error of a library that is damaged."""
    return StoreCorrupt(
        f"The library {path} is damaged.",
        path=path,
        hint="Start the reader (nowreading) anew: it sets this file aside and saves what is left.",
    )


def no_folder(path: Path, error: OSError) -> StoreError:
    """The error of a library whose folder can't be made."""
    return StoreError(
        f"The folder {path.parent} can't be made: {error.strerror}.",
        path=path,
        hint="Name another file with --library.",
    )


def no_place(path: Path) -> StoreError:
    """The error of a library that is not there and can't be made."""
    return StoreError(
        f"There is no library {path}, and none can be made: its folder can't be written.",
        path=path,
        hint="Name another file with --library.",
    )


def is_still(path: Path, opened: os.stat_result) -> bool:
    """Whether the file at ``path`` is the one that was opened."""
    try:
        return os.path.samestat(path.stat(), opened)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # a folder that can't be looked into now
        return True


def gone(path: Path) -> StoreFull:
    """The error of a write to a library that is not the file at its path any more."""
    return StoreFull(
        f"The library {path} was removed or replaced while it was open; nothing more is kept.",
        path=path,
        hint="What it held can still be read; then leave and start again.",
    )


def read_only(path: Path) -> StoreFull:
    """The error of a write to a library that can only be read."""
    return StoreFull(
        f"The library {path} can only be read: the file or its disk is write-protected.",
        path=path,
        hint="Reading goes on; marks and new stories can't be kept.",
    )


@contextmanager
def transaction(
    connection: sqlite3.Connection, *, durable: bool = False, making: bool = False
) -> Iterator[None]:
    """All or nothing; with ``durable`` the commit has reached the disk when it returns.

    ``making``: an empty file becomes one that can give free pages back to the system.  That is
    written, and so must be a part of the transaction, before anything else is.
    """
    if durable:
        connection.execute("PRAGMA synchronous = FULL")
    try:
        if making:
            connection.execute("BEGIN")
        else:
            _when_free(connection, "BEGIN IMMEDIATE")
        try:
            if making:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        if durable:
            connection.execute("PRAGMA synchronous = NORMAL")


def _when_free(connection: sqlite3.Connection, statement: str) -> None:
    """Run ``statement`` as soon as nobody else writes. Raises SQLITE_BUSY after
    :data:`BUSY_SECONDS`, or :data:`AGAIN_SECONDS` where it did so just before.

    SQLite does not wait by itself where it fears a deadlock: to go over to WAL while another
    program writes fails at once, however long it may wait (``sqlite3_busy_handler``).
    """
    now = time.monotonic()
    is_held = isinstance(connection, _Writer) and now - connection.waited_until < BUSY_SECONDS
    until = now + min(AGAIN_SECONDS if is_held else BUSY_SECONDS, BUSY_SECONDS)
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in _BUSY:
                    raise
                if time.monotonic() > until:
                    if isinstance(connection, _Writer):
                        connection.waited_until = time.monotonic()
                    raise
            _rest(_LOOK)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _rest(seconds: float) -> None:
    # Where a program gives others a time of its own making, a rest may be refused; none is needed.
    with suppress(OSError):
        time.sleep(seconds)


class Turns:
    """Keeps a thread that writes much from keeping others out: one transaction follows upon the
    other so closely that whoever waits would hardly ever find the library free."""

    def __init__(self) -> None:
        self._since = self._last = 0.0

    def pause(self) -> None:
        """Called before a transaction: rest, if there was writing without a rest for long."""
        now = time.monotonic()
        if now - self._last >= _PAUSE:
            self._since = now
        elif now - self._since >= _TURN:
            _rest(_PAUSE)
            self._since = time.monotonic()

    def ended(self) -> None:
        """Called after a transaction."""
        self._last = time.monotonic()


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Every statement within sees the library as it was at the first."""
    if connection.in_transaction:  # a read given up may have left one open
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def _prepare(connection: sqlite3.Connection, cache: int) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = ON")  # the view of the index calls our functions
    connection.execute(f"PRAGMA cache_size = -{cache}")
    connection.execute("PRAGMA temp_store = MEMORY")
    words.register(connection)
