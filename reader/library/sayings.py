"""What one speaker said over the whole library: the same words in several outlets are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reader.library.values import Saying
from reader.model import QuoteRow
from reader.text import UNSPACED, fold

ENOUGH: Final = 6
"""Words that a shorter printing must have to be taken for a part of a longer one."""
_WORD: Final = re.compile(r"[^\W_]+")


def sayings(rows: Sequence[QuoteRow]) -> tuple[Saying, ...]:
    """Quotes (newest first) of one speaker as sayings, in the order of their newest printing.

    Two printings are one saying when their words are the same, or when the words of one, six or
    more, stand in the other in one piece.  Two of one story are never one: it was said twice.
    """
    found = _Printings()
    for row in rows:
        found.take(row)
    return tuple(_saying(members) for members in found.groups)


class _Printings:
    """Printings put together; which group one may belong to is looked up, not searched."""

    def __init__(self) -> None:
        self.groups: list[list[QuoteRow]] = []
        self._words: list[str] = []
        """The fullest words of each group, a blank at both ends."""
        self._by_words: dict[str, int] = {}
        self._inside: dict[tuple[str, ...], int] = {}
        """Every run of :data:`ENOUGH` words, to the first group that has it."""
        self._begin: dict[tuple[str, ...], int] = {}
        """The first words of each group."""

    def take(self, row: QuoteRow) -> None:
        """Put a printing with its likes."""
        words = _words(row.text)
        whole = f" {' '.join(words)} "
        place = self._by_words.get(whole)
        if place is None:
            place = self._containing(words, whole)
        if place is None or any(other.entry.id == row.entry.id for other in self.groups[place]):
            place = len(self.groups)
            self.groups.append([])
            self._words.append("")
        self.groups[place].append(row)
        self._by_words.setdefault(whole, place)
        if len(whole) > len(self._words[place]):
            self._words[place] = whole
        runs = _runs(words)
        for run in runs:
            self._inside.setdefault(run, place)
        if runs:
            self._begin.setdefault(runs[0], place)

    def _containing(self, words: Sequence[str], whole: str) -> int | None:
        runs = _runs(words)
        if not runs:
            return None
        places = [self._inside.get(runs[0]), *map(self._begin.get, runs)]
        for place in dict.fromkeys(places):
            if place is not None and (whole in self._words[place] or self._words[place] in whole):
                return place
        return None


def _words(text: str) -> list[str]:
    """Words folded; where there are no spaces between words each character is one."""
    return _WORD.findall(UNSPACED.sub(r" \g<0> ", fold(text)))


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + ENOUGH]) for n in range(len(words) - ENOUGH + 1)]


def _saying(members: Sequence[QuoteRow]) -> Saying:
    longest = max(members, key=lambda row: len(row.text))
    described = next((r.speaker for r in members if r.speaker and r.speaker.role), None)
    return Saying(longest.text, described or longest.speaker, tuple(members))
