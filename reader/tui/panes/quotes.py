"""The quotes pane: who says what in this story, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reader.model import Quote, Story
from reader.tui.layout.quotes import (
    UNATTRIBUTED,
    place_words,
    quote_words,
    speaker_name,
    speaker_role,
)
from reader.tui.layout.wrap import cells, shorten, wrap
from reader.tui.panes.cards import Cards, Line, Pieces, spread

NO_QUOTES: Final = "No direct quotes in this story."
_SHORT: Final = 3
"""Rows of a quote that is not chosen."""
_INDENT: Final = "   "


class Quotes(Cards):
    """Every quote of the story in page order; the chosen one in full."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._story: Story | None = None

    def show(self, story: Story) -> None:
        """Show the quotes of ``story``, none chosen."""
        self._story = story
        self._chosen = None
        self.scroll_to(y=0, animate=False, force=True)
        self.set_anew()

    @property
    def count(self) -> int:
        """How many quotes there are."""
        return len(self._quotes)

    @property
    def _quotes(self) -> Sequence[Quote]:
        return self._story.quotes if self._story else ()

    @property
    def title(self) -> Pieces:
        """What the pane is, and how many quotes there are."""
        return ((" QUOTES ", "title"), (f" {self.count}" if self.count else "", "muted"))

    def set_lines(self, width: int) -> Sequence[Line]:
        """A card for each quote."""
        lines = [Line(())]
        if self._story is None:
            return lines
        if not self._quotes:
            return [*lines, *(Line(((f" {row}", "muted"),)) for row in _rows(NO_QUOTES, width - 2))]
        for number, quote in enumerate(self._quotes):
            card = self._card(number, quote, self._story, width)
            lines.extend(Line(pieces, number) for pieces in card)
            lines.append(Line(()))
        return lines

    def _card(self, number: int, quote: Quote, story: Story, width: int) -> list[Pieces]:
        chosen = number == self.chosen
        name, role = speaker_name(quote), speaker_role(quote)
        mark = " ▶ " if chosen else _INDENT
        place = place_words(quote)
        room = width - cells(mark) - cells(place) - 2
        shown = shorten(name.upper() if name else UNATTRIBUTED, room)
        head: list[tuple[str, str]] = [(mark, "mark"), (shown, "name" if name else "muted")]
        rest = room - cells(shown) - 2
        body: list[Pieces] = []
        if role and cells(role) <= rest:
            head += [("  ", ""), (role, "muted")]
        elif role:
            body.append(((_INDENT, ""), (shorten(role, width - 4), "muted")))
        rows = _rows(quote_words(quote, story), width - 5)
        if not chosen and len(rows) > _SHORT:
            rows = [*rows[: _SHORT - 1], shorten(" ".join(rows[_SHORT - 1 :]), width - 5)]
        look = "chosen" if chosen else ""
        body += [((f"{_INDENT} " if i else _INDENT, ""), (row, look)) for i, row in enumerate(rows)]
        return [spread(tuple(head), ((f"{place} ", "muted"),), width), *body]


def _rows(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, max(1, width))]
