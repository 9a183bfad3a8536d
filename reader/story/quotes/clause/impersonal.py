"""Verbs without a person: *In der Mitteilung heißt es*, *wie es aus dem Amt hieß*, *в заявлении
говорится*; what stands for the speaker is where it is said."""

from __future__ import annotations

from reader.story.quotes.clause.phrases import phrase_from
from reader.story.quotes.clause.verbs import said
from reader.story.quotes.language import Language
from reader.story.quotes.said import NOBODY, Said
from reader.story.quotes.tokens import Line


def impersonal(line: Line, cue: int, start: int, end: int, lang: Language) -> Said | None:
    """Where it is said, by the words around the impersonal verb ``cue``; nobody where that is no
    source (*Zur Begründung heißt es*); None when the verb has a subject after all."""
    tokens = line.tokens
    if tokens[start].low in lang.prepositions:
        source = phrase_from(line, start + 1, cue, lang)
        if source and tokens[source[1] - 1].low in lang.utterances:
            return NOBODY
        if source:
            return said(line, source, "weak-cue", cue)
    if not lang.verb_second:
        return None
    at = cue + 1  # Wörtlich heißt es in dem Schreiben
    while at < end and (tokens[at].low in lang.others or tokens[at].low in lang.prepositions):
        at += 1
    source = phrase_from(line, at, end, lang) if at > cue + 1 else None
    if source and tokens[source[1] - 1].low not in lang.utterances:
        return said(line, source, "weak-cue", cue)
    for at in range(cue - 1, start, -1):  # wie es aus dem Amt dazu hieß
        if tokens[at].text == "," or tokens[at].quote >= 0:
            break
        if tokens[at].low in lang.prepositions:
            source = phrase_from(line, at + 1, cue, lang)
            if source:
                return said(line, source, "weak-cue", cue)
    turned = cue + 1 < len(tokens) and tokens[cue + 1].low in lang.nobody
    return NOBODY if turned and not (source and source[0] > cue) else None
