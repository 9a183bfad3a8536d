"""Where the words of a search stand in a story that was opened from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Final

from reader.errors import InvalidQuery
from reader.model import HEADLINE, Span, Story
from reader.query import Node, Pattern, parse
from reader.query.hits import Where, hit_spans
from reader.query.tree import leaves

if TYPE_CHECKING:
    import regex

    from reader.config.highlighting import Wording

SECONDS: Final = 0.3
"""How long the expressions of a query may be looked for in one story."""
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
    return _found(story, node, _Clock(SECONDS))


def words_in(
    story: Story, wordings: Sequence[Wording]
) -> tuple[tuple[tuple[Span, str], ...], tuple[str, ...]]:
    """Where ``story`` has words that feeds.toml highlights, each place with its colour; of several
    at one place the first of feeds.toml comes last, and so lies over the others. And the queries of
    which not all was found, for want of time."""
    found: list[tuple[Span, str]] = []
    slow: list[str] = []
    clock = _Clock(SECONDS)
    for each in reversed(wordings):
        try:
            node = parse(each.words)
        except InvalidQuery:  # told when feeds.toml was read
            continue
        found += [(span, each.color) for span in _found(story, node, clock)]
        if clock.ran_out:
            slow.append(each.words)
            clock = _Clock(SECONDS)
    return tuple(found), tuple(reversed(slow))


class _Clock:
    """Time for the expressions of a story."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds
        self.ran_out = False

    @property
    def left(self) -> float:
        """Seconds that are left, never quite none."""
        return max(0.001, self._end - monotonic())


def _found(story: Story, node: Node, clock: _Clock) -> tuple[Span, ...]:
    texts = [(HEADLINE, story.headline), *enumerate(block.text for block in story.blocks)]
    patterns = [leaf.pattern for leaf in leaves(node) if isinstance(leaf, Pattern)]
    found: list[Span] = []
    for block, text in texts:
        where: Where = "title" if block == HEADLINE else "text"
        spans = (*hit_spans(text, node, where), *_expressions_in(text, patterns, clock))
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


def _expressions_in(text: str, patterns: Sequence[str], clock: _Clock) -> Iterator[tuple[int, int]]:
    for pattern in patterns if not clock.ran_out else ():
        try:
            matches = _compiled(pattern).finditer(text, timeout=clock.left, concurrent=True)
            yield from (match.span() for match in matches)
        except TimeoutError:
            clock.ran_out = True
        except ValueError:  # no expression to this module
            continue


@lru_cache(maxsize=8)
def _compiled(pattern: str) -> regex.Pattern[str]:
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.VERSION0)
    except regex.error as error:
        raise ValueError(pattern) from error
