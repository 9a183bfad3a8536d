"""Speakers who sign what they said: *— Ann Lee* behind the quotation, or a block below it that is
no more than a name and a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import phrase_from
from reader.story.quotes.clause.verbs import COLONS, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, is_dash

_DASHES: Final = frozenset("–—-―")
_CAPTION: Final = 20
"""Tokens of a block that only says whose the quotation before it is."""
_LONG: Final = 16
"""Tokens of a signature behind a dash."""


def may_sign(text: str) -> bool:
    """Whether the block ``text`` can say whose the quotation before it is: dash and name, or no
    more than a caption."""
    return text.lstrip()[:1] in _DASHES or len(text.split(None, _CAPTION)) <= _CAPTION


def signed(
    line: Line, place: int, line_after: Callable[[int], Line | None], lang: Language
) -> Said | None:
    """Who signs the quotation at token ``place``: in its paragraph, or in the block that
    ``line_after`` gives for its own."""
    at = place + 1
    where: Line | None = line
    if at >= len(line.tokens):
        where = line_after(line.block)
        at = 0
    if where is None or at + 1 >= len(where.tokens):
        return None
    end = len(where.tokens)
    if where.tokens[at].text == "(" and where is line and line.tokens[place].about.sentence:
        return _in_brackets(where, at, min(end, at + 8), lang)
    if where is not line and place == 0 and _is_caption(where, lang):
        phrase = phrase_from(where, 0, end, lang)
        return said(where, (0, phrase[1]), "signature") if phrase else None
    if where is line and place == 0 and _names_speaker(line, at, lang):
        phrase = phrase_from(line, at + 1, end, lang)
        return said(line, phrase, "signature") if phrase else None
    if not is_dash(where.tokens[at]) and where.tokens[at].text != "-":
        return None
    if end - at > _LONG or not where.tokens[at + 1].is_capital:
        return None
    phrase = main_subject(where, at + 1, end, lang)
    return said(where, phrase, "signature") if phrase else None


def _names_speaker(line: Line, colon: int, lang: Language) -> bool:
    """*‘I never learned to swim’: Ann Lee on forty years at sea*: a headline of an interview."""
    tokens = line.tokens
    if tokens[colon].text not in COLONS or not colon + 2 < len(tokens) <= _CAPTION:
        return False
    first, last = tokens[colon + 1], tokens[colon + 2]
    return first.is_capital and last.is_capital and first.low in lang.first_names


def _in_brackets(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """*“…” (Ann Lee)*: nothing but a name between the brackets."""
    close = next((p for p in range(at, end) if line.tokens[p].text == ")"), None)
    names = [t for t in line.tokens[at + 1 : close or at] if t.low not in lang.function]
    if not names or not all(token.is_capital for token in names):
        return None
    phrase = phrase_from(line, at + 1, close or end, lang)
    return said(line, phrase, "signature") if phrase else None


def _is_caption(where: Line, lang: Language) -> bool:
    """Whether the block only says whose something is: *Ann Lee, head of Ferries United*."""
    tokens = where.tokens
    if not 2 <= len(tokens) <= _CAPTION:
        return False
    return (
        tokens[0].is_capital
        and tokens[1].is_capital
        and tokens[0].low not in lang.function
        and any(token.text == "," for token in tokens)
        and not any(
            token.quote >= 0 or token.low in lang.auxiliaries or token.low in lang.cues
            for token in tokens
        )
    )
