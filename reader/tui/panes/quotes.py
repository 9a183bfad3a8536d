"""The quotes pane: who says what in this story and where, and what the reader highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final, Literal, NamedTuple

from textual.binding import BindingType
from textual.message import Message

from reader.library.values import Marked
from reader.model import Quote, Story
from reader.tui.keys.dispatch import bindings
from reader.tui.layout.pieces import safe
from reader.tui.layout.quotes import (
    UNATTRIBUTED,
    place_words,
    quote_words,
    spans_words,
    speaker_name,
    speaker_role,
    speakers,
    speakers_of,
)
from reader.tui.layout.wrap import cells, shorten, wrap
from reader.tui.panes.cards import Cards, Line, Pieces, spread

NO_QUOTES: Final = "No direct quotes in this story."
LOST: Final = "no longer in the story"
_SHORT: Final = 3
"""Rows of a quote that is not chosen."""
_LEAST_ROLE: Final = 8
"""Cells under which a role is not begun beside a name."""
_INDENT: Final = "   "


class Item(NamedTuple):
    """A card: quote or highlight ``number`` of the story."""

    kind: Literal["quote", "mark"]
    number: int


class Quotes(Cards):
    """Every quote of the story, in page order or by speaker, then the reader's highlights.

    The chosen one is shown in full.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*Cards.BINDINGS, *bindings("quotes.order")]

    class Reordered(Message):
        """The reader put the quotes into another order."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._story: Story | None = None
        self._marked: tuple[Marked, ...] = ()
        self._items: tuple[Item, ...] = ()
        self._speakers: tuple[str, ...] = ()
        """Under whose name each quote stands when they are together by speaker."""
        self._by_speaker = False

    # ---- what the screen gives and asks

    def show(self, story: Story | None, marked: Sequence[Marked] = ()) -> None:
        """Show the quotes of ``story`` and the highlights ``marked``, none chosen."""
        self._story = story
        self._speakers = speakers_of(self._quotes)
        self._marked = tuple(marked)
        self._chosen = None
        self._arrange()
        self.scroll_to(y=0, animate=False, force=True)
        self.set_anew()

    def mark(self, marked: Sequence[Marked]) -> None:
        """Show other highlights of the same story."""
        self._keeping(lambda: setattr(self, "_marked", tuple(marked)))

    @property
    def by_speaker(self) -> bool:
        """Whether quotes stand together by speaker, not in page order."""
        return self._by_speaker

    @by_speaker.setter
    def by_speaker(self, by_speaker: bool) -> None:
        self._keeping(lambda: setattr(self, "_by_speaker", by_speaker))

    @property
    def chosen_item(self) -> Item | None:
        """The chosen card."""
        if self.chosen is None or self.chosen >= len(self._items):
            return None
        return self._items[self.chosen]

    def item(self, number: int) -> Item:
        """Card ``number``."""
        return self._items[number]

    def choose_item(self, item: Item | None) -> None:
        """Choose a card without telling anybody."""
        self.choose(self._items.index(item) if item in self._items else None)

    @property
    def quote_count(self) -> int:
        """How many quotes there are."""
        return len(self._quotes)

    def action_quotes_order(self) -> None:
        """In the order of the page, or by speaker."""
        self.by_speaker = not self.by_speaker
        self.post_message(self.Reordered())

    # ---- cards

    @property
    def count(self) -> int:
        """How many quotes and highlights there are."""
        return len(self._items)

    @property
    def _quotes(self) -> Sequence[Quote]:
        return self._story.quotes if self._story else ()

    @property
    def title(self) -> Pieces:
        """What the pane is, and how many quotes there are."""
        number = f" {self.quote_count}" if self.quote_count else ""
        order = " by speaker" if self._by_speaker and number else ""
        return ((" QUOTES ", "title"), (number + order, "muted"))

    def set_lines(self, width: int) -> Sequence[Line]:
        """A card for each quote and each highlight."""
        lines = [Line(())]
        if self._story is None:
            return lines
        if not self._quotes:
            lines += [Line(((f" {row}", "muted"),)) for row in _rows(NO_QUOTES, width - 2)]
            lines += [Line(())] if self._marked else []
        before: str | None = None
        for number, item in enumerate(self._items):
            if item.kind == "mark":
                if not item.number:
                    lines += [_heading("HIGHLIGHTS", len(self._marked)), Line(())]
                card = self._marked_card(number, self._marked[item.number], width)
            else:
                quote = self._quotes[item.number]
                name = self._speakers[item.number]
                if self._by_speaker and name != before:
                    lines.append(self._speaker_line(name, width))
                before = name
                card = self._card(number, quote, self._story, width)
            lines.extend(Line(pieces, number) for pieces in card)
            lines.append(Line(()))
        return lines

    def _arrange(self) -> None:
        order = list(range(len(self._quotes)))
        if self._by_speaker:
            names = [name for name, _ in speakers(self._quotes)]
            order.sort(key=lambda n: names.index(self._speakers[n]))
        quotes = [Item("quote", number) for number in order]
        self._items = (*quotes, *(Item("mark", number) for number in range(len(self._marked))))

    def _keeping(self, change: Callable[[], None]) -> None:
        """Make a change to what is shown; the chosen card stays the chosen one."""
        item = self.chosen_item
        change()
        self._arrange()
        self._chosen = self._items.index(item) if item in self._items else None
        self.set_anew()

    def _speaker_line(self, name: str, width: int) -> Line:
        count = self._speakers.count(name)
        shown = name if name == UNATTRIBUTED else name.upper()
        look = "muted" if name == UNATTRIBUTED else "name"
        head: list[tuple[str, str]] = [
            (f" {shorten(shown, width - 8)}", look),
            (f"  {count}", "muted"),
        ]
        role, room = self._role_of(name), width - sum(cells(text) for text, _ in head) - 3
        if role and room > _LEAST_ROLE:
            head.append((f"  {shorten(role, room)}", "muted"))
        return Line(tuple(head), is_heading=True)

    def _role_of(self, name: str) -> str:
        """What the story first calls the speaker besides the name."""
        theirs = zip(self._speakers, self._quotes, strict=True)
        return next((role for n, q in theirs if n == name and (role := speaker_role(q))), "")

    def _card(self, number: int, quote: Quote, story: Story, width: int) -> list[Pieces]:
        chosen = number == self.chosen
        name, role = speaker_name(quote), speaker_role(quote)
        mark = " ▶ " if chosen else _INDENT
        place = place_words(quote)
        room = width - cells(mark) - cells(place) - 2
        if self._by_speaker:
            group = self._speakers[self._items[number].number]
            is_doubtful = name is not None and name != group  # among sure ones
            if not is_doubtful and (not role or role == self._role_of(group)):
                words = _words(quote_words(quote, story), width, chosen)
                return _placed(((mark, "mark"), *words[0][1:]), words[1:], place, width)
            shown, look = (f"{name}", "muted") if is_doubtful else (role or "", "muted")
            shown, role = shorten(shown, room), None
        else:
            shown = shorten(name.upper() if name else UNATTRIBUTED, room)
            look = "name" if name else "muted"
        head: list[tuple[str, str]] = [(mark, "mark"), (shown, look)]
        rest = room - cells(shown) - 2
        body: list[Pieces] = []
        if role and cells(role) <= rest:
            head += [("  ", ""), (role, "muted")]
        elif role:
            body.append(((_INDENT, ""), (shorten(role, width - 4), "muted")))
        body += _words(quote_words(quote, story), width, chosen)
        return [spread(tuple(head), ((f"{place} ", "muted"),), width), *body]

    def _marked_card(self, number: int, marked: Marked, width: int) -> list[Pieces]:
        chosen = number == self.chosen
        place = LOST if marked.is_lost else spans_words(marked.spans)
        head: Pieces = ((" ▶ " if chosen else _INDENT, "mark"), ("◆", "mark"))
        text = " ↵ ".join(safe(marked.text).split("\n\n")).replace("\n", " ")
        return [
            spread(head, ((f"{place} ", "muted"),), width),
            *_words(text, width, chosen),
        ]


def _placed(first: Pieces, others: Sequence[Pieces], place: str, width: int) -> list[Pieces]:
    """Rows with the place at the end of the last one, or below it where there is no room."""
    rows = [first, *others]
    used = sum(cells(text) for text, _ in rows[-1]) + cells(place) + 3
    last: Pieces = rows.pop() if used <= width else ()
    return [*rows, spread(last, ((f"{place} ", "muted"),), width)]


def _heading(words: str, count: int) -> Line:
    return Line(((f" {words} ", "title"), (f" {count}", "muted")), is_heading=True)


def _words(text: str, width: int, whole: bool) -> list[Pieces]:
    rows = _rows(text, width - 5)
    if not whole and len(rows) > _SHORT:
        rows = [*rows[: _SHORT - 1], shorten(" ".join(rows[_SHORT - 1 :]), width - 5)]
    look = "chosen" if whole else ""
    return [((f"{_INDENT} " if i else _INDENT, ""), (row, look)) for i, row in enumerate(rows)]


def _rows(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, max(1, width))]
