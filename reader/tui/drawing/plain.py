"""Signs and lines of the screen as ASCII, for fonts that have no others (``[reading] icons``).

Each takes the one cell that the sign took.  Letters and marks of a story stay as they are, but for
those that are signs of the screen too.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from reader.tui.drawing.parts import ELLIPSIS

SIGNS: Final = {
    **dict.fromkeys("▎▏▌┃│║", "|"),
    **dict.fromkeys("─━═", "-"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("█", "#"),
    **dict.fromkeys("░▒▓", "."),
    **dict.fromkeys("●◆■▪", "*"),
    **dict.fromkeys("○◦", "o"),
    **dict.fromkeys("▶▸→↗", ">"),
    **dict.fromkeys("←‹", "<"),
    **dict.fromkeys("↑▲", "^"),
    "▼": "v",
    "↓": "v",
    "★": "+",
    "≡": "=",
    "❝": '"',
    "❞": '"',
    "⌕": "?",
    "↻": "~",
    "↶": "<",
    "♪": "~",
    "·": "-",
    "•": "-",
    "↵": "/",
    "¶": "P",
    ELLIPSIS: "~",
}
_TABLE: Final = str.maketrans(SIGNS)


class Plain(LineFilter):
    """Puts ASCII in the place of the signs."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment
            if segment.text.isascii()
            else segment._replace(text=segment.text.translate(_TABLE))
            for segment in segments
        ]
