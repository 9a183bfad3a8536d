"""Two readings of a page laid side by side: ours by structure, trafilatura's by its text.

Where both agree, blocks that the other reading doesn't hold are taken out; where they differ
widely, the longer one is likelier right, and the story is called uncertain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.model import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

SIZE: Final = 4
"""Words in a shingle."""
SURE: Final = 0.6
"""Agreement (F1 of the shingles) from which both readings speak of the same story."""
MAX_WORDS: Final = 200_000

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Blocks, and how far the two readings agree, 0 to 1 (1 when there is only one)."""

    blocks: list[Block]
    agreement: float = 1.0


def other_text(root: _Element) -> str:
    """The story's text by trafilatura, "" when it finds none. The tree is left as it is."""
    from trafilatura import bare_extraction

    found = bare_extraction(root, include_comments=False, with_metadata=False)
    return (getattr(found, "text", None) or "") if found is not None else ""


def combine(ours: Sequence[Block], whole: Sequence[Block], text: str) -> Reading:
    """The blocks of ``ours`` that ``text`` confirms; ``whole`` is the page without a choice."""
    theirs = words(text)
    if not theirs or not ours:
        return Reading(list(ours or confirmed(whole, theirs)), 0.5 if ours else 0.0)
    mine = words(" ".join(b.text for b in ours if b.kind != "image"))
    agreement = agree(mine, theirs)
    if agreement < SURE:
        if len(theirs) > len(mine):
            found = confirmed(whole, theirs)
            if found:
                return Reading(found, agreement)
        return Reading(list(ours), agreement)
    return Reading(confirmed(ours, theirs), agreement)


def words(text: str) -> list[str]:
    """The words of ``text``, in order."""
    return _WORD.findall(text)[:MAX_WORDS]


def shingles(found: Sequence[str]) -> list[tuple[str, ...]]:
    """Every run of four words; of a shorter text the whole."""
    return [tuple(found[i : i + SIZE]) for i in range(max(1, len(found) - SIZE + 1))]


def agree(a: Sequence[str], b: Sequence[str]) -> float:
    """F1 of the shingles of two texts."""
    left, right = Counter(shingles(a)), Counter(shingles(b))
    common = sum((left & right).values())
    total = sum(left.values()) + sum(right.values())
    return 2 * common / total if total else 0.0


def confirmed(blocks: Sequence[Block], theirs: Sequence[str]) -> list[Block]:
    """The blocks half of whose shingles stand in the other text, and pictures among them."""
    known = set(shingles(theirs))
    line = f" {' '.join(theirs)} "
    keep = [_is_confirmed(block, known, line) for block in blocks]
    return [b for b, kept in zip(blocks, _with_company(blocks, keep), strict=True) if kept]


def _is_confirmed(block: Block, known: set[tuple[str, ...]], line: str) -> bool:
    held = words(block.text)
    if not held or block.kind == "image":
        return False
    if len(held) < SIZE:
        return f" {' '.join(held)} " in line
    runs = shingles(held)
    return 2 * sum(run in known for run in runs) >= len(runs)


def _with_company(blocks: Sequence[Block], keep: list[bool]) -> list[bool]:
    """Pictures, captions, code and tables stay where the story around them stays."""
    kept = list(keep)
    first = next((i for i, k in enumerate(keep) if k), None)
    if first is None:
        return kept
    last = len(keep) - 1 - next(i for i, k in enumerate(reversed(keep)) if k)
    for number, block in enumerate(blocks):
        if not kept[number] and block.kind in ("image", "caption", "code", "table_row", "heading"):
            inside = first <= number <= last
            kept[number] = inside or (block.kind in ("image", "caption") and number < first)
    return kept
