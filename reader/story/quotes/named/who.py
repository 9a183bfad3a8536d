"""From the place where a speaker is named to the speaker: full name, role, pronouns resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from reader.model import Speaker
from reader.story.quotes.named.apposed import ONLY, behind_place
from reader.story.quotes.named.beside import asks, is_asked, is_beside
from reader.story.quotes.named.broughtin import noun_group
from reader.story.quotes.named.chinese import meant
from reader.story.quotes.named.chinesenames import ChineseNames
from reader.story.quotes.named.delayed import named_later
from reader.story.quotes.named.described import Described
from reader.story.quotes.named.fullnames import Gender, Person, is_office
from reader.story.quotes.named.japanese import FullNames
from reader.story.quotes.named.nominal import group, is_either, somebody, what_they
from reader.story.quotes.named.people import Mention
from reader.story.quotes.named.roles import APPOSITIVE, OF, role_of
from reader.story.quotes.named.traits import PARTS
from reader.story.quotes.named.vague import BY_PLACE, capitals_inside, is_vague
from reader.story.quotes.quoted.spans import TURN
from reader.story.quotes.said import Said

_TITLE: Final = 40
"""Characters behind a role and its comma in which the name begins: *, Mrs Anne Bird*; *, the
painter Ann Lee*."""
_LEAST: Final = 8
_REACH: Final = 140
"""Characters behind a name in which its role is looked for."""
_BY_ROLE: Final = 0.85
"""How far a name is trusted that only the role leads to."""
_BY_WORDS: Final = 0.85
"""How far words for somebody are trusted that a pronoun means."""
_UNKNOWN: Final = 0.56
"""How far a pronoun is worth showing that nobody could be found for."""
_SOMETHING: Final = 0.68
"""The same of *it*, which is somebody all the same."""
_HARDLY: Final = 0.4
_MEANT: Final = 0.88
_ONE_OF_TWO: Final = 0.76
"""How far is trusted whom a pronoun means; where two may be meant, of whom neither stands out: of ten
such in the project’s own stories eight were right."""
_APART: Final = 0.5
_BEST: Final = 4.6
"""What a mention gains at most by standing where pronouns look for it."""


@dataclass(slots=True)
class Who(Described):
    """Names the speakers of one story."""

    _full_names: FullNames | None = None
    _chinese: ChineseNames | None = None
    _vague: set[tuple[int, int]] = field(default_factory=set)
    _inside: frozenset[str] | None = None
    _spoke: dict[int, set[str]] = field(default_factory=dict)
    """Who was named as a speaker in each block of a Chinese story."""

    def speaker(self, said: Said) -> tuple[Speaker | None, float]:
        """The speaker at ``said`` and how far the name may be trusted (0-1, a factor)."""
        text = self.texts[said.block]
        words = text[said.start : said.end]
        low = words.lower()
        if "’" in low or "'" in low:
            low = _CONTRACTED.sub("", low).removesuffix("'s").removesuffix("’s")
        lang = self.lang
        if lang.code == "zh":
            return self._in_chinese(said, words)
        he = low in lang.he or low in lang.his
        if he or low in lang.she or low in lang.her:
            either = (low in lang.he and low in lang.she) or (low in lang.his and low in lang.her)
            gender: Gender = "" if either else "he" if he else "she"
            if not lang.measured and (person := self._called_here(said, gender)):
                self.last_speaker = person if isinstance(person, Person) else None
                return Speaker(person.name, person.role), _BY_WORDS
            called = self.nominal(said, "he" if he else "she") if lang.measured else None
            if called:
                spouse = self._spouse(called.name)
                return Speaker(spouse.name, spouse.role) if spouse else called, _BY_WORDS
            person, trust = self._antecedent(said, "" if either else "he" if he else "she")
            if person is None:
                owner = low not in lang.he and low not in lang.she
                return Speaker(words), _HARDLY if owner else _UNKNOWN
            self.last_speaker = person
            if lang.measured and not either and trust == _MEANT:
                person.meant = "he" if he else "she"
            return Speaker(person.name, person.role), trust
        if low in lang.they and lang.measured:
            return self._several(said, words)
        if (
            low == "i"
            and lang.measured
            and (turn := TURN.match(text))
            and text[turn.end() - 1] == ":"
        ):
            return Speaker(turn.group(1)), 1.0  # LEE: As I told him, “…”
        if low == "it" and lang.measured:
            called = self.thing(said)
            return (called, _BY_WORDS) if called else (Speaker(words), _SOMETHING)
        if lang.measured and _NICKNAMED.fullmatch(words):
            return Speaker(words), 1.0
        mention = self._best(said)
        if mention is None:
            return self._without_name(said, words)
        person = mention.person
        person.sure += 1  # who speaks is somebody
        both = self._with_another(said, mention) if lang.measured else None
        if both:
            return both, 1.0
        self.last_speaker = person
        if person.role is None:
            person.role = self._role(said, mention)
        return Speaker(person.name, person.role), 1.0

    def _in_chinese(self, said: Said, words: str) -> tuple[Speaker | None, float]:
        """The speaker in a Chinese story, where names are found by their characters."""
        if self._chinese is None:
            self._chinese = ChineseNames(self.texts.values(), self.lang)
        before, above = self.unquoted(said), self.texts.get(said.block - 1, "")
        if said.rule in ("colon", "sentence-subject"):
            to_quote = _TO_QUOTE.match(self.texts[said.block], said.end)
            other = self._chinese.acting(words, to_quote, before)
            if other:
                return Speaker(other), _MEANT
        return meant(words, said.block, before, above, self._spoke, self._chinese, self.lang)

    def _without_name(self, said: Said, words: str) -> tuple[Speaker | None, float]:
        """Whom ``words`` mean, which are no known name: a role, or the verb of a dropped subject."""
        lang, text = self.lang, self.texts[said.block]
        if lang.code == "ja":
            self._full_names = self._full_names or FullNames(self.texts.values())
            words = self._full_names.of(words) or words
        if lang.suffixed:
            words = _SUFFIX.sub("", words)
        named = self._named_after(said)
        if named:
            return named, 1.0
        person = self._spouse(words) or self._called(said, words) or self._aged(said, words)
        person = person or self._described(said, words)
        person = person or named_later(said, words, self.texts, self.people, lang)
        if person:
            self.last_speaker = person
            return Speaker(person.name, person.role or self._bare(words)), _BY_ROLE
        place = said.block, said.start
        if place in self._vague or (
            not lang.measured and is_vague(said, text, self._capitals, lang)
        ):
            self._vague.add(place)  # also where another quotation takes the speaker over
            return self._dropped(said)
        if said.rule in BY_PLACE and (lang.drops_subject or lang.bare_nouns):
            group = noun_group(words, lang)  # la madre lloraba; not la signora Lavalli
            words = group if group and not words[len(group) + 1 :][:1].isupper() else words
        return Speaker(_plain(words)), 1.0

    def _capitals(self) -> frozenset[str]:
        if self._inside is None:
            self._inside = capitals_inside(self.texts.values())
        return self._inside

    def _dropped(self, said: Said) -> tuple[Speaker | None, float]:
        """Whom a verb without a subject means, as a pronoun there would; nobody knows: nobody."""
        hero = self._named_within(said) or self.hero(said)
        person, trust = (hero, _MEANT) if hero else self._antecedent(said, "")
        if person is None:
            return None, 0.0
        self.last_speaker = person
        return Speaker(person.name, person.role), trust

    def _named_within(self, said: Said) -> Person | None:
        """The only person named behind ``said`` in its sentence: *Otro es el parecer de Ana Lis.*"""
        stop = _SENTENCE_END.search(self.texts[said.block], said.end, said.end + _REACH * 2)
        end = stop.start() if stop else said.end
        found = self.people.at(said.block, said.start, end)
        return (
            found[0].person if found and all(m.person is found[0].person for m in found) else None
        )

    def _with_another(self, said: Said, mention: Mention) -> Speaker | None:
        """*Ann Lee and Tom Ash*, who say it together."""
        mentions = self.people.at(said.block, mention.end, said.end)
        if len(mentions) != 1 or mentions[0].end != said.end:
            return None
        between = self.texts[said.block][mention.end : mentions[0].first]
        other = mentions[0].person
        if between != " and " or other is mention.person:
            return None
        return Speaker(f"{mention.person.name} and {other.name}")

    def _several(self, said: Said, words: str) -> tuple[Speaker, float]:
        """Whom *they* at ``said`` means: several just named, or the only one who may be meant."""
        places = self.around(said)
        what = what_they(self.texts[said.block], said.start, self.lang)
        if what:
            return Speaker(what), _BY_WORDS
        for block, end, near in places:
            found = group(self.texts[block], end, near, self.lang)
            one = somebody(self.texts[block], end, near, "", self.lang)
            if one and is_either(one, found, self.texts[block]):
                return self.called_so(one.words), _BY_WORDS
            if found:
                return Speaker(found), _BY_WORDS
        person = self.only(said)
        if person is None:
            return Speaker(words), _HARDLY
        self.last_speaker = person
        return Speaker(person.name, person.role), _BY_WORDS

    def _bare(self, words: str) -> str:
        return PARTS.split(words.replace("’", "'"))[-1]

    def _named_after(self, said: Said) -> Speaker | None:
        """The person in *the ferry’s owner, Ann Lee*, where ``said`` is the role only."""
        text = self.texts[said.block]
        at = behind_place(text, said, self.lang)
        lead = text[at : at + 2]
        fits = self.people.at(said.block, at + 2, at + _TITLE) if lead == ", " else []
        words = text[said.start : said.end]
        first = words.partition(" ")[0].lower()
        called = None if fits else _CALLED.match(text, said.end)
        only = ONLY.match(text, said.end) if self.lang.measured else None
        if only:
            return Speaker(only.group(1))  # the officer, who gave only his first name, Levan
        if called and self.lang.measured and _FOR.search(words):
            called = None  # a spokesman for the regulator, Ofgrid, said
        if called and (_OWNED.search(words) or first in self.lang.determiners):
            low = called.group(1).lower()
            if low not in self.lang.calendar and low not in self.lang.function:
                return Speaker(called.group(1))  # Burke’s wife, Dana, said; a firm, Sunward, said
        if not fits and self.lang.code != "en" and first in self.lang.determiners:
            match = _ALONE.match(text, said.end)
            if match:  # coincide su mujer, Ana.
                return Speaker(match.group(1), role_of(words, self.lang))
        article = first in self.lang.determiners or bool(_ELIDED.match(first))
        opens = said.start == 0 or text[said.start - 2 : said.start - 1] in (".", "!", "?")
        bare = self.lang.bare_nouns and (opens or " " not in words)  # Obrońca, mecenas Jan Lis, …
        bare = bare or (self.lang.measured and opens and first in self.lang.roles)
        role = article or bare or not words[:1].isupper() or _OWNED.search(words)
        while self.lang.measured and fits[1:] and self._belongs(text[fits[0].end : fits[1].end]):
            fits.pop(0)  # Her coach, former French Open finalist Ann Lee, said
        if not fits or fits[0].owns or not role:
            return None
        between = _AGE.sub("", text[at + 2 : fits[0].start])  # strzelec, 19-letni Jan Lis
        if between.strip().lower() in self.lang.leads:
            between = ""  # руководитель экспедиции, профессор Данияр Сулейменов
        if len(between) > _LEAST and (
            _CLAUSE.search(between) or text[fits[0].end : fits[0].end + 1] != ","
        ):
            return None
        person = fits[0].person
        person.role = person.role or role_of(text[said.start : said.end], self.lang)
        self.last_speaker = person
        return Speaker(person.name, person.role)

    def _best(self, said: Said) -> Mention | None:
        mentions = self.people.at(said.block, said.start, said.end)
        text = self.texts[said.block]
        fits = [
            m for m in mentions if m.end == said.end or text[m.end : m.end + 2] not in ("’s", "'s")
        ]
        if self.lang.code == "en":
            while fits and self._belongs(text[fits[0].end : said.end]):
                fits.pop(0)
        if not fits:
            return None
        first = fits[0]
        lead = text[said.start : first.start].strip().lower().split()
        if self.lang.nouns_capital and len(lead) > 3 and lead[1] in self.lang.prepositions:
            return first  # der auf der Werft beschäftigte Meister Hans Muster
        if lead and any(word in self.lang.of or word in self.lang.prepositions for word in lead):
            return first if is_office(lead, self.lang) else None  # a spokesman for Mr. X
        return first

    def _belongs(self, rest: str) -> bool:
        """Whether ``rest`` behind a name makes it part of a longer one: *Lee supporters*, *Lee
        spokesman Tom Ash*."""
        match = _NOUN.match(rest)
        if match is None:
            return False
        low = match.group(1)
        if low in self.lang.function or low in self.lang.actions:
            return False
        return not low.endswith(("self", "selves", "ly"))

    def _antecedent(self, said: Said, gender: str) -> tuple[Person | None, float]:
        """Whom a pronoun means, and how far that may be trusted."""
        best: tuple[float, Person] | None = None
        second = -_BEST
        unsure: Person | None = None  # of a name that may be no person's, but begins the sentence
        alone = self.alone(said)
        for order, mention in enumerate(self.people.before(said.block, said.start)):
            person = mention.person
            if gender and (person.gender or person.meant or gender) != gender:
                continue
            distance = said.block - mention.block
            score = -1.0 * distance - 0.15 * order + 1.5 * (person is alone)
            if distance > 8 or (best and score + _BEST <= best[0]):
                break
            begins, speaks, owns = mention.around()
            new = self.lang.measured or self.lang.nouns_capital
            named = person.sure or speaks or (not new and person is alone)
            if not named and begins and distance < _NEXT and gender and self.lang.measured:
                unsure = unsure or person
            if not named or (owns and asks(said, mention, self.texts)):
                continue
            if gender and order < _NEAREST and is_beside(mention, gender):
                continue
            score += 1.0 * begins + 1.0 * speaks - 0.7 * owns + 0.6 * (begins and not distance)
            score += self._is_just_named(said, mention) if order == 0 and begins else 0.0
            score += 0.6 * (person is self.last_speaker) + 0.8 * (person.gender == gender)
            score += 0.2 * min(person.sure, 3)
            score += _PUT_TO * (not distance and is_asked(said, mention))
            if best is None or score > best[0]:
                second = best[0] if best and best[1] is not person else second
                best = (score, person)
            elif person is not best[1]:
                second = max(second, score)
        if best is None:
            return unsure, _ONE_OF_TWO if unsure else 0.0
        apart = best[0] - second >= _APART or not self.lang.measured
        return best[1], _MEANT if apart else _ONE_OF_TWO

    def _is_just_named(self, said: Said, mention: Mention) -> float:
        """What a name gains that begins the last sentence before the pronoun's, where somebody else
        may have spoken before: *Auch Ann Lee war unzufrieden. „…“, sagte sie.*"""
        if self.lang.measured or mention.block != said.block:
            return 0.0
        between = self.texts[said.block][mention.end : said.start]
        return _JUST if len(between) < _REACH * 2 else 0.0

    def _role(self, said: Said, mention: Mention) -> str | None:
        text = self.texts[said.block]
        before = text[said.start : mention.start].strip(" ,")
        found = role_of(before, self.lang) if before else None
        if found and found.lower() not in self.lang.titles:
            return found
        tail = text[mention.end : mention.end + _REACH]
        match = APPOSITIVE.match(tail) or OF.match(tail)
        return role_of(match.group(1), self.lang) if match else None


_TO_QUOTE = re.compile("[^“”「」。]{0,40}")
_SENTENCE_END = re.compile(r"(?<!\b\w)[.!?:]|[«“„\"—–]")
_JUST: Final = 1.5
_PUT_TO: Final = 3.0
"""What the one gains to whom something is put before *he replied*."""
_NEAREST: Final = 3
_NEXT: Final = 2
_CLAUSE = re.compile(r"[,;:“”\"]|\b(?:who|and|of|with|from|said|says)\b")
_NOUN = re.compile(r" ([a-z][\w’'-]*)")
"""A common noun right behind a name."""
_SUFFIX = re.compile(r"['’]\w+$")
_CALLED = re.compile(r", ([A-Z][\w’'-]+),")
_FOR = re.compile(r" for (?:the |its |an? )?[a-z]+$")
_ELIDED = re.compile("l['’]")
_ALONE = re.compile(r", ((?![a-zß-ÿа-яё]|\d|_)\w[\w’-]+)(?=[,.])")
_OWNED = re.compile(r"(?:['’]s|s['’])(?: [a-z]+){1,3}$")
"""*James’ sister*, whose name may follow."""
_NICKNAMED = re.compile(r"[A-Z][\w’'-]+ [“\"‘'][^“”\"]{2,30}[”\"’'] [A-Z][\w’'-]+")
_AGE = re.compile(r"^\d{1,3}-[^\W\d_]+ $")
_TAIL = re.compile(
    r"(?:,? (?:who|that|which|qui|che)|, (?:der|die|das|dat|que|kter[ýáé]|któr[yaei]|котор(?:ый|ая|ые))|['’]s)$"
)


_CONTRACTED = re.compile(
    r"(?:(?<=^I)|(?<=^i)|(?<=^[Ww]e)|(?<=^[Hh]e)|(?<=^[Ss]he)|(?<=^[Yy]ou)|(?<=^[Tt]hey))['’]\w+$"
)


def _plain(words: str) -> str:
    bare = _TAIL.sub("", words.strip(" ,;:").replace("\u00a0", " "))
    if "’" in bare or "'" in bare:
        bare = _CONTRACTED.sub("", bare)
    return bare.removeprefix("that ") or words
