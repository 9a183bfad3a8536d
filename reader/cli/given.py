"""Files that a verb is given."""

from __future__ import annotations

import sys
from pathlib import Path

from reader.errors import ReaderError
from reader.text import clean_line


def body_of(file: str, most: int, wanted: str) -> bytes:
    """What ``file`` (``-``: standard input) holds, up to one byte more than ``most``. Raises
    ReaderError."""
    if file == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise ReaderError(
            f"{clean_line(file)} can't be read: {error.strerror}.", hint=f"Give {wanted} or -."
        ) from error
