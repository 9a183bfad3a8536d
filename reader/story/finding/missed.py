"""Paragraphs that the page's structure lost and the other reading holds.

An element may be refused for its name or its look though a paragraph of the story stands in it:
the first one in a part of its own, one beside a player or a quotation.  Where the text by
trafilatura has such a paragraph word for word, it goes back to its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from reader.model import Block
from reader.story.finding.trim import linked_share

LEAST: Final = 12
"""Runs of four words in a row that one reading misses, for a paragraph to be looked for."""
WHOLE: Final = 0.9
"""Share of its runs that the other reading holds."""
KNOWN: Final = 0.2
"""Share of its runs that may stand in the story already."""
LINKED: Final = 0.3
TITLE: Final = 0.7
"""Linked share of a line that leads to another story, with a paragraph of it beside."""
BEFORE: Final = 3
"""Blocks right before a story among which its first paragraphs may stand."""

Run = tuple[str, ...]


def with_missed(
    found: Sequence[Block],
    mine: Sequence[Run],
    theirs: Sequence[Run],
    whole: Callable[[], Sequence[Block]],
    runs_of: Callable[[str], list[Run]],
) -> list[Block]:
    """``found`` and, in their places, the paragraphs of the page that only the other reading has.

    ``mine`` and ``theirs`` are the runs of four words of both readings, ``whole`` gives the
    blocks of the page, and is asked only when enough is missing, ``runs_of`` the runs of a text.
    """
    known = set(mine)
    if not found or not _misses(known, theirs):
        return list(found)
    said = set(theirs)

    def is_missed(block: Block) -> bool:
        runs = runs_of(block.text)
        return (
            len(runs) >= LEAST
            and sum(map(said.__contains__, runs)) >= WHOLE * len(runs)
            and sum(map(known.__contains__, runs)) <= KNOWN * len(runs)
        )

    places = {b.text: n for n, b in enumerate(found) if b.text and b.kind != "image"}
    page = whole()
    marks = [n for n, b in enumerate(page) if b.kind != "image" and b.text in places]
    out: list[Block] = []
    done = 0
    for last, mark in zip([None, *marks], marks, strict=False):
        start = max(0, mark - BEFORE) if last is None else last + 1
        gap = range(start, mark)
        fresh = [n for n in gap if _is_told(page, n, first=last is None) and is_missed(page[n])]
        if not fresh:
            continue
        at = places[page[mark].text] if last is None else places[page[last].text] + 1
        if at < done:
            continue
        out += found[done:at]
        out += [page[n] for n in _with_headings(page, fresh, start)]
        done = at
    return [*out, *found[done:]]


def _misses(known: set[Run], theirs: Sequence[Run]) -> bool:
    """Whether enough runs that follow each other aren't known."""
    length = 0
    for run in theirs:
        length = 0 if run in known else length + 1
        if length >= LEAST:
            return True
    return False


def _is_told(page: Sequence[Block], number: int, *, first: bool) -> bool:
    """Whether a block may be one of the story's by its kind and by what stands beside it: no
    title of another story, nor a picture whose caption it is. ``first``: it stands above them."""
    block = page[number]
    if block.kind not in (("paragraph",) if first else ("paragraph", "blockquote", "list_item")):
        return False
    if linked_share(block) >= LINKED:
        return False
    before = page[number - 1] if number else None
    after = page[number + 1] if number + 1 < len(page) else None
    if after is not None and _is_title(after):
        return False
    if before is None:
        return True
    return before.kind != "image" and (first or not _is_title(before))


def _is_title(block: Block) -> bool:
    return block.kind in ("paragraph", "heading") and linked_share(block) >= TITLE


def _with_headings(page: Sequence[Block], fresh: Sequence[int], start: int) -> list[int]:
    """``fresh`` and the headings over them, from ``start`` on, with pictures and captions between."""
    out: list[int] = []
    for number in fresh:
        over = number - 1
        while over >= start and page[over].kind in ("image", "caption"):
            over -= 1
        headed = over >= start and page[over].kind == "heading" and over not in out
        if headed and linked_share(page[over]) < LINKED:
            out += range(over, number)
        out.append(number)
    return out
