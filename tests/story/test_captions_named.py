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
    "<p class=sc-cap>{}</p>",
    "<div class=foto-popis>{}</div>",
    "<div class=kepalairas>{}</div>",
)


@pytest.mark.parametrize("called", CALLED)
def test_a_caption_is_told_by_what_a_page_calls_it(called: str) -> None:
    picture = "<img src=/ferry.jpg width=800 height=500 alt=ferry>"
    inside = f"<div>{picture}{called.format(CAPTION)}<a href=/large>Enlarge</a></div>"
    story = read_page(page(top=HEADING, inside=inside), "https://herald.example/1")
    assert [b.text for b in story.blocks if b.kind == "caption"] == [CAPTION]


PICTURE = "<img src=/ferry.jpg width=800 height=500>"
BESIDE = (
    f"<p align=center>{PICTURE}<br>{CAPTION}</p>",
    f"<p class=f_center>{PICTURE}</p><p class=f_center>{CAPTION}</p>",
    f"<p style='text-align: center'>{PICTURE}</p><p style='text-align: center'>{CAPTION}</p>",
)


@pytest.mark.parametrize("beside", BESIDE)
def test_a_line_in_the_middle_of_the_page_under_its_picture_is_a_caption(beside: str) -> None:
    story = read_page(page(inside=beside), "https://herald.example/1")
    assert [b.text for b in story.blocks if b.kind == "caption"] == [CAPTION]


@pytest.mark.parametrize(
    "beside",
    [
        f"<p align=center>{PICTURE}</p><p class=has-drop-cap>{CAPTION}</p>",
        f"<p align=center>{PICTURE}</p><p align=center><b>{CAPTION}</b></p>",
        f"<p align=center>{PICTURE}</p><p align=center>{CAPTION}</p><p align=center>It is old.</p>",
    ],
)
def test_other_lines_under_a_picture_are_none(beside: str) -> None:
    story = read_page(page(inside=beside), "https://herald.example/1")
    assert not [b.text for b in story.blocks if b.kind == "caption"]
    assert CAPTION in [b.text for b in story.blocks]
