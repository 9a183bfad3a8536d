"""Headings that part a story, and those of boxes, teasers and videos that only stand in it."""

from __future__ import annotations

import pytest

from reader.model import Story
from reader.story.read import read_page

PROSE = "The ferry, which had run since the war, was tied up for the winter while its boiler was taken apart. "
OTHER = (
    "Down at the quay, men in oilskins argued about the price of herring and about the weather. "
)


def story_of(inner: str, title: str = "The ferry is tied up") -> Story:
    body = f"<article><h1>{title}</h1><div class='body'>{inner}</div></article>"
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_page(page.encode(), "https://quay.example/ferry")


def flow(*between: str) -> str:
    """Paragraphs with ``between`` among them."""
    paragraphs = [f"<p>{n} {PROSE}{OTHER}{PROSE}</p>" for n in range(8)]
    for number, markup in enumerate(between):
        paragraphs.insert(3 + 2 * number, markup)
    return "".join(paragraphs)


def headings(story: Story) -> list[str]:
    return [b.text for b in story.blocks if b.kind == "heading" and b.role is None]


def test_headings_among_paragraphs_part_the_story() -> None:
    story = story_of(flow("<h2>The boiler</h2>", "<div class='wrap'><h2>The herring</h2></div>"))
    assert headings(story) == ["The boiler", "The herring"]


def test_the_title_of_a_box_is_bold_and_its_words_stay() -> None:
    box = f"<div class='box'><h3>What a ferry costs</h3><p>{OTHER}{PROSE}</p></div>"
    story = story_of(flow("<h2>The boiler</h2>", box))
    assert headings(story) == ["The boiler"]
    title = next(b for b in story.blocks if b.text == "What a ferry costs")
    assert title.kind == "paragraph"
    assert [m.style for m in title.marks] == ["strong"]
    assert any(b.text.startswith(OTHER.strip()) for b in story.blocks)


@pytest.mark.parametrize("named", ["fact-box", "metro-factbox", "faktaruta", "infobox large"])
def test_the_title_of_a_box_that_is_called_so_is_bold_however_long_it_is(named: str) -> None:
    told = f"<p>{OTHER}{PROSE}{OTHER}{PROSE}</p>" * 12
    box = f"<div class='{named}'><h2>The whole speech</h2><div>{told}</div></div>"
    assert headings(story_of(flow("<h2>The boiler</h2>", box))) == ["The boiler"]
    part = f"<div class='part'><h2>The whole speech</h2><div>{told}</div></div>"
    assert headings(story_of(flow("<h2>The boiler</h2>", part)))[1:] == ["The whole speech"]


def test_a_label_that_stands_again_and_again_is_no_heading() -> None:
    boats = ["<h2>The {0}</h2><p>{1}</p><h3>Length:</h3><p>{1}</p>"] * 3
    parts = [
        b.format(n, OTHER + PROSE) for n, b in zip(("cutter", "yawl", "ketch"), boats, strict=True)
    ]
    assert headings(story_of(flow(*parts))) == ["The cutter", "The yawl", "The ketch"]
    assert headings(story_of(flow(*parts[:2])))[1] == "Length:"


def test_a_teaser_between_paragraphs_goes_to_read_more() -> None:
    teaser = (
        "<div class='card'><a href='/herring'><img src='/h.jpg'><h3>Herring fleet sails north again"
        "</h3></a></div>"
    )
    story = story_of(flow("<h2>The boiler</h2>", teaser))
    assert headings(story) == ["The boiler"]
    assert [(k.kind, k.url) for k in story.links] == [("read_more", "https://quay.example/herring")]


def test_the_name_of_a_video_is_no_heading() -> None:
    video = (
        "<div class='player'><img src='/v.jpg'><h3>Ferry leaves for the last time</h3>"
        "<span>2 hours ago</span><span>1:30</span></div>"
    )
    assert headings(story_of(flow("<h2>The boiler</h2>", video))) == ["The boiler"]


def test_questions_in_boxes_of_one_kind_are_headings() -> None:
    asked = [
        f"<div class='question'><h2>{what}?</h2><p>{what}? {PROSE}{OTHER}</p></div>"
        for what in ("Who owns it", "When does it run", "What does it cost")
    ]
    assert headings(story_of(flow(*asked))) == [
        "Who owns it?",
        "When does it run?",
        "What does it cost?",
    ]


def test_paragraphs_in_boxes_of_their_own_may_bring_a_heading() -> None:
    parts = [f"<div class='part'><p>{n} {PROSE}{OTHER}</p></div>" for n in range(9)]
    parts[4] = f"<div class='part'><h2>The boiler</h2><p>{PROSE}{OTHER}</p></div>"
    assert headings(story_of("".join(parts))) == ["The boiler"]


