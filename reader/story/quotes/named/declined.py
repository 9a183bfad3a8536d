"""Slavic names in other cases than the first: *Олега Стрижа*, whom the story also calls *Стриж*."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import Person, gender_of_name

_SURNAMES: Final = (
    *(("ого", "ой"), ("ого", "ий"), ("ого", "ый"), ("ому", "ой"), ("ому", "ий"), ("ым", "ый")),
    *(("ым", "ой"), ("им", "ий"), ("ой", "ая"), ("ую", "ая"), ("ой", "а"), ("ым", ""), ("ом", "")),
    *(("ем", "ь"), ("ем", "й"), ("ем", ""), ("я", "ь"), ("я", "й"), ("ю", "ь"), ("ю", "й")),
    *(("а", ""), ("у", ""), ("у", "а"), ("ы", "а"), ("и", "а"), ("е", "а")),
    *(("iego", "i"), ("iemu", "i"), ("iej", "a"), ("im", "i"), ("ą", "a"), ("ę", "a"), ("y", "a")),
    *(("ka", "ek"), ("kowi", "ek"), ("kiem", "ek"), ("kiem", "k"), ("owi", ""), ("em", "")),
    *(("ła", "eł"), ("ca", "ec"), ("a", ""), ("ého", "ý"), ("ové", "ová"), ("é", "á")),
)
"""Endings and those of the first case, the longer ones first."""
_GIVEN: Final = (
    *(("ью", "ь"), ("ом", ""), ("ем", "й"), ("ем", "ь"), ("ой", "а"), ("ей", "я"), ("ии", "ия")),
    *(("я", "й"), ("я", "ь"), ("ю", "й"), ("ю", "ь"), ("ю", "я"), ("а", ""), ("у", ""), ("у", "а")),
    *(("ы", "а"), ("и", "а"), ("и", "я"), ("е", "а"), ("е", "я")),
    *(("owi", ""), ("iem", ""), ("em", ""), ("ka", "ek"), ("kiem", "ek"), ("kowi", "ek")),
    *(("ła", "eł"), ("tra", "ter"), ("ii", "ia"), ("y", "a"), ("i", "a"), ("ą", "a"), ("ę", "a")),
    *(("ie", "a"), ("a", "")),
)
_OF_MEN: Final = (("а", ""), ("я", "й"), ("я", "ь"))
_OF_POLES: Final = (("ła", "eł"), ("tra", "ter"), ("ka", "ek"), ("a", ""))
_POSSESSIVE: Final = ("ова", "ева", "ёва", "ина", "ына")
_SHORTEST: Final = 3
"""Letters that a name keeps, at least."""


def first_case(last: str, words: Set[str]) -> str | None:
    """The surname in its first case, of which ``last`` (small letters) is another one, where the
    story has it among its ``words``."""
    return next((low for low in _without(last, _SURNAMES) if low.capitalize() in words), None)


def of_a_man(name: str, lang: Language) -> str | None:
    """The surname in its first case where a man’s first name tells that ``name`` is in the second:
    *Виктора Самохина*, not *Анна Самохина*."""
    given, _, last = name.lower().partition(" ")
    if given.isascii() or lang.code == "pl":
        return _of_a_pole(given, last, lang)
    if given in lang.first_names or not last.endswith(_POSSESSIVE):
        return None
    man = any(low in lang.names_he for low in _without(given, _OF_MEN))
    return last[:-1] if man else None


def _of_a_pole(given: str, last: str, lang: Language) -> str | None:
    """The same in Polish: *Rafała Kastora*, *Jana Kowalskiego*."""
    if given in lang.first_names or lang.code != "pl" or " " in last:
        return None
    man = any(low in lang.names_he for low in _without(given, _OF_POLES))
    if not man or len(last) <= _SHORTEST:
        return None
    if last.endswith("iego"):
        return last.removesuffix("ego")
    return last[:-1] if last.endswith("a") and not last.endswith(("ka", "ca", "ła")) else None


def rename(person: Person, last: str, lang: Language) -> None:
    """Gives ``person`` the surname ``last`` and the first name that belongs to it."""
    given = person.name.split()[0].lower()
    if given not in lang.first_names:
        given = next((low for low in _without(given, _GIVEN) if low in lang.first_names), given)
    known = given in lang.first_names
    person.name = f"{given.title()} {last.capitalize()}" if known else last.capitalize()
    person.last = last
    if not person.gender:
        person.gender = gender_of_name([given, last], lang)
        person.sure += 2 * bool(person.gender)


def _without(low: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for ending, first in endings:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) >= _SHORTEST:
            yield stem + first
