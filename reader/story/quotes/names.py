"""The people of a story: full names, short names, gender, role, and whom a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from reader.story.quotes.language import Language

_UPPER: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĽŃŅŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁІЇЄҐΑ-Ω"
_REST: Final = (  # what may follow a name's capital: J.R., Mr., D’Souza-Lee
    rf"(?:\.(?:[{_UPPER}]\.)*"
    r"|(?:(?<=[MDJS])r|(?<=M)r?s|(?<=[SG])en|(?<=R)e[pv]|(?<=G)ov|(?<=[LS])t|(?<=C)ol|(?<=C)apt"
    r"|(?<=S)gt|(?<=P)rof)\."
    r"|['’]?\w*(?:['’-](?!s\b)\w+)*)"
)
_RUN = re.compile(  # the capital stands first so that the search runs at the speed of a scan
    rf"[{_UPPER}](?<!\w.){_REST}"
    rf"(?:[ \u00a0](?:(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|del|du|ter|le|dos|zu)[ \u00a0])*"
    rf"[{_UPPER}]{_REST})*"
)
_SUFFIXES: Final = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii"])
Gender = Literal["he", "she", ""]


@dataclass(slots=True)
class Person:
    """Someone named in the story. ``sure`` counts what speaks for it being a person at all."""

    name: str
    last: str
    gender: Gender = ""
    role: str | None = None
    sure: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a person is named.

    ``begins``: a sentence begins there; ``speaks``: a verb of saying stands beside it; ``owns``:
    it is a possessive (*Ann Lee’s*) or hangs on a
    preposition, so that a pronoun seldom means it.
    """

    block: int
    start: int
    end: int
    person: Person
    begins: bool
    speaks: bool = False
    owns: bool = False


@dataclass(slots=True)
class People:
    """Everyone named in a story, by last name and by place."""

    lang: Language
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    by_first: dict[str, list[Person]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)

    def at(self, block: int, start: int, end: int) -> list[Mention]:
        """The mentions that lie in ``start``..``end`` of ``block``."""
        found = []
        for index in range(bisect_left(self._places, (block, start)), len(self.mentions)):
            mention = self.mentions[index]
            if mention.block != block or mention.start >= end:
                break
            found.append(mention)
        return found

    def before(self, block: int, start: int) -> list[Mention]:
        """Up to 40 mentions before the place, nearest first."""
        index = bisect_left(self._places, (block, start))
        return self.mentions[max(0, index - 40) : index][::-1]


def find_people(
    texts: Sequence[tuple[int, str]], quoted: Mapping[int, list[tuple[int, int]]], lang: Language
) -> People:
    """The people named in ``texts`` (block number, text); two passes, time linear in length.

    ``quoted`` has the places of quotations in each block: names in them make a person known, but
    are no mention that a pronoun outside could mean.  A headline (block -1) makes nobody known,
    since its words may all be capitals.
    """
    people = People(lang)
    runs: list[tuple[int, int, int, int, list[str], str, Gender]] = []
    for block, text in texts:
        inside = _Inside(quoted.get(block, []))
        shouts = block < 0 and _is_title_case(text)
        for match in _RUN.finditer(text):
            word = match.group()
            if " " not in word and word.lower() in lang.function:
                continue
            run = _trim(match, lang)
            if run is None:
                continue
            start, end, words, titled = run
            if not inside.has(start):
                gender = _gender_of_title(match.group(), lang) if titled else ""
                runs.append((block, match.start(), start, end, words, text, gender))
            if block < 0 and shouts:
                continue
            if len(words) >= 2:
                _meet(people, text, start, end, words, titled)
            elif titled and words[0].lower() not in lang.organisations:
                _meet_short(people, match.group(), words[0])
    for block, first, start, end, words, text, gender in runs:
        person = _known(people, words, gender)
        if person:
            people.mentions.append(_mention(block, (first, start, end), person, text, lang))
            people._places.append((block, start))
    return people


def _is_title_case(text: str) -> bool:
    words = text.split()
    return sum(word[:1].isupper() for word in words) * 2 > len(words)


class _Inside:
    """Answers, for places in rising order, whether they lie in one of the stretches."""

    def __init__(self, stretches: list[tuple[int, int]]) -> None:
        self.stretches = stretches
        self.next = 0

    def has(self, place: int) -> bool:
        """Whether ``place`` lies in a stretch."""
        while self.next < len(self.stretches) and self.stretches[self.next][1] <= place:
            self.next += 1
        return self.next < len(self.stretches) and self.stretches[self.next][0] <= place


def _mention(
    block: int, place: tuple[int, int, int], person: Person, text: str, lang: Language
) -> Mention:
    first, start, end = place  # of the title, of the name, and the end
    if first < start and text[first:start].split()[0].lower() in lang.adverbial:
        first = start  # While Ann Lee …: not the subject of the sentence
    lead = text[max(0, first - 24) : first]
    before = lead.rstrip(" \"'“‘«„")
    begins = not before or before[-1] in ".!?:"
    word = lead.split()[-1:]
    after = text[end : end + 16].split()[:1]
    speaks = bool((word and word[0] in lang.say) or (after and after[0].strip(",.") in lang.say))
    after_preposition = bool(word) and word[0] in lang.prepositions
    owns = after_preposition or text[end : end + 2] in ("’s", "'s")
    return Mention(block, start, end, person, begins, speaks, owns)


