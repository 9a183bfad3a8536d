"""Which styles a stretch of a piece is drawn in: its marks, links and quotes laid over another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.model import Mark, Quote, Span
from reader.tui.layout.marks import with_marks
from reader.tui.layout.pieces import Piece


class Run(NamedTuple):
    """Characters ``start`` to ``end`` of a piece, all drawn in the same styles."""

    start: int
    end: int
    styles: tuple[str, ...]


class Layer(NamedTuple):
    """A style over characters ``start`` to ``end``."""

    start: int
    end: int
    style: str


def layers_of(
    piece: Piece,
    quotes: Sequence[Quote],
    current: int | None,
    *,
    marked: Sequence[Sequence[Span]] = (),
    hits: Sequence[Span] = (),
    hit: int | None = None,
    colored: Sequence[tuple[Span, str]] = (),
    chosen: int | None = None,
) -> tuple[Layer, ...]:
    """What lies over ``piece``, the lowest first.

    ``quote``, or ``current`` for the one of that number; ``highlight`` for the passages ``marked``,
    ``highlight_now`` for the ``chosen`` one; the marks; ``word_COLOR`` for the words ``colored``;
    ``hit`` for the ``hits`` of a search, ``hit_now`` for number ``hit`` of them.
    """
    found = [
        Layer(
            *with_marks(piece.text, span.start, span.end),
            "current" if number == current else "quote",
        )
        for number, quote in enumerate(quotes)
        for span in quote.spans
        if span.block == piece.block
    ]
    found.extend(
        Layer(span.start, span.end, "highlight_now" if number == chosen else "highlight")
        for number, spans in enumerate(marked)
        for span in spans
        if span.block == piece.block
    )
    found.extend(_mark_layer(mark) for mark in piece.marks)
    found.extend(
        Layer(span.start, span.end, f"word_{color}")
        for span, color in colored
        if span.block == piece.block
    )
    found.extend(
        Layer(span.start, span.end, "hit_now" if number == hit else "hit")
        for number, span in enumerate(hits)
        if span.block == piece.block
    )
    return tuple(found)


def runs(layers: Iterable[Layer], start: int, end: int) -> list[Run]:
    """Characters ``start`` to ``end`` cut wherever a layer begins or ends."""
    over = [layer for layer in layers if layer.start < end and layer.end > start]
    if not over:
        return [Run(start, end, ())]
    borders = {start, end}
    for layer in over:
        borders.update((max(start, layer.start), min(end, layer.end)))
    ordered = sorted(borders)
    return [
        Run(
            first,
            last,
            tuple(each.style for each in over if each.start < last and each.end > first),
        )
        for first, last in pairwise(ordered)
    ]


def quoted(layers: Iterable[Layer], start: int, end: int) -> str | None:
    """``current`` or ``quote`` when such a layer touches the stretch, the current one first."""
    touching = {
        layer.style
        for layer in layers
        if layer.style in ("current", "quote") and layer.start < end and layer.end > start
    }
    return "current" if "current" in touching else "quote" if touching else None


def highlighted(layers: Iterable[Layer], start: int, end: int) -> Literal["first", "more"] | None:
    """Whether a highlight begins in the stretch, or runs on through it."""
    styles = ("highlight", "highlight_now")
    found = [e for e in layers if e.style in styles and e.start < end and e.end > start]
    if not found:
        return None
    return "first" if any(each.start >= start for each in found) else "more"


def _mark_layer(mark: Mark) -> Layer:
    return Layer(mark.start, mark.end, mark.style)
