"""What NO_COLOR leaves of a look."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from reader.tui.drawing.colourless import Colourless

GROUND = Color.parse("#15181c")


def drawn(style: str) -> Style:
    (segment,) = Colourless().apply([Segment("words", Style.parse(style))], GROUND)
    assert segment.style is not None
    return segment.style


@pytest.mark.parametrize("style", ["#8ab4f8 on #15181c", "red on #23282f", "#8ab4f8", "bold blue"])
def test_no_colour_is_left(style: str) -> None:
    bare = drawn(style)
    assert bare.color is not None and bare.color.is_default
    assert bare.bgcolor is not None and bare.bgcolor.is_default
    assert not bare.reverse and not bare.underline
    assert bool(bare.bold) == ("bold" in style)


def test_what_a_paper_told_is_reversed_or_underlined() -> None:
    assert drawn("black on #dfe3e8").reverse
    assert drawn("#dfe3e8 on #404850").underline
    assert not drawn("#dfe3e8 on #404850").reverse


def test_words_without_a_look_stay_as_they_are() -> None:
    assert Colourless().apply([Segment("words")], GROUND) == [Segment("words")]


def test_a_link_and_attributes_stay() -> None:
    bare = drawn("italic strike link https://news.test/")
    assert bare.italic and bare.strike and bare.link == "https://news.test/"
