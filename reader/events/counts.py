"""How common words are in the stories of a library, in room that does not grow with it.

A count-min sketch: each word is counted in one place of each of two rows, and the smaller number
is the better guess.  Only the smaller is raised (conservative update), and when many stories are in
all numbers are halved, so that what is common now counts and the rare stays rare.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Container, Iterable
from math import log
from typing import Final, Self

WIDTH: Final = 1 << 16
FULL: Final = 30_000
"""Stories after which all numbers are halved."""
_ASSUMED: Final = 4_000
"""Stories that the lists of common words stand for."""
_COMMON: Final = 160
"""In how many of them a common word stands."""


class Counts:
    """In how many stories each term stood, about. ``stories`` is how many were counted."""

    def __init__(self) -> None:
        self.stories = 0
        self._first = array("H", bytes(2 * WIDTH))
        self._second = array("H", bytes(2 * WIDTH))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """The counts that :meth:`pack` gave. Raises ValueError when they are damaged."""
        counts = cls()
        try:
            numbers = array("H", zlib.decompress(packed))
        except zlib.error as error:
            raise ValueError("damaged counts") from error
        if len(numbers) != 2 * WIDTH + 1:
            raise ValueError("counts of another size")
        counts.stories = numbers[0]
        counts._first, counts._second = numbers[1 : WIDTH + 1], numbers[WIDTH + 1 :]
        return counts

    def pack(self) -> bytes:
        """The counts as bytes, some ten to a hundred thousand."""
        numbers = array("H", [self.stories])
        numbers.extend(self._first)
        numbers.extend(self._second)
        return zlib.compress(numbers.tobytes(), 1)

    def add(
        self, terms: Iterable[int], common: Container[int] = (), strong: Iterable[int] = ()
    ) -> dict[int, float]:
        """Count a story with ``terms``, and ``strong`` ones; how much each of ``terms`` tells from
        then on, ``common`` being words of news in general."""
        if self.stories >= FULL:
            self._halve()
        self.stories += 1
        first, second = self._first, self._second
        whole = log(self.stories + _ASSUMED)
        found = {}
        for term in terms:
            a, b = term % WIDTH, (term * 40_503 >> 13) % WIDTH
            one, other = first[a], second[b]
            if one <= other:
                first[a] = held = one + 1
            if other <= one:
                second[b] = held = other + 1
            found[term] = whole - log(held + (_COMMON if term in common else 1))
        for term in strong:
            if term not in found:
                self._count(term)
        return found

    def _count(self, term: int) -> None:
        a, b = term % WIDTH, (term * 40_503 >> 13) % WIDTH
        one, other = self._first[a], self._second[b]
        if one <= other:
            self._first[a] = one + 1
        if other <= one:
            self._second[b] = other + 1

    def count(self, term: int) -> int:
        """In how many stories ``term`` stood, or a few more."""
        return min(self._first[term % WIDTH], self._second[(term * 40_503 >> 13) % WIDTH])

    def weight(self, term: int, *, is_common: bool = False) -> float:
        """How much ``term`` tells: the logarithm of one story in how many has it."""
        return self.weights((term,), (term,) if is_common else ())[term]

    def weights(self, terms: Iterable[int], common: Container[int]) -> dict[int, float]:
        """How much each of ``terms`` tells; of them ``common`` are words of news in general."""
        first, second = self._first, self._second
        whole = log(self.stories + _ASSUMED)
        found = {}
        for term in terms:
            one, other = first[term % WIDTH], second[(term * 40_503 >> 13) % WIDTH]
            held = one if one < other else other
            found[term] = whole - log(held + (_COMMON if term in common else 1))
        return found

    def _halve(self) -> None:
        self.stories //= 2
        self._first = array("H", [number >> 1 for number in self._first])
        self._second = array("H", [number >> 1 for number in self._second])
