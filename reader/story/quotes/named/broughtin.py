"""Whom a pronoun outside English means that the story does not name: *Une voisine est sous le
choc. « … », dit-elle.*, *De moeder van het slachtoffer huilde. „…”, zei ze.*"""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import Gender

_SENTENCE = re.compile(r"(?<=[^\W\d][.!?…:])\s+")
_WORD = re.compile(r"[^\W\d_]+['’]|[^\W_][\w-]*|[^\w\s]")
_BACK: Final = 3
"""Sentences before the pronoun's that are looked at."""
_ADJECTIVES: Final = 1
"""Words between an article and its noun."""
_ALONE: Final = 2
"""Words of a phrase that says not whose mother it is."""
_OF: Final = 3
"""Words that a phrase behind *of* has at most, without names."""
_MEN: Final = frozenset(
    "мужчина папа дядя дедушка юноша судья mężczyzna tata kolega poeta artysta".split()
)
_WOMEN: Final = frozenset("мать дочь свекровь".split())
_VERBS: Final = ("л", "ла", "ло", "ли", "лся", "лась", "ет", "ит", "ут", "ют", "ат", "ят", "тся")
"""Endings of Russian and Ukrainian verbs."""
_OWNED: Final = ("y", "ów", "ego", "iej", "ej", "ki", "gi", "cji", "ии", "ого", "его")


def brought_in(told: str, gender: Gender, lang: Language) -> tuple[str, bool] | None:
    """The words for somebody that begin the last sentence of ``told`` (what stands before the
    pronoun, without the quotations), and whether they are known to be new or somebody's (*une
    voisine*, *sa mère*); None where they are of the other ``gender`` or where a name follows."""
    sentences = _SENTENCE.split(told)[:-1]
    for sentence in reversed(sentences[-_BACK:]):
        words = _WORD.findall(sentence)
        if not words:
            continue
        low = words[0].lower()
        if not words[0][0].isalpha() or low in lang.he or low in lang.she:
            continue  # , dit-elle. Elle habite ici.
        group = noun_group(sentence, lang)
        if group is None:
            return None
        rest = sentence[len(group) :].lstrip()
        after = rest.lstrip(",;( ")[:1]
        named = after.isupper() and (rest[:1] in ",(" or not lang.nouns_capital)
        theirs = _gender_of(group, lang)
        if named or (theirs and gender and theirs != gender):
            return None
        head = group.split()[0].lower()
        definite = head in lang.the or head[:2] in ("l'", "l’") or lang.bare_nouns
        kin = any(word.lower() in lang.kin for word in group.split()[:3])
        return group, (kin and len(group.split()) > _ALONE - lang.bare_nouns) or not definite
    return None


def noun_group(text: str, lang: Language) -> str | None:
    """The noun phrase for somebody with which ``text`` begins: *la madre de la víctima* of *la madre
    de la víctima lloraba*; None where no word for somebody stands there."""
    words = list(_WORD.finditer(text[:_REACH]))
    lows = [word.group().lower().replace("’", "'") for word in words]
    if not lows:
        return None
    at = 0
    if not lang.bare_nouns:
        if lows[0] not in lang.determiners:
            return None
        at = 1
    heads = range(at, min(at + 1 + _ADJECTIVES * (not lang.bare_nouns), len(lows)))
    head = next((place for place in heads if is_somebody(lows[place], lang)), None)
    if head is None:
        return None
    end = head + 1
    if lang.bare_nouns:
        owned = end < len(lows) and lows[end].islower() and text[words[end].start()].islower()
        if owned and lows[end].endswith(_OWNED) and not lows[end].endswith(_VERBS):
            end += lows[end] not in lang.function and lows[end] not in lang.cues
    elif end < len(lows) and (
        lows[end] in lang.of or lows[end] in lang.genitive or lows[end] == "d'"
    ):
        end = _past_of(text, words, end)
    return text[words[0].start() : words[end - 1].end()]


def is_somebody(low: str, lang: Language) -> bool:
    """Whether ``low`` is a word for a person: a role, kin, or what somebody is."""
    nouns = (lang.leads, lang.kin, lang.persons, lang.traits)
    if any(low in words for words in nouns):
        return True
    return lang.nouns_capital and low.endswith(lang.role_endings)


def _past_of(text: str, words: list[re.Match[str]], at: int) -> int:
    """Where the phrase ends that begins with *of* at ``at``: its noun, and the name behind it."""
    end = at + 1
    short = 0
    while end < len(words) and end - at <= _OF:
        word = words[end].group()
        if not word[0].isalpha():
            break
        end += 1
        if word[0].isupper() or (len(word) > _OF and not word.endswith(("'", "’"))):
            short = 1
            break
    while short and end < len(words) and words[end].group()[0].isupper():
        if text[words[end - 1].end() : words[end].start()] != " ":
            break
        end += 1
    return end


def _gender_of(group: str, lang: Language) -> Gender:
    words = group.lower().split()
    first = words[0]
    if lang.bare_nouns:
        if first in _MEN:
            return "he"
        return "she" if first.endswith(("а", "я", "a")) or first in _WOMEN else "he"
    if lang.nouns_capital:
        return "he" if first == "der" else "she" if first in ("die", "eine") else ""
    he, she = first in lang.articles_he, first in lang.articles_she
    return "he" if he and not she else "she" if she and not he else ""


_REACH: Final = 120
"""Characters of a phrase that are looked at."""