def _trim(match: re.Match[str], lang: Language) -> tuple[int, int, list[str], bool] | None:
    start, end = match.span()
    run = match.group()
    if " " not in run and "\u00a0" not in run:  # most runs: the first word of a sentence
        low = run.lower()
        known = low in lang.leads or low in lang.function or low in lang.calendar
        return None if known else (start, end, [run], False)
    words = run.replace("\u00a0", " ").split(" ")
    lows = [word.lower() for word in words]
    skip = 0
    titled = owned = tied = False
    for place, low in enumerate(lows):
        leads = low in lang.leads or _is_role(low, len(lows) - place, lang)
        if leads and (place == skip or place < len(lows) - 1):
            titled = True
            skip = place + 1
        elif place == skip and low in lang.function:
            skip = place + 1
            tied = tied or titled  # Vorsitzende der Gewerkschaft
            owned = owned or (lang.nouns_capital and low in lang.determiners)
        elif place == skip and low in lang.former:
            skip = place + 1
    if owned and not titled and skip < len(words) and lows[skip] not in lang.first_names:
        return None  # Die Äußerungen Hassemers
    if skip:
        if skip == len(words):
            return None
        start += sum(len(word) + 1 for word in words[:skip])
        words = words[skip:]
    while words and words[-1].lower() in lang.calendar:
        end -= len(words[-1]) + 1
        words = words[:-1]
    if not words:
        return None
    return start, end, words, titled and not tied


_FEMALE: Final = ("erin", "istin", "entin", "ologin")


def _is_role(low: str, left: int, lang: Language) -> bool:
    """Whether ``low``, with ``left`` words of the run from it on, is a German role: a compound
    that ends in one (*Bundesinnenminister*), or before two names any *-erin*."""
    if not lang.nouns_capital or left < 2 or low in lang.first_names:
        return False
    return low.endswith(lang.role_endings) or (left > 2 and low.endswith(_FEMALE))


def _meet(people: People, text: str, start: int, end: int, words: list[str], titled: bool) -> None:
    lang = people.lang
    lows = [word.lower() for word in words]
    if len(words) > 4 or any(low in lang.organisations for low in lows):
        return
    if text[max(0, start - 4) : start].lower() == "the " and not titled:
        return
    core = [low for low in lows if low not in _SUFFIXES]
    if len(core) < 2:
        return
    if lang.nouns_capital and any(
        low in lang.genitive and lows[at - 1] not in lang.ties for at, low in enumerate(lows)
    ):
        return  # Pläne der Behörde
    last = core[-1]
    name = " ".join(words)
    for person in people.by_last.get(last, ()):
        if person.name == name or core[0] == person.name.split()[0].lower():
            if len(name) > len(person.name):
                person.name = name
            person.sure += 1
            return
    gender: Gender = (
        "he" if core[0] in lang.names_he else "she" if core[0] in lang.names_she else ""
    )
    person = Person(name, last, gender)
    person.sure = 2 * bool(gender) + titled + _introduced(text, start, end, lang)
    people.by_last.setdefault(last, []).append(person)
    people.by_first.setdefault(core[0], []).append(person)


def _introduced(text: str, start: int, end: int, lang: Language) -> bool:
    before = text[max(0, start - 30) : start].split()
    after = text[end : end + 24].split()
    return bool(
        (before and before[-1].lower() in lang.introduces)
        or (after and after[0].lower().strip(",.") in lang.say)
        or re.match(r", (?:\d\d,|[a-z])|,? \(", text[end : end + 8])
    )


def _gender_of_title(run: str, lang: Language) -> Gender:
    title = run.split()[0].lower()
    return "he" if title in lang.titles_he else "she" if title in lang.titles_she else ""


def _meet_short(people: People, full: str, word: str) -> None:
    """*Mr. Sato*: a person known by title and last name; gives a known one its gender."""
    gender = _gender_of_title(full, people.lang)
    known = people.by_last.get(word.lower())
    if known:
        for person in known:
            person.sure += 1
            if gender and len(known) == 1:
                person.gender = gender
        return
    people.by_last[word.lower()] = [
        Person(f"{full.split()[0]} {word}", word.lower(), gender, None, 1)
    ]


def _known(people: People, words: list[str], gender: Gender) -> Person | None:
    lows = [word.lower() for word in words if word.lower() not in _SUFFIXES]
    if not lows:
        return None
    candidates = people.by_last.get(lows[-1])
    if candidates:
        if len(lows) > 1:
            for person in candidates:
                if person.name.lower().startswith(lows[0]):
                    return person
            if any(low in people.lang.organisations for low in lows):
                return None
        if len(candidates) == 1 or len(lows) > 1:
            return candidates[0]
        fits = [p for p in candidates if not gender or p.gender in ("", gender)]
        return max(fits or candidates, key=lambda p: p.sure)
    if len(lows) == 1:
        first = people.by_first.get(lows[0])
        if first and len(first) == 1:
            return first[0]
    return None
