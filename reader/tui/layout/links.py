"""Links in the body: where they stand, and the letters that open them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.model import HEADLINE
from reader.tui.layout.galley import Galley, Part, Place
from reader.tui.layout.wrap import TAB, cells

if TYPE_CHECKING:
    from reader.library.values import MoreItem

LETTERS: Final = "asdfghjklqwertyuiopzxcvbnm"
"""In the order they are given out: those under the fingers first."""


class Spot(NamedTuple):
    """A link at characters ``start`` to ``end`` of a block.

    ``item`` is its number in read more, None for a link that is not listed there.
    """

    block: int
    start: int
    end: int
    url: str | None
    item: int | None


class Hint(NamedTuple):
    """Letters that open ``spot``, drawn ``x`` cells from the left of the text (-1: before it).

    In read more ``row`` is the number of the item and ``x`` 0.
    """

    letters: str
    spot: Spot
    row: int
    x: int


def spots_of(galley: Galley, items: Sequence[MoreItem]) -> tuple[Spot, ...]:
    """Every link of the body in page order: those listed in read more, then other marks."""
    found: dict[tuple[int, int], Spot] = {}
    for number, item in enumerate(items):
        if item.link is not None and item.link.span is not None:
            span = item.link.span
            spot = Spot(span.block, span.start, span.end, item.link.url, number)
            found[span.block, span.start] = spot
    by_url = {each.link.url: n for n, each in enumerate(items) if each.link and each.link.url}
    for piece in galley.pieces:
        for mark in piece.marks:
            if mark.style == "link" and mark.url and (piece.block, mark.start) not in found:
                spot = Spot(piece.block, mark.start, mark.end, mark.url, by_url.get(mark.url))
                found[piece.block, mark.start] = spot
    return tuple(found[key] for key in sorted(found))


def spot_at(spots: Sequence[Spot], place: Place) -> Spot | None:
    """The link that ``place`` lies in."""
    for spot in spots:
        if spot.block == place.block and spot.start <= place.offset < spot.end:
            return spot
    return None


def hints_of(galley: Galley, spots: Sequence[Spot], top: int, height: int) -> tuple[Hint, ...]:
    """Letters for the links that begin in, or run on into, ``height`` rows from ``top`` on."""
    seen = [(spot, *where) for spot in spots if (where := _first_seen(galley, spot, top, height))]
    return tuple(
        Hint(letters, spot, row, x)
        for letters, (spot, row, x) in zip(_labels(len(seen)), seen, strict=False)
    )


def item_hints(items: Sequence[MoreItem], numbers: Sequence[int]) -> tuple[Hint, ...]:
    """Letters for the items of read more with these ``numbers``."""
    spots = [
        Spot(HEADLINE, 0, 0, link.url if (link := items[n].link) else None, n) for n in numbers
    ]
    labels = zip(_labels(len(spots)), numbers, spots, strict=False)
    return tuple(Hint(letters, spot, number, 0) for letters, number, spot in labels)


def _first_seen(galley: Galley, spot: Spot, top: int, height: int) -> tuple[int, int] | None:
    """The first row in sight that shows some of a link, and the cell before it there."""
    if not galley.rows:
        return None
    row = galley.row_of(Place(spot.block, spot.start))
    for number in range(max(row, top), min(top + height, len(galley.rows))):
        here = galley.rows[number]
        piece = galley.pieces[here.piece]
        if piece.block != spot.block:
            if number > row:
                return None
            continue
        for part in here.parts:
            start = max(part.start, spot.start)
            if start < min(part.end, spot.end):
                return number, _cell_of(piece.text, part, start) - 1
    return None


def _cell_of(text: str, part: Part, offset: int) -> int:
    before = text[part.start : offset]
    return part.x + cells(before) + before.count("\t") * TAB


def _labels(number: int) -> Iterator[str]:
    """So many different labels, all as long as one another: none begins another one."""
    length = 1
    while len(LETTERS) ** length < number:
        length += 1
    return ("".join(letters) for letters in product(LETTERS, repeat=length))
