"""Which lines of a page are headings: bold lines that part the story are, the title again is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block, Mark
from reader.text import fold

MAX_WORDS: Final = 14
"""Words of a bold line that can be a heading."""
MAX_CHARS: Final = 110
BOLD: Final = 0.95
"""Share of a line's characters that must be bold."""
FOLLOWING: Final = 80
"""Characters of the paragraph under a bold heading, at least."""
FEWEST: Final = 2
"""Bold lines from which they part the story, when no heading does."""
LEVEL: Final = 3

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.:;,…。：，]\W*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def settle_subheads(blocks: Sequence[Block], title: str) -> list[Block]:
    """``blocks`` with bold lines between paragraphs made headings where nothing else parts the story, and no
    heading that repeats the title."""
    held = _without_titles(blocks, title)
    bold = [n for n, _ in enumerate(held) if _is_bold_heading(held, n)]
    if len(bold) < FEWEST or any(b.kind == "heading" for b in held[bold[0] :]):
        return held
    for number in bold:
        held[number] = replace(
            held[number], kind="heading", level=LEVEL, marks=_links(held[number])
        )
    return held


def _is_bold_heading(blocks: Sequence[Block], number: int) -> bool:
    """A short line, all of it bold, with prose above it and a paragraph under it."""
    block = blocks[number]
    if block.kind != "paragraph" or block.role or number == 0 or number + 1 >= len(blocks):
        return False
    text = block.text
    if not 3 <= len(text) <= MAX_CHARS or len(text.split()) > MAX_WORDS or _ENDS.search(text):
        return False
    strong = sum(m.end - m.start for m in block.marks if m.style == "strong")
    if strong < BOLD * len(text) or any(m.style == "link" for m in block.marks):
        return False
    above, under = blocks[number - 1], blocks[number + 1]
    least = FOLLOWING // 2 if _WIDE.search(under.text) else FOLLOWING
    if under.kind == "list_item":
        return above.kind != "heading"
    return under.kind == "paragraph" and len(under.text) >= least and above.kind != "heading"


def _links(block: Block) -> tuple[Mark, ...]:
    return tuple(m for m in block.marks if m.style != "strong")


def _without_titles(blocks: Sequence[Block], title: str) -> list[Block]:
    """``blocks`` without headings above the first paragraph that only say the title again."""
    out: list[Block] = []
    known = set(_WORD.findall(fold(title)))
    begun = False
    for block in blocks:
        if not begun and block.kind == "heading":
            words = _WORD.findall(fold(block.text))
            if known and len(words) >= 4 and sum(w in known for w in words) >= 0.75 * len(words):
                continue
        begun = begun or block.kind in ("paragraph", "list_item", "blockquote")
        out.append(block)
    return out
