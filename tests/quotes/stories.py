"""Golden stories: a headline, blocks, and the quotations that should be read out of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.model import LIKELY_SPEAKER, Block, Quote


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
        blocks = tuple(Block("paragraph", text) for text in body.strip().split("\n\n"))
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


def shown(quotes: tuple[Quote, ...]) -> list[tuple[str, str | None, str]]:
    """``quotes`` as the pane shows them: no speaker under a confidence of 0.5."""
    return [
        (q.kind, q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None, q.text)
        for q in quotes
    ]
