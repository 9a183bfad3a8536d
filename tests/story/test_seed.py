"""The story that the reader was conceived from, when the shared folder is there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.model import Link, Span
from reader.story.read import read_text

SEED = Path(os.environ.get("NOWREADING_SHARED", Path(__file__).parents[3] / "shared")) / "seed"
needs_seed = pytest.mark.skipif(not SEED.is_dir(), reason=f"no seed story in {SEED}")


@needs_seed
def test_the_seed_is_read_as_its_gold_says() -> None:
    text = (SEED / "story.txt").read_text(encoding="utf-8")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    story = read_text(text, name="story.txt")
    assert story.kicker == "Now Reading"
    assert story.headline == gold["title"]
    assert not any(b.text == story.headline for b in story.blocks)
    assert [b.text for b in story.blocks if b.kind == "caption"] == [story.blocks[0].text]
    assert [b.text for b in story.blocks if b.kind == "heading"] == [
        "Global leaders gather in Poland"
    ]
    last = story.blocks[-1]
    assert last.role == "read_more"
    assert story.links == (
        Link(
            None, last.text, "read_more", Span(len(story.blocks) - 1, 0, len(last.text)), last.text
        ),
    )


@needs_seed
def test_the_quotes_pane_of_the_seed_holds_the_golden_entries() -> None:
    text = (SEED / "story.txt").read_text(encoding="utf-8")
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    story = read_text(text)
    expected = [
        (
            gold["quotes"][entry["quote"]]["text"].replace("\n\n‘", "\n\n").strip("‘’"),
            entry["speaker"],
        )
        for entry in gold["pane"]
    ]
    shown = [
        (q.text, q.speaker.name if q.speaker and q.confidence >= 0.5 else None)
        for q in story.quotes
    ]
    assert shown == expected
