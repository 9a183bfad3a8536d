"""Marks paired into quotations, within a paragraph and across paragraphs.

Only outermost pairs count; what is quoted inside a quotation belongs to it.  A quotation that is
still open at the end of a paragraph goes on in the next one when that begins with a mark of the
same family (an opening mark on each paragraph, a closing one only on the last).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.story.quotes.quoted.clipped import ELISION, has_lost_its_end, is_clipped, is_elision
from reader.story.quotes.quoted.marks import ANGLE, DOUBLE, MYSELF, SINGLE, Glyph, glyphs, is_owner
from reader.story.quotes.quoted.tellers import before_teller

_DEEPEST: Final = 6
_NEAR: Final = 8
"""Marks behind one among which the mark is looked for that closes what it opens."""
_NEXT_WORD = re.compile(r"\s+(\w)")


@dataclass(slots=True)
class Piece:
    """The part of a quotation that stands in one block; ``start``..``end`` take in its marks."""

    block: int
    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(slots=True)
class Found:
    """A quotation as its marks give it, before anything is known about its words."""

    family: str
    pieces: list[Piece] = field(default_factory=list)
    closed: bool = True
    introduced: bool = False
    """Whether a colon or comma stands before its first mark."""

    @property
    def first(self) -> Piece:
        """Its part in the first block."""
        return self.pieces[0]

    @property
    def last(self) -> Piece:
        """Its part in the last block."""
        return self.pieces[-1]


def pair_blocks(texts: Iterable[tuple[int, str]]) -> list[Found]:
    """The quotations in ``texts`` (block number, text), in order; time linear in their length."""
    marked = [(block, text, glyphs(text)) for block, text in texts]
    doubt_singles = _quotes_in_double(marked)
    found: list[Found] = []
    open_quote: Found | None = None
    for number, (block, text, marks) in enumerate(marked):
        if not marks and open_quote is None:
            continue
        carry = open_quote if open_quote and _goes_on(open_quote.family, text, marks) else None
        if open_quote and carry is None:
            open_quote.closed = False
            if not _worth_keeping(open_quote):
                found.remove(open_quote)
        goes_on = number + 1 < len(marked) and _goes_on(SINGLE, *marked[number + 1][1:])
        open_quote = _Pairing(block, text, marks, doubt_singles, goes_on).run(found, carry)
    if open_quote:
        open_quote.closed = False
        if not _worth_keeping(open_quote):
            found.remove(open_quote)
    return found


def _quotes_in_double(marked: Iterable[tuple[int, str, list[Glyph]]]) -> bool:
    """Whether double marks or angles do the quoting, so that a single mark outside them is only
    believed where nothing else explains it."""
    doubles = singles = 0
    for _block, text, marks in marked:
        for glyph in marks:
            if glyph.family != SINGLE:
                doubles += glyph.opens
            elif glyph.opens and not ELISION.match(text, glyph.end):
                singles += 1
    return doubles > singles


TURN = re.compile(r"\s?\(?([A-Z][A-Z.’' -]+)\)?[:.]")
"""The name of a transcript's next speaker, or *(CROSSTALK.)*."""


def _goes_on(family: str, text: str, marks: Sequence[Glyph]) -> bool:
    """Whether a quotation still open goes on in the paragraph ``text``: it begins with a mark of
    the same family and does not name the next speaker of a transcript (*“LEE: …*)."""
    if not marks or text[: marks[0].start].strip():
        return False
    first = marks[0]
    if first.family != family or TURN.match(text, first.end):
        return False
    if family == ANGLE:  # French also repeats the closing shape
        return True
    return first.opens or (
        family == DOUBLE and first.start == 0 and not text[first.end : first.end + 1].isspace()
    )


def _worth_keeping(quote: Found) -> bool:
    """Whether a quotation without closing mark is one: a lone single mark may be an apostrophe."""
    return quote.family != SINGLE or len(quote.pieces) > 1 or quote.introduced


