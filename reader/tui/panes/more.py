"""The read-more pane: where the story leads, and which of it can be read offline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, Literal

from reader.tui.layout.links import Hint, item_hints
from reader.tui.layout.pieces import safe
from reader.tui.layout.wrap import cells, shorten, wrap
from reader.tui.panes.cards import Cards, Line, Pieces, spread

if TYPE_CHECKING:
    from reader.library.library import MoreItem
    from reader.library.values import Section

State = Literal["cached", "absent", "nowhere", "file", "fetching", "failed"]
GLYPHS: Final[dict[State, str]] = {
    "cached": "●",
    "absent": "○",
    "nowhere": "⌕",
    "file": "♪",
    "fetching": "↻",
    "failed": "!",
}
LEGEND: Final[dict[State, str]] = {
    "cached": "cached",
    "absent": "not cached",
    "nowhere": "no address",
    "file": "plays",
}
SECTIONS: Final[dict[Section, str]] = {
    "event": "SAME EVENT",
    "linking": "LINKED FROM",
    "related": "RELATED IN YOUR CACHE",
}
NOTHING: Final = "Nothing leads on from this story."
_SHORT: Final = 2
"""Rows of the title, and of the note, of an item that is not chosen."""
_INDENT: Final = "   "


class More(Cards):
    """Links of the story and related cached stories; each says whether it can be read offline."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: tuple[MoreItem, ...] = ()
        self.is_whole = True
        """Whether nothing is looked for any more that would stand at the end."""
        self._near: frozenset[int] = frozenset()
        self._fetching: int | None = None
        self._failed: dict[int, str] = {}
        self._letters: dict[int, str] = {}

    def show(self, items: Sequence[MoreItem], *, is_whole: bool = True) -> None:
        """Show ``items``, none chosen; more of them are on their way unless that ``is_whole``."""
        self.items = tuple(items)
        self.is_whole = is_whole
        self._near = frozenset()
        self._fetching = None
        self._failed = {}
        self._letters = {}
        self._chosen = None
        self.scroll_to(y=0, animate=False, force=True)
        self.set_anew()

    def complete(self, items: Sequence[MoreItem]) -> None:
        """Show all ``items``, which begin with those that are shown; what is chosen stays so."""
        is_other, self.items, self.is_whole = self.items != tuple(items), tuple(items), True
        if is_other or not items:
            self.set_anew()

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.items)

    def mark_near(self, numbers: Collection[int]) -> None:
        """Mark the items whose links stand in the paragraph that is being read."""
        if self._near != frozenset(numbers):
            self._near = frozenset(numbers)
            self.set_anew()

    def set_fetching(self, number: int | None) -> None:
        """Say that an item is being fetched (None: none is)."""
        self._fetching = number
        if number is not None:
            self._failed.pop(number, None)
        self.set_anew()

    def set_failed(self, number: int, sentence: str) -> None:
        """Say under an item why it could not be fetched and what to do."""
        self._fetching = None
        self._failed[number] = sentence
        self.set_anew()

    def hint(self) -> tuple[Hint, ...]:
        """Put letters beside the items in sight, and tell which."""
        hints = item_hints(self.items, self.beginning_in_sight)
        self.show_hints(hints)
        return hints

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Draw these letters; none: no letters any more."""
        letters = {hint.row: hint.letters for hint in hints}
        if letters != self._letters:
            self._letters = letters
            self.set_anew()

    @property
    def first_near(self) -> int | None:
        """The first item whose link stands in the paragraph that is being read."""
        return min(self._near, default=None)

    @property
    def is_fetching(self) -> bool:
        """Whether an item is being fetched."""
        return self._fetching is not None

    def state(self, number: int) -> State:
        """How an item stands."""
        item = self.items[number]
        if number == self._fetching:
            return "fetching"
        if number in self._failed:
            return "failed"
        if item.enclosure:
            return "file"
        if item.entry_id is not None:
            return "cached"
        return "absent" if item.link is not None and item.link.url else "nowhere"

    @property
    def title(self) -> Pieces:
        """What the pane is, and how many items there are."""
        return ((" READ MORE ", "title"), (f" {self.count}" if self.count else "", "muted"))

    def set_lines(self, width: int) -> Sequence[Line]:
        """The links, the related stories, and what the glyphs mean."""
        lines = [Line(())]
        if not self.items:
            return [*lines, Line(((f" {NOTHING}", "muted"),))] if self.is_whole else lines
        before: Section = ""
        for number, item in enumerate(self.items):
            section = item.section or ("related" if item.reason else "")
            if section and section != before:
                if number:
                    lines.append(Line(()))
                lines.append(Line(((f" {SECTIONS[section]}", "muted"),), is_heading=True))
            before = section
            lines.extend(Line(row, number) for row in self._card(number, item, width))
        states = {self.state(number) for number in range(self.count)}
        legend = "  ".join(f"{GLYPHS[s]} {words}" for s, words in LEGEND.items() if s in states)
        return [*lines, Line(()), Line(((f" {shorten(legend, width - 1)}", "muted"),))]

    def _card(self, number: int, item: MoreItem, width: int) -> list[Pieces]:
        chosen, near = number == self.chosen, number in self._near
        state = self.state(number)
        mark = " ▶ " if chosen else " ▏ " if near else _INDENT
        room = max(1, width - cells(mark) - 3)
        title = safe(item.title)
        rows = _rows(title, room) if chosen else _rows(title, room, at_most=_SHORT)
        look = "chosen" if chosen else "near" if near else ""
        lead: Pieces = ((mark, "mark"),)
        if letters := self._letters.get(number):
            lead = ((f"{letters:>2}", "hint"), (" ", ""))
        first = spread((*lead, (rows[0], look)), ((f"{GLYPHS[state]} ", "mark"),), width)
        card: list[Pieces] = [first]
        card.extend(((_INDENT, ""), (row, look)) for row in rows[1:])
        notes = self._notes(number, item, room, chosen)
        if chosen and item.link is not None and item.link.sentence not in item.title:
            notes += _rows("“" + safe(item.link.sentence) + "”", room)
        card.extend(((_INDENT, ""), (row, "muted")) for row in notes)
        return card

    def _notes(self, number: int, item: MoreItem, room: int, chosen: bool) -> list[str]:
        """What stands under a title: where it is from, and why it is here on a row of its own
        where both do not fit on one; a card that is not chosen has a row of each."""
        if number == self._fetching:
            return ["fetching…"]
        if number in self._failed:
            return _rows(self._failed[number], room)
        reason = "" if item.section in ("event", "linking") else safe(item.reason)
        source = safe(item.note)  # of those the heading says why
        together = " · ".join(part for part in (source, reason) if part)
        if cells(together) <= room:
            return [together] if together else []
        if chosen:
            return [
                *(_rows(source, room) if source else ()),
                *(_rows(reason, room) if reason else ()),
            ]
        if not reason:
            return _rows(source, room, at_most=_SHORT)
        name, dot, day = source.rpartition(" · ")
        source = shorten(name, room - cells(dot + day)) + dot + day if name else source
        return [shorten(each, room) for each in (source, reason) if each]


def _rows(text: str, width: int, *, at_most: int | None = None) -> list[str]:
    """``text`` wrapped; of more rows than ``at_most`` the last one is cut with an ellipsis."""
    cuts = wrap(text, width)
    rows = [text[start:end] for start, end in cuts]
    if at_most is None or len(rows) <= at_most:
        return rows
    return [*rows[: at_most - 1], shorten(text[cuts[at_most - 1].start :], width)]
