"""Turns of a transcript or a dialogue: paragraphs that are one quotation and little else.

*LEE: “…”* names its speaker; *“It’s wet,” her father said. ¶ “It wasn’t wet yesterday.”* leaves it
to the reader that the other one speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.quoted.spans import TURN
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import DASHES, Line

_TURN: Final = 14
"""Tokens of a paragraph that is a turn of a dialogue: the quotation and who says it."""
_DATELINE: Final = 4
"""Tokens before the first quotation of a dialogue."""
_BRIEF: Final = 6
"""Words of a question or an answer in a dialogue, at most."""
_ASKS: Final = frozenset(["asked", "asks", "ask", "wondered"])

Settled = Mapping[int, Said | None]
"""The speakers found so far, by the number of the quotation."""


def named_in_capitals(line: Line, place: int) -> Said | None:
    """The speaker whose name in capitals begins the quotation at token ``place``."""
    match = TURN.match(line.text, _behind_mark(line, place))
    if match is None or place > 0 or not match.group(0).endswith(":"):
        return None
    return Said(line.block, match.start(1), match.end(1), "colon")


def _behind_mark(line: Line, place: int) -> int:
    """Where the words begin behind the mark, of one sign or two, of the quotation at ``place``."""
    start = line.tokens[place].start
    return start + 1 + (line.text[start : start + 2] in ("``", "''"))


def is_bare(line: Line) -> bool:
    """Whether the paragraph is a quotation and nothing else."""
    return len(line.tokens) == 1


def may_be_the_others(line: Line, before: Line, said: Settled) -> bool:
    """Whether the bare quotation ``line`` may well be another one's than the paragraph ``before``:
    behind a question that somebody asks, or where one of both is a question and neither is more
    than a few words."""
    if not is_bare(line) or len(before.tokens) > _TURN:
        return False
    last = next(token for token in reversed(before.tokens) if token.quote >= 0)
    asked = said.get(last.quote)
    if last.about.last == "?" and asked is not None and asked.cue in _ASKS:
        return True
    own = line.tokens[0]
    if "?" not in (own.about.last, last.about.last):
        return False
    brief = _length(before, last.start, last.end) <= _BRIEF and before.tokens[0] is last
    return brief and _length(line, own.start, own.end) <= _BRIEF


def in_turn(before: Line, earlier: Line | None, said: Settled) -> tuple[Said, Said] | None:
    """Who speaks in the paragraph ``before`` and who in the one ``earlier``, where these are turns
    of two speakers."""
    if earlier is None or not (_is_turn(before, 1) and _is_turn(earlier, _DATELINE)):
        return None
    first = next(token.quote for token in earlier.tokens if token.quote >= 0)
    one, two = said.get(before.tokens[0].quote), said.get(first)
    if one is None or two is None or one.nobody or two.nobody:
        return None
    if "turn" in (one.rule, two.rule):
        return one, two
    if one.block != before.block or two.block != earlier.block:
        return None
    told = "after" in one.rule and "after" in two.rule
    return (one, two) if told and _words_of(one, before) != _words_of(two, earlier) else None


def other_one(line: Line, before: Line, pair: tuple[Said, Said], lang: Language) -> Said | None:
    """The one of ``pair``, the speakers of :func:`in_turn`, whose turn the bare quotation ``line``
    is; None where that cannot be told: a dash leads every turn in, or *he* may be the one named
    before."""
    one, two = pair
    if line.text.lstrip()[:1] in DASHES:
        return None
    if one.block == before.block and one.rule != "turn":
        low = _words_of(one, before).lower()
        if low in lang.pronouns:
            return None
    return two.again("turn")


def _is_turn(line: Line, lead: int) -> bool:
    first = next((at for at, token in enumerate(line.tokens[:lead]) if token.quote >= 0), None)
    return first is not None and len(line.tokens) <= _TURN


def _words_of(said: Said, line: Line) -> str:
    return line.text[said.start : said.end]


def _length(line: Line, start: int, end: int) -> int:
    return line.text.count(" ", start, end) + 1
