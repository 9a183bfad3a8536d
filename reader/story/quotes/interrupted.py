"""A colon behind a clause that has another quotation, or another speaker, before it."""

from __future__ import annotations

from reader.story.quotes.language import Language
from reader.story.quotes.phrases import phrase_before
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line
from reader.story.quotes.verbs import COLONS, COMMAS, is_verb, said


def has_own(line: Line, cue: int, place: int) -> bool:
    """Whether the verb ``cue`` has a quotation of its own and a comma parts that from the one
    at ``place``: *Asked about the crowd, which sang “Go home”, the coach was curt: “…”*."""
    tokens = line.tokens
    own = next((at for at in range(cue + 1, min(cue + 4, place)) if tokens[at].quote >= 0), None)
    return own is not None and any(token.text in COMMAS for token in tokens[own + 1 : place])


def cut_in(line: Line, start: int, place: int, lang: Language) -> Said | None:
    """*she answered, before Ann Lee cut in: “…”*"""
    tokens = line.tokens
    if lang.code != "en" or place - 4 < start or tokens[place - 1].text not in COLONS:
        return None
    if tokens[place - 2].low != "in" or not is_verb(tokens[place - 3], lang):
        return None
    phrase = phrase_before(line, place - 3, start, lang)
    return said(line, phrase, "cue-before", place - 3) if phrase else None
