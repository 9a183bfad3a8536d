"""Readings of a page laid side by side: ours by structure, trafilatura's by its text.

Where both agree, blocks that the other reading doesn't hold are taken out, and paragraphs that
only it holds are put back; where they differ widely, the longer one is likelier right, and the
story is called uncertain.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from reader.model import Block
from reader.story.blocks.inline import MAX_CHARS
from reader.story.finding.missed import LEAST, with_missed
from reader.story.finding.prose import prose_text
from reader.story.finding.trim import linked_share
from reader.story.parts.roles import is_clock
from reader.text import clean_line, composed

if TYPE_CHECKING:
    from lxml.etree import _Element

SIZE: Final = 4
"""Words in a shingle."""
SURE: Final = 0.6
"""Agreement (F1 of the shingles) from which both readings speak of the same story."""
NEAR: Final = 0.8
"""Agreement under which the longer reading is looked at."""
SAME: Final = 0.9
"""Agreement from which two readings need no third."""
APART: Final = 0.1
"""Agreement under which the two readings hold different parts of a page."""
BOTH_PROSE: Final = 0.8
LONGER: Final = 1.3
POSTS: Final = 2
"""Posts of a live blog, at least."""
MAJORITY: Final = 0.7
"""Agreement from which two readings outvote ours."""
BEGINNING: Final = 60
"""Words with which a reading begins."""
MISSED: Final = 0.2
"""Share of those that ours may hold and still miss where the story begins."""
SHORT: Final = 250
"""Words under which a reading is doubted."""
PROSE: Final = 0.6
PROSE_WORDS: Final = 20
"""Words of a block that is prose."""
LEFT_OUT: Final = 1.5
"""So many times a short reading's words in prose of the page make it doubtful."""
LONG_PARAGRAPH: Final = 30
"""Words of a paragraph that stays although the other reading doesn't have it."""
ITEM_WORDS: Final = 3
"""Words of the items of a list that ends a story, on the average at least."""
ITEM_LINKED: Final = 0.5
CALLING: Final = 4
"""Words of a line that calls for what stands under it, at least."""
MAX_WORDS: Final = 200_000

_CALLED: Final = ("list_item", "code", "table_row", "blockquote")
_FIXED: Final = ("image", "caption", "heading", "code", "table_row")

