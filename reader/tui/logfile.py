"""The log: mistakes of the program that the reader was told of in passing, with their places."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Final

from rich.text import Text

from reader.paths import make_folder
from reader.text import clean

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

BYTES: Final = 256 * 1024


class _Clean(logging.Formatter):
    """Text from outside stands in messages; no control character of it reaches the file."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


class _Log(logging.Handler):
    """A file, made when there is something to write.  Where the disk is full nothing is logged, and
    the screen stays as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, or nothing."""
        with contextlib.suppress(OSError, ImportError):
            if self._file is None:
                from logging.handlers import RotatingFileHandler  # hardly ever is anything written

                self._file = RotatingFileHandler(
                    self._path, maxBytes=BYTES, backupCount=1, encoding="utf-8", delay=True
                )
                self._file.setFormatter(self.formatter)
                # What could be said of a fault would be painted over the screen.
                self._file.handleError = lambda record: None  # type: ignore[method-assign]
            self._file.emit(record)

    def close(self) -> None:
        """Close the file, whatever of it could not be written."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
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
        handler = _Log(path)
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
