"""The clause right before a colon, where its verb is in no list and one before it says something:
*When Tom Ash said that he would sue, Ann Lee fired back: “…”* · *All agree – Ann Lee: “…”*"""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import phrase_from
from reader.story.quotes.clause.verbs import COLONS, COMMAS, is_verb, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, is_dash

_WHEN: Final = frozenset(["after", "as", "before", "since"])
_NAME: Final = 3
"""Words of the longest name behind a dash."""


def last_clause(line: Line, start: int, place: int, lang: Language) -> Said | None:
    """Who speaks in the clause before the colon at ``place - 1``, in a sentence that begins at token
    ``start`` with *when* or *after*; or the name alone between a dash and that colon."""
    tokens = line.tokens
    if not lang.measured or tokens[place - 1].text not in COLONS:
        return None
    at = next(
        (
            p
            for p in range(place - 2, start, -1)
            if tokens[p].text in COMMAS or tokens[p].text == "-" or is_dash(tokens[p])
        ),
        start,
    )
    if at == start:
        return None
    if is_dash(tokens[at]) or tokens[at].text == "-":
        name = tokens[at + 1 : place - 1]
        whole = 1 < len(name) <= _NAME and all(token.is_capital for token in name)
        known = whole and name[0].low in lang.first_names
        return said(line, (at + 1, place - 1), "colon") if known else None
    led = tokens[start + (tokens[start].low in lang.conjunctions)].low
    phrase = phrase_from(line, at + 1, place - 1, lang)
    if (
        (led not in lang.only_subordinators and led not in _WHEN)
        or phrase is None
        or phrase[1] >= place - 1
    ):
        return None
    verb = tokens[phrase[1]]
    rest = tokens[phrase[1] : place - 1]
    if not verb.text.islower() or not (verb.low.endswith("ed") or is_verb(verb, lang)):
        return None
    told = any(token.low in lang.say or token.low in lang.saying for token in rest)
    return None if told else said(line, phrase, "colon")
