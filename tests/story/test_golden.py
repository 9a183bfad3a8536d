"""The golden stories are read as it stands beside them; :mod:`tests.story.gold` says how."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reader.model import Block, Quote, Story
from tests.story.gold import GOLDEN, INPUTS, read


def shown(story: Story) -> dict[str, Any]:
    """The parts of a story that a golden file names."""
    return {
        "kicker": story.kicker,
        "headline": story.headline,
        "byline": story.byline,
        "published_at": story.published_at.isoformat() if story.published_at else None,
        "lang": story.lang,
        "lead_image": story.lead_image,
        "blocks": [_block(b) for b in story.blocks],
        "quotes": [_quote(quote) for quote in story.quotes],
        "links": [f"{link.kind} {link.url} {link.text}" for link in story.links],
    }


def _quote(quote: Quote) -> str:
    """Kind, speaker as the pane shows it, and words."""
    shown = quote.speaker if quote.confidence >= 0.5 else None
    return f"{quote.kind} | {shown.name if shown else '-'} | {quote.text}"


def _block(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": block.kind, "text": block.text}
    for name in ("level", "role", "url"):
        if value := getattr(block, name):
            found[name] = value
    if block.marks:
        found["marks"] = [
            f"{m.style} {block.text[m.start : m.end]}" + (f" → {m.url}" if m.url else "")
            for m in block.marks
        ]
    if block.cells:
        found["cells"] = list(block.cells)
    return found


@pytest.mark.parametrize("name", INPUTS)
def test_a_golden_story_is_read_as_expected(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name.partition('.')[0]}.json").read_text(encoding="utf-8"))
    title, charset = expected.pop("title", ""), expected.pop("charset", None)
    assert shown(read(name, title, charset)) == expected


def test_there_are_at_least_sixty_golden_stories() -> None:
    assert len(INPUTS) >= 60
