"""What a page calls a caption in other words and by other attributes than a class."""

from __future__ import annotations

import pytest

from reader.story.read import read_page
from tests.story.article import HEADING, page

CAPTION = "The ferry in the yard at Kellin"
CALLED = (
    "<p class=cutline>{}</p>",
    "<p class=pie-foto>{}</p>",
    "<div class=bildzeile>{}</div>",
    "<p class=fotobijschrift>{}</p>",
    "<div data-testid=image-caption>{}</div>",
    "<span itemprop=caption>{}</span>",
    "<cite class=photo-text>{}</cite>",
)


@pytest.mark.parametrize("called", CALLED)
def test_a_caption_is_told_by_what_a_page_calls_it(called: str) -> None:
    picture = "<img src=/ferry.jpg width=800 height=500 alt=ferry>"
    inside = f"<div>{picture}{called.format(CAPTION)}<a href=/large>Enlarge</a></div>"
    story = read_page(page(top=HEADING, inside=inside), "https://herald.example/1")
    assert [b.text for b in story.blocks if b.kind == "caption"] == [CAPTION]
