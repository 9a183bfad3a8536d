"""What systems that pages are made with put around a story or hide it in."""

from __future__ import annotations

import pytest

from reader.story.finding.walls import ENDS_EARLY, GUARDED
from reader.story.read import read_page

PROSE = (
    "The salt works dry their pans in August, when the wind comes from the land and rain is rare. "
)
STORY = [f"{n}. {PROSE * 2}".strip() for n in range(1, 5)]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
URL = "https://paper.example/1"


def _told(page: str) -> list[str]:
    """The text of the story on ``page`` without what has a role."""
    return [b.text for b in read_page(page.encode(), URL).blocks if b.text and b.role is None]


@pytest.mark.parametrize("attribute", ['shadowrootmode="open"', 'shadowroot="closed"'])
def test_a_story_in_the_template_of_an_element_is_read(attribute: str) -> None:
    page = (
        "<html><head><title>Salt</title></head><body><site-top>"
        f"<template {attribute}><nav><a href=/a>Sports</a></nav></template></site-top>"
        f"<the-story><template {attribute}><style>p {{}}</style><main><h1>Salt</h1>{PARAGRAPHS}"
        "</main></template></the-story></body></html>"
    )
    assert _told(page) == STORY


def test_a_template_that_scripts_fill_is_left_out() -> None:
    page = f"<html><body><article>{PARAGRAPHS}<template><p>{PROSE}{{title}}</p></template></article></body></html>"
    assert _told(page) == STORY


@pytest.mark.parametrize("name", ["rodape", "fusszeile", "pie-de-pagina", "pied-de-page", "kg-cta-card"])  # fmt: skip
def test_a_footer_is_told_by_its_name_in_other_languages(name: str) -> None:
    end = f"<div class='{name}'><div>Salt works, 12 Quay Street, box 40, all of it by post or by hand, please.</div></div>"
    page = f"<html><body><div>{PARAGRAPHS}{end}</div></body></html>"
    assert _told(page) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Click here to subscribe to The Salt Letter",
        "Do you have a story? Email news@paper.example",
        "Have a tip? Get in touch with our reporters in confidence.",
        "If you enjoyed this article, we have a proposition for you: join the circle of our friends.",
        "View gallery (4 photos)",
        "Enjoying this? Become a member and read every letter.",
    ],
)
def test_a_line_that_asks_for_something_is_no_text(line: str) -> None:
    page = f"<html><body><article>{PARAGRAPHS}<p>{line}</p></article></body></html>"
    assert _told(page) == STORY


@pytest.mark.parametrize(
    "told",
    [
        "<link itemprop=image href=/salt.jpg>",
        "<link rel=image_src href=https://paper.example/salt.jpg>",
        "<meta itemprop=image content=/salt.jpg>",
        '<script type="application/ld+json">{"@type": "Article", "image": {"@id": "https://paper.example/1#main"}, "thumbnailUrl": "/salt.jpg"}</script>',
    ],
)
def test_a_picture_is_declared_in_many_ways(told: str) -> None:
    page = f"<html><head>{told}</head><body><article>{PARAGRAPHS}</article></body></html>"
    assert read_page(page.encode(), URL).lead_image == "https://paper.example/salt.jpg"


def test_authors_in_a_list_of_json_ld_are_read() -> None:
    told = '{"@type": "Article", "author": {"@list": [{"@type": "Person", "name": "Ann Lee"}]}}'
    page = f'<html><head><script type="application/ld+json">{told}</script></head><body><article>{PARAGRAPHS}</article></body></html>'
    assert read_page(page.encode(), URL).byline == "Ann Lee"


@pytest.mark.parametrize(
    "line",
    [
        "Do you have a story like his? Few do, and fewer would tell it to a stranger on a ferry in the rain.",
        "If you enjoyed this story of salt as a child, the museum in the old works is the place for you now.",
    ],
)
def test_a_sentence_that_begins_like_it_is_text(line: str) -> None:
    page = f"<html><body><article>{PARAGRAPHS}<p>{line}</p></article></body></html>"
    assert _told(page) == [*STORY, line]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue"),
        ("paper.example", "Checking if the site connection is secure"),
        ("Access denied", "Reference 7ab2"),
    ],
)
def test_a_page_that_keeps_programs_out_says_so(title: str, words: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><div><h2>{words}</h2><p>Ray 7ab2 of this visit</p></div></body></html>"
    assert read_page(page.encode(), URL).note == GUARDED


def test_a_story_that_begins_like_such_a_page_is_a_story() -> None:
    page = f"<html><head><title>Just a moment</title></head><body><article><h1>Just a moment</h1>{PARAGRAPHS}{PARAGRAPHS.replace('August', 'June')}</article></body></html>"
    assert read_page(page.encode(), URL).note != GUARDED


def test_what_one_would_pay_for_is_an_offer_too() -> None:
    closed = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    wall = (
        "<div><h3>Keep reading for a crown</h3><p>Subscribe to unlock this story and all others.</p>"
        "<ul><li>Unlimited stories</li><li>The letter of the day</li></ul></div>"
    )
    page = f"<html><head>{closed}</head><body><article><h1>Salt</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>{wall}</article></body></html>"
    story = read_page(page.encode(), URL)
    assert story.note == ENDS_EARLY
    assert [b.text for b in story.blocks if b.kind == "list_item" and b.role is None] == []


def test_a_subhead_by_its_class_parts_short_paragraphs_of_wide_letters() -> None:
    text = "港湾委員会は火曜日、老朽化した旋回橋を十一か月間閉鎖することを決めた。東岸の商店主たちが恐れていた決定である。"
    parts = f"<p>{text}</p><p>{text[5:]}</p><p class='midashi'>渡し船で代替</p><p>{text[3:]}</p>"
    story = read_page(f"<html lang=ja><body><div>{parts}</div></body></html>".encode(), URL)
    assert [b.text for b in story.blocks if b.kind == "heading"] == ["渡し船で代替"]


@pytest.mark.parametrize(("width", "height", "leads"), [("16", "9", True), ("16", "16", False)])
def test_sides_that_are_a_ratio_make_no_picture_small(width: str, height: str, leads: bool) -> None:
    figure = f"<figure><img src=/salt.jpg width={width} height={height}><figcaption>The pans in August</figcaption></figure>"
    page = f"<html><body><main><h1>Salt in August</h1>{figure}<div>{PARAGRAPHS}</div></main></body></html>"
    story = read_page(page.encode(), URL)
    assert (story.lead_image == "https://paper.example/salt.jpg") is leads
