"""Speakers named before the quotation, in its own sentence.

``cue-before``: Ann Lee said that “…” · ``participle``: Ann Lee stood up, saying “…” ·
``weak-cue``: Ann Lee called it “…” · ``according``: According to Ann Lee, “…”
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.story.quotes.clause.after import After
from reader.story.quotes.clause.front import (
    clause_begin,
    is_paper,
    is_person,
    may_be_subject,
)
from reader.story.quotes.clause.impersonal import impersonal
from reader.story.quotes.clause.interrupted import (
    absolute,
    claimed,
    contrast,
    cut_in,
    found_paper,
    has_own,
    in_relative,
    is_perceived,
    is_told_of,
    led_by_with,
    quoted_as,
    sent_paper,
    subordinate,
)
from reader.story.quotes.clause.lastclause import last_clause
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import phrase_before, phrase_from
from reader.story.quotes.clause.plausible import is_plausible
from reader.story.quotes.clause.secondbefore import right_of_verb, subject_of
from reader.story.quotes.clause.sources import according_before, according_near
from reader.story.quotes.clause.subjects import is_inverted, left_of
from reader.story.quotes.clause.turned import inserted_clause, is_proclitic, past_aside
from reader.story.quotes.clause.verblast import subject_before
from reader.story.quotes.clause.verbs import (
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
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

_HAD: Final = 8
"""Tokens behind a subject in which *had* tells that it spoke before, a name between commas too."""
_FINDS: Final = frozenset(["found", "finds"])
"""What a report does before *that*."""
_READ: Final = frozenset(["read", "reads"])


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
            aside: Said | None = None
            for cue in range(end - 1, start, -1):
                token = line.tokens[cue]
                if token.low in verbs and token.text.islower() and not is_noun(line, cue, lang):
                    if lang.measured and is_passive(line, cue, lang):
                        continue  # We are told that there is no choice.
                    found = self._finite(line, cue, start, end)
                    if found and is_plausible(found, line.text, lang):
                        if not self._is_aside(line, found, start):
                            return found
                        aside = aside or found
            if aside:
                return aside
        return None

    def _is_aside(self, line: Line, found: Said, start: int) -> bool:
        """Whether ``found`` speaks in a clause that begins with *when* or *because*, or in what
        somebody says, so that the one of the main clause counts for more: *Ann Lee cried when the
        tree said her name*; *Ann Lee said that the county had asked for money.*"""
        if not self.lang.measured:
            return False
        tokens = line.tokens
        at = next((p for p in range(start, len(tokens)) if tokens[p].start == found.start), start)
        before = tokens[at - 1].low if at - 1 > start else ""
        says = before in self.lang.that or before in self.lang.say
        return says or before in self.lang.only_subordinators

    def find(self, line: Line, place: int) -> Said | None:
        """The speaker named before the quotation at token ``place``."""
        tokens, lang = line.tokens, self.lang
        start = max(line.sentence(place)[0], place - 3 * FAR)
        floor = floor_of(line, place, max(start, place - FAR))
        weak: Said | None = None
        reported = False
        colon = tokens[place - 1].text in COLONS
        found = according_near(line, start, place, lang)
        if colon and not found:
            found = cut_in(line, start, place, lang) or last_clause(line, start, place, lang)
        if found:
            return found
        for cue in range(place - 1, floor - 1, -1):
            token = tokens[cue]
            low = token.low
            if not token.text.islower() or self._is_of_others(line, cue, place, colon):
                continue
            found = claimed(line, cue, start, lang) if low in lang.claims else None
            if found:
                pass  # Ann Lee’s claim that
            elif lang.measured and weak and weak.end <= token.start and low in lang.actions:
                continue  # Ann Lee, writing for the court, called it “…”
            elif low in lang.saying and tokens[cue - 1].low not in ("the", "a"):
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
                passive = is_passive(line, cue, lang)
                found = None if passive else self._finite(line, cue, start, place)
            elif weak is None and low in _FINDS and tokens[cue + 1].low in lang.that:
                weak = self._finite(line, cue, start, place) if lang.measured else None
                continue
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
            if found and found.end <= token.start and self._is_in_clause(line, weak, place):
                break
            if found:
                found = self._teller(line, start, cue, found) if colon else found
                found.close = place - cue < 6 and not tokens[place].about.sentence
                return found
        return self._source(line, floor, place, weak) or self._for(line, start, place) or weak

    def _teller(self, line: Line, start: int, cue: int, found: Said) -> Said:
        """Who tells of ``found``, where the clause before a colon only says what that one did."""
        teller = self.cue_in(line, start, cue) if is_told_of(line, found) else None
        return teller if teller and teller.end < found.start else found

    def _source(self, line: Line, floor: int, place: int, weak: Said | None) -> Said | None:
        """*Ann Lee* in *according to Ann Lee, …* before the quotation."""
        source = according_before(line, floor, place, self.lang)
        if source and weak and self.lang.measured and source.end < weak.start:
            between = line.text[source.end : weak.start].strip(" ,")
            if between in ("which", "what", "that"):
                return None  # to a survey that a union called “…”
        return source

    def _is_of_others(self, line: Line, cue: int, place: int, colon: bool) -> bool:
        """Whether the verb at ``cue`` has words of its own before the colon, or somebody reads there:
        had no chance to read the plan, had read the book."""
        if colon and has_own(line, cue, place):
            return True
        if line.tokens[cue].low not in _READ:
            return False
        before, after = line.tokens[cue - 1].low, line.tokens[cue + 1].low
        return before in self.lang.to or (not colon and after in self.lang.determiners)

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
                led = tokens[line.sentence(at)[0]].low in self.lang.only_subordinators
                if led and tokens[at - 1].text in COMMAS:
                    return True  # While Tom Ash said so, Ann Lee called it “…”
                return in_relative(line, cue, at, self.lang) or self._in_report(line, cue, at, weak)
            if tokens[at].quote >= 0 and tokens[at].about.last == ",":
                return True  # told him “…,” a claim the club called “…”
            if tokens[at].low in self.lang.contrasts and tokens[at - 1].text in COMMAS:
                return True
        return False

    def _is_in_clause(self, line: Line, weak: Said | None, place: int) -> bool:
        """Whether the quotation stands in the clause that tells whom ``weak`` means: *saying critics
        who called it “…” were wrong*."""
        if weak is None or not self.lang.measured:
            return False
        if not line.text.endswith(" who", weak.start, weak.end):
            return False
        for at in range(place - 1, max(0, place - FAR), -1):
            token = line.tokens[at]
            if token.start < weak.end:
                return True
            if token.quote >= 0 or token.text in COMMAS:
                return False
        return False

    def _in_report(self, line: Line, cue: int, subject: int, weak: Said) -> bool:
        """Whether the clause of the ``subject`` is what somebody at ``cue`` tells of what another
        one said: *told the hearing that Ann Lee had called it “…”*."""
        tokens = line.tokens
        end = next((p for p in range(subject, len(tokens)) if tokens[p].end >= weak.end), subject)
        named = is_person(tokens, subject, end + 1, self.lang)
        earlier = any(token.low == "had" for token in tokens[end + 1 : end + _HAD])
        return tokens[subject - 1].low == "that" and named and earlier

    def for_whom(self, line: Line, start: int, end: int) -> Said | None:
        """*Para o politólogo Ann Lee, o chumbo é provável.*: for whom the sentence is so."""
        lang = self.lang
        if lang.measured or lang.verb_second or line.tokens[start].low not in lang.for_:
            return None
        phrase = phrase_from(line, start + 1, end, lang)
        if phrase is None or phrase[1] >= end or line.tokens[phrase[1]].text != ",":
            return None
        named = line.tokens[phrase[1] - 1].is_capital and is_person(line.tokens, *phrase, lang)
        return said(line, phrase, "weak-cue") if named else None

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
        if verb + 1 < place and line.tokens[verb].text == ",":
            told = line.tokens[verb + 1].low in lang.relatives | lang.determiners
            ends = (p + 1 for p in range(verb + 2, place - 1) if line.tokens[p].text == ",")
            verb = next(ends, verb) if told else verb  # Für Ann Lee, die …, ist
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
        at = self._left_edge(line, cue, start)
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
            found = right_of_verb(line, cue, end, rule, lang)  # Como dijo Ana Lis, …
            if found:
                return found
            aside = past_aside(tokens, cue + 1, end, lang)  # Jak mówi w radiu Anna Lis, …
            phrase = phrase_from(line, aside, end, lang) if aside > cue + 1 else None
            if phrase:
                return said(line, phrase, rule, cue)
        if lang.verb_second and at >= start and is_paper(line, at, lang):
            return said(line, (at, at + 1), rule, cue)  # Die „Woge“ berichtet
        if lang.verb_second:
            found = subject_of(line, cue, start, end, rule, lang)
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
            return right_of_verb(line, cue, end, rule, lang)
        quoted = tokens[at].quote >= 0 and not tokens[at].about.titled
        if quoted or (tokens[at].text in COMMAS and at > start and tokens[at - 1].quote >= 0):
            found = right_of_verb(line, cue, end, "sandwich", lang)
            if found or quoted:
                return found
        if tokens[at].text in COMMAS and is_inverted(line, cue, start, lang):
            found = right_of_verb(line, cue, end, rule, lang)
            if found:
                return found  # The lake is dying, says a report that …
        phrase = left_of(line, at, start, lang)
        if phrase is None or disagree(line, phrase, cue, lang):
            return None
        if not may_be_subject(tokens, phrase[0], lang):
            return None
        return said(line, phrase, rule, cue)

    def _left_edge(self, line: Line, cue: int, start: int) -> int:
        """The token left of the verb at ``cue``, of its adverbs and pronouns, and of a bracket."""
        tokens, lang = line.tokens, self.lang
        at = cue - 1
        while at >= start and (
            is_adverb(tokens[at], lang)
            or is_proclitic(line, at, cue + 1, lang)
            or (tokens[at].opens_sentence and lang.drops_subject and tokens[at].low in lang.adverbs)
        ):
            at -= 1
        if at >= start and tokens[at].text == ")":
            at = next((p - 1 for p in range(at, start, -1) if tokens[p].text == "("), at)
        return at

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
        if at > start and tokens[at].low in lang.as_:
            whom = quoted_as(line, at, start, lang)
            if whom:
                return said(line, whom, "participle", cue)
        paper = found_paper(line, at, start, lang)
        if paper:
            return said(line, paper, "participle", cue)
        sent = sent_paper(line, at, start, lang)
        sender = self._finite(line, sent, start, cue) if sent else None
        if sender:
            sender.rule = "participle"
            return sender
        if at >= start and tokens[at].is_word and tokens[at].low not in lang.function:
            phrase = phrase_before(line, at + 1, start, lang)
            if phrase and tokens[phrase[0] - 1].low in lang.with_ and phrase[0] > start:
                return said(line, phrase, "participle", cue)
            if phrase and is_perceived(line, phrase, cue, start, lang):
                return said(line, phrase, "participle", cue)
            of = next((p for p in range(at, start, -1) if tokens[p].low in lang.of), at)
            if start < of < at and tokens[of - 1].low in lang.recordings:
                return said(line, (of + 1, at + 1), "participle", cue)  # footage of Ann Lee saying
        led = led_by_with(line, at, start, lang) or absolute(line, at, start, lang)
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
        phrase = phrase and (subordinate(line, phrase, cue, lang) or phrase)
        if phrase is None and tokens[start].quote >= 0:
            return self.after.find(line, start)
        return said(line, phrase, "participle", cue) if phrase else None


def _ruled(found: Said, rule: str) -> Said:
    found.rule = rule
    return found
