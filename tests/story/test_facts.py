"""Titles, authors and lead pictures that pages give in their many ways."""

from __future__ import annotations

import pytest

from reader.story.about.lead import is_same_picture, shares_number
from reader.story.about.names import is_name, names_in
from reader.story.read import read_page

PROSE = "The lighthouse keeper, who had counted ships for thirty years, put his pencil down and locked the door. "
TEXT = f"<p>{PROSE * 3}</p><p>{PROSE.upper() * 3}</p>"


def byline_of(head: str = "", body: str = "") -> str | None:
    page = f"<html><head>{head}</head><body><article><h1>The last ship is counted</h1>{body}{TEXT}</article></body></html>"
    return read_page(page.encode(), "https://coast.example/a").byline


def headline_of(head: str, body: str) -> str:
    page = f"<html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"
    return read_page(page.encode(), "https://coast.example/a").headline


def test_the_heading_that_repeats_the_declared_title_wins_over_the_masthead() -> None:
    head = '<title>Coast Watch: The last ship is counted</title><meta property="og:title" content="The last ship is counted">'
    body = "<h1>Coast Watch</h1><h1>The last ship is counted</h1>"
    assert headline_of(head, body) == "The last ship is counted"


@pytest.mark.parametrize("place", ["/", "https://www.coast.example", "http://coast.example/"])
def test_a_heading_that_leads_to_the_front_page_is_the_masthead(place: str) -> None:
    head = "<title>The last ship is counted | News from the Far Coast</title>"
    masthead = f'<div><h1><a href="{place}">News from the Far Coast</a></h1></div>'
    assert headline_of(head, masthead + "<h1>The last ship</h1>") == "The last ship"
    other = masthead.replace("/", "/2026/", 1) if place == "/" else masthead.replace(".ex", "-x.ex")
    assert headline_of(head, other) == "News from the Far Coast"


def test_a_declared_title_that_is_the_name_of_the_site_says_nothing() -> None:
    name = "News and weather from the Far Coast"
    head = f'<title>{name}</title><meta property="og:title" content="{name}"><meta property="og:site_name" content="{name}">'
    assert headline_of(head, "<h1>The last ship is counted</h1>") == "The last ship is counted"


def test_a_name_alone_in_bold_is_the_byline_where_only_the_site_is_named() -> None:
    head = '<meta property="og:site_name" content="Coast Watch"><meta name="author" content="{}">'
    bold = "<p><strong>Ada Brook</strong></p>"
    assert byline_of(head.format("Coast Watch"), bold) == "Ada Brook"
    assert byline_of(head.format("Jo Reed"), bold) == "Jo Reed"
    assert (
        byline_of(head.format("Coast Watch"), "<p><strong>IN SHORT</strong></p>") == "Coast Watch"
    )
    assert byline_of("", '<p class="author">The Author</p>') is None


def test_a_label_inside_the_heading_becomes_the_kicker() -> None:
    head = '<meta property="og:title" content="The last ship is counted today">'
    page = f"<html><head>{head}</head><body><h1>Harbour The last ship is counted today</h1><article>{TEXT}</article></body></html>"
    story = read_page(page.encode(), "https://coast.example/a")
    assert story.headline == "The last ship is counted today"
    assert story.kicker == "Harbour"


def test_a_dash_in_a_headline_is_no_site_name() -> None:
    head = '<meta property="og:title" content="The keeper speaks about ships: – Quite absurd">'
    body = "<h1>The keeper speaks about ships: – Quite absurd</h1>"
    assert headline_of(head, body) == "The keeper speaks about ships: – Quite absurd"


def test_the_one_heading_counts_where_only_a_page_title_is_declared() -> None:
    assert (
        headline_of("<title>Coast Watch, news</title>", "<h1>Last of the ships is counted</h1>")
        == "Last of the ships is counted"
    )


def test_a_generic_heading_does_not_displace_the_page_title() -> None:
    head = "<title>Superb lighthouses and how they are lit</title>"
    assert (
        headline_of(head, "<h1>Help and advice</h1>") == "Superb lighthouses and how they are lit"
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<meta name="sailthru.author" content="Ada Brook"><meta property="article:author" content="https://www.facebook.com/coastwatch">',
        '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","givenName":"Ada","familyName":"Brook"}}</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Coast Watch"}}</script><meta name="articleauthor" content="Ada Brook">',
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Brook">',
        '<meta name="author" content="Ada Brook - Coast Watch Staff">',
        '<meta name="author" content="Ada Brook, PhD">',
    ],
)
def test_a_declared_author_is_found(markup: str) -> None:
    assert byline_of(markup) == "Ada Brook"


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="meta"><a href="/authors/ada-brook/">Ada Brook</a></p>',
        '<div class="top"><p>Written by Ada Brook</p></div>',
        '<p class="author">Autorin: Ada Brook</p>',
        '<p class="author">Erstellt von Ada Brook</p>',
        '<div class="author-box"><h4 class="author-box__name">Ada Brook</h4><p>Former Keeper</p></div>',
        '<span class="byline">By Ada Brook Reporter</span>',
    ],
)
def test_a_visible_author_is_found(markup: str) -> None:
    assert byline_of("", markup) == "Ada Brook"


