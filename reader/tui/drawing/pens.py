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
        from reader.tui.drawing.sixteen import readable

        ink, paper = readable(ink, paper)
    return _pen(attributes, _codes(ink, system, True), _codes(paper, system, False))


def _codes(color: Color | None, system: ColorSystem, foreground: bool) -> str:
    if color is None or color.is_default:
        return ""
    return ";".join(color.downgrade(system).get_ansi_codes(foreground=foreground))


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
