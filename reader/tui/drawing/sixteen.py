"""Inks and papers of a terminal with sixteen colours that can be read on one another.

What the sixteen look like is the terminal's business.  Two sets stand for all: that of xterm and
that of the Linux console, between which most others lie.
"""

from __future__ import annotations

from typing import Final

from rich.color import Color, ColorSystem
from rich.style import Style

from reader.tui.drawing.colours import LEAST, contrast

XTERM: Final = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
CONSOLE: Final = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
CHOSEN: Final = Style(color="#000000", bgcolor="#aaaaaa")
"""The chosen row: the tint that a theme gives it comes out black among sixteen colours."""
BLACK: Final = 0
DARK_GREY: Final = 8
WHITE: Final = 15


def readable(ink: Color | None, paper: Color | None) -> tuple[Color | None, Color | None]:
    """The ink and the paper to use on such a terminal; None and its own colours stay.

    Dark grey is taken for black: the Linux console has no such paper, and neither black nor white
    can be read on it everywhere.  An ink that is too near to its paper becomes black or white."""
    if paper is None or paper.is_default:
        return ink, paper
    ground = _number(paper)
    if ground == DARK_GREY:
        ground, paper = BLACK, Color.from_ansi(BLACK)
    if ink is None or ink.is_default or worst(_number(ink), ground) >= LEAST:
        return ink, paper
    return Color.from_ansi(max((BLACK, WHITE), key=lambda each: worst(each, ground))), paper


def worst(ink: int, paper: int) -> float:
    """The contrast of two of the sixteen where they are least apart."""
    from textual.color import Color as Shade

    return min(
        contrast(*(Shade.parse(shades[each]) for each in (ink, paper)))
        for shades in (XTERM, CONSOLE)
    )


def _number(color: Color) -> int:
    number = color.downgrade(ColorSystem.STANDARD).number
    return BLACK if number is None else number
