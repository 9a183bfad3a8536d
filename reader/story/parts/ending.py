"""What stands under a story about who wrote it: it says nothing more of what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block
from reader.text import fold

LAST: Final = 4
"""Paragraphs at the end that may be about the writers."""
LONGEST: Final = 600
"""Characters of such a paragraph."""
FEWEST: Final = 3
"""Paragraphs that a story has besides."""

_WRITER = re.compile(
    r"the\s+(?:author|writer|columnist)\s+(?:is|was|has|can)\b|"
    r"(?:der|die)\s+autor(?:in)?\s+(?:ist|war|hat|lebt|arbeitet)\b|l.auteure?\s+est\b|"
    r"(?:el|la)\s+autora?\s+es\b|l.autore\s+e\b|de\s+auteur\s+is\b"
)


def mark_ending(blocks: Sequence[Block], authors: Sequence[str]) -> list[Block]:
    """``blocks`` in which the last paragraphs have the role of a byline where each of them begins
    with the name of one of ``authors``, or says what "the author" is."""
    held = list(blocks)
    names = [fold(name) for name in authors if len(name.split()) > 1]
    told = [n for n, b in enumerate(held) if b.kind == "paragraph" and b.role is None]
    for number in reversed(told[FEWEST:][-LAST:]):
        if not _is_about(held[number].text, names):
            break
        held[number] = replace(held[number], role="byline")
    return held


def _is_about(text: str, names: Sequence[str]) -> bool:
    if len(text) > LONGEST:
        return False
    folded = fold(text[: LONGEST // 4]).lstrip("*–—-• ")
    if _WRITER.match(folded):
        return True
    return any(
        folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum()
        for name in names
    )
