"""Who owns words: *her reply: “…”*, *Ann Lee’s verdict: “…”*, *das Fazit des Trainers: „…“*."""

from __future__ import annotations

import re
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.said import Said

_WORD: Final = re.compile(r"[^\s,;:()“”\"«»„]+")
_POSSESSIVE: Final = re.compile(r"(?:['’]s|(?<=[sxz])['’])$")
_OF: Final = re.compile(
    r"\s(?:von|de|di|van|från)\s((?!\d|_)\w[\w’'-]+(?:\s(?:de|di|van|von)?\s?(?![a-zß-ÿ]|\d|_)\w[\w’'-]+)+)"
)
"""The full name behind a noun for something said: *die Antwort von Ann Lee*."""
_BARE: Final = frozenset(["colon", "colon-before"])
"""The rules without a verb of saying: with one, a statement may speak for itself."""
_UNSURE: Final = 0.5
"""What is left of the trust when nobody owns the words (*The verdict: “…”*)."""


def owner(said: Said, text: str, lang: Language) -> Said:
    """``said`` narrowed to the owner when it is a noun for something said, in the block ``text``;
    trusted less when nobody owns it."""
    views = said.rule == "sentence-subject" and lang.measured
    if said.rule not in _BARE and not views:
        return said
    words = list(_WORD.finditer(text, said.start, said.end))
    lows = [word.group().lower() for word in words]
    told = (at for at, low in enumerate(lows) if low in lang.utterances or low in lang.documents)
    head = next(told, None)
    if head is None and views:
        head = next((at for at, low in enumerate(lows) if low in lang.claims), None)
    if head is None or (views and (head != len(words) - 1 or head < 1)):
        return said
    if lows[0] in lang.his or lows[0] in lang.her:
        return _part(said, words[0].start(), words[0].end())
    for word in words[:head]:
        if _POSSESSIVE.search(word.group()) and lang.code == "en":
            return _part(said, said.start, len(_POSSESSIVE.sub("", text[: word.end()])))
    if head + 1 < len(words):
        link = lows[head + 1]
        if link in lang.genitive:
            return _part(said, words[head + 1].start(), said.end)
        if (link in lang.of or link in lang.agent) and head + 2 < len(words):
            return _part(said, words[head + 2].start(), said.end)
    behind = _OF.match(text, said.end) if head == len(words) - 1 and lang.code != "en" else None
    if behind:
        return _part(said, *behind.span(1))  # Das Fazit von Ann Lee fällt mild aus
    if said.rule == "colon" and head == len(words) - 1 and lows[head] in lang.utterances:
        said.trust *= _UNSURE
    return said


def _part(said: Said, start: int, end: int) -> Said:
    part = said.again(said.rule)
    part.start, part.end, part.trust = start, end, said.trust
    return part
