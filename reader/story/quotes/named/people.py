"""The people of a story and where it names them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import Person

_ACCORDING: Final = ("According to ", "according to ")
_SENTENCE = re.compile(r"[.!?]['’”\"]*\s+")
_OWNERS: Final = frozenset(["his", "her", "its", "their", "my", "our"])
_LED: Final = 120
"""Characters before a name in which a clause that leads up to it begins."""
_APPOSED: Final = 70
"""Characters before a name in which what its bearer is may begin a sentence."""
_BEFORE_ROLE: Final = 4
"""Words of a role before a name, at most."""
_PUPILS: Final = frozenset("senior junior sophomore freshman student pupil".split())
_SHORT: Final = 4
"""Letters of a role that may be the end of another word."""


@dataclass(slots=True)
class Mention:
    """A place where a person is named: ``start``..``end`` of ``block``, ``first`` being where the
    title before the name begins.  What stands around it is looked at when it is asked for."""

    block: int
    first: int
    start: int
    end: int
    person: Person
    text: str
    lang: Language

    @property
    def owns(self) -> bool:
        """Whether it is a possessive (*Ann Lee’s*) or hangs on a preposition, so that a pronoun
        seldom means it."""
        return self.around()[2]

    def around(self) -> tuple[bool, bool, bool]:
        """Whether a sentence begins there, whether a verb of saying stands beside it, and
        whether it owns something or hangs on a preposition (see :attr:`owns`)."""
        text, first, lang = self.text, self.first, self.lang
        if first < self.start and text[first : self.start].split()[0].lower() in lang.adverbial:
            first = self.start  # While Ann Lee …: not the subject of the sentence
        lead = text[max(0, first - 24) : first]
        before = lead.rstrip(" \"'“‘«„")
        begins = not before or before[-1] in ".!?:" or self._is_apposed(first)
        begins = begins or (before[-1] == "," and self._is_led_to(first))
        begins = begins or self._is_led_by_role(first)
        word = lead.split()[-1:]
        after = text[self.end : self.end + 16].split(None, 1)
        speaks = bool(
            (word and word[0] in lang.say) or (after and after[0].strip(",.") in lang.say)
        )
        if lead.endswith(_ACCORDING):
            return True, True, False
        owns = bool(word) and word[0] in lang.prepositions
        possessive = text[self.end : self.end + 2] in ("’s", "'s")
        return begins, speaks, owns or possessive

    def _is_led_by_role(self, first: int) -> bool:
        """Whether only what the person is stands between the name and the beginning of the
        sentence: *Rovers boss Ann Lee was cross.*"""
        if not self.lang.measured:
            return self._is_led_by_noun(first)
        if self.text[first - 1 : first] != " ":
            return False
        lead = _SENTENCE.split(self.text[max(0, first - _APPOSED) : first - 1])[-1].split()
        if len(lead) > _SHORT and lead[0].lower() in self.lang.prepositions:
            comma = next((at for at, word in enumerate(lead[:4], 1) if word[-1] == ","), 0)
            lead = lead[comma:]  # In softball, Pine Ridge senior Ann Lee
        if not 0 < len(lead) <= _BEFORE_ROLE:
            return False
        known = lead[-1] in self.lang.roles or lead[-1] in self.lang.persons
        known = known or lead[-1] in self.lang.traits or lead[-1] in _PUPILS
        return known and not any(
            word in self.lang.prepositions
            or word in self.lang.actions
            or word in self.lang.relatives
            for word in lead
        )

    def _is_led_by_noun(self, first: int) -> bool:
        """The same in other languages: *La voisine, Ana Lis, …*; *Der Trainer Jan Lis …*."""
        lead = _SENTENCE.split(self.text[max(0, first - _APPOSED) : first])[-1]
        words = lead.lower().replace(",", " ").split()
        if not 0 < len(words) <= _BEFORE_ROLE + 2 or lead.count(",") > 1 or len(lead) == _APPOSED:
            return False
        lang = self.lang
        opening = lead.lower().split()[0]
        bare = lang.bare_nouns or (lang.nouns_capital and len(words) == 1)  # Analyst Jan Lis
        if bare and (opening in lang.prepositions or opening in lang.conjunctions):
            return False
        if not bare and opening not in lang.determiners and opening not in lang.leads:
            return False
        return not any(
            word in lang.cues or word in lang.auxiliaries or word in lang.verbs
            for word in words[1:]
        )

    def _is_led_to(self, first: int) -> bool:
        """Whether a clause that cannot stand alone leads up to the name: *When the club closed, Ann
        Lee rented a mill.*"""
        if not self.lang.measured:
            return False
        lead = _SENTENCE.split(self.text[max(0, first - _LED) : first - 2])[-1].split()
        return bool(lead) and lead[0].lower() in self.lang.only_subordinators | {"after", "before"}

    def _is_apposed(self, first: int) -> bool:
        """Whether what the person is begins the sentence: *Her lawyer, Ann Lee, said*."""
        if not self.lang.measured or self.text[first - 2 : first] != ", ":
            return False
        lead = _SENTENCE.split(self.text[max(0, first - _APPOSED) : first - 2])[-1]
        words = lead.split()
        if not 1 < len(words) <= 6 or "," in lead:
            return False
        if words[0].lower() in _OWNERS or words[-1].lower() in self.lang.roles:
            return True
        return any(word.endswith(("’s", "'s", "s’", "s'")) for word in words[:-1])


@dataclass(slots=True)
class People:
    """Everyone named in a story, by last name and by place."""

    lang: Language
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    by_first: dict[str, list[Person]] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    _places: list[tuple[int, int]] = field(default_factory=list)
    """Block and start of each mention, in order; the rest of it stands in ``_mentions``."""
    _mentions: list[tuple[int, int, Person]] = field(default_factory=list)

    def at(self, block: int, start: int, end: int) -> list[Mention]:
        """The mentions that lie in ``start``..``end`` of ``block``."""
        found = []
        for index in range(bisect_left(self._places, (block, start)), len(self._places)):
            if self._places[index] >= (block, end):
                break
            found.append(self._mention(index))
        return found

    def before(self, block: int, start: int) -> Iterator[Mention]:
        """Up to 40 mentions before the place, nearest first."""
        last = bisect_left(self._places, (block, start)) - 1
        for index in range(last, max(-1, last - 40), -1):
            yield self._mention(index)

    def called(self, role: str) -> Person | None:
        """The one person of the story whom ``role`` (small letters) fits: the minister of
        *Verkehrsminister Ann Lee*; None where it fits several or none."""
        ends = self.lang.nouns_capital and len(role) > _SHORT
        fits: Person | None = None
        for persons in self.by_last.values():
            for person in persons:
                if any(each == role or (ends and each.endswith(role)) for each in person.called):
                    if fits not in (None, person):
                        return None
                    fits = person
        return fits

    def met(self, block: int, place: tuple[int, int, int], person: Person) -> None:
        """Notes that ``person`` is named at ``place`` (where the title begins, where the name
        begins and ends), behind all places noted before."""
        first, start, end = place
        self._places.append((block, start))
        self._mentions.append((first, end, person))

    def _mention(self, index: int) -> Mention:
        block, start = self._places[index]
        first, end, person = self._mentions[index]
        return Mention(block, first, start, end, person, self.texts[block], self.lang)
