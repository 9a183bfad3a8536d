"""What a verb prints: results on stdout, all else on stderr, everything cleaned for the terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from contextlib import suppress
from typing import Any, Final, Literal, TextIO

from reader.errors import ReaderError
from reader.text import clean, clean_line

Form = Literal["", "json", "plain", "markdown"]

DONE: Final = 0
PARTLY: Final = 1
"""Done, but some feeds failed or nothing matched."""
UNUSABLE: Final = 2
"""Wrong usage, or feeds.toml or the library can't be used."""


def prepare_streams() -> None:
    """Characters that the terminal's encoding lacks become ``?`` and never an error.

    A stream that was closed before the program began leads nowhere: its number must not fall to a
    file of ours.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_RDWR), number)
                os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str) -> None:
    """A result: one or more lines on stdout. Raises ReaderError when it can't be written."""
    _write(clean(text) + "\n")


def say_json(value: Any) -> None:
    """A result as JSON on one line of stdout. Raises ReaderError when it can't be written."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    _write(json.dumps(_cleaned(value), ensure_ascii=not is_unicode) + "\n")


def say_bytes(data: bytes) -> None:
    """A result that is a file. Raises ReaderError when it can't be written."""
    flush()
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        raise _unwritten(error) from error


def flush() -> None:
    """Let what was said so far go out. Raises ReaderError when it can't."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _unwritten(error) from error


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> Exception:
    """What an error of stdout means: that its reader has gone ends the program in silence."""
    if isinstance(error, BrokenPipeError):
        return error
    forget_stdout()
    return ReaderError(
        f"The result can't be written: {error.strerror}.", hint="Make room, or write it elsewhere."
    )


def forget_stdout() -> None:
    """Nothing more is written to stdout, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str, hint: str = "") -> None:
    """A sentence for the reader on stderr, with what to do next on a line of its own."""
    for line in (message, hint):
        if line:
            with suppress(OSError):  # nobody can be told that nobody can be told
                print(clean_line(line), file=sys.stderr)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 feed``, ``28 feeds``; ``many`` where that is not ``one`` with an s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def stories(number: int) -> str:
    """``1 story``, ``1,204 stories``."""
    return counted(number, "story", "stories")


def is_terminal(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal that can move its cursor."""
    return stream.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


class Progress:
    """One line on stderr that is written over, on a terminal only; ``""`` wipes it."""

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._is_shown = is_terminal(self._stream)
        self._last = ""

    def show(self, text: str) -> None:
        """Put ``text``, cut to the terminal's width, in the place of what was there."""
        if not self._is_shown or text == self._last:
            return
        self._last = text
        columns = shutil.get_terminal_size().columns - 1
        self._stream.write("\r\x1b[K" + cut(clean_line(text), columns))
        self._stream.flush()

    def wipe(self) -> None:
        """Leave an empty line."""
        self.show("")


def cut(text: str, columns: int) -> str:
    """``text`` in at most ``columns`` terminal cells, with ``…`` where something is missing."""
    width = 0
    for at, char in enumerate(text):
        width += _cells(char)
        if width > columns:
            while at and width > columns - 1:
                width -= _cells(text[at])
                at -= 1
            return text[: at + 1].rstrip() + "…" if columns > 1 else ""
    return text


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item) for item in value]
    return value
