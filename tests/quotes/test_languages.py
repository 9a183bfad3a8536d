"""Stories in many languages, with every quotation, its kind and its speaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.story.quotes import find_quotes
from reader.story.quotes.detect import detect
from tests.quotes.stories import Golden, read, shown

FILES = sorted((Path(__file__).parent / "languages").glob("*.txt"))
STORIES = [
    pytest.param(path.stem, story, id=f"{path.stem}-{story.name.replace(' ', '_')}")
    for path in FILES
    for story in read(path)
]
WITH_FIFTEEN = ["es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "zh"]


@pytest.mark.parametrize(("lang", "story"), STORIES)
def test_a_story_is_read_in_its_own_language(lang: str, story: Golden) -> None:
    assert shown(find_quotes(story.headline, story.blocks, lang)) == list(story.gold)


@pytest.mark.parametrize("lang", WITH_FIFTEEN)
def test_every_language_has_its_stories(lang: str) -> None:
    assert len(read(Path(__file__).parent / "languages" / f"{lang}.txt")) >= 15


def test_nearly_all_short_stories_tell_their_language_by_themselves() -> None:
    told = [
        detect([story.headline, *(block.text for block in story.blocks)]) == path.stem
        for path in FILES
        for story in read(path)
    ]
    assert sum(told) >= 0.95 * len(told)
