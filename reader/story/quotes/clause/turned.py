"""A verb that no list has, behind the quotation and beside its subject: *« … », sourit Ann Lee*,
*“…,” Ann Lee thundered*; and the small pronouns that stand between (*se pregunta Ann Lee*)."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.front import is_person, may_be_subject
from reader.story.quotes.clause.phrases import Phrase, phrase_from
from reader.story.quotes.clause.plausible import TO_SAY
from reader.story.quotes.clause.sentences import only_named
from reader.story.quotes.clause.verbs import is_adverb, is_verb, said
from reader.story.quotes.clause.verbsecond import right_of
from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, Token

_ASIDE: Final = 9
"""Tokens that stand between a verb and its subject, at most."""
WIRES: Final = frozenset(
    "pap afp efe dpa ansa adnkronos lusa tass reuters ap ctk belga ria риа тасс интерфаксу укринформу".split()
)
"""Agencies that somebody tells something."""
_SHORTEST: Final = 3
"""Letters of a verb that no list has."""


def is_proclitic(line: Line, at: int, end: int, lang: Language) -> bool:
    """Whether the word at ``at`` is a pronoun before a verb of saying (*lo dice*, *se ha dicho*)."""
    tokens = line.tokens
    if tokens[at].low not in lang.proclitics or at + 1 >= end:
        return False
    low = tokens[at + 1].low
    return low in lang.cues or low in lang.auxiliaries or low in lang.proclitics


def inserted_clause(
    line: Line, cue: int, at: int, start: int, end: int, lang: Language
) -> Said | None:
    """*L’enquête, explique Ann Lee, « … »*: the subject behind the verb ``cue`` of a clause between
    commas, of which token ``at`` is the last before the verb and its helpers."""
    tokens = line.tokens
    if lang.code == "en" or lang.verb_last or at <= start:
        return None
    led = tokens[at].low in lang.as_ and tokens[at - 1].text == ","
    if tokens[at].text != "," and not led:
        return None
    phrase = phrase_from(line, cue + 1, end, lang)
    if phrase is None or phrase[1] >= len(tokens) or tokens[phrase[1]].text != ",":
        return None
    if tokens[at - 1].is_capital and not led and not is_person(tokens, *phrase, lang):
        return None  # a ministra, Ana Lis, lamentou a posição, que
    return said(line, phrase, "cue-before", cue)


def unknown_first(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """The person behind the small word at ``at``, whatever verb that is."""
    if lang.code == "en" or lang.verb_last:
        return None
    tokens = line.tokens
    while at < end and tokens[at].text.islower() and _helps(tokens[at].low, lang):
        at += 1
    at += lang.bare_nouns and at + 1 < end and tokens[at].low in lang.adverbs  # nie krył
    if at + 1 >= end or not _may_be_verb(line, at, lang):
        return None
    verb = at
    at += 1
    while at < end and tokens[at].text.islower() and _is_between(tokens[at].low, lang):
        at += 1
    phrase = phrase_from(line, at, end, lang)
    if phrase is None:
        return None
    if lang.bare_nouns:  # nie krył wzruszenia trener Jan Lis
        names = (p for p in range(*phrase) if tokens[p].is_capital or tokens[p].low in lang.leads)
        phrase = next(names, phrase[0]), phrase[1]
    first = tokens[phrase[0]]
    named = not lang.nouns_capital and first.is_capital
    named = named or (first.low in lang.determiners and first.low not in lang.of)
    if not named and not is_person(tokens, *phrase, lang):
        return None
    if not may_be_subject(tokens, phrase[0], lang):
        return None
    return said(line, phrase, "unknown-verb", verb)


def unknown_last(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """*“…,” Ann Lee thundered*, *Ann Lee would bark*, *Ann Lee fired back*: whoever stands before an
    English verb that no list has and that ends the clause."""
    tokens = line.tokens
    phrase = phrase_from(line, at, end, lang)
    if phrase is None or lang.code != "en":
        return None
    verb = min(phrase[1], end - 1)
    if tokens[verb].text == "," and tokens[at].low in lang.determiners:
        name = phrase_from(line, verb + 1, end, lang)  # the council leader, Ann Lee, boomed
        if name and name[1] + 1 < end and tokens[name[0]].is_capital:
            verb = name[1] + 1 if tokens[name[1]].text == "," else verb
            at = name[1] - 3
    habit = tokens[verb].low in _WOULD and verb + 1 < end and tokens[verb + 1].text.islower()
    verb += habit
    if verb - at > _SUBJECT or not (habit or is_verb(tokens[verb], lang)):
        return None
    after = tokens[verb + 1] if verb + 1 < len(tokens) else None
    ends = after is None or not after.is_word or after.low in lang.after_verb or after.low == "back"
    return said(line, phrase, "unknown-verb", verb) if ends else None


_WOULD: Final = frozenset(["would", "will", "could"])
_SUBJECT: Final = 6
"""Tokens of a subject and its verb, at most."""


def past_aside(tokens: list[Token], at: int, end: int, lang: Language) -> int:
    """Where the subject begins behind what stands between it and its verb, whose next token is
    ``at``: *assure pour sa part une élue*, *se quejó, en cambio, Ana Lis*, *poinformował PAP
    rzecznik Jan Lis*; ``at`` itself where nothing does."""
    if lang.code == "en" or lang.verb_second or lang.verb_last or at + 2 >= end:
        return at
    if tokens[at].low in WIRES and tokens[at].is_capital:
        after = tokens[at + 1]
        led = after.low in lang.determiners or after.low in lang.leads or after.is_capital
        led = led or (lang.bare_nouns and tokens[at + 2].is_capital)
        return at + 1 if led else at
    begin = at + (tokens[at].text == ",")
    if tokens[begin].low not in lang.prepositions:
        return at
    for place in range(begin + 2, min(end - 1, begin + _ASIDE)):
        token, before = tokens[place], tokens[place - 1]
        if token.text == "," and begin > at:
            return place + 1
        if token.text == "(" and lang.bare_nouns:
            return _past_score(tokens, place, end) or at
        if not token.is_word:
            return at
        tied = before.low in lang.prepositions or before.low in lang.of
        if tied or before.low in lang.determiners:
            continue
        article = token.low in lang.determiners and token.low not in lang.of
        name = token.is_capital and tokens[place + 1].is_capital
        name = name and (not before.is_capital or token.low in lang.first_names)
        if article or name or (lang.bare_nouns and token.low in lang.leads):
            return at if begin > at else place
    return at


def _past_score(tokens: list[Token], at: int, end: int) -> int | None:
    """Where the subject begins behind the bracket at ``at``: *po porażce z Odrą (0:2) trener*."""
    for place in range(at + 1, min(end - 1, at + _BRACKET)):
        if tokens[place].text == ")":
            return place + 1 if tokens[place + 1].is_word else None
    return None


def said_infinitive(line: Line, at: int, end: int, lang: Language) -> int | None:
    """Where an infinitive of saying stands near ``at``: *si è limitato a dire*, *se limitó a decir*."""
    if not lang.drops_subject and not lang.elides:
        return None
    tokens = line.tokens
    for place in range(at + 1, min(end - 1, at + _CHAIN)):
        if not tokens[place].text.islower():
            return None
        if tokens[place].low in TO_SAY and tokens[place - 1].low in _TO:
            return place
    return None


_TO: Final = frozenset("a à de di con por da".split())
_CHAIN: Final = 6
_BRACKET: Final = 8
"""Tokens of a chain of verbs, and of what stands in brackets, at most."""


def took_up(line: Line, at: int, end: int, lang: Language) -> Said | None:
    """Who said it by the sentence after it, which begins at ``at``: *So beschreibt es Ann Lee.* ·
    *Das musste Ann Lee einräumen.* · *Así lo anunció Ann Lee.* · *Così Ann Lee ai cronisti.*"""
    tokens = line.tokens
    first = tokens[at].low
    verb = at + 1
    if lang.verb_second:
        if verb + 1 >= end:
            return None
        later = tokens[verb + 1 : min(end, verb + 20)]
        helped = tokens[verb].low in lang.auxiliaries and any(
            token.low in lang.say and token.text.islower() for token in later
        )
        if not helped and tokens[verb].low not in lang.cues:
            return None
        told = verb + (tokens[verb + 1].low in lang.others)
        phrase = right_of(line, told, end, lang)
        if phrase is None or not may_be_subject(tokens, phrase[0], lang):
            return None
        return said(line, phrase, "tail", verb)
    while verb < end and (is_proclitic(line, verb, end, lang) or is_adverb(tokens[verb], lang)):
        verb += 1
    if verb < end and tokens[verb].low in lang.cues:
        phrase = phrase_from(line, verb + 1, end, lang)
        return said(line, phrase, "tail", verb) if phrase else None
    if first in lang.thus and at + 1 < end and tokens[at + 1].low in lang.prepositions:
        named = only_named(line, at + 2, end, lang)  # Così in aula Ana Lis
        near = named and all(token.is_word for token in tokens[at : named[0]])
        return said(line, named, "tail", at) if named and near else None
    phrase = phrase_from(line, at + 1, end, lang) if first in lang.thus else None
    if phrase is None or not is_person(tokens, *phrase, lang):
        return None
    return said(line, phrase, "tail", at)


def _helps(low: str, lang: Language) -> bool:
    helpers = lang.auxiliaries if lang.elides else lang.have  # s’est félicitée Ann Lee
    return low in lang.proclitics or low in helpers


def _is_between(low: str, lang: Language) -> bool:
    return low in lang.skipped and low not in lang.pronouns and low not in lang.prepositions


def _may_be_verb(line: Line, at: int, lang: Language) -> bool:
    token = line.tokens[at]
    low = token.low
    if not token.is_word or not token.text.islower() or len(low) < _SHORTEST:
        return False
    if low in lang.function or low in lang.leads or low in lang.works or low in lang.labels:
        return False
    return not lang.verb_endings or low.endswith(lang.verb_endings)


def is_no_noun(tokens: list[Token], phrase: Phrase, lang: Language) -> bool:
    """Whether one small word behind a verb is none that could speak: *si limita a dire*, *ucięła
    krótko*."""
    token = tokens[phrase[0]]
    if phrase[1] - phrase[0] > 1 or not token.text.islower() or token.low in lang.pronouns:
        return False
    if token.low in lang.leads or token.low in lang.organisations:
        return False
    return not lang.bare_nouns or token.low.endswith(_ADVERBS)


_ADVERBS: Final = ("o", "ie", "о", "ě")
"""Endings of Slavic adverbs."""
