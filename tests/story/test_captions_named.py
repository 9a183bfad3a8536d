"""What a page calls a caption in other words and by other attributes than a class."""

from __future__ import annotations

import json

import pytest

from reader.model import Story
from reader.story.about.lead import is_same_picture
from reader.story.read import read_page
from reader.urls import join
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


TOLD = "The ferry in the yard at Kellin, where it was built in 1961"


def lead_of(story: Story) -> tuple[str | None, list[str]]:
    return story.lead_image, [b.text for b in story.blocks if b.kind == "caption"]


@pytest.mark.parametrize("shown", [f"<div class=x><i></i>&nbsp;{TOLD}. (Ann Lee)</div>", ""])
def test_a_caption_that_is_declared_counts_where_readers_see_it_elsewhere(shown: str) -> None:
    named = {
        "@type": "ImageObject",
        "url": "https://herald.example/ferry.jpg?w=99",
        "caption": TOLD,
    }
    head = f"<script type='application/ld+json'>{json.dumps({'@graph': [named]})}</script>"
    top = f"{shown}{HEADING}<div class=hero>{PICTURE}</div>"
    story = read_page(page(head, top), "https://herald.example/1")
    assert lead_of(story) == ("https://herald.example/ferry.jpg", [TOLD] if shown else [])


def test_a_picture_that_may_be_shared_leads_when_it_has_a_caption() -> None:
    boxes = f"<div class=img-share><div>{PICTURE}<noscript></noscript></div></div>"
    top = f"{HEADING}<div>{boxes}<p class=imageCaption>{CAPTION}</p></div>"
    story = read_page(page(top=top), "https://herald.example/1")
    assert lead_of(story) == ("https://herald.example/ferry.jpg", [CAPTION])
    bare = read_page(page(top=f"{HEADING}<div>{boxes}</div>"), "https://herald.example/1")
    assert lead_of(bare) == (None, [])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/_next/image?url=%2Fi%2Fa.jpg&w=640", "/_next/image?url=%2Fi%2Fa.jpg&w=1920", True),
        ("/_next/image?url=%2Fi%2Fa.jpg&w=640", "/_next/image?url=%2Fi%2Fb.jpg&w=640", False),
        (
            "/resize/90/?url=https%3A%2F%2Fx.example%2Fa",
            "/x/90/?url=https%3A%2F%2Fx.example%2Fb",
            False,
        ),
        ("/crop?src=https://x.example/i/a.jpg", "https://x.example/i/a.jpg", True),
        ("/i/a.jpg?url=yes", "/i/a.jpg", True),
    ],
)
def test_a_picture_asked_of_another_server_is_known_by_its_own_name(
    one: str, other: str, same: bool
) -> None:
    base = "https://herald.example"
    assert is_same_picture(join(base, one), join(base, other)) == same
