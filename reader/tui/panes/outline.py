"""The outline of a story: its headings, and who speaks in it how often. Wide screens only."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from reader.model import HEADLINE, Story
from reader.tui.layout.galley import Place
from reader.tui.layout.pieces import safe
from reader.tui.layout.quotes import UNATTRIBUTED, speakers
from reader.tui.layout.wrap import shorten, wrap
from reader.tui.panes.cards import Cards, Line, Pieces, spread


class Outline(Cards, can_focus=False):
    """Headings, the one being read marked, and speakers with counts; a click goes there."""

    opens_at_once = True

    class Wanted(Message):
        """A click: ``place`` is wanted, or the first quote of ``speaker``."""

        def __init__(self, place: Place | None, speaker: str | None) -> None:
            super().__init__()
            self.place = place
            self.speaker = speaker

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._headings: list[tuple[int, str, int]] = []
        self._speakers: list[tuple[str, int]] = []
        self._quote_speaker: str | None = None

    def show(self, story: Story | None) -> None:
        """Show the headings and speakers of ``story``."""
        self._headings = [(HEADLINE, "Top", 1)]
        self._headings += [
            (number, safe(block.text), block.level)
            for number, block in enumerate(story.blocks if story else ())
            if block.kind == "heading"
        ]
        self._speakers = speakers(story.quotes if story else ())
        self._chosen = 0
        self.set_anew()

    def mark(self, block: int, speaker: str | None) -> None:
        """Mark the heading that ``block`` stands under, and the speaker of the current quote."""
        heading = sum(1 for number, _, _ in self._headings if number <= block) - 1
        if speaker != self._quote_speaker:
            self._quote_speaker = speaker
            self.set_anew()
        self.choose(max(0, heading))

    @property
    def count(self) -> int:
        """Headings and speakers together."""
        return len(self._headings) + len(self._speakers)

    def action_item_open(self) -> None:
        """Go where the chosen line leads."""
        self._want(self._chosen or 0)

    @property
    def title(self) -> Pieces:
        """What the pane is."""
        return ((" IN THIS STORY ", "title"),)

    def set_lines(self, width: int) -> Sequence[Line]:
        """Headings, then speakers."""
        lines = [Line(())]
        for number, (_, text, level) in enumerate(self._headings):
            indent = "  " * max(0, min(level, 4) - 2)
            mark = " ▸ " if number == self._chosen else "   "
            look = "chosen" if number == self._chosen else ""
            room = max(4, width - 4 - len(indent))
            for row, (start, end) in enumerate(wrap(text, room)):
                lead = mark if row == 0 else "   "
                lines.append(Line(((lead + indent, "mark"), (text[start:end], look)), number))
        if self._speakers:
            lines += [
                Line(()),
                Line(((" SPEAKERS", "title"), (f" {self._people}", "muted"))),
                Line(()),
            ]
        for number, (name, quotes) in enumerate(self._speakers, len(self._headings)):
            current = name == self._quote_speaker
            shown = shorten(name, width - 3 - len(str(quotes)) - 3)
            look = "chosen" if current else "muted" if name == UNATTRIBUTED else ""
            left: Pieces = ((" ▶ " if current else "   ", "mark"), (shown, look))
            lines.append(Line(spread(left, ((f"{quotes}  ", "muted"),), width), number))
        return lines

    @property
    def _people(self) -> int:
        return sum(1 for name, _ in self._speakers if name != UNATTRIBUTED)

    def _want(self, number: int) -> None:
        if number < len(self._headings):
            self.post_message(self.Wanted(Place(self._headings[number][0], 0), None))
        else:
            name = self._speakers[number - len(self._headings)][0]
            self.post_message(self.Wanted(None, name))
