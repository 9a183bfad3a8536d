"""The pane beside the speakers: what the chosen one said, newest first, with its source."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message

from reader.model import QuoteRow
from reader.text import clean_line
from reader.tui import times
from reader.tui.drawing import Part, fit, spread
from reader.tui.keys import bindings
from reader.tui.layout.wrap import wrap
from reader.tui.lines import LineList

MOST_LINES: Final = 4
"""Lines of a quote that are shown; the rest is in the story."""


class SaidPane(LineList[QuoteRow]):
    """Quotes; opening one is posted as ``Opened``, copying and exporting as :class:`Asked`."""

    class Asked(Message):
        """The reader wants ``row`` copied."""

        def __init__(self, row: QuoteRow) -> None:
            super().__init__()
            self.row = row

    BINDINGS: ClassVar[list[BindingType]] = bindings("said.copy")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()

    def key_of(self, item: QuoteRow) -> tuple[int, int]:
        return item.entry.id, item.number

    def action_said_copy(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Asked(self.chosen))

    def height_of(self, index: int) -> int:
        return len(self._words(self.items[index], self.size.width)) + 2

    def draw(self, item: QuoteRow, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        lines = [
            [edge, Part(" "), Part(line, "strong" if chosen else "")]
            for line in self._words(item, width)
        ]
        when = times.stamp(item.entry.published_at or item.entry.sort_at, self.now)
        doubt = [Part("speaker? ", "warn")] if item.confidence < 0.75 else []
        source = fit(f"{item.entry.feed_title} · {item.entry.title}", max(1, width - 4))
        about = spread([Part(source, "dim")], [*doubt, Part(when, "dim")], max(1, width - 4))
        return [*lines, [edge, Part("   "), *about], []]

    def _words(self, item: QuoteRow, width: int) -> list[str]:
        text = f"“{clean_line(item.text)}”"
        cuts = list(wrap(text, max(8, width - 4)))
        lines = [text[cut.start : cut.end] for cut in cuts[:MOST_LINES]]
        if len(cuts) > MOST_LINES:
            lines[-1] = fit(f"{lines[-1]} …", max(1, width - 4))
        return lines
