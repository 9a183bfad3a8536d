"""Noun phrases and subjects by their edges: no parser, only the words that begin and end them."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token

Phrase = tuple[int, int]
"""Token numbers ``start`` and ``end`` (exclusive) within one line."""

_FAR = 40
_LONG_ADVERB = 6
"""Letters of *family*, which is no adverb, as most shorter words in *-ly* are none."""
_ATTRIBUTE = 14
"""Tokens that an attribute between an article and its noun has at most."""


def begins_phrase(token: Token, lang: Language) -> bool:
    """Whether a noun phrase can begin with ``token``."""
    if token.quote >= 0 or not token.is_word:
        return False
    low = token.low
    if low in lang.determiners or low in lang.pronouns:
        return True
    if low in lang.particles and lang.verb_second:
        return False
    if low in lang.prepositions or low in lang.conjunctions or low in lang.subordinators:
        return False
    if token.text[0].isdigit():
        return "/" in low or not low.replace(",", "").isalnum()  # 9/11 widow, 48-year-old driver
    if (lang.nouns_capital or lang.verb_last) and low in lang.actions and token.text.islower():
        return False
    named = token.is_capital and not token.opens_sentence and lang.code == "en"  # Will said
    verb = lang.code != "en" and token.text.islower() and low in lang.cues
    if verb and low not in lang.leads:
        return False  # Y añadió: …
    return (
        (low not in lang.auxiliaries or named)
        and low not in lang.adverbs
        and low not in lang.relatives
    )


def counts(tokens: list[Token], at: int, lang: Language) -> bool:
    """Whether *first* at ``at`` counts the noun behind it: *first baseman Ann Lee*."""
    if lang.code != "en" or tokens[at].low != "first" or at + 2 >= len(tokens):
        return False
    noun = tokens[at + 1]
    return noun.text.islower() and noun.low not in lang.function and noun.low not in lang.actions


def phrase_from(line: Line, at: int, end: int, lang: Language) -> Phrase | None:
    """The noun phrase that begins at token ``at`` and ends before ``end``, or None.

    A pronoun stands alone; otherwise it runs to a verb, comma, preposition other than *of*, …
    """
    tokens = line.tokens
    if at >= end or not (begins_phrase(tokens[at], lang) or counts(tokens, at, lang)):
        return None
    first = tokens[at]
    if lang.nouns_capital and at + 1 < end:
        if tokens[at + 1].low in lang.he:
            return None  # die er …: a relative clause
        led = first.text.islower() and first.low not in lang.determiners
        if led and first.low not in lang.pronouns and tokens[at + 1].low in lang.determiners:
            return phrase_from(line, at + 1, end, lang)  # biss der Hund
    if (first.low in lang.pronouns and first.low not in lang.determiners) or first.text[0] == "@":
        return at, at + 1
    if first.low in lang.alone and at + 1 < end and _is_past(tokens[at + 1], lang):
        return at, at + 1  # Another posted: …
    place = _past_attribute(tokens, at, end, lang) if lang.nouns_capital else at
    nouns = 0
    while place < min(end, at + _FAR):
        token = tokens[place]
        if token.quote >= 0:
            if place > at and lang.bare_nouns and _goes_on(tokens, place, end):
                place += 1  # директор «Финам» Тимур Сагдеев
                continue
            if place > at and is_nickname(tokens, place, lang):
                place += 1
                continue
            break
        if not token.is_word:
            if token.text == "&" or (token.text == "-" and place > at):
                place += 1
                continue
            if lang.nouns_capital and place > at and tokens[place - 1].text == "-":
                place += 1  # Gesundheits-, Sozial- und Integrationsdirektor
                continue
            break
        if place > at and nouns and _ends_phrase(tokens, place, end, lang):
            break
        if token.low not in lang.determiners and token.low not in lang.conjunctions:
            if lang.nouns_capital:  # every noun has a capital
                nouns += not token.text.islower() and token.low not in lang.function
            else:
                nouns += not (token.text.islower() and token.low.endswith("ly"))
        place += 1
    while place - 1 > at and (
        tokens[place - 1].low in lang.function or not tokens[place - 1].is_word
    ):
        if lang.code != "en" and tokens[place - 1].text.isupper() and tokens[place - 1].low != "i":
            break  # het OM
        place -= 1
    if not nouns and first.low in lang.alone:
        return at, at + 1
    if lang.measured and nouns and place - 2 > at and _is_manner(tokens, place - 1, lang):
        place -= 1  # said the Speaker wearily
    return (at, place) if nouns else None


def _goes_on(tokens: list[Token], place: int, end: int) -> bool:
    """Whether a full name stands behind the name in marks at ``place``."""
    after = tokens[place + 1 : min(place + 3, end)]
    named = len(after) == 2 and all(token.is_capital for token in after)
    return named and tokens[place].about.titled


def _is_manner(tokens: list[Token], at: int, lang: Language) -> bool:
    """Whether the word at ``at`` behind a name or a role tells how somebody speaks."""
    word, before = tokens[at], tokens[at - 1]
    who = before.is_capital or before.low in lang.roles or before.low in lang.persons
    return who and word.text.islower() and word.low.endswith("ly") and len(word.low) > _LONG_ADVERB


def _is_past(token: Token, lang: Language) -> bool:
    """Whether the English ``token`` looks like a verb in the past."""
    if lang.code != "en" or not token.text.islower():
        return False
    return token.low in lang.cues or (token.low.endswith("ed") and len(token.low) > 4)


def _past_attribute(tokens: list[Token], at: int, end: int, lang: Language) -> int:
    """Where the noun phrase at ``at`` goes on behind a long attribute: *der auf der Konferenz
    anwesende Minister*; ``at`` itself where there is none."""
    if at + 3 >= end or tokens[at].low not in lang.determiners:
        return at
    if tokens[at + 1].low not in lang.prepositions:
        return at
    for place in range(at + 2, min(end - 1, at + _ATTRIBUTE)):
        token = tokens[place]
        if token.quote >= 0 or not token.is_word:
            return at
        adjective = token.text.islower() and token.low.endswith(("e", "en", "er", "es", "em"))
        known = token.low in lang.function or token.low in lang.actions
        if (
            adjective
            and not known
            and tokens[place + 1].is_capital
            and tokens[place - 1].is_capital
        ):
            return place
    return at


def _ends_phrase(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """Whether a noun phrase with a noun in it ends before the word at ``place``."""
    token = tokens[place]
    low = token.low
    if low in lang.of:
        return False
    if lang.nouns_capital and tokens[place - 1].is_capital and token.text.islower():
        joins = low in lang.genitive or low in lang.and_ or _joins(tokens, place, lang)
        return not joins  # after the noun only a genitive goes on
    if lang.code == "nl" and tokens[place - 1].is_capital and token.text.islower():
        after = tokens[place + 1] if place + 1 < end else None
        small = low in lang.function or (after is not None and after.is_capital)
        if not (small or tokens[place - 1].opens_sentence or after is None or after.quote >= 0):
            return True  # reageerde Bolhuis fel
    bare = lang.bare_nouns and tokens[place - 1].is_capital and token.text.islower()
    if bare and not tokens[place - 1].opens_sentence:
        return True  # after a name the next noun is another's
    if low in lang.prepositions:
        return token.text.islower() and not _joins(tokens, place, lang)
    if low in lang.auxiliaries or low in lang.subordinators or low in lang.relatives:
        return True
    if low in lang.conjunctions:
        after = tokens[place + 1] if place + 1 < end else None
        return after is None or not (after.is_capital or after.low in lang.determiners)
    if not token.text.islower():
        return False
    named = lang.measured and tokens[place - 1].is_capital and place + 1 < end
    if named and low.endswith("s") and tokens[place + 1].low in _POSSESSED:
        return True  # Ann Lee shakes her head
    if lang.code == "en" and low.endswith("ed") and len(low) > 4:
        if low == "turned" and _turned(tokens, place, end, lang):
            return False  # teacher turned novelist Ann Lee
        return not tokens[place - 1].low.endswith(("'s", "’s", "s'", "s’"))
    if low in lang.roles and low.endswith(_ACCUSED) and not lang.nouns_capital:
        return False  # el principal acusado
    if low.endswith(lang.past_endings) or low.partition("-")[0].endswith(lang.past_endings):
        return True  # mandou-o
    if (lang.verb_second or (lang.bare_nouns and not lang.verb_last)) and low in lang.particles:
        return True
    if low in lang.proclitics and low not in lang.determiners and low not in lang.of:
        return True  # en la contraportada se lee
    return low in lang.actions or low in lang.pronouns or low in lang.reporting


_POSSESSED: Final = frozenset("his her their its my our".split())
"""What stands behind a verb, and behind no *Lee supporters*."""


def _turned(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """Whether *turned* at ``place`` stands between what somebody was and is, before the name."""
    now, name = tokens[place + 1 : place + 3] if place + 2 < end else (tokens[place],) * 2
    return now.text.islower() and now.low not in lang.function and name.is_capital


_ACCUSED: Final = ("ado", "ada", "ido", "ida")
"""Endings of Spanish and Portuguese participles that may be a role."""


def _joins(tokens: list[Token], at: int, lang: Language) -> bool:
    """Whether the preposition ``at`` ties two nouns (*spokesman for X*) and does not begin an
    adverbial (*said in May*)."""
    if tokens[at - 1].low not in lang.roles:
        return False
    if tokens[at].low in lang.duties:  # l’adjointe aux sports Ann Lee
        return any(token.is_capital for token in tokens[at + 1 : at + 4])
    return tokens[at].low in lang.ties


def phrase_before(line: Line, end: int, floor: int, lang: Language) -> Phrase | None:
    """The noun phrase that ends right before token ``end``, not reaching below ``floor``."""
    tokens = line.tokens
    place = end - 1
    if place < floor or tokens[place].quote >= 0:
        return None
    low = tokens[place].low
    if low in lang.pronouns and low not in lang.determiners:
        return (place, place + 1) if low not in lang.that else None
    start = end
    while place >= floor:
        step = _step_left(tokens, place, floor, lang)
        if step == "include":
            start = place
        elif step == "last":
            start = place
            if lang.nouns_capital and _is_genitive(tokens, place, floor, lang):
                place -= 1
                continue
            if not _owned(tokens, place, floor, lang):
                break
            place -= 1
        elif step == "stop":
            break
        place -= 1
    if not lang.measured and start - 1 >= floor and tokens[start - 1].low in lang.prepositions:
        start = _past_place(tokens, start, end, lang)
    return (start, end) if start < end else None


def _past_place(tokens: list[Token], start: int, end: int, lang: Language) -> int:
    """Where the name or role begins in *Milano Carlo Sassi*, *Москве министр*, whose first word
    belongs to the preposition before it; ``start`` itself where none does."""
    if tokens[start].low in lang.leads or tokens[start].low in lang.first_names:
        return start
    for at in range(start + 1, end):
        low = tokens[at].low
        whole = low in lang.first_names and tokens[at].is_capital and at + 1 < end
        if whole or (lang.bare_nouns and low in lang.leads):
            return at
    return start


def _step_left(tokens: list[Token], place: int, floor: int, lang: Language) -> str:
    """What the token at ``place`` is to a noun phrase on its right: ``include`` it, ``skip`` it
    (it belongs to the phrase when more follows), ``last`` (the phrase begins here) or ``stop``."""
    token = tokens[place]
    if token.quote >= 0:
        return "include" if place > floor and is_nickname(tokens, place, lang) else "stop"
    if not token.is_word:
        cut = lang.nouns_capital and tokens[place - 1].text == "-"  # Sozial-, Bau- und
        return "skip" if (token.text in "&-" or cut) and place > floor else "stop"
    low = token.low
    before = tokens[place - 1] if place > floor else None
    if low in lang.determiners:
        if lang.measured and before is not None and _is_in_name(tokens, place, floor, lang):
            return "include"  # Save the Sea
        joins = low in lang.of and not lang.nouns_capital  # le porte-parole du gouvernement
        noun = joins and before is not None and before.is_word and before.low not in lang.edges
        return "skip" if noun and before is not None and before.low not in lang.actions else "last"
    if low in lang.of:
        return "skip"
    if low in lang.prepositions:
        return "skip" if low in lang.ties and before and before.low in lang.roles else "stop"
    if low in lang.calendar:
        named = before is not None and before.is_capital and before.low in lang.first_names
        return "include" if named or not is_day(tokens, place, lang) else "stop"
    if low in lang.conjunctions:
        names = before is not None and before.is_capital and before.low not in lang.calendar
        return "skip" if names and low in lang.and_ and _capital_after(tokens, place) else "stop"
    accused = not lang.measured and before and before.low in lang.determiners and low in lang.roles
    if low in lang.edges or (token.text.islower() and low in lang.actions and not accused):
        return "stop"
    if token.opens_sentence and low in lang.adverbs and not lang.measured:
        return "stop"  # Wcześniej minister powiedział
    return "include"


def is_nickname(tokens: list[Token], place: int, lang: Language) -> bool:
    """Whether the quoted words at ``place`` stand inside a name: *Johnny “Two Boats” Lee*."""
    if not lang.measured or place == 0 or place + 1 >= len(tokens):
        return False
    first, last = tokens[place - 1], tokens[place + 1]
    return tokens[place].about.titled and first.low in lang.first_names and last.is_capital


def _is_in_name(tokens: list[Token], place: int, floor: int, lang: Language) -> bool:
    """Whether the article at ``place`` stands between two capitals of one name."""
    first, last = tokens[place - 1], tokens[place + 1]
    if not (first.is_capital and last.is_capital and tokens[place].text.islower()):
        return False
    if first.low in lang.calendar or first.low in lang.function or first.low in lang.first_names:
        return False
    led = tokens[place - 2] if place - 2 >= floor else None
    return led is None or led.low not in lang.prepositions


def is_day(tokens: list[Token], place: int, lang: Language) -> bool:
    """Whether the word at ``place`` is a day or month, and no *Jan Miller*."""
    low = tokens[place].low
    if low not in lang.calendar:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    named = low in lang.first_names and after is not None and after.is_capital
    return not named or (after is not None and after.low in lang.calendar)


def _capital_after(tokens: list[Token], place: int) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1].is_capital


def _is_genitive(tokens: list[Token], place: int, floor: int, lang: Language) -> bool:
    """Whether the article at ``place`` ties its noun to the one before: *Sprecher der Polizei*."""
    return place > floor and tokens[place].low in lang.genitive and tokens[place - 1].is_capital


def _owned(tokens: list[Token], place: int, floor: int, lang: Language) -> bool:
    """Whether *of* or *spokesman for* stands before the determiner at ``place``."""
    if place - 1 <= floor:
        return False
    link = tokens[place - 1].low
    return link in lang.of or (link in lang.ties and tokens[place - 2].low in lang.roles)
