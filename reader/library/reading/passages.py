"""Passages of a story: kept by their words, and found again after the story was read anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from reader.model import HEADLINE, Anchor, Quote, Span, Story
from reader.text import fold

AROUND: Final = 48
"""Characters kept of the words before and after a passage."""
_ENDS: Final = 16
"""Letters at both ends of a passage that must be there still when words inside it changed."""
_LONGER: Final = 1.5
"""How much longer a passage whose inside changed may be now."""


def text_of(story: Story, spans: Sequence[Span]) -> str:
    """The words of ``spans``, paragraphs parted by a blank line."""
    return "\n\n".join(_text(story, span.block)[span.start : span.end] for span in spans)


def anchor_of(story: Story, spans: Sequence[Span]) -> Anchor:
    """What is kept of the passage ``spans`` (in page order, at least one)."""
    first, last = spans[0], spans[-1]
    before = _text(story, first.block)[: first.start]
    after = _text(story, last.block)[last.end :]
    if not before.strip():
        before = _text(story, first.block - 1)
    if not after.strip():
        after = _text(story, last.block + 1)
    return Anchor(text_of(story, spans), before[-AROUND:], after[:AROUND], first.block, first.start)


def find(story: Story, anchor: Anchor) -> tuple[Span, ...]:
    """Where a kept passage stands in ``story`` now; nothing when it is lost.

    In its old place where the same words stand there; else wherever its letters and digits follow
    one another, whatever became of marks, blanks and paragraphs, at the place whose surroundings
    are most alike; else between its beginning and its end, when words inside were changed.
    """
    if not anchor.text.strip():
        return ()
    return _in_place(story, anchor) or _with_edges(story, anchor, _Letters(story).find(anchor))


def quote_in(quotes: Sequence[Quote], spans: Sequence[Span]) -> int | None:
    """The number, from 0, of the quote that takes up most of ``spans``."""
    shared = [
        sum(_shared(one, other) for one in quote.spans for other in spans) for quote in quotes
    ]
    best = max(shared, default=0)
    return shared.index(best) if best else None


def overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two passages have a character in common."""
    return any(_shared(a, b) for a in one for b in other)


def _shared(one: Span, other: Span) -> int:
    if one.block != other.block:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _text(story: Story, block: int) -> str:
    if block == HEADLINE:
        return story.headline
    return story.blocks[block].text if 0 <= block < len(story.blocks) else ""


def _in_place(story: Story, anchor: Anchor) -> tuple[Span, ...]:
    """The old place, when the same words stand there still."""
    found: list[Span] = []
    block, start = anchor.block, anchor.start
    for part in anchor.text.split("\n\n"):
        if not _text(story, block).startswith(part, start):
            return ()
        if part:
            found.append(Span(block, start, start + len(part)))
        block, start = block + 1, 0
    return tuple(found)


def _with_edges(story: Story, anchor: Anchor, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """``spans`` with the marks that began and ended the passage, where they stand there still."""
    if not spans:
        return ()
    found = [*spans]
    first, text = spans[0], _text(story, spans[0].block)
    head = [*takewhile(lambda sign: not sign.isalnum(), anchor.text)]
    start = first.start - _common(reversed(text[: first.start]), reversed(head))
    found[0] = Span(first.block, start, first.end)
    last, text = found[-1], _text(story, spans[-1].block)
    tail = [*takewhile(lambda sign: not sign.isalnum(), reversed(anchor.text))][::-1]
    found[-1] = Span(last.block, last.start, last.end + _common(text[last.end :], tail))
    return tuple(found)


class _Letters:
    """A story as its letters and digits alone, folded, each with its place."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._starts: list[int] = []
        self._blocks: list[int] = []
        self._offsets: list[int] = []
        letters: list[str] = []
        for block in range(HEADLINE, len(story.blocks)):
            self._starts.append(len(self._offsets))
            self._blocks.append(block)
            for offset, sign in enumerate(_text(story, block)):
                folded = _key(sign)
                letters.append(folded)
                self._offsets.extend([offset] * len(folded))
        self.text = "".join(letters)

    def find(self, anchor: Anchor) -> tuple[Span, ...]:
        """The spans of the passage, or none."""
        wanted = _key(anchor.text)
        if not wanted:
            return ()
        ranges = [(at, at + len(wanted)) for at in _places(self.text, wanted)]
        if not ranges:
            ranges = self._changed_inside(wanted)
        if not ranges:
            return ()
        before, after = _key(anchor.before), _key(anchor.after)

        def alike(found: tuple[int, int]) -> int:
            left = self.text[max(0, found[0] - len(before)) : found[0]]
            right = self.text[found[1] : found[1] + len(after)]
            return _common(reversed(left), reversed(before)) + _common(right, after)

        return self._spans(*max(ranges, key=alike))

    def _changed_inside(self, wanted: str) -> list[tuple[int, int]]:
        if len(wanted) < 2 * _ENDS:
            return []
        first, last = wanted[:_ENDS], wanted[-_ENDS:]
        found = []
        for start in _places(self.text, first):
            end = self.text.find(last, start + _ENDS, start + round(len(wanted) * _LONGER))
            if end >= 0:
                found.append((start, end + _ENDS))
        return found

    def _spans(self, start: int, end: int) -> tuple[Span, ...]:
        found: list[Span] = []
        while start < end:
            index = bisect_right(self._starts, start) - 1
            block_end = self._starts[index + 1] if index + 1 < len(self._starts) else end
            stop = min(end, block_end)
            block = self._blocks[index]
            first, last = self._offsets[start], self._offsets[stop - 1] + 1
            if found:
                first = 0
            if stop == block_end and stop < end:
                last = len(_text(self._story, block))
            found.append(Span(block, first, last))
            start = stop
        return tuple(found)


def _places(text: str, wanted: str) -> list[int]:
    """Every place of ``wanted``, at most a hundred."""
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < 100:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """How many signs both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _key(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())
