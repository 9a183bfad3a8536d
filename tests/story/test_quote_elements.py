"""What a ``q`` element becomes: words in marks, which the page itself may print."""

from __future__ import annotations

import pytest

from reader.story.blocks.markup import parse_fragment
from reader.story.blocks.walker import Walker


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><q>We sank</q>, she said.</p>", "“We sank”, she said."),
        ("<p>“<q>We sank,</q>” she said.</p>", "“We sank,” she said."),
        ("<p><q>“We sank,”</q> she said.</p>", "“We sank,” she said."),
        ("<p><q>She said <q>no</q> twice</q>.</p>", "“She said ‘no’ twice”."),
        ("<p><q>Yes</q> <q>No</q></p>", "“Yes” “No”"),
    ],
)
def test_a_quotation_has_its_marks_once(markup: str, text: str) -> None:
    body = parse_fragment(markup)
    assert body is not None
    (block,) = Walker(None).walk(body)
    assert block.text == text
