"""Stories in many languages, with every quotation, its kind and its speaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.story.quotes import find_quotes
from tests.quotes.stories import Golden, read, shown

STORIES = read(Path(__file__).with_name("languages.txt"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name.replace(" ", "_"))
def test_a_story_is_read_in_its_own_language(story: Golden) -> None:
    lang = story.name.partition(":")[0]
    assert shown(find_quotes(story.headline, story.blocks, lang)) == list(story.gold)
