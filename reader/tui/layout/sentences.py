"""Sentences and words of a story as spans: what a selection made with keys grows by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from reader.model import HEADLINE, Span
from reader.text import sentences
from reader.tui.layout.galley import Place
from reader.tui.layout.pieces import Piece

Unit = Literal["sentence", "word"]
_WORD: Final = re.compile(r"\S+")


def sentence_at(pieces: Sequence[Piece], place: Place) -> Span | None:
    """The sentence that ``place`` lies in, else the next one, else the last."""
    found = units(pieces, "sentence")
    after = [span for span in found if (span.block, span.end) > place]
    return after[0] if after else found[-1] if found else None


def sentence_after(pieces: Sequence[Piece], place: Place) -> Span | None:
    """The first sentence that begins after ``place``."""
    return next((s for s in units(pieces, "sentence") if (s.block, s.start) > place), None)


def end_moved(
    pieces: Sequence[Piece], start: Place, end: Place, by: Literal[1, -1], unit: Unit
) -> Place:
    """``end`` of a selection moved on or back by a unit; it stays behind ``start``."""
    ends = [Place(span.block, span.end) for span in units(pieces, unit)]
    if by > 0:
        return next((each for each in ends if each > end), end)
    return next((each for each in reversed(ends) if start < each < end), end)


def spans_between(pieces: Sequence[Piece], start: Place, end: Place) -> tuple[Span, ...]:
    """The passage from ``start`` to ``end``: a span for each block, blanks at its ends left out."""
    found = []
    for piece in _blocks(pieces):
        if start.block <= piece.block <= end.block:
            first = start.offset if piece.block == start.block else 0
            last = end.offset if piece.block == end.block else len(piece.text)
            found.append((piece, first, last))
    return trimmed(found)


def trimmed(stretches: Iterable[tuple[Piece, int, int]]) -> tuple[Span, ...]:
    """Spans of stretches of pieces without the blanks at their ends; empty ones left out."""
    found = []
    for piece, first, last in stretches:
        words = piece.text[first:last]
        first += len(words) - len(words.lstrip())
        if piece.block >= HEADLINE and words.strip():
            found.append(Span(piece.block, first, first + len(words.strip())))
    return tuple(found)


def units(pieces: Sequence[Piece], unit: Unit) -> list[Span]:
    """All sentences, or words, of the blocks, in page order."""
    found: list[Span] = []
    for piece in _blocks(pieces):
        if unit == "word":
            cuts = [match.span() for match in _WORD.finditer(piece.text)]
        elif piece.look == "code":
            cuts = [(0, len(piece.text))] if piece.text.strip() else []
        else:
            cuts = sentences(piece.text)
        found.extend(Span(piece.block, start, end) for start, end in cuts)
    return found


def _blocks(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.block >= HEADLINE]
