"""Words looked for in the names that a page gives its elements: its classes and ids."""

from __future__ import annotations

import re
from typing import Final


class Words:
    """A few literal words, upper and lower case alike.

    A pattern with thirty alternatives tries all of them at every character; one search for each
    word takes a twentieth of the time.
    """

    def __init__(self, words: str) -> None:
        """``words`` are in small letters of ASCII, parted by white space."""
        self._words: Final = tuple(words.split())
        self._pattern: Final = re.compile("|".join(map(re.escape, self._words)), re.I)

    def stand_in(self, name: str) -> bool:
        """Whether one of the words is a part of ``name``."""
        if not name.isascii():  # where other letters than these may fold to ours
            return self._pattern.search(name) is not None
        return any(map(name.lower().__contains__, self._words))
