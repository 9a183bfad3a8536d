"""The subject of a sentence's main clause, looked for from its beginning."""

from __future__ import annotations

from typing import Final

from reader.story.quotes.clause import verbsecond
from reader.story.quotes.clause.front import is_person
from reader.story.quotes.clause.phrases import Phrase, is_day, phrase_from
from reader.story.quotes.language import Language
from reader.story.quotes.tokens import Line, Token, is_dash

_FAR: Final = 40
_PARTICIPLES: Final = frozenset(
    "born known seen raised built driven given taken drawn sent shown sworn stung brought caught"
    " hurt beaten torn thrown struck".split()
)
"""With which a clause without a subject may begin: *Born in Ames, he left school at 14.*"""
_EVERY: Final = frozenset("ogni tutti tutte chaque cada todos todas tous toutes".split())
"""With which a time begins a sentence: *Cada mañana*."""
_TIME: Final = 8
"""Tokens in which the time ends."""
_WHICH: Final = frozenset(["that", "this", "last", "next", "each", "every"])


def main_subject(line: Line, start: int, end: int, lang: Language) -> Phrase | None:
    """The subject of the sentence in tokens ``start``..``end``: its first noun phrase that is not
    in a leading adverbial."""
    if lang.verb_second:
        found = verbsecond.subject(line, start, end, lang)
        if found:
            return found
    tokens = line.tokens
    start = _after_dateline(tokens, start, end)
    place = _past_degree(tokens, start, end, lang)
    place = _past_time(tokens, place, end, lang) if lang.measured else place
    led: int | None = None
    for _ in range(4):
        while place < end and (
            (not tokens[place].is_word and tokens[place].quote < 0)
            or tokens[place].low in lang.conjunctions
            or tokens[place].low in lang.adverbs
            or _is_leading_adverb(tokens, place, end, lang)
        ):
            place += 1
        if place >= end and led is not None and lang.measured:
            return _pronoun_after(line, led, end, lang)
        if place >= end or tokens[place].quote >= 0:
            return None
        if tokens[place].low in _EVERY and tokens[place].opens_sentence and not lang.measured:
            return _named_after(line, place + 1, end, lang)
        if tokens[place].low in lang.of and _is_infinitive(tokens, place + 1, end, lang):
            return None  # Et d’ajouter : « … »
        leading = _leads(tokens, place, start, end, lang)
        if lang.leading_endings and _is_adjective(tokens, place, end, lang):
            place += 1  # Amareggiato il tecnico: «…»
        if not leading:
            phrase = phrase_from(line, place, end, lang)
            if phrase and place > start and _is_place_name(tokens, phrase, end, lang):
                place = phrase[1] + 1  # In Ames, Iowa, on Sunday, Ann Lee …
                continue
            if phrase and place > start and _is_aside(tokens, phrase, end, lang):
                place = phrase[1] + 2  # At one point, she says, he turned
                continue
            return None if _owns(tokens, phrase) else phrase
        comma = _comma(tokens, place, end)
        if comma is None and lang.code == "en" and tokens[place].low.endswith("ing"):
            return None  # Citing the report, not its “…”
        if comma is None:
            phrase = _after_adverbial(line, place, end, lang)
            return None if _owns(tokens, phrase) else phrase
        led = place
        place = comma + 1
    return None


def _past_time(tokens: list[Token], start: int, end: int, lang: Language) -> int:
    """Where the sentence goes on behind *Minutes later*, *A few days earlier*; ``start`` itself
    where it does not begin so."""
    for at in range(start, min(start + _MORE_WORDS, end - 2)):
        if not tokens[at].is_word or tokens[at].quote >= 0:
            break
        if tokens[at].low in lang.times and tokens[at + 1].low in _LATER:
            return at + 2
    return start


_MORE_WORDS: Final = 4
_LATER: Final = frozenset(["later", "earlier", "afterward", "afterwards"])


def _past_degree(tokens: list[Token], start: int, end: int, lang: Language) -> int:
    """Where the sentence goes on behind *Mais conciliador,* or *Menos diplomático fue*, with which it
    begins; ``start`` itself where it does not."""
    if start + 3 >= end or not lang.proper_capitals or tokens[start].low not in _MORE:
        return start
    if not tokens[start].opens_sentence or not tokens[start + 1].text.islower():
        return start
    place = start + 2
    while place < end and (tokens[place].text == "," or tokens[place].low in lang.auxiliaries):
        place += 1
    follows = place < end and (tokens[place].is_capital or tokens[place].low in lang.determiners)
    return place if follows and tokens[place].low not in lang.of else start


