"""What a story says, and who says it, does not hang on the marks that it is printed with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model import Block
from reader.story.quotes import find_quotes
from tests.quotes.stories import read, shown

_STORIES = read(Path(__file__).parent / "american.txt")
_NO_WORDS = re.compile(r"[\s“”‘’«»„‚‹›\"'`]")


def _printed(text: str, marks: str) -> str:
    """``text``, whose quotations stand in “ ”, and ‘ ’ within, with ``marks`` in their places."""
    opening, closing, inner, end = marks.split("|")
    text = re.sub(r"(?<!\w)‘(?=\w)([^“”‘’]*(?:\w’\w[^“”‘’]*)*)’(?!\w)", rf"{inner}\1{end}", text)
    return text.replace("“", opening).replace("”", closing)


def _bare(found: Iterable[tuple[str, str | None, str]]) -> list[tuple[str, str | None, str]]:
    return [(kind, who, _NO_WORDS.sub("", words)) for kind, who, words in found]


@pytest.mark.parametrize(
    "marks",
    [
        "\"|\"|'|'",
        "‘|’|“|”",
        "'|'|\"|\"",
        "« | »|“|”",
        "“ | ”|‘|’",
        "“\u202f|\u202f”|‘|’",
        "\" | \"|'|'",
        "„|“|‚|‘",
        "”|”|’|’",
        "``|''|`|'",
    ],
)
def test_a_story_reads_the_same_in_other_marks(marks: str) -> None:
    for story in _STORIES:
        blocks = [replace(block, text=_printed(block.text, marks)) for block in story.blocks]
        found = find_quotes(_printed(story.headline, marks), blocks, "en")
        assert _bare(shown(found)) == _bare(story.gold), story.name


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("He spoke of ‘54 times more than the rest’ and left.", ["54 times more than the rest"]),
        ("The gate, she said, 'is far too narrow,' and left.", ["is far too narrow,"]),
        ("He vowed to ‘make the quay great again’ and left.", ["make the quay great again"]),
        ("He swore to ‘have it out with Berlin’ and left.", ["have it out with Berlin"]),
        ("‘She is “above the law,” ’ said Ann Lee.", ["She is “above the law,”"]),
        ("‘ “Above the law” is what she is,’ said Ann Lee.", ["“Above the law” is what she is,"]),
        ("‘The gate is shut,’Ann Lee said.", ["The gate is shut,"]),
        ("Ann Lee said,‘The gate is shut.’", ["The gate is shut."]),
        ("He told 'Dawn Bells' that it 'is the end of the line.'", ["is the end of the line."]),
        ("‘We were only goin’ home,’ said Ann Lee.", ["We were only goin’ home,"]),
        ("In the summer of ‘69 he left. ‘I loved it,’ said Ann Lee.", ["I loved it,"]),
        ("It was ’54 then, and the boats’ owners paid.", []),
        ("Nothin’ doin’ in '69 and nobody's fault,' was the song.", []),
        ("Jo Pell wrote “ The gate is shut ”, and left.", ["The gate is shut"]),
        ('Jo Pell wrote " The gate is shut ", and left.', ["The gate is shut"]),
        ("“The ferry is late. . . . it always is,” Jo Pell said.", ["The ferry is late. . . . it always is,"]),
    ],
)  # fmt: skip
def test_marks_that_stand_like_no_mark(text: str, listed: list[str]) -> None:
    found = find_quotes("", [Block("paragraph", text)], "en")
    assert [quote.text for quote in found] == listed


def test_two_words_in_marks_set_off_by_blanks_are_listed() -> None:
    more = "The gate at the far end of the quay was shut at dusk and all of the boats had come in."
    said = Block("paragraph", f"Ann Lee said she was “ deeply unhappy ” with it. {more}")
    assert [quote.text for quote in find_quotes("", [said], "en")] == ["deeply unhappy"]
