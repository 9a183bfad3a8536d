"""Whether words that stand where a speaker is named can name one: no hour, no bare noun."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said
from reader.story.quotes.tokens import Line, Token

_PLURALS: Final = ("s", "people", "men", "children", "folk", "staff", "police", "media")
_OPENERS: Final = frozenset("let let's here here's there's that's what's it's due want".split())
_THINGS: Final = frozenset(["that", "this", "these", "those", "it"])
_AUX: Final = frozenset(
    "is are was were has had would will could can may might must does did".split()
)
_REFLEXIVES: Final = frozenset(["se", "s'", "s’", "si", "się"])
_CLAUSE: Final = 200
_WHO = re.compile(",? (who)\\b")
_NO_PLURALS: Final = ("ss", "us", "is", "'s", "’s")


def is_plausible(said: Said, text: str, lang: Language) -> bool:
    """Whether ``said`` can be a speaker in the block ``text``. An English noun without article,
    capital and plural is the end of something else (*after a swift, late meeting, …*), and so are
    participles, adverbs and times."""
    if said.nobody:
        return True
    if lang.code != "en":
        return not _is_no_speaker(text[said.start : said.end], lang)
    words = text[said.start : said.end].split()
    if not words:
        return False
    low = words[0].lower()
    if len(words) == 1 and low in ("that", "which", "yes", "no", "quote"):
        return False
    if low in lang.calendar and len(words) == 2 and words[1].isdigit():
        return False  # May 3
    opens = low.replace("’", "'") in _OPENERS and not any(w[0].isupper() for w in words[1:])
    if opens or (low in _THINGS and words[1:2] and words[1] in _AUX):
        return False  # Here is how; That would help her
    if low.replace("’", "'").partition("'")[0] in lang.pronouns:
        return True  # he’s said
    if len(words) > 1 and (words[1] in lang.times or words[-1] in lang.times):
        return False  # Two months, Eight years; not Carl Weeks
    if low in lang.pronouns or low in lang.determiners or not words[0][0].islower():
        return True
    second = words[1].lower() if len(words) > 1 else ""
    ties = second in lang.determiners or second in lang.pronouns or second in lang.prepositions
    if low.endswith(("ing", "ed", "ly")) and ties:
        return False  # wearing a cape, essentially the council
    if any(word[0].isupper() for word in words):
        return True
    if low in lang.roles and len(words) == 1:
        return True
    if words[-1] == "who" and len(words) > 1:
        words.pop()  # critics who
    tie = next((at for at, word in enumerate(words) if word.lower() in lang.of), len(words))
    head = words[max(0, tie - 1)].lower()
    return head.endswith(_PLURALS) and not head.endswith(_NO_PLURALS)


def _is_no_speaker(words: str, lang: Language) -> bool:
    """Whether ``words`` of another language are a reflexive, an age, a gerund or a Turkish verb."""
    low = words.lower()
    first, _, rest = low.partition(" ")
    if low in _REFLEXIVES or (lang.nouns_capital and low in _NO_GERMANS):
        return True
    if low.endswith(("'", "’")) or first in lang.subordinators - lang.determiners:
        return True  # c’; Wenn man erzählt
    if not rest and words.islower() and _is_small(low, lang):
        return True
    if low in _QUESTIONS or (rest and lang.nouns_capital and first in _ASKING):
        return True  # Pourquoi ? « … »; Was sie ihnen rät? „…“
    if low in _ASIDES:
        return True
    if first == "a" and rest.partition(" ")[0] in TO_SAY:
        return True  # limitou-se a dizer
    if rest.endswith(_YEARS) and any(char.isdigit() for char in rest):
        return True  # Tiene 81 años
    small = words[:1].islower()
    if small and not rest and lang.past_endings and low.endswith(lang.past_endings):
        return low not in lang.leads and low not in lang.organisations  # Y cerró con ironía: «…»
    if lang.verb_last:
        return small and not rest and low.endswith(("yor", "yorlar", "erek", "arak"))
    return small and lang.drops_subject and first.endswith(_GERUNDS) and first not in lang.leads


_NO_GERMANS: Final = frozenset(["es", "man", "dies", "die sich", "der sich", "das sich", "anders"])
_QUESTIONS: Final = frozenset(
    "pourquoi comment quand combien warum wieso weshalb perché quando porquê cómo waarom hoezo"
    " dlaczego почему зачем neden niye".split()
)
"""Questions of one word."""


def _is_small(low: str, lang: Language) -> bool:
    """Whether ``low`` is a small word that names nobody: *avons*, *finora*, *der*."""
    if low in lang.pronouns or low in lang.leads or low in lang.first_names:
        return False
    german = lang.nouns_capital and low in lang.the
    return german or low in lang.auxiliaries or low in lang.that or low in lang.adverbs


_ASKING: Final = frozenset("was wie wann wo warum wieso woher wohin ob".split())
TO_SAY: Final = frozenset(
    "dizer afirmar comentar responder acrescentar repetir garantir explicar perguntar decir"
    " preguntar dire ripetere commentare rispondere répéter répondre commenter lâcher ajouter"
    " añadir apuntar señalar aggiungere spiegare precisare préciser".split()
)
"""Infinitives of verbs of saying."""
_ASIDES: Final = frozenset(["de son côté", "de leur côté", "de mon côté", "de su lado"])
_YEARS: Final = ("años", "anni", "anos", "lat", "лет", "años y")
_GERUNDS: Final = ("ando", "endo")


def is_remark(tokens: list[Token], at: int, end: int, lang: Language) -> bool:
    """*“…,” a remark that Ann Lee regretted*; *“…,” a reference to …*: what was said, not who."""
    if lang.code != "en" or tokens[at].low not in lang.articles | {"the", "another"}:
        return False
    for noun in range(at + 1, min(at + 5, end - 1)):
        if tokens[noun].low in lang.remarks:
            after = tokens[noun + 1]
            return after.low in lang.that or after.low in lang.ties or after.low in lang.pronouns
    return False


def with_relative(said: Said, line: Line, place: int, lang: Language) -> Said:
    """``said`` with the relative pronoun behind it, where the quotation at token ``place`` stands
    in its clause: *Ann Lee, who has long called it a “…”*."""
    start = line.tokens[place].start
    if said.nobody or said.block != line.block or not said.end < start < said.end + _CLAUSE:
        return said
    match = _WHO.match(line.text, said.end, start)
    if (
        match is None
        or match.group(1) not in lang.relatives
        or "," in line.text[match.end() : start]
    ):
        return said
    said.end = match.end()
    return said


def with_circle(said: Said, text: str, lang: Language) -> Said:
    """``said`` with the words behind it that tell what *a person close*, *people familiar* is about:
    *to the club*, *with the talks*."""
    if said.nobody or not lang.measured or not text.endswith(_NEARS, said.start, said.end):
        return said
    end = said.end
    for word in text[end : end + _TALK].split(" ")[1:]:
        low = word.lower().rstrip(",.")
        if not low.replace("’", "").replace("-", "").isalnum():
            break
        if low in lang.cues or low in lang.actions or low in lang.auxiliaries:
            break
        end += 1 + len(word.rstrip(",."))
        if word[-1] in ",.":
            break
    said.end = end
    return said


_NEARS: Final = (" close", " familiar")
_TALK: Final = 60


def is_addressed(words: str, name: str) -> bool:
    """Whether the quoted ``words`` speak to the bearer of ``name``, who has not said them then:
    *“Morning, Mrs. Lee. How are you?”*"""
    for called in name.split():
        if len(called) < 2 or not called[0].isupper():
            continue
        at = words.find(called)
        if at < 0:
            continue
        after = words[at + len(called) : at + len(called) + 3]
        if at == 0 and (after[:1] in ("?", "!") or (after[:2] == ", " and after[2:].islower())):
            return True
        lead = words[:at].split(", ")
        begins = len(lead) == 2 and len(lead[0]) <= _GREETING and _STOPS.isdisjoint(lead[0])
        if begins and after[:1] in _STOPS and (not lead[1] or lead[1].rstrip(". ") in _TITLES):
            return True
    return False


_GREETING: Final = 40
_STOPS: Final = frozenset(".!?")
_TITLES: Final = frozenset("Mr Mrs Ms Dr Miss Sir Senator Governor Judge President".split())
