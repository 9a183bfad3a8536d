"""Stories in American style, one rule each, with every quotation, its kind and its speaker."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.story.quotes import find_quotes
from tests.quotes.stories import Golden, read, shown

STORIES = read(Path(__file__).with_name("american.txt"))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name.replace(" ", "_"))
def test_an_american_story_is_read_as_an_editor_would(story: Golden) -> None:
    assert shown(find_quotes(story.headline, story.blocks, "en")) == list(story.gold)
