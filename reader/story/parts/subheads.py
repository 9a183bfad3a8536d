"""Which lines of a page are headings: bold lines that part the story are, the title again is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block, Mark
from reader.story.finding.confirm import words
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
STANDFIRST: Final = 8
"""Words of a heading that sums up what follows, when nothing stands above it."""
SENTENCE: Final = 5
"""And of one that ends with a stop."""
OFTEN: Final = 3
"""Times that one heading stands in a story, from which it is a label."""
BOX: Final = 3
"""Blocks under a heading about the author, at the end."""

_ABOUT = re.compile(
    r"(?:about|meet|more\s+from)\s+(?:the\s+)?(?:authors?|writers?|reporters?)\b|(?:uber|zum|zur)\s+(?:den\s+|die\s+)?autor(?:in|en)?\b|"
    r"(?:a\s+propos\s+de\s+l.auteur|sobre\s+(?:(?:el|la|o|a)\s+autor|la\s+firma)|l.autore\b|over\s+de\s+auteur)"
)
_PROSE: Final = frozenset(["paragraph", "list_item", "blockquote"])
_ASKS: Final = ("?", "？", "؟")
_CLOSING: Final = "\"'”’»)]」』 "
_ENDS = re.compile(r"[.:;,…。：，]\W*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def settle_subheads(blocks: Sequence[Block], title: str, others: Sequence[str] = ()) -> list[Block]:
    """``blocks`` with bold lines between paragraphs made headings where nothing else parts the story, and no
    heading that repeats the title or one of ``others`` that the page declares."""
    held = _settle_end(_settle_top(_without_titles(blocks, (title, *others))))
    held = _settle_labels(held)
    begun = next((n for n, b in enumerate(held) if _is_prose(b)), len(held))
    bold = [n for n in range(begun + 1, len(held)) if _is_bold_heading(held, n)]
    if len(bold) < FEWEST or any(b.kind == "heading" for b in held[bold[0] :]):
        return held
    if _begins_asking(held, begun, bold):
        bold.insert(0, begun - 1)
    for number in bold:
        held[number] = replace(
            held[number], kind="heading", level=LEVEL, marks=_links(held[number])
        )
    return held


def _begins_asking(blocks: Sequence[Block], begun: int, bold: Sequence[int]) -> bool:
    """Whether a question stands above the first paragraph, as others do above most of the rest."""
    asked = sum(blocks[n].text.rstrip(_CLOSING).endswith(_ASKS) for n in bold)
    first = blocks[begun - 1] if begun else None
    return (
        first is not None
        and 2 * asked > len(bold)
        and first.text.endswith(_ASKS)
        and (begun == 1 or blocks[begun - 2].kind != "heading")
        and _is_bold_heading(blocks, begun - 1)
    )


def _is_prose(block: Block) -> bool:
    """Whether it has the length of a paragraph; a character of a script without spaces is two."""
    length = len(block.text)
    if length < FOLLOWING <= 2 * length and not block.text.isascii():
        length += len(_WIDE.findall(block.text))
    return block.kind in _PROSE and length >= FOLLOWING


def _is_bold_heading(blocks: Sequence[Block], number: int) -> bool:
    """A short line, all of it bold, with a paragraph under it."""
    block = blocks[number]
    if block.kind != "paragraph" or block.role or number + 1 >= len(blocks):
        return False
    text = block.text
    if not 3 <= len(text) <= MAX_CHARS or len(text.split()) > MAX_WORDS or _ENDS.search(text):
        return False
    if not _is_strong(block) or any(m.style == "link" for m in block.marks):
        return False
    above, under = blocks[number - 1], blocks[number + 1]
    if under.kind == "list_item":
        return above.kind != "heading"
    return under.kind == "paragraph" and _is_prose(under) and above.kind != "heading"


def _is_strong(block: Block) -> bool:
    """Whether a line is bold, but for a mark at its end."""
    strong = sum(m.end - m.start for m in block.marks if m.style == "strong")
    return strong > 0 and strong >= BOLD * len(block.text)


def _links(block: Block) -> tuple[Mark, ...]:
    return tuple(m for m in block.marks if m.style != "strong")


def _without_titles(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """``blocks`` without headings and bold lines above the first paragraph that only say a title
    again."""
    out: list[Block] = []
    known = [set(words(fold(title))) for title in titles if title]
    begun = False
    for block in blocks:
        of_post = bool(out) and out[-1].role == "date"  # the time above a live blog's post
        if not begun and not of_post and (block.kind == "heading" or _is_strong(block)):
            said = words(fold(block.text))
            if len(said) >= 4 and any(
                sum(w in title for w in said) >= 0.75 * len(said) for title in known
            ):
                continue
        begun = begun or _is_prose(block)
        out.append(block)
    return out


def _settle_top(blocks: list[Block]) -> list[Block]:
    """``blocks`` in which what sums the story up above its first paragraph parts nothing."""
    for number, block in enumerate(blocks):
        if _is_prose(block):
            break
        if block.kind == "heading" and _is_standfirst(block):
            blocks[number] = replace(block, kind="paragraph", level=0)
    return blocks


def _settle_labels(blocks: list[Block]) -> list[Block]:
    """``blocks`` in which what stands again and again as a heading, with a colon ("Specs:"), is a
    line of the part that it stands in: it tells none from the others."""
    said = Counter(b.text for b in blocks if b.kind == "heading" and b.text.endswith((":", "：")))
    return [
        replace(b, kind="paragraph", level=0)
        if b.kind == "heading" and said[b.text] >= OFTEN
        else b
        for b in blocks
    ]


def _is_standfirst(block: Block) -> bool:
    """Whether a heading has the length of a sentence."""
    count = len(block.text.split())
    if _WIDE.search(block.text):
        count = max(count, len(block.text) // 2)
    told = count >= SENTENCE and block.text.endswith(".") and not block.text.endswith("..")
    return (count >= STANDFIRST or told) and not block.role


def is_about_writer(text: str) -> bool:
    """Whether the words are those over what is said about the writer of a story."""
    return len(text) <= MAX_CHARS // 2 and _ABOUT.match(fold(text)) is not None


def _settle_end(blocks: list[Block]) -> list[Block]:
    """``blocks`` in which what is said about the author at the end has its role."""
    for number in range(max(0, len(blocks) - 1 - BOX), len(blocks)):
        head = blocks[number]
        if is_about_writer(head.text):
            rest = [replace(b, role=b.role or "promo") for b in blocks[number:]]
            return [*blocks[:number], *rest] if number else blocks
    return blocks
