"""Whom the words for what somebody is mean: *der Minister*, *the 29-year-old*, *la gérante*."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from reader.model import Speaker
from reader.story.quotes.named.broughtin import brought_in
from reader.story.quotes.named.fullnames import Gender, Person
from reader.story.quotes.named.meant import Meant, agrees
from reader.story.quotes.named.nominal import gender_of_words
from reader.story.quotes.named.traits import PARTS, is_foreign_trait, is_trait
from reader.story.quotes.said import Said

_BEFORE: Final = 30
_REACH: Final = 140
"""Characters before such words in which somebody has just been brought in."""
_SEX: Final = frozenset("mujer mulher donna femme frau hombre homem uomo homme mann".split())
_JUDGED: Final = (
    *("angeklagte", "beschuldigte", "verdächtige", "accusé", "accusée", "prévenu", "prévenue"),
    *(
        "acusado",
        "acusada",
        "imputado",
        "imputada",
        "procesado",
        "procesada",
        "imputato",
        "imputata",
    ),
    *("réu", "ré", "arguido", "arguida", "verdachte", "подсудимый", "подсудимая", "обвиняемый"),
    *("обвиняемая", "осужденный", "осуждённый", "oskarżony", "oskarżona", "podejrzany", "sanık"),
)
_JURISTS: Final = (
    *(
        "anwalt",
        "anwältin",
        "richter",
        "richterin",
        "verteidiger",
        "avocat",
        "avocate",
        "juge",
        "me",
    ),
    *(
        "président",
        "présidente",
        "procureur",
        "procureure",
        "abogado",
        "abogada",
        "letrado",
        "juez",
    ),
    *(
        "jueza",
        "fiscal",
        "advogado",
        "advogada",
        "juiz",
        "juíza",
        "promotor",
        "promotora",
        "avvocato",
    ),
    *("avvocata", "giudice", "legale", "pm", "procuratore", "procuratrice", "advocaat", "rechter"),
    *("адвокат", "защитник", "судья", "прокурор", "adwokat", "mecenas", "obrońca", "sędzia"),
    *("prokurator", "avukat", "avukatı", "savcı", "savcısı", "hâkim"),
)
"""Ends of words for whom a court judges, and for those who have an office there."""
_ENDS = re.compile(r"[.!?…]")
_STOPS = re.compile(r"(?<=[^\W\d_]{2})[.!?…:](?=\s)")
_AGED = re.compile(
    r"(?:[Tt]he|[Dd](?:er|ie|as|e[mn])) \d{1,3}-(?:year-old|jährige[nr]?|Jährige[nr]?)(?: [a-zäöü]+)?$"
)
"""*the 29-year-old*: somebody named before."""
_HEADS: Final = frozenset(["president", "king", "queen", "pope"])
"""Of whom a story may name another one than whom it calls so."""
_RECENT: Final = 4
"""Blocks in which the name stands that a role alone means."""
_SPOUSES: Final = frozenset([("her", "husband"), ("his", "wife")])
_PHRASE: Final = 2
"""Words of a phrase that is more than a noun."""
_LAST: Final = 1500
"""Characters, quotations too, between *the striker* and whom the last sentence has named."""
_NAMES: Final = 6
"""Names before *the 29-year-old* that are looked at."""


@dataclass(slots=True)
class Described(Meant):
    """The people of one story, and who spoke last."""

    last_speaker: Person | None = None

    def _called(self, said: Said, words: str) -> Person | None:
        """The person whom the story named with the role that ``words`` are: *der Minister*."""
        lang = self.lang
        parts = PARTS.split(words.lower().replace("’", "'"))
        if lang.bare_nouns and not lang.verb_last and len(parts) > 1 and parts[1].isalpha():
            parts = parts[: 1 if words[1:].islower() else 0] or parts  # szef resortu
        article = "".join(parts[:-1])
        if len(parts) > 2 or (article not in lang.the if article else not lang.bare_nouns):
            return None
        role = parts[-1]
        known = role in lang.leads or any(role in alike for alike in lang.alike)
        if not known and not (lang.nouns_capital and role.endswith(lang.role_endings)):
            return None
        person = self.people.called(role)
        for alike in lang.alike if person is None else ():
            if person is None and role in alike:
                person = next(filter(None, map(self.people.called, sorted(alike))), None)
        last = self.last_speaker  # the minister who spoke last, of several ministers
        if person is None and lang.measured and last and role in last.called:
            person = last
        fits = person is not None and (
            not person.gender
            or not (role in lang.titles_he or role in lang.titles_she)
            or role in (lang.titles_he if person.gender == "he" else lang.titles_she)
        )
        if not fits or (lang.measured and person is not self.last_speaker):
            near = fits and role not in _HEADS and self._is_near(said, person)
            return person if near else None
        return person

    def _called_here(self, said: Said, gender: Gender) -> Person | Speaker | None:
        """Whom a pronoun at ``said`` outside English means that goes back to words for somebody: the
        person they mean (*Le militaire baisse la tête. « … », dit-il*), or somebody without a name."""
        if self.lang.verb_last or not (self.lang.the or self.lang.bare_nouns):
            return None
        found = brought_in(self.unquoted(said), gender, self.lang)
        if found is None:
            return None
        words, new = found
        if not new:
            person = self._called(said, words) or self._described(said, words)
            if person:
                return person if agrees(person, gender) else None
        first = words.partition(" ")[0].lower()
        known = not new and " " not in words  # Министр: whose name may stand further up
        if known or (not new and self.alone(said)):
            return None
        return Speaker(first + words[len(first) :])

    def _spouse(self, words: str) -> Person | None:
        """The one of the same surname whom *her husband*, *his wife* mean behind what she or he has
        said."""
        owner, _, kin = words.lower().partition(" ")
        one = self.last_speaker
        if one is None or not self.lang.measured or (owner, kin) not in _SPOUSES:
            return None
        if one.gender != ("she" if owner == "her" else "he"):
            return None
        others = [
            person
            for person in self.people.by_last.get(one.last, ())
            if person is not one and person.gender and person.gender != one.gender
        ]
        return others[0] if len(others) == 1 else None

    def _is_near(self, said: Said, person: Person | None) -> bool:
        """Whether ``person`` is named in the last blocks before ``said``."""
        mentions = islice(self.people.before(said.block, said.start), _NAMES)
        return any(m.person is person and said.block - m.block < _RECENT for m in mentions)

    def _aged(self, said: Said, words: str) -> Person | None:
        """The person named last in the block before *the 29-year-old*; or, where nobody is named
        there, the only one in the block before that or who spoke last in it."""
        if _AGED.fullmatch(words) is None:
            return None
        mentions = self.people.before(said.block, said.start)
        near = [m for m in islice(mentions, _NAMES) if said.block - m.block < 2]
        if near and near[0].block == said.block:
            names = self.lang.first_names  # die Intendantin Ana Lis vom Stadttheater Muri
            sure = [m for m in near if m.person.name.lower().split()[0] in names]
            here = [m for m in sure if m.block == said.block]
            return (here if here and not self.lang.measured else near)[0].person
        spoke = (m.person for m in near if m.person is self.last_speaker)
        return self.alone_before(said) or next(spoke, None)

    def _described(self, said: Said, words: str) -> Person | None:
        """The one person named in the block before *the Norwegian*, *the striker*; or, where nobody
        is named there, in the block before that."""
        if not self.lang.measured:
            return self._described_abroad(said, words)
        described = is_trait(words, self.lang) and not self._is_brought_in(said, words)
        trade = words.rpartition(" ")[2]
        named = self.people.called(trade) if described and words[1:].islower() else None
        if named and self._is_near(said, named):
            return named  # rancher Ann Lee …; the rancher said
        spoke = self._spoke_before(said) if described else None
        alike = spoke and agrees(spoke, gender_of_words(words))
        if alike and not self.alone(said):
            return spoke
        person = self.alone(said) or self.alone_before(said) if described else None
        gender = gender_of_words(words) if described else ""
        if gender and not (person and agrees(person, gender)):
            return self.only_of(gender, said)
        return person

    def _is_brought_in(self, said: Said, words: str) -> bool:
        """Whether the story has just brought in *an SPD lawmaker* without a name, who is *the
        lawmaker* then."""
        text = self.texts[said.block]
        noun = words.rpartition(" ")[2]
        at = text.rfind(noun, max(0, said.start - _REACH * 2), said.start)
        lead = text[max(0, at - _BEFORE) : at].lower().split()[-3:] if at > 0 else []
        return not self.lang.articles.isdisjoint(lead) and not self.people.at(
            said.block, at, said.start
        )

    def _described_abroad(self, said: Said, words: str) -> Person | None:
        """The same in other languages, where the article may tell the gender; or, where the one just
        named is of the other, whom the story is about."""
        if self._is_new(said, words):
            return None
        alone = self.alone(said)
        called = self._called_by_head(said, words)
        if called and (self.lang.verb_last or alone in (None, called)):
            return called
        if not is_foreign_trait(words, self.lang):
            return None
        gender = self._by_article(words)
        sex = not _SEX.isdisjoint(words.lower().split())
        only = self.only_of(gender, said) if sex and gender and alone is None else None
        just = self._just_named(said)
        places = [alone] if alone else [just, only, self.alone_before(said), self.hero(said)]
        for person in filter(None, places):
            if self._is_apart(person, said) and self._may_be_called(person, words):
                return person
        return None

    def _called_by_head(self, said: Said, words: str) -> Person | None:
        """The person whom the story called so: *la titular de Vivienda*, *ünlü oyuncu*."""
        lang = self.lang
        lows = words.lower().split()
        if len(lows) < _PHRASE + (not lang.verb_last) or any(
            word[0].isupper() for word in words.split()[1:2]
        ):
            return None
        if lang.verb_last:
            return self._called(said, lows[-1])
        if lang.bare_nouns or lows[0] not in lang.the or lows[2] not in lang.of:
            return None
        return self._called(said, " ".join(words.split()[:2]))

    def _may_be_called(self, person: Person, words: str) -> bool:
        """Whether ``words``, by their article, may mean ``person``, who is no court or firm."""
        lows = person.name.lower().split()
        if any(low.endswith(group) for group in self.lang.organisations for low in lows[:1]):
            return False  # Amtsgericht Rosenfeld
        if words.lower().endswith(_JUDGED) and any(
            role.endswith(_JURISTS) for role in person.called
        ):
            return False  # der Angeklagte is not Oberstaatsanwalt Jan Lis
        gender = self._by_article(words)
        if not _SEX.isdisjoint(words.lower().split()) and person.gender != gender:
            return False  # la mujer
        return agrees(person, gender)

    def _by_article(self, words: str) -> Gender:
        """The gender that the article of ``words`` tells: *la gérante*, *der Kapitän*."""
        first = words.split()[0].lower()
        lang = self.lang
        if lang.nouns_capital:
            return "he" if first == "der" else "she" if first == "die" else ""
        he, she = first in lang.articles_he, first in lang.articles_she
        return "he" if he and not she else "she" if she and not he else ""

    def _is_apart(self, person: Person, said: Said) -> bool:
        """Whether a sentence ends between the person's name and ``said``, which is somebody else
        where one sentence has both."""
        for mention in islice(self.people.before(said.block, said.start), _NAMES):
            if mention.person is person and mention.block == said.block:
                near = self._last_quotes(said.block, said.start)
                between = self._outside(said.block, mention.end, said.start, near)
                return _ENDS.search(between) is not None
        return True

    def _spoke_before(self, said: Said) -> Person | None:
        """Who spoke last, where nobody else was named since, in one of the two blocks before."""
        mention = next(self.people.before(said.block, said.start), None)
        if mention is None or not 0 < said.block - mention.block < _RECENT - 1:
            return None
        return mention.person if mention.person is self.last_speaker else None

    def _just_named(self, said: Said) -> Person | None:
        """The only person whom the last sentence before that of ``said`` names in its block."""
        near = self._last_quotes(said.block, said.start)
        found: Person | None = None
        for mention in islice(self.people.before(said.block, said.start), _NAMES):
            if mention.block != said.block or said.start - mention.end > _LAST:
                break
            between = self._outside(said.block, mention.end, said.start, near)
            stops = len(_STOPS.findall(between))
            if stops > 1 or (stops == 0 and found is None):
                break  # further up, or in the same sentence
            if stops == 1 and found not in (None, mention.person):
                return None
            found = mention.person
        return found

    def _is_new(self, said: Said, words: str) -> bool:
        """Whether *el vecino* at ``said`` is *un vecino* whom the story has just brought in."""
        noun = words.split()[-1].lower()
        for block in (said.block, said.block - 1):
            text = self.texts.get(block, "")
            end = said.start if block == said.block else len(text)
            lows = text[max(0, end - _REACH) : end].lower().split()
            nouns = (low.strip(",.;:") for low in lows[1:])
            if any(
                a in self.lang.articles and b == noun for a, b in zip(lows, nouns, strict=False)
            ):
                return True
        return False
