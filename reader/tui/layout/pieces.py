"""A story as pieces: what stands one under the other in the body, from the kicker to the end.

A piece is a text with a look.  Offsets in a piece are offsets in its block, so marks, quotes and
places need no translation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final, Literal

from reader.frozen import frozen
from reader.model import HEADLINE, Block, BlockKind, Entry, Mark, Story
from reader.text import clean, person, words_in

KICKER: Final = -2
META: Final = -3
NOTE: Final = -4
"""Block numbers of the lines that are not blocks of the story (the headline has its own, -1)."""

Look = Literal[
    "kicker",
    "headline",
    "meta",
    "note",
    "standfirst",
    "paragraph",
    "heading",
    "subheading",
    "blockquote",
    "list_item",
    "caption",
    "image",
    "code",
    "table_row",
    "aside",
    "leads_on",
]
"""How a piece is drawn; the body has a style for each."""

_BULLETS: Final = ("• ", "◦ ", "▪ ")
_ASIDES: Final = frozenset({"byline", "credit", "date", "promo"})
_PLAIN_LOOKS: Final[dict[BlockKind, Look]] = {
    "paragraph": "paragraph",
    "blockquote": "blockquote",
    "list_item": "list_item",
    "caption": "caption",
    "image": "image",
    "code": "code",
    "table_row": "table_row",
}


@frozen
class Piece:
    """A text to set: ``block`` is the block it shows (or one of the numbers above).

    ``lead`` is printed before the first row, ``hang`` before the others, both as wide as each
    other; ``gap`` is the blank rows above.  ``cells`` are the offsets of a table row's cells.
    """

    block: int
    text: str
    look: Look
    lead: str = ""
    hang: str = ""
    gap: int = 1
    marks: tuple[Mark, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


def pieces_of(story: Story, meta: str, when_empty: str = "") -> tuple[Piece, ...]:
    """The pieces of ``story``; ``meta`` is the line under the headline, ``when_empty`` what stands
    in the place of a text that is not there."""
    found: list[Piece] = []
    if story.kicker:
        found.append(Piece(KICKER, safe(story.kicker), "kicker"))
    found.append(Piece(HEADLINE, safe(story.headline), "headline", gap=0 if found else 1))
    if meta:
        found.append(Piece(META, safe(meta), "meta", gap=0))
    if note := story.note or ("" if story.blocks else when_empty):
        found.append(Piece(NOTE, safe(note), "note", lead="▸ ", hang="  ", gap=0))
    before: Block | None = None
    for number, block in enumerate(story.blocks):
        found.append(_piece(number, block, before))
        before = block
    return tuple(found)


_BOUND: Final = "\u00a0"
"""A blank at which no line is broken."""


def meta_line(entry: Entry, story: Story, zone: tzinfo | None = None) -> str:
    """``FEED · 7 Jul 2017, 14:02 · By Jo Bloggs · 467 words · 2 min``, in the local zone; where it
    is broken, a line ends with a dot, and figures stay with what they count."""
    parts = [entry.feed_title.upper()] if entry.feed_title else []
    published = story.published_at or entry.published_at
    if published:
        parts.append(date_words(published, zone).replace(" ", _BOUND))
    if byline := person(story.byline or entry.author or ""):
        parts.append(byline)
    words = entry.words or sum(words_in(block.text) for block in story.blocks)
    if words:
        parts.append(f"{words:,}{_BOUND}word{'s' if words != 1 else ''}")
        parts.append(f"{max(1, round(words / 230))}{_BOUND}min")
    return f"{_BOUND}· ".join(parts)


def date_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """``7 Jul 2017, 14:02`` in ``zone`` (None: the local one); the time left out at midnight UTC,
    where publishers put stories that have only a date."""
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment.day} {moment:%b %Y}"
    local = moment.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def safe(text: str) -> str:
    """``text`` with a ``�`` for each character that must not reach a terminal.

    The model holds cleaned text; this is the second border.  The length stays, so offsets hold.
    """
    if clean(text) == text:
        return text
    return "".join(sign if clean(sign) == sign else "�" for sign in text)


def _piece(number: int, block: Block, before: Block | None) -> Piece:
    text = safe(block.text)
    look = _look(block)
    lead, hang = _leads(block, look)
    return Piece(
        number,
        text,
        look,
        lead=lead,
        hang=hang,
        gap=_gap(block, before),
        marks=block.marks,
        cells=_cells(block.cells, text) if block.kind == "table_row" else (),
    )


def _look(block: Block) -> Look:
    if block.kind == "heading":
        return "heading" if block.level <= 2 else "subheading"
    if block.role == "read_more":
        return "leads_on"
    if block.role == "standfirst" and block.kind == "paragraph":
        return "standfirst"
    if block.role in _ASIDES and block.kind == "paragraph":
        return "aside"
    return _PLAIN_LOOKS[block.kind]


def _leads(block: Block, look: Look) -> tuple[str, str]:
    depth = min(max(block.level, 1), 6)
    if block.kind == "list_item":
        indent = "  " * (depth - 1)
        if block.number is not None:
            lead = f"{indent}{block.number}. "
            return lead, " " * len(lead)
        return indent + _BULLETS[(depth - 1) % len(_BULLETS)], indent + "  "
    if look == "leads_on":
        return "→ ", "  "
    if block.kind == "blockquote":
        return "│ " * depth, "│ " * depth
    if block.kind == "caption":
        return "▒ ", "▒ "
    if block.kind == "image":
        return "▒ [i] ", "▒     "
    if block.kind == "code":
        return "  ", "  "
    return "", ""


def _gap(block: Block, before: Block | None) -> int:
    if before is None:
        return 1
    if block.kind == "heading":
        return 2
    pair = (before.kind, block.kind)
    if pair == ("image", "caption") or pair in (
        ("list_item", "list_item"),
        ("table_row", "table_row"),
    ):
        return 0
    return 1


def _cells(cells: Sequence[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where each cell stands in the row's text; the whole text when they can't be found there."""
    found: list[tuple[int, int]] = []
    at = 0
    for cell in cells:
        start = text.find(safe(cell), at)
        if start < 0:
            return ((0, len(text)),)
        found.append((start, start + len(cell)))
        at = start + len(cell)
    return tuple(found) or ((0, len(text)),)
