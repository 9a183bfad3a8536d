"""Speakers named before the quotation, in its own sentence.

``cue-before``: Ann Lee said that “…” · ``participle``: Ann Lee stood up, saying “…” ·
``weak-cue``: Ann Lee called it “…” · ``according``: According to Ann Lee, “…”
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.story.quotes.after import After
from reader.story.quotes.front import (
    clause_begin,
    is_framed,
    is_paper,
    is_person,
    is_thing,
    may_be_subject,
    named_between_commas,
)
from reader.story.quotes.impersonal import impersonal
from reader.story.quotes.interrupted import claimed, contrast, cut_in, has_own, led_by_with
from reader.story.quotes.language import Language
from reader.story.quotes.mainclause import main_subject
from reader.story.quotes.phrases import Phrase, phrase_before, phrase_from
from reader.story.quotes.plausible import is_plausible
from reader.story.quotes.said import Said
from reader.story.quotes.sources import according_before, according_near
from reader.story.quotes.subjects import is_inverted, left_of
from reader.story.quotes.tokens import Line, Token
from reader.story.quotes.turned import inserted_clause, is_proclitic
from reader.story.quotes.verblast import subject_before
from reader.story.quotes.verbs import (
    COLONS,
    COMMAS,
    FAR,
    disagree,
    floor_of,
    is_adverb,
    is_noun,
    is_passive,
    said,
)
from reader.story.quotes.verbsecond import is_adverbial, verb_at


@dataclass(slots=True)
class Before:
    """The rules that look to the left of the quotation."""

    lang: Language
    after: After

    def cue_in(self, line: Line, start: int, end: int, *, weak: bool = False) -> Said | None:
        """The subject of the last verb of saying in tokens ``start``..``end``; of a strong one
        unless ``weak``."""
        lang = self.lang
        for verbs in (lang.say, lang.report) if weak else (lang.say,):
            for cue in range(end - 1, start, -1):
                token = line.tokens[cue]
                if token.low in verbs and token.text.islower() and not is_noun(line, cue, lang):
                    found = self._finite(line, cue, start, end)
                    if found and is_plausible(found, line.text, lang):
                        return found
        return None

    def find(self, line: Line, place: int) -> Said | None:
        """The speaker named before the quotation at token ``place``."""
        tokens, lang = line.tokens, self.lang
        start = max(line.sentence(place)[0], place - 3 * FAR)
        floor = floor_of(line, place, max(start, place - FAR))
        weak: Said | None = None
        reported = False
        colon = tokens[place - 1].text in COLONS
        nearest = according_near(line, start, place, lang)
        if nearest:
            return nearest
        found = cut_in(line, start, place, lang) if colon else None
        if found:
            return found
        for cue in range(place - 1, floor - 1, -1):
            token = tokens[cue]
            if not token.text.islower():
                continue
            low = token.low
            if colon and has_own(line, cue, place):
                continue
            if low == "read" and tokens[cue - 1].low in lang.to:
                continue  # had no chance to read the plan
            found = claimed(line, cue, start, lang) if low in lang.claims else None
            if found:
                pass  # Ann Lee’s claim that
            elif low in lang.saying:
                if lang.measured and weak and weak.end <= token.start:
                    continue  # Ann Lee, writing for the court, called it “…”
                found = self._participle(line, cue, start)
            elif (
                weak
                and lang.verb_second
                and not reported
                and any(t.text == "," for t in tokens[cue:place])
            ):
                break  # a verb of an earlier clause
            elif lang.verb_second and tokens[cue - 1].low in lang.to and low in lang.cues:
                phrase = main_subject(line, start, cue, lang)  # versuchte zu beruhigen
                found = said(line, phrase, "weak-cue", cue) if phrase else None
            elif low in lang.say and not is_noun(line, cue, lang):
                found = (
                    None if is_passive(line, cue, lang) else self._finite(line, cue, start, place)
                )
            elif weak is None and low in lang.reporting:
                weak = self._participle(line, cue, start)
                continue
            elif weak is None and low in lang.report and not is_noun(line, cue, lang):
                weak = self._finite(line, cue, start, place)
                reported = low in lang.reported  # sie wolle: somebody says so
                continue
            else:
                continue
            if found and weak and self._parted(line, cue, weak):
                break
            if found:
                found.close = place - cue < 6 and not tokens[place].about.sentence
                return found
        return according_before(line, floor, place, lang) or self._for(line, start, place) or weak

    def _parted(self, line: Line, cue: int, weak: Said) -> bool:
        """Whether a new clause begins between the verb at ``cue`` and the subject ``weak`` of a
        nearer verb: *has promised help, though his aides called it “…”*."""
        tokens = line.tokens
        if self.lang.code != "en" or weak.start < tokens[cue].end:
            return False
        if line.text[weak.start : weak.end].endswith((", who", ", who’d", ", who'd", ", who’s")):
            return True  # told Ann Lee, who’d called it “…”
        for at in range(cue + 1, len(tokens)):
            if tokens[at].start >= weak.start:
                break
            if tokens[at].quote >= 0 and tokens[at].about.last == ",":
                return True  # told him “…,” a claim the club called “…”
            if tokens[at].low in self.lang.contrasts and tokens[at - 1].text in COMMAS:
                return True
        return False

    def _for(self, line: Line, start: int, place: int) -> Said | None:
        """*Für Ann Lee sei das …*: the one for whom it is so."""
        lang = self.lang
        if line.tokens[start].low not in lang.for_:
            return None
        phrase = phrase_from(line, start + 1, place, lang)
        if phrase is None:
            return None
        verb = phrase[1]
        if not lang.reported:  # Para Ana Lis, la ley es …
            named = is_person(line.tokens, *phrase, lang)
            if verb == place - 1 and line.tokens[verb].text in COMMAS:  # Pour Lis, « … »
                named = named or line.tokens[phrase[0]].is_capital
            return said(line, phrase, "weak-cue") if named and verb < place else None
        if verb < place and line.tokens[verb].text == "(":
            verb = next((p + 1 for p in range(verb, place) if line.tokens[p].text == ")"), verb)
        plain = verb < place and line.tokens[verb].low in lang.auxiliaries
        if plain and is_person(line.tokens, *phrase, lang):
            return said(line, phrase, "weak-cue", verb)  # Für den Forscher Hans Muster ist …
        if verb >= place:
            return None
        low = line.tokens[verb].low
        if low not in lang.reported and low not in lang.report:
            return None
        return said(line, phrase, "weak-cue", verb)

    def _finite(self, line: Line, cue: int, start: int, end: int) -> Said | None:
        """The subject of the finite verb at ``cue``, looked for on its left, else on its right."""
        tokens, lang = line.tokens, self.lang
        rule = "cue-before" if tokens[cue].low in lang.say else "weak-cue"
        at = cue - 1
        while at >= start and (
            is_adverb(tokens[at], lang)
            or is_proclitic(line, at, cue + 1, lang)
            or (tokens[at].opens_sentence and lang.drops_subject and tokens[at].low in lang.adverbs)
        ):
            at -= 1
        if at >= start and tokens[at].text == ")":
            at = next((p - 1 for p in range(at, start, -1) if tokens[p].text == "("), at)
        if tokens[cue].low in lang.cites:
            at_object = cue + 1
            while at_object < end and tokens[at_object].low in lang.skipped:
                at_object += 1
            cited = phrase_from(line, at_object, end, lang)  # zitiert einen Zeugen
            if cited:
                return said(line, cited, rule, cue)
        if tokens[cue].low in lang.impersonal:
            source = impersonal(line, cue, start, end, lang)
            if source is not None:
                return None if source.nobody else _ruled(source, rule)
        led = tokens[at].low in lang.as_ or tokens[at].low in lang.thus
        if at == start and led and not lang.verb_second:
            found = self._right_of(line, cue, end, rule)  # Como dijo Ana Lis, …
            if found:
                return found
        if lang.verb_second and at >= start and is_paper(line, at, lang):
            return said(line, (at, at + 1), rule, cue)  # Die „Woge“ berichtet
        if lang.verb_second:
            found = self._verb_second(line, cue, start, end, rule)
            begin = tokens[clause_begin(tokens, cue, start, lang)].low
            if found or begin in lang.subordinators:
                return found
        if lang.verb_last:
            phrase = subject_before(line, start, cue, lang)
            return said(line, phrase, rule, cue) if phrase else None
        inserted = inserted_clause(line, cue, at, start, end, lang)
        if inserted:
            return inserted
        if at < start:
            return self._right_of(line, cue, end, rule)
        quoted = tokens[at].quote >= 0 and not tokens[at].about.titled
        if quoted or (tokens[at].text in COMMAS and at > start and tokens[at - 1].quote >= 0):
            found = self._right_of(line, cue, end, "sandwich")
            if found or quoted:
                return found
        if tokens[at].text in COMMAS and is_inverted(line, cue, start, lang):
            found = self._right_of(line, cue, end, rule)
            if found:
                return found  # The lake is dying, says a report that …
        phrase = left_of(line, at, start, lang)
        if phrase is None or disagree(line, phrase, cue, lang):
            return None
        return said(line, phrase, rule, cue)

    def _verb_second(self, line: Line, cue: int, start: int, end: int, rule: str) -> Said | None:
        """The subject where it does not stand right before the verb (German, Dutch): after the
        verb when an adverbial begins the clause, after the conjunction in a subordinate one."""
        tokens, lang = line.tokens, self.lang
        begin = clause_begin(tokens, cue, start, lang)
        if cue + 1 < end and tokens[cue + 1].low in lang.he and tokens[begin].low not in lang.he:
            return self._right_of(line, cue, end, rule)  # Als er gefragt worden war sagte er
        if begin >= cue:
            return self._verb_first(line, cue, begin, start, end, rule)
        pivot = next((p for p in range(begin, cue) if tokens[p].low in lang.auxiliaries), cue)
        low = tokens[begin].low
        after = tokens[pivot + 1].low if pivot + 1 < len(tokens) else ""
        turned = (
            self._is_told(line, begin, cue)
            or ((after in lang.he or after in lang.she) and low not in lang.he)
            or low in lang.objects
            or low.isdigit()
        )
        phrase: Phrase | None
        front = begin
        while front < pivot and tokens[front].low in lang.adverbs:
            front += 1  # auch Ann Lee sagte
        framed = begin == start and is_framed(line, cue, end, lang)
        if low in lang.keeps and (framed or verb_at(tokens, begin + 2, cue, lang) is None):
            return self._right_of(line, cue, end, rule)  # Als Grund gab Ann Lee … an
        if low in lang.subordinators or (
            low in lang.prepositions and tokens[cue].low in lang.impersonal
        ):
            phrase = phrase_from(line, begin + 1, cue, lang)
        elif (
            turned
            or pivot == front
            or is_adverbial(tokens, front, pivot, lang)
            or is_thing(tokens, front, pivot, lang)
        ):
            found = self._right_of(line, pivot, end if pivot == cue else cue, rule)
            if found or not is_thing(tokens, front, pivot, lang):
                return found
            phrase = phrase_from(line, front, pivot, lang)
        elif begin > start and _is_verb(tokens[begin], lang):
            phrase = main_subject(line, start, begin, lang)  # …, kritisierte den Plan und sprach
        else:
            phrase = phrase_from(line, front, pivot, lang)
            if phrase and phrase[1] == pivot - 1 and tokens[phrase[1]].about.titled:
                phrase = phrase[0], pivot
        if phrase and not may_be_subject(tokens, phrase[0], lang):
            return None
        if phrase and phrase[1] == phrase[0] + 1 and tokens[phrase[0]].low in lang.nobody:
            return None  # es hieß, man wisse
        return said(line, phrase, rule, cue) if phrase else None

    def _verb_first(
        self, line: Line, cue: int, begin: int, start: int, end: int, rule: str
    ) -> Said | None:
        """The subject where the verb begins its clause: inserted behind it, or that of the clause
        before."""
        tokens, lang = line.tokens, self.lang
        name = named_between_commas(line, cue, start, lang)
        if name:
            return said(line, name, rule, cue)
        inserted = self._right_of(line, cue, end, rule) if tokens[cue].low in lang.say else None
        if inserted and self._is_inserted(line, inserted, start, cue):
            return inserted
        turned = is_adverbial(tokens, start, cue, lang) or (
            cue + 1 < end and tokens[cue + 1].low in lang.he
        )
        main = None
        if begin > start and tokens[start].low not in lang.subordinators and not turned:
            main = main_subject(line, start, begin, lang)
        if main is None or tokens[begin - 1].quote >= 0:
            return self._right_of(line, cue, end, rule)
        return said(line, main, rule, cue)

    def _is_inserted(self, line: Line, found: Said, start: int, cue: int) -> bool:
        """Whether ``found`` behind the verb ``cue`` is its subject: *Das sei, sagte Ann Lee, …*;
        *Sie freue sich, sagte Ann Lee.*; not *Ann Lee lobte ihn, sagte der Zeitung aber: …*"""
        behind = line.text[found.end : found.end + 12].split(",")[0].split()
        after = line.text[found.end : found.end + 1]
        parted = len(behind) == 1 and behind[0] in self.lang.particles  # legt Ann Lee uit,
        if after == "," or (parted and "," in line.text[found.end : found.end + 12]):
            return True
        first = line.text[found.start : found.end].split()[0].lower()
        if first in self.lang.objects or (after not in (".", ":", "") and after != " "):
            return False
        if any(token.low in self.lang.reported for token in line.tokens[start:cue]):
            return True
        subject = line.tokens[start].low
        mood = line.tokens[start + 1].low if start + 1 < cue else ""
        told = subject in self.lang.pronouns and mood.endswith("e") and not mood.endswith("te")
        return told and first not in self.lang.feminine

    def _is_told(self, line: Line, begin: int, cue: int) -> bool:
        """Whether a dative stands before the verb and a full name behind it: *Der Agentur sagte
        Ann Lee …*"""
        tokens, lang = line.tokens, self.lang
        if tokens[begin].low not in lang.feminine or cue + 2 >= len(tokens):
            return False
        name, more = tokens[cue + 1], tokens[cue + 2]
        alone = more.text in ",:" and not name.low.endswith(_DATIVES)
        return name.is_capital and (more.is_capital or alone or name.low in lang.leads)

    def _right_of(self, line: Line, cue: int, end: int, rule: str) -> Said | None:
        at = cue + 1
        tokens, lang = line.tokens, self.lang
        while at < end and tokens[at].low in lang.skipped and tokens[at].low not in lang.pronouns:
            at += 1
        if at < end and tokens[cue].low in lang.impersonal and tokens[at].low in lang.others:
            return None  # Dort heißt es
        phrase = phrase_from(line, at, end, lang)
        if phrase is None or not may_be_subject(tokens, phrase[0], lang):
            return None
        return said(line, phrase, rule, cue)

    def _participle(self, line: Line, cue: int, start: int) -> Said | None:
        tokens, lang = line.tokens, self.lang
        at = cue - 1
        while at >= start and tokens[at].low in lang.adverbs and tokens[at].text.islower():
            at -= 1
        if at > start and tokens[at].low in lang.perceived and tokens[at - 1].low in lang.be:
            phrase = left_of(line, at - 2, start, lang) if at - 2 >= start else None
            return said(line, phrase, "participle", cue) if phrase else None  # was heard saying
        if at >= start and tokens[at].low in lang.auxiliaries:  # is saying
            return self._finite(line, cue, start, cue + 1)
        if at >= start and tokens[at].is_word and tokens[at].low not in lang.function:
            phrase = phrase_before(line, at + 1, start, lang)
            if phrase and tokens[phrase[0] - 1].low in lang.with_ and phrase[0] > start:
                return said(line, phrase, "participle", cue)
            of = next((p for p in range(at, start, -1) if tokens[p].low in lang.of), at)
            if start < of < at and tokens[of - 1].low in lang.recordings:
                return said(line, (of + 1, at + 1), "participle", cue)  # footage of Ann Lee saying
        led = led_by_with(line, at, start, lang)
        if led:
            return said(line, led, "participle", cue)
        for verb in range(at, start, -1):
            told = tokens[verb].low in lang.say and tokens[verb].text.islower()
            if told and not is_noun(line, verb, lang):
                found = self._finite(line, verb, start, cue)
                if found:
                    found.rule = "participle"
                    return found
        phrase = main_subject(line, contrast(line, start, cue, lang), cue, lang)
        phrase = phrase or main_subject(line, start, cue, lang)
        if phrase is None and tokens[start].quote >= 0:
            return self.after.find(line, start)
        return said(line, phrase, "participle", cue) if phrase else None


_DATIVES: Final = ("ten", "ern", "eln", "en")
"""Endings of nouns without article that somebody speaks to: *sagte Reportern*."""


def _ruled(found: Said, rule: str) -> Said:
    found.rule = rule
    return found


def _is_verb(token: Token, lang: Language) -> bool:
    known = token.low in lang.auxiliaries or token.low in lang.cues or token.low in lang.verbs
    return known and token.text.islower()
