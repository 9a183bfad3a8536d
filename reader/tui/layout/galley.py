"""A galley: the pieces of a story set in rows, with the way from a place to its row and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from reader.model import HEADLINE
from reader.text import words_in
from reader.tui.layout.pieces import Piece
from reader.tui.layout.tables import set_table
from reader.tui.layout.wrap import cells, fold, graphemes, is_simple, wrap

_NARROWEST: Final = 8
"""A lead is left out where it would leave the text fewer cells than this."""


class Part(NamedTuple):
    """Characters ``start`` to ``end`` of a piece, drawn ``x`` cells from the left of the text."""

    x: int
    start: int
    end: int


class Row(NamedTuple):
    """One row on the screen. ``piece`` is an index into the galley's pieces; a blank row has the
    piece below it (the last row's piece at the end) and no parts."""

    piece: int
    lead: str
    parts: tuple[Part, ...]

    @property
    def start(self) -> int:
        """The first character of the row."""
        return self.parts[0].start if self.parts else 0

    @property
    def end(self) -> int:
        """The end of the last character of the row."""
        return max((part.end for part in self.parts), default=0)


class Place(NamedTuple):
    """A character of a story: ``block`` is a block's number, -1 for the headline and above."""

    block: int
    offset: int


class Galley:
    """The rows of a story at one measure.

    ``rows`` cover every character of every piece once, but for the blanks at line breaks.
    No row is wider than ``measure`` cells, unless a single sign is.
    """

    def __init__(self, pieces: Sequence[Piece], measure: int) -> None:
        self.pieces = tuple(pieces)
        self.measure = max(1, measure)
        self.rows: list[Row] = []
        self.piece_rows: list[int] = []
        """The first row of each piece."""
        for look, group in groupby(range(len(self.pieces)), lambda i: self.pieces[i].look):
            if look == "table_row":
                self._set_table(list(group))
            else:
                for index in group:
                    self._set(index)
        self._piece_of_block = {piece.block: i for i, piece in enumerate(self.pieces)}
        self._words = self._count_words()

    @property
    def words(self) -> int:
        """Words in all pieces that are blocks."""
        return self._words[-1]

    def row_of(self, place: Place) -> int:
        """The row that shows ``place``, or the nearest one that exists."""
        if not self.rows:
            return 0
        index = self._piece_of_block.get(place.block)
        if index is None:
            index = len(self.pieces) - 1 if place.block >= 0 else 0
        first = self.piece_rows[index]
        last = self.last_row(index)
        starts = [self.rows[row].start for row in range(first, last + 1)]
        if starts != sorted(starts):
            return next((r for r in range(first, last + 1) if self._holds(r, place)), first)
        return max(first, first + bisect_right(starts, place.offset) - 1)

    def place_of(self, row: int) -> Place:
        """Where row ``row`` begins; a blank row counts as the text below it."""
        if not self.rows:
            return Place(HEADLINE, 0)
        row = min(max(row, 0), len(self.rows) - 1)
        here = self.rows[row]
        block = self.pieces[here.piece].block
        return Place(block, here.start) if block >= 0 else Place(HEADLINE, self._head_offset(here))

    def character_at(self, row: int, x: int) -> tuple[int, int]:
        """The piece, and the character of it, that stands ``x`` cells from the left of the text in
        row ``row``: left of the text its first in the row, right of it the one after its last."""
        here = self.rows[min(max(row, 0), len(self.rows) - 1)]
        part = next((each for each in reversed(here.parts) if each.x <= x), None)
        if part is None:
            return here.piece, here.start
        text, left = self.pieces[here.piece].text[part.start : part.end], x - part.x
        if is_simple(text):
            return here.piece, part.start + min(left, len(text))
        for sign in graphemes(text):
            if left < sign.width:
                return here.piece, part.start + sign.start
            left -= sign.width
        return here.piece, part.end

    def last_row(self, piece: int) -> int:
        """The last row of piece ``piece``."""
        row = self.piece_rows[piece]
        while row + 1 < len(self.rows) and self.rows[row + 1].piece == piece:
            row += 1
        return row

    def order(self, place: Place) -> tuple[int, int]:
        """What places are compared by: page order."""
        return self._piece_of_block.get(place.block, -1), place.offset

    def words_before(self, place: Place) -> int:
        """Words of the blocks above ``place``, with those before it in its own block."""
        if not self.pieces:
            return 0
        index = self._piece_of_block.get(place.block, 0)
        piece = self.pieces[index]
        before = words_in(piece.text[: place.offset]) if piece.block >= 0 else 0
        return self._words[index] + before

    def _head_offset(self, row: Row) -> int:
        return row.start if self.pieces[row.piece].block == HEADLINE else 0

    def _holds(self, row: int, place: Place) -> bool:
        return any(part.start <= place.offset < part.end for part in self.rows[row].parts)

    def _count_words(self) -> list[int]:
        """Words before each piece, and in all."""
        counts = [0]
        for piece in self.pieces:
            own = words_in(piece.text) if piece.block >= 0 else 0
            counts.append(counts[-1] + own)
        return counts

    def _blank(self, index: int, count: int) -> None:
        self.rows.extend([Row(index, "", ())] * count)

    def _set(self, index: int) -> None:
        piece = self.pieces[index]
        self._blank(index, piece.gap)
        self.piece_rows.append(len(self.rows))
        lead, hang = piece.lead, piece.hang
        indent = cells(lead)
        if self.measure - indent < _NARROWEST:
            lead, hang, indent = "", "", 0
        width = self.measure - indent
        cuts = fold(piece.text, width) if piece.look == "code" else wrap(piece.text, width)
        for number, (start, end) in enumerate(cuts):
            self.rows.append(Row(index, hang if number else lead, (Part(indent, start, end),)))

    def _set_table(self, indices: list[int]) -> None:
        pieces = [self.pieces[index] for index in indices]
        self._blank(indices[0], pieces[0].gap)
        for index, rows in zip(indices, set_table(pieces, self.measure), strict=True):
            self.piece_rows.append(len(self.rows))
            for parts in rows:
                self.rows.append(Row(index, "", tuple(Part(*part) for part in parts)))
