"""The subject of a verb before the quotation, where verbs stand second and what stands before them
need not be the subject (German, Dutch, Swedish): *Am Montag sagte Ann Lee, …*."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.front import (
    clause_begin,
    is_framed,
    is_thing,
    is_time,
    may_be_subject,
    named_between_commas,
)
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import Phrase, phrase_from
from reader.story.quotes.clause.verbs import said
from reader.story.quotes.clause.verbsecond import is_adverbial, verb_at
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, Token

_DATIVES: Final = ("ten", "ern", "eln", "en")
"""Endings of nouns without article that somebody speaks to: *sagte Reportern*."""


def subject_of(
    line: Line, cue: int, start: int, end: int, rule: str, lang: Language
) -> Said | None:
    """The subject where it does not stand right before the verb (German, Dutch): after the
    verb when an adverbial begins the clause, after the conjunction in a subordinate one."""
    tokens = line.tokens
    begin = clause_begin(tokens, cue, start, lang)
    if cue + 1 < end and tokens[cue + 1].low in lang.he and tokens[begin].low not in lang.he:
        return right_of_verb(line, cue, end, rule, lang)  # Als er gefragt worden war sagte er
    if begin >= cue:
        return _verb_first(line, cue, begin, start, end, rule, lang)
    pivot = next((p for p in range(begin, cue) if tokens[p].low in lang.auxiliaries), cue)
    low = tokens[begin].low
    after = tokens[pivot + 1].low if pivot + 1 < len(tokens) else ""
    turned = (
        _is_told(line, begin, cue, lang)
        or ((after in lang.he or after in lang.she) and low not in lang.he)
        or low in lang.objects
        or low.isdigit()
        or low in lang.passive
        or is_time(tokens, begin, lang)
    )
    phrase: Phrase | None
    front = begin
    while front < pivot and tokens[front].low in lang.adverbs:
        front += 1  # auch Ann Lee sagte
    framed = begin == start and is_framed(line, cue, end, lang)
    if low in lang.keeps and (framed or verb_at(tokens, begin + 2, cue, lang) is None):
        return right_of_verb(line, cue, end, rule, lang)  # Als Grund gab Ann Lee … an
    if low in lang.subordinators or (
        low in lang.prepositions and tokens[cue].low in lang.impersonal
    ):
        phrase = phrase_from(line, begin + 1, cue, lang)
    elif (
        turned
        or pivot == front
        or is_adverbial(tokens, front, pivot, lang)
        or is_thing(tokens, front, pivot, lang)
    ):
        found = right_of_verb(line, pivot, end if pivot == cue else cue, rule, lang)
        if found or not is_thing(tokens, front, pivot, lang):
            return found
        phrase = phrase_from(line, front, pivot, lang)
    elif begin > start and _is_verb(tokens[begin], lang):
        phrase = main_subject(line, start, begin, lang)  # …, kritisierte den Plan und sprach
    else:
        phrase = phrase_from(line, front, pivot, lang)
        if phrase and phrase[1] == pivot - 1 and tokens[phrase[1]].about.titled:
            phrase = phrase[0], pivot
    if phrase and not may_be_subject(tokens, phrase[0], lang):
        return None
    if phrase and phrase[1] == phrase[0] + 1 and tokens[phrase[0]].low in lang.nobody:
        return None  # es hieß, man wisse
    return said(line, phrase, rule, cue) if phrase else None


def _verb_first(
    line: Line, cue: int, begin: int, start: int, end: int, rule: str, lang: Language
) -> Said | None:
    """The subject where the verb begins its clause: inserted behind it, or that of the clause
    before."""
    tokens = line.tokens
    name = named_between_commas(line, cue, start, lang)
    if name:
        return said(line, name, rule, cue)
    inserted = right_of_verb(line, cue, end, rule, lang) if tokens[cue].low in lang.say else None
    if inserted and _is_inserted(line, inserted, start, cue, lang):
        return inserted
    turned = is_adverbial(tokens, start, cue, lang) or (
        cue + 1 < end and tokens[cue + 1].low in lang.he
    )
    main = None
    if begin > start and tokens[start].low not in lang.subordinators and not turned:
        main = main_subject(line, start, begin, lang)
    if main is None or tokens[begin - 1].quote >= 0:
        return right_of_verb(line, cue, end, rule, lang)
    return said(line, main, rule, cue)


def _is_inserted(line: Line, found: Said, start: int, cue: int, lang: Language) -> bool:
    """Whether ``found`` behind the verb ``cue`` is its subject: *Das sei, sagte Ann Lee, …*;
    *Sie freue sich, sagte Ann Lee.*; not *Ann Lee lobte ihn, sagte der Zeitung aber: …*"""
    behind = line.text[found.end : found.end + 12].split(",")[0].split()
    after = line.text[found.end : found.end + 1]
    parted = len(behind) == 1 and behind[0] in lang.particles  # legt Ann Lee uit,
    if after == "," or (parted and "," in line.text[found.end : found.end + 12]):
        return True
    first = line.text[found.start : found.end].split()[0].lower()
    if first in lang.objects or (after not in (".", ":", "") and after != " "):
        return False
    if any(token.low in lang.reported for token in line.tokens[start:cue]):
        return True
    subject = line.tokens[start].low
    mood = line.tokens[start + 1].low if start + 1 < cue else ""
    told = subject in lang.pronouns and mood.endswith("e") and not mood.endswith("te")
    return told and first not in lang.feminine


def _is_told(line: Line, begin: int, cue: int, lang: Language) -> bool:
    """Whether a dative stands before the verb and a full name behind it: *Der Agentur sagte
    Ann Lee …*"""
    tokens = line.tokens
    if tokens[begin].low not in lang.feminine or cue + 2 >= len(tokens):
        return False
    name, more = tokens[cue + 1], tokens[cue + 2]
    alone = more.text in ",:" and not name.low.endswith(_DATIVES)
    return name.is_capital and (more.is_capital or alone or name.low in lang.leads)


def right_of_verb(line: Line, cue: int, end: int, rule: str, lang: Language) -> Said | None:
    """The subject right behind the verb ``cue``, over adverbs."""
    at = cue + 1
    tokens = line.tokens
    while at < end and tokens[at].low in lang.skipped and tokens[at].low not in lang.pronouns:
        at += 1
    if at < end and tokens[cue].low in lang.impersonal and tokens[at].low in lang.others:
        return None  # Dort heißt es
    phrase = phrase_from(line, at, end, lang)
    if phrase is None or not may_be_subject(tokens, phrase[0], lang):
        return None
    return said(line, phrase, rule, cue)


def _is_verb(token: Token, lang: Language) -> bool:
    known = token.low in lang.auxiliaries or token.low in lang.cues or token.low in lang.verbs
    return known and token.text.islower()
