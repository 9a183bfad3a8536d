"""Words for one line of the screen: cut to a width in cells, joined, aligned at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text import clean, clean_line, fold

ELLIPSIS = "…"
TAG_LOOKS = ("accent", "good", "warn")
"""The colours of tags."""
_BLANKS = str.maketrans("\n\t", "  ")
_NO_ENDS = " ,;:·–—-(“‘«"
"""What does not stand before an ellipsis."""


class Part(NamedTuple):
    """Words of a line, and the name of their look: a component class without its widget's name."""

    text: str
    look: str = ""


def fit(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` cells, with an ellipsis where words were cut."""
    return _cut(clean_line(text), width)


def ended(text: str, most: int) -> str:
    """The first ``most`` characters of ``text`` and an ellipsis; a word is cut in two only where
    more than a third of them would be lost without its beginning."""
    end = most if text[most : most + 1].isspace() else text.rfind(" ", 0, most)
    kept = text[: end if 3 * end >= 2 * most else most].rstrip(_NO_ENDS)
    return (kept or text[:most].rstrip()) + ELLIPSIS


def width_of(parts: Iterable[Part]) -> int:
    """The cells that ``parts`` take."""
    return sum(cell_len(part.text) for part in parts)


def fit_parts(parts: Sequence[Part], width: int) -> list[Part]:
    """``parts`` cut at ``width`` cells, with an ellipsis where something is missing."""
    fitted: list[Part] = []
    room = width
    for part in parts:
        cells = cell_len(part.text)
        if cells > room:
            fitted.append(Part(_cut(part.text.rstrip(), room), part.look))
            break
        fitted.append(part)
        room -= cells
    return fitted


def marked(text: str, spans: Sequence[tuple[int, int]], look: str, mark: str) -> list[Part]:
    """``text`` with the characters of ``spans`` (ordered, not overlapping) in the look ``mark``."""
    parts: list[Part] = []
    at = 0
    for start, end in spans:
        parts += [Part(text[at:start], look), Part(text[start:end], mark)]
        at = end
    return [part for part in (*parts, Part(text[at:], look)) if part.text]


def tag_parts(names: Sequence[str]) -> list[Part]:
    """``#world #later``, each name in a colour of its own that stays the same."""
    parts: list[Part] = []
    for name in names:
        look = TAG_LOOKS[crc32(fold(name).encode()) % len(TAG_LOOKS)]
        parts += [Part(" ")] if parts else []
        parts.append(Part(f"#{name}", look))
    return parts


def caret(column: int, words: str, width: int, look: str = "") -> list[Part]:
    """A line of at most ``width`` cells with a ``▲`` under ``column`` of the line above, and the
    words on the side of it where there is more room."""
    column = max(0, min(column, width - 1))
    after = width - column - 2
    if after >= min(cell_len(words), column):
        return [Part(" " * column), Part("▲", look), Part(f" {_cut(words, after)}", look)]
    shown = _cut(words, max(0, column - 1))
    gap = column - cell_len(shown)
    return [Part(" " * (gap - 1)), Part(f"{shown} ", look), Part("▲", look)]


def spread(left: Sequence[Part], right: Sequence[Part], width: int, gap: int = 1) -> list[Part]:
    """A line with ``left`` at its beginning and ``right`` at its end.

    The left gives way; when not even 8 cells were left for it, the right is dropped.
    """
    ends = width_of(right)
    if ends and width - ends - gap < min(8, width_of(left)):
        return fit_parts(left, width)
    fitted = fit_parts(left, width - ends - gap if ends else width)
    if not ends:
        return fitted
    return [*fitted, Part(" " * (width - ends - width_of(fitted))), *right]


def strip_of(parts: Sequence[Part], looks: dict[str, Style], width: int, fill: Style) -> Strip:
    """``parts`` as a strip of exactly ``width`` cells; ``looks`` gives each look its style.

    The last place before the terminal: control characters do not pass.
    """
    segments = [
        Segment(clean(part.text).translate(_BLANKS), looks.get(part.look, fill))
        for part in parts
        if part.text
    ]
    return Strip(segments).adjust_cell_length(width, fill)


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    kept = set_cell_size(text, width - 1)
    return ended(text, len(kept.rstrip()) if kept[-1:] == " " else len(kept))