_WORD = re.compile(r"\w+")
_WIDE: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_WIDE_WORD = re.compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Blocks, and how far the two readings agree, 0 to 1 (1 when there is only one)."""

    blocks: list[Block]
    agreement: float = 1.0


def other_text(root: _Element) -> str:
    """The story's text by trafilatura, "" when it finds none. The tree is left as it is.

    Its fallbacks stay off, since two other readings stand beside it. ``root`` is made of
    ``lxml.html`` elements.
    """
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(root, fast=True, include_comments=False, with_metadata=False)
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        return ""  # A page that trafilatura stumbles over is read by its structure alone.
    return composed(getattr(found, "text", None) or "") if found is not None else ""


def combine(
    ours: Sequence[Block],
    whole: Callable[[], Sequence[Block]],
    other: Callable[[], str],
    standfirst: str = "",
) -> Reading:
    """The blocks of ``ours`` that the other reading confirms, or those that it finds instead.

    ``whole`` gives the blocks of the page without a choice, and is asked only when it is needed;
    ``other`` gives the other reading's text.  Where the two differ or leave much out, the prose
    of the whole page is the other reading when it is the longer one; where that and the other
    reading speak of a story whose beginning ours doesn't have, ours is outvoted.  What the
    ``standfirst`` says is not put back, since it has a place of its own.
    """
    whole = cache(whole)
    mine = _words_of(ours)
    text = other()
    theirs = words(text)
    agreement = agree(mine, theirs) if mine and theirs else 0.0
    readings = [(text, theirs)]
    if agreement < SURE or (len(mine) < SHORT and _leaves_prose(mine, agreement, whole)):
        prose = prose_text(whole())
        readings.append((prose, words(prose)))
        if agreement < SURE and (found := _outvoted(mine, theirs, readings[1][1], whole)):
            return found
        readings.sort(key=lambda reading: -len(reading[0]))
        text, theirs = readings[0]
        agreement = agree(mine, theirs) if mine and theirs else 0.0
    if not theirs:
        return Reading(list(ours), 0.5)
    if agreement < APART and min(len(mine), len(theirs)) >= SHORT // 2:
        blocks = _both(ours, whole(), theirs)
        if blocks:
            return Reading(blocks, 0.5)
    for told, held in readings:
        if not mine or (agreement < NEAR and len(held) > LONGER * len(mine)):
            blocks = _instead(mine, ours, whole(), told, held)
            if blocks:
                return Reading(blocks, max(agreement, 0.5) if mine else 0.5)
    fuller = len(mine) > LONGER * len(theirs) and prose_share(ours) >= BOTH_PROSE
    if agreement < SURE or (fuller and agreement < NEAR):
        return Reading(list(ours), agreement)
    either = [word for _, held in readings for word in held]
    kept = confirmed(ours, either)
    common = agreement * (len(mine) + len(theirs)) / 2
    if len(readings) == 1 and len(theirs) - common < LEAST:
        return Reading(kept, agreement)
    known = shingles([*mine, *words(standfirst)])
    said = shingles(theirs if len(readings) == 1 else words(text))
    return Reading(with_missed(kept, known, said, whole, _runs_of), agreement)


def _runs_of(text: str) -> list[tuple[str, ...]]:
    return shingles(words(text))


def is_same_text(blocks: Sequence[Block], text: str) -> bool:
    """Whether blocks and a text say the same."""
    return agree(_words_of(blocks), words(text)) >= SAME


def _outvoted(
    mine: Sequence[str],
    theirs: Sequence[str],
    prose: Sequence[str],
    whole: Callable[[], Sequence[Block]],
) -> Reading | None:
    """What the two others hold, when they agree with each other and ours misses their beginning.

    Ours may be the one that is right where the others go on behind it, as with comments.
    """
    if min(len(theirs), len(prose)) <= max(LONGER * len(mine), BEGINNING):
        return None
    agreement = agree(theirs, prose)
    begins = shingles(theirs[:BEGINNING])
    if agreement < MAJORITY or sum(map(set(shingles(mine)).__contains__, begins)) > MISSED * len(
        begins
    ):
        return None
    found = confirmed(whole(), theirs, strict=True)
    return Reading(found, agreement) if found else None


def _leaves_prose(
    mine: Sequence[str], agreement: float, whole: Callable[[], Sequence[Block]]
) -> bool:
    """Whether a short reading leaves much prose of the page out, so that both may be wrong."""
    if not NEAR <= agreement < SAME:
        return agreement < NEAR
    prose = (len(words(b.text)) for b in whole() if linked_share(b) < 0.3)
    return sum(count for count in prose if count >= PROSE_WORDS) > LEFT_OUT * len(mine)


def _both(ours: Sequence[Block], page: Sequence[Block], theirs: list[str]) -> list[Block]:
    """Two readings that share nothing may each hold a part of the story: both, when both are prose."""
    found = confirmed(page, theirs, strict=True)
    if prose_share(ours) < BOTH_PROSE or prose_share(found) < BOTH_PROSE:
        return []
    texts = {b.text for b in (*ours, *found)}
    return [b for b in page if b.text in texts and (b.text or b in found)]


def _instead(
    mine: list[str], ours: Sequence[Block], page: Sequence[Block], text: str, theirs: list[str]
) -> list[Block]:
    """The other reading's story when it is longer and the rest of it is prose, else nothing."""
    found = confirmed(page, theirs, strict=True)
    length = len(_words_of(found))
    if not mine and found:
        return found
    known = {block.text for block in ours}
    fresh = [block for block in found if block.text not in known]
    modest = len(mine) < 2 * SHORT or len(theirs) < 3 * len(mine)
    if length > LONGER * len(mine) and modest and prose_share(fresh) >= PROSE:
        return found
    if length < len(theirs) / 2 and len(mine) < SHORT:
        lines = [
            Block("paragraph", clean_line(line)[:MAX_CHARS])
            for line in text.split("\n")
            if line.strip()
        ]
        return lines if prose_share(lines) >= PROSE else []
    return []


def prose_share(blocks: Sequence[Block]) -> float:
    """How much of the words stands in blocks of twenty words and more that are hardly linked."""
    total = prose = 0
    for block in blocks:
        count = len(words(block.text)) if block.kind != "image" else 0
        total += count
        prose += count * (count >= PROSE_WORDS and linked_share(block) < 0.3)
    return prose / total if total else 0.0


def _words_of(blocks: Sequence[Block]) -> list[str]:
    return words(" ".join(b.text for b in blocks if b.kind != "image" and b.role is None))


def words(text: str) -> list[str]:
    """The words of ``text``, in order; each character of Chinese and Japanese is one."""
    pattern = _WORD if text.isascii() or not _HAS_WIDE.search(text) else _WIDE_WORD
    return pattern.findall(text)[:MAX_WORDS]


