"""Who says the quotation before a clause whose verb stands second, as in German and Dutch: *Mit den
Worten „…“ eröffnete Ann Lee das Fest*; *Ann Lee hat „…“ gefordert*."""

from __future__ import annotations

from collections.abc import Callable

from reader.story.quotes.clause.front import clause_begin, may_be_subject
from reader.story.quotes.clause.mainclause import main_subject
from reader.story.quotes.clause.phrases import phrase_from
from reader.story.quotes.clause.verbs import COMMAS, said
from reader.story.quotes.clause.verbsecond import right_of, verb_at
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line

VerbFirst = Callable[[Line, int, int], Said | None]
"""What finds the subject behind the verb of saying at a token, before another token."""


def behind(
    line: Line, at: int, end: int, comma: bool, verb_first: VerbFirst, lang: Language
) -> Said | None:
    """What only languages do whose verb stands second."""
    tokens = line.tokens
    if tokens[at].low in lang.with_ and at + 3 < end and tokens[at + 2].low in lang.words:
        phrase = right_of(line, at + 3, end, lang)  # mit diesen Worten meldete sich Ann Lee
        return said(line, phrase, "after-verb", at + 2) if phrase else None
    if tokens[at].low in lang.auxiliaries:
        later = tokens[at + 1 : end]  # hatte Ann Lee gesagt
        if any(token.low in lang.say or token.low in lang.sure for token in later):
            phrase = right_of(line, at, end, lang)
            return said(line, phrase, "after-verb", at) if phrase else None
    framed = _framed(line, at, end, lang) if not comma or _is_worded(line, at, lang) else None
    if framed:
        return framed
    if not comma:
        verb = _turned(line, at, end, lang)
        if verb is not None:
            return verb_first(line, verb, end)
    if tokens[at].low in lang.cues and tokens[at].text.islower():
        found = verb_first(line, at, end)  # Als „…“ bezeichnete es der Minister
        found = found or _clause_subject(line, at, lang)
        if found:
            found.direct = comma and tokens[at].low in lang.say
        return found
    return None


def _clause_subject(line: Line, verb: int, lang: Language) -> Said | None:
    """*…, die die Jury als „…“ lobte.*: the subject of a clause that the verb ends."""
    tokens = line.tokens
    if (verb + 1 < len(tokens) and tokens[verb + 1].is_word) or tokens[verb - 1].quote < 0:
        return None
    begin = clause_begin(tokens, verb - 1, line.sentence(verb)[0], lang)
    low = tokens[begin].low
    relative = low in lang.determiners and tokens[begin + 1].low in lang.determiners
    if not relative and low not in lang.relatives and low not in lang.subordinators:
        return None
    phrase = phrase_from(line, begin + 1, verb - 1, lang)
    if phrase is None or not may_be_subject(tokens, phrase[0], lang):
        return None
    return said(line, phrase, "weak-cue", verb)


def _is_worded(line: Line, at: int, lang: Language) -> bool:
    """*Mit den Worten „…“, …*: the quotation before token ``at`` opens its sentence so."""
    tokens = line.tokens
    place = next((p for p in range(at - 1, max(-1, at - 4), -1) if tokens[p].quote >= 0), 0)
    if place < 2 or tokens[place - 1].low not in lang.words:
        return False
    return any(token.low in lang.with_ for token in tokens[max(0, place - 4) : place - 1])


def _framed(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """*Mit den Worten „…“ eröffnete Ann Lee das Fest*; *Ann Lee hat „…“ gefordert*."""
    tokens = line.tokens
    place = at - 1
    start, _ = line.sentence(at)
    if place < start or tokens[place].quote < 0:
        return None
    opened = place > start and tokens[place - 1].low in lang.words
    opened = opened and (place - start < 4 or _is_worded(line, at, lang))
    low = tokens[at].low
    if not opened and low not in lang.cues and low not in lang.participles:
        later = _perfect(line, at, end, lang)
        if later is None:
            return None
        at = later
    if opened and tokens[at].text.islower():
        phrase = right_of(line, at, end, lang)
        return said(line, phrase, "after-verb", at) if phrase else None
    low = tokens[at].low
    participle = low in lang.cues and low.startswith("ge")
    participle = participle or low in lang.perfect or low in lang.participles
    verb = verb_at(tokens, start, place, lang)
    if not participle or verb is None or tokens[verb].low not in lang.auxiliaries:
        return None
    if tokens[verb].low in lang.be:
        return None  # Der Plan wird als „…“ kritisiert
    phrase = main_subject(line, start, place, lang)
    return said(line, phrase, "weak-cue", at) if phrase else None


def _perfect(line: Line, at: int, end: int, lang: Language) -> int | None:
    """The participle at the end of the quotation's clause: *hat die „…“ von ihr gefordert*."""
    for place in range(at, min(end, at + 12)):
        token = line.tokens[place]
        if token.quote >= 0 or token.text in COMMAS:
            return None
        after = line.tokens[place + 1] if place + 1 < len(line.tokens) else None
        ends = after is None or not after.is_word or after.low in lang.conjunctions
        if ends and token.low in lang.perfect:
            return place
    return None


def _turned(line: Line, at: int, end: int, lang: Language) -> int | None:
    """The verb of *Von einem „…“ Schritt sprach Ann Lee*: no verb before the quotation."""
    tokens = line.tokens
    start, _ = line.sentence(at)
    place = next((p for p in range(at - 1, start - 1, -1) if tokens[p].quote >= 0), at)
    if place == start or place - start > 8 or tokens[start].low not in lang.prepositions:
        return None
    if verb_at(tokens, start, place, lang) is not None:
        return None
    for verb in range(at, min(end, at + 4)):
        if tokens[verb].low in lang.cues and tokens[verb].text.islower():
            return verb
    return None
