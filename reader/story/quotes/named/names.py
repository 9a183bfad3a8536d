"""Who is named in a story: full names, short ones, first names alone; their gender and roles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from operator import itemgetter
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.couples import meet_couples
from reader.story.quotes.named.declined import first_case, of_a_man, rename
from reader.story.quotes.named.firstnames import is_called
from reader.story.quotes.named.fullnames import (
    PARTICLES,
    Gender,
    Name,
    Person,
    gender_of_name,
    gender_of_role,
    is_initials,
    is_surname,
    name_in,
)
from reader.story.quotes.named.people import People
from reader.story.quotes.named.roles import role_words
from reader.story.quotes.quoted.spans import TURN

_UPPER: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĽŃŅŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽА-ЯЁІЇЄҐΑ-Ω"
_REST: Final = (  # what may follow a name's capital: J.R., Mr., D’Souza-Lee
    rf"(?:(?=\w{{0,4}}\.)(?:\.(?:[{_UPPER}]\.)*"
    r"|(?:(?<=[MDJS])r|(?<=M)r?s|(?<=[SG])en|(?<=R)e[pv]|(?<=G)ov|(?<=[LS])t|(?<=C)ol|(?<=C)apt"
    r"|(?<=S)gt|(?<=P)rof)\.)"
    r"|['’]?\w*(?:['’-](?!s\b)\w+)*)"
)
_RUN = re.compile(  # the capital stands first so that the search runs at the speed of a scan
    rf"[{_UPPER}](?<!\w.){_REST}"
    rf"(?:[ \u00a0](?:(?:de|la|van|von|der|den|bin|ibn|al|el|da|di|del|du|ter|le|dos|zu)[ \u00a0])*"
    rf"[{_UPPER}]{_REST})*"
)
_SUFFIXES: Final = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii"])
_SAINTS: Final = frozenset(["st", "st.", "saint"])
"""*St James* is a church or a park."""
_PLACES: Final = frozenset(
    "new north south east west northern southern eastern western central united saudi los las san"
    " santa fort mount cape port hong rhode puerto sri great".split()
)
"""How names of places begin: *New Hampshire*."""
_PARTISANS: Final = frozenset(
    "democrat republican conservative liberal libertarian independent senator governor lawmaker"
    " congressman congresswoman mp mps msp td mep".split()
)
"""What somebody without a name is: *an Iowa Democrat*."""
_APPOSITION = re.compile(r", (?!which\b)(?:\d\d,|[a-z])|,? \(")
_SUFFIX = re.compile("['’]")
_APOSTROPHES: Final = frozenset("'’")
_BEFORE_FIRST: Final = frozenset(["sir", "dame"])
"""Titles that stand before a first name: *Dame Ann*."""
_AT: Final = frozenset("at in near outside inside into across".split())
"""Before a name with words between commas behind it: a place, *at Il Faggio, her choice*."""
_FIRMS: Final = ("keten", "concern", "bedrijf", "fabriek", "konzern", "kette", "hersteller")
"""How words for firms end that stand before their names."""
_TWO: Final = 2
_LEAD: Final = 24
"""Characters before a name in which an office may stand: *Speaker of the*."""
_SURNAME: Final = 3
"""Letters of a surname in a transcript, at least: no *Q:*."""
_WORD_OF: Final = itemgetter(0)


_BEHIND_PLACES: Final = frozenset("–—-,./(")
_STREETS: Final = (
    "calle ",
    "plaza ",
    "avenida ",
    "rue ",
    "avenue ",
    "place ",
    "via ",
    "piazza ",
    "corso ",
    "rua ",
    "praça ",
    "straat ",
    "ulica ",
    "ulicy ",
)


def find_people(
    texts: Mapping[int, str], quoted: Mapping[int, list[tuple[int, int]]], lang: Language
) -> People:
    """The people named in ``texts`` (by block number); two passes, time linear in length.

    ``quoted`` has the places of quotations in each block: names in them make a person known, but
    are no mention that a pronoun outside could mean.  A headline (block -1) makes nobody known,
    since its words may all be capitals.
    """
    people = People(lang, texts=texts)
    runs: list[_Run] = []
    names: dict[str, Name | None] = {}
    capitals = {block: _capitals(text, lang) for block, text in texts.items()}
    words = set(map(_WORD_OF, chain.from_iterable(capitals.values())))
    several = {word for word in words if " " in word or "\u00a0" in word}
    for block, text in texts.items():
        shouts = block < 0 and _is_title_case(text)
        for word, start in capitals[block]:
            if word not in several:  # most: the first word of a sentence
                continue
            if word not in names:
                names[word] = name_in(word, lang, text[max(0, start - _LEAD) : start])
            name = names[word]
            if name is None or (start == 0 and word.isupper() and _is_dateline(text, word, lang)):
                continue
            runs.append(
                (block, start, start + name.start, start + name.end, name.lows, name.gender)
            )
            if shouts and not (
                name.lows[-1].capitalize() in words and name.lows[0] in lang.first_names
            ):
                continue
            if len(name.words) >= 2:
                _meet(people, text, start + name.start, start + name.end, name)
            elif name.titled and name.lows[0] not in lang.organisations:
                _meet_short(people, word, name)
    if lang.bare_nouns and not lang.verb_last:
        _join_cases(people, words)
    if lang.measured:
        meet_couples(people, texts)
    if lang.capital_names:
        _meet_first_names(people, texts, capitals)
    if lang.measured:
        _meet_turns(people, texts, words)
    known = (people.by_last.keys() | people.by_first.keys()) - lang.no_names
    if lang.measured:  # Baker said, where Lee Baker is known
        trades = (people.by_last.keys() & lang.roles) - lang.titles
        known |= {low for low in trades if low not in lang.function}
    lows = zip(words, map(str.lower, words), strict=True) if known else ()
    short = {word: low for word, low in lows if low in known}
    for block, found in capitals.items() if short else ():
        for word, start in [run for run in found if run[0] in short]:
            runs.append((block, start, start, start + len(word), [short[word]], ""))
    runs.sort(key=_place_of)
    _find_mentions(people, runs, quoted)
    return people


def _join_cases(people: People, words: set[str]) -> None:
    """Makes one person of *Олега Стрижа* and *Стриж*."""
    words = {part for word in words for part in word.split()}
    for low, persons in list(people.by_last.items()):
        if len(persons) != 1:
            continue
        last = first_case(low, words) or of_a_man(persons[0].name, people.lang)
        if last is None or last in people.lang.function or len(persons[0].name.split()) != _TWO:
            continue
        same = people.by_last.get(last)
        if same is None:
            rename(persons[0], last, people.lang)
            people.by_last[last] = persons
        elif len(same) == 1:
            same[0].sure += persons[0].sure
            people.by_last[low] = same
    lasts = {last.capitalize() for last, persons in people.by_last.items() if len(persons) == 1}
    for word in words:  # По словам Стрижа
        low = word.lower()
        if word.istitle() and low not in people.by_last and low not in people.lang.no_names:
            last = first_case(low, lasts)
            if last is not None:
                people.by_last[low] = people.by_last[last]


def _is_dateline(text: str, word: str, lang: Language) -> bool:
    """Whether the capitals ``word`` that begin ``text`` are a place: *CITTÀ DEL VATICANO – …*"""
    return not lang.measured and text[len(word) : len(word) + 2].strip()[:1] in _BEHIND_PLACES


def _meet_first_names(
    people: People, texts: Mapping[int, str], capitals: Mapping[int, list[tuple[str, int]]]
) -> None:
    names = people.lang.capital_names
    for block, found in capitals.items():
        text = texts[block]
        if block < 0:
            continue
        for word, start in found:
            kin = word not in names
            if kin:  # most begin a sentence: what stands before them tells
                lead = text[start - 2 : start]
                if lead[1:] != " " or not (lead[0] == "," or lead[0].islower()) or " " in word:
                    continue
            low = word.lower()
            if low in people.by_last or low in people.by_first or low in people.lang.no_names:
                continue
            if is_called(text, start, start + len(word), people.lang, kin=kin):
                gender = gender_of_name([low, low], people.lang)
                people.by_first[low] = [Person(word, low, gender, None, 1)]


def _meet_turns(people: People, texts: Mapping[int, str], words: set[str]) -> None:
    """*MR. WELLER: “…”*: those who speak in a transcript and have no more than a surname."""
    for text in texts.values():
        turn = TURN.match(text)
        called = turn.group(1).split() if turn and turn.group(0).endswith(":") else []
        if not called or len(called[-1]) < _SURNAME:
            continue
        low = called[-1].lower()
        name = low.capitalize()
        known = low in people.by_last or low in people.by_first or low in people.lang.no_names
        if known or name not in words or low in people.lang.organisations:
            continue
        titles = people.lang.titles_he, people.lang.titles_she
        he, she = (called[0].lower() in title for title in titles)
        people.by_last[low] = [Person(name, low, "he" if he else "she" if she else "", None, 1)]


def _capitals(text: str, lang: Language) -> list[tuple[str, int]]:
    """The runs of words with capitals in ``text``, and where each begins."""
    found = [(run[0], run.start()) for run in _RUN.finditer(text)]
    if lang.elides:  # L’avocate Ann Lee
        found = [
            (run[2:], at + 2) if run[1:2] in _APOSTROPHES and run[0] in "LD" else (run, at)
            for run, at in found
        ]
    if lang.suffixed:
        found = [(_SUFFIX.split(run, 1)[0], at) for run, at in found]
    return found


def _place_of(run: _Run) -> tuple[int, int]:
    return run[0], run[2]


_Run = tuple[int, int, int, int, list[str], Gender]
"""A run of capitals: block, where it begins with its titles, its name's start and end, the words of
the name in lower case, and the gender its title gives."""


def _find_mentions(
    people: People,
    runs: list[_Run],
    quoted: Mapping[int, list[tuple[int, int]]],
) -> None:
    here: int | None = None
    inside = _Inside([])
    for block, first, start, end, lows, gender in runs:
        if len(lows) == 1 and lows[0] not in people.by_last and lows[0] not in people.by_first:
            continue
        if block != here:
            here, inside = block, _Inside(quoted.get(block, []))
        if inside.has(start):
            continue
        person = _known(people, lows, gender)
        if person and not person.sure and len(lows) == 1 and people.lang.measured:
            text = people.texts[block]  # Delgado, 31, runs; Delgado said
            person.sure += _introduced(text, start, end, people.lang)
        if person:
            people.met(block, (first, start, end), person)


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


def _meet(people: People, text: str, start: int, end: int, name: Name) -> None:
    lang = people.lang
    if not name.titled and text[max(0, start - 4) : start].lower() == "the ":
        return
    if lang.proper_capitals and text[max(0, start - 9) : start].endswith(_STREETS):
        return  # la calle Mayor de Teruel
    if lang.proper_capitals and "al" in name.lows and name.lows[0] not in lang.first_names:
        return  # Derby al Rivarolo
    if not lang.measured and name.words[0].isupper() and name.lows[1] in lang.of:
        return  # PDG de Velmont
    if name.person:  # the same run of words once more
        name.person.sure += 1
        return
    lows = name.lows
    if lang.verb_second and lows[0].endswith(_FIRMS):
        return  # Bakkersketen Broodmans
    if len(lows) > 4 or not lang.organisations.isdisjoint(lows):
        return
    core = [low for low in lows if low not in _SUFFIXES]
    if len(core) < 2 or (len(core) == 2 and core[0] in _SAINTS):
        return
    if (
        lang.measured
        and not name.titled
        and (core[0] in _PLACES or core[-1].removesuffix("s") in _PARTISANS)
    ):
        return
    if lang.measured and core[0] not in lang.first_names and any(map(is_initials, name.words)):
        return  # POLITICO Magazine
    if lang.nouns_capital and any(
        low in lang.genitive and lows[at - 1] not in lang.ties for at, low in enumerate(lows)
    ):
        return  # Pläne der Behörde
    full = " ".join(name.words)
    for person in people.by_last.get(core[-1], ()):
        known_as = person.name.lower().split()
        whole = is_surname(known_as, core)  # Charles de Gaulle, who was De Gaulle so far
        if core[0] == known_as[0] or whole or is_surname(core, known_as):
            if whole:
                person.gender = person.gender or gender_of_name(core, lang)
                people.by_first.setdefault(core[0], []).append(person)
            if len(full) > len(person.name):
                person.name = full
            person.sure += 1
            person.called |= role_words(text, start, end, lang)
            name.person = person
            return
    called = role_words(text, start, end, lang)
    known = bool(called) and not lang.measured  # a spokesman may be a woman
    gender = name.gender if lang.measured else ""  # Mrs. Ann Lee
    gender = gender or (gender_of_role(text, start, lang) if known else "")
    gender = gender or gender_of_name(core, lang) or gender_of_role(text, start, lang)
    person = name.person = Person(full, core[-1], gender)
    person.sure = 2 * bool(gender) + name.titled + _introduced(text, start, end, lang)
    person.called = called
    people.by_last.setdefault(core[-1], []).append(person)
    people.by_first.setdefault(core[0], []).append(person)


def _introduced(text: str, start: int, end: int, lang: Language) -> bool:
    before = text[max(0, start - 30) : start].rsplit(None, 1)
    after = text[end : end + 24].split(None, 1)
    return bool(
        (before and before[-1].lower() in lang.introduces)
        or (after and after[0].lower().strip(",.") in lang.say)
        or (
            _APPOSITION.match(text, end, end + 9)
            and not (lang.measured and before and before[-1] in _AT)
        )
    )


def _meet_short(people: People, run: str, name: Name) -> None:
    """*Mr. Sato*: a person known by title and last name; gives a known one its gender."""
    lang = people.lang
    known = people.by_last.get(name.lows[0])
    knighted = lang.measured and run.partition(" ")[0].lower() in _BEFORE_FIRST
    if knighted and not known and len(people.by_first.get(name.lows[0], ())) == 1:
        people.by_first[name.lows[0]][0].gender = name.gender  # Dame Ann, who is Dame Ann Lee
        return
    spouse = name.gender and known and known[0].addressed not in ("", name.gender)
    if known and not (spouse and len(known) == 1):  # Mrs. Lee, where Mr. Lee was named
        for person in known:
            person.sure += 1
            if name.gender and len(known) == 1:
                person.gender = person.addressed = name.gender
        return
    title = [
        word
        for word in run[: name.start].split()
        if word.lower() not in lang.function and word.lower() not in lang.former
    ]
    full = " ".join([*title, name.words[0]])  # When President Trump spoke, Former Mayor Sato
    people.by_last.setdefault(name.lows[0], []).append(
        Person(full, name.lows[0], name.gender, None, 1, name.gender)
    )


def _known(people: People, lows: list[str], gender: Gender) -> Person | None:
    lows = [low for low in lows if low not in _SUFFIXES]
    if not lows:
        return None
    candidates = people.by_last.get(lows[-1])
    if candidates:
        if len(lows) > 1:
            for person in candidates:
                if person.name.lower().startswith(lows[0] + " " * (lows[0] in PARTICLES)):
                    return person
            if any(low in people.lang.organisations for low in lows):
                return None
        if len(candidates) == 1 or (len(lows) > 1 and lows[0] not in PARTICLES):
            return candidates[0]
        fits = [p for p in candidates if not gender or p.gender in ("", gender)]
        return max(fits or candidates, key=lambda p: p.sure)
    if len(lows) == 1:
        first = people.by_first.get(lows[0])
        if first and len(first) == 1:
            return first[0]
    return None
