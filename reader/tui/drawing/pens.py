"""How a cell looks, as the terminal is told it: attributes and colours, said only where they change.

The codes are those of ECMA-48 (SGR); colours are brought down to what the terminal can show.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rich.color import Color, ColorSystem
from rich.style import Style

_ON: Final[tuple[tuple[str, str, str], ...]] = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("underline2", "21", "24"),
    ("frame", "51", "54"),
    ("encircle", "52", "54"),
    ("overline", "53", "55"),
)
"""Attributes of a style, the code that puts each on, and the one that takes it off."""
_OFF: Final = {on: off for _, on, off in _ON}
_UNSEEN: Final = frozenset(("1", "2", "3", "8"))
"""Attributes that a blank does not show."""


class _Drawn(dict[str, "tuple[str, Pen]"]):
    """The cells that a pen draws, by their character; each is made once."""

    def __init__(self, pen: Pen) -> None:
        super().__init__()
        self._pen = pen

    def __missing__(self, char: str) -> tuple[str, Pen]:
        pen = self._pen
        is_plainer = char == " " and pen.blank is not pen
        cell = self[char] = pen.blank.cells[char] if is_plainer else (char, pen)
        return cell


class Pen:
    """One look. Pens that look the same are the same object, so that cells compare fast."""

    __slots__ = ("attributes", "back", "blank", "cells", "fore", "shows_on_blank")

    def __init__(self, attributes: tuple[str, ...], fore: str, back: str) -> None:
        self.attributes = attributes
        self.fore = fore
        self.back = back
        self.blank: Pen = self
        """The look of a blank: only what shows of it."""
        self.shows_on_blank = not _UNSEEN.issuperset(attributes)
        """Whether a blank drawn so looks like more than its background."""
        self.cells = _Drawn(self)
        """The cell of each character drawn with it; a blank has only what shows of the look."""


@lru_cache(1024)
def _pen(attributes: tuple[str, ...], fore: str, back: str) -> Pen:
    pen = Pen(attributes, fore, back)
    if not pen.shows_on_blank and (attributes or fore):
        pen.blank = _pen((), "", back)
    return pen


PLAIN: Final = _pen((), "", "")
"""What the terminal writes with after a reset."""


@lru_cache(4096)
def pen_of(style: Style | None, system: ColorSystem | None) -> Pen:
    """The pen that draws ``style`` on a terminal with the colours of ``system``."""
    if style is None or system is None:
        return PLAIN
    attributes = tuple(on for name, on, _ in _ON if getattr(style, name))
    ink, paper = style.color, style.bgcolor
    if system is ColorSystem.STANDARD:
        ink, paper = readable(ink, paper)
    return _pen(
        attributes, _codes(ink, system, foreground=True), _codes(paper, system, foreground=False)
    )


def _codes(color: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground=foreground))


# ---- sixteen colours
CHOSEN: Final = Style(color="#000000", bgcolor="#aaaaaa")
"""The chosen row: the tint that a theme gives it comes out black among sixteen colours."""
LEAST: Final = 4.5
"""The least contrast of words (WCAG 2.2, 1.4.3)."""
_XTERM: Final = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
_CONSOLE: Final = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
"""What the sixteen look like is the terminal's business: two sets, that of xterm and that of the
Linux console, stand for all, since most others lie between them."""
_BLACK: Final = 0
_DARK_GREY: Final = 8
_WHITE: Final = 15


def readable(ink: Color | None, paper: Color | None) -> tuple[Color | None, Color | None]:
    """The ink and the paper to use among sixteen; None and the terminal's own colours stay.

    Dark grey is taken for black: the Linux console has no such paper, and neither black nor white
    can be read on it everywhere.  An ink that is too near to its paper becomes black or white."""
    if paper is None or paper.is_default:
        return ink, paper
    ground = _number(paper)
    if ground == _DARK_GREY:
        ground, paper = _BLACK, Color.from_ansi(_BLACK)
    if ink is None or ink.is_default or worst(_number(ink), ground) >= LEAST:
        return ink, paper
    return Color.from_ansi(max((_BLACK, _WHITE), key=lambda each: worst(each, ground))), paper


def worst(ink: int, paper: int) -> float:
    """The contrast of two of the sixteen where they are least apart."""
    return min(
        contrast(*(_rgb(shades[each]) for each in (ink, paper))) for shades in (_XTERM, _CONSOLE)
    )


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21, of two colours in red, green and blue to 255."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: tuple[int, int, int]) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(hexes: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(hexes[1:])
    return red, green, blue


def _number(color: Color) -> int:
    number = color.downgrade(ColorSystem.STANDARD).number
    return _BLACK if number is None else number


@lru_cache(4096)
def change(before: Pen, after: Pen) -> str:
    """What turns one pen into the other, in as few bytes as do it."""
    if before is after:
        return ""
    anew = ["0", *after.attributes, *filter(None, (after.fore, after.back))]
    codes: list[str] = []
    lost = [each for each in before.attributes if each not in after.attributes]
    off = {_OFF[each] for each in lost}
    codes += sorted(off)
    codes += [
        each
        for each in after.attributes
        if each not in before.attributes or _OFF[each] in off  # one code takes two of them off
    ]
    if before.fore != after.fore:
        codes.append(after.fore or "39")
    if before.back != after.back:
        codes.append(after.back or "49")
    if after is PLAIN:
        return "\x1b[m"
    told = min((";".join(codes), ";".join(anew)), key=len)
    return f"\x1b[{told}m"
