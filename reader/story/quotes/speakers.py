"""Who said it: the rules for a story, from the surest to the weakest.

A quotation whose own sentence names nobody (:mod:`clauses`) takes the speaker from its paragraph
or the one before.  :mod:`trust` holds how often each rule was right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from reader.story.quotes.clause.cjk import Wide
from reader.story.quotes.clause.clauses import Clauses
from reader.story.quotes.clause.front import is_person
from reader.story.quotes.clause.incise import inserted
from reader.story.quotes.clause.interrupted import cuts_in
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.sentences import (
    HARDLY,
    colon_subject,
    only_named,
    person_subject,
    sentence_subject,
)
from reader.story.quotes.clause.verbs import COLONS, according, said
from reader.story.quotes.language import Language
from reader.story.quotes.quoted.kinds import is_attribute, is_shouted
from reader.story.quotes.said import Said
from reader.story.quotes.signatures import signed
from reader.story.quotes.tokens import Line
from reader.story.quotes.trust import CONFIDENCE, measure
from reader.story.quotes.turns import (
    in_turn,
    is_bare,
    may_be_the_others,
    named_in_capitals,
    other_one,
)

_BEHIND: Final = frozenset(["after", "after-verb", "tail", "unknown-verb", "according"])
"""Rules that look behind the quotation."""
_SURE: Final = 0.5
_GUESSED: Final = frozenset(["paragraph-before", "sentence-before", "sentence-subject"])
"""Rules whose speakers are handed on with less trust where that was not measured."""
_HANDED: Final = frozenset(["paragraph-before", "sentence-before"])
_MOST: Final = 500
"""Quotations of a story whose speakers are looked for; no story has more."""
_OPENS: Final = 0.7
"""What is left of it for Japanese words that open a paragraph."""
_BARE: Final = 2
"""Words of what was said, without anybody to whom it belongs: *una pausa*."""
_BRIEF: Final = 6
"""Characters of Chinese that tell of nobody else."""
_LONG: Final = 120
"""Tokens of a sentence that are looked at; what is longer is no sentence of a news story."""


def _taken_over(source: Said, rule: str, lang: Language) -> Said:
    """The speaker ``source`` of another quotation: no surer than it was there."""
    taken = source.again(rule)
    sure = CONFIDENCE[source.rule]
    guessed = source.rule in _GUESSED and not (lang.measured or lang.nouns_capital)
    taken.trust = source.trust * (1.0 if sure >= _SURE and not guessed else sure)
    return taken


@dataclass(slots=True)
class Attribution:
    """Finds the speakers of a story's quotations.

    ``line_at`` gives the tokens of a block, ``line_before`` and ``line_after`` those of the block
    before or after it, the latter only where it may sign the quotation; ``end_of`` the line and the token at which a
    quotation over several paragraphs ends, by its number, and None for all others.
    """

    lang: Language
    line_at: Callable[[int], Line]
    line_before: Callable[[int], Line | None]
    line_after: Callable[[int], Line | None]
    end_of: Callable[[int], tuple[Line, int] | None] = lambda _number: None
    said: dict[int, Said | None] = field(default_factory=dict)
    clauses: Clauses = field(init=False)
    _same: Said | None = None
    """The last speaker in the paragraph at hand."""

    def __post_init__(self) -> None:
        self.clauses = Clauses.of(self.lang)

    def paragraph(self, line: Line) -> None:
        """Settles the quotations that begin in ``line``; earlier blocks must come first."""
        clauses = self.clauses
        places = line.places[: max(0, _MOST - len(self.said))]
        own = {
            place: clauses.own(line, place)
            for place in places
            if line.tokens[place].quote not in self.said
        }
        self._same = None
        for index, place in enumerate(places):
            number = line.tokens[place].quote
            if number not in self.said:
                found = (
                    own[place] or named_in_capitals(line, place) or inserted(line, place, self.lang)
                )
                found = found or self._behind_end(number)
                tells = self.lang.drops_subject and line.tokens[place].about.speech
                tells = tells or (self.lang.verb_second and self._is_led_to(line, place))
                if found is None and index == 0 and not tells:
                    found = self._from_next(line, place, places[1:4], own)
                if found is None:
                    found = self._elsewhere(line, place, clauses)
                self.said[number] = found
                about = line.tokens[place].about
                if not about.sentence:  # of a sentence neither is asked
                    about.shouted = is_shouted(line, place, self.lang)
                    about.attribute = is_attribute(line, place, self.lang)
                if found and self.lang.measured:
                    measure(found, line, place, self.line_before)
            settled = self.said[number]
            titled = line.tokens[place].about.titled and settled and settled.rule in _HANDED
            if settled and not settled.nobody and not (titled and self.lang.measured):
                self._same = settled

    def _behind_end(self, number: int) -> Said | None:
        """The speaker named where a quotation over several paragraphs ends: *… ¶ “…,” she said.*"""
        end = self.end_of(number)
        found = self.clauses.own(*end) if end else None
        return found if found and found.rule in _BEHIND else None

    def _elsewhere(self, line: Line, place: int, clauses: Clauses) -> Said | None:
        """The speaker where the quotation's own sentence names none."""
        cut = cuts_in(line, place, self.lang)
        if cut:
            return cut
        led = self._has_words_before(line, place)
        subject = sentence_subject(line, place, self.lang) if led else None
        if subject and subject.rule == "colon" and not self._is_told(line, place):
            words = line.text[subject.start : subject.end].lower().split()
            own = self.lang.measured or words[-1] not in self.lang.utterances or len(words) > _BARE
            if own or self._same is None:
                return subject
            return _taken_over(self._same, "same-paragraph", self.lang)  # Y, tras una pausa: «…»
        signature = signed(line, place, self.line_after, self.lang)
        if signature is None and self._same is None:
            signature = clauses.after.stop_after(line, place)
        if signature:
            return signature
        if self.lang.reported and self._is_reported(line, place):
            found = self._reported(line, place, clauses)
            if found:
                return found
            start, _ = line.sentence(place)
            if not any(token.low in self.lang.that for token in line.tokens[start:place]):
                subject = None  # er sei …: not he, but who says so of him
        nearby = self._earlier_sentence(line, place, led, clauses)
        if nearby is None and self._same:
            nearby = _taken_over(self._same, "same-paragraph", self.lang)
        if led and nearby and self.lang.cjk_before and self._has_clause(line, place):
            nearby.trust *= HARDLY  # its own clause tells of somebody
        if led:
            return subject or nearby or self._paragraph_before(line, place, clauses)
        return nearby or self._paragraph_before(line, place, clauses) or subject

    def _reported(self, line: Line, place: int, clauses: Clauses) -> Said | None:
        """For a sentence in reported speech (*er sei …*): who was speaking before it."""
        number = line.sentence_of[place]
        for earlier in range(number - 1, max(-1, number - 4), -1):
            a, b = line.bounds(earlier)
            a = max(a, b - _LONG)
            for token in reversed(line.tokens[a:b]):
                before = self.said.get(token.quote) if token.quote >= 0 else None
                if before and not before.nobody:
                    return _taken_over(before, "reported", self.lang)
            found = clauses.before.cue_in(line, a, b, weak=True)
            if found:
                found.rule = "reported"
                return found
            if earlier == number - 1:
                found = person_subject(line, a, b, self.lang)
                if found:
                    found.rule = "sentence-before"
                    return found
        return None

    def _is_told(self, line: Line, place: int) -> bool:
        """Whether the sentence before the colon is reported, its subject a thing: *Die Pflichten
        seien klar: „…“*"""
        if not self.lang.reported or not self._is_reported(line, place):
            return False
        phrase = main_subject(line, line.sentence(place)[0], place, self.lang)
        return phrase is not None and not is_person(line.tokens, *phrase, self.lang)

    def _is_reported(self, line: Line, place: int) -> bool:
        start, end = line.sentence(place)
        near = line.tokens[max(start, place - 40) : min(end, place + 20)]
        return any(token.low in self.lang.reported for token in near)

    def _has_words_before(self, line: Line, place: int) -> bool:
        start, _ = line.sentence(place)
        return any(token.is_word for token in line.tokens[max(start, place - 8) : place])

    def _has_clause(self, line: Line, place: int) -> bool:
        """Whether more than *and promised* stands right before a Chinese quotation."""
        tokens = line.tokens
        at = place - 1
        while at > line.sentence(place)[0] and tokens[at - 1].quote < 0:
            at -= 1
        return tokens[place].start - tokens[at].start > _BRIEF

    def _earlier_sentence(self, line: Line, place: int, led: bool, clauses: Clauses) -> Said | None:
        """The subject of the sentence before, when that has no quotation of its own: of a verb of
        saying in it, or (where the quotation begins a sentence) of the whole of it."""
        number = line.sentence_of[place] - 1
        if number < 0:
            return None
        a, b = line.bounds(number)
        titles = self.lang.code != "en"
        quoted = (t for t in line.tokens[a:b] if t.quote >= 0 and not (titles and t.about.titled))
        if b - a > _LONG or next(quoted, None):
            return None
        found = clauses.before.cue_in(line, a, b)
        if found:
            found.rule = "line-before"
        elif not led:
            source = None if self.lang.measured else according(line, a, b, self.lang)
            if source and is_person(line.tokens, *source, self.lang):
                found = said(line, source, "line-before")
            found = found or clauses.before.for_whom(line, a, b)
            found = found or person_subject(line, a, b, self.lang)
            if found and line.text[found.start : found.end] == "I":
                found = None  # When I ask her, she laughs. “…”
            if found is None and self.lang.drops_subject and line.tokens[place].about.speech:
                phrase = main_subject(line, a, b, self.lang)
                if phrase is None or not is_person(line.tokens, *phrase, self.lang):
                    phrase = only_named(line, a, b, self.lang) or phrase  # Tra loro c’è Ana Lis.
                found = said(line, phrase, "sentence-before") if phrase else None
            if found and found.rule != "line-before":
                found.rule = "sentence-before"
        return found

    def _from_next(
        self, line: Line, place: int, later: list[int], own: dict[int, Said | None]
    ) -> Said | None:
        """The speaker named right after a later quotation that this one leads up to."""
        if self._has_words_before(line, place):
            return None
        for other in later[:3]:
            found = own.get(other)
            if (
                found
                and not found.nobody
                and line.tokens[other - 1].text not in COLONS
                and found.rule in ("after", "after-verb", "sandwich", "tail")
            ):
                return found.again("next-in-paragraph")
        return None

    def _is_led_to(self, line: Line, place: int) -> bool:
        """Whether somebody speaks or reacts in the sentence before: *Er reagierte gelassen.*"""
        number = line.sentence_of[place] - 1
        if number < 0 or not self._begins(line, place):
            return False
        a, b = line.bounds(number)
        return any(
            token.low in self.lang.cues and token.text.islower()
            for token in line.tokens[a:b][-_LONG:]
        )

    def _begins(self, line: Line, place: int) -> bool:
        return line.sentence(place)[0] == place

    def _is_contradicted(self, line: Line, other: Said) -> bool:
        """Whether the next paragraph is a turn of ``other`` too, and tells so."""
        after = self.line_after(line.block)
        if after is None or after.tokens[0].quote < 0:
            return False
        own = self.clauses.own(after, 0)
        if own is None or own.nobody:
            return False
        words = self.line_at(other.block).text[other.start : other.end]
        return after.text[own.start : own.end] == words

    def _paragraph_before(self, line: Line, place: int, clauses: Clauses) -> Said | None:
        before = self.line_before(line.block)
        if before is None or not before.starts:
            return None
        if self.lang.cjk_after or self.lang.cjk_before:
            led = Wide(self.lang).leading(before, len(before.text))
            if led:
                return led
        tokens = before.tokens
        a, b = before.bounds(len(before.starts) - 1)
        leads = tokens[-1].text in COLONS or tokens[-1].low in self.lang.say
        quotes = [tokens[place].quote for place in before.places]
        if quotes and not leads:
            last = self.said.get(quotes[-1])
            if last and not last.nobody:
                pair = in_turn(before, self.line_before(before.block), self.said)
                other = other_one(line, before, pair, self.lang) if pair and is_bare(line) else None
                if other and not self._is_contradicted(line, other):
                    return other
                taken = _taken_over(last, "paragraph-before", self.lang)
                asked = place > 0 and line.tokens[place - 1].text == "?"  # And the prize? “…”
                wide = self.lang.cjk_after and place == 0 and not line.tokens[0].about.speech
                if asked or (
                    is_bare(line) and (pair or may_be_the_others(line, before, self.said))
                ):
                    taken.trust *= HARDLY
                elif wide:
                    taken.trust *= _OPENS  # 「…」。湖を渡る風に、また一節、口ずさんだ。
                return taken
        if self.lang.cjk_after or self.lang.cjk_before:
            return None
        found = clauses.before.cue_in(before, max(a, b - _LONG), b, weak=True)
        if found is None:
            phrase = main_subject(before, a, b, self.lang)
            if (
                phrase
                and self.lang.nouns_capital
                and not is_person(before.tokens, *phrase, self.lang)
            ):
                return None
            hinted = any(token.low in self.lang.hints for token in tokens[a:b])
            asked = tokens[a].low in self.lang.passive  # Asked if she would run, Ann Lee smiled.
            hinted = (hinted and len(before.starts) == 1) or asked
            rule = "hint-before" if hinted else "subject-before"
            found = colon_subject(before, phrase, rule, self.lang)
        elif not leads:
            found.rule = "line-before"
        if found and before.text[found.start : found.end].lower() == "you":
            return None  # Do you read them? “…”
        if found and leads:
            found.rule = "colon-before"
        return found
