"""Speakers named as the agent of a passive: *was called “…” by Ann Lee*, *wird von Ann Lee als
„…“ bezeichnet*."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import Phrase, phrase_from
from reader.story.quotes.clause.verbs import said
from reader.story.quotes.language import Language
from reader.story.quotes.said import NOBODY, Said
from reader.story.quotes.tokens import Line

_NEAR: Final = 12
_FAR: Final = 40


def agent(line: Line, place: int, lang: Language) -> Said | None:
    """The agent in the sentence of the quotation at token ``place``, when a verb that introduces
    quoted words stands in the passive there."""
    if not lang.agent:
        return None
    start, end = line.sentence(place)
    start, end = max(start, place - _FAR), min(end, place + _NEAR)
    cue = _passive(line, start, place, end, lang)
    if cue is None:
        return None
    near = range(start, end) if lang.participles else range(cue + 1, end)
    for at in near:
        if line.tokens[at].low in lang.agent:
            phrase: Phrase | None = phrase_from(line, at + 1, end, lang)
            if phrase:
                return said(line, phrase, "agent", cue)
    return _source(line, start, place, lang) or NOBODY if lang.participles else None


def _source(line: Line, start: int, place: int, lang: Language) -> Said | None:
    """*In den Medien*, *im „Boten“* before a passive: where it is said."""
    for at in range(start, place - 1):
        if line.tokens[at].low not in lang.prepositions:
            continue
        after = line.tokens[at + 1]
        if after.quote >= 0 and after.about.titled:
            return said(line, (at + 1, at + 2), "agent")
        phrase: Phrase | None = phrase_from(line, at + 1, place, lang)
        if phrase and any(t.low in lang.media for t in line.tokens[phrase[0] : phrase[1]]):
            return said(line, phrase, "agent")
    return None


def _passive(line: Line, start: int, place: int, end: int, lang: Language) -> int | None:
    """The participle: right after a form of *be* (English, French), or behind the quotation
    while one stands before it (German, Dutch)."""
    tokens = line.tokens
    if lang.participles:
        verbs = (p for p in range(start, end) if tokens[p].low in lang.participles)
        verb = next(verbs, None)
        been = verb is not None and any(t.low in lang.been for t in tokens[verb + 1 : verb + 2])
        return verb if been or any(t.low in lang.be for t in tokens[start:place]) else None
    for cue in range(place - 1, max(start, place - _NEAR), -1):
        if tokens[cue].quote >= 0:
            return None
        if tokens[cue].low in lang.report and tokens[cue - 1].low in lang.be:
            return cue
    return _told_by(line, start, place, lang) if lang.measured else None


def _told_by(line: Line, start: int, place: int, lang: Language) -> int | None:
    """The verb in *I was told by the driver that the bus had been withdrawn “…”*."""
    tokens = line.tokens
    for cue in range(place - 2, start, -1):
        token = tokens[cue]
        if token.low in lang.passive and tokens[cue - 1].low in lang.be:
            return cue if tokens[cue + 1].low in lang.agent else None
        if token.quote >= 0 or (token.low in lang.cues and token.text.islower()):
            return None
    return None
