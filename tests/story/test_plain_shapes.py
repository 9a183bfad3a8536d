"""Plain texts as feeds bring them: lists right under a line, letters that quote, links with brackets."""

from __future__ import annotations

import pytest

from reader.model import Block, Story, TextType
from reader.story.read import read_fragment


def blocks_of(markup: str, kind: TextType = "text") -> list[Block]:
    """The blocks of an entry's content."""
    known = Story(0, None, "Notes from the yard", None, None, (), url="https://yard.example/a/1")
    return list(read_fragment(markup, kind, known).blocks)


def told(text: str, kind: TextType = "text") -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in blocks_of(text, kind)]


def test_items_right_under_the_line_that_calls_for_them_are_items() -> None:
    text = "We built a boat.\n\nWhat it took:\n- oak\n- tar\n\nWhere to look:\n► Plans: https://yard.example/p"
    assert told(text) == [
        ("paragraph", "We built a boat."),
        ("paragraph", "What it took:"),
        ("list_item", "oak"),
        ("list_item", "tar"),
        ("paragraph", "Where to look:"),
        ("list_item", "Plans: https://yard.example/p"),
    ]


def test_a_dash_that_leads_in_what_somebody_says_makes_no_item() -> None:
    text = "The old man looked up from his nets and said:\n– Nobody sails today.\n\nThen he left."
    assert [b.kind for b in blocks_of(text)] == ["paragraph", "paragraph"]


def test_the_numbers_of_items_are_kept() -> None:
    items = blocks_of("How it is done.\n\n3. Saw\n4. Plane\n   the edges\n12) Glue")
    assert [(b.text, b.number) for b in items[1:]] == [
        ("Saw", 3),
        ("Plane the edges", 4),
        ("Glue", 12),
    ]


def test_what_a_letter_quotes_is_told_from_the_answer_and_by_its_depth() -> None:
    text = "On Monday Bo wrote:\n> The keel\n> leaks.\n>> Does it?\nIt does not.\n\nAnn"
    assert told(text)[:4] == [
        ("paragraph", "On Monday Bo wrote:"),
        ("blockquote", "The keel leaks."),
        ("blockquote", "Does it?"),
        ("paragraph", "It does not."),
    ]
    assert [b.level for b in blocks_of(text)[1:3]] == [1, 2]


def test_quoted_words_in_turn_with_answers_nest_nothing_and_take_no_time() -> None:
    text = "A first paragraph.\n\n" + "Bo wrote:\n> The keel leaks.\n" * 5_000
    assert [b.kind for b in blocks_of(text)[1:5]] == ["paragraph", "blockquote"] * 2


def test_an_address_with_brackets_is_one_link() -> None:
    block = blocks_of("It is a [kind of boat](https://wiki.example/Yawl_(boat)) and *old*.")[0]
    assert block.text == "It is a kind of boat and old."
    assert [m.url for m in block.marks] == ["https://wiki.example/Yawl_(boat)", None]


@pytest.mark.parametrize(
    "markup",
    [
        "&lt;![CDATA[&lt;p&gt;It floats.&lt;/p&gt;]]&gt;",
        "<![CDATA[<p>It floats.</p>]]>",
        "<![CDATA[It floats.]]>",
    ],
)
def test_the_marks_of_a_section_of_data_are_no_words(markup: str) -> None:
    assert told(markup, "html") == [("paragraph", "It floats.")]


def test_a_picture_from_a_host_with_a_letter_for_its_name_counts_nobody() -> None:
    found = blocks_of('<p>Words.</p><img src="https://b.thumbs.example/x.jpg">', "html")
    assert found[-1].url == "https://b.thumbs.example/x.jpg"
