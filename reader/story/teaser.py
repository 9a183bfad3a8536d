"""Whether what a feed gives of a story is only its beginning or a summary."""

from __future__ import annotations

import re
from typing import Final

from reader.model import Block, Story
from reader.text import words_in
from reader.urls import canonical

FEW_WORDS: Final = 80
"""Under so many words a story with a headline is taken for a summary."""
PICTURE_WORDS: Final = 20
"""Under so many words beside a picture, the picture is the story."""
CUT_WORDS: Final = 500
"""From so many words on, dots at the end are taken for style."""

_CUT: Final = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(more(?:…|\.\.\.)?\))\s*$")
_MORE: Final = re.compile(
    r"^\W*(?:(?:click|tap) (?:here )?to (?:read|continue|view)\b"
    r"|(?:please )?(?:read|view|see) (?:more|on\b|the (?:rest|full|whole|entire|original|complete)"
    r"|full\b|this (?:story|article|post|entry)|at\b)"
    r"|(?:continue|keep) (?:reading|to read)|(?:full|whole) (?:story|article)\b|more\W*$"
    r"|weiterlesen|mehr lesen|zum artikel\b|den ganzen artikel\b"
    r"|lire la suite|en savoir plus|leer más|seguir leyendo|continua a leggere|leggi tutto"
    r"|lees (?:verder|meer)|läs mer|les mer|læs mere|czytaj dalej|читать дал(?:ее|ьше)"
    r"|続きを読む|阅读更多|阅读全文)",
    re.IGNORECASE,
)
_THE_POST: Final = re.compile(r"^\W*the post\b.*\b(?:appeared first on|first appeared on)\b", re.I)
_MORE_WORDS: Final = 14


def is_teaser(story: Story) -> bool:
    """Whether ``story``, read from a feed, is likely to go on at its own address.

    Signs are very few words, dots where the text is cut, and a last line such as "Continue
    reading" that leads nowhere else.  A story without a headline is a short message, whole.
    """
    texts = [b for b in story.blocks if b.text and b.kind not in ("image", "caption")]
    while texts and _THE_POST.match(texts[-1].text):
        texts.pop()
    words = 0
    for block in texts:
        words += words_in(block.text)
        if words >= CUT_WORDS:
            return False
    if words < PICTURE_WORDS and any(b.kind == "image" for b in story.blocks):
        return False
    if texts:
        last = texts[-1]
        if _leads_on(last, story.url) or _CUT.search(last.text[-24:]):
            return True
    return bool(story.headline) and words < FEW_WORDS


def _leads_on(block: Block, url: str | None) -> bool:
    """Whether a line leads on to the story itself, not to another one."""
    if len(block.text.split()) > _MORE_WORDS or not _MORE.match(block.text):
        return False
    targets = [mark.url for mark in block.marks if mark.style == "link" and mark.url]
    return all(url and canonical(target) == canonical(url) for target in targets)
