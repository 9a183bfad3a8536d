"""A list drawn line by line: only what is on the screen is drawn, and drawn lines are kept.

:class:`LineList` holds its items; :class:`reader.tui.panes.paging.PagedList` holds a stretch of a list
of any length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.drawing.looks import Looked, has_few_colours
from reader.tui.drawing.parts import Part, strip_of
from reader.tui.keys.dispatch import IN_LISTS, bindings
from reader.tui.layout.wrap import wrap

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

T = TypeVar("T")
KEPT_DRAWINGS = 400
AHEAD = 3
"""A list beside others moves by a third of its height more than it must."""
WHEEL_LINES = 3


class LineList(Looked, Generic[T], can_focus=True, inherit_bindings=False):
    """Items of one line or more, of which one is chosen.

    A subclass says how an item is told from others, how it looks, and how high it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(*IN_LISTS)
    LOOKS: ClassVar[tuple[str, ...]] = ("strong", "dim", "accent", "good", "warn", "bad", "hit")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--chosen",
        "lines--chosen-away",
        *(f"lines--{look}" for look in LOOKS),
    }
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        & > .lines--strong { text-style: bold; }
        & > .lines--dim { color: $text-muted; }
        & > .lines--accent { color: $text-accent; }
        & > .lines--good { color: $text-success; }
        & > .lines--warn { color: $text-warning; }
        & > .lines--bad { color: $text-error; }
        & > .lines--hit { color: $text-accent; text-style: bold underline; }
        & > .lines--chosen { background: $primary 16%; }
        & > .lines--chosen-away { background: $background; }
    }
    """

    class Told(Message):
        """Something about the chosen item of ``pane``."""

        def __init__(self, pane: LineList[T]) -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> Widget:
            """The list, for ``@on(LineList.Moved, "#id")``."""
            return self.pane

    class Moved(Told):
        """Another item was chosen; the newest message stands for all before it."""

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, LineList.Moved) and message.pane is self.pane

    class Opened(Told):
        """The chosen item is to be opened."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.items: list[T] = []
        self.cursor = 0
        """The number of the chosen item in ``items``."""
        self.when_empty: tuple[str, ...] = ()
        """What to say in an empty list: what happened, what still works, the key to press."""
        self.scrolloff = 0
        """Items that are kept in sight above and below the chosen one."""
        self._top = 0
        self._starts: list[int] = [0]
        self._width = -1
        """For which ``_starts`` were measured."""
        self._drawn: dict[tuple[Hashable, bool], tuple[T, int, list[Strip]]] = {}
        self._looks: dict[bool, tuple[dict[str, Style], Style]] = {}

    # ---- what a subclass says
    def key_of(self, item: T) -> Hashable:
        """What tells ``item`` from the others, also after it changed."""
        raise NotImplementedError

    def draw(self, item: T, index: int, width: int, chosen: bool) -> list[list[Part]]:
        """The lines of an item; as many as :meth:`height_of` says."""
        raise NotImplementedError

    def height_of(self, index: int) -> int:
        """How many lines the item takes."""
        return 1

    def lead_of(self, index: int) -> int:
        """How many of its lines stand above the item proper and are not part of the choice."""
        return 0

    def can_choose(self, item: T) -> bool:
        """Whether the item can be chosen; headings can't."""
        return True

    # ---- what is chosen
    @property
    def chosen(self) -> T | None:
        """The chosen item, None in an empty list."""
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    def set_items(self, items: Sequence[T], choose: Hashable | None = None) -> None:
        """Show other items; the same one stays chosen, or the one with the key ``choose``."""
        kept = choose
        if kept is None and self.chosen is not None:
            kept = self.key_of(self.chosen)
        row = self._starts[self.cursor] - self._top if self.items else 0
        before = self.key_of(self.chosen) if self.chosen is not None else None
        self.items = list(items)
        self._measure()
        self.cursor = self._find(kept)
        if self.items:
            self._top = self._starts[self.cursor] - row
        self._keep_in_view()
        self.refresh()
        if (self.key_of(self.chosen) if self.chosen is not None else None) != before:
            self.post_message(self.Moved(self))

    def choose(self, key: Hashable) -> bool:
        """Choose the item with this key; False when it is not in the list."""
        for index, item in enumerate(self.items):
            if self.key_of(item) == key:
                self.choose_index(index)
                return True
        return False

    def choose_index(self, index: int) -> None:
        """Choose the item of this number, or the nearest one that can be chosen."""
        if not self.items:
            return
        old = self.cursor
        self.cursor = self._nearest(max(0, min(index, len(self.items) - 1)), index - old)
        if self.cursor == old:
            return
        if self._keep_in_view(ahead=True):
            self.refresh()
        else:
            self._refresh_item(old)
            self._refresh_item(self.cursor)
        self.post_message(self.Moved(self))

    # ---- actions
    def action_move_down(self, count: int = 1) -> None:
        self.choose_index(self.cursor + count)

    def action_move_up(self, count: int = 1) -> None:
        self.choose_index(self.cursor - count)

    def action_move_top(self) -> None:
        self.choose_index(0)

    def action_move_bottom(self) -> None:
        self.choose_index(len(self.items) - 1)

    def action_move_half_down(self) -> None:
        self.action_move_down(self._half_a_page())

    def action_move_half_up(self) -> None:
        self.action_move_up(self._half_a_page(up=True))

    def action_item_open(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Opened(self))

    # ---- drawing
    def render_line(self, y: int) -> Strip:
        """The strip of screen line ``y`` of this widget."""
        if not self.items:
            return self._empty_line(y)
        if self._width != self.size.width:
            self._measure()  # the heights of items may follow the width, which changed just now
        line = self._top + y
        index = bisect_right(self._starts, line) - 1
        if not 0 <= index < len(self.items) or line < 0:
            return Strip.blank(self.size.width, self.look())
        strips = self._strips(index)
        return strips[line - self._starts[index]]

    def _empty_line(self, y: int) -> Strip:
        lines = [
            [Part(" "), Part(text[cut.start : cut.end], "strong" if number == 0 else "")]
            for number, text in enumerate(self.when_empty)
            for cut in wrap(text, max(8, self.size.width - 2))
        ]
        shown = lines[y - 1] if 0 < y <= len(lines) else []
        return self._strip(shown, self.size.width, chosen=False)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def forget_drawings(self) -> None:
        """Draw every line anew: its width, its look or the time has changed."""
        self._drawn.clear()
        self._looks.clear()
        self.refresh()

    def _forget_looks(self) -> None:
        super()._forget_looks()
        self._drawn.clear()
        self._looks.clear()

    def _strips(self, index: int) -> list[Strip]:
        item = self.items[index]
        chosen = index == self.cursor
        key = (self.key_of(item), chosen)
        height = self._starts[index + 1] - self._starts[index]
        kept = self._drawn.get(key)
        if kept is not None and kept[0] is item and kept[1] == height:
            return kept[2]
        width, lead = self.size.width, self.lead_of(index)
        strips = [
            self._strip(parts, width, chosen=chosen and number >= lead)
            for number, parts in enumerate(self.draw(item, index, width, chosen))
        ]
        strips += [Strip.blank(width, self._styles(False)[1])] * (height - len(strips))
        if len(self._drawn) >= KEPT_DRAWINGS:
            self._drawn.clear()
        self._drawn[key] = (item, height, strips)
        return strips

    def _strip(self, parts: list[Part], width: int, *, chosen: bool) -> Strip:
        looks, fill = self._styles(chosen)
        return strip_of(parts, looks, width, fill)

    def _styles(self, chosen: bool) -> tuple[dict[str, Style], Style]:
        if chosen not in self._looks:
            base: tuple[str, ...] = ()
            if chosen:
                base = ("lines--chosen" if self.has_focus else "lines--chosen-away",)
            fill = self.get_component_rich_style(*base) if base else self.rich_style
            plain = None
            if chosen and self.has_focus and has_few_colours(self.app):
                from reader.tui.drawing.pens import CHOSEN

                fill += CHOSEN
                plain = fill.color
            looks = {
                look: self.get_component_rich_style(*base, f"lines--{look}") for look in self.LOOKS
            }
            if chosen:
                looks = {
                    look: fill
                    + Style(
                        color=plain or each.color,
                        bold=each.bold or fill.bold,
                        underline=each.underline,
                    )
                    for look, each in looks.items()
                }
            self._looks[chosen] = ({"": fill, **looks}, fill)
        return self._looks[chosen]

    # ---- places
    def _measure(self) -> None:
        if self._width != self.size.width:
            self._width = self.size.width
            self._drawn.clear()
        self._starts = list(
            accumulate((self.height_of(index) for index in range(len(self.items))), initial=0)
        )

    def _find(self, key: Hashable) -> int:
        for index, item in enumerate(self.items):
            if self.key_of(item) == key:
                return index
        return self._nearest(min(self.cursor, max(0, len(self.items) - 1)), 1)

    def _nearest(self, index: int, direction: int) -> int:
        for step in (1 if direction >= 0 else -1, -1 if direction >= 0 else 1):
            at = index
            while 0 <= at < len(self.items):
                if self.can_choose(self.items[at]):
                    return at
                at += step
        return 0

    def _keep_in_view(self, *, ahead: bool = False) -> bool:
        """Scroll as little as shows the chosen item; whether anything moved.

        With ``ahead`` some of what follows comes into view too, unless the list fills the width:
        lines that take the whole width the terminal moves by itself, others are written anew.
        """
        old = self._top
        height = self.size.height
        if self.items and height:
            start, end = self._in_sight(height)
            if self.cursor and not self.can_choose(self.items[self.cursor - 1]):
                start = min(start, self._starts[self.cursor - 1])
            self._top = max(min(self._top, start), min(start, end - height))
            if ahead and self._top != old and self.size.width < self.app.size.width:
                self._top += height // AHEAD if self._top > old else -(height // AHEAD)
                if self._top > 0:  # no item is cut at the top
                    self._top = self._starts[bisect_right(self._starts, self._top) - 1]
        self._top = max(0, min(self._top, max(0, self._starts[-1] - height)))
        return self._top != old

    def _in_sight(self, height: int) -> tuple[int, int]:
        """The lines that are to be seen: the chosen item with as many beside it as is wanted, and
        as there is room for."""
        starts, last = self._starts, len(self.items)
        for beside in range(min(self.scrolloff, height), -1, -1):
            start = starts[max(0, self.cursor - beside)]
            end = starts[min(last, self.cursor + 1 + beside)]
            if end - start <= height or not beside:
                return start, end
        raise AssertionError("the chosen item alone is always taken")

    def _refresh_item(self, index: int) -> None:
        if 0 <= index < len(self.items):
            start, end = self._starts[index], self._starts[index + 1]
            self.refresh(Region(0, start - self._top, self.size.width, end - start))

    def _half_a_page(self, *, up: bool = False) -> int:
        """How many items half a page holds, counted from the chosen one."""
        if not self.items:
            return 1
        lines = max(1, self.size.height // 2)
        start = self._starts[self.cursor] + (-lines if up else lines)
        return max(1, abs(bisect_right(self._starts, start) - 1 - self.cursor))

    # ---- events
    def on_resize(self) -> None:
        self._measure()
        self._keep_in_view()
        self.refresh()

    def on_focus(self) -> None:
        self._redraw_chosen()

    def on_blur(self) -> None:
        self._redraw_chosen()

    def _redraw_chosen(self) -> None:
        """Only the chosen item says whether the list has the focus."""
        self._looks.pop(True, None)
        self._drawn = {key: kept for key, kept in self._drawn.items() if not key[1]}
        self._refresh_item(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose the item under the mouse; a click on the chosen one opens it."""
        index = bisect_right(self._starts, self._top + event.y) - 1
        if not 0 <= index < len(self.items) or not self.can_choose(self.items[index]):
            return
        if index == self.cursor and (event.chain > 1 or self.opens_at_once):
            self.action_item_open()
        else:
            self.choose_index(index)

    opens_at_once: ClassVar[bool] = True
    """Whether one click on the chosen item opens it, as opposed to two."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)

    def _scroll(self, lines: int) -> None:
        """Move the view; the chosen item is taken along where it would leave it."""
        self._top = max(0, min(self._top + lines, self._starts[-1] - self.size.height))
        if not self.items:
            return
        first = bisect_right(self._starts, self._top - 1)
        last = bisect_right(self._starts, self._top + self.size.height) - 2
        index = max(first, min(self.cursor, max(first, last)))
        self.refresh()
        if index != self.cursor:
            self.choose_index(index)
