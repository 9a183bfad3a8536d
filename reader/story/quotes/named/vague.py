"""Words that stand where a speaker would, and name nobody: a clause whose subject is dropped
(*Aprendió el oficio de su padre. «…»*), a number, a thing before a sentence that somebody says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said

_WORDS = re.compile(r"[^\W_]+")
_ASKED = re.compile("[^.!?:]{0,60}[?]")
_TOLD = re.compile(r", ([^\W\d_]{1,30}),")
"""A verb between commas, whose subject is dropped and is not what stands before it."""
BY_PLACE: Final = frozenset(
    ["sentence-before", "sentence-subject", "colon", "subject-before", "hint-before"]
)
"""Rules that find a speaker by the place of the words, without a verb of saying."""
_LONG: Final = 12
"""Words of what is looked at."""


def is_vague(said: Said, text: str, names: Callable[[], frozenset[str]], lang: Language) -> bool:
    """Whether the words at ``said`` in the block ``text``, which are the name of nobody known, are no
    words for somebody either; ``names`` gives the :func:`capitals_inside` sentences of the story."""
    found = _WORDS.findall(text[said.start : said.end])[:_LONG]
    if not found or all(word.isdigit() for word in found):
        return True
    if said.rule in BY_PLACE and _ASKED.match(text, said.end):
        return True  # And next? “…”
    if not lang.drops_subject or lang.nouns_capital:
        return False
    lows = [word.lower() for word in found]
    if any(word[0].isupper() or word.isdigit() for word in found[1:]):
        return lang.verb_last and _is_act(lows, lang)
    if any(_may_speak(low, lang) for low in lows):
        return False
    first = lows[0]
    if all(low in lang.that or low in lang.relatives or low in lang.determiners for low in lows):
        return True  # en el que insistió
    if first in lang.proclitics and first not in lang.determiners:
        return True  # Le preocupa: «…»
    if len(lows) > 1 and (lows[-1] in lang.auxiliaries or _is_act(lows[1:], lang)):
        return True  # las haya
    told = _TOLD.match(text, said.end)
    if told and told.group(1).lower() in lang.cues:
        return True  # L’idea, assicura, è venuta a lei
    if said.rule not in BY_PLACE:
        return False
    if first in lang.determiners or (len(first) == 1 and first + "'" in lang.determiners):
        return said.rule == "sentence-before"  # la prioridad son las escuelas. «…», agregó.
    if lang.verb_last or (lang.bare_nouns and found[0].islower()):
        return False
    return not (found[0][0].isupper() and found[0] in names())


def _may_speak(low: str, lang: Language) -> bool:
    nouns = (
        *(lang.leads, lang.persons, lang.traits, lang.kin, lang.organisations, lang.media),
        *(lang.documents, lang.signs, lang.first_names, lang.pronouns),
    )
    return any(low in words for words in nouns)


def _is_act(lows: list[str], lang: Language) -> bool:
    """Whether a finite verb stands among the words."""
    if lang.verb_last:
        return lows[-1].endswith(_TURKISH) and lows[-1] not in lang.names_he
    return any(low in lang.cues or low in lang.verbs for low in lows) or any(
        low.endswith(lang.past_endings) for low in lows if lang.past_endings and len(low) > 2
    )


_TURKISH: Final = ("yor", "yorum", "yoruz", "yorlar")


def capitals_inside(texts: Iterable[str]) -> frozenset[str]:
    """The words that have a capital elsewhere than at the beginning of a sentence."""
    return frozenset(word for text in texts for word in _INSIDE.findall(text))


_INSIDE = re.compile(r"(?<=[\w,] )(?![a-zß-ÿа-яё\d_])\w+")
