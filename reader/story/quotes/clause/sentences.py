"""The subject of a sentence that has a quotation and no verb of saying: *Ann Lee was blunt: “…”*,
*Ann Lee wants a plan that “…”*."""

from __future__ import annotations

from typing import Final

from reader.model import HEADLINE
from reader.story.quotes.clause.front import is_order, is_person
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import Phrase, phrase_before, phrase_from
from reader.story.quotes.clause.plausible import is_plausible
from reader.story.quotes.clause.verbs import COLONS, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, Token, is_dash

HARDLY: Final = 0.5
"""What is left of the trust in a speaker who may well be another one."""
_LONG: Final = 120
"""Tokens of a sentence that are looked at; what is longer is no sentence of a news story."""


def sentence_subject(line: Line, place: int, lang: Language) -> Said | None:
    """The subject of the quotation's sentence, when it can be somebody who speaks."""
    start, _ = line.sentence(place)
    if line.tokens[place - 1].text in COLONS:
        dash = next((p for p in range(place - 2, start, -1) if is_dash(line.tokens[p])), None)
        if dash is not None and place - dash < 12:
            start = dash + 1
        if lang.measured and line.tokens[start].low in ("on", "about"):
            return None  # On her critics: “…”
        phrase = main_subject(line, start, place, lang)
        if phrase is None and lang.measured:
            phrase = _source(line, start, place - 1, lang)
        if phrase and line.tokens[phrase[0]].low in lang.nobody:
            return None
        if phrase and phrase[0] > start and _is_when(line.tokens[phrase[0] - 1], lang):
            return None  # And when a reporter tried a third time: “…”
        if phrase and line.block == HEADLINE and lang.measured:
            phrase = _met(line, phrase, place - 1, lang) or phrase
        elif phrase and line.block == HEADLINE and not is_person(line.tokens, *phrase, lang):
            phrase = _behind_topic(line, phrase, place - 1, lang) or phrase
        if phrase and not is_person(line.tokens, *phrase, lang):
            phrase = _source(line, phrase[1], place - 1, lang) or phrase
        found = colon_subject(line, phrase, "colon", lang)
        if found and phrase and line.block == HEADLINE and _is_topic(line, phrase, lang):
            found.trust = HARDLY
        elif found and phrase and line.block == HEADLINE and lang.nouns_capital:
            apart = line.tokens[phrase[1]].text not in COLONS  # Bauhof sucht Fahrer: „…“
            if apart and not is_person(line.tokens, *phrase, lang):
                found.trust = HARDLY
        return found
    return person_subject(line, start, place, lang)


