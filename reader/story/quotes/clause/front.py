"""What stands before the verb of a clause whose verb stands second: its subject, or a thing that
somebody behind the verb speaks about (*Die Kritik wies die Regierung zurück: „…“*)."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import Phrase, phrase_before, phrase_from
from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token


def clause_begin(tokens: list[Token], cue: int, start: int, lang: Language) -> int:
    """Where the clause of the verb ``cue`` begins: behind a comma, a quotation, *und*."""
    begin = start
    for place in range(cue - 1, start, -1):
        named = tokens[place].about.titled and (  # Die Zeitung „Der Bote“; Die „Bote“-Zeitung
            place == cue - 1 or tokens[place + 1].text == "-"
        )
        quoted = tokens[place].quote >= 0 and not named
        if tokens[place].text in ",;:" or quoted:
            begin = place + 1
            break
    while begin < cue and tokens[begin].low in lang.conjunctions:
        begin += 1
    return begin


def is_thing(tokens: list[Token], start: int, end: int, lang: Language) -> bool:
    """Whether the first noun of tokens ``start``..``end`` names no person and no group."""
    if not lang.nouns_capital:
        return False
    for token in tokens[start:end]:
        if token.is_capital and token.low not in lang.function:
            low = token.low
            return low.endswith(lang.thing_endings) and not low.endswith(lang.group_endings)
    return False


def may_be_subject(tokens: list[Token], at: int, lang: Language) -> bool:
    """Whether a noun phrase that begins at ``at`` can be the subject: no *den*, no *dem*."""
    return tokens[at].low not in lang.oblique


def is_time(tokens: list[Token], at: int, lang: Language) -> bool:
    """Whether a time begins at ``at``: *Vergangene Woche*, *Zwei Tage* später, *Anfang März*."""
    for token in tokens[at : at + _TIME]:
        low = token.low
        if low not in lang.counted:
            year = low.isdigit() and len(low) == _YEAR
            counted = token is not tokens[at]
            return counted and (low in lang.moments or low in lang.calendar or year)
    return False


_TIME: Final = 4
"""Words of a time, at most."""
_YEAR: Final = 4
"""Figures of a year."""


def is_person(tokens: list[Token], start: int, end: int, lang: Language) -> bool:
    """Whether tokens ``start``..``end`` name somebody who could speak: a pronoun, a name, a role or
    an organisation."""
    run = 0
    for token in tokens[start:end]:
        low = token.low
        if low in lang.he or low in lang.she or low in lang.they or low in lang.first_names:
            return True
        if low in lang.leads or low in lang.organisations or low.endswith(lang.role_endings):
            return True
        run = run + 1 if token.is_capital and low not in lang.function else 0
        if run > 1 or (run and token.text.isupper() and len(low) > 1):
            return True
    return False


def is_order(tokens: list[Token], phrase: Phrase, lang: Language) -> bool:
    """Whether the one word of ``phrase`` that begins a sentence tells the reader to do something:
    *Wait, it gets better:*; *Type this:*"""
    at, end = phrase
    if end - at != 1 or not tokens[at].opens_sentence or tokens[at].low in lang.pronouns:
        return False
    if tokens[at].low in lang.orders:
        return True
    after = tokens[end] if end < len(tokens) else None
    if after is not None and after.text == "," and end + 1 < len(tokens):
        low = tokens[end + 1].low
        return low in lang.pronouns and low not in lang.relatives
    return after is not None and lang.code == "en" and after.low in lang.determiners


def is_framed(line: Line, cue: int, end: int, lang: Language) -> bool:
    """Whether a person stands right behind the verb ``cue``: *Als falsch bezeichnete Ann Lee …*"""
    phrase = phrase_from(line, cue + 1, end, lang)
    if phrase is None or not may_be_subject(line.tokens, phrase[0], lang):
        return False
    return is_person(line.tokens, *phrase, lang)


def named_between_commas(line: Line, cue: int, start: int, lang: Language) -> Phrase | None:
    """*die Sprecherin des Amtes, Ann Lee (Grüne), sagte*: the name right before the verb ``cue``,
    set off by commas."""
    tokens = line.tokens
    at = cue - 1
    if at <= start or tokens[at].text != ",":
        return None
    at -= 1
    if tokens[at].text == ")":
        at = next((p - 1 for p in range(at, start, -1) if tokens[p].text == "("), at)
    phrase = phrase_before(line, at + 1, start, lang)
    if phrase is None or phrase[0] - 1 <= start or tokens[phrase[0] - 1].text != ",":
        return None
    first = tokens[phrase[0]]
    return phrase if first.is_capital and first.low in lang.first_names else None


def is_paper(line: Line, at: int, lang: Language) -> bool:
    """Whether a name in marks with its article stands at ``at``."""
    token = line.tokens[at]
    if not lang.nouns_capital or token.quote < 0 or not token.about.titled or at < 1:
        return False
    article = line.tokens[at - 1]
    turned = at + 2 < len(line.tokens) and line.tokens[at + 2].is_capital  # sagte Ann Lee
    begins = article.opens_sentence or line.tokens[at - 2].text == ","
    return begins and article.low in lang.determiners and not turned
