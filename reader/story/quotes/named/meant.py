"""Whom the words for somebody mean: who stands near them, alone, or without a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from reader.model import Speaker
from reader.story.quotes.language import Language
from reader.story.quotes.named.apposed import ONLY
from reader.story.quotes.named.fullnames import Gender, Person
from reader.story.quotes.named.nominal import REACH, Nominal, may_be_many, somebody, thing
from reader.story.quotes.named.people import People
from reader.story.quotes.said import Said

_NEAR: Final = 8
"""Quotations before a pronoun that are left out where its meaning is looked for."""
_NAMED_WITHIN: Final = 3
"""Blocks before *the singer* in which the singer's name may stand."""
_STOP = re.compile(r"\w[.!?]['’”\"]*\s")
_THEY = re.compile(r"\bthey/them\b")
_GENDERED = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|him|Mrs?|Ms)\b")
_BEGINS = re.compile(
    r"(?:^|[.!?]['’”\"]*\s+)((?:The )?[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,5})"
    r"(?=(?:, which [^,.;:“”\"]{2,60},)? (?:has|had|is|was|will|also|later|says|said|[a-z]+ed)\b)"
)
"""A name and a verb at the beginning of a sentence."""
_OFFICES: Final = frozenset(
    "taoiseach premier president chancellor mayor governor minister secretary judge coroner king"
    " queen officer official spokesman spokeswoman spokesperson prosecutor".split()
)
"""Those whom a story may well have without a name."""


_HERO: Final = 2
"""Blocks in which a story names at least whom it is about."""
_MENTIONS: Final = 6
"""Names before *the actress* that are looked at."""


def agrees(person: Person, gender: Gender) -> bool:
    """Whether the person may be of this gender; of none, anybody."""
    return not gender or person.gender in ("", gender)


