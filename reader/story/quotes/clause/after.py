"""Speakers named after the quotation, in its own sentence.

``after``: “…,” Ann Lee said · ``after-verb``: “…,” said Ann Lee · ``tail``: “…” once more, she
said · ``according``: “…”, according to Ann Lee
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.story.quotes.clause.phrases import (
    Phrase,
    begins_phrase,
    counts,
    phrase_before,
    phrase_from,
)
from reader.story.quotes.clause.plausible import is_remark
from reader.story.quotes.clause.secondafter import behind
from reader.story.quotes.clause.turned import (
    WIRES,
    is_no_noun,
    is_proclitic,
    past_aside,
    said_infinitive,
    took_up,
    unknown_first,
    unknown_last,
)
from reader.story.quotes.clause.verbs import (
    COMMAS,
    FAR,
    according,
    ceiling_of,
    is_adverb,
    is_noun,
    is_verb,
    said,
)
from reader.story.quotes.language import Language
from reader.story.quotes.said import NAME, Said
from reader.story.quotes.tokens import Line, Token, is_dash

_KEPT: Final = frozenset(["kept", "keeps"])
"""Verbs that another one follows: *she kept asking*."""
_IN: Final = frozenset(["в", "во", "у"])
"""Where, behind a Russian or Ukrainian verb without a subject, it was said."""
_QUOTED: Final = frozenset(["quoted", "quotes", "cited", "cites"])
_STRAY: Final = frozenset("'’\"”")


@dataclass(slots=True)
class After:
    """The rules that look to the right of the quotation."""

    lang: Language

    def find(self, line: Line, place: int) -> Said | None:
        """The speaker named right after the quotation at token ``place``."""
        tokens = line.tokens
        _, end = line.sentence(place)
        quote = tokens[place]
        at = place + 1
        runs_on = at == end < len(tokens) and not self.lang.verb_second
        runs_on = runs_on and (quote.opens_sentence or self.lang.code != "en")
        if runs_on and quote.about.last in "?!" and tokens[at].quote < 0:
            end = line.sentence(at)[1]  # “Why?” Smith asked.
        comma = quote.about.last in ",?!—–-…，" and quote.about.last != ""
        while at < end and tokens[at].quote < 0 and not tokens[at].is_word:
            if (
                tokens[at].text not in COMMAS
                and not is_dash(tokens[at])
                and tokens[at].text not in _STRAY
            ):
                break
            comma = comma or tokens[at].text not in _STRAY
            at += 1
        end = self._clause_end(line, at, end)
        if at >= end:
            return None
        found = self._clause(line, at, end, comma, quote.opens_sentence)
        if found and quote.about.last == "?" and self._answers(line, found):
            return None
        if found:
            found.near = quote.opens_sentence
        return found

    def _answers(self, line: Line, found: Said) -> bool:
        """Whether ``found`` behind a question only tells the answer: *“Is it yours?” Ann Lee said
        she had never seen it.*"""
        if not self.lang.measured or found.cue != "said":
            return False
        tokens = line.tokens
        cue = next(
            (p for p, t in enumerate(tokens) if t.start > found.end - 1 and t.low == "said"), 0
        )
        after = tokens[cue + 1 : cue + 3]
        pronoun = len(after) == 2 and after[0].low in self.lang.he | self.lang.she | self.lang.they
        return pronoun and after[1].is_word

    def stop_after(self, line: Line, place: int) -> Said | None:
        """*“….” Ann Lee said to cheers.*: a stop where a comma was due."""
        at = place + 1
        outside = self.lang.code != "en" and at < len(line.tokens) and line.tokens[at].text == "."
        at += outside
        if at >= len(line.tokens) or line.tokens[at].quote >= 0:
            return None
        end = line.sentence(at)[1]
        if line.tokens[at].low in self.lang.thus or line.tokens[at].low in self.lang.refers:
            taken_up = took_up(line, at, end, self.lang)
            if taken_up:
                return taken_up
        found = self._short_clause(line, at, end)
        if found and line.tokens[place].about.last == "?" and self._answers(line, found):
            return None
        if found:
            found.rule = "stop-after"
        return found

    def _clause_end(self, line: Line, at: int, end: int) -> int:
        end = min(end, at + FAR)
        for place in range(at, end):
            token = line.tokens[place]
            if place in (at + 1, at + 2) and place + 1 < end and self._is_paper(token):
                continue
            if token.quote >= 0 or token.text == ";":
                return place
        return end

    def _clause(self, line: Line, at: int, end: int, comma: bool, opens: bool) -> Said | None:
        tokens, lang = line.tokens, self.lang
        phrase = according(line, at, end, lang)
        if phrase:
            return said(line, phrase, "according", at)
        found = self._thus(line, at, end) or self._owner(line, at, end)
        if found:
            return found
        as_said = tokens[at].low in lang.as_ and at + 1 < end
        at += as_said
        if lang.verb_second:
            found = behind(line, at, end, comma, self._verb_first, lang)
            if found:
                return found
        if not (comma or opens) or tokens[at].low in lang.conjunctions:
            return None
        verb = at
        while verb < min(end, at + 3) and (
            is_adverb(tokens[verb], lang) or is_proclitic(line, verb, end, lang)
        ):
            verb += 1
        turned = at < verb < end - 1 and tokens[verb].low in lang.pronouns
        if turned and tokens[verb + 1].low in lang.cues:  # a-t-il déclaré
            return said(line, (verb, verb + 1), "after-verb", verb + 1)
        if verb < end and tokens[verb].low in lang.cues and tokens[verb].text.islower():
            found = self._verb_first(line, verb, end)
            if found and lang.code != "en":  # who spoke before may be contradicted
                found.direct = comma and tokens[verb].low in lang.say
            return found
        if lang.verb_last:
            return None
        infinitive = said_infinitive(line, at, end, lang) if comma else None
        if infinitive is not None:
            return self._verb_first(line, infinitive, end)
        unknown = unknown_first(line, at, end, lang) if comma and opens else None
        if unknown:
            return unknown
        if lang.verb_second and not as_said:
            return None  # „…“, Ann Lee sagte: the next clause
        if (
            not (begins_phrase(tokens[at], lang) or counts(tokens, at, lang))
            or tokens[at].low in lang.that
        ):
            return None
        if is_remark(tokens, at, end, lang):
            return None
        if lang.code == "en" and tokens[at].text.islower() and tokens[at].low.endswith("ing"):
            return None  # …, giving them more time
        return self._behind_subject(line, at, end, comma, opens, as_said)

    def _behind_subject(
        self, line: Line, at: int, end: int, comma: bool, opens: bool, as_said: bool
    ) -> Said | None:
        """*“…,” Ann Lee said*: a verb behind whoever says it."""
        tokens, lang = line.tokens, self.lang
        if not comma:  # then only the plain “…” Ann Lee said
            end = next((p for p in range(at, min(end, at + 6)) if not tokens[p].is_word), at + 6)
        cue = self._first_cue(line, at, min(end, len(tokens)))
        if cue is None:
            return unknown_last(line, at, end, lang) if comma and opens else None
        if as_said and tokens[cue].low not in lang.say and _was(tokens, cue, lang):
            return NAME  # “Wizard,” as the feature is called
        phrase = phrase_from(line, at, cue, lang)
        if phrase is None:
            return None
        if as_said and lang.measured and phrase[1] < cue - 1:
            own = phrase_before(line, cue, phrase[1], lang)  # as his father dreamed, Ann Lee said
            apart = own is not None and own[1] == cue and tokens[own[0] - 1].text in COMMAS
            phrase = own if own and apart and tokens[phrase[1]].text not in COMMAS else phrase
        cited = self._cited(line, cue, end) if lang.measured else None
        found = said(line, cited or phrase, "after", cue)
        found.direct = comma and cue - at < 5 and tokens[cue].low in lang.say
        return found

    def _cited(self, line: Line, cue: int, end: int) -> Phrase | None:
        """*Ann Lee* in *“…,” the paper quoted Ann Lee as saying*."""
        if line.tokens[cue].low not in _QUOTED:
            return None
        end = min(line.sentence(cue)[1], end + FAR)
        phrase = phrase_from(line, cue + 1, end, self.lang)
        whom = phrase is not None and phrase[1] + 1 < end
        as_saying = phrase and whom and line.tokens[phrase[1]].low in self.lang.as_
        return phrase if as_saying else None

    def _thus(self, line: Line, at: int, end: int) -> Said | None:
        """*„…“, so Ann Lee*: who said so; a name where *so* begins what something is called."""
        tokens, lang = line.tokens, self.lang
        if tokens[at].low not in lang.thus or at + 1 >= end:
            return None
        if tokens[at + 1].low in lang.impersonal and self._is_named_so(line, at + 2, end):
            return NAME
        phrase = phrase_from(line, at + 1, end, lang)
        return said(line, phrase, "after-verb", at) if phrase else None

    def _owner(self, line: Line, at: int, end: int) -> Said | None:
        """*“…,” was her reply*; *“…,” was Ann Lee’s answer*; *“…,” was the verdict of Ann Lee*; *“…”
        is how Ann Lee puts it*: whose it was."""
        tokens, lang = line.tokens, self.lang
        if tokens[at].low not in lang.be or lang.nouns_capital:
            return None
        if tokens[at + 1 : at + 2] and tokens[at + 1].low == "how":
            how = phrase_from(line, at + 2, end, lang)
            told = how is not None and how[1] < end and is_verb(tokens[how[1]], lang)
            return said(line, how, "after", at) if how and told else None
        if tokens[at + 1 : at + 2] and tokens[at + 1].low in ("the", "a", "an"):
            for noun in range(at + 2, min(at + 5, end - 1)):
                link = tokens[noun + 1].low
                if tokens[noun].low in lang.utterances and (link in lang.of or link == "from"):
                    whose = phrase_from(line, noun + 2, end, lang)
                    return said(line, whose, "after", at) if whose else None
        for noun in range(at + 2, min(at + 6, end)):
            first = tokens[at + 1].low
            owned = first in lang.his or first in lang.her or tokens[noun - 1].low.endswith("'s")
            if tokens[noun].low in lang.utterances and owned:
                pronoun = first in lang.his or first in lang.her
                found = said(line, (at + 1, at + 2 if pronoun else noun), "after", at)
                found.end -= 0 if pronoun else 2
                return found
        return None

    def _is_named_so(self, line: Line, at: int, end: int) -> bool:
        """*„…“, so lautet der Titel des Berichts*"""
        lang = self.lang
        if not lang.nouns_capital:
            return False
        return any(token.low in lang.works for token in line.tokens[at : min(end, at + 3)])

    def _verb_first(self, line: Line, verb: int, end: int) -> Said | None:
        at = verb + 1
        tokens, lang = line.tokens, self.lang
        while (
            at < end
            and tokens[at].text.islower()
            and (
                tokens[at].low in lang.adverbs
                or tokens[at].low in lang.cues
                or tokens[at].low in lang.skipped
            )
            and tokens[at].low not in lang.pronouns
            and not (lang.elides and tokens[at].low in lang.prepositions)
        ):
            at += 1
        at = past_aside(tokens, at, end, lang)
        while lang.code != "en" and at + 1 < end and self._is_paper(tokens[at]):
            at += 1  # заявил «Ведомостям» директор
        told = at < end and tokens[at].low in lang.told
        told = told or (at + 1 < end and tokens[at + 1].low in lang.listeners)
        if told and not lang.verb_second:
            heard = phrase_from(line, at + 1, end, lang)  # indicó a la prensa
            if at + 1 < end and tokens[at + 1].low in WIRES:
                heard = at + 1, at + 2  # relató a EFE Ana Lis
            if heard is None or heard[1] >= end:
                return None
            at = heard[1]
        if lang.bare_nouns and at + 1 < end and tokens[at].low in _IN:
            office = phrase_from(line, at + 1, end, lang)  # подчеркнули в пресс-службе ведомства
            if tokens[verb].low.endswith("ли") and office:
                return said(line, office, "after-verb", verb)
        if tokens[verb].low in lang.impersonal:  # heißt es in der Mitteilung
            while at < end and (
                tokens[at].low in lang.others
                or tokens[at].low in lang.prepositions
                or tokens[at].low in lang.adverbs
            ):
                at += 1
        article = at < end and tokens[at].low in lang.determiners  # schreibt die „Zeit“
        named = self._named_in_marks(line, at + article)
        phrase = (at, at + article + 1) if named else phrase_from(line, at, end, lang)
        if phrase and tokens[verb].low in lang.cites:  # zitiert die „Woge“ Ann Lee
            end = line.sentence(verb)[1]
            phrase = phrase_from(line, phrase[1], end, lang) or phrase
        if phrase is None or (lang.proper_capitals and is_no_noun(tokens, phrase, lang)):
            return None
        return said(line, phrase, "after-verb", verb)

    def _is_paper(self, token: Token) -> bool:
        """Whether a paper or an agency, to which somebody says it, stands in marks of its own."""
        return token.quote >= 0 and token.about.titled and self.lang.bare_nouns

    def _named_in_marks(self, line: Line, at: int) -> bool:
        """Whether a name in marks stands at ``at``: *schrieb „Die Zeit“*."""
        return (
            self.lang.nouns_capital
            and at < len(line.tokens)
            and line.tokens[at].quote >= 0
            and line.tokens[at].about.titled
        )

    def _first_cue(self, line: Line, at: int, end: int) -> int | None:
        tokens, lang = line.tokens, self.lang
        weak = None
        for place in range(at + 1, end):
            token = tokens[place]
            if not token.text.islower():
                continue
            kept = token.low in _KEPT and place + 1 < end and tokens[place + 1].low in lang.saying
            if token.low in lang.say or kept:
                if tokens[place - 1].low in lang.to or _was(tokens, place, lang):
                    continue
                return place
            if weak is None and token.low in lang.report and not is_noun(line, place, lang):
                weak = place
        return weak

    def tail(self, line: Line, place: int) -> Said | None:
        """*…, she said.* at the end of the quotation's sentence, or *…, said Ann Lee, …* in it."""
        tokens, lang = line.tokens, self.lang
        end = ceiling_of(line, place, min(line.sentence(place)[1], place + 2 * FAR))
        for comma in range(place + 1, end - 2):
            token = tokens[comma]
            if token.text not in COMMAS and not (token.quote >= 0 and token.about.last == ","):
                continue
            at = comma + 1
            if tokens[at].low in lang.say and tokens[at].text.islower():
                found = self._verb_first(line, at, end)
                if found:
                    found.rule = "tail"
                    return found
            phrase = according(line, at, end, lang)
            if phrase is None and tokens[at].low in lang.thus:
                phrase = phrase_from(line, at + 1, end, lang)
            if phrase:
                return said(line, phrase, "tail", at)
            found = self._short_clause(line, at, end)
            if found:
                return found
        return None

    def _short_clause(self, line: Line, at: int, end: int) -> Said | None:
        tokens, lang = line.tokens, self.lang
        if lang.verb_second:
            return None  # …, Ann Lee lobte die Helfer: another clause
        phrase = phrase_from(line, at, end, lang)
        if not phrase or phrase[1] >= end or phrase[1] - at > 8:
            return None
        cue = phrase[1]
        while cue < end - 1 and is_adverb(tokens[cue], lang):
            cue += 1
        if tokens[cue].low not in lang.say:
            return None
        after = tokens[cue + 1] if cue + 1 < end else None
        ends = after is None or not after.is_word or after.low in lang.function
        if not ends or (after is not None and after.low in lang.that):
            return None
        return said(line, phrase, "tail", cue)


def _was(tokens: list[Token], cue: int, lang: Language) -> bool:
    """Whether the English verb at ``cue`` is passive: *as the vote was read*."""
    return lang.code == "en" and tokens[cue - 1].low in lang.be
