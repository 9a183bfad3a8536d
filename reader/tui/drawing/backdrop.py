"""What shows through around a box: the screen below it, tinted, without its links and marks.

Textual renders that screen once more for each paint of the box, through all that Rich can do.  Here
its lines are taken as they stand, and each look is tinted once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip


def tinted(strips: Iterable[Strip], color: Color) -> list[Strip]:
    """The lines of a screen under a ``color`` that is seen through."""
    return [
        Strip([Segment(text, _tinted(style, color)) for text, style, _ in strip], strip.cell_length)
        for strip in strips
    ]


@lru_cache(512)
def _tinted(style: Style | None, color: Color) -> Style:
    if style is None:
        return Style()
    ink, paper = (
        (Color.from_rich_color(each) + color).rich_color if each is not None else None
        for each in (style.color, style.bgcolor)
    )
    return style.clear_meta_and_links() + Style.from_color(ink, paper)
