"""A colon behind a clause that has another quotation, or another speaker, before it."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.front import is_person
from reader.story.quotes.clause.phrases import Phrase, phrase_before, phrase_from
from reader.story.quotes.clause.verbs import COLONS, COMMAS, is_verb, said
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line


def has_own(line: Line, cue: int, place: int) -> bool:
    """Whether the verb ``cue`` has a quotation of its own and a comma parts that from the one
    at ``place``: *Asked about the crowd, which sang “Go home”, the coach was curt: “…”*."""
    tokens = line.tokens
    own = next((at for at in range(cue + 1, min(cue + 4, place)) if tokens[at].quote >= 0), None)
    return own is not None and any(token.text in COMMAS for token in tokens[own + 1 : place])


def contrast(line: Line, start: int, end: int, lang: Language) -> int:
    """Where the last clause of tokens ``start``..``end`` begins that *though* or *while* parts from
    the one before: *The mayor kept silent, though his aide stood up, saying “…”*."""
    tokens = line.tokens
    for at in range(end - 1, start + 1, -1):
        if tokens[at].low in lang.contrasts and tokens[at - 1].text in COMMAS:
            return at + 1
    return start


def behind_subordinate(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *Asked if the road was bad, Ann Lee laughed and said*, where *and* is token
    ``at``: the subject behind the comma that ends a clause which cannot stand alone."""
    tokens = line.tokens
    if not lang.measured:
        return None
    comma = next((p for p in range(at - 1, start, -1) if not tokens[p].is_word), start)
    if comma == start or tokens[comma].text != ",":
        return None
    led = any(token.low in lang.only_subordinators for token in tokens[start:comma])
    phrase = phrase_from(line, comma + 1, at, lang) if led else None
    if phrase is None or phrase[1] >= at or not is_verb(tokens[phrase[1]], lang):
        return None
    return phrase if is_person(tokens, *phrase, lang) else None


def subordinate(line: Line, subject: Phrase, end: int, lang: Language) -> Phrase | None:
    """*the company* in *Shares fell after the company cut its outlook, citing “…”*, where the
    ``subject`` of the main clause cannot speak."""
    tokens = line.tokens
    if not lang.measured or is_person(tokens, *subject, lang):
        return None
    for at in range(end - 1, subject[1], -1):
        if tokens[at].quote >= 0:
            return None
        if tokens[at].low in lang.subordinators:
            found = phrase_from(line, at + 1, end, lang)
            return found if found and is_person(tokens, *found, lang) else None
    return None


def led_by_with(line: Line, comma: int, start: int, lang: Language) -> Phrase | None:
    """*Sen. Ann Lee of Ohio* in *…, with one, Sen. Ann Lee of Ohio, telling him “…”*."""
    tokens = line.tokens
    if not lang.measured or tokens[comma].text not in COMMAS:
        return None
    for at in range(comma - 1, start, -1):
        if tokens[at].quote >= 0 or tokens[at].low in lang.relatives:
            return None
        if tokens[at].text not in COMMAS:
            continue
        if at - 2 > start and tokens[at - 2].low in lang.with_:
            return phrase_from(line, at + 1, comma, lang)
        led = next((p for p in range(at - 2, start, -1) if tokens[p].low in lang.with_), None)
        if led is None or any(token.text in COMMAS for token in tokens[led:at]):
            return None
        second = phrase_from(line, at + 1, comma, lang)
        if second is None or second[1] != comma:
            return None
        phrase = phrase_from(line, led + 1, at, lang)  # with the chair, Ann Lee, telling him
        return phrase if phrase and phrase[1] == at else None
    return None