@dataclass(slots=True)
class Meant:
    """The people of one story and its texts by block number; ``quoted`` are the places of the
    quotations in them."""

    people: People
    lang: Language
    texts: dict[int, str]
    quoted: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)
    last_thing: tuple[int, Speaker] | None = None
    """What *it* was that spoke last, and in which block."""

    def around(self, said: Said) -> list[tuple[int, int, list[tuple[int, int]]]]:
        """Where what a pronoun means is looked for: its block up to it, and the block before where
        no sentence stands before the pronoun's own; each with its last quotations."""
        places = []
        block, end = said.block, said.start
        for _ in range(2):
            if block not in self.texts:
                break
            near = self._last_quotes(block, end)
            places.append((block, end, near))
            if _STOP.search(self._outside(block, max(0, end - REACH), end, near)):
                break
            block -= 1
            end = len(self.texts.get(block, ""))
        return places

    def unquoted(self, said: Said) -> str:
        """What stands shortly before ``said`` in its block, without the last quotations."""
        quotes = self.quoted.get(said.block, [])
        near = quotes[max(0, bisect_left(quotes, (said.start, 0)) - _NEAR) :][:_NEAR]
        return self._outside(said.block, max(0, said.start - REACH), said.start, near)

    def _last_quotes(self, block: int, end: int) -> list[tuple[int, int]]:
        quotes = self.quoted.get(block, [])
        return quotes[max(0, bisect_left(quotes, (end, end)) - _NEAR) :][:_NEAR]

    def _outside(self, block: int, begin: int, end: int, quotes: list[tuple[int, int]]) -> str:
        """``begin``..``end`` of the block without the ``quotes`` in it."""
        parts = []
        for start, stop in quotes:
            if stop > begin and start < end:
                parts.append(self.texts[block][begin:start])
                begin = stop
        parts.append(self.texts[block][begin:end])
        return " ".join(parts)

    def nominal(self, said: Said, gender: Gender) -> Speaker | None:
        """Somebody without a name whom *he* or *she* at ``said`` means: *a neighbour*."""
        for block, end, near in self.around(said):
            found = somebody(self.texts[block], end, near, gender, self.lang)
            if found is None:
                continue
            if self._is_named_behind(said, block, found, gender):
                return None
            only = ONLY.match(self.texts[block], found.start + len(found.words))
            return Speaker(only.group(1)) if only else self.called_so(found.words)
        return None

    def thing(self, said: Said) -> Speaker | None:
        """What *it* at ``said`` means, when that is something that can say so: *the report*."""
        for block, end, near in self.around(said):
            found = thing(self.texts[block], end, near, self.lang)
            if found:
                self.last_thing = said.block, self.called_so(found)
                return self.last_thing[1]
        for block, end, near in self.around(said):
            named = self._organisation(block, end, near)
            if named:
                self.last_thing = said.block, Speaker(named)
                return self.last_thing[1]
        if self.last_thing is None or said.block - self.last_thing[0] > _NAMED_WITHIN:
            return None
        self.last_thing = said.block, self.last_thing[1]
        return self.last_thing[1]

    def _organisation(self, block: int, end: int, near: list[tuple[int, int]]) -> str | None:
        """The name that begins the last sentence before ``end`` and is nobody's: *The Met Office*."""
        text = self.texts[block]
        found = None
        for match in _BEGINS.finditer(text, max(0, end - REACH), end):
            begin, stop = match.span(1)
            first = match.group(1).partition(" ")[0].lower()
            quoted = any(a <= begin < b for a, b in near)
            if quoted or (first in self.lang.function and first != "the"):
                continue
            named = any(mention.person.sure for mention in self.people.at(block, begin, stop))
            found = None if named else match.group(1)
        return found

    def called_so(self, words: str) -> Speaker:
        """Somebody without a name, by ``words`` that may begin a sentence."""
        first = words.partition(" ")[0].lower()
        return Speaker(first + words[len(first) :] if first in self.lang.determiners else words)

    def _is_named_behind(self, said: Said, block: int, found: Nominal, gender: Gender) -> bool:
        """Whether somebody is named between ``found`` in ``block`` and ``said``; or, where *the*
        begins ``found``, nearly at all: *the singer* has a name."""
        for mention in self.people.before(said.block, said.start):
            here = (mention.block, mention.start) > (block, found.start)
            if mention.person.gender not in ("", gender):
                continue
            if here:
                return True
            if not found.definite or said.block - mention.block > _NAMED_WITHIN:
                return False
            if mention.person.sure and self._may_be(found, mention.person):
                return True
        return False

    def _may_be(self, found: Nominal, person: Person) -> bool:
        """Whether the story may call ``person`` so: not who has an office of one's own."""
        words = found.words.split()
        office = words[-1] in _OFFICES and self.lang.former.isdisjoint(words)
        return not office or words[-1] in person.called

    def only(self, said: Said) -> Person | None:
        """The one person whom *they* at ``said`` may mean: who is said to go by it, or the only one
        named in this block and the one before, where no word tells a gender or of several."""
        persons: list[Person] = []
        first = said.block
        for mention in self.people.before(said.block, said.start):
            if said.block - mention.block > 1:
                break
            first = mention.block
            text = self.texts[mention.block]
            if _THEY.search(text, mention.end, mention.end + REACH):
                return mention.person
            if mention.person.sure and all(mention.person is not person for person in persons):
                persons.append(mention.person)
        if len(persons) != 1 or self._are_many(first, said):
            return None
        told = any(
            _GENDERED.search(text) for block, text in self.texts.items() if block <= said.block
        )
        return None if persons[0].gender and told else persons[0]

    def _are_many(self, first: int, said: Said) -> bool:
        """Whether words for several people stand in the blocks from ``first`` up to ``said``."""
        for block in range(first, said.block + 1):
            text = self.texts.get(block, "")
            end = said.start if block == said.block else len(text)
            told = self._outside(block, max(0, end - REACH), end, self._last_quotes(block, end))
            if may_be_many(told, 0, len(told), self.lang):
                return True
        return False

    def only_of(self, gender: Gender, said: Said) -> Person | None:
        """The only one of this gender named in the block of ``said`` and the two before."""
        found: Person | None = None
        for mention in islice(self.people.before(said.block, said.start), _MENTIONS):
            if said.block - mention.block >= _NAMED_WITHIN:
                break
            if mention.person.gender == gender and found not in (None, mention.person):
                return None
            found = mention.person if mention.person.gender == gender else found
        return found

    def hero(self, said: Said) -> Person | None:
        """Whom a story is about that begins with somebody, goes back to that one again and again and
        has named nobody yet in the block of ``said``."""
        blocks: dict[int, set[int]] = {}
        persons: dict[int, Person] = {}
        for mention in self.people.before(said.block, said.start):
            if mention.block == said.block:
                return None
            persons[id(mention.person)] = first = mention.person
            blocks.setdefault(id(mention.person), set()).add(mention.block)
        if not persons:
            return None
        most = len(blocks.pop(id(first)))
        others = max(map(len, blocks.values()), default=0)
        return first if most >= _HERO and most >= 2 * others else None

    def alone(self, said: Said) -> Person | None:
        """The only person named in the block of ``said`` before it."""
        return self._one_in(said.block, said)

    def alone_before(self, said: Said) -> Person | None:
        """The only person named in the block before that of ``said``, in which nobody is."""
        return self._one_in(said.block - 1, said)

    def _one_in(self, block: int, said: Said) -> Person | None:
        """The only person named in ``block``; None where one is named between it and ``said``."""
        found: list[Person] = []
        for mention in self.people.before(said.block, said.start):
            if mention.block < block:
                break
            if mention.block > block:
                return None
            if all(mention.person is not person for person in found):
                found.append(mention.person)
        if len(found) > 1 and not self.lang.measured:  # Ana Lis de Villa Serena
            names = self.lang.first_names
            likely = [p for p in found if p.name.lower().split()[0] in names]
            found = likely or [person for person in found if person.sure]
        return found[0] if len(found) == 1 else None
