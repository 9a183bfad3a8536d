"""Who said it, by the words of the quotation's own sentence.

``after``: “…,” Ann Lee said · ``after-verb``: “…,” said Ann Lee · ``tail``: “…” once more, she
said · ``according``: according to Ann Lee · ``cue-before``: Ann Lee said that “…” ·
``participle``: Ann Lee stood up, saying “…” · ``weak-cue``: Ann Lee called it “…”.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.story.quotes.cjk import Wide
from reader.story.quotes.language import Language
from reader.story.quotes.phrases import (
    Phrase,
    begins_phrase,
    main_subject,
    phrase_before,
    phrase_from,
)
from reader.story.quotes.said import NOBODY, Said
from reader.story.quotes.tokens import Line, Token, is_dash

FAR: Final = 40
COMMAS: Final = frozenset(",，、")
COLONS: Final = frozenset(":：")
_STRAY: Final = frozenset("'’\"”")


@dataclass(slots=True)
class Clauses:
    """The rules that look no further than the sentence the quotation stands in."""

    lang: Language

    def own(self, line: Line, place: int) -> Said | None:
        """The speaker of the quotation at token ``place``, named in its own sentence."""
        if self.lang.cjk_after or self.lang.cjk_before:
            return Wide(self.lang).own(line, place)
        if self._is_label(line, place):
            return NOBODY
        if self.lang.verb_last:
            found = self._verb_last(line, place)
            if found:
                return found
        before = self._cue_before(line, place)
        after = self._after(line, place)
        if after and after.direct:
            return after
        if before and self._leads_in(line, place):
            before.near = True
            return before
        return after or self._tail(line, place) or before

    def _verb_last(self, line: Line, place: int) -> Said | None:
        """*Ahmet Yılmaz, “…” dedi*: the subject before, the verb after (Turkish)."""
        tokens = line.tokens
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        start, _ = line.sentence(place)
        if after is None or after.low not in self.lang.say or start == place:
            return None
        phrase = main_subject(line, start, place, self.lang)
        return self.said(line, phrase, "cue-before", place + 1) if phrase else None

    def cue_in(self, line: Line, start: int, end: int, *, weak: bool = False) -> Said | None:
        """The subject of the last verb of saying in tokens ``start``..``end``; of a strong one
        unless ``weak``."""
        verbs = self.lang.cues if weak else self.lang.say
        for cue in range(end - 1, start, -1):
            token = line.tokens[cue]
            if token.low in verbs and token.text.islower() and not self._is_noun(line, cue):
                found = self._finite(line, cue, start, end)
                if found:
                    return found
        return None

    def said(self, line: Line, phrase: Phrase, rule: str, cue: int | None = None) -> Said:
        """``phrase`` of ``line`` as the speaker."""
        tokens = line.tokens
        word = tokens[cue].text if cue is not None else None
        return Said(line.block, tokens[phrase[0]].start, tokens[phrase[1] - 1].end, rule, word)

    # -- before the quotation ------------------------------------------------------------------

    def _is_label(self, line: Line, place: int) -> bool:
        """Whether the word before says that a name or title follows: *titled*, *known as*, and
        before words that look like a title also *the show*, *the slogan*."""
        tokens, lang = line.tokens, self.lang
        at = place - 1
        if at >= 0 and tokens[at].text == ",":
            at -= 1
        if at >= 1 and tokens[at].low in lang.label_links and tokens[at - 1].low in lang.labels:
            at -= 1
        if at < 0 or not (tokens[at].text.islower() or lang.nouns_capital):
            return False
        low = tokens[at].low
        if low in lang.works:
            return tokens[place].titled or (lang.nouns_capital and not tokens[place].sentence)
        if low in lang.cues and low in lang.labels:
            before = tokens[at - 1] if at else None
            return before is not None and (not before.is_word or before.low in lang.not_have)
        return low in lang.labels

    def _leads_in(self, line: Line, place: int) -> bool:
        """Whether a verb of saying, *that* or a colon stands right before the quotation."""
        token = line.tokens[place - 1]
        if token.text in COMMAS and place > 1:
            token = line.tokens[place - 2]
        elif token.text in COLONS or token.low in self.lang.that:
            return True
        return token.low in self.lang.say or token.low in self.lang.saying

    def _cue_before(self, line: Line, place: int) -> Said | None:
        tokens, lang = line.tokens, self.lang
        start, _ = line.sentence(place)
        floor = max(start, place - FAR)
        weak: Said | None = None
        for cue in range(place - 1, floor - 1, -1):
            token = tokens[cue]
            if not token.text.islower():
                continue
            low = token.low
            if low in lang.saying:
                found = self._participle(line, cue, start)
            elif low in lang.say and not self._is_noun(line, cue):
                found = (
                    None if self._is_passive(line, cue) else self._finite(line, cue, start, place)
                )
            elif weak is None and low in lang.reporting:
                weak = self._participle(line, cue, start)
                continue
            elif weak is None and low in lang.report and not self._is_noun(line, cue):
                weak = self._finite(line, cue, start, place)
                continue
            else:
                continue
            if found:
                return found
        return self._according_before(line, floor, place) or weak

    def _according_before(self, line: Line, floor: int, place: int) -> Said | None:
        for at in range(floor, place - 2):
            if line.tokens[at].low in self.lang.according_first:
                phrase = self._according(line, at, place)
                if phrase:
                    return self.said(line, phrase, "according", at)
        return None

    def _is_noun(self, line: Line, cue: int) -> bool:
        """Whether the word at ``cue`` is a plural noun (*reports were*) and no verb."""
        low = line.tokens[cue].low
        if self.lang.code != "en" or not low.endswith("s"):
            return False
        before = line.tokens[cue - 1] if cue else None
        after = line.tokens[cue + 1].low if cue + 1 < len(line.tokens) else ""
        if after in self.lang.auxiliaries or after in self.lang.not_to:
            return low not in ("says", "writes", "tells")
        return before is not None and (
            before.low in self.lang.determiners
            or before.low in self.lang.prepositions
            or before.low.endswith(("'s", "’s", "s'", "s’"))
        )

    def _is_passive(self, line: Line, cue: int) -> bool:
        """*was asked*, *were told*: the subject heard it, and did not say it."""
        low = line.tokens[cue].low
        before = line.tokens[cue - 1].low if cue else ""
        return low in self.lang.passive and before in self.lang.be

    def _finite(self, line: Line, cue: int, start: int, end: int) -> Said | None:
        """The subject of the finite verb at ``cue``, looked for on its left, else on its right."""
        tokens, lang = line.tokens, self.lang
        rule = "cue-before" if tokens[cue].low in lang.say else "weak-cue"
        at = cue - 1
        while at >= start and self._is_adverb(tokens[at]):
            at -= 1
        if at >= start and tokens[at].text == ")":
            at = next((p - 1 for p in range(at, start, -1) if tokens[p].text == "("), at)
        if tokens[cue].low in lang.cites:
            found = self._right_of(line, cue, end, rule)
            if found:
                return found
        if tokens[cue].low in lang.impersonal and tokens[start].low in lang.prepositions:
            source = phrase_from(line, start + 1, cue, lang)  # In der Mitteilung heißt es
            if source:
                return self.said(line, source, rule, cue)
        if lang.verb_second:
            found = self._verb_second(line, cue, start, end, rule)
            if found:
                return found
        if at < start:
            return self._right_of(line, cue, end, rule)
        quoted = tokens[at].quote >= 0
        if quoted or (tokens[at].text in COMMAS and at > start and tokens[at - 1].quote >= 0):
            found = self._right_of(line, cue, end, "sandwich")
            if found or quoted:
                return found
        phrase = self._left_of(line, at, start)
        return self.said(line, phrase, rule, cue) if phrase else None

    def _verb_second(self, line: Line, cue: int, start: int, end: int, rule: str) -> Said | None:
        """The subject where it does not stand right before the verb (German, Dutch): after the
        verb when an adverbial begins the clause, after the conjunction in a subordinate one."""
        tokens, lang = line.tokens, self.lang
        begin = start
        for place in range(cue - 1, start, -1):
            if tokens[place].text in ",;:" or tokens[place].quote >= 0:
                begin = place + 1
                break
        while begin < cue and tokens[begin].low in lang.conjunctions:
            begin += 1
        if begin >= cue:
            main = None
            if begin > start and tokens[start].low not in lang.subordinators:
                main = main_subject(line, start, begin, lang)
            if main is None or tokens[begin - 1].quote >= 0:
                return self._right_of(line, cue, end, rule)
            return self.said(line, main, rule, cue)
        pivot = next((p for p in range(begin, cue) if tokens[p].low in lang.auxiliaries), cue)
        low = tokens[begin].low
        after = tokens[pivot + 1].low if pivot + 1 < len(tokens) else ""
        turned = after in lang.he or after in lang.she or low in lang.objects or low.isdigit()
        phrase: Phrase | None
        if low in lang.subordinators:
            phrase = phrase_from(line, begin + 1, cue, lang)
        elif low in lang.prepositions and tokens[cue].low in lang.impersonal:
            phrase = phrase_from(line, begin + 1, cue, lang)
        elif turned or pivot == begin or low in lang.prepositions or low in lang.adverbs:
            return self._right_of(line, pivot, end if pivot == cue else cue, rule)
        else:
            phrase = phrase_from(line, begin, pivot, lang)
        return self.said(line, phrase, rule, cue) if phrase else None

    def _right_of(self, line: Line, cue: int, end: int, rule: str) -> Said | None:
        at = cue + 1
        tokens, lang = line.tokens, self.lang
        while at < end and tokens[at].low in lang.skipped and tokens[at].low not in lang.pronouns:
            at += 1
        phrase = phrase_from(line, at, end, lang)
        return self.said(line, phrase, rule, cue) if phrase else None

    def _left_of(self, line: Line, at: int, start: int) -> Phrase | None:
        """The subject that ends at token ``at``, over insertions, relatives and coordination."""
        tokens, lang = line.tokens, self.lang
        token = tokens[at]
        if token.text in COMMAS or is_dash(token):
            return self._over_insertion(line, at, start)
        if token.low in lang.relatives and token.low not in lang.that:
            return self._antecedent(line, at, start)
        if token.low in lang.to:
            while at > start and (self._is_adverb(tokens[at]) or self._is_verb(tokens[at])):
                at -= 1
            if at > start and tokens[at].is_word and tokens[at].low not in lang.not_subject:
                return self._left_phrase(line, at + 1, start)
            return self._earlier_subject(line, at, start)
        if token.low in lang.conjunctions:
            return self._earlier_subject(line, at, start)
        phrase = self._left_phrase(line, at + 1, start)
        if phrase and phrase[0] - 1 > start and tokens[phrase[0] - 1].low in lang.prepositions:
            return main_subject(line, start, phrase[0] - 1, lang) or phrase
        return phrase

    def _antecedent(self, line: Line, relative: int, start: int) -> Phrase | None:
        """*Ann Lee, who*: the phrase before together with its relative pronoun."""
        comma = relative > start and line.tokens[relative - 1].text == ","
        phrase = phrase_before(line, relative - 1 if comma else relative, start, self.lang)
        return (phrase[0], relative + 1) if phrase else None

    def _is_verb(self, token: Token) -> bool:
        low = token.low
        if not token.text.islower():
            return False
        known = low in self.lang.verbs or low in self.lang.cues or low in self.lang.to
        return known or (self.lang.code == "en" and low.endswith(("ed", "ing")))

    def _left_phrase(self, line: Line, end: int, start: int) -> Phrase | None:
        """The phrase that ends at token ``end``; for *Ann Lee, head of X* the whole of it."""
        tokens, lang = line.tokens, self.lang
        phrase = phrase_before(line, end, start, lang)
        if phrase is None or phrase[0] - 1 <= start or tokens[phrase[0] - 1].text != ",":
            return phrase
        first = tokens[phrase[0]]
        name_before = tokens[phrase[0] - 2].is_capital
        if not name_before or not first.text.islower() or first.low in lang.pronouns:
            return phrase
        if first.low in lang.determiners and first.low not in lang.articles:
            return phrase
        name = phrase_before(line, phrase[0] - 1, start, lang)
        return (name[0], phrase[1]) if name and tokens[name[0]].is_capital else phrase

    def _over_insertion(self, line: Line, comma: int, start: int) -> Phrase | None:
        """The subject before ``, an insertion,``: where its clause begins."""
        tokens, lang = line.tokens, self.lang
        begin = start
        for place in range(comma - 1, start, -1):
            token = tokens[place]
            thats = token.low in lang.that and tokens[place - 1].text != ","
            if token.low in lang.subordinators and tokens[place - 1].text == ",":
                continue  # the insertion itself begins here: , after a pause, …
            if token.low in lang.relatives and not thats and tokens[place + 1].text == ",":
                return self._antecedent(line, place, start)
            if token.quote >= 0 or token.text in ";:" or token.low in lang.subordinators or thats:
                begin = place + 1
                break
        return main_subject(line, begin, comma + 1, lang)

    def _earlier_subject(self, line: Line, at: int, start: int) -> Phrase | None:
        """The subject that a verb after *and* or *to* shares with the verb before."""
        tokens, lang = line.tokens, self.lang
        for place in range(at - 1, start, -1):
            if tokens[place].low in lang.subordinators or tokens[place].text == ";":
                found = main_subject(line, place + 1, at, lang)
                if found:
                    return found
                break
        return main_subject(line, start, at, lang)

    def _participle(self, line: Line, cue: int, start: int) -> Said | None:
        tokens, lang = line.tokens, self.lang
        at = cue - 1
        while at >= start and tokens[at].low in lang.adverbs and tokens[at].text.islower():
            at -= 1
        if at >= start and tokens[at].low in lang.auxiliaries:  # is saying
            return self._finite(line, cue, start, cue + 1)
        if at >= start and tokens[at].is_word and tokens[at].low not in lang.function:
            phrase = phrase_before(line, at + 1, start, lang)
            if phrase and phrase[0] > start and tokens[phrase[0] - 1].low in lang.with_:
                return self.said(line, phrase, "participle", cue)
        for verb in range(at, start, -1):
            if tokens[verb].low in lang.say and tokens[verb].text.islower():
                found = self._finite(line, verb, start, cue)
                if found:
                    found.rule = "participle"
                    return found
        phrase = main_subject(line, start, cue, lang)
        if phrase is None and tokens[start].quote >= 0:
            return self._after(line, start)
        return self.said(line, phrase, "participle", cue) if phrase else None

    def _is_adverb(self, token: Token) -> bool:
        low = token.low
        if not token.text.islower():
            return False
        if low in self.lang.adverbs or low in self.lang.auxiliaries:
            return True
        return self.lang.code == "en" and len(low) > 4 and low.endswith("ly")

    # -- after the quotation -------------------------------------------------------------------

    def _after(self, line: Line, place: int) -> Said | None:
        tokens = line.tokens
        _, end = line.sentence(place)
        quote = tokens[place]
        at = place + 1
        if at == end < len(tokens) and quote.last in "?!" and tokens[at].quote < 0:
            end = line.sentence(at)[1]  # “Why?” Smith asked.
        comma = quote.last in ",?!—–-…，" and quote.last != ""
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
        if found:
            found.near = quote.opens_sentence
        return found

    def stop_after(self, line: Line, place: int) -> Said | None:
        """*“….” Ann Lee said to cheers.*: a stop where a comma was due."""
        at = place + 1
        if at >= len(line.tokens) or line.tokens[at].quote >= 0:
            return None
        found = self._short_clause(line, at, line.sentence(at)[1])
        if found:
            found.rule = "stop-after"
        return found

    def _clause_end(self, line: Line, at: int, end: int) -> int:
        end = min(end, at + FAR)
        for place in range(at, end):
            if line.tokens[place].quote >= 0 or line.tokens[place].text == ";":
                return place
        return end

    def _clause(self, line: Line, at: int, end: int, comma: bool, opens: bool) -> Said | None:
        tokens, lang = line.tokens, self.lang
        phrase = self._according(line, at, end)
        if phrase:
            return self.said(line, phrase, "according", at)
        if tokens[at].low in lang.thus and at + 1 < end:
            phrase = phrase_from(line, at + 1, end, lang)
            if phrase:
                return self.said(line, phrase, "after-verb", at)
        if tokens[at].low in lang.as_ and at + 1 < end:
            at += 1
        if lang.verb_second and tokens[at].low in lang.cues and tokens[at].text.islower():
            return self._verb_first(line, at, end)  # Als „…“ bezeichnete es der Minister
        if not (comma or opens) or tokens[at].low in lang.conjunctions:
            return None
        verb = at
        while verb < end and verb < at + 3 and self._is_adverb(tokens[verb]):
            verb += 1
        if verb + 1 < end and tokens[verb].low in lang.pronouns and verb > at:
            if tokens[verb + 1].low in lang.cues:  # a-t-il déclaré
                return self.said(line, (verb, verb + 1), "after-verb", verb + 1)
        if verb < end and tokens[verb].low in lang.cues and tokens[verb].text.islower():
            return self._verb_first(line, verb, end)
        if not begins_phrase(tokens[at], lang):
            return None
        cue = self._first_cue(line, at, end if comma else min(end, at + 6))
        if cue is None:
            return self._unknown_verb(line, at, end) if comma and opens else None
        phrase = phrase_from(line, at, cue, lang)
        if phrase is None:
            return None
        found = self.said(line, phrase, "after", cue)
        found.direct = comma and cue - at < 5 and tokens[cue].low in lang.say
        return found

    def _unknown_verb(self, line: Line, at: int, end: int) -> Said | None:
        """*“…,” Ann Lee thundered.*: any past tense right after a short subject."""
        tokens, lang = line.tokens, self.lang
        phrase = phrase_from(line, at, end, lang)
        if phrase is None or lang.code != "en":
            return None
        verb = phrase[1] - 1
        if tokens[verb].text.islower() and tokens[verb].low.endswith("ed") and verb > at:
            phrase = (at, verb)
        elif phrase[1] < end:
            verb = phrase[1]
        after = tokens[verb + 1] if verb + 1 < len(tokens) else None
        ends = after is None or not after.is_word or after.low in lang.after_verb
        if verb - at > 6 or not ends or not self._is_verb(tokens[verb]):
            return None
        return self.said(line, phrase, "unknown-verb", verb)

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
        ):
            at += 1
        if tokens[verb].low in lang.impersonal:  # heißt es in der Mitteilung
            while at < end and (
                tokens[at].low in lang.others or tokens[at].low in lang.prepositions
            ):
                at += 1
        phrase = phrase_from(line, at, end, lang)
        return self.said(line, phrase, "after-verb", verb) if phrase else None

    def _first_cue(self, line: Line, at: int, end: int) -> int | None:
        tokens, lang = line.tokens, self.lang
        weak = None
        for place in range(at + 1, end):
            token = tokens[place]
            if not token.text.islower():
                continue
            if token.low in lang.say:
                if tokens[place - 1].low in lang.to:
                    continue
                return place
            if weak is None and token.low in lang.report:
                weak = place
        return weak

    def _according(self, line: Line, at: int, end: int) -> Phrase | None:
        tokens = line.tokens
        if tokens[at].low not in self.lang.according_first:
            return None
        for words in self.lang.according:
            if at + len(words) < end and all(
                tokens[at + i].low == word for i, word in enumerate(words)
            ):
                return phrase_from(line, at + len(words), end, self.lang)
        return None

    def _tail(self, line: Line, place: int) -> Said | None:
        """*…, she said.* at the end of the quotation's sentence, or *…, said Ann Lee, …* in it."""
        tokens, lang = line.tokens, self.lang
        end = min(line.sentence(place)[1], place + 2 * FAR)
        for comma in range(place + 1, end - 2):
            token = tokens[comma]
            if token.text not in COMMAS and not (token.quote >= 0 and token.last == ","):
                continue
            at = comma + 1
            if tokens[at].low in lang.say and tokens[at].text.islower():
                found = self._verb_first(line, at, end)
                if found:
                    found.rule = "tail"
                    return found
            phrase = self._according(line, at, end)
            if phrase is None and tokens[at].low in lang.thus:
                phrase = phrase_from(line, at + 1, end, lang)
            if phrase:
                return self.said(line, phrase, "tail", at)
            found = self._short_clause(line, at, end)
            if found:
                return found
        return None

    def _short_clause(self, line: Line, at: int, end: int) -> Said | None:
        tokens, lang = line.tokens, self.lang
        phrase = phrase_from(line, at, end, lang)
        if not phrase or phrase[1] >= end or phrase[1] - at > 8:
            return None
        cue = phrase[1]
        while cue < end - 1 and self._is_adverb(tokens[cue]):
            cue += 1
        if tokens[cue].low not in lang.say:
            return None
        after = tokens[cue + 1] if cue + 1 < end else None
        ends = after is None or not after.is_word or after.low in lang.function
        if not ends or (after is not None and after.low in lang.that):
            return None
        return self.said(line, phrase, "tail", cue)
