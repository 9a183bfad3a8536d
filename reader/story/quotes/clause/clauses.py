"""Who said it, by the words of the quotation's own sentence: before it, after it, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reader.story.quotes.clause.after import After
from reader.story.quotes.clause.before import Before
from reader.story.quotes.clause.cjk import Wide
from reader.story.quotes.clause.passive import agent
from reader.story.quotes.clause.phrases import phrase_before, phrase_from
from reader.story.quotes.clause.plausible import is_plausible, with_circle, with_relative
from reader.story.quotes.clause.verblast import verb_last
from reader.story.quotes.clause.verbs import COLONS, COMMAS, FAR, is_adverb, is_passive, said
from reader.story.quotes.language import Language
from reader.story.quotes.nobody import nobodys
from reader.story.quotes.said import NAME, NOBODY, Said
from reader.story.quotes.tokens import Line, Token

_LINKS: Final = frozenset(["as", "a", "an", "the", "to", "of", "for", "being", "so-called"])
_CALLED: Final = frozenset(
    "considered known seen viewed regarded thought deemed rated ranked listed classified".split()
)
"""Participles of verbs of calling that introduce no quotation of their own."""


_TIES: Final = frozenset(["as", "to", "of"])
_LIKENED: Final = 10
"""Tokens in which something has been called so."""
_AWAY: Final = frozenset(["out", "back"])
_WHAT: Final = frozenset(["what", "that", "which"])
_FIRST: Final = 12
"""Letters of the longest preposition, and more."""
_NAMED: Final = 5
"""Blanks in the longest name."""


@dataclass(slots=True)
class Clauses:
    """The rules that look no further than the sentence the quotation stands in."""

    lang: Language
    before: Before
    after: After

    @classmethod
    def of(cls, lang: Language) -> Clauses:
        """The rules for the language ``lang``."""
        after = After(lang)
        return cls(lang, Before(lang, after), after)

    def own(self, line: Line, place: int) -> Said | None:
        """The speaker of the quotation at token ``place``, named in its own sentence."""
        found = self._own(line, place)
        if found and not is_plausible(found, line.text, self.lang):
            return None
        if found is None:
            return None
        words = line.text[found.start : found.end].lower()
        if words in self.lang.nobody and not self.lang.measured:
            return NOBODY  # indique-t-on de source policière
        found = with_relative(found, line, place, self.lang)
        return with_circle(found, line.text, self.lang)

    def _own(self, line: Line, place: int) -> Said | None:
        if self.lang.cjk_after or self.lang.cjk_before:
            return Wide(self.lang).own(line, place)
        if self._is_label(line, place):
            low = line.tokens[place - 1].low if place else ""
            return NAME if low in self.lang.mottos or self._names(line.tokens[place]) else NOBODY
        if self.lang.verb_last:
            found = verb_last(line, place, self.lang)
            if found:
                return found
        if self._is_put_to(line, place):
            return NOBODY
        shown = nobodys(line, place, self.lang)
        if shown:
            return shown
        bracketed = self._in_brackets(line, place)
        if bracketed:
            return bracketed
        passive = agent(line, place, self.lang)
        if passive:
            return passive
        after = self.after.find(line, place)
        if after and after.direct:
            return after
        before = self.before.find(line, place)
        if before and self._leads_in(line, place):
            before.near = True
            return before
        if before and not after and before.rule == "cue-before" and before.close:
            return before
        named = after or self.after.tail(line, place)
        if named is None and (self._is_called(line, place) or self._is_likened(line, place)):
            return NOBODY
        return named or before

    def _is_called(self, line: Line, place: int) -> bool:
        """Whether words before the quotation say that somebody calls something so, but not who:
        *is seen as “…”*, *is being criticized as a “…”*."""
        tokens, lang = line.tokens, self.lang
        if lang.code != "en":
            return False
        at = place - 1
        floor = max(line.sentence(place)[0], place - 6)
        while at > floor and (tokens[at].low in _LINKS or is_adverb(tokens[at], lang)):
            if tokens[at].low in lang.be:
                return False
            at -= 1
        verb = tokens[at]
        if at <= floor or not verb.text.islower() or not verb.low.endswith(("ed", "en", "wn")):
            return False
        if verb.low not in lang.report and verb.low not in _CALLED:
            return False
        at -= 1
        while at > floor and tokens[at].low not in lang.be and is_adverb(tokens[at], lang):
            at -= 1
        return tokens[at].low in lang.be

    def _is_likened(self, line: Line, place: int) -> bool:
        """Whether something has been called so, nobody says by whom, a few words before: *has been
        compared on social media to “…”*."""
        tokens, lang = line.tokens, self.lang
        floor = max(line.sentence(place)[0], place - _LIKENED)
        if not lang.measured or place - 2 <= floor or tokens[place - 1].low not in _TIES:
            return False
        for at in range(place - 2, floor, -1):
            token = tokens[at]
            if not token.is_word or token.low in lang.agent or token.low in lang.say:
                return False
            if token.low in lang.report:
                return token.low.endswith("ed") and tokens[at - 1].low in lang.be
        return False

    def _in_brackets(self, line: Line, place: int) -> Said | None:
        """*Ann Lee (“We never knew.”) and others*: the name right before the bracket."""
        tokens = line.tokens
        if place < 2 or tokens[place - 1].text != "(" or not tokens[place].about.sentence:
            return None
        start, _ = line.sentence(place)
        phrase = phrase_before(line, place - 1, start, self.lang)
        names = self.lang.first_names
        if phrase is None or not any(t.low in names for t in tokens[phrase[0] : phrase[1]]):
            return None
        return said(line, phrase, "signature")

    def _is_put_to(self, line: Line, place: int) -> bool:
        """Whether somebody was asked or told it, and nobody says by whom: *He was asked, “…?”*; *I
        was told that “…”*"""
        at = place - 1
        told = self.lang.measured and line.tokens[at].low in self.lang.that
        if told and at > 4 and line.tokens[at - 1].text == "," == line.tokens[at - 3].text:
            at -= 3 if line.tokens[at - 2].low.endswith("ly") else 0  # told, sweetly, that
        if at > 0 and (told or line.tokens[at].text in COMMAS):
            at -= 1
        start, _ = line.sentence(place)
        asked = at - start < 8 and line.tokens[start].low in self.lang.passive
        if asked and start < at and line.tokens[start + 1].low in self.lang.agent:
            return line.tokens[place].about.last == "?"  # Asked by a reporter, “…?”
        if at < 0 or line.tokens[at].low not in self.lang.passive:
            return False
        return line.tokens[at].opens_sentence or (at > 0 and is_passive(line, at, self.lang))

    def _names(self, quote: Token) -> bool:
        """Whether the words after a label are its name and not a sentence (*der Film „…“*)."""
        return self.lang.code != "en" and quote.about.last not in ".!?"

    def _is_label(self, line: Line, place: int) -> bool:
        """Whether the word before says that a name or title follows: *titled*, *known as*, and
        before words that look like a title also *the show*, *the slogan*."""
        tokens, lang = line.tokens, self.lang
        at = place - 1
        by = tokens[place + 1 : place + 3] if lang.measured and tokens[place].about.titled else ()
        if len(by) == 2 and by[0].low in lang.agent and by[1].is_capital:
            return not any(t.low in lang.say for t in tokens[max(0, at - 2) : place])
        if at >= 0 and tokens[at].text == ",":
            quote = tokens[place]
            if not quote.about.titled and (quote.about.sentence or not lang.nouns_capital):
                return False  # Freddy, as he was known, “was caught …”
            at -= 1
        if at >= 1 and tokens[at].low in lang.label_links and tokens[at - 1].low in lang.labels:
            at -= 1
        opens = at >= 0 and tokens[at].opens_sentence and tokens[at].low in lang.works
        if at < 0 or not (tokens[at].text.islower() or lang.nouns_capital or opens):
            return False
        low = tokens[at].low
        if low in lang.questions and tokens[place].about.last == "?":
            owned = tokens[at - 1].low if at else ""  # To the question “…?” she said nothing
            return owned not in lang.his and owned not in lang.her
        if lang.nouns_capital and _is_epithet(line, place, lang):
            return True
        if low in lang.mottos and at and tokens[at - 1].low in lang.determiners:
            return True
        if low in lang.works or (lang.nouns_capital and low.endswith(lang.work_endings)):
            about = tokens[place].about
            start = tokens[place].start + 1
            first = line.text[start : start + _FIRST].partition(" ")[0]
            small = lang.nouns_capital and first in lang.prepositions  # sei das Werk „in Not“
            return about.titled or (lang.code != "en" and not about.sentence and not small)
        if low in lang.cues and low in lang.labels:
            before = tokens[at - 1] if at else None
            if before is None:
                return False
            quote = tokens[place]
            if lang.code != "en" and not quote.about.begins and line.blanks(quote) > _NAMED:
                return False  # la mairie dit « regretter une situation que … »
            if lang.measured and _has_subject(line, at, lang):
                return False
            noun = before.text.islower() and before.low not in lang.function and at == place - 1
            itself = at > 1 and tokens[at - 2].low in lang.proclitics  # s’est dit « prêt à … »
            named = before.low in lang.not_have and not itself
            return noun or not before.is_word or named
        return low in lang.labels

    def _leads_in(self, line: Line, place: int) -> bool:
        """Whether a verb of saying, *that* or a colon stands right before the quotation."""
        token = line.tokens[place - 1]
        if token.text in COMMAS and place > 1:
            token = line.tokens[place - 2]
        elif token.text in COLONS or token.low in self.lang.that:
            return True
        if token.low in _AWAY and place > 2:
            at = place - 3 if line.tokens[place - 1].text in COMMAS else place - 2
            return line.tokens[at].low in self.lang.say  # blurted out, “…”
        if token.low in self.lang.cues and not line.tokens[place].about.sentence:
            return True
        return token.low in self.lang.say or token.low in self.lang.saying


def _has_subject(line: Line, verb: int, lang: Language) -> bool:
    """Whether somebody does what the verb of calling says: *what police called “…”*, *a defeat that
    Ann Lee, the senator, called “…”*; not *a band called “…”*."""
    tokens = line.tokens
    start = max(line.sentence(verb)[0], verb - FAR)
    for place in range(verb - 1, start, -1):
        token = tokens[place]
        if token.quote >= 0 or token.text in ";:":
            return False
        if token.low in _WHAT:
            phrase = phrase_from(line, place + 1, verb, lang)
            return phrase is not None and (phrase[1] == verb or tokens[phrase[1]].text in COMMAS)
    return False


def _is_epithet(line: Line, place: int, lang: Language) -> bool:
    """*die als „…“ bekannte Gruppe*, *„…“ von Ann Lee*: a name that something goes by, or a work
    with its author; said by nobody."""
    tokens = line.tokens
    author = tokens[place + 1 : place + 4]
    if author and author[0].low in lang.agent and tokens[place].about.begins:
        return len(author) == 3 and author[1].is_capital and author[2].is_capital
    if place < 2 or place + 2 >= len(tokens) or tokens[place - 1].low not in lang.keeps:
        return False
    adjective = tokens[place + 1]
    return (
        tokens[place - 2].low in lang.determiners
        and adjective.text.islower()
        and adjective.low.endswith(("e", "en", "er", "es"))
        and tokens[place + 2].is_capital
    )
