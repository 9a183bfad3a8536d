"""The role that a story gives with a name, short: *Ann Lee, a ferry owner who …* → ferry owner."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import PARTICLES

_MOST: Final = 70
"""Characters of a role."""
_STOP = r"(?:[^,.;:()“”\"«»]|(?<=[A-Z])\.|(?<=M[rs])\.|(?<=Mrs)\.|(?<=[DS][rt])\.|(?<=Sen)\.)"
_END = r"\.(?![\w,])(?<![A-Z]\.)(?<!M[rs]\.)(?<!Mrs\.)(?<![DS][rt]\.)(?<!Sen\.)"
APPOSITIVE = re.compile(
    rf",\s+(?:\d{{1,3}},\s+)?({_STOP}{{3,120}}?)(?:,|{_END}|[;:]|$| said\b| told\b)"
)
"""*, 43, head of Ferries United,* behind a name."""
OF = re.compile(
    r"\s(?:of|from|at|with)\s((?:the\s)?[A-Z][^,.;:()“”\"]{2,60}?)"
    r"(?:\s(?:said|told|describes?|says|and)\b|[,.;:]|$)"
)
"""*of Ferries United* behind a name."""
_CLAUSE: Final = re.compile(r"[.,;:!?«»“”„()]")
_PARTY = re.compile(r"[DRI]-")
_HONOURS: Final = frozenset(["mr", "mrs", "ms", "dr", "prof", "herr", "frau"])
_ENDS: Final = PARTICLES | {"and", "of", "the", "und", "for", "at", "in", "et"}
"""What no role ends in: it leads on to a name."""


def role_words(text: str, start: int, end: int, lang: Language) -> frozenset[str]:
    """The roles right before and behind the name at ``start``..``end`` of ``text``, in small
    letters: *la ministre Ann Lee*, *Ann Lee, maire de Tresnes*."""
    if not lang.the and not lang.bare_nouns:
        return frozenset()
    before = text[max(0, start - 30) : start].split()
    few = 2 if lang.bare_nouns else 1  # minister energii Jan Lis
    if lang.measured and before[-1:] and before[-1].endswith("."):  # Detective Sgt. Lee
        few += before[-2:-1] != [] and before[-2].isalpha() and before[-2].istitle()
    words = before[-few:] if text[start - 1 : start] in (" ", "\u00a0") else []
    if text[max(0, start - 2) : start] == ", ":  # la ministre des Transports, Ann Lee
        words = _CLAUSE.split(text[max(0, start - 70) : start - 2])[-1].split()[:3]
    if text[end : end + 2] == ", ":
        behind = text[end + 2 : end + 40].split()[:2]
        other = lang.measured and all(word[0].isupper() for word in behind)  # , Detective Sgt. Lee
        words += [] if other else behind
    found = set()
    for word in words:
        low = word.lower().strip(",.;:").replace("’", "'").rpartition("'")[2]
        trade = lang.measured and low in lang.traits
        if trade or low in lang.leads or (lang.nouns_capital and low.endswith(lang.role_endings)):
            found.add(low)
    return frozenset(found)


def role_of(words: str, lang: Language) -> str | None:
    """``words`` around a name as a role: no article before, no relative clause behind, no title
    such as *Mr.*; None when they are no role (*speaking on Tuesday*)."""
    parts = words.strip(" ,;:–—-").replace("\u00a0", " ").split()
    while parts and parts[0].lower() in lang.determiners:
        parts.pop(0)
    for place, word in enumerate(parts):
        low = word.lower()
        if place and (low in lang.relatives or low in lang.that):
            parts = parts[:place]
            break
    while parts and (parts[-1].lower().rstrip(".") in _HONOURS or parts[-1].lower() in _ENDS):
        parts.pop()
    if not parts or not _can_be_role(parts, lang):
        return None
    while len(" ".join(parts)) > _MOST and parts:
        parts = _shorter(parts, lang)
    return " ".join(parts) or None


def _shorter(parts: list[str], lang: Language) -> list[str]:
    """``parts`` without their second role, or else without the last adverbial."""
    for at in range(2, len(parts) - 1):
        if parts[at].lower() in lang.and_ and parts[at + 1].lower() in lang.determiners:
            return parts[:at]
    ties = [at for at, word in enumerate(parts) if at and word.lower() in lang.prepositions]
    return parts[: ties[-1]] if ties else parts[:-1]


def _can_be_role(parts: list[str], lang: Language) -> bool:
    first = re.split("['’]", parts[0].lower().strip("’'"))[0]
    if (
        first in lang.function
        or first in lang.actions
        or first.endswith("self")
        or len(" ".join(parts)) < 3
    ):
        return False
    if lang.code == "en" and parts[0].islower() and first.endswith(("ing", "ed", "ly")):
        return False
    if lang.nouns_capital and parts[-1].islower():
        return False  # a relative clause: der das Gesetz entworfen hatte
    return parts[0][0].isalpha() and not _PARTY.match(parts[0])
