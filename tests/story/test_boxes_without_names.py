"""Boxes that only their words tell: questions about cookies, and what readers say of a story."""

from __future__ import annotations

import pytest

from reader.model import Block, Mark
from reader.story.finding.walls import ASKS
from reader.story.parts.ending import mark_comments
from reader.story.read import plain_text, read_page
from tests.story.article import HEADING, PROSE, TITLE, page

ASKED = (
    "<div class=x1><div><h2>Your choice</h2><p>We and our 71 partners keep cookies on your device and "
    "read them, to show personalised ads and to count who reads what. You give your consent with one "
    "click, and take it back in our privacy policy.</p>{}</div></div>"
)


def text_of(body: str) -> str:
    """What is read on a page."""
    return plain_text(
        read_page(f"<html><body>{body}</body></html>".encode(), "https://a.example/1")
    )


@pytest.mark.parametrize(
    "button",
    [
        "<button>Accept all</button>",
        "<button type=button><span>Alle akzeptieren</span></button>",
        '<a href="#" role=button>Tout accepter</a>',
        '<a href="javascript:void(0)">I agree</a>',
        "<input type=submit value='Aceptar y cerrar'>",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_box_that_asks_about_cookies_is_no_story(button: str, above: bool) -> None:
    box, story = ASKED.format(button), f"<div>{HEADING}{PROSE}</div>"
    read = read_page(
        f"<html><body>{box * above}{story}{box * (not above)}</body></html>".encode(),
        "https://a.example/1",
    )
    assert read.headline == TITLE
    assert "cookies" not in plain_text(read)
    assert plain_text(read).count("The ferry that carried") == 5


def test_a_page_of_that_box_alone_says_so() -> None:
    body = ASKED.format("<button>Accept all</button>")
    read = read_page(f"<html><body>{body}</body></html>".encode(), "https://a.example/1")
    assert read.note == ASKS


def test_a_story_about_cookies_with_a_button_stays() -> None:
    told = "".join(
        f"<p>The regulator fined firm {n} because its cookies were set without consent, it said on "
        f"Friday, and told it to stop within {n} months.</p>"
        for n in range(2, 8)
    )
    body = f"<div>{HEADING}{told}<button>Accept</button></div>"
    assert text_of(body).count("regulator") == 6


def test_the_box_goes_though_nothing_parts_it_from_the_story_but_its_element() -> None:
    box = ASKED.format("<button>OK</button>")
    assert "cookies" not in text_of(f"<div><div>{box}</div><div>{HEADING}{PROSE}</div></div>")


SAID = [
    Block("list_item", "Jo, 3 May", level=1),
    Block("list_item", "I took that ferry each week and nobody asked me.", level=1),
]
STORY = [Block("paragraph", "The ferry will run for another winter, it was said. " * 4)] * 4


def roles(head: Block, *below: Block) -> list[str | None]:
    """The roles from ``head`` on, under a story."""
    return [b.role for b in mark_comments([*STORY, head, *SAID, *below])[len(STORY) :]]


@pytest.mark.parametrize(
    "head",
    [
        Block("heading", "2 Comments", level=3),
        Block("heading", "Comments (2)", level=2),
        Block("heading", "2 thoughts on “The ferry runs on”", level=2),
        Block("heading", "Kommentare [1.204]", level=2),
        Block("heading", "12 Kommentare zu „Die Fähre fährt“", level=2),
        Block("paragraph", "3 commentaires", (Mark(0, 14, "strong"),)),
        Block("heading", "2 reacties", level=4, role="promo"),
    ],
)
def test_what_readers_say_below_is_none_of_the_story(head: Block) -> None:
    assert roles(head) == ["promo"] * 3
    ended = roles(head, Block("heading", "The boats", level=1), STORY[0])
    assert ended[3:] == [None if head.kind == "heading" else "promo"] * 2


def test_a_line_that_counts_nothing_needs_the_times_of_what_is_said() -> None:
    head = Block("heading", "Reader comments", level=2)
    assert roles(head) == [None] * 3
    timed = mark_comments([*STORY, head, Block("paragraph", "Jo | 18:19"), *SAID])
    assert [b.role for b in timed[len(STORY) :]] == ["promo"] * 4


@pytest.mark.parametrize(
    "text", ["Comments from the mayor", "3 responses that went wrong", "Discussion", "Reactions"]
)
def test_headings_of_a_story_that_begin_alike_part_it(text: str) -> None:
    assert roles(Block("heading", text, level=2)) == [None] * 3


def test_comments_above_which_nothing_is_told_are_the_story() -> None:
    head = Block("heading", "2 Comments", level=3)
    assert [b.role for b in mark_comments([head, *SAID])] == [None] * 3


def test_comments_without_names_of_their_own_are_found_on_a_page() -> None:
    said = "".join(
        f"<li><div><b>user{n}</b> <time>3 May</time></div><div><p>I took that ferry, number {n}, each week for years, and nobody asked me.</p></div></li>"
        for n in range(4)
    )
    read = read_page(
        page(below=f"<div><h3>4 comments</h3><ol>{said}</ol></div>"), "https://a.example/1"
    )
    assert not any("nobody asked" in b.text and b.role is None for b in read.blocks)


INTRO = "".join(
    f"<p>Before the list of boats begins, here is what we looked at in yard number {n}, how long we "
    "sailed each of them, in what wind, and why three that others praise are not to be found below.</p>"
    for n in range(3)
)
HULLS = "".join(
    f"<div class=slide><h2>Boat {n}</h2><p>A hull of oak, {n} metres long, with a keel that was laid "
    f"in the year 19{n}0 and has been tarred each spring since by the same two sisters from Kellin.</p></div>"
    for n in range(1, 8)
)


@pytest.mark.parametrize("name", ["listicle-header", "page-header", "header-body"])
def test_what_introduces_a_list_is_read_though_it_is_named_a_header(name: str) -> None:
    body = f"<main>{HEADING}<div class={name}><div>{INTRO}</div></div><div class=list>{HULLS}</div></main>"
    assert text_of(body).count("Before the list of boats") == 3


def test_a_header_of_links_and_a_line_stays_out() -> None:
    top = "<div class=page-header><a href=/a>Boats</a> <a href=/b>Yards</a><p>All about boats since 1911, every Friday in print.</p></div>"
    assert "since 1911" not in text_of(f"<main>{top}{HEADING}<div class=list>{HULLS}</div></main>")


@pytest.mark.parametrize("name", ["accordion-panel-hidden", "collapse hidden-xs", "faq__hidden"])
def test_what_opens_when_one_asks_for_it_is_read(name: str) -> None:
    more = "".join(
        f"<p>How we judged boat {n}: two of us sailed it for a week, one wrote down what broke.</p>"
        for n in range(3)
    )
    body = f"<main>{HEADING}<div class=list>{HULLS}<div class='{name}'>{more}</div></div></main>"
    assert text_of(body).count("two of us sailed") == 3
