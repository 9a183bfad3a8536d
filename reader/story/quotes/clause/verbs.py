"""Small questions about words: is it a verb, an adverb, a noun; and a phrase as a speaker."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.phrases import Phrase, phrase_from
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, Token

FAR: Final = 40
"""Tokens within which a quotation's verb of saying is looked for."""
_POSSESSIVES: Final = ("'s", "’s", "s'", "s’")
_SAYS: Final = frozenset(["says", "writes", "tells"])
_NO_NOUNS: Final = _SAYS | frozenset(
    "describes characterizes characterises depicts portrays denounces refers argues insists agrees explains"
    " adds believes thinks concludes recalls observes asserts suggests maintains contends".split()
)
_NOUNS: Final = frozenset(["tweet", "note", "claim", "warning"])
_SUPPOSED: Final = frozenset("alleged said reported claimed believed".split())
_WHEN: Final = frozenset(["when", "if", "once", "though"])
_SETTLED: Final = frozenset("agreed announced declared confirmed revealed promised".split())
_PUTS: Final = frozenset(["put", "puts"])
_ADJECTIVES: Final = ("al", "ive", "ous", "ic", "ful", "ly", "less")
_MANY: Final = 4
COMMAS: Final = frozenset(",，、")
COLONS: Final = frozenset(":：")


def said(line: Line, phrase: Phrase, rule: str, cue: int | None = None) -> Said:
    """``phrase`` of ``line`` as the speaker."""
    tokens = line.tokens
    word = tokens[cue].text if cue is not None else None
    end = tokens[phrase[1] - 1].end
    if rule == "according" and line.text[end - 2 : end] in ("’s", "'s"):
        end -= 2
    return Said(line.block, tokens[phrase[0]].start, end, rule, word)


def is_noun(line: Line, cue: int, lang: Language) -> bool:
    """Whether the word at ``cue`` is a plural noun (*reports were*) and no verb."""
    low = line.tokens[cue].low
    owned = line.tokens[cue - 1].low if cue else ""
    if lang.code == "en" and owned in lang.determiners and owned not in lang.pronouns:
        alone = owned in lang.alone or owned in ("two", "three")
        return not alone  # a note saying
    owns = owned == "this" or owned.endswith(_POSSESSIVES)
    if lang.code == "en" and low in lang.claims and owns:
        return True  # We rate this claim false; the ministry’s claim is
    if lang.code == "en" and low in _PUTS:
        after = line.tokens[cue + 1].low if cue + 1 < len(line.tokens) else ""
        return after not in ("it", "this", "things", "matters")  # put his house up for sale
    if lang.proclitics:
        return _has_article(line, cue, lang)
    if lang.code != "en":
        return False
    before = line.tokens[cue - 1] if cue else None
    after = line.tokens[cue + 1].low if cue + 1 < len(line.tokens) else ""
    if (
        after in lang.that
        and before is not None
        and before.text.islower()
        and low not in lang.pronouns
    ):
        relative = line.tokens[cue + 2] if cue + 2 < len(line.tokens) else None
        if relative is not None and is_verb(relative, lang):
            return low in _NOUNS or (
                low.endswith("s") and low not in _SAYS
            )  # two reports that depicted
    if not low.endswith("s"):
        return False
    if after in lang.auxiliaries or after in lang.not_to:
        return low not in _NO_NOUNS
    adjective = cue > 1 and before is not None and before.text.islower()
    if adjective and after == "," and line.tokens[cue - 2].low in lang.prepositions:
        return True  # In somber comments, …
    if adjective and line.tokens[cue - 2].low.endswith(_POSSESSIVES):
        return True  # Lee’s early tweets
    if adjective and line.tokens[cue - 2].low in lang.of and _is_adjective(line.tokens[cue - 1]):
        return True  # his flurry of late-night tweets
    return before is not None and (
        before.low in lang.determiners
        or before.low in lang.prepositions
        or before.low.endswith(_POSSESSIVES)
    )


def _is_adjective(token: Token) -> bool:
    return "-" in token.low or token.low.endswith(_ADJECTIVES)


def _has_article(line: Line, cue: int, lang: Language) -> bool:
    """Whether an article stands before the word at ``cue`` and not the pronoun that looks like it:
    *a rejeté la demande*, but *comme le résume Ann Lee*."""
    tokens = line.tokens
    low = tokens[cue - 1].low if cue else ""
    if low not in lang.determiners:
        return False
    if low not in lang.proclitics:
        return True
    if tokens[cue - 1].opens_sentence:
        after = tokens[cue + 1] if cue + 1 < len(tokens) else None
        return after is None or not (after.is_capital or after.low in lang.determiners)
    before = tokens[cue - 2].low
    told = before in lang.as_ or before in lang.thus or before in lang.relatives
    return not (told or before in lang.pronouns or before in lang.adverbs or before in lang.that)


