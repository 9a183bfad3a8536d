"""A new library in the place of a damaged one, which is set aside by name.

The new one is made whole beside the old one first, and takes its name in one step: a program that is
killed at any point leaves one of the two under that name, and never a half.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_TAILS: Final = ("-wal", "-shm", "-journal")


def beside(path: Path) -> Path:
    """Where the new library is made; what a program that was killed left there goes. Raises
    OSError."""
    new = path.with_name(f"{path.name}.mending")
    remove(new)
    return new


def remove(new: Path) -> None:
    """Take a library away, with what belongs to it."""
    for tail in ("", *_TAILS):
        _with(new, tail).unlink(missing_ok=True)


def exchange(path: Path, new: Path) -> Path:
    """Let ``new``, which nobody has open, be the library at ``path``; where the old one lies now.
    Raises OSError: then it lies where it lay."""
    aside = _free_name(path)
    # What belongs to the old file must never be taken for the new one's.
    for tail in _TAILS:
        with suppress(FileNotFoundError):
            _with(path, tail).rename(_with(aside, tail))
    try:
        try:
            os.link(path, aside)
        except OSError:  # not every disk has links
            path.rename(aside)
        new.replace(path)
    except BaseException:
        if not path.exists():
            aside.rename(path)
        for tail in _TAILS:
            with suppress(FileNotFoundError):
                _with(aside, tail).rename(_with(path, tail))
        raise
    return aside


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
