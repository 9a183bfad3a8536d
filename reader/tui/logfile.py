"""The log: mistakes of the program that the reader was told of in passing, with their places."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_exception
from typing import Final

from rich.text import Text

from reader.paths import make_folder
from reader.text import clean

BYTES: Final = 256 * 1024


class _Clean(logging.Formatter):
    """Text from outside stands in messages; no control character of it reaches the file."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


class _Log(RotatingFileHandler):
    """Where the disk is full nothing is logged, and the screen stays as it is."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: what could be said would be painted over the screen."""

    def close(self) -> None:
        """Close the file, whatever of it could not be written."""
        with contextlib.suppress(OSError):
            super().close()


@contextlib.contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Warnings and worse go to ``path`` (two files of 256 KiB at most), nothing to the screen.

    The file is made when there is something to write; where it can't be written, nothing is logged.
    """
    root = logging.getLogger()
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        make_folder(path.parent)
        handler = _Log(path, maxBytes=BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Clean("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def defect(error: BaseException | None, path: Path) -> Text:
    """What to tell of a fault that ended the reader, which the log at ``path`` keeps."""
    fault = clean("".join(format_exception(error)))
    return Text(
        f"{fault}This is a defect of nowreading; {path} keeps it.\n"
        "Nothing that was stored or marked is lost. Please report it with the lines above."
    )