def shingles(found: Sequence[str]) -> list[tuple[str, ...]]:
    """Every run of four words; of a shorter text the whole."""
    if len(found) < SIZE:
        return [tuple(found)]
    return list(zip(*(found[i:] for i in range(SIZE)), strict=False))


def agree(a: Sequence[str], b: Sequence[str]) -> float:
    """F1 of the shingles of two texts."""
    left, right = shingles(a), shingles(b)
    once, other = set(left), set(right)
    common = len(once & other)
    if len(once) < len(left) and len(other) < len(right):  # both say something twice
        ours, theirs = Counter(left), Counter(right)
        common += sum(min(n, theirs[run]) - 1 for run, n in ours.items() if n > 1 and run in theirs)
    total = len(left) + len(right)
    return 2 * common / total if total else 0.0


def confirmed(
    blocks: Sequence[Block], theirs: Sequence[str], *, strict: bool = False
) -> list[Block]:
    """The blocks half of whose shingles stand in the other text, and what belongs with them.

    Between the first and the last of those everything with a structure of its own stays (lists,
    headings, pictures, quotations, code, tables) and so do long paragraphs, unless ``strict``.
    """
    known = set(shingles(theirs))
    line = f" {' '.join(theirs)} "
    keep = [_is_confirmed(block, known, line) for block in blocks]
    if True not in keep:
        return []
    clocks = [] if strict else _clocks(blocks, keep)
    first = keep.index(True)
    last = len(keep) - 1 - keep[::-1].index(True)
    ending = [] if strict else _list_behind(blocks, last)
    found: list[Block] = []
    for number, block in enumerate(blocks):
        stays = keep[number]
        if not stays and first < number < last:
            stays = block.kind in _FIXED if strict else _stays_inside(block)
            if not strict and (_is_bold(block) or (stays and block.kind == "heading")):
                under = blocks[number + 1]
                stays = keep[number + 1] or _stays_inside(under)
        elif not stays and not strict:
            near = number < first or number <= last + 2
            stays = block.kind == "blockquote" or (near and block.kind in ("image", "caption"))
            stays = stays or (number < first and block.kind == "heading")
        stays = stays or (not strict and number <= last and _calls_for(blocks, number))
        if stays or number in clocks or number in ending:
            found.append(block)
    return found


def _list_behind(blocks: Sequence[Block], last: int) -> range:
    """The places of a list right behind the block ``last``, which ends a story as often as prose
    does; one of names or links stands below it."""
    end = last + 1
    while end < len(blocks) and blocks[end].kind == "list_item":
        end += 1
    items = blocks[last + 1 : end]
    told = blocks[last].kind in ("paragraph", "list_item") and blocks[last].role is None
    linked = any(linked_share(b) > ITEM_LINKED for b in items)
    count = sum(len(words(b.text)) for b in items)
    fits = told and not linked and count >= ITEM_WORDS * len(items)
    return range(last + 1, end) if fits else range(0)


def _clocks(blocks: Sequence[Block], keep: Sequence[bool]) -> list[int]:
    """The places of times of day that stand above the posts of a live blog, [] for fewer than two."""
    found = [
        number
        for number, block in enumerate(blocks[:-1])
        if block.kind == "paragraph"
        and is_clock(block.text)
        and (keep[number + 1] or blocks[number + 1].kind == "heading")
    ]
    return found if len(found) >= POSTS else []


def _calls_for(blocks: Sequence[Block], number: int) -> bool:
    """Whether an unlinked line with a colon at its end calls for the list, program, table or
    quotation under it."""
    block = blocks[number]
    return (
        block.kind == "paragraph"
        and block.text.endswith((":", "："))
        and len(words(block.text)) >= CALLING
        and linked_share(block) <= ITEM_LINKED
        and blocks[min(number + 1, len(blocks) - 1)].kind in _CALLED
    )


def _is_bold(block: Block) -> bool:
    """Whether a paragraph is one bold line, such as the title of a box."""
    strong = sum(m.end - m.start for m in block.marks if m.style == "strong")
    return block.kind == "paragraph" and strong > 0 and strong == len(block.text)


def _stays_inside(block: Block) -> bool:
    if block.kind != "paragraph":
        return True
    return len(words(block.text)) >= LONG_PARAGRAPH or linked_share(block) > 0.7


def _is_confirmed(block: Block, known: set[tuple[str, ...]], line: str) -> bool:
    held = words(block.text)
    if not held or block.kind == "image":
        return False
    if len(held) < SIZE:
        return f" {' '.join(held)} " in line
    runs = shingles(held)
    return 2 * sum(map(known.__contains__, runs)) >= len(runs)