def test_several_linked_authors_are_all_named() -> None:
    links = '<p><a href="/author/ada-brook">Ada Brook</a> and <a href="/author/tom-reed">Tom Reed</a></p>'
    assert byline_of("", links) == "Ada Brook, Tom Reed"


def test_the_organisation_is_named_where_nobody_is() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Organization","name":"Coast Watch"}}</script>'
    assert byline_of(data) == "Coast Watch"


def test_the_time_it_takes_to_read_is_nobody() -> None:
    assert byline_of('<meta name="twitter:data1" content="12 minutes">') is None


def test_addresses_and_agencies_among_names() -> None:
    assert names_in(["https://social.example/people/ada"], "") == []
    assert names_in(["Ada Brook, AP"], "") == ["Ada Brook", "AP"]
    assert names_in(["Ada Brook, MD"], "") == ["Ada Brook"]
    assert names_in(["Coast and Harbour"], "Coast and Harbour") == []


def test_a_particle_is_part_of_a_name() -> None:
    assert names_in(["von Ada Brook"], "") == ["Ada Brook"]
    assert names_in(["Von Brook"], "") == ["Von Brook"]
    assert names_in(["von Ada"], "") == ["Ada"]


def test_a_japanese_name_is_a_name_where_one_is_marked() -> None:
    assert is_name("灯台太郎", short=True)
    assert not is_name("灯台太郎", short=False)


def story_with(body: str, head: str = ""):  # type: ignore[no-untyped-def]
    page = f"<html><head>{head}</head><body><h1>The last ship is counted</h1>{body}<article>{TEXT}</article></body></html>"
    return read_page(page.encode(), "https://coast.example/a")


@pytest.mark.parametrize(
    "markup",
    [
        '<figure><img src="/ship.jpg"></figure><div class="image__caption">The last ship leaves the harbour</div>',
        '<div class="box"><img src="/ship.jpg"><p class="small">The last ship leaves the harbour</p></div>',
        '<aside class="left image"><img src="/ship.jpg"><p class="caption">The last ship leaves the harbour</p></aside>',
    ],
)
def test_the_caption_of_a_lead_picture_is_found_without_a_figcaption(markup: str) -> None:
    head = '<meta property="og:image" content="https://coast.example/ship.jpg">'
    story = story_with(f"<main><div>{markup}</div></main>", head)
    assert story.lead_image == "https://coast.example/ship.jpg"
    captions = [b.text for b in story.blocks if b.kind == "caption"]
    assert captions == ["The last ship leaves the harbour"]


def test_icons_of_a_long_menu_do_not_hide_the_lead_picture() -> None:
    icons = '<img src="data:image/svg+xml;base64,AA" width="24" height="24">' * 90
    body = f'<nav>{icons}</nav><figure><img src="/ship.jpg"><figcaption>A ship at sea</figcaption></figure>'
    assert story_with(body).lead_image == "https://coast.example/ship.jpg"


def test_the_name_of_a_box_around_the_whole_story_says_nothing_of_its_picture() -> None:
    picture = '<img src="/ship.jpg" width="800"><div class="photo-info">The last ship at sea</div>'
    page = f'<body><div class="with-sidebar"><article><h1>The last ship is counted</h1><div>{picture}</div>{TEXT}</article></div></body>'
    story = read_page(page.encode(), "https://coast.example/a")
    assert story.lead_image == "https://coast.example/ship.jpg"
    assert [b.text for b in story.blocks if b.kind == "caption"] == ["The last ship at sea"]


def test_the_picture_with_a_caption_under_the_heading_leads_though_a_later_one_is_declared() -> (
    None
):
    head = '<meta property="og:image" content="https://coast.example/dog.jpg">'
    first = '<figure><img src="/ship.jpg"><figcaption>The last ship at sea</figcaption></figure>'
    later = f'{TEXT}<figure><img src="/dog.jpg"><figcaption>His dog</figcaption></figure>'
    assert story_with(first + later, head).lead_image == "https://coast.example/ship.jpg"
    assert story_with(later, head).lead_image == "https://coast.example/dog.jpg"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("IMG_0234.jpg", "IMG_0234-585x439.jpg", True),
        ("IMG_0234.jpg", "IMG_0235.jpg", False),
        ("ship-640w.jpg", "ship.webp", True),
        ("dsc_1234.jpg", "dsc_1235.jpg", False),
    ],
)
def test_the_number_of_a_camera_is_no_size(one: str, other: str, same: bool) -> None:
    places = [f"https://coast.example/{name}" for name in (one, other)]
    assert is_same_picture(*places) is same


def test_one_picture_under_two_names_shares_its_number() -> None:
    assert shares_number(
        "https://a.example/x/15125232_W900.jpg", "https://b.example/15125232_M40.jpg"
    )
    assert not shares_number("https://a.example/20240503/a.jpg", "https://a.example/20240503/b.jpg")
