"""Words that stand where a speaker would, and name nobody: a clause whose subject is dropped
(*Aprendió el oficio de su padre. «…»*), a number, a thing before a sentence that somebody says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said

_WORDS = re.compile(r"[^\W_]+")
_ASKED = re.compile("[^.!?:]{0,60}[?]")
_BY_PLACE: Final = frozenset(
    ["sentence-before", "sentence-subject", "colon", "subject-before", "hint-before"]
)
"""Rules that find a speaker by the place of the words, without a verb of saying."""
_LONG: Final = 12
"""Words of what is looked at."""


def is_vague(said: Said, text: str, texts: Iterable[str], lang: Language) -> bool:
    """Whether the words at ``said`` in the block ``text`` of the story ``texts``, which are the name
    of nobody known, are no words for somebody either."""
    found = _WORDS.findall(text[said.start : said.end])[:_LONG]
    if not found or all(word.isdigit() for word in found):
        return True
    if said.rule in _BY_PLACE and _ASKED.match(text, said.end):
        return True  # And next? “…”
    if not lang.drops_subject or lang.nouns_capital:
        return False
    lows = [word.lower() for word in found]
    if any(word[0].isupper() or word.isdigit() for word in found[1:]):
        return lang.verb_last and _is_act(lows, lang)
    if any(_may_speak(low, lang) for low in lows):
        return False
    first = lows[0]
    if first in lang.proclitics and first not in lang.determiners:
        return True  # Le preocupa: «…»
    if len(lows) > 1 and (lows[-1] in lang.auxiliaries or _is_act(lows[1:], lang)):
        return True  # las haya
    if said.rule not in _BY_PLACE:
        return False
    if first in lang.determiners:
        return said.rule == "sentence-before"  # la prioridad son las escuelas. «…», agregó.
    return not lang.verb_last and not _is_name(found[0], texts)


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


def _is_name(word: str, texts: Iterable[str]) -> bool:
    """Whether ``word`` has its capital elsewhere than at the beginning of a sentence as well."""
    inside = re.compile(rf"[\w,] {re.escape(word)}\b")
    return any(inside.search(text) for text in texts)
