"""Golden stories: a headline, blocks, and the quotations that should be read out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reader.model import LIKELY_SPEAKER, Block, BlockKind, Quote


@dataclass(frozen=True)
class Golden:
    """A story and its gold: kind, speaker's name or None, and words of each quotation."""

    name: str
    headline: str
    blocks: tuple[Block, ...]
    gold: tuple[tuple[str, str | None, str], ...]


def read(path: Path) -> list[Golden]:
    """The stories in ``path``, in the format that its first lines explain."""
    stories = []
    for part in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        head, _, gold = part.partition("\n--")
        name, _, body = head.partition("\n")
        headline = ""
        if body.startswith("# "):
            first, _, body = body[2:].partition("\n")
            headline = first
        blocks = tuple(_block(text) for text in body.strip().split("\n\n"))
        rows = [line.split(" | ") for line in gold.strip().splitlines()]
        stories.append(
            Golden(
                name,
                headline,
                blocks,
                tuple((k, None if s == "-" else s, w.replace(" ¶ ", "\n\n")) for k, s, w in rows),
            )
        )
    return stories


_KIND = re.compile(r"\[(heading|list_item|caption|blockquote)\] ")


def _block(text: str) -> Block:
    """The block that ``text`` is: a paragraph, or what the word in brackets before it says."""
    match = _KIND.match(text)
    if match is None:
        return Block("paragraph", text)
    kinds: dict[str, BlockKind] = {
        "heading": "heading",
        "list_item": "list_item",
        "caption": "caption",
        "blockquote": "blockquote",
    }
    return Block(kinds[match.group(1)], text[match.end() :], level=1)


def shown(quotes: tuple[Quote, ...]) -> list[tuple[str, str | None, str]]:
    """``quotes`` as the pane shows them: no speaker under a confidence of 0.5."""
    return [
        (q.kind, q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None, q.text)
        for q in quotes
    ]