def quoted_as(line: Line, link: int, start: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *The agency quoted Ann Lee as saying “…”*, of which ``link`` is *as*."""
    tokens = line.tokens
    for at in range(link - 1, max(start, link - _QUOTED), -1):
        if tokens[at].quote >= 0:
            return None
        if tokens[at].low in _QUOTES and tokens[at - 1].low not in lang.be:
            phrase = phrase_from(line, at + 1, link, lang)
            kin = phrase is not None and tokens[phrase[1] - 1].low in lang.kin | lang.persons
            return phrase if phrase and (kin or is_person(tokens, *phrase, lang)) else None
    return None


def is_told_of(line: Line, found: Said) -> bool:
    """Whether ``found`` is *a candidate who*, without a comma: of whom somebody only speaks before a
    colon."""
    return line.text.endswith(_WHO, found.start, found.end)


_WHO: Final = tuple(f"{letter} who" for letter in "abcdefghijklmnopqrstuvwxyz")


def is_perceived(line: Line, phrase: Phrase, cue: int, start: int, lang: Language) -> bool:
    """Whether somebody hears or shows ``phrase`` saying it: *She recalls her mother saying “…”*."""
    led = phrase[0] > start and line.tokens[phrase[0] - 1].low in _PERCEIVES
    return led and lang.measured and line.tokens[cue].low in lang.saying


_PERCEIVES: Final = frozenset(
    "heard hears saw sees show shows showed captured captures caught overheard recorded filmed remembers"
    " remembered recalled recalls".split()
)
"""Behind which somebody is saying what another one hears or shows."""


def sent_paper(line: Line, at: int, start: int, lang: Language) -> int | None:
    """The verb in *Ann Lee had sent a message saying “…”*, which ends at token ``at``: whoever
    sends it says so."""
    tokens = line.tokens
    if not lang.measured or at - 2 <= start or tokens[at].low not in lang.documents:
        return None
    sent = tokens[at - 1].low in lang.articles and tokens[at - 2].low in _SENDS
    return at - 2 if sent else None


_SENDS: Final = frozenset("sent sends posted posts wrote left issued released published".split())


def found_paper(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """*a note* in *The bell was found with a note saying “…”*, which ends at token ``at``."""
    tokens = line.tokens
    if not lang.measured or at - 2 <= start or tokens[at].low not in lang.documents:
        return None
    led = tokens[at - 2].low
    left = led in lang.with_ and tokens[at].low in _LEFT
    left = left and any(token.low in lang.be for token in tokens[start:at])
    found = tokens[at - 1].low in lang.articles and (left or led in _FOUND)
    return (at - 1, at + 1) if found else None


_LEFT: Final = frozenset(["note", "letter"])
_FOUND: Final = frozenset("found finds discovered received receives was is".split())
"""What leads up to a note that speaks for itself; not *replied with a message*, *sent a letter*."""


def absolute(line: Line, at: int, start: int, lang: Language) -> Phrase | None:
    """*its chair* in *The council met again, its chair saying “…”*, which ends at token ``at``."""
    tokens = line.tokens
    if not lang.measured or at - 2 < start or not tokens[at].is_word:
        return None
    if tokens[at].low not in lang.roles and tokens[at].low not in lang.leads:
        return None
    phrase = phrase_before(line, at + 1, start, lang)
    if phrase is None or phrase[0] - 1 <= start or tokens[phrase[0] - 1].text not in COMMAS:
        return None
    return phrase if tokens[phrase[0]].low in _ITS else None


_ITS: Final = frozenset(["its", "his", "her", "their", "one"])
_QUOTED: Final = 14
"""Tokens in which somebody is named whom a paper quotes."""
_QUOTES: Final = frozenset(["quoted", "quotes", "quoting", "cited", "cites", "citing"])


def claimed(line: Line, noun: int, start: int, lang: Language) -> Said | None:
    """Whose claim it is in *rejected Ann Lee’s claim that “…”*, *dismissed her warning that “…”*."""
    tokens = line.tokens
    owner = noun - 1
    if tokens[noun + 1].low not in lang.that:
        return None
    if owner > start and tokens[owner].text.islower() and not _owns(tokens[owner].text):
        owner -= 1  # his repeated claim that
    if owner < start:
        return None
    low = tokens[owner].low
    if low in lang.his or low in lang.her:
        return said(line, (owner, owner + 1), "weak-cue", noun)
    if not _owns(tokens[owner].text):
        return None
    phrase = phrase_before(line, owner + 1, start, lang)
    if phrase is None:
        return None
    found = said(line, phrase, "weak-cue", noun)
    found.end -= 2 if line.text[found.end - 1] == "s" else 1
    return found


def _owns(text: str) -> bool:
    return text.endswith(("'s", "’s", "s'", "s’"))


def cut_in(line: Line, start: int, place: int, lang: Language) -> Said | None:
    """*she answered, before Ann Lee cut in: “…”*"""
    tokens = line.tokens
    if lang.code != "en" or place - 4 < start or tokens[place - 1].text not in COLONS:
        return None
    if tokens[place - 2].low != "in" or not is_verb(tokens[place - 3], lang):
        return None
    phrase = phrase_before(line, place - 3, start, lang)
    return said(line, phrase, "cue-before", place - 3) if phrase else None


def cuts_in(line: Line, place: int, lang: Language) -> Said | None:
    """*her husband* in *“…,” Ann Lee said, and her husband cut in. “…”*"""
    tokens = line.tokens
    if not lang.measured or place < _CUT or tokens[place - 1].text != ".":
        return None
    verb = place - 2 - (tokens[place - 2].low in ("in", "up"))
    if tokens[verb].low not in _CUTS:
        return None
    start, _ = line.sentence(place - 1)
    phrase = phrase_before(line, verb, start, lang)
    return (
        said(line, phrase, "line-before", verb)
        if phrase and is_person_or_kin(line, phrase, lang)
        else None
    )


def is_person_or_kin(line: Line, phrase: Phrase, lang: Language) -> bool:
    """Whether ``phrase`` is somebody: by name or by what somebody is to somebody."""
    last = line.tokens[phrase[1] - 1].low
    known = last in lang.kin or last in lang.persons or last in lang.roles
    return known or is_person(line.tokens, *phrase, lang)


_CUT: Final = 4
_CUTS: Final = frozenset(
    "cut cuts chimed chimes butted jumped broke piped chipped barged interrupted interrupts interjected".split()
)


def in_relative(line: Line, cue: int, subject: int, lang: Language) -> bool:
    """Whether the clause that begins with the ``subject`` tells more of a noun behind the verb
    ``cue``: *said after talks that one delegate called “…”*; not *said that one called it*."""
    tokens = line.tokens
    shifted = tokens[subject].low in _WHICH
    subject += shifted
    first, link = tokens[subject], tokens[subject - 1].low
    if link not in _WHICH or subject - 2 <= cue:
        return False
    apposed = tokens[subject - 4].text in COMMAS and tokens[subject - 3].low in lang.articles
    if shifted and not apposed:
        return False  # told a rally in Ohio that Ann Lee had called it “…”
    if link == "which" and tokens[subject - 2].low in lang.prepositions:
        return True  # read out a letter in which Ann Lee called it “…”
    plain = not first.is_capital and first.low not in lang.determiners
    if plain and not (apposed and first.low not in lang.pronouns):
        return False  # what he called “…”: mostly who says so
    if tokens[subject - 2].text in COMMAS:
        return link != "that"
    noun = tokens[subject - 2]
    led = tokens[subject - 3].low in lang.prepositions | lang.determiners | lang.of
    return link == "what" or (noun.is_word and led)


_WHICH: Final = frozenset(["which", "what", "that"])
