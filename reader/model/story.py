"""A story as data: its blocks, quotes and links.

All offsets count characters (Python ``str`` indices, end exclusive).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from reader.frozen import frozen

BlockKind = Literal[
    "paragraph",
    "heading",
    "blockquote",
    "list_item",
    "caption",
    "code",
    "image",
    "table_row",
]
BlockRole = Literal["byline", "credit", "date", "read_more", "promo", "standfirst"]
MarkStyle = Literal["strong", "emphasis", "code", "strike", "superscript", "subscript", "link"]
QuoteKind = Literal["direct", "partial"]
LinkKind = Literal["source", "read_more", "inline", "media"]
Origin = Literal["feed", "page", "file"]

RULES_VERSION: Final = 49
"""Of the rules by which markup becomes stories: blocks, quotes, speakers, links.

Raised by one whenever they read any story differently: every library then reads its stories anew,
once, while nothing else is to be done (``reader/store/keeping/reread.py``).  ``python -m
tests.digest.rules`` raises it, and notes what the stories beside the tests read like; a test
compares.  Stories of before there was a number have 2.
"""
HEADLINE = -1
"""The block number that stands for the headline in a :class:`Span`."""
SURE_SPEAKER: Final = 0.75
"""A quote's speaker of less confidence is shown with ``?``."""
LIKELY_SPEAKER: Final = 0.5
"""A quote's speaker of less confidence is shown nowhere and not indexed: a wrong one is worse than
none."""


@frozen
class Mark:
    """A stretch of a block's text with a style; ``url`` only for style ``link``."""

    start: int
    end: int
    style: MarkStyle
    url: str | None = None


@frozen
class Block:
    """One block of a story, in reading order.

    ``text`` is one paragraph without line breaks, except in ``code``.  ``level`` is 1-6 for a
    heading, 1.. the nesting depth for a list item or blockquote, else 0.  ``url`` is the
    picture's address of an ``image`` (whose ``text`` is the alternative text; its caption is the
    ``caption`` block that follows) or the ``cite`` of a ``blockquote``.  ``cells`` are the cells
    of a ``table_row``, whose ``text`` is the cells joined by ``" | "``.  ``number`` is that of an
    item of a numbered list.
    """

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...] = ()
    level: int = 0
    role: BlockRole | None = None
    url: str | None = None
    cells: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of block ``block``; block -1 is the headline."""

    block: int
    start: int
    end: int


@frozen
class Speaker:
    """Who said it: the fullest name the story gives, and the role it gives with it."""

    name: str
    role: str | None = None


@frozen
class Quote:
    """One quotation.

    ``spans`` hold the words without their outer quotation marks, one span for each paragraph it
    runs over; ``text`` is the texts of the spans joined by a blank line.  ``cue`` is the word
    that gave the speaker away (``said``).  ``confidence`` (0-1) is that of the speaker: the pane
    adds ``?`` under :data:`SURE_SPEAKER` and shows no speaker under :data:`LIKELY_SPEAKER`.
    ``mention`` is the place that names the speaker, or the pronoun that stands there; None where
    there is no speaker.
    """

    text: str
    spans: tuple[Span, ...]
    kind: QuoteKind
    speaker: Speaker | None = None
    cue: str | None = None
    confidence: float = 0.0
    mention: Span | None = None


@frozen
class Link:
    """A link that leads on from a story; ``url`` is None for a read-more line without address.

    ``span`` is the place of its text in the story, ``sentence`` the sentence around it.
    """

    url: str | None
    text: str
    kind: LinkKind
    span: Span | None = None
    sentence: str = ""


@frozen
class Story:
    """The reading view of an entry. ``entry_id`` is 0 until it is stored."""

    entry_id: int
    kicker: str | None
    headline: str
    byline: str | None
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...] = ()
    links: tuple[Link, ...] = ()
    origin: Origin = "feed"
    url: str | None = None
    lang: str | None = None
    published_at: datetime | None = None
    note: str | None = None
    """One sentence about the reading, e.g. that only the summary is stored."""
    lead_image: str | None = None
    """The address of the picture that the page declares for the story."""
