"""A story as Markdown or plain text: lists keep their numbers, texts their links and emphasis."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.library.reading.written import story_markdown, story_plain, who
from reader.model import Block, Entry, Mark, Speaker, Story

ENTRY = Entry(1, 1, "Bolts", datetime(2026, 1, 5, tzinfo=UTC))


def story_of(*blocks: Block) -> Story:
    return Story(1, None, "Bolts", None, blocks)


def markdown(*blocks: Block) -> str:
    return story_markdown(ENTRY, story_of(*blocks)).removeprefix("# Bolts\n\n")


def marked(text: str, *marks: tuple[str, str] | tuple[str, str, str]) -> Block:
    """A paragraph with a mark on each of these words."""
    made = []
    for words, style, *url in marks:
        start = text.index(words)
        made.append(Mark(start, start + len(words), style, *url))  # type: ignore[arg-type]
    return Block("paragraph", text, marks=tuple(made))


LISTED = (
    Block("list_item", "Take them out.", level=1, number=9),
    Block("list_item", "Count them.", level=1, number=10),
    Block("list_item", "at low water", level=2),
    Block("list_item", "Put them back.", level=1, number=11),
)


def test_numbered_lists_keep_their_numbers() -> None:
    plain = story_plain(ENTRY, story_of(*LISTED))
    assert plain.endswith(
        "\n\n9. Take them out.\n10. Count them.\n  • at low water\n11. Put them back."
    )
    assert markdown(*LISTED) == (
        "9. Take them out.\n10. Count them.\n    - at low water\n11. Put them back."
    )


def test_an_item_that_is_wrapped_goes_on_under_its_words() -> None:
    plain = story_plain(
        ENTRY, story_of(Block("list_item", "one two three", level=1, number=7)), width=9
    )
    assert plain.endswith("7. one\n   two\n   three")


@pytest.mark.parametrize(
    ("block", "written"),
    [
        (
            marked("See the report (2).", ("report (2)", "link", "https://x.example/a(b)\\")),
            "See the [report (2)](https://x.example/a%28b%29%5C).",
        ),
        (marked("The Sigrid sails.", ("Sigrid", "emphasis")), "The *Sigrid* sails."),
        (
            marked("Now read this.", ("read this", "strong"), ("this", "emphasis")),
            "Now **read *this***.",
        ),
        (
            marked("Go there now.", ("Go there", "link", "https://x.example"), ("there", "strong")),
            "[Go **there**](https://x.example) now.",
        ),
        (marked("Run a_b `x` now.", ("a_b `x`", "code")), "Run `` a_b `x` `` now."),
        (marked("Not *so* gone.", ("gone", "strike")), "Not \\*so\\* ~~gone~~."),
        (marked("a “word”s end", ("“word”", "strong")), "a “word”s end"),
        (marked("a word and", (" word ", "strong")), "a word and"),
        (marked("10. of May", ("of", "emphasis")), "10\\. *of* May"),
        (Block("paragraph", "abc", marks=(Mark(1, 1, "strong"), Mark(0, 9, "strong"))), "abc"),
        (
            Block(
                "paragraph", "one two three", marks=(Mark(0, 7, "strong"), Mark(4, 13, "emphasis"))
            ),
            "**one two** three",
        ),
        (
            Block("heading", "What Ada says", marks=(Mark(5, 8, "emphasis"),), level=2),
            "## What *Ada* says",
        ),
    ],
)
def test_links_emphasis_and_code_are_kept_in_markdown(block: Block, written: str) -> None:
    assert markdown(block) == written


def test_a_doubtful_speaker_is_written_as_on_the_screen() -> None:
    assert who(Speaker("Helle Drum", "captain"), 0.6) == "Helle Drum?, captain"
    assert who(Speaker("Helle Drum", "captain"), 0.9) == "Helle Drum, captain"
    assert who(Speaker("Helle Drum", "captain"), 0.3) == ""
