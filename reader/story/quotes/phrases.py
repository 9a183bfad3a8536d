"""Noun phrases and subjects by their edges: no parser, only the words that begin and end them."""

from __future__ import annotations

from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token

Phrase = tuple[int, int]
"""Token numbers ``start`` and ``end`` (exclusive) within one line."""

_FAR = 40


def begins_phrase(token: Token, lang: Language) -> bool:
    """Whether a noun phrase can begin with ``token``."""
    if token.quote >= 0 or not token.is_word:
        return False
    low = token.low
    if low in lang.determiners or low in lang.pronouns:
        return True
    if low in lang.prepositions or low in lang.conjunctions or low in lang.subordinators:
        return False
    if token.text[0].isdigit():
        return False
    return low not in lang.auxiliaries and low not in lang.adverbs and low not in lang.relatives


def phrase_from(line: Line, at: int, end: int, lang: Language) -> Phrase | None:
    """The noun phrase that begins at token ``at`` and ends before ``end``, or None.

    A pronoun stands alone; otherwise it runs to a verb, comma, preposition other than *of*, …
    """
    tokens = line.tokens
    if at >= end or not begins_phrase(tokens[at], lang):
        return None
    first = tokens[at]
    if first.low in lang.pronouns and first.low not in lang.determiners:
        if first.text == "US" or (at + 1 < end and first.text == "IT"):
            pass
        else:
            return at, at + 1
    place = at
    nouns = 0
    while place < min(end, at + _FAR):
        token = tokens[place]
        if token.quote >= 0:
            break
        if not token.is_word:
            if token.text in "&" or (token.text in "-." and place > at):
                place += 1
                continue
            break
        low = token.low
        if place > at:
            if low in lang.of and nouns:
                place += 1
                continue
            if low in lang.prepositions and nouns:
                if token.text.islower() and not _joins(tokens, place, end, lang):
                    break
                place += 1
                continue
            if low in lang.auxiliaries or low in lang.subordinators or low in lang.relatives:
                break
            if low in lang.conjunctions:
                if (
                    not nouns
                    or place + 1 >= end
                    or not (
                        tokens[place + 1].is_capital or tokens[place + 1].low in lang.determiners
                    )
                ):
                    break
            elif (
                nouns
                and token.text.islower()
                and (
                    low in lang.cues
                    or low in lang.verbs
                    or low in lang.adverbs
                    or low in lang.pronouns
                    or low in lang.saying
                )
            ):
                break
        if low not in lang.determiners and low not in lang.conjunctions:
            nouns += 1
        place += 1
    while place > at and tokens[place - 1].low in lang.function and place - 1 > at:
        place -= 1
    return (at, place) if nouns else None


def _joins(tokens: list[Token], at: int, end: int, lang: Language) -> bool:
    """Whether the preposition ``at`` ties two nouns (*spokesman for X*) and does not begin an
    adverbial (*said in May*)."""
    if tokens[at].low not in ("for", "at", "to", "from", "with", "für", "bei"):
        return False
    before = tokens[at - 1]
    return before.low in lang.roles


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
        token = tokens[place]
        if token.quote >= 0:
            break
        if not token.is_word:
            if token.text in "&." or (token.text == "-" and place > floor):
                place -= 1
                continue
            break
        low = token.low
        if low in lang.determiners:
            start = place
            before = place - 1
            if (
                before > floor
                and tokens[before].low in lang.of | {"for"}
                and (tokens[before].low in lang.of or tokens[before - 1].low in lang.roles)
            ):
                place = before - 1
                continue
            break
        if low in lang.of:
            place -= 1
            continue
        if low in lang.prepositions or (
            low in lang.calendar
            and not (
                place > floor
                and tokens[place - 1].is_capital
                and tokens[place - 1].low in lang.names_he | lang.names_she
            )
        ):
            if (
                low in ("for", "at", "from", "to")
                and place > floor
                and tokens[place - 1].low in lang.roles
            ):
                place -= 1
                continue
            break
        if low in lang.conjunctions:
            if (
                place - 1 >= floor
                and tokens[place - 1].is_capital
                and start < end
                and tokens[start].is_capital
                and low == "and"
                and not (place - 1 >= floor and tokens[place - 1].low in lang.calendar)
            ):
                place -= 1
                continue
            break
        if (
            low in lang.subordinators
            or low in lang.relatives
            or low in lang.auxiliaries
            or low in lang.pronouns
        ):
            break
        if token.text.islower() and (low in lang.cues or low in lang.saying or low in lang.verbs):
            break
        if token.text.islower() and low in lang.adverbs:
            break
        start = place
        place -= 1
    return (start, end) if start < end else None


def main_subject(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """The subject of the sentence in tokens ``start``..``end``: its first noun phrase that is not
    in a leading adverbial."""
    tokens = line.tokens
    place = start
    for _ in range(4):
        while place < end and (
            (not tokens[place].is_word and tokens[place].quote < 0)
            or tokens[place].low in lang.conjunctions
            or tokens[place].low in lang.adverbs
        ):
            place += 1
        if place >= end or tokens[place].quote >= 0:
            return None
        low = tokens[place].low
        leading = (
            low in lang.prepositions or low in lang.subordinators or low in lang.calendar
        ) or (
            low.endswith(("ing", "ed"))
            and low not in lang.function
            and tokens[place].opens_sentence
            and _comma(tokens, place, end) is not None
            and lang.code == "en"
        )
        if not leading:
            return phrase_from(line, place, end, lang)
        comma = _comma(tokens, place, end)
        if comma is None:
            return _after_adverbial(line, place, end, lang)
        place = comma + 1
    return None


def _comma(tokens: list[Token], start: int, end: int) -> int | None:
    for place in range(start, min(end, start + _FAR)):
        if tokens[place].text == ",":
            return place
    return None


def _after_adverbial(line: Line, place: int, end: int, lang: Language) -> Phrase | None:
    """The phrase after a leading *In May* that no comma parts from it."""
    tokens = line.tokens
    place += 1
    while place < end and (
        tokens[place].low in lang.calendar
        or tokens[place].text[0].isdigit()
        or tokens[place].low in ("last", "this", "next")
    ):
        place += 1
    return phrase_from(line, place, end, lang)
