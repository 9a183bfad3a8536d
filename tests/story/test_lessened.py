"""What the other reading of a page is spared, and what it must still see."""

from __future__ import annotations

from reader.story.blocks.markup import parse_page
from reader.story.finding.content import LADDER, find_content, nodes_of
from reader.story.finding.lessened import lessened, worth_reading

PROSE = (
    "The ferry, which had run since the war, was tied up for the winter, its boiler taken apart. "
)
STORY = "".join(f"<p>{n} {PROSE}{PROSE}</p>" for n in range(6))
MENU = "".join(f"<li><a href='/{n}'>Another story of the harbour</a></li>" for n in range(40))
PAGE = f"""<html><head><title>T</title></head><body>
<div><ul>{MENU}</ul></div>
<div class="sidebar"><p>Seen beside the story.</p></div> tail of the side
<div class="body">{STORY}<p hidden>never shown</p></div>
</body></html>"""


def texts(markup: str) -> tuple[str, str]:
    """The words of a page as it is, and as the other reading gets it."""
    root = parse_page(markup)
    assert root is not None
    body = root.find("body")
    nodes = nodes_of(body, LADDER[0], "T")
    kept = worth_reading(nodes, find_content(nodes, LADDER[0]))
    before = "".join(root.itertext())
    less = "".join(lessened(root, body, kept).itertext())
    assert "".join(root.itertext()) == before
    return before, less


def test_the_story_is_kept_and_menus_hidden_words_and_the_side_are_not() -> None:
    before, less = texts(PAGE)
    assert less.count("The ferry") == before.count("The ferry") == 12
    assert "Another story" not in less
    assert "never shown" not in less
    assert "beside the story" not in less


def test_words_after_what_is_left_out_stay() -> None:
    assert "tail of the side" in texts(PAGE)[1]


def test_a_story_that_is_made_of_links_is_kept() -> None:
    linked = STORY.replace("The ferry", "<a href='/f'>The ferry, a boat of the old kind</a>")
    assert texts(PAGE.replace(STORY, linked))[1].count("The ferry") == 12
