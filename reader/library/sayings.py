"""What one speaker said over the whole library: the same words in several outlets are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reader.library.values import Saying
from reader.model import QuoteRow
from reader.text import fold

ENOUGH: Final = 6
"""Words that a shorter printing must have to be taken for a part of a longer one."""
_WORD: Final = re.compile(r"[^\W_]+")


def sayings(rows: Sequence[QuoteRow]) -> tuple[Saying, ...]:
    """Quotes (newest first) of one speaker as sayings, in the order of their newest printing.

    Two printings are one saying when their words are the same, or when the words of one, six or
    more, stand in the other in one piece.  Two of one story are never one: it was said twice.
    """
    groups: list[tuple[str, list[QuoteRow]]] = []
    by_words: dict[str, int] = {}
    for row in rows:
        words = f" {' '.join(_WORD.findall(fold(row.text)))} "
        place = by_words.get(words)
        if place is None:
            place = _containing(groups, words)
        if place is None or any(other.entry.id == row.entry.id for other in groups[place][1]):
            by_words.setdefault(words, len(groups))
            groups.append((words, [row]))
            continue
        by_words.setdefault(words, place)
        fullest, members = groups[place]
        groups[place] = (max(fullest, words, key=len), [*members, row])
    return tuple(_saying(members) for _, members in groups)


def _containing(groups: Sequence[tuple[str, list[QuoteRow]]], words: str) -> int | None:
    number = words.count(" ") - 1
    if number < ENOUGH:
        return None
    for place, (held, _) in enumerate(groups):
        if words in held or (held.count(" ") - 1 >= ENOUGH and held in words):
            return place
    return None


def _saying(members: Sequence[QuoteRow]) -> Saying:
    longest = max(members, key=lambda row: len(row.text))
    described = next((r.speaker for r in members if r.speaker and r.speaker.role), None)
    return Saying(longest.text, described or longest.speaker, tuple(members))
