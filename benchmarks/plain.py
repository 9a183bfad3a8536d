"""Plain text as headline and blocks that keep its offsets, for the quotation scorer."""

from __future__ import annotations

import re

from reader.model import Block

_CHUNK = re.compile(r"\n[ \t\r\xa0]*\n\s*")
_OPENS = tuple("“\"«„‘'")
_HEADLINE_WORDS = 30


def cut(text: str) -> tuple[str, list[Block], list[int]]:
    """Headline, blocks, and where each begins in ``text`` (the headline's place comes last).

    Paragraphs are parted by blank lines; a line break also parts where a sentence or quotation
    ends before it or a quotation begins after it.  A short first paragraph is the headline.
    """
    chunks: list[tuple[int, int]] = []
    at = 0
    for match in _CHUNK.finditer(text):
        chunks.append((at, match.start()))
        at = match.end()
    chunks.append((at, len(text)))
    chunks = [(a, b) for a, b in chunks if text[a:b].strip()]
    places: list[tuple[int, int]] = []
    for start, end in chunks:
        places.extend(_lines(text, start, end))
    headline, head_at = "", 0
    first = len(_lines(text, *chunks[0])) if chunks else 0
    if len(chunks) > 1 and len(text[slice(*places[first - 1])].split()) <= _HEADLINE_WORDS:
        head_at, end = places[first - 1]
        headline = text[head_at:end]
        places = places[: first - 1] + places[first:]
    blocks = [Block("paragraph", text[a:b]) for a, b in places]
    return headline, blocks, [a for a, _ in places] + [head_at]


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    at = start
    while (line_end := text.find("\n", at, end)) >= 0:
        before, after = text[start:line_end].rstrip(), text[line_end + 1 : end].lstrip()
        if before[-1:] in '.!?…”"’»:' or after.startswith(_OPENS):
            parts.append((start, line_end))
            start = line_end + 1
        at = line_end + 1
    parts.append((start, end))
    return [(a, b) for a, b in parts if text[a:b].strip()]
