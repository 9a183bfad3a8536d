"""Whether somebody named near a pronoun is just the one whom it does not mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reader.story.quotes.named.people import Mention
from reader.story.quotes.said import Said

_LED: Final = 80
"""Characters before a name that are looked at."""
_ASKED = re.compile(r"(?:^|[.!?]['’”\"]*\s+|\b[Ww]hen )[\w-]+ed\b[^.!?,]* by $")
"""What leads up to who did it, where a sentence begins with a participle."""
_REPLIES: Final = frozenset("replied replies answered answers responded responds".split())
_PUT = re.compile(r"\b(?:asked|asks|told|tells|(?:put|puts) [^.!?]{0,40}\bto|questioned|pressed) $")
_WHOM = re.compile(r",? whom s?he\b")
_OPENING = re.compile(r"(?:^|[.!?]['’”\"]*\s+)(He|She)\b(?!.*[.!?]['’”\"]*\s)")
"""The pronoun that begins the sentence that a name stands in."""
_IDENTIFIES = re.compile(
    r"\b(?:is|was|am)(?: (?:the|an?|now|then)(?: [a-z-]+){0,2})? $|\b(?:named|called|as) $"
)
"""What tells the name of the one whom the pronoun means: *She is the singer Ann Lee*."""


def asks(said: Said, mention: Mention, texts: Mapping[int, str]) -> bool:
    """Whether the person is somebody else than the pronoun behind: *Asked by Ann Lee, she*."""
    if mention.block != said.block or not mention.lang.measured:
        return False
    text = texts[said.block]
    between = text[mention.end : said.start]
    if ", " not in between or any(stop in between for stop in ".!?"):
        return False
    return _ASKED.search(text, max(0, mention.first - _LED), mention.first) is not None


def is_asked(said: Said, mention: Mention) -> bool:
    """Whether something is put to the person before a pronoun that replies: *had put it to Mr Lee
    that the fence had legs. He replied: “…”*"""
    if said.cue not in _REPLIES or not mention.lang.measured:
        return False
    lead = mention.text[max(0, mention.first - _LED) : mention.first]
    return _PUT.search(lead) is not None


def is_beside(mention: Mention, gender: str) -> bool:
    """Whether the person is somebody else than the *she* that begins the same sentence: *She is
    friends with Ann Lee again. “…,” she joked.*"""
    if not mention.lang.measured:
        return False
    if _WHOM.match(mention.text, mention.end):
        return True  # Ann Lee, whom she describes as “…”
    lead = mention.text[max(0, mention.first - _LED) : mention.first]
    match = _OPENING.search(lead)
    if match is None or match.group(1).lower() != gender:
        return False
    return not _IDENTIFIES.search(lead)
