"""How the store reaches its file: opening, refusing, closing, and which thread runs what."""

from __future__ import annotations

import asyncio
import itertools
import os
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

from reader.errors import StoreCorrupt, StoreError, StoreFull
from reader.paths import make_folder
from reader.store import settings
from reader.store.arriving import feeds
from reader.store.arriving.index import is_left
from reader.store.file import connect
from reader.store.file.header import check_file, doubts, is_cut_short, is_of_version
from reader.store.file.migrations import VERSION, migrate
from reader.store.file.threads import StoreThread
from reader.store.keeping import rework

P = ParamSpec("P")
T = TypeVar("T")
READERS: Final = 2
_PAUSE: Final = 0.1
"""Seconds between two pieces of :mod:`reader.store.keeping.rework`, and twenty times that before
the first: the first screen comes first."""


class StoreFile:
    """A library file in use: one thread that writes, two that read."""

    path: Path
    is_new: bool
    """Whether this opening made the library."""
    is_read_only: bool
    """Whether the file can't be written: marks and refreshes raise StoreFull."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_new = False
        self.is_read_only = False
        self.spares_memory = False
        """Whether what is written beside the reader's own marks may take longer, and less memory."""
        self._full: StoreFull | None = None
        """Why nothing can be written although the file may be."""
        self._opened: os.stat_result | None = None
        """The file that is open for writing."""
        self._writer: StoreThread | None = None
        self._readers: list[StoreThread] = []
        self._turn = itertools.count()
        self._turns = connect.Turns()
        self._reworking: asyncio.Task[None] | None = None
        self._unfinished = set[asyncio.Task[Any]]()
        """What is done to its end before the store is closed."""

    @classmethod
    async def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open the library at ``path``, made if there is none.

        With ``read_only``, when file or folder are write-protected or the disk is full, nothing is
        written and every change raises StoreFull.  Raises StoreForeign or StoreTooNew before
        anything is written, StoreCorrupt, StoreBusy, StoreFull.
        """
        store = cls(path)
        store.is_read_only = read_only or not connect.is_writable(path)
        try:
            if not store.is_read_only:
                await store._begin_writing()
            elif not connect.is_there(path):
                raise connect.no_place(path)
            store._readers = [
                store._thread(f"store-reader-{n}", store._open_reader, interruptible=True)
                for n in range(READERS)
            ]
            if store._writer is None:
                await store._read(feeds.stored_subscriptions)  # whether it can be read at all
            elif await store._read(rework.is_needed):
                await store._index_left()
                store._reworking = asyncio.create_task(store._rework())
        except UnicodeDecodeError as error:  # what SQLite says of names that are no text any more
            await store.close()
            raise connect.corrupt(path) from error
        except BaseException:
            await store.close()
            raise
        return store

    async def _begin_writing(self) -> None:
        """Start the thread that writes; where the disk has no room even for that, a library that
        is there is read without it."""
        writer = self._writer = self._thread("store-writer", self._open_writer, interruptible=False)
        try:
            await writer.run(connect.probe)
            with suppress(OSError):
                self._opened = self.path.stat()
        except StoreFull as full:
            if not is_of_version(self.path, VERSION):
                raise
            writer.stop()
            await writer.ended()
            self._writer, self.is_read_only, self._full = None, True, full

    async def close(self) -> None:
        """Finish what waits, fold the ``-wal`` file in, and close."""
        if self._unfinished:
            await asyncio.wait(self._unfinished)
        if self._reworking is not None:
            self._reworking.cancel()
            await asyncio.wait([self._reworking])
        for thread in self._readers:
            thread.stop()
        for thread in self._readers:
            await thread.ended()
        if self._writer is not None:
            self._writer.stop()
            await self._writer.ended()

    async def _read(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        first, second = self._readers
        thread = first if first.waiting <= second.waiting else second
        if first.waiting == second.waiting and next(self._turn) % 2:
            thread = second
        return await thread.run(_in_snapshot, function, *args, **kwargs)

    async def _write(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        doing = _aside if self.spares_memory else _in_turn
        return await self._writing().run(doing, self._turns, function, *args, **kwargs)

    async def _mark(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        return await self._writing().run_urgent(_in_durable, function, *args, **kwargs)

    async def _to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """Do ``work``, which is several jobs, even if the caller goes away."""
        return await asyncio.shield(self._begin(work))

    def _begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do ``work`` to its end before the store is closed, whoever waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return task

    async def _index_left(self) -> None:
        """Let the stories be found at once that came in last before a refresh was killed."""
        if await self._read(is_left):
            from reader.store.arriving.unindexed import index_held

            with suppress(StoreError):
                await self._write(index_held)

    async def _rework(self) -> None:
        pause, left = 20 * _PAUSE, True
        with suppress(StoreError):  # another program writes, or the disk is full: another time
            while left:
                await asyncio.sleep(pause)
                left, pause = await self._write(rework.go_on), _PAUSE

    def check_writable(self) -> None:
        """Raises StoreFull when the file can only be read, or is no longer there."""
        self._writing()

    def _writing(self) -> StoreThread:
        if self._writer is None:
            raise self._read_only_error()
        # SQLite writes on into a file that nobody will ever read.
        if self._opened is not None and not connect.is_still(self.path, self._opened):
            raise connect.gone(self.path)
        return self._writer

    def _read_only_error(self) -> StoreFull:
        return self._full or connect.read_only(self.path)

    def _thread(
        self, name: str, opening: Callable[[], sqlite3.Connection], *, interruptible: bool
    ) -> StoreThread:
        return StoreThread(name, opening, self._translated, interruptible=interruptible)

    def _translated(self, error: sqlite3.Error) -> Exception:
        ours = connect.translate(error, self.path)
        if isinstance(ours, StoreCorrupt) and self._opened is not None:
            # Opening looks at the first pages only: the next one is to look at all of them.
            with suppress(OSError):
                doubts(self.path).touch()
        return ours

    def _open_writer(self) -> sqlite3.Connection:
        if os.access(f"{self.path}.mending", os.F_OK):  # no error where that is no name
            from reader.store.file.exchange import put_back

            put_back(self.path)
        if check_file(self.path, VERSION) and is_cut_short(self.path):
            raise connect.damaged("the file is shorter than its header says")
        try:
            make_folder(self.path.parent)
        except OSError as error:
            raise connect.no_folder(self.path, error) from error
        connection = connect.open_writer(self.path)
        try:
            self.is_new = migrate(connection, self.path)
            connect.tune_writer(connection)
            if self.is_new:
                from reader.store.keeping import reread

                with connect.transaction(connection):
                    feeds.add_builtin(connection)
                    reread.note_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_reader(self) -> sqlite3.Connection:
        if self.is_read_only and not check_file(self.path, VERSION):
            raise self._read_only_error()
        immutable = self._full is not None or not connect.is_writable(self.path)
        return connect.open_reader(self.path, immutable=immutable)


def _in_snapshot(
    connection: sqlite3.Connection,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    with connect.snapshot(connection):
        return function(connection, *args, **kwargs)


def _in_turn(
    connection: sqlite3.Connection,
    turns: connect.Turns,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    turns.pause()
    try:
        with connect.transaction(connection):
            return _counted(connection, function, *args, **kwargs)
    finally:
        turns.ended()


def _aside(
    connection: sqlite3.Connection,
    turns: connect.Turns,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    with connect.few_pages(connection):
        return _in_turn(connection, turns, function, *args, **kwargs)


def _in_durable(
    connection: sqlite3.Connection,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    with connect.transaction(connection, durable=True):
        return _counted(connection, function, *args, **kwargs)


def _counted(
    connection: sqlite3.Connection,
    function: Callable[Concatenate[sqlite3.Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    before = connection.total_changes
    result = function(connection, *args, **kwargs)
    if connection.total_changes != before and not settings.is_unseen(function):
        settings.note_change(connection)
    return result