_MORE: Final = frozenset("más menos mais più meno plus moins meer minder bardziej mniej".split())


def _named_after(line: Line, place: int, end: int, lang: Language) -> Phrase | None:
    """*Ann Lee* in *Ogni sera alle sette Ann Lee legge*, where ``place`` is the time."""
    for at in range(place + 1, min(end, place + _TIME)):
        if line.tokens[at].is_capital and line.tokens[at].low in lang.first_names:
            return phrase_from(line, at, end, lang)
    return None


def _leads(tokens: list[Token], place: int, start: int, end: int, lang: Language) -> bool:
    """Whether an adverbial begins at ``place`` of the sentence from ``start`` to ``end``."""
    low = tokens[place].low
    is_leading = (
        low in lang.prepositions
        or low in lang.subordinators
        or is_day(tokens, place, lang)
        or (low in lang.of and lang.drops_subject)
    ) or (
        (low.endswith(("ing", "ed")) or low in _PARTICIPLES)
        and low not in lang.function
        and (tokens[place].opens_sentence or _is_after_also(tokens, place, start, lang))
        and not (place + 1 < end and tokens[place + 1].low in lang.roles)  # Retired teacher
        and (low.endswith("ing") or _comma(tokens, place, end) is not None)
        and lang.code == "en"
    )
    if not is_leading and place > start and tokens[place - 1].text == ",":
        is_leading = low in lang.relatives or (low in lang.that and lang.drops_subject)
    if not is_leading and lang.leading_endings:
        is_leading = _is_participle(tokens, place, end, lang)
    if not is_leading and lang.proper_capitals:
        is_leading = _is_apposed(tokens, place, end, lang)
    if not is_leading and lang.code == "en":
        is_leading = _is_time(tokens, place, end, lang)
    return is_leading


def _is_after_also(tokens: list[Token], place: int, start: int, lang: Language) -> bool:
    """*Also speaking, Ann Lee …*"""
    return place == start + 1 and lang.measured and tokens[start].low in lang.adverbs


