"""Words that somebody can read or hear and that nobody in the story says: signs, chants, proverbs,
refrains, questions put by nobody in particular, and what something is known as."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause.verbs import COLONS, COMMAS, is_adverb, is_verb
from reader.story.quotes.language import Language
from reader.story.quotes.said import ASKED, NAME, NOBODY, SHOWN, Said
from reader.story.quotes.tokens import Line, Token

_NEAR: Final = 9
"""Tokens before a quotation in which the sign it stands on is named."""
_CLOSE: Final = 6
_FEW: Final = 6
"""Words of what is spoken about, at most."""
_CHAIN: Final = 6
"""Quotations joined by commas and *and* that stand on one sign."""


def nobodys(line: Line, place: int, lang: Language) -> Said | None:
    """That the words of the quotation at token ``place`` are nobody's, where that is certain:
    ``SHOWN`` when they are whole as they stand there, else ``NOBODY``."""
    if not lang.signs:
        return None
    if _is_turn(line, place):
        return ASKED
    refrain = _refrain(line, place, lang)
    if refrain:
        return NAME if refrain in lang.names_of else NOBODY
    first = _first_of_chain(line, place, lang)
    start, _ = line.sentence(first)
    near = [token.low for token in line.tokens[max(start, first - _NEAR) : first]]
    if not lang.nobodys.isdisjoint(near):
        if (
            _is_on_sign(line, first, lang)
            or _is_worded(line, first, lang)
            or _is_saying(line, first, lang)
            or _is_chant(line, first, lang)
        ):
            return SHOWN
        if _is_topic(line, first, lang) or _is_known_as(line, first, lang):
            return NOBODY
    if _goes(line, place, lang):
        return SHOWN
    if _is_jargon(line, place, lang) or _is_choice(line, first, lang):
        return NOBODY
    return NOBODY if _is_impersonal(line, first, lang) else None


def _first_of_chain(line: Line, place: int, lang: Language) -> int:
    """The first of the quotations that *and* or commas join to the one at ``place``."""
    tokens = line.tokens
    start, _ = line.sentence(place)
    for _ in range(_CHAIN):
        at = place - 1
        while at > start and (tokens[at].text in COMMAS or tokens[at].low in lang.conjunctions):
            at -= 1
        if at < start or tokens[at].quote < 0 or at == place - 1:
            return place
        place = at
    return place


def _is_turn(line: Line, place: int) -> bool:
    """*Q: “…”*, *A: “…”*: an interview that gives no names."""
    tokens = line.tokens
    return place == 2 and tokens[1].text in COLONS and tokens[0].text in ("Q", "A")


def _is_on_sign(line: Line, place: int, lang: Language) -> bool:
    """*carried a sign reading “…”*, *in a shirt that said “…”*"""
    tokens = line.tokens
    start, _ = line.sentence(place)
    shows = tokens[place - 1].text in COLONS if place else False
    for at in range(place - 1, max(start - 1, place - _NEAR), -1):
        token = tokens[at]
        if token.quote >= 0 or token.low in lang.he or token.low in lang.she:
            return False
        if token.low in lang.signs:
            return shows and not (_is_joined(tokens[at + 1], lang) or _says(line, at, lang))
        if token.is_capital and not token.opens_sentence and token.low not in lang.signs:
            return False
        shows = shows or token.low in lang.shows
    return False


def _says(line: Line, at: int, lang: Language) -> bool:
    """Whether the sign at token ``at`` is the subject of its sentence, and so its own source as a
    report is: *One sign read “…”*."""
    start, _ = line.sentence(at)
    before = line.tokens[start:at]
    few = len(before) < 4 and all(token.is_word for token in before)
    return few and not any(t.low in lang.prepositions or is_verb(t, lang) for t in before)


def _is_joined(after: Token, lang: Language) -> bool:
    """Whether another noun stands behind the sign: *the sign idea*."""
    low = after.low
    return after.text.islower() and low not in lang.shows and low not in lang.function


def _is_worded(line: Line, place: int, lang: Language) -> bool:
    """*a cape bearing the words “…”*; not *ended with the words “…”*, which somebody says"""
    tokens = line.tokens
    start, _ = line.sentence(place)
    at = place - 1
    if at > start and (tokens[at].text in COMMAS or tokens[at].text in COLONS):
        at -= 1
    if at - 2 < start or tokens[at].low not in lang.worded:
        return False
    verb = at - 2 - (tokens[at - 2].low in lang.with_)
    shown = verb >= start and tokens[verb].low in lang.shows and tokens[verb].low not in lang.with_
    return shown and tokens[at - 1].low in lang.determiners and tokens[verb].low not in lang.say


def _refrain(line: Line, place: int, lang: Language) -> str | None:
    """The noun in *“…” is the headline*, *“…” seems to be the refrain*, *“…” That is the question*"""
    tokens = line.tokens
    word = _next_word(line, place)
    if word is None:
        return None
    opens = tokens[place + 1].opens_sentence
    low = tokens[word].low
    if opens and (low in lang.that or low in lang.others):
        word += 1
    elif not tokens[place].opens_sentence or opens:
        return None
    after = tokens[word : word + _NEAR]
    at = 0
    verb = at
    while at < len(after) and (after[at].low in lang.be or after[at].low in lang.becomes):
        at += 1
    if at == verb or at >= len(after) or after[at].low not in ("the", "a", "an"):
        return None
    for number, token in enumerate(after[at + 1 : at + 4], at + 1):
        if token.low in lang.refrains:
            rest = after[number + 1 : number + 3]
            owned = rest and (rest[0].low in lang.of or rest[0].low == "from")
            return None if owned else token.low
        if not token.text.islower():
            return None
    return None


def _is_saying(line: Line, place: int, lang: Language) -> bool:
    """*There is an old saying: “…”*, *As the saying goes, “…”*"""
    tokens = line.tokens
    start, _ = line.sentence(place)
    for at in range(place - 1, max(start, place - _NEAR), -1):
        if tokens[at].quote >= 0:
            break
        if tokens[at].low in lang.sayings and _is_common(tokens, at, lang):
            return True
    return False


def _goes(line: Line, place: int, lang: Language) -> bool:
    """*“…,” as the saying goes*"""
    at = _next_word(line, place)
    if at is None:
        return False
    low = line.tokens[at].low
    if low not in lang.as_ and low not in lang.goes:
        return False
    lows = [token.low for token in line.tokens[at : at + 5]]
    return not lang.goes.isdisjoint(lows) and not lang.sayings.isdisjoint(lows)


def _is_common(tokens: list[Token], noun: int, lang: Language) -> bool:
    """Whether the saying at ``noun`` is everybody's: *the adage*, *an old saying*; not *her adage*,
    *a note saying*."""
    before = tokens[noun - 1]
    low = before.low
    if low in lang.old and noun > 1:
        low = tokens[noun - 2].low
    elif before.is_capital and tokens[noun].low not in lang.saying:
        return True  # a Chinese proverb
    owned = noun > 1 and tokens[noun - 2].low in lang.have  # Ann Lee has a saying
    return not owned and (low in lang.articles or low in ("the", "that"))


def _is_chant(line: Line, place: int, lang: Language) -> bool:
    """*to chants of “…”*, *Cries of “…” rang out*: nobody is named who shouts."""
    tokens = line.tokens
    start, _ = line.sentence(place)
    at = place - 1
    if at < start or (tokens[at].low not in lang.of and tokens[at].low not in lang.to):
        return False
    at -= 1
    if at < start or tokens[at].low not in lang.shouts or tokens[at].low.endswith("ed"):
        return False
    if tokens[at].low in lang.chants and at > start and tokens[at - 1].low == "the":
        return True  # as common as the chants of “…”
    before = at - 1
    while before > start and tokens[before].text.islower() and at - before < 3:
        if tokens[before].low in lang.with_ or tokens[before].low in lang.amid | lang.to:
            break
        before -= 1
    if before < start:
        return True
    low = tokens[before].low
    if low in lang.with_:
        after = tokens[place + 1 : place + 2]
        rings = bool(after) and after[0].low.endswith("ing") and tokens[at].low in lang.chants
        return rings or (before > start and tokens[before - 1].low in lang.meets)
    return low in lang.to or low in lang.amid


def _is_jargon(line: Line, place: int, lang: Language) -> bool:
    """*(“sit on it” in consultant-speak)*, *“…,” in the parlance of the trade*"""
    at = _next_word(line, place)
    if at is None or line.tokens[at].low != "in":
        return False
    return any(
        token.low in lang.jargon or token.low.endswith("-speak")
        for token in line.tokens[at + 1 : at + 4]
    )


def _is_choice(line: Line, place: int, lang: Language) -> bool:
    """*an argument between “…” and “…”*, of which nobody in the sentence says either."""
    tokens = line.tokens
    if place == 0 or tokens[place - 1].low != "between" or not lang.jargon:
        return False
    start, end = line.sentence(place)
    if place <= start:
        return False
    return not any(token.low in lang.say for token in tokens[start : min(end, place + 4 * _NEAR)])


def _is_topic(line: Line, place: int, lang: Language) -> bool:
    """*his criticism of “…”*, *To a question on the “…,” she said*: what is spoken about."""
    tokens = line.tokens
    start, _ = line.sentence(place)
    at = place - 1
    if at > start and tokens[at].low in lang.determiners:
        at -= 1
    if at <= start or tokens[at].low not in lang.about:
        return False
    owned = tokens[at - 2].low in lang.determiners
    few = line.blanks(tokens[place]) < _FEW
    return owned and few and tokens[at - 1].low in lang.topics


def _is_known_as(line: Line, place: int, lang: Language) -> bool:
    """*known here as “…”*, *widely known to sailors as “…”*"""
    tokens = line.tokens
    start, _ = line.sentence(place)
    at = place - 1
    if at > start and tokens[at].low in lang.articles | {"the"}:
        at -= 1
    if at <= start or tokens[at].low not in lang.as_:
        return False
    for before in range(at - 1, max(start, at - _CLOSE), -1):
        if tokens[before].low in lang.known:
            return True
        if not tokens[before].is_word:
            return False
    return False


def _is_impersonal(line: Line, place: int, lang: Language) -> bool:
    """*It is easy to say: “…”*: nobody has said it."""
    tokens = line.tokens
    start, _ = line.sentence(place)
    if tokens[start].low != "it" or start + 1 >= place:
        return False
    seems = tokens[start + 1].low
    if seems not in lang.be and seems not in lang.auxiliaries and seems not in lang.becomes:
        return False
    for at in range(max(start + 2, place - 2 * _NEAR), place - 1):
        if tokens[at].quote >= 0:
            return False
        verb = at + 1 + is_adverb(tokens[at + 1], lang)
        if tokens[at].low in lang.to and tokens[verb].low in lang.say | lang.orders:
            rest = tokens[verb + 1 : place]
            return not any(t.low in lang.say and t.text.islower() for t in rest)
    return False


def _next_word(line: Line, place: int) -> int | None:
    """The first word behind the quotation, over commas and dashes."""
    at = place + 1
    while at < len(line.tokens) and not line.tokens[at].is_word and line.tokens[at].quote < 0:
        at += 1
    return at if at < len(line.tokens) else None
