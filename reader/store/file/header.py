"""Whose file is it?  Told from its bytes, before SQLite is let near it.

The format is that of sqlite.org/fileformat2.html: the magic string opens the file, the
``user_version`` stands at byte 60 and the ``application_id`` at byte 68 of page 1, big-endian.  A
library in WAL mode may hold a newer page 1 in its ``-wal`` file, which is read too.
"""

from __future__ import annotations

import stat
import struct
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from reader.errors import StoreError, StoreForeign, StoreTooNew

APPLICATION_ID: Final = 0x4E6F7752
"""``NowR``."""
_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100
_WAL_HEADER: Final = 32
_WAL_MAGIC: Final = (0x377F0682, 0x377F0683)
_FRAME_HEADER: Final = 24
_BESIDE: Final = ("-wal", "-shm", "-journal")
"""The files that SQLite keeps beside a library."""


class Header(NamedTuple):
    """The two numbers that say whose file it is and how new."""

    application_id: int
    user_version: int


def check_file(path: Path, newest: int) -> bool:
    """Whether ``path`` holds a library (False: there is none, or an empty file).

    Raises StoreForeign when it is something else, StoreTooNew when its ``user_version`` is over
    ``newest``, StoreError when it can't be read.  Nothing is written.
    """
    try:
        if path.is_dir():
            raise StoreForeign(f"{path} is a folder, not a library.", path=path)
        if path.exists() and not path.is_file():
            raise StoreForeign(f"{path} is not an ordinary file.", path=path)
        with path.open("rb") as file:
            first = file.read(_HEADER)
        if not first:
            return False
        header = _parse(first)
        if header:
            _check_beside(path)
        newer = header_in_wal(path) if header else None
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(
            f"{path} can't be read: {error.strerror}.", path=path, hint="Check its permissions."
        ) from error
    if header is None or APPLICATION_ID not in (header.application_id, (newer or header)[0]):
        raise StoreForeign(
            f"{path} is not a library of Now Reading; it was left as it is.",
            path=path,
            hint="Name another file with --library.",
        )
    if newer is not None and newer.application_id != APPLICATION_ID:
        # SQLite would take its pages for newer ones of the library, and write them into it.
        raise StoreError(
            f"{path}-wal belongs to another file; the library was left as it is.",
            path=path,
            hint="Move it away; it holds nothing of the library.",
        )
    version = max(header.user_version, newer.user_version if newer else 0)
    if version > newest:
        raise StoreTooNew(
            f"{path} was made by a newer version of Now Reading; it was left as it is.",
            path=path,
            hint="Install the newest version, or name another file with --library.",
        )
    return True


def _check_beside(path: Path) -> None:
    """Raises StoreError when something else lies where SQLite keeps its files: it would take that
    for a full disk, or for a library without stories."""
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        try:
            mode = beside.stat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StoreError(
                f"{beside} can't be read: {error.strerror}.", path=path, hint="Move it away."
            ) from error
        if not stat.S_ISREG(mode):
            raise StoreError(
                f"{beside} is {'a folder' if stat.S_ISDIR(mode) else 'no ordinary file'}, but"
                " belongs to the library.",
                path=path,
                hint="Move it away; the library itself was left as it is.",
            )


def doubts(path: Path) -> Path:
    """The empty file that says of the library at ``path`` that a damaged page was met in it."""
    return path.with_name(path.name + ".doubts")


def is_of_version(path: Path, version: int) -> bool:
    """Whether the file itself, without what its ``-wal`` holds, is a library of this version."""
    return _own_header(path) == Header(APPLICATION_ID, version)


def is_older(path: Path, version: int) -> bool:
    """Whether the file itself, without what its ``-wal`` holds, is a library of an older
    version."""
    header = _own_header(path)
    return (
        header is not None
        and header.application_id == APPLICATION_ID
        and (0 < header.user_version < version)
    )


def _own_header(path: Path) -> Header | None:
    try:
        if not path.is_file():  # to open a pipe would wait for somebody who writes
            return None
        with path.open("rb") as file:
            return _parse(file.read(_HEADER))
    except OSError:
        return None


def is_cut_short(path: Path) -> bool:
    """Whether the file ends before the pages that its header counts (bytes 16-17 and 28-31).

    Not while there is a rollback journal: then another program is just writing them.  Nor while
    a ``-wal`` holds pages: a checkpoint that met a full disk writes the header first, and the pages
    it counts are still in the ``-wal``.
    """
    if path.with_name(path.name + "-journal").exists() or _holds_pages(path):
        return False
    with path.open("rb") as file:
        first = file.read(_HEADER)
    page_size = int.from_bytes(first[16:18], "big")
    pages = int.from_bytes(first[28:32], "big")
    return path.stat().st_size < pages * (65536 if page_size == 1 else page_size)


def _holds_pages(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def header_in_wal(path: Path) -> Header | None:
    """The header of the last committed page 1 in the ``-wal`` file beside ``path``, if any."""
    try:
        with path.with_name(path.name + "-wal").open("rb") as wal:
            return _last_first_page(wal)
    except FileNotFoundError:
        return None


def _parse(first: bytes) -> Header | None:
    if len(first) < _HEADER or not first.startswith(_MAGIC):
        return None
    return Header(int.from_bytes(first[68:72], "big"), int.from_bytes(first[60:64], "big"))


def _last_first_page(wal: BinaryIO) -> Header | None:
    start = wal.read(_WAL_HEADER)
    if len(start) < _WAL_HEADER:
        return None
    magic, _, page_size, _, *salts = struct.unpack(">6I", start[:24])
    if magic not in _WAL_MAGIC or not 512 <= page_size <= 65536:
        return None
    committed: Header | None = None
    pending: Header | None = None
    place = _WAL_HEADER
    while len(frame := wal.read(_FRAME_HEADER)) == _FRAME_HEADER:
        page, pages_after, *frame_salts = struct.unpack(">4I", frame[:16])
        if frame_salts != salts:  # left over from before the file was last started anew
            break
        if page == 1:
            pending = _parse(wal.read(_HEADER))
        if pages_after and pending:
            committed = pending
        place += _FRAME_HEADER + page_size
        wal.seek(place)
    return committed
