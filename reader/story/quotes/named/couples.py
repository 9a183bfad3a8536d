"""Two people of one surname that is printed once: *Tom and Ann Lee*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Final

from reader.story.quotes.named.fullnames import Person, gender_of_name
from reader.story.quotes.named.people import People

_CAPITAL: Final = "[A-ZÀ-ÖØ-Þ]"
_COUPLE = re.compile(
    rf"({_CAPITAL}(?<!\w.)[\w’'-]{{1,30}}) and ({_CAPITAL}[\w’'-]{{1,30}})"
    rf" ({_CAPITAL}\w{{1,30}}(?:['’-]\w{{2,30}}){{0,3}})"
)
_JOINED = re.compile(rf"[d](?<= and) {_CAPITAL}")
"""Stands in every match of it; one letter first, so that the search runs at the speed of a scan."""
_LEAD: Final = 24
"""Characters before the first of two in which a word of the same name may stand."""


def meet_couples(people: People, texts: Mapping[int, str]) -> None:
    """*Tom and Ann Lee*: he has her surname where he is named nowhere else."""
    names = people.lang.first_names
    joined = filter(_JOINED.search, texts.values())
    for match in chain.from_iterable(map(_COUPLE.finditer, joined)):
        text = match.string
        first, second, last = (word.lower() for word in match.groups())
        known = first in people.by_first or first in people.by_last or first not in names
        lead = text[max(0, match.start() - _LEAD) : match.start()].split()[-1:]
        named = bool(lead) and lead[0][0].isupper() and lead[0].lower() not in people.lang.function
        if known or named or first == second or second not in names:
            continue
        full = f"{match.group(2)} {match.group(3)}"
        if any(person.name == full for person in people.by_last.get(last, ())):
            gender = gender_of_name([first, last], people.lang)
            other = Person(f"{match.group(1)} {match.group(3)}", last, gender, None, 2)
            people.by_last[last].append(other)
            people.by_first[first] = [other]
