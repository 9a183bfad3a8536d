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
    """*der Schauspieler*, *la romancière*: an article and a word for what somebody is."""
    parts = PARTS.split(words.lower().replace("’", "'"))
    if lang.bare_nouns and len(parts) == 1:
        return words.islower() and parts[0] in lang.traits
    if parts[0] not in lang.the or not 1 < len(parts) < 4:
        return False
    if len(parts) == 2:
        return parts[1] in lang.traits
    born = parts[1].startswith(_BORN)
    adjective = words.split()[-1].islower() or parts[1] in lang.former
    return born or (adjective and not lang.traits.isdisjoint(parts[1:]))
