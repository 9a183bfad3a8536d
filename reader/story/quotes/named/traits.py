"""Words that say what somebody is and may stand for a name: *the striker*, *la romancière*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language

PARTS = re.compile(r"\s|(?<=')")
"""Parts words, and an elided article from its noun."""
_BORN: Final = "gebürtige"
_TRAIT = re.compile(r"[Tt]he (?:(?:[a-z]+ )?(?:[a-z]+|[A-Z]\w+) )?([A-Za-z-]+)")
_SCHOLARS: Final = ("ologist", "physicist", "economist", "historian", "chemist", "geneticist")
_PARENT = re.compile(r"(?:mum|mom|dad|mother|father)-of-\w+")
_OF_PLACES: Final = (
    "ian",
    "ean",
    "ish",
    "ese",
    "gander",
    "lander",
    "swede",
    "dane",
    "scot",
    "pole",
    "iard",
    "croat",
    "serb",
    "turk",
    "briton",
    "german",
    "iraqi",
    "israeli",
)
"""Endings of words for people of a country."""


def is_trait(words: str, lang: Language) -> bool:
    """*the striker*, *the retired bus driver*, *the Norwegian*: what somebody is, in English."""
    match = _TRAIT.fullmatch(words)
    if match is None:
        return False
    trait = match.group(1)
    low = trait.lower()
    if low in lang.traits or low.endswith(_SCHOLARS):
        return True
    if trait.islower():
        return _PARENT.fullmatch(trait) is not None
    return low.endswith(_OF_PLACES) and low not in lang.organisations


def is_foreign_trait(words: str, lang: Language) -> bool:
    """*der Schauspieler*, *la romancière*, *el técnico del Rayo*, *szef resortu*: a word for what
    somebody is, behind its article where the language has one."""
    printed = [part for part in PARTS.split(words.replace("’", "'")) if part]
    parts = [part.lower() for part in printed]
    if lang.bare_nouns:
        return bool(parts) and _is_bare_trait(words, parts, lang)
    if len(parts) > 1 and parts[0] in _THIS:
        return parts[1] in lang.traits or parts[1] in lang.kin or parts[1] in lang.leads
    if not parts or parts[0] not in lang.the:
        return False
    if len(parts) == _TWO and parts[1] in lang.traits:
        return True
    if len(parts) > _TWO and parts[1] in lang.of and printed[2][0].isupper():
        return True  # el de Azpeitia
    ties = lang.of | lang.genitive | lang.prepositions
    end = next((at for at in range(2, len(parts)) if parts[at] in ties), len(parts))
    if not 1 < end < _MOST:
        return False
    names = parts[1:end]
    if any(part.startswith(_OTHERS) for part in parts):
        return False  # o técnico adversário
    if end == _TWO or (lang.nouns_capital and names[0] in lang.former):
        return _is_compound(names[-1], lang)
    born = names[0].startswith(_BORN)
    adjective = printed[end - 1].islower() or names[0] in lang.former
    return born or ((adjective or end < len(parts)) and not lang.traits.isdisjoint(names))


def _is_compound(low: str, lang: Language) -> bool:
    """*Kreisläufer*, where *Läufer* is known, as German and Dutch join words."""
    if low in lang.traits:
        return True
    return lang.verb_second and any(
        low.endswith(trait) for trait in lang.traits if len(trait) >= _LEAST
    )


def _is_bare_trait(words: str, parts: list[str], lang: Language) -> bool:
    """The same of languages without articles: Turkish has the noun last, Slavic ones first."""
    if lang.verb_last:
        named = any(word[0].isupper() for word in words.split()[1:])
        return parts[-1] in lang.traits and not named and len(parts) < _MOST
    if parts[0] in lang.former and len(parts) > 1:
        return parts[1] in lang.traits  # sam zainteresowany
    if len(parts) >= _MOST or any(part in lang.first_names for part in parts[1:]):
        return False  # студент Егор
    return parts[0] in lang.traits or (words.islower() and not lang.traits.isdisjoint(parts[:2]))


_OTHERS: Final = (
    *("gegner", "advers", "avvers", "rival", "contrario", "ospit", "tegenstand"),
    *("autre", "otro", "otra", "altro", "altra", "outro", "outra", "ander", "zweite", "deuxième"),
)
"""How words begin that tell somebody else than whom the story has just named."""
_THIS: Final = frozenset("ce cet cette este esta questo questa dieser diese deze".split())
"""With which somebody just named is meant: *cette mère de trois enfants*."""
_TWO: Final = 2
_MOST: Final = 5
"""Words of such a phrase without what hangs on it, and one."""
_LEAST: Final = 5
"""Letters of a word that may end a compound."""
