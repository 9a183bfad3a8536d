"""A third opinion on a page: its prose, told by the lengths and links of its blocks alone.

After the idea of jusText: long blocks with few links are good, blocks of links are bad, and
those between are judged by the nearest that are sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from reader.model import Block
from reader.story.finding.trim import linked_share

if TYPE_CHECKING:
    from lxml.etree import _Element

LONG: Final = 150
"""Characters from which a block with few links is prose."""
MIDDLING: Final = 70
"""Characters from which such a block may be."""
LINKED: Final = 0.3
"""Linked share of a block from which it is no prose."""
LOOKED_AT: Final = 20
"""Paragraphs of a part, and texts of a paragraph, that are looked at."""
UNDER: Final = 2
"""Blocks under a heading in which prose makes it a part of the story."""

_Class = Literal["good", "near", "short", "bad"]


def prose_text(blocks: Sequence[Block]) -> str:
    """The text of the blocks of a whole page that are prose or stand among prose."""
    held = [b for b in blocks if b.kind != "image" and b.text]
    kinds = [_class_of(b) for b in held]
    before = _nearest(kinds)
    after = _nearest(kinds[::-1])[::-1]
    good = [
        _is_prose(kind, left, right) for kind, left, right in zip(kinds, before, after, strict=True)
    ]
    for number in range(len(held) - 1, -1, -1):
        if held[number].kind == "heading" and any(good[number + 1 : number + 1 + UNDER]):
            good[number] = True
    return "\n".join(b.text for b, stays in zip(held, good, strict=True) if stays)


def _class_of(block: Block) -> _Class:
    if linked_share(block) > LINKED:
        return "bad"
    length = len(block.text)
    return "good" if length >= LONG else "near" if length >= MIDDLING else "short"


def _nearest(kinds: Sequence[_Class]) -> list[tuple[_Class, bool]]:
    """For each block the nearest sure one before it, and whether a middling one is nearer."""
    found: list[tuple[_Class, bool]] = []
    sure: _Class = "bad"
    middling = False
    for kind in kinds:
        found.append((sure, middling))
        if kind in ("good", "bad"):
            sure, middling = kind, False
        elif kind == "near":
            middling = True
    return found


def _is_prose(kind: _Class, left: tuple[_Class, bool], right: tuple[_Class, bool]) -> bool:
    if kind in ("good", "bad"):
        return kind == "good"
    around = {left[0], right[0]}
    if kind == "near" or len(around) == 1:
        return "good" in around
    return any(sure == "bad" and middling for sure, middling in (left, right))


def introduces(element: _Element) -> bool:
    """Whether a part of a page holds several paragraphs of prose."""
    found = 0
    for paragraph in islice(element.iterdescendants("p"), LOOKED_AT):
        length = sum(map(len, islice(paragraph.itertext(), LOOKED_AT)))
        links = islice(paragraph.iterdescendants("a"), LOOKED_AT)
        linked = sum(len(text) for link in links for text in islice(link.itertext(), LOOKED_AT))
        found += length >= LONG and linked * 3 < length
    return found > 1
