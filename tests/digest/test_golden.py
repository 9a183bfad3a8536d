"""A digest stays what it is, however fast it becomes: feeds beside what was once made of them.

Quotes are left out: they have golden stories of their own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.codec import decode_story
from reader.digest import digest_feed
from reader.model import Block, DigestedEntry

GOLDEN = Path(__file__).parent / "golden"
URL = "https://tongues.example/feed"


def shown(entry: DigestedEntry) -> dict[str, Any]:
    """What a golden file holds of an entry."""
    story = decode_story(entry.story)
    return {
        "title": entry.title,
        "author": entry.author,
        "summary": entry.summary,
        "words": entry.words,
        "is_teaser": entry.is_teaser,
        "kicker": story.kicker,
        "blocks": [_row(block) for block in story.blocks],
        "links": [
            [link.kind, link.url, link.text, [*_span(link.span)], link.sentence]
            for link in story.links
        ],
    }


def _row(block: Block) -> list[Any]:
    marks = [[mark.start, mark.end, mark.style, mark.url] for mark in block.marks]
    rest = [block.level, block.role, block.url, [*block.cells], block.number]
    return [block.kind, block.text, marks, *rest]


def _span(span: Any) -> tuple[int, ...]:
    return () if span is None else (span.block, span.start, span.end)


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.xml")))
def test_a_feed_is_digested_as_it_always_was(name: str) -> None:
    feed = digest_feed((GOLDEN / f"{name}.xml").read_bytes(), {}, URL, frozenset())
    expected = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert {entry.identity: shown(entry) for entry in feed.entries} == expected
