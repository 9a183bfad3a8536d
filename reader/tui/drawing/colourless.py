"""The screen without colours (``NO_COLOR``, https://no-color.org): the terminal's own two are left.

Textual's way is shades of grey, which are colours too, and made for one kind of background. What
was told by a paper of its own is reversed here, or underlined where the paper hardly stood out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from reader.tui.drawing.pens import contrast

REVERSED: Final = 2.5
"""The contrast of a paper with the ground, from which on it is reversed."""
UNDERLINED: Final = 1.4
"""The same for words to be underlined; panels have 1.2 at most."""


class Colourless(LineFilter):
    """Takes the colours away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        ground = background.rgb
        return [
            segment
            if segment.style is None
            else segment._replace(style=_bare(segment.style, ground))
            for segment in segments
        ]


@lru_cache(1024)
def _bare(style: Style, ground: tuple[int, int, int]) -> Style:
    """``style`` in the terminal's own colours, on a widget whose paper is ``ground``."""
    paper = _rgb(style.bgcolor)
    apart = 1.0 if paper is None else contrast(paper, ground)
    return Style(
        color="default",
        bgcolor="default",
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        strike=style.strike,
        reverse=style.reverse or apart >= REVERSED,
        underline=style.underline or UNDERLINED <= apart < REVERSED,
        link=style.link,
        meta=style.meta,
    )


def _rgb(color: RichColor | None) -> tuple[int, int, int] | None:
    if color is None or color.is_default:
        return None
    red, green, blue = color.get_truecolor()
    return red, green, blue