class _Pairing:
    """Pairs the marks of one paragraph."""

    def __init__(
        self, block: int, text: str, marks: list[Glyph], doubt_singles: bool, goes_on: bool
    ) -> None:
        self.block = block
        self.goes_on = goes_on
        """Whether the next paragraph begins with a single mark, as one does that goes on."""
        self.text = text
        self.marks = marks
        self.doubt_singles = doubt_singles
        self.stack: list[Glyph] = []
        self.inner: list[tuple[Glyph, Glyph]] = []
        """Pairs right inside the quotation at hand, marked like it."""
        self.quote: Found | None = None

    def run(self, found: list[Found], carry: Found | None) -> Found | None:
        """Adds the paragraph's quotations to ``found``; returns the one left open, if any."""
        at = 0
        if carry:
            glyph = self.marks[0]
            carry.pieces.append(self._piece(glyph.start, len(self.text), glyph.end, len(self.text)))
            self.quote = carry
            at = 1
            if carry.family == SINGLE:
                at = self._close_single(0, found)
            else:
                self.stack = [glyph]
        while at < len(self.marks):
            glyph = self.marks[at]
            if glyph.family == SINGLE:
                at = self._single(at, found) if not self.stack else at + 1
                continue
            self._other(glyph, found)
            at += 1
        return self._leave_open(found)

    def _piece(self, start: int, end: int, inner_start: int, inner_end: int) -> Piece:
        return Piece(self.block, start, end, inner_start, inner_end)

    def _other(self, glyph: Glyph, found: list[Found]) -> None:
        depth = self._depth_closed_by(glyph) if glyph.closes else None
        if depth is not None:
            if depth == 0:
                self._close(glyph)
            elif depth == 1 and self.stack[1].shape == self.stack[0].shape:
                self.inner.append((self.stack[1], glyph))
            del self.stack[depth:]
        elif glyph.opens and len(self.stack) < _DEEPEST:
            if not self.stack:
                self.inner.clear()
                start, end = glyph.start, glyph.end
                self.quote = Found(
                    glyph.family,
                    [self._piece(start, len(self.text), end, len(self.text))],
                )
                found.append(self.quote)
            self.stack.append(glyph)

    def _depth_closed_by(self, glyph: Glyph) -> int | None:
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].family == glyph.family:
                if depth == len(self.stack) - 1 and glyph.opens and not glyph.closes:
                    return None
                return depth
        return None

    def _close(self, glyph: Glyph) -> None:
        assert self.quote is not None
        piece = self.quote.last
        piece.inner_end, piece.end = glyph.start, glyph.end
        self.quote = None

    def _leave_open(self, found: list[Found]) -> Found | None:
        """Settles what is open at the end: a quote that begins inside an unclosed one shows that
        the closing mark before it is missing, so the first ends there and the last stays open."""
        if not self.stack or self.quote is None:
            return self.quote
        outer = self.stack[0]
        again = next(
            (g for g in self.stack[1:] if g.family == outer.family and g.shape == outer.shape), None
        )
        if again is None and not self.inner and self._ends_before_teller(self.quote):
            return None
        if again is None:
            return self._split_at_inner(found) if self.inner else self.quote
        piece = self.quote.last
        cut = len(self.text[: again.start].rstrip())
        if cut > piece.inner_start:
            self._cut(self.quote, cut)
        rest = Found(
            outer.family,
            [self._piece(again.start, len(self.text), again.end, len(self.text))],
        )
        found.append(rest)
        return rest

    def _cut(self, quote: Found, end: int) -> None:
        """Ends ``quote``, whose closing mark is missing, at ``end`` or before who says it there."""
        piece = quote.last
        piece.inner_end = piece.end = before_teller(self.text, piece.inner_start, end) or end
        quote.closed = False

    def _ends_before_teller(self, quote: Found) -> bool:
        """Ends ``quote``, still open at the end of the paragraph that it begins in, before the
        words that say whose it is, if such words end the paragraph or a sentence of it."""
        if len(quote.pieces) > 1:
            return False
        piece = quote.last
        inside = quote.family != SINGLE
        told = before_teller(self.text, piece.inner_start, len(self.text), inside=inside)
        if told is None:
            return False
        piece.inner_end = piece.end = told
        return True

    def _split_at_inner(self, found: list[Found]) -> Found | None:
        """Where sentences end before a pair inside a quotation that never closes, its closing mark
        is missing before that pair: “We did it, she said. “And would again,” she added."""
        first = self.inner[0][0]
        lead = self.text[: first.start].rstrip()
        assert self.quote is not None
        if lead[-1:] not in (".", "!", "?") or len(lead) <= self.quote.last.inner_start:
            return self.quote
        self._cut(self.quote, len(lead))
        for opening, closing in self.inner:
            piece = self._piece(opening.start, closing.end, opening.end, closing.start)
            found.append(Found(opening.family, [piece]))
        return None

    # -- single marks: every one may be an apostrophe ------------------------------------------

    def _single(self, at: int, found: list[Found]) -> int:
        glyph = self.marks[at]
        if not glyph.opens or (is_elision(self.text, glyph) and not self._is_closed(at)):
            return at + 1
        close = self._closing(at)
        if close is not None and self._is_possessive(close, at):
            close = None
        if close is None:
            if self._may_stay_open(glyph):
                self.quote = Found(
                    SINGLE, [self._piece(glyph.start, len(self.text), glyph.end, len(self.text))]
                )
                self.quote.introduced = (
                    self.text[: glyph.start].rstrip()[-1:] in (":", ",")
                    or TURN.match(self.text, glyph.end) is not None
                )
                found.append(self.quote)
                if self._ends_before_teller(self.quote):
                    self.quote = None
                return len(self.marks)
            return at + 1
        end = self.marks[close]
        found.append(Found(SINGLE, [self._piece(glyph.start, end.end, glyph.end, end.start)]))
        return close + 1

    def _close_single(self, at: int, found: list[Found]) -> int:
        """Closes the single quotation carried over from the paragraph before, if it ends here."""
        close = self._closing(at)
        if close is None or self._is_possessive(close, at):
            return len(self.marks)
        assert self.quote is not None
        piece = self.quote.last
        piece.inner_end, piece.end = self.marks[close].start, self.marks[close].end
        self.quote = None
        return close + 1

    def _is_possessive(self, close: int, at: int) -> bool:
        """Whether the doubtful closing mark ``close`` of a quotation that begins its paragraph is
        none, since the next paragraph goes on: ‘I regret the members’ losses. ¶ ‘And …"""
        if not self.goes_on or self.text[: self.marks[at].start].strip():
            return False
        if any(mark.family == SINGLE and mark.opens for mark in self.marks[close + 1 :]):
            return False
        return self._verdict(self.marks[close], at) == "doubtful"

    def _is_closed(self, at: int) -> bool:
        """Whether what may be a dropped h or century begins a quotation, since the next single mark
        plainly closes one: ‘is quite enough,’ ‘54 times as many’ and more."""
        glyph = self.marks[at]
        if glyph.shape == "’" or is_clipped(self.text, glyph.end):
            return False
        for mark in self.marks[at + 1 : at + _NEAR]:
            if mark.family == SINGLE and (mark.opens or mark.closes):
                plain = mark.closes and not mark.opens and self._verdict(mark, at) == "yes"
                return plain and self.text[mark.start - 1 : mark.start].strip() != ""
        return False

    def _may_stay_open(self, glyph: Glyph) -> bool:
        if (
            self.text[: glyph.start].strip()
            and self.text[: glyph.start].rstrip()[-1] not in ":,—–.!?"
        ):
            return False
        if self.text.rstrip()[-1:] not in ".!?…,:;—–-":
            return False
        return glyph.shape in "‘‚" or not self.doubt_singles

    def _closing(self, at: int) -> int | None:
        """The mark that closes the single quotation opened by mark ``at``."""
        doubtful: int | None = None
        depth = doubles = 0
        for place in range(at + 1, len(self.marks)):
            mark = self.marks[place]
            if mark.family != SINGLE:
                if mark.family != DOUBLE:
                    continue
                if mark.opens and not (mark.closes and doubles):
                    if self.doubt_singles and doubtful is not None:
                        return doubtful
                    doubles += 1
                elif mark.closes:
                    doubles -= 1
                    if doubles < 0:  # it would cross the border of a double quotation
                        return doubtful
                continue
            if not mark.opens and not mark.closes:
                continue
            if mark.opens and not mark.closes:
                if is_elision(self.text, mark) and (doubtful is None or not self._is_closed(place)):
                    continue
                if doubtful is not None:
                    return doubtful
                depth += 1
                if depth > 2:
                    return None
                continue
            verdict = self._verdict(mark, at)
            if verdict == "no":
                continue
            if verdict == "doubtful":
                if doubtful is None or is_owner(self.text, self.marks[doubtful], mark):
                    doubtful = place
                continue
            if depth and doubles == 0:
                depth -= 1
                if doubtful is None and place == len(self.marks) - 1:
                    doubtful = place
                continue
            return place
        return doubtful

    def _verdict(self, mark: Glyph, at: int) -> str:
        """Whether ``mark`` closes: ``yes``, ``no``, or ``doubtful`` (a possessive may end in s’)."""
        text = self.text
        before = text[mark.start - 1] if mark.start else " "
        after = text[mark.end] if mark.end < len(text) else ""
        if before.isalnum() and after in ".,!?" and text[mark.end + 1 : mark.end + 2] in ("’", "'"):
            return "no"  # … no one stirrin’.’
        if not before.isalnum() or not after or not after.isspace():
            return "yes"
        following = _NEXT_WORD.match(text, mark.end)
        if not following or following.group(1).isdigit():
            return "yes"
        word_start = max(self.marks[at].end, mark.start - 12)
        small = following.group(1).islower() or MYSELF.match(text, mark.end)
        if small and has_lost_its_end(text, word_start, mark.start):
            return "no"
        if before in "sSxXzZ":
            return "doubtful"
        return "yes"
