"""The many ways in which English names who says something, a sentence or a few paragraphs each."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import LIKELY_SPEAKER
from reader.story.quotes import find_quotes
from tests.quotes.stories import Golden, read

STORIES = read(Path(__file__).with_name("attributions.txt"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.blocks[0].text[:60])
def test_the_speaker_is_found_however_the_sentence_runs(story: Golden) -> None:
    quotes = find_quotes(story.headline, story.blocks, "en")
    shown = [
        (q.kind, q.speaker.name if q.speaker and q.confidence >= LIKELY_SPEAKER else None, q.text)
        for q in quotes
    ]
    assert shown == list(story.gold)


def test_there_are_many() -> None:
    assert len(STORIES) >= 160
