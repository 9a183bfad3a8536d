"""Places in a story: kept, found again, and what stands at them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reader.model import HEADLINE, Position, Quote, Span, Story
from reader.tui.layout.galley import Galley, Place

if TYPE_CHECKING:
    from reader.library.library import MoreItem

ANCHOR: Final = 48
"""Characters kept with a position."""
WORDS_A_MINUTE: Final = 230


def position_at(story: Story, place: Place) -> Position:
    """``place`` as it is kept, with the words that stand there."""
    text = _text(story, place.block)
    return Position(place.block, place.offset, text[place.offset : place.offset + ANCHOR])


def place_at(story: Story, position: Position | None) -> Place:
    """Where ``position`` is in ``story`` now: by its words when the story was read anew since.

    The nearest block that holds the words wins; without them the old numbers hold, made to fit.
    """
    if position is None or (position.block <= HEADLINE and position.offset <= 0):
        return Place(HEADLINE, 0)
    text = _text(story, position.block)
    if text.startswith(position.anchor, position.offset):
        return Place(position.block, min(position.offset, len(text)))
    by_nearness = sorted(range(len(story.blocks)), key=lambda n: abs(n - position.block))
    for number in by_nearness if position.anchor else ():
        offset = story.blocks[number].text.find(position.anchor)
        if offset >= 0:
            return Place(number, offset)
    block = min(max(position.block, HEADLINE), len(story.blocks) - 1)
    return Place(block, min(max(0, position.offset), len(_text(story, block))))


def quote_at(galley: Galley, quotes: Sequence[Quote], place: Place) -> int | None:
    """The quote a reader at ``place`` has before him: the one there, else the next, else the last."""
    if not quotes:
        return None
    here = galley.order(place)
    for number, quote in enumerate(quotes):
        last = quote.spans[-1] if quote.spans else Span(HEADLINE, 0, 0)
        if galley.order(Place(last.block, last.end)) > here:
            return number
    return len(quotes) - 1


def start_of(spans: Sequence[Span]) -> Place:
    """Where a quote or another passage begins."""
    span = spans[0] if spans else Span(HEADLINE, 0, 0)
    return Place(span.block, span.start)


def near(items: Sequence[MoreItem], place: Place) -> tuple[int, ...]:
    """The numbers of the items whose links stand in the paragraph of ``place``."""
    return tuple(
        number
        for number, item in enumerate(items)
        if item.link is not None
        and item.link.span is not None
        and item.link.span.block == place.block
    )


def where_am_i(galley: Galley, place: Place, blocks: int, progress: float, at_end: bool) -> str:
    """``¶ 10/21 47% · 1 min left``."""
    if not blocks:
        return ""
    percent = 100 if at_end else round(progress * 100)  # a story shown whole is not at 0 %
    paragraph = f"¶ {max(place.block, 0) + 1}/{blocks} {percent}%"
    left = galley.words - galley.words_before(place)
    if at_end:
        return f"{paragraph} · end"
    return f"{paragraph} · {max(1, round(left / WORDS_A_MINUTE))} min left"


def _text(story: Story, block: int) -> str:
    if block <= HEADLINE:
        return story.headline
    return story.blocks[block].text if block < len(story.blocks) else ""
