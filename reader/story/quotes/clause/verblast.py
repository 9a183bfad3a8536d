"""Speakers where the verb ends the sentence, as in Turkish: *Ann Lee, “…” dedi*, *“…” dedi Ann
Lee*, *toplantıda konuşan Ann Lee, “…” ifadesini kullandı*."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import Phrase
from reader.story.quotes.clause.verbs import COMMAS, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

_NEAR: Final = 5
"""Tokens behind the quotation among which its verb stands."""
_FAR: Final = 40
_LOCATIVE: Final = ("da", "de", "ta", "te", "nda", "nde")


def verb_last(line: Line, place: int, lang: Language) -> Said | None:
    """The subject before the quotation at token ``place`` whose verb stands behind it."""
    tokens = line.tokens
    start, end = line.sentence(place)
    start = max(start, place - _FAR)
    for at in range(start + 1, place):
        if tokens[at].low in lang.according_after:  # Savcıya göre grup “…”
            return said(line, (start, at), "according", at)
    behind = range(place + 1, min(end, place + 1 + _NEAR))
    cue = next((at for at in behind if tokens[at].low in lang.cues), None)
    if cue is None:
        return None
    who = _who_says(line, cue, end, lang) if tokens[cue].low in _WHO_SAYS else None
    if who:
        return said(line, who, "after-verb", cue)
    if start == place:
        return None
    phrase = subject_before(line, start, place, lang)
    return said(line, phrase, "cue-before", cue) if phrase else None


def _who_says(line: Line, cue: int, end: int, lang: Language) -> Phrase | None:
    """Who *says “…”* at ``cue``, a participle before its noun: *“…” diyen sanık*, *“…” diyen Ann
    Lee*."""
    tokens = line.tokens
    at = cue + 1
    while at < min(end, cue + _NEAR) and tokens[at].is_word:
        if tokens[at].low in lang.leads or tokens[at].low in lang.traits:
            at += 1
            continue
        if not tokens[at].is_capital or not _is_bare(tokens[at].text):
            break
        at += 1
    return (cue + 1, at) if at > cue + 1 else None


_WHO_SAYS: Final = frozenset("diyen söyleyen soran anlatan".split())
"""Participles of verbs of saying."""


def subject_before(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """The subject in tokens ``start``..``end``: behind the last participle and quotation, up to
    the last name or comma."""
    tokens = line.tokens
    for at in range(end - 1, start - 1, -1):
        participle = tokens[at].text.islower() and tokens[at].low.endswith(lang.leading_endings)
        if tokens[at].quote >= 0 or tokens[at].low in lang.conjunctions:
            start = at + 1
            break
        after = tokens[at + 1] if at + 1 < end else None
        if participle and after and (after.is_capital or after.low in lang.determiners):
            start = at + 1
            break
    while start < end and (
        not tokens[start].is_word
        or tokens[start].low in lang.adverbs
        or tokens[start].low in lang.cues
    ):
        start += 1
    comma = next((at for at in range(start, end) if tokens[at].text in COMMAS), None)
    if comma is not None and comma > start:
        return start, comma
    named = [at for at in range(start, end) if tokens[at].is_capital and _is_bare(tokens[at].text)]
    if not named:
        last = start + 1 + (start + 1 < end and tokens[start].low in lang.determiners)
        while last < end and tokens[last].low in lang.leads:
            last += 1
        return (start, last) if start < end and tokens[start].is_word else None
    at = named[0]
    while at < end and tokens[at].is_word and tokens[at].is_capital:
        at += 1
    while at < end and any(later >= at for later in named):
        at += 1  # Fabrika müdürü Ferit Değirmen: the name behind its role
    while at < end and tokens[at].low in lang.leads:
        at += 1  # Meclis üyeleri
    while (
        at > start + 1
        and tokens[at - 1].low.endswith(_LOCATIVE)
        and not (tokens[at - 1].is_capital)
    ):
        at -= 1
    return start, at


def _is_bare(word: str) -> bool:
    """Whether no case ending follows an apostrophe: *Ankara’da* is no subject."""
    return "’" not in word and "'" not in word
