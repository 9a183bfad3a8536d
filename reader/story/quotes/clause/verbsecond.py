"""The subject of a sentence whose verb stands second (German, Dutch, Swedish).

What stands before the verb is the subject, or anything else; then the subject follows the verb:
*Am Montag warb Ann Lee …*, *Passend dazu warnte die Polizei …*.
"""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import Phrase, phrase_from
from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token

_FAR: Final = 40
_MANNER: Final = ("lich", "isch", "weise", "sam", "bar", "los", "end", "ig")
"""Endings of German adjectives that open a sentence as adverbs."""


def subject(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """The subject of the main clause in tokens ``start``..``end``; None when no verb is known."""
    tokens = line.tokens
    while start < end and (not tokens[start].is_word or tokens[start].low in lang.conjunctions):
        if tokens[start].quote >= 0:
            break
        start += 1
    if start >= end:
        return None
    if tokens[start].low in lang.subordinators:
        verb = _after_clause(tokens, start, end, lang)
        return right_of(line, verb, end, lang) if verb is not None else None
    verb = verb_at(tokens, start, end, lang)
    if verb is None:
        return _turned_pronoun(tokens, start, end, lang)
    front = start
    while front < verb and tokens[front].low in lang.adverbs:
        front += 1
    if front == verb or is_adverbial(tokens, front, verb, lang):
        return right_of(line, verb, end, lang)
    if verb + 1 < end and _is_nominative(tokens[verb + 1], lang):
        return verb + 1, verb + 2
    return phrase_from(line, front, verb, lang) or right_of(line, verb, end, lang)


def _turned_pronoun(tokens: list[Token], start: int, end: int, lang: Language) -> Phrase | None:
    """*hij* in *Wel plaatst hij een kanttekening: ‘…’*, whatever verb that is."""
    at = start
    while at < end and tokens[at].low in lang.adverbs:
        at += 1
    turned = start < at < end - 1 and tokens[at].text.islower()
    return (at + 1, at + 2) if turned and _is_nominative(tokens[at + 1], lang) else None


def verb_at(tokens: list[Token], start: int, end: int, lang: Language) -> int | None:
    """The finite verb of the clause that begins at ``start``: a known one, or the first small
    word after a noun that is no function word."""
    for place in range(start, min(end, start + _FAR)):
        token = tokens[place]
        if token.text == ",":
            continue
        if token.quote >= 0 or not token.text.islower():
            continue
        if token.low in lang.auxiliaries or token.low in lang.cues or token.low in lang.verbs:
            return place
        before = tokens[place - 1] if place > start else None
        noun = before is not None and before.is_capital and before.low not in lang.function
        if lang.nouns_capital and noun and token.low not in lang.function:
            return place
    return None


def is_adverbial(tokens: list[Token], at: int, verb: int, lang: Language) -> bool:
    """Whether what begins at ``at``, before the verb, is no subject."""
    token = tokens[at]
    low = token.low
    if token.quote >= 0 or low in lang.prepositions or low in lang.objects or low in lang.calendar:
        return True
    if not lang.nouns_capital or low in lang.first_names or not low.endswith(_MANNER):
        return False
    after = tokens[at + 1]
    return at + 1 == verb or after.low in lang.prepositions or after.low in lang.adverbs


def right_of(line: Line, verb: int, end: int, lang: Language) -> Phrase | None:
    """The noun phrase after the verb, over adverbs, *sich* and adverbials."""
    tokens = line.tokens
    at = verb + 1
    for _ in range(3):
        while at < end and tokens[at].low in lang.skipped and tokens[at].low not in lang.pronouns:
            at += 1
        if at >= end or tokens[at].low not in lang.prepositions:
            break
        inner = phrase_from(line, at + 1, end, lang)
        if inner is None:
            return None
        at = inner[1]
    return phrase_from(line, at, end, lang)


def _is_nominative(token: Token, lang: Language) -> bool:
    return token.low in lang.he or (token.low in lang.she and lang.code != "nl")


def _after_clause(tokens: list[Token], start: int, end: int, lang: Language) -> int | None:
    """The main verb after a leading subordinate clause: right behind the comma that ends it."""
    for place in range(start + 1, min(end - 1, start + _FAR)):
        if tokens[place].text != ",":
            continue
        low = tokens[place + 1].low
        if low in lang.auxiliaries or low in lang.cues or low in lang.verbs:
            return place + 1
        if lang.nouns_capital and tokens[place + 1].text.islower() and low not in lang.function:
            return place + 1
    return None
