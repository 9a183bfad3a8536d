"""Where a key of feeds.toml stands, for what is found to be wrong with it after the file was read."""

from __future__ import annotations

from pathlib import Path

from reader.config.parse import load_text, parse
from reader.config.places import Places
from reader.config.statements import place, statements
from reader.errors import ConfigError


def place_of(path: Path, at: tuple[str, ...], number: int | None = None) -> str:
    """``feeds.toml:LINE:COLUMN`` of a key of the file as it is now (``("keys", "quote.next")``), or
    of a key in block ``number`` (from 0) of an array; its name alone where that is not there."""
    try:
        text = load_text(path).removeprefix("\ufeff")
        parse(text, path)
    except ConfigError:
        return path.name
    places = Places(statements(text))
    dotted = (at[0], *(part for name in at[1:] for part in name.split(".")))
    for key in (at, dotted, at[:1]):
        if places.has(key, number):
            line, column = place(text, places.key(key, number))
            return f"{path.name}:{line}:{column}"
    return path.name