def _met(line: Line, phrase: Phrase, end: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in the headline *Lunch with Ann Lee: “…”*."""
    at = next((p for p in range(*phrase) if line.tokens[p].low in lang.with_), phrase[1])
    if at + 1 >= end or line.tokens[at].low not in lang.with_:
        return None
    name = phrase_from(line, at + 1, end + 1, lang)
    capitals = name and name[1] == end and all(t.is_capital for t in line.tokens[slice(*name)])
    return name if capitals and not line.tokens[phrase[0]].text.isupper() else None


def _behind_topic(line: Line, phrase: Phrase, end: int, lang: Language) -> Phrase | None:
    """*Lis* in the headline *Derby al Rivarolo, Lis in lacrime: “…”*."""
    tokens = line.tokens
    comma = next((p for p in range(end - 2, phrase[1] - 1, -1) if tokens[p].text == ","), None)
    if comma is None or not lang.proper_capitals or not tokens[comma + 1].is_capital:
        return None
    return phrase_from(line, comma + 1, end, lang)


def _is_when(token: Token, lang: Language) -> bool:
    return lang.measured and token.low in lang.only_subordinators


def _is_topic(line: Line, phrase: Phrase, lang: Language) -> bool:
    """Whether what stands before a headline's colon names no one: *Council meeting live: ‘…’*"""
    words = line.tokens[phrase[0] : phrase[1]]
    tie = next((at for at, token in enumerate(words) if at and token.low in lang.of), len(words))
    head = words[tie - 1]
    groups = (lang.leads, lang.organisations, lang.persons, lang.kin, lang.traits, lang.pronouns)
    plural = head.low.removesuffix("s")
    return head.text.islower() and all(
        head.low not in group and plural not in group for group in groups
    )


def colon_subject(line: Line, phrase: Phrase | None, rule: str, lang: Language) -> Said | None:
    """The subject of a sentence without a verb of saying; hardly one where it is an order."""
    if phrase is None:
        return None
    found = said(line, phrase, rule)
    if not is_plausible(found, line.text, lang):
        return None  # Tiene 81 años: «…»
    if is_order(line.tokens, phrase, lang):
        found.trust = HARDLY
    return found


def _source(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *Criticism came from Ann Lee: “…”*: right before the colon at ``end``."""
    phrase = phrase_before(line, end, start, lang)
    if phrase is None or phrase[0] <= start:
        return None
    link = line.tokens[phrase[0] - 1].low
    if link not in lang.agent and link != "from":
        return None
    if line.tokens[phrase[0] - 2].low == "more" and line.tokens[phrase[0]].is_capital:
        return phrase  # More from Lee: “…”
    return phrase if is_person(line.tokens, *phrase, lang) else None


def person_subject(line: Line, start: int, end: int, lang: Language) -> Said | None:
    """The subject of tokens ``start``..``end`` when it is a name or a personal pronoun."""
    phrase = main_subject(line, start, end, lang)
    if phrase is None:
        return None
    first = line.tokens[phrase[0]]
    low = first.low
    near = line.tokens[max(phrase[1], end - _LONG) : end] if lang.views else []
    if any(token.low in lang.views for token in near):
        return said(line, phrase, "weak-cue")
    verb = line.tokens[phrase[1]].low if phrase[1] < end else ""
    if verb in lang.hears:
        return None  # The court heard that he was “…”
    if lang.measured and _is_rubric(line, phrase, start):
        return None
    speaks = low in lang.he or low in lang.she or low in lang.they or low == "i"
    named = _is_somebody(line, phrase, lang)
    if not (speaks or named):
        return None
    if is_order(line.tokens, phrase, lang):
        return None  # Consider this slogan — “…”
    found = said(line, phrase, "sentence-subject")
    if not lang.measured and not is_plausible(found, line.text, lang):
        return None  # Pourquoi ? « … »
    if line.block == HEADLINE:  # Mayor ‘knew of the leak’: somebody says so of the mayor
        found.trust = HARDLY
    if (
        lang.bare_nouns
        and not lang.verb_last
        and phrase[1] - phrase[0] == 1
        and first.opens_sentence
        and not speaks
    ):
        known = low in lang.first_names or low in lang.leads or low in lang.organisations
        found.trust = found.trust if known else HARDLY  # Nazwiska nie poda, bo „…”
    return found


def only_named(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """The only one of tokens ``start``..``end`` that a first name and a surname name."""
    found: Phrase | None = None
    for at in range(start, min(end - 1, start + _LONG)):
        token, after = line.tokens[at], line.tokens[at + 1]
        if token.low in lang.first_names and token.is_capital and after.is_capital:
            if found is not None:
                return None
            found = phrase_from(line, at, end, lang)
    return found


def _is_rubric(line: Line, phrase: Phrase, start: int) -> bool:
    """*TOP READ — …*: words in capitals with which a paragraph begins."""
    words = line.tokens[phrase[0] : phrase[1]]
    return start == 0 and len(words) > 1 and all(word.text.isupper() for word in words)


def _is_somebody(line: Line, phrase: Phrase, lang: Language) -> bool:
    """Whether ``phrase`` is a name, a role, or something whose name follows (*la cheffe des
    écologistes, Ann Lee, …*)."""
    tokens = line.tokens
    first = tokens[phrase[0]]
    if first.is_capital and first.low not in lang.function and not lang.nouns_capital:
        return True
    if lang.measured:  # His mate, Ann Lee, was blunter
        head = tokens[phrase[1] - 1].low
        after = tokens[phrase[1] : phrase[1] + 2]
        apposed = len(after) == 2 and after[0].text == "," and after[1].is_capital
        known = head in lang.kin or head in lang.roles or head in lang.persons
        return apposed and known and first.low in lang.determiners
    if not lang.proper_capitals and not lang.nouns_capital:
        return False
    if is_person(tokens, *phrase, lang):
        return True
    after = tokens[phrase[1] : phrase[1] + 2]
    if len(after) < 2 or after[0].text != ",":
        return False
    return after[1].low in lang.first_names or (lang.proper_capitals and after[1].is_capital)
