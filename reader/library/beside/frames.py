"""The language between the reader and the process that refreshes beside it.

Frames are those of :mod:`reader.worker.frames`::

    J  parent → child   Wanted              what to refresh, sent once
    K  parent → child   None                a key was pressed: room for the reader (``room.py``)
    P  child → parent   RefreshProgress     how far it is; only the newest counts
    L  child → parent   (level, logger, text)   a line for the log
    T  child → parent   [RefreshResult, …]  a part of the results
    R  child → parent   [entry id, …]       all is done; entries of which a rule wants to tell
    E  child → parent   Failure             what it raised, as plain data
"""

from __future__ import annotations

from typing import Final

from reader import errors
from reader.errors import ReaderError, StoreError
from reader.frozen import frozen
from reader.library.subscribing.subscriptions import Listed
from reader.paths import Paths

KEY, PROGRESS, LOG, PART, DONE, ERROR = b"K", b"P", b"L", b"T", b"R", b"E"
PART_SIZE: Final = 200
"""Results in one frame: unpickling more at once would hold a key up."""

_STORE_ERRORS: Final = {
    each.__name__: each
    for each in (
        StoreError,
        errors.StoreBusy,
        errors.StoreCorrupt,
        errors.StoreForeign,
        errors.StoreTooNew,
        errors.StoreFull,
    )
}


@frozen
class Wanted:
    """A refresh: as the arguments of :meth:`reader.library.library.Library.refresh`, over the
    library at ``paths`` with the list of subscriptions in force there."""

    paths: Paths
    listed: Listed
    feed_ids: tuple[int, ...] | None
    due_only: bool


@frozen
class Failure:
    """An error of ours; ``kind`` is the name of its class, ``""`` for a mistake of the program."""

    kind: str
    message: str
    hint: str = ""


def failure_of(error: Exception) -> Failure:
    """``error`` as plain data."""
    if isinstance(error, ReaderError):
        return Failure(type(error).__name__, error.message, error.hint)
    return Failure("", f"{type(error).__name__}: {error}")


def error_of(failure: Failure, paths: Paths) -> Exception:
    """The error that ``failure`` was made of, as far as a reader can tell."""
    store_error = _STORE_ERRORS.get(failure.kind)
    if store_error is not None:
        return store_error(failure.message, path=paths.library, hint=failure.hint)
    if failure.kind:
        return ReaderError(failure.message, hint=failure.hint)
    return RuntimeError(failure.message)
