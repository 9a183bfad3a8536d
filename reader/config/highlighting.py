"""``[[highlight]]``: rows of stories, or words in the texts of stories, that stand out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from reader.config import values
from reader.frozen import frozen

ROW_COLORS: Final = ("accent", "good", "warn", "bad")
"""Colours of a theme, or of ``[colors]``, in which words can be read."""


@frozen
class Highlighting:
    """A ``[[highlight]]`` with ``when``: rows of stories that this query finds have ``mark`` before
    their titles, in one of :data:`ROW_COLORS`."""

    when: str
    color: str = "accent"
    mark: str = "◆"


@frozen
class Wording:
    """A ``[[highlight]]`` with ``words``: what this query asks for stands out in texts, in one of
    :data:`ROW_COLORS`."""

    words: str
    color: str = "accent"


def mark(value: Any) -> str:
    """One sign that takes one cell of the screen. Raises BadValue."""
    text = values.line(value)
    is_narrow = len(text) == 1 and text.isprintable() and unicodedata.combining(text) == 0
    if not is_narrow or text.isspace() or unicodedata.east_asian_width(text) in "WF":
        raise values.BadValue('one sign as wide as a letter, such as "◆" or "!"')
    return text


KNOWN: Final[dict[str, Callable[[Any], Any]]] = {
    "when": values.needed_line,
    "words": values.needed_line,
    "color": partial(values.choice, choices=ROW_COLORS),
    "mark": mark,
}
"""How the keys of a ``[[highlight]]`` are read."""


class Misplaced(Exception):
    """A key that may not stand in a block, or (``key`` empty) one that is missing."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def made_of(block: dict[str, Any]) -> Highlighting | Wording:
    """What a block says. Raises Misplaced."""
    if "words" not in block:
        if "when" not in block:
            raise Misplaced("", "This [[highlight]] has no when (for rows) and no words (in texts)")
        return Highlighting(**block)
    for key in ("when", "mark"):
        if key in block:
            raise Misplaced(key, f"{key} is for rows, words is for texts: write two blocks")
    return Wording(**block)


def sorted_out(found: Sequence[Highlighting | Wording]) -> dict[str, Any]:
    """Those of rows and those of words, by the names that they have in a Config."""
    return {
        "highlightings": tuple(each for each in found if isinstance(each, Highlighting)),
        "wordings": tuple(each for each in found if isinstance(each, Wording)),
    }
