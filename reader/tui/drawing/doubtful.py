"""Text for which a terminal may take another width than was reckoned: emoji, marks that combine,
letters of the scripts of India.

Terminals do not agree how many cells such characters take.  So they are written over blanks, with
the blanks behind them as room, and what comes then is written at a place that is told: what is
around stands where it belongs whatever the terminal does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from unicodedata import category

from reader.patterns import later
from reader.tui.drawing.cells import SURE, erases_in_colour
from reader.tui.drawing.pens import PLAIN, Pen, change

_RUN: Final = later("[^ ]+(?: [^ ]+)*")
"""What stands between two gaps of two blanks or more."""
_BLANKS: Final = later(" *")


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """From where to where in a line the width is in doubt, with the gap behind it as room."""
    for run in _RUN.finditer(text):
        if SURE.fullmatch(run[0]):
            continue
        sure = SURE.match(run[0])
        start = run.start() + (sure.end() if sure else 0)
        if start > run.start() and category(text[start])[0] == "M":
            start -= 1  # a mark has the letter it stands on
        gap = _BLANKS.match(text, run.end())
        yield start, gap.end() if gap else run.end()


def over_blanks(parts: Sequence[tuple[str, int, Pen]]) -> str:
    """What writes texts, each with the width that was reckoned and its pen, over blanks of as many
    cells, so that nothing old is left where they come out shorter.

    The terminal's pen is the plain one before and after."""
    length = len("".join(part for part, _, _ in parts).rstrip(" "))
    words: list[tuple[str, Pen]] = []
    grounds: list[tuple[int, Pen]] = []
    for part, width, pen in parts:
        words.append((part[:length], pen))
        length = max(0, length - len(part))
        if grounds and grounds[-1][1] is pen.blank:
            width += grounds.pop()[0]
        grounds.append((width, pen.blank))
    return f"{_blanked(grounds)}{_in_pens(words)}"


def _blanked(grounds: Sequence[tuple[int, Pen]]) -> str:
    """Blanks of these grounds; the terminal stands where it stood before."""
    width, ground = grounds[-1]
    is_erased = erases_in_colour() and not ground.shows_on_blank
    last = (f"\x1b[{width}X" if is_erased else " " * width, ground)
    if len(grounds) == 1 and is_erased:
        return _in_pens([last])
    return f"\x1b7{_in_pens([*((' ' * width, pen) for width, pen in grounds[:-1]), last])}\x1b8"


def _in_pens(parts: Iterable[tuple[str, Pen]]) -> str:
    written: list[str] = []
    pen = PLAIN
    for text, wanted in parts:
        if text:
            written += [change(pen, wanted), text]
            pen = wanted
    return "".join((*written, change(pen, PLAIN)))
