"""Plain text read as a story: label, headline, caption, heading, closing line."""

from __future__ import annotations

from reader.story.read import plain_text, read_text

TEXT = """Now Reading
‘They have begun to close the ferries again’

‘They have begun to close the ferries again’

Olga Brandt runs the harbour office's night desk

Ferry crews say the company has started to cancel the evening boats again.

The company denies it.

Mayors meet in Kiel

The news came as mayors met on the coast.

Read more about the boats named by the crews’ report.
"""


def test_a_label_above_a_repeated_headline_is_the_kicker() -> None:
    story = read_text(TEXT)
    assert story.kicker == "Now Reading"
    assert story.headline == "‘They have begun to close the ferries again’"
    assert story.headline not in plain_text(story)


def test_caption_heading_and_closing_line_are_told_apart() -> None:
    story = read_text(TEXT)
    kinds = [(b.kind, b.role) for b in story.blocks]
    assert kinds == [
        ("caption", None),
        ("paragraph", None),
        ("paragraph", None),
        ("heading", None),
        ("paragraph", None),
        ("paragraph", "read_more"),
    ]


def test_a_read_more_line_without_address_is_an_item() -> None:
    (link,) = read_text(TEXT).links
    assert (link.url, link.kind) == (None, "read_more")
    assert link.text == "Read more about the boats named by the crews’ report."