def test_a_sentence_above_the_story_is_no_heading() -> None:
    deck = "<h2>After eighty years on the river the old ferry rests until spring</h2>"
    story = story_of(deck + flow("<h2>The boiler</h2>"))
    assert headings(story) == ["The boiler"]
    assert story.blocks[0].kind == "paragraph"
    assert story.blocks[0].text.startswith("After eighty years")


def test_a_bold_name_above_the_story_is_no_heading() -> None:
    name = "<p><strong>Hanne Quist</strong></p>"
    bold = "<p><strong>{}</strong></p>".format
    story = story_of(name + flow(bold("The boiler"), bold("The herring")))
    assert headings(story) == ["The boiler", "The herring"]


@pytest.mark.parametrize("name", ["h-offscreen", "offscreen", "off-screen"])
def test_words_moved_off_the_screen_are_not_read(name: str) -> None:
    story = story_of(flow(f"<h2 class='{name}'>Contents</h2>"))
    assert headings(story) == []


def headline(head: str, body: str) -> tuple[str | None, str]:
    page = (
        f"<html><head>{head}</head><body>{body}<p>{PROSE * 4}</p><p>{OTHER * 4}</p></body></html>"
    )
    story = read_page(page.encode(), "https://www.river-post.example/ferry")
    return story.kicker, story.headline


def declared(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def test_the_large_heading_under_one_for_search_engines_is_the_headline() -> None:
    body = (
        "<ul class='path'><li><h1>River ferry: Why the old ferry is tied up</h1></li></ul>"
        "<h2><span>Transport</span> <span>The last crossing of the year</span></h2>"
    )
    assert headline(declared("The last crossing of the year"), body) == (
        "Transport",
        "The last crossing of the year",
    )


def test_a_second_heading_in_the_story_is_not_the_headline() -> None:
    body = f"<h1>The ferry is tied up</h1><p>{PROSE * 3}</p><h2>What the boiler costs now</h2>"
    assert headline(declared("What the boiler costs now"), body)[1] == "The ferry is tied up"


def test_a_label_that_is_declared_twice_belongs_to_the_headline() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Kiel: The ferry rests"}</script>'
    assert headline(declared("Kiel: The ferry rests") + data, "<h1>The ferry rests</h1>") == (
        None,
        "Kiel: The ferry rests",
    )


def test_the_address_of_a_site_is_not_a_headline() -> None:
    body = "<h1>River-Post.example</h1><h1>The ferry rests</h1>"
    head = "<title>The ferry rests | River Post</title>"
    assert headline(head, body)[1] == "The ferry rests"


def test_the_one_long_heading_is_the_headline_though_nothing_declares_it() -> None:
    body = "<h1>An old boat sleeps until the ice has gone</h1><h1>More stories</h1>"
    assert headline(declared("Ferry"), body)[1] == "An old boat sleeps until the ice has gone"


OFFERS = {
    "a newsletter": "<div class='newsletter-subscribe-form main-content'><h3>The Daily Quay</h3>"
    "<div>Every morning, all that happens by the water, in your mailbox.</div></div>",
    "the printed paper": "<div class='current-issue'><h4>Current issue</h4><a href='/issue/12'>"
    "<img src='/cover.jpg' alt='Cover'></a><p>Number 12</p></div>",
}


@pytest.mark.parametrize("name", OFFERS)
def test_a_box_that_offers_the_paper_is_no_part_of_the_story(name: str) -> None:
    story = story_of(flow("<h2>The boiler</h2>", OFFERS[name]) + OFFERS[name])
    assert headings(story) == ["The boiler"]
    assert all(b.text.startswith(tuple("01234567T")) for b in story.blocks)


def test_a_story_about_newsletters_is_read_whole() -> None:
    story = story_of(f"<div class='newsletter-box'>{flow('<h2>The boiler</h2>')}</div>")
    assert len([b for b in story.blocks if len(b.text) > 100]) == 8


def test_words_set_as_headings_below_a_story_are_no_headings() -> None:
    tags = "".join(f"<h3>{word}</h3>" for word in ("Ferries", "Boilers", "Kellin", "Winter"))
    arrow = "<figure><img src='/arrow.png'><figcaption>Next</figcaption></figure>"
    story = story_of(flow("<h2>The boiler</h2>") + f"<div>{tags}{arrow}</div>")
    assert headings(story) == ["The boiler"]


def test_a_perex_is_the_standfirst() -> None:
    top = "<div class='article__perex'>A winter without a ferry begins, and nobody on the island minds.</div>"
    body = f"<article><h1>The ferry is tied up</h1>{top}<div class='body'>{flow()}</div></article>"
    page = f"<html><head><title>The ferry is tied up</title></head><body>{body}</body></html>"
    first = read_page(page.encode(), "https://quay.example/ferry").blocks[0]
    assert (first.role, first.text[:8]) == ("standfirst", "A winter")
