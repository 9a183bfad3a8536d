"""Whom a story brings in without a name and names in the next paragraph.

*A lorry driver who told police he swerved to avoid “a big cat” has been cleared. ¶ Wayne Stubbs, 36,
was on the A39.*
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from reader.story.quotes.language import Language
from reader.story.quotes.named.fullnames import Person
from reader.story.quotes.named.people import People
from reader.story.quotes.said import Said

_DROPPED = re.compile(
    r"(?:An?|One) (?:[A-Za-z’'-]+ ){0,3}?([a-z-]+)(?: (?:from|of|in) [^,]*)?(?:,? who)?"
)
"""Words for somebody who is named later."""
_AGED = re.compile(r",? \(?\d{1,3}(?:[,)]| ?,)")
_BLOCKS: Final = 2
"""Blocks behind in which the name stands."""
_LEAD: Final = 12
"""Characters before the name, at most: *Mr*, *Dr*."""
_DUTY: Final = frozenset(
    "judge coroner magistrate officer policeman policewoman prosecutor barrister solicitor lawyer"
    " attorney spokesman spokeswoman spokesperson official detective inspector constable witness"
    " juror minister doctor nurse paramedic source expert analyst".split()
)
"""Those who speak of somebody else, who then is named."""


def named_later(
    said: Said, words: str, texts: Mapping[int, str], people: People, lang: Language
) -> Person | None:
    """The person whom ``words`` at ``said``, the first of the story, mean: the only one, with an
    age, whom the next paragraphs begin with."""
    if not lang.measured or said.start or any(0 <= block < said.block for block in texts):
        return None
    match = _DROPPED.fullmatch(words)
    if match is None or match.group(1) in _DUTY or not _is_person(match.group(1), lang):
        return None
    text = texts[said.block]
    if people.at(said.block, 0, len(text)) or _others(text, said.end, lang):
        return None
    later = [block for block in texts if block > said.block][:_BLOCKS]
    for block in later:
        for mention in people.at(block, 0, _LEAD + 1):
            aged = _AGED.match(mention.text, mention.end, mention.end + 6)
            fits = not mention.person.gender or _gender(match.group(1)) in (
                "",
                mention.person.gender,
            )
            return mention.person if aged and fits else None
    return None


def _is_person(noun: str, lang: Language) -> bool:
    known = noun in lang.roles or noun in lang.persons or noun in lang.traits or noun in lang.kin
    return known or noun.endswith(("man", "woman", "mum", "mom", "dad", "girl", "boy", "year-old"))


def _gender(noun: str) -> str:
    if noun.endswith(("woman", "girl", "mum", "mom", "mother", "grandmother", "widow")):
        return "she"
    return "he" if noun.endswith(("man", "boy", "dad", "father")) else ""


def _others(text: str, start: int, lang: Language) -> bool:
    """Whether the paragraph tells of somebody else without a name."""
    lows = text[start:].replace(",", " ").replace(".", " ").split()
    return any(
        article in ("a", "an", "his", "her") and (noun in lang.persons or noun in lang.roles)
        for article, noun in pairwise(lows)
    )
