"""Sources that a clause before the quotation names: *according to Ann Lee*."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import phrase_before, phrase_from
from reader.story.quotes.clause.verbs import COMMAS, according, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

_NEAR: Final = 12
"""Tokens before a quotation in which its source stands right before it."""


def according_near(line: Line, start: int, place: int, lang: Language) -> Said | None:
    """*…, according to Ann Lee, “…”*: right before the quotation."""
    tokens = line.tokens
    if place - 3 <= start or tokens[place - 1].text not in COMMAS:
        return None
    for at in range(place - 3, max(start, place - _NEAR), -1):
        if tokens[at].quote >= 0:
            return None
        if lang.nouns_capital and tokens[at].low in lang.thus and tokens[at - 1].text in COMMAS:
            phrase = phrase_from(line, at + 1, place, lang)  # erzählt, so Ann Lee, „…“
            return said(line, phrase, "according", at) if phrase == (at + 1, place - 1) else None
        if not lang.measured:
            continue
        if tokens[at].low == "according":
            phrase = according(line, at, place, lang)
            fits = phrase is not None and phrase[1] == place - 1
            return said(line, phrase, "according", at) if phrase and fits else None
    return None


def according_before(line: Line, floor: int, place: int, lang: Language) -> Said | None:
    """*According to Ann Lee, …*, *dem Bericht zufolge*, *…, so Ann Lee weiter:* anywhere before it."""
    for at in range(floor, place - 2):
        ordinal = at > floor and line.tokens[at - 1].low in lang.determiners  # o segundo tempo
        if line.tokens[at].low in lang.according_first and not ordinal:
            phrase = according(line, at, place, lang)
            if phrase:
                return said(line, phrase, "according", at)
        if line.tokens[at].low in lang.according_after:
            phrase = phrase_before(line, at, floor, lang)  # dem Bericht zufolge
            if phrase == (at - 1, at) and at - 2 > floor and line.tokens[at - 2].text in COMMAS:
                phrase = phrase_before(line, at - 2, floor, lang)  # ein Bericht, dem zufolge
            if phrase:
                return said(line, phrase, "according", at)
        thus = line.tokens[at].low in lang.thus and at and line.tokens[at - 1].text in COMMAS
        if thus and line.tokens[place - 1].text in ",:":
            phrase = phrase_from(line, at + 1, place, lang)  # …, so Ann Lee weiter: „…“
            if phrase and place - phrase[1] < 5:
                return said(line, phrase, "according", at)
    return None
