"""Where the words of a search stand in a story that was opened from it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.errors import InvalidQuery
from reader.model import HEADLINE, Span, Story
from reader.query import Node, Pattern, parse
from reader.query.hits import Where, hit_spans
from reader.query.tree import leaves

if TYPE_CHECKING:
    import regex

SECONDS: Final = 0.3
"""How long expressions may be looked for in one story."""
MOST: Final = 5_000
"""Hits in one story that are told at most."""


def hits_in(story: Story, query: str) -> tuple[Span, ...]:
    """Where ``story`` has what ``query`` asks for, headline first, none overlapping another.

    Words, phrases, beginnings of words, names of speakers and expressions count; what must not
    be there does not. A query that can't be read has no hits.
    """
    try:
        node = parse(query)
    except InvalidQuery:
        return ()
    texts = [(HEADLINE, story.headline), *enumerate(block.text for block in story.blocks)]
    found: list[Span] = []
    for block, text in texts:
        where: Where = "title" if block == HEADLINE else "text"
        spans = (*hit_spans(text, node, where), *_expressions_in(text, node))
        found += [Span(block, start, end) for start, end in _apart(spans)]
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _apart(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The spans in order; of those that overlap, one that covers them."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _expressions_in(text: str, node: Node) -> tuple[tuple[int, int], ...]:
    patterns = [leaf.pattern for leaf in leaves(node) if isinstance(leaf, Pattern)]
    found: list[tuple[int, int]] = []
    for pattern in patterns:
        try:
            matches = _compiled(pattern).finditer(text, timeout=SECONDS, concurrent=True)
            found += [match.span() for match in matches]
        except (TimeoutError, ValueError):  # too slow, or no expression to this module
            continue
    return tuple(found)


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except regex.error as error:
        raise ValueError(pattern) from error
