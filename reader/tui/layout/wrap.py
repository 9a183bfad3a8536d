"""One paragraph cut into rows of at most so many terminal cells.

Widths are those that Textual draws with (:mod:`rich.cells`), so that a row never runs over its
measure on the screen.  A cut never falls inside a grapheme.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from rich.cells import cell_len, split_graphemes

from reader.patterns import later
from reader.tui.drawing.parts import ended

TAB: Final = 4
"""Cells that a tab takes in code."""

_NARROW = later(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20c0\u2100-\u214f\u2190-\u21ff]*"
)
"""Characters of exactly one cell that form no graphemes: nearly all western text."""
_SPACES: Final = " \t\u2003\u2002\u2009\u3000"
_BLANKS: Final = frozenset(_SPACES)
_CLOSING: Final = frozenset(
    "、。，．：；？！」』）〉》】〕］｝”’ー…‥・々ゝゞ%‰℃ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
"""Characters that must not begin a row of Chinese or Japanese."""
_OPENING: Final = frozenset("「『（〈《【〔［｛“‘")
"""Characters that must not end one."""
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)


class Cut(NamedTuple):
    """A row: characters ``start`` to ``end`` of the paragraph, without the blank it broke at."""

    start: int
    end: int


class _Grapheme(NamedTuple):
    start: int
    end: int
    width: int


def wrap(text: str, width: int) -> list[Cut]:
    """``text`` in rows of at most ``width`` cells (at least 1), broken at blanks where possible.

    Newlines break always.  Between the rows only blanks and newlines are left out, so the rows
    hold every other character exactly once.  A grapheme wider than ``width`` stands alone.
    """
    width = max(1, width)
    rows: list[Cut] = []
    start = 0
    for line in text.split("\n"):
        _wrap_line(line, start, width, rows)
        start += len(line) + 1
    return rows


def fold(text: str, width: int) -> list[Cut]:
    """``text`` in rows cut at the width alone, as code wants it; blanks stay, tabs count four."""
    rows: list[Cut] = []
    offset = 0
    for line in text.split("\n"):
        if len(line) <= width and _NARROW.fullmatch(line):
            rows.append(Cut(offset, offset + len(line)))
        else:
            _fold_graphemes(line, offset, max(1, width), rows)
        offset += len(line) + 1
    return rows


def cells(text: str) -> int:
    """The width of ``text`` in cells."""
    return cell_len(text)


def shorten(text: str, width: int) -> str:
    """``text`` cut to at most ``width`` cells with an ellipsis where something was left out."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = 0, 1
    for grapheme in graphemes(text):
        if used + grapheme.width > width:
            break
        used += grapheme.width
        kept = grapheme.end
    return ended(text, kept)


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end`` widened to the borders of graphemes."""
    if _NARROW.fullmatch(text):
        return start, end
    for grapheme in graphemes(text):
        if grapheme.start < start < grapheme.end:
            start = grapheme.start
        if grapheme.start < end < grapheme.end:
            end = grapheme.end
    return start, end


def is_simple(text: str) -> bool:
    """Whether every character of ``text`` takes one cell and stands for itself."""
    return _NARROW.fullmatch(text) is not None


def graphemes(text: str) -> list[_Grapheme]:
    """``text`` in what a reader sees as single signs; the two letters of a flag stay together."""
    found: list[_Grapheme] = []
    flag = False
    for start, end, width in split_graphemes(text)[0]:
        letter = ord(text[start]) in _FLAG_LETTERS
        if letter and flag:
            before = found.pop()
            found.append(_Grapheme(before.start, end, before.width + width))
            flag = False
            continue
        flag = letter
        found.append(_Grapheme(start, end, TAB if text[start] == "\t" else width))
    return found


def _wrap_line(line: str, offset: int, width: int, rows: list[Cut]) -> None:
    if len(line) <= width and _NARROW.fullmatch(line):
        rows.append(Cut(offset, offset + len(line.rstrip(" "))))
    elif _NARROW.fullmatch(line):
        _wrap_narrow(line, offset, width, rows)
    else:
        _wrap_graphemes(line, offset, width, rows)


def _wrap_narrow(line: str, offset: int, width: int, rows: list[Cut]) -> None:
    """The quick way, for characters of one cell each."""
    start, length = 0, len(line)
    while length - start > width:
        end = line.rfind(" ", start, start + width + 1)
        if end <= start:
            end = _break_word(line, start, start + width)
        rows.append(Cut(offset + start, offset + len(line[start:end].rstrip(" ")) + start))
        start = end
        while start < length and line[start] == " ":
            start += 1
    if start < length:
        rows.append(Cut(offset + start, offset + len(line.rstrip(" "))))


def _break_word(line: str, start: int, limit: int) -> int:
    """Where to cut a word that fills a whole row: after a slash or hyphen near the end, else hard."""
    for sign in "/-?&=_.":
        at = line.rfind(sign, start + (limit - start) // 2, limit)
        if at > start:
            return at + 1
    return limit


def _wrap_graphemes(line: str, offset: int, width: int, rows: list[Cut]) -> None:
    """The careful way: wide, combining and joined characters."""
    signs = graphemes(line)
    first, used, chance = 0, 0, 0
    index = 0
    while index < len(signs):
        sign = signs[index]
        if _may_break_before(line, signs, index) and index > first:
            chance = index
        blank = line[sign.start : sign.end] in _BLANKS
        if used + sign.width > width and index > first and not blank:
            cut = chance if chance > first else index
            _add_row(line, offset, signs[first].start, signs[cut].start, rows)
            first = index = chance = cut
            used = 0
            continue
        if not (blank and index == first and rows and rows[-1].start >= offset):
            used += sign.width
        elif first == index:
            first = chance = index + 1
        index += 1
    if first < len(signs) or not line:
        begin = signs[first].start if signs else 0
        _add_row(line, offset, begin, len(line), rows)


def _add_row(line: str, offset: int, start: int, end: int, rows: list[Cut]) -> None:
    kept = len(line[start:end].rstrip(_SPACES))
    rows.append(Cut(offset + start, offset + start + kept))


def _may_break_before(line: str, signs: list[_Grapheme], index: int) -> bool:
    """Whether a row may end before sign ``index``: after a blank, and between wide characters."""
    if index == 0:
        return False
    here = line[signs[index].start : signs[index].end]
    before = line[signs[index - 1].start : signs[index - 1].end]
    if before in _BLANKS:
        return here not in _BLANKS
    if here in _BLANKS:
        return False
    wide = signs[index].width == 2 or signs[index - 1].width == 2
    return wide and here[0] not in _CLOSING and before[0] not in _OPENING


def _fold_graphemes(line: str, offset: int, width: int, rows: list[Cut]) -> None:
    start = used = 0
    for sign in graphemes(line):
        if used + sign.width > width and sign.start > start:
            rows.append(Cut(offset + start, offset + sign.start))
            start, used = sign.start, 0
        used += sign.width
    rows.append(Cut(offset + start, offset + len(line)))
