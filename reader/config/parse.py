"""feeds.toml as TOML: its text, and the tables in it, whatever they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from reader.config.files import read_start
from reader.config.statements import place
from reader.errors import ConfigError
from reader.text import clean_line

Table = dict[str, Any]

MAX_BYTES: Final = 10_000_000
"""A feeds.toml larger than this is a mistake."""

_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END: Final = " (at end of document)"
_TWICE: Final = re.compile(r"Cannot (?:declare|redefine|mutate)\D* \((.*)\)(?: twice)?")
_NAME: Final = re.compile(r"'([^']*)'")


class ConfigMissing(ConfigError):
    """There is no feeds.toml at all."""

    def __str__(self) -> str:
        return f"There is no {self.path.name}."


def load_text(path: Path) -> str:
    """The text of ``path``, line breaks and a byte order mark kept. Raises ConfigError."""
    try:
        body = read_start(path, MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigMissing(
            "is not there.",
            path=path,
            hint="Add a feed with: nowreading add ADDRESS, or open the reader to start with its list.",
        ) from None
    except OSError as error:
        raise ConfigError(
            f"can't be read: {error.strerror}.", path=path, hint=f"Look at {path}."
        ) from error
    if len(body) > MAX_BYTES:
        raise ConfigError("is larger than 10 MB.", path=path, hint="Is it the right file?")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        good = body[: error.start].decode()
        line, column = place(good, len(good))
        raise ConfigError(
            "There is a byte that is not UTF-8.",
            path=path,
            line=line,
            column=column,
            hint="Save the file as UTF-8.",
        ) from error


def parse(text: str, path: Path) -> Table:
    """The tables of ``text``; ``path`` is for messages. Raises ConfigError with tomllib's place."""
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line, column = place(text, len(text))
        if at := _AT.search(message):
            line, column = int(at[1]), int(at[2])
        message = _told(clean_line(_AT.sub("", message).removesuffix(_AT_END)))
    except RecursionError:
        line, column, message = 1, 1, "Arrays are nested too deeply"
    except ValueError as error:
        line, column, message = 1, 1, clean_line(str(error))
        if "integer string" in message:  # Python's own limit
            message = "A number has too many digits"
    raise ConfigError(
        f"{message}.",
        path=path,
        line=line,
        column=column,
        hint="Correct that line, then look with: nowreading check",
    )


def _told(message: str) -> str:
    """What tomllib says, where it says it in terms of Python."""
    if twice := _TWICE.fullmatch(message):
        return f"[{'.'.join(_NAME.findall(twice[1]))}] stands here a second time"
    if message == "Cannot overwrite a value":
        return "A key stands here a second time"
    return message
