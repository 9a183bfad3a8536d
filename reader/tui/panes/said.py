"""The pane beside the speakers: what the chosen one said, newest first, with its source."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.message import Message

from reader.library.values import Saying
from reader.model import SURE_SPEAKER
from reader.text import clean_line
from reader.tui import times
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.keys.dispatch import bindings
from reader.tui.layout.wrap import wrap
from reader.tui.messages import NotPossible
from reader.tui.panes.lines import LineList

MOST_LINES: Final = 4
"""Lines of a quote that are shown; the rest is in the story."""


class SaidPane(LineList[Saying]):
    """Quotes; opening one is posted as ``Opened``, copying and exporting as :class:`Asked`."""

    class Asked(Message):
        """The reader wants ``saying`` copied."""

        def __init__(self, saying: Saying) -> None:
            super().__init__()
            self.saying = saying

    BINDINGS: ClassVar[list[BindingType]] = bindings("said.copy")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.now: datetime = times.now()

    def key_of(self, item: Saying) -> tuple[int, int]:
        return item.sources[0].entry.id, item.sources[0].number

    def action_said_copy(self) -> None:
        chosen = self.chosen
        self.post_message(self.Asked(chosen) if chosen else NotPossible("No quote is chosen"))

    def height_of(self, index: int) -> int:
        item = self.items[index]
        return len(self._words(item, self.size.width)) + (3 if len(item.sources) > 1 else 2)

    def draw(self, item: Saying, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        lines = [
            [edge, Part(" "), Part(line, "strong" if chosen else "")]
            for line in self._words(item, width)
        ]
        newest = item.sources[0]
        moment = newest.entry.published_at or newest.entry.sort_at
        ends = [Part("speaker? ", "warn")] if newest.confidence < SURE_SPEAKER else []
        if len(item.sources) > 1:
            ends.append(Part(f"+{len(item.sources) - 1} more ", "accent"))
        ends.append(Part(times.stamp(moment, self.now), "dim"))
        source = fit(f"{newest.entry.feed_title} · {newest.entry.title}", max(1, width - 4))
        about = spread([Part(source, "dim")], ends, max(1, width - 5))
        lines.append([edge, Part("   "), *about])
        if len(item.sources) > 1:
            also = ", ".join(dict.fromkeys(row.entry.feed_title for row in item.sources[1:]))
            lines.append([edge, Part("   "), Part(fit(f"also in {also}", width - 5), "dim")])
        return [*lines, []]

    def _words(self, item: Saying, width: int) -> list[str]:
        text = f"“{clean_line(item.text)}”"
        cuts = list(wrap(text, max(8, width - 4)))
        lines = [text[cut.start : cut.end] for cut in cuts[:MOST_LINES]]
        if len(cuts) > MOST_LINES:
            lines[-1] = fit(f"{lines[-1]} …", max(1, width - 4))
        return lines
