"""What stands under a story about who wrote it, and what readers say of it: neither says more of
what happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block
from reader.patterns import later
from reader.text import fold

_PROSE: Final = frozenset(["paragraph", "list_item", "blockquote"])
LAST: Final = 4
"""Paragraphs at the end that may be about the writers."""
LONGEST: Final = 600
"""Characters of such a paragraph."""
FEWEST: Final = 3
"""Paragraphs that a story has besides."""

_WRITER = re.compile(
    r"the\s+(?:author|writer|columnist)\s+(?:is|was|has|can)\b|"
    r"(?:der|die)\s+autor(?:in)?\s+(?:ist|war|hat|lebt|arbeitet)\b|l.auteure?\s+est\b|"
    r"(?:el|la)\s+autora?\s+es\b|l.autore\s+e\b|de\s+auteur\s+is\b"
)
TOLD: Final = 500
"""Characters of prose above what readers say."""
HEAD: Final = 120
"""Characters of the line above that, at most."""
NEAR: Final = 5
"""Blocks under such a line among which one tells when somebody said something."""

_SAYING: Final = (
    r"(?:comments?|replies|reply|responses?|(?:leser)?kommentare?|antworten|commentaires?|reactions?|reponses?|"
    r"comentarios?|respuestas?|commento|commenti|reacties?|komentarze?|komentarzy|komentare|комментари\w{1,3}|"
    r"yorum(?:lar)?|kommentarer|kommenttia|コメント|评论|評論)"
)
_WHOSE: Final = r"(?:(?:reader|user|all|top(?:\s+rated)?|recent|latest)\s+)?"
_COUNT: Final = r"[(\[]?\s*\d[\d.,]*\s*[)\]]?"
_COUNTED = later(
    rf"\W*(?:{_WHOSE}{_SAYING}\s*[:\W]?\s*{_COUNT}|{_COUNT}\s*{_WHOSE}{_SAYING}|"
    rf"{_COUNT}\s*(?:{_SAYING}|thoughts?|gedanken?)\s+(?:on|to|zu|sur|a|en|su)\s.{{1,100}})\W*$"
)
_NAMED = later(rf"\W*{_WHOSE}{_SAYING}\W*$")
_WHEN = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{1,2}\s+\w{3,8}\s+ago\b|"
    r"\bvor\s+\d+\s|\bil y a\s+\d|\bhace\s+\d|\b(?:19|20)\d\d\b|"
    r"^(?:reply|antworten|repondre|responder|rispondi|beantwoorden|odpowiedz|ответить|svar[ae]?)\b.{0,20}$"
)


def mark_comments(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` in which what readers say, under a line that says so, has the role of offers: up
    to the next heading of the same level, or to the end.

    Only below prose; where the line counts nothing, or is neither a heading nor bold, times or buttons to answer
    stand under it.
    """
    held = list(blocks)
    told = 0
    for number, head in enumerate(held):
        if told >= TOLD and _heads_comments(held, number):
            end = _end_of_part(held, number)
            held[number:end] = [replace(b, role=b.role or "promo") for b in held[number:end]]
            return held
        if head.role is None and head.kind in _PROSE:
            told += len(head.text)
    return held


def _heads_comments(blocks: Sequence[Block], number: int) -> bool:
    head = blocks[number]
    if len(head.text) > HEAD or head.kind not in ("heading", "paragraph") or not head.text:
        return False
    folded = fold(head.text)
    counted = _COUNTED.match(folded)
    if not counted and not _NAMED.match(folded):
        return False
    strong = sum(m.end - m.start for m in head.marks if m.style == "strong") == len(head.text)
    if counted and (head.kind == "heading" or strong):
        return True
    return any(
        b.role == "date" or (len(b.text) <= HEAD and _WHEN.search(fold(b.text)))
        for b in blocks[number + 1 : number + 1 + NEAR]
    )


def _end_of_part(blocks: Sequence[Block], number: int) -> int:
    """Where the next part begins that is headed as high as the one at ``number``."""
    level = blocks[number].level if blocks[number].kind == "heading" else 0
    after = range(number + 1, len(blocks))
    return next(
        (n for n in after if blocks[n].kind == "heading" and 0 < blocks[n].level <= level),
        len(blocks),
    )


def mark_ending(blocks: Sequence[Block], authors: Sequence[str]) -> list[Block]:
    """``blocks`` in which the last paragraphs have the role of a byline where each of them begins
    with the name of one of ``authors``, or says what "the author" is."""
    held = list(blocks)
    names = [fold(name) for name in authors if len(name.split()) > 1]
    told = [n for n, b in enumerate(held) if b.kind == "paragraph" and b.role is None]
    for number in reversed(told[FEWEST:][-LAST:]):
        if not _is_about(held[number].text, names):
            break
        held[number] = replace(held[number], role="byline")
    return held


def _is_about(text: str, names: Sequence[str]) -> bool:
    if len(text) > LONGEST:
        return False
    folded = fold(text[: LONGEST // 4]).lstrip("*–—-• ")
    if _WRITER.match(folded):
        return True
    return any(
        folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum()
        for name in names
    )
