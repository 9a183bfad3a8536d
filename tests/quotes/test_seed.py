"""The story that the product was conceived from, when its folder is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from reader.model import Block
from reader.story.quotes import find_quotes
from tests.quotes.stories import shown

SHARED = Path(os.environ.get("NOWREADING_SHARED", Path(__file__).parents[2].parent / "shared"))
GOLD = SHARED / "seed" / "gold.json"


@pytest.mark.skipif(not GOLD.exists(), reason="the sample story is not at hand")
def test_the_sample_story_gives_the_quotes_of_its_gold() -> None:
    gold: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))
    first, *paragraphs = gold["text"].split("\n\n")
    headline = first.partition("\n")[2]
    wanted = []
    for row in gold["pane"]:
        quote = gold["quotes"][row["quote"]]
        words = gold["text"][quote["start"] : quote["end"]].replace("\n\n‘", "\n\n")[1:-1]
        wanted.append((quote["kind"], row["speaker"], words))
    quotes = find_quotes(headline, [Block("paragraph", text) for text in paragraphs])
    assert shown(quotes) == wanted
