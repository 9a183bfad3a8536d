"""A new library in the place of a damaged one, which is set aside by name.

The new one is made whole beside the old one first, and takes its name in one step: a program that is
killed at any point leaves one of the two under that name, and never a half: what it had moved away
of the old one's ``-wal`` the next program puts back (:func:`put_back`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_TAILS: Final = ("-wal", "-shm", "-journal")
_NEW: Final = ".mending"


def beside(path: Path) -> Path:
    """Where the new library is made; what a program that was killed left there goes. Raises
    OSError."""
    new = path.with_name(path.name + _NEW)
    remove(new)
    return new


def remove(new: Path) -> None:
    """Take a library away, with what belongs to it."""
    for tail in ("", *_TAILS):
        _with(new, tail).unlink(missing_ok=True)


def exchange(path: Path, new: Path) -> Path:
    """Let ``new``, which nobody has open, be the library at ``path``; where the old one lies now.
    Raises OSError: then it lies where it lay."""
    with _alone(path):
        aside = _free_name(path)
        try:
            # A second name first: by that it is known whose the parts are that are moved away.
            with suppress(OSError):  # not every disk has links
                os.link(path, aside)
            # What belongs to the old file must never be taken for the new one's.
            _move_tails(path, aside)
            if not aside.exists():
                path.rename(aside)
            new.replace(path)
        except BaseException:
            if not path.exists():
                aside.rename(path)
            _move_tails(aside, path)
            aside.unlink(missing_ok=True)
            raise
    return aside


def put_back(path: Path) -> None:
    """Where a program was killed in :func:`exchange`, let the old library's parts lie beside it
    again: without its ``-wal`` it would lack what was committed last.  Blocks; nobody else may
    have the library open.  Does nothing, at the price of one look, where no new one was made."""
    if not os.access(f"{path}{_NEW}", os.F_OK):
        return
    with suppress(OSError), _alone(path):
        for aside in path.parent.iterdir():
            if aside.name.startswith(f"{path.name}.damaged-") and aside.samefile(path):
                _move_tails(aside, path)
                aside.unlink()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While no other program exchanges the library at ``path`` or puts back parts of it."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every disk has locks either
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _move_tails(old: Path, new: Path) -> None:
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            _with(old, tail).rename(_with(new, tail))


def _free_name(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    return aside


def _with(path: Path, tail: str) -> Path:
    return path.with_name(path.name + tail)