def is_passive(line: Line, cue: int, lang: Language) -> bool:
    """*was asked*, *were told*: the subject heard it, and did not say it."""
    low = line.tokens[cue].low
    before = line.tokens[cue - 1].low if cue else ""
    if low == "told" and cue + 1 < len(line.tokens) and line.tokens[cue + 1].low in lang.to:
        return True  # Minister told to “get on his bike”: by somebody
    if low in _SUPPOSED and before in lang.be and cue + 1 < len(line.tokens):
        return line.tokens[cue + 1].low in lang.to  # who is alleged to have moved it
    if low in lang.passive and before in _WHEN and lang.measured:
        return True  # laughs when told that
    if low in _SETTLED and lang.measured:
        back = cue - 2 if before in ("not", "yet") and cue > 1 else cue - 1
        return cue > 0 and line.tokens[back].low in lang.be  # unless the budget is not agreed
    return low in lang.passive and before in lang.be


def disagree(line: Line, phrase: Phrase, cue: int, lang: Language) -> bool:
    """Whether an English plural and a verb in *-s* stand together: *the chants … and promises*."""
    if lang.code != "en" or not line.tokens[cue].low.endswith("s"):
        return False
    head = line.tokens[phrase[1] - 1]
    low = head.low
    ends = low.endswith("s") and not low.endswith(("ss", "us", "is", "ews", *_POSSESSIVES))
    alone = not any(token.low in lang.of for token in line.tokens[phrase[0] : phrase[1]])
    return head.text.islower() and alone and len(low) > 4 and ends and low not in lang.pronouns


def is_adverb(token: Token, lang: Language) -> bool:
    """Whether a word may stand between a subject and its verb: *later*, *has*, *quietly*."""
    low = token.low
    if not token.text.islower():
        return False
    if low in lang.adverbs or low in lang.auxiliaries:
        return True
    return lang.code == "en" and len(low) > 4 and low.endswith("ly")


def is_verb(token: Token, lang: Language) -> bool:
    """Whether a word is a verb that the language lists, or looks like an English one."""
    low = token.low
    if not token.text.islower():
        return False
    known = low in lang.verbs or low in lang.cues or low in lang.to
    return known or (lang.code == "en" and low.endswith(("ed", "ing")))


def according(line: Line, at: int, end: int, lang: Language) -> Phrase | None:
    """Whom words at ``at`` name as the source: *according to Ann Lee*, *selon Ann Lee*."""
    tokens = line.tokens
    if tokens[at].low not in lang.according_first:
        return None
    if lang.bare_nouns or lang.nouns_capital:
        theirs = tokens[at].low in lang.his or tokens[at].low in lang.her
        if theirs and at + 1 < end and tokens[at + 1].low in lang.wording:
            return at, at + 1  # jego zdaniem, ihrer Meinung nach
        if theirs:
            return None
    for words in lang.according:
        if at + len(words) < end and all(
            tokens[at + i].low == word for i, word in enumerate(words)
        ):
            begin = at + len(words)
            begin += lang.code == "de" and tokens[begin].low in lang.agent  # nach Worten von …
            while lang.code != "en" and begin < end and _is_told(tokens[begin], lang):
                begin += 1  # según anunció ayer Ana Lis
            worded = begin + 1 < end and tokens[begin + 1].low in lang.wording
            if worded and (tokens[begin].low in lang.his or tokens[begin].low in lang.her):
                return begin, begin + 1  # selon ses mots
            if begin + 1 < end and tokens[begin + 1].low in lang.auxiliaries:
                return begin, begin + 1  # Volgens haar is …
            return phrase_from(line, begin, end, lang)
    account = _account(line, at, end, lang)
    if account:
        return account
    for noun in range(at + 2, min(at + 6, end)):  # in Ann Lee’s words
        owner = tokens[noun - 1].low
        owned = owner.endswith(_POSSESSIVES) or owner in lang.his or owner in lang.her
        if tokens[noun].low in lang.wording and owned:
            return at + 1, noun
    return None


def _is_told(token: Token, lang: Language) -> bool:
    return token.text.islower() and (token.low in lang.adverbs or token.low in lang.cues)


def _account(line: Line, at: int, end: int, lang: Language) -> Phrase | None:
    """*nach einer vom Amt veröffentlichten Erklärung*, *nach Bewertung der Polizei*: whose account
    it is, else the account."""
    tokens = line.tokens
    if tokens[at].low not in lang.by:
        return None
    for noun in range(at + 1, min(at + 7, end)):
        token = tokens[noun]
        if token.quote >= 0 or not token.is_word:
            return None
        if token.low not in lang.accounts:
            continue
        whose = noun + 1
        if whose < end and tokens[whose].low in lang.agent:
            whose += 1
        elif (
            whose < end and tokens[whose].low not in lang.genitive and not tokens[whose].is_capital
        ):
            whose = end
        owner = phrase_from(line, whose, end, lang) if whose < end else None
        return owner or ((at + 1, noun + 1) if noun > at + 1 else None)
    return None


def floor_of(line: Line, place: int, floor: int) -> int:
    """``floor``, or the token after the fourth quotation before ``place`` where that is nearer."""
    seen = 0
    for at in range(place - 1, floor - 1, -1):
        if line.tokens[at].quote >= 0:
            seen += 1
            if seen == _MANY:
                return at + 1
    return floor


def ceiling_of(line: Line, place: int, end: int) -> int:
    """``end``, or the fourth quotation after ``place`` where that is nearer."""
    seen = 0
    for at in range(place + 1, end):
        if line.tokens[at].quote >= 0:
            seen += 1
            if seen == _MANY:
                return at
    return end
