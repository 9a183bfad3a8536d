"""Whom *he* and *she* mean in a Chinese story: who has spoken in the paragraph, or last."""

from __future__ import annotations

import re
from typing import Final

from reader.model import Speaker
from reader.story.quotes.clause.cjk import DATELINE, Wide
from reader.story.quotes.language import Language
from reader.story.quotes.named.chinesenames import ChineseNames

_WIDE_MARKS: Final = "“”「」『』，。！？： "
_PRONOUNS: Final = frozenset("他 她 他们 她们 他們 她們".split())
_ONE: Final = frozenset("他 她".split())
_TOPIC = re.compile(
    "^(?:谈到|談到|谈及|談及|提到|对于|對於|针对|針對|关于|關於|至于|至於|当被问|當被問|被问|被問|面对|面對)[^，。“”「」]{1,24}，"
)
"""*谈到传闻，他…*: what he speaks about."""
_UNKNOWN: Final = 0.56
"""How far a pronoun is worth showing that nobody could be found for."""
_BACK: Final = 3
"""Blocks before a pronoun in which somebody has spoken whom it may mean."""


def meant(
    words: str,
    block: int,
    before: str,
    paragraph: str,
    spoke: dict[int, set[str]],
    names: ChineseNames,
    lang: Language,
) -> tuple[Speaker, float]:
    """The speaker ``words`` of ``block``; for *he* or *she* the one person who has spoken there, and
    how far that may be trusted (0-1, a factor).  ``before`` is what stands before the words in their block, ``paragraph`` the block before, and
    ``spoke`` gets who has spoken in each block."""
    here = spoke.setdefault(block, set())
    words = names.cut(words.strip())
    if words not in _PRONOUNS:
        here.add(words)
        return Speaker(words), 1.0
    wire = DATELINE.match(before)
    before = before[wire.end() :] if wire else before  # （记者陆明）
    if words in _ONE:
        told, last = names.cut(Wide(lang).told(before)), names.last(before)
        named = last if last and not told.endswith(last) else told
        if named:
            return Speaker(_whole(named, here)), 0.88
    if len(here) == 1:
        return Speaker(next(iter(here))), 0.88
    lead = _TOPIC.sub("", before)
    if lead.strip(_WIDE_MARKS) and not lead.startswith(words):
        return Speaker(words), _UNKNOWN  # somebody else is spoken of before the pronoun
    if not here and words in _ONE and (above := names.last(paragraph)):
        return Speaker(above), 0.85
    earlier = [spoke[number] for number in range(block - _BACK, block) if number in spoke]
    if not here and words in _ONE and earlier and len(earlier[-1]) == 1:
        return Speaker(next(iter(earlier[-1]))), 0.85
    return Speaker(words), _UNKNOWN


def _whole(name: str, here: set[str]) -> str:
    """``name`` as it stands with what its bearer is, where it has been named so."""
    return next((words for words in sorted(here) if words.endswith(name)), name)
