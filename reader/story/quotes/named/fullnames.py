"""A run of capitals as a name: its titles, its words, and the gender these give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from reader.story.quotes.language import Language

Gender = Literal["he", "she", ""]


@dataclass(slots=True)
class Person:
    """Someone named in the story. ``sure`` counts what speaks for it being a person at all."""

    name: str
    last: str
    gender: Gender = ""
    role: str | None = None
    sure: int = 0
    addressed: Gender = ""
    """What a title before the last name has told: *Mr. Lee*."""
    meant: Gender = ""
    """The pronoun that has meant the person before."""
    called: frozenset[str] = frozenset()
    """Roles that stand beside the name, in small letters: *minister*."""


@dataclass(slots=True)
class Name:
    """The name at ``start``..``end`` of a run of capitals, whose other words are titles, roles
    and days; ``person`` is whom it was found to name."""

    start: int
    end: int
    words: list[str]
    lows: list[str]
    titled: bool
    gender: Gender
    person: Person | None = None


PARTICLES: Final = frozenset(
    "de la van von der den bin ibn al el da di del du ter le dos zu".split()
)
"""What may stand before a surname, and belongs to it."""


def is_surname(lows: list[str], full: list[str]) -> bool:
    """Whether *Van Dongen* (``lows``) is all but the first name of *Piet van Dongen* (``full``),
    both in small letters."""
    return len(full) > len(lows) and lows[0] in PARTICLES and full[-len(lows) :] == lows


def name_in(run: str, lang: Language, lead: str = "") -> Name | None:
    """The name in the run of capitals ``run``, without its titles, roles and days; None when there
    is none.  ``lead`` is what stands right before it."""
    words = run.replace("\u00a0", " ").split(" ")
    lows = [word.lower() for word in words]
    skip = 0
    titled = owned = tied = False
    for place, low in enumerate(lows):
        leads = low in lang.leads or (
            bool(lang.role_endings) and _is_role(low, len(lows) - place, lang)
        )
        calls = place == skip and low in lang.traits and not lang.measured
        calls = calls and len(lows) - place > _WHOLE and low not in lang.first_names
        if calls or (
            leads and (place == skip or place < len(lows) - 1)
        ):  # Doelpuntenmaker Jan Smit
            titled = True
            skip = place + 1
        elif place == skip and low in lang.function:
            if titled and words[place][0].isupper() and lang.code == "nl":
                break  # minister Van Dalsum
            if place + 1 < len(lows) and is_first_name(low, lows[place + 1], lang):
                break  # Jan Petrie
            skip = place + 1
            tied = tied or titled  # Vorsitzende der Gewerkschaft
            owned = owned or (lang.nouns_capital and low in lang.determiners)
        elif place == skip and low in lang.former:
            skip = place + 1
    if lang.nouns_capital or lang.bare_nouns or lang.verb_second:
        more = _before_first_name(lows[skip:], lang)
        titled, skip = titled or more > 0, skip + more
    if owned and not titled and skip < len(words) and lows[skip] not in lang.first_names:
        return None  # Die Äußerungen Hassemers
    if lang.measured and len(lows) - skip > 2:
        skip += _before_known(words[skip:], lows[skip:], lang)
    if lang.measured and not skip and len(lows) > 1:
        skip = _behind_office(lead, lows, lang)
        skip = skip or (_behind_initials(words) if lows[0] not in lang.first_names else 0)
    start = sum(len(word) + 1 for word in words[:skip])
    words, lows = words[skip:], lows[skip:]
    kept = _kept(words, lows, titled, lang)
    words, lows = words[:kept], lows[:kept]
    end = start + len(" ".join(words))
    if not words:
        return None
    gender = _gender_of_title(run, lang) if titled and not tied else ""
    return Name(start, end, words, lows, titled and not tied, gender)


def _kept(words: list[str], lows: list[str], titled: bool, lang: Language) -> int:
    """How many of the words are the name's own: days, honours and what belongs to the next part of
    the sentence may stand behind it."""
    kept = len(words)
    if lang.code == "nl" and titled and kept > 2 and lows[0] in lang.function:
        kept = next((at for at in range(2, kept) if words[at].islower()), kept)
        # Van Dalsum van Infrastructuur
    if lang.code == "nl" and kept > 3 and (titled or lows[0] in lang.first_names):
        van = next((at for at in range(2, kept) if lows[at] == "van"), kept)
        if lows[van - 1] not in lang.first_names:
            kept = van  # Ann Lee van Financiën
    while kept and lows[kept - 1] in lang.calendar:
        kept -= 1
    while lang.measured and kept > _FULL and words[kept - 1] in _HONOURS:
        kept -= 1
    if lang.nouns_capital and kept and (titled or lows[0] in lang.first_names):
        lows = lows[:kept]
        kept = min(kept, _before_case(lows), _before_firm(lows, lang))  # Karl Rau den Haushalt
    return kept


def is_first_name(low: str, after: str, lang: Language) -> bool:
    """Whether a word that is a month as well is a name before the word ``after``: *Jan Petrie*."""
    return low in lang.calendar and low in lang.first_names and after not in lang.no_names


def _before_first_name(lows: list[str], lang: Language) -> int:
    """How many nouns stand before a first name with a surname: *Landwirt Georg Thoma*."""
    for at in range(1, min(_NOUNS, len(lows) - 1)):
        if lows[at] in lang.first_names or (at == 1 and _is_declined(lows[at], lang)):
            known = any(not lang.first_names.isdisjoint(low.split("-")) for low in lows[:at])
            return 0 if known else at
    return 0


def _is_declined(low: str, lang: Language) -> bool:
    """Whether ``low`` is a Slavic first name in another case: *Голос Романа Белова*."""
    if not lang.bare_nouns or lang.suffixed or len(low) < _LEAST_GIVEN:
        return False
    stem = low[:-1]
    return any(stem + end in lang.first_names for end in ("", "а", "я", "й", "a"))


_LEAST_GIVEN: Final = 4
"""Letters of a first name in another case, at least."""
_WHOLE: Final = 2
"""Words of a whole name."""


def _before_known(words: list[str], lows: list[str], lang: Language) -> int:
    """How many capitals stand before a first name with a surname that are no names themselves:
    *Substitute Ann Lee*, *Hewlett-Packard CEO Ann Lee*."""
    if not lang.first_names.isdisjoint(lows[0].split("-")):
        return 0
    for at in range(1, len(lows) - 1):
        if lows[at] in lang.first_names:
            what = words[at - 1]
            doer = lows[0].removesuffix("s")
            known = at > 1 or what.isupper() or doer.endswith(_DOERS) or doer in lang.persons
            named = lang.function.isdisjoint(lows[at:]) and lang.organisations.isdisjoint(lows[at:])
            return at if known and named and not lows[at - 1].endswith(".") else 0
    return 0


def _behind_office(lead: str, lows: list[str], lang: Language) -> int:
    """How many words stand before the first name that end an office (*Secretary of State Ann Lee*,
    *Leader of the Opposition Ann Lee*) or tell what she does (*Smiling Ann Lee*); ``lead`` is what
    stands before them."""
    at = next((at for at in range(1, len(lows)) if lows[at] in lang.first_names), 0)
    if not at or lows[0] in lang.first_names or not lows[0].isalpha():
        return 0
    if at == 1 and (lows[0] in _STATES or (lows[0].endswith("ing") and len(lows[0]) > _SURNAMED)):
        return 1 if not lead.strip() or lead.rstrip()[-1] in '.!?:”’"' else 0
    before = lead.removesuffix("the ").split()
    if len(lows) - at < _FULL or len(before) < _FULL or before[-1] not in ("of", "for"):
        return 0
    return at if before[-2].lower() in lang.leads or before[-2].lower() in _HEADS else 0


def _behind_initials(words: list[str]) -> int:
    """How many words stand before the name in *Chipmaker CEO Ann Lee*."""
    ends = (at + 1 for at in range(len(words) - _FULL) if is_initials(words[at]))
    end = next(ends, 0)
    return end if all(word.istitle() for word in words[end:]) else 0


def is_initials(word: str) -> bool:
    """Whether ``word`` is in capitals as no name is, but in a text that has them all so."""
    return len(word) > _FULL and word.isupper() and word.isalpha()


def is_office(lows: list[str], lang: Language) -> bool:
    """Whether words before a name are no more than an office that says of what: *Secretary of
    State*, *former minister for health*; not *a spokesman for Senator*, which ends in a title."""
    at = next((at for at, low in enumerate(lows) if low in ("of", "for")), 0)
    rest = lows[at + 1 :]
    if not (lang.measured and at and rest) or rest[-1] in lang.titles or rest[-1].endswith("."):
        return False
    if rest[-1] in lang.function or any(low in lang.prepositions for low in lows[:at] + rest[:-1]):
        return False
    head = lows[at - 1]
    return head in _HEADS or (head in lang.leads and head in lang.titles)


_HONOURS: Final = frozenset("KC QC SC MP MSP MS TD MLA MEP JP OBE MBE CBE PhD MD Esq SAN".split())
"""Letters behind a name that are none of it."""
_FULL: Final = 2
_SURNAMED: Final = 5
"""Letters of *Ewing*, which is a name, as no longer word in *-ing* is that begins a sentence."""
_STATES: Final = frozenset("born divorced widowed married raised educated".split())
_HEADS: Final = frozenset("head heads speaker chief deputy".split())
_DOERS: Final = tuple("er or ist ian man woman eer author based spinner titute premier".split())
"""How words for what somebody does end."""


def _before_case(lows: list[str]) -> int:
    """How many words of a German name stand before an article that begins another phrase."""
    for at in range(2, len(lows)):
        if lows[at] in _CASES and lows[at - 1] not in ("von", "van", "auf"):
            return at
    return len(lows)


def _before_firm(lows: list[str], lang: Language) -> int:
    """How many words of a German name stand before *von der* and where somebody works: *Tom Reimers
    von der Hansabank*, not *Ursula von der Leyen*."""
    for at in range(2, len(lows) - 2):
        if lows[at] == "von" and lows[at + 1] in ("der", "den") and lows[at - 1].isalpha():
            return at if lows[at - 1] not in lang.first_names else len(lows)
    return len(lows)


_NOUNS: Final = 6
"""Nouns before a first name, and one: *Schepen van Leefmilieu Dirk Lannoo*."""
_CASES: Final = frozenset(["der", "den"])
_FEMALE: Final = ("erin", "istin", "entin", "ologin")


def _is_role(low: str, left: int, lang: Language) -> bool:
    """Whether ``low``, with ``left`` words of the run from it on, is a role: a compound
    that ends in one (*Bundesinnenminister*), or before two names any *-erin*."""
    if left < 2 or low in lang.first_names:
        return False
    return low.endswith(lang.role_endings) or (
        lang.nouns_capital and left > 2 and low.endswith(_FEMALE)
    )


def gender_of_name(core: list[str], lang: Language) -> Gender:
    """The gender by the first name, else by the endings of surname and first name."""
    first, last = core[0], core[-1]
    if "-" in first and first not in lang.first_names:
        first = first.partition("-")[0]  # Jens-Peter
    if lang.measured and first in lang.names_he and first in lang.names_she:
        return ""  # Jean
    if first in lang.names_he or first in lang.names_she:
        return "he" if first in lang.names_he else "she"
    if last.endswith(lang.she_surname_endings) or first.endswith(lang.she_endings):
        return "she"
    return "he" if last.endswith(lang.he_surname_endings) else ""


def gender_of_role(text: str, start: int, lang: Language) -> Gender:
    """The gender that the role right before a name gives, by itself or by its article: *la
    ministre Ann Lee*."""
    if lang.measured:
        lead = text[max(0, start - 40) : start]
        near = lead.replace(",", " ").rsplit(None, 3)[-3:]
        kin = _KIN.search(lead) if any(word.endswith(_KINDRED) for word in near) else None
        return "" if kin is None else "she" if kin.group(1) else "he"
    if not lang.articles_she:
        return ""
    before = text[max(0, start - 40) : start].lower().replace("’", " ").replace("'", " ").split()
    if not before or not before[-1].isalpha() or before[-1] in lang.function:
        return ""
    if before[-2:-1] and before[-2] in lang.leads and len(before) > 2:
        before.pop()  # le capitaine lorientais Luc Lis
    if before[-1] in lang.titles_she or (before[-2:-1] and before[-2] in lang.articles_she):
        return "she"
    if before[-1] in lang.titles_he or (before[-2:-1] and before[-2] in lang.articles_he):
        return "he"
    return ""


_KIN: Final = re.compile(
    r"\b(?:((?:[a-z]*woman|wife|widow|mother|mom|mum|(?:grand)?daughter|grandmother|sister|aunt|niece"
    r"|girlfriend|fiancée|actress|heiress|waitress|hostess|countess|duchess|nun))"
    r"|(?:[a-z]*(?<!wo)man|husband|widower|father|dad|(?:grand)?son|grandfather|brother|uncle|nephew"
    r"|boyfriend|fiancé|actor|priest|duke))(?:,? (?:the )?(?:[a-z]+ )?|, )$"
)
"""What tells the gender of a name behind it: *his wife, the painter Isolde Grant*."""
_KINDRED: Final = tuple(
    "man wife widow mother mom mum daughter sister aunt niece girlfriend fiancée actress heiress"
    " waitress hostess countess duchess nun husband widower father dad son brother uncle nephew"
    " boyfriend fiancé actor priest duke".split()
)
"""How the words of that pattern end: most names have none of them near."""


def _gender_of_title(run: str, lang: Language) -> Gender:
    title = run.split()[0].lower()
    return "he" if title in lang.titles_he else "she" if title in lang.titles_she else ""
