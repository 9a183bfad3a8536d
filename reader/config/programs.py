"""``[[program]]``: programs of the reader's own on keys, which get a story in their arguments.

No shell sees any of it: each element of ``run`` is one argument, whatever stands in a story.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from reader.config import values
from reader.frozen import frozen

PLACES: Final = ("url", "title", "author", "feed", "feed_url", "date", "id", "text")
"""What may stand in ``run`` between braces; ``{}`` is ``{url}``."""
_PLACE: Final = re.compile(r"\{\{|\}\}|\{([a-z_]*)\}")


@frozen
class Program:
    """One ``[[program]]``: ``run`` is a program with its arguments, ``key`` what runs it (empty:
    only the palette does), ``pipe`` whether the story's text is its input, ``terminal`` whether
    it has the terminal until it ends."""

    title: str
    run: tuple[str, ...]
    key: str = ""
    pipe: bool = False
    terminal: bool = False

    @property
    def places(self) -> frozenset[str]:
        """What of a story it is given."""
        return frozenset(place for word in self.run for place in _places(word))

    def arguments(self, story: Mapping[str, str]) -> list[str]:
        """``run`` with what ``story`` has for each of :attr:`places`.

        Where a place begins an argument, what comes there never begins with a hyphen: words of a
        publisher are no option.
        """
        name = self.run[0]
        name = str(Path(name).expanduser()) if name.startswith("~") else name
        return [name, *(_filled(word, story) for word in self.run[1:])]


def run(value: Any) -> tuple[str, ...]:
    """A program and its arguments with known places. Raises BadValue."""
    words = values.program(value)
    for place in _places(words[0]):
        raise values.BadValue(f"a program that is named, not {{{place}}} of a story")
    for place in (place for word in words for place in _places(word)):
        if place not in PLACES:
            near = difflib.get_close_matches(place, PLACES, 1, 0.5)
            known = near[0] if near else "}, {".join(PLACES)
            raise values.BadValue(
                f"without {{{place}}}; there is {{{known}}}, and {{{{{place}}}}} is {{{place}}} itself"
            )
    return words


KNOWN: Final[dict[str, Callable[[Any], Any]]] = {
    "title": values.needed_line,
    "run": run,
    "key": values.line,
    "pipe": values.switch,
    "terminal": values.switch,
}
"""How the keys of a ``[[program]]`` are read."""
NEEDED: Final = ("title", "run")


def _places(word: str) -> list[str]:
    return [match[1] or "url" for match in _PLACE.finditer(word) if match[1] is not None]


def _filled(word: str, story: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        text = story.get(match[1] or "url", "").replace("\0", "")
        return f" {text}" if match.start() == 0 and text.startswith("-") else text

    return _PLACE.sub(put, word)
