"""Every error of ours, each with the thing it is about, a sentence for a reader, and a hint.

::

    ReaderError
    ├── ConfigError(path, line, column, key)      feeds.toml can't be used as it stands
    ├── FeedError(url)                            one feed; data, never an interruption
    │   ├── FetchError(kind, retry_at)            getting the bytes
    │   └── ParseError(kind)                      reading them
    ├── StoreError(path)                          the library file
    │   ├── StoreBusy                             another program holds it
    │   ├── StoreCorrupt                          ours, but damaged
    │   ├── StoreForeign                          not ours: never touched
    │   ├── StoreTooNew                           made by a newer version: never touched
    │   └── StoreFull                             the disk is full or the file read-only
    ├── NotFound                                  an id or address that the library doesn't hold
    ├── DownloadError                             a file that this computer would not keep
    └── InvalidQuery(position)                    a search that can't be read
"""

from __future__ import annotations

import errno
from datetime import datetime
from pathlib import Path

from reader.model import FeedErrorKind, FeedFailure


class ReaderError(Exception):
    """The root. ``str()`` is one sentence for a reader; ``hint`` says what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class ConfigError(ReaderError):
    """feeds.toml can't be used; ``line`` and ``column`` count from 1, line 0: the file as a whole."""

    def __init__(
        self,
        message: str,
        *,
        path: Path,
        line: int = 1,
        column: int = 1,
        key: str | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.line = line
        self.column = column
        self.key = key

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path.name}{place} {self.message}"


class FeedError(ReaderError):
    """Something about one feed or page. ``kind`` is one of :data:`reader.model.FeedErrorKind`.

    With ``passes`` another try may go well, which ends the hint (given without its full stop, empty
    where there is nothing else to say): feeds are asked again by themselves, and so says
    :meth:`failure`; whoever asked for something else, or for a feed that is not on the list yet, has
    to do it himself.
    """

    def __init__(
        self,
        message: str,
        *,
        url: str,
        kind: FeedErrorKind,
        retry_at: datetime | None = None,
        hint: str = "",
        passes: bool = False,
    ) -> None:
        super().__init__(message, hint=_ended(hint, "try again later") if passes else hint)
        self.url = url
        self.kind = kind
        self.retry_at = retry_at
        self.passes = passes
        self._why = hint

    def failure(self) -> FeedFailure:
        """The same as data, to be kept on a feed of the list."""
        when = "asked again by themselves when that time is over"
        again = f"feeds are {when if self.retry_at else 'tried again by themselves'}"
        hint = _ended(self._why, again) if self.passes else self.hint
        return FeedFailure(self.kind, self.message, hint, self.retry_at)

    def not_added(self) -> None:
        """Let the hint be that of a feed that was to come to the list."""
        if self.kind == "gone":
            self.hint = "Nothing was added."
        elif self.passes:
            self.hint = _ended(self._why, "nothing was added; try again later")


def _ended(hint: str, words: str) -> str:
    """``hint`` with ``words`` (small letters) at its end."""
    return f"{hint}; {words}." if hint else f"{words[0].upper()}{words[1:]}."


class FetchError(FeedError):
    """The bytes could not be had."""


class ParseError(FeedError):
    """The bytes are there but can't be read."""


class StoreError(ReaderError):
    """The library file ``path`` can't be used."""

    def __init__(self, message: str, *, path: Path, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.path = path


class StoreBusy(StoreError):
    """Another program holds the library."""


class StoreCorrupt(StoreError):
    """Our file, but damaged."""


class StoreForeign(StoreError):
    """A file that is not ours; it is left as it is."""


class StoreTooNew(StoreError):
    """Made by a newer version of the program; it is left as it is."""


class StoreFull(StoreError):
    """Nothing more can be written: the disk is full, or the file is read-only."""


class NotFound(ReaderError):
    """The library holds no such entry or feed."""


class DownloadError(ReaderError):
    """The file that comes with a story could not be kept on this computer."""


class InvalidQuery(ReaderError):
    """A search that can't be read; ``position`` is the character (from 0) where it goes wrong."""

    def __init__(self, message: str, *, position: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.position = position


_USED_UP = {
    errno.EMFILE: "open files",
    errno.ENFILE: "open files",
    errno.EAGAIN: "processes",
    errno.ENOMEM: "memory",
    errno.ENOBUFS: "memory",
}


def used_up(error: BaseException) -> str:
    """What the computer would not give this program more of (``memory``, ``threads``), when that
    is what ``error`` says; ``""`` for any other error."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError):
        return _USED_UP.get(error.errno or 0, "")
    return "threads" if str(error).startswith("can't start new thread") else ""