def _is_leading_adverb(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """*Specifically,* and the like at the beginning of an English sentence."""
    comma = place + 1 < end and tokens[place + 1].text == ","
    return comma and lang.code == "en" and tokens[place].low.endswith("ly")


def _is_participle(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """*Interrogé par la radio, Ann Lee …*: a participle that opens the sentence."""
    token = tokens[place]
    if not token.opens_sentence or not token.low.endswith(lang.leading_endings):
        return False
    if token.low in lang.function or token.low in lang.leads or token.low in lang.first_names:
        return False
    after = tokens[place + 1].low if place + 1 < end else ""
    return after in lang.prepositions and _comma(tokens, place, end) is not None


def _is_infinitive(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """Whether the word at ``place`` looks like an infinitive of the language."""
    endings = lang.infinitive_endings
    return place < end and bool(endings) and tokens[place].low.endswith(endings)


def _is_apposed(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """*Autrice de deux romans, Ann Lee …*; *Fille d’un docker, elle …*: what somebody is, without an
    article, who is named behind the comma."""
    token = tokens[place]
    if not token.opens_sentence or place + 1 >= end or tokens[place + 1].low not in lang.of:
        return False
    if not (token.low in lang.leads or token.low in lang.traits or token.low in lang.kin):
        return False
    comma = _comma(tokens, place, end)
    if comma is None or comma + 1 >= end:
        return False
    after = tokens[comma + 1]
    return after.is_capital or after.low in lang.determiners or after.low in lang.pronouns


def _is_adjective(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """Whether a participle before an article opens the sentence."""
    token = tokens[place]
    if not token.opens_sentence or place + 2 >= end or not token.is_capital:
        return False
    if token.low in lang.leads or token.low in lang.first_names or token.low in lang.function:
        return False
    if not token.low.endswith(lang.leading_endings):  # Dura la replica di Ann Lee: «…»
        noun = tokens[place + 2].low
        known = noun in lang.utterances or noun in lang.leads  # Durissimo il presidente: «…»
        return known and _is_article(tokens[place + 1], lang)
    return _is_article(tokens[place + 1], lang)


def _is_article(token: Token, lang: Language) -> bool:
    low = token.low
    return low in lang.determiners and low not in lang.of and low not in lang.prepositions


def _owns(tokens: list[Token], phrase: Phrase | None) -> bool:
    """Whether ``phrase`` owns the quotation behind it: From Ann Lee’s “…”."""
    return (
        phrase is not None
        and phrase[1] < len(tokens)
        and tokens[phrase[1]].quote >= 0
        and tokens[phrase[1] - 1].low.endswith(("'s", "’s"))
    )


def _after_dateline(tokens: list[Token], start: int, end: int) -> int:
    """Past *LONDON (AP) —*: capitals and a dash at the beginning of a block."""
    if start > 0 or not tokens:
        return start
    for place in range(3, min(end - 1, 12)):  # Lima, 4 may (EFE).- El ministro
        lead = tokens[place - 1].text + tokens[place - 2].text
        if is_dash(tokens[place]) and lead in (".)", ")" + tokens[place - 2].text):
            return place + 1
    if len(tokens[0].text) < 3 or not tokens[0].text.isupper():
        return start
    for place in range(1, min(end - 1, 10)):
        if is_dash(tokens[place]):
            return place + 1
        if tokens[place].text == ":" and tokens[place + 1].quote < 0 and place < 4:
            return place + 1  # NEW DELHI: Ann Lee …
    return start


def _is_time(tokens: list[Token], place: int, end: int, lang: Language) -> bool:
    """*Two weeks after …*, *Shortly before …*: an adverbial though no preposition begins it."""
    if tokens[place].low in _WHICH and place + 1 < end:
        return tokens[place + 1].low in lang.times
    for at in range(place + 1, min(end - 1, place + 4)):
        if tokens[at].low in ("after", "before", "later", "ago", "earlier"):
            return tokens[at - 1].low.endswith("ly") or tokens[at - 1].low in lang.times
    return False


def _is_place_name(tokens: list[Token], phrase: Phrase, end: int, lang: Language) -> bool:
    """Whether ``phrase``, after a comma, is a name between commas with an adverbial behind it."""
    after = phrase[1]
    return (
        after + 1 < end
        and tokens[phrase[0]].is_capital
        and tokens[after].text == ","
        and tokens[after + 1].low in lang.prepositions
        and phrase[1] - phrase[0] < 3
    )


def _is_aside(tokens: list[Token], phrase: Phrase, end: int, lang: Language) -> bool:
    """Whether ``phrase`` and a verb of saying between commas only say whose account it is."""
    after = phrase[1]
    if after + 3 >= end or lang.code != "en":
        return False
    told = tokens[after].low in lang.say and tokens[after + 1].text == ","
    return told and tokens[phrase[0] - 1].text == ","


def _pronoun_after(line: Line, led: int, end: int, lang: Language) -> Phrase | None:
    """*he* in *After the verdict he left, saying “…”*"""
    if not line.tokens[led].opens_sentence:
        return None
    phrase = _after_adverbial(line, led, end, lang)
    low = line.tokens[phrase[0]].low if phrase else ""
    return phrase if low in lang.he or low in lang.she or low in lang.they else None


def _comma(tokens: list[Token], start: int, end: int) -> int | None:
    for place in range(start, min(end, start + _FAR)):
        if tokens[place].text == ",":
            return place
    return None


def _after_adverbial(line: Line, place: int, end: int, lang: Language) -> Phrase | None:
    """The phrase after a leading *In May* that no comma parts from it."""
    tokens = line.tokens
    object_of = lang.drops_subject and tokens[place].low in lang.prepositions
    place += 1
    while place < end and (
        tokens[place].low in lang.calendar
        or tokens[place].text[0].isdigit()
        or tokens[place].low in ("last", "this", "next")
    ):
        place += 1
    phrase = phrase_from(line, place, end, lang)
    if phrase and tokens[phrase[0]].low == "d'":
        return None  # Avant d’ajouter
    if object_of and phrase and not is_person(tokens, *phrase, lang):
        return None  # Sobre el arbitraje prefirió callar
    if phrase and phrase[1] < end:
        low = tokens[phrase[1]].low
        if low in lang.he or low in lang.she or low in lang.they:
            return phrase[1], phrase[1] + 1  # at the mention of it she …
    return phrase
