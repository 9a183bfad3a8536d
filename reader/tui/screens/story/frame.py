"""The frame of the story screen: its panes, where they stand at each size, and its bars."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from reader.model import HEADLINE, Position
from reader.tui.keys.commands import Context
from reader.tui.keys.dispatch import Keyed, Pointed, keymap_of
from reader.tui.layout.galley import Place
from reader.tui.panes.body import Body
from reader.tui.panes.keybar import KeyBar, OneLine
from reader.tui.panes.more import More
from reader.tui.panes.outline import Outline
from reader.tui.panes.prompt import SearchPrompt
from reader.tui.panes.quotes import Quotes
from reader.tui.screens.story.bars import Seen, head_line, key_line, quote_line

if TYPE_CHECKING:
    from textual.events import DescendantFocus, Resize
    from textual.timer import Timer

    from reader.library.library import Library
    from reader.library.values import MoreItem, OpenStory
    from reader.tui.app import NowReading

NARROW: Final = 100
"""Under so many columns there is one pane, the others are sheets."""
WIDE: Final = 160
"""From so many columns on the outline is shown."""
SHORT: Final = 20
"""Under so many rows the bars shrink to one row each."""

HINT_SECONDS: Final = 6.0
"""How long a hint stays in the foot when the reader does nothing."""

PaneName = Literal["body", "quotes", "more"]
_CONTEXTS: Final[dict[PaneName, tuple[Context, ...]]] = {
    "body": ("body", "story", "program", "list", "app"),
    "quotes": ("quotes", "story", "program", "list", "app"),
    "more": ("more", "story", "program", "list", "app"),
}
_PANES: Final[tuple[PaneName, ...]] = ("body", "quotes", "more")


class Left(NamedTuple):
    """A story left by following a link."""

    entry_id: int
    headline: str
    position: Position
    item: MoreItem | None
    """The chosen item of read more."""


class Neighbours(Protocol):
    """The list that a story was opened from. The library screen is one."""

    @property
    def title(self) -> str:
        """What the list is called: "All unread"."""

    @property
    def query(self) -> str:
        """The search that the list shows, ``""`` for none."""

    def place(self, entry_id: int) -> str:
        """Where the story stands in it: "3 of 128", or ""."""

    def follower(self, entry_id: int) -> int | None:
        """The story after it, when that is known already; nothing moves."""

    def next_id(self, entry_id: int) -> Awaitable[int | None]:
        """The story after it, None at the end."""

    def previous_id(self, entry_id: int) -> Awaitable[int | None]:
        """The story before it, None at the beginning."""

    def next_unread_id(self, entry_id: int) -> Awaitable[int | None]:
        """The next one not yet read."""

    def mark_seen(self) -> Awaitable[None]:
        """Mark all that was on the list read."""


class StoryFrame(Keyed, inherit_bindings=False):
    """Panes and bars, and the actions that go from one pane to another."""

    def __init__(self) -> None:
        super().__init__()
        self.neighbours: Neighbours | None = None
        """The list that the story was opened from."""
        self.opened: OpenStory | None = None
        self.root_id = 0
        """The entry of the list that the reader came from, before following links."""
        self.trail: list[Left] = []
        """Stories left by following a link."""
        self.sheet: PaneName = "body"
        """The pane the reader is in; on a narrow screen the sheet that is open."""
        self.body = Body(id="body")
        self.quotes = Quotes(id="quotes")
        self.more = More(id="more")
        self.outline = Outline(id="outline")
        self.side = Container(self.quotes, self.more, id="side")
        self.is_outdated = False
        """Whether the library has another text of the story, or none any more."""
        self._labels: dict[str, str] = {}
        self._hint = ""
        self._hint_place: Place | None = None
        self._hint_timer: Timer | None = None
        self.head = OneLine(id="head")
        self.quote_line = OneLine(id="quote-line")
        self.keys = KeyBar(id="keys")

    def forget(self) -> None:
        """Let the next story be shown as the first one is: what the panes hold is seen no more."""
        if self.body.zen:
            self.set_zen(False)
        self.trail.clear()
        self.sheet = "body"
        self.pending_keys, self.count = (), 0
        self._hint = ""
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self.set_focus(self.body)

    def clear(self) -> None:
        """Show nothing in the panes: the story that is waited for does not come at once."""
        self.quotes.show(None)
        self.more.show(())
        self.outline.show(None)
        self.body.show((), (), Place(HEADLINE, 0))
        for bar in (self.head, self.quote_line, self.keys):
            bar.show(())
        self.arrange_panes()

    def compose(self) -> ComposeResult:
        """Head, desk of up to three columns, foot."""
        yield self.head
        yield Container(self.outline, self.body, self.side, id="desk")
        yield self.quote_line
        yield self.keys

    @property
    def reader(self) -> NowReading:
        """The app."""
        return cast("NowReading", self.app)

    @property
    def library(self) -> Library:
        """The library, the one thing below that screens talk to."""
        return self.reader.library

    def get_widget_and_offset_at(self, x: int, y: int) -> Pointed:
        """What text is selected in: the body knows best where its characters stand."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        if widget is self.body:
            region = self.body.content_region
            y = min(y, region.bottom - 1)
            offset = self.body.offset_at(x - region.x, y - region.y)
        return widget, offset

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for one pane only."""
        return self.size.width < NARROW

    def key_of(self, command_id: str) -> str:
        """The key in force for a command, as shown to a reader."""
        shown = self._labels.get(command_id)
        if shown is None:
            shown = self._labels[command_id] = keymap_of(self).label(command_id)
        return shown

    def search_for(self, words: str) -> None:
        """Search the library for ``words``, those of a line that names no address."""
        prompts = [
            prompt for screen in self.app.screen_stack for prompt in screen.query(SearchPrompt)
        ]
        if not prompts:
            self.hint(f"This line has no address. {self.key_of('app.search')} searches.")
            return
        self.reader.action_app_search()
        prompts[0].screen.call_later(setattr, prompts[0], "value", words)

    def hint(self, words: str) -> None:
        """Say something in the foot until the reader moves on, at most a few seconds."""
        self._hint = words
        self._hint_place = self.body.place
        self.draw_bars()
        if self._hint_timer is not None:
            self._hint_timer.stop()
        self._hint_timer = self.set_timer(HINT_SECONDS, self.drop_hint)

    def moved_on(self) -> None:
        """Drop the hint when the reader has gone elsewhere since."""
        if self.body.place != self._hint_place:
            self.drop_hint()

    def drop_hint(self) -> None:
        """Show the keys again."""
        if self._hint:
            self._hint = ""
            self.draw_bars()

    # ---- panes
    def on_resize(self, event: Resize) -> None:
        """Columns come and go with the width."""
        self.arrange_panes()
        self.draw_bars()

    def arrange_panes(self) -> None:
        """Show the panes that there is room for; a pane without quotes folds away."""
        has_quotes = self.quotes.count > 0 or self.opened is None
        zen = self.body.zen
        self.head.display = not zen
        self.outline.display = self.size.width >= WIDE and not zen
        if zen:
            self.side.display = False
        elif self.is_narrow:
            self.side.display = self.sheet != "body"
            self.quotes.display = self.sheet == "quotes"
            self.more.display = self.sheet == "more"
        else:
            self.side.display = True
            self.quotes.display = has_quotes or self.sheet == "quotes"
            self.more.display = True
        self.more.set_class(not self.quotes.display, "-alone")

    def go_to_pane(self, name: PaneName) -> None:
        """Put the reader into a pane; on a narrow screen its sheet opens."""
        self.sheet = name
        if self.body.zen and name != "body":
            self.set_zen(False)
        self.arrange_panes()
        pane: dict[PaneName, Widget] = {
            "body": self.body,
            "quotes": self.quotes,
            "more": self.more,
        }
        self.set_focus(pane[name])
        self.draw_bars()

    def set_zen(self, zen: bool) -> None:
        """Hide everything but the text, or show it again."""
        raise NotImplementedError

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """A click goes to a pane too."""
        name = event.widget.id
        if name in _PANES and name != self.sheet:
            self.sheet = name
            self.arrange_panes()
            self.draw_bars()

    def action_pane_body(self) -> None:
        """To the body."""
        self.go_to_pane("body")

    def action_pane_quotes(self) -> None:
        """To the quotes."""
        if self.quotes.chosen is None and self.quotes.count:
            self.quotes.choose(0)
        self.go_to_pane("quotes")

    def action_pane_more(self) -> None:
        """To read more."""
        if self.more.chosen is None:
            self.more.choose(self.more.first_near or 0)
        self.go_to_pane("more")

    def action_pane_next(self) -> None:
        """To the next pane."""
        self._step_pane(1)

    def action_pane_previous(self) -> None:
        """To the pane before."""
        self._step_pane(-1)

    def action_pane_left(self) -> None:
        """To the body."""
        if self.sheet != "body":
            self.go_to_pane("body")

    def action_pane_right(self) -> None:
        """From the body to the pane beside it."""
        if self.sheet == "body":
            self.action_pane_quotes() if self.quotes.count else self.action_pane_more()

    def _step_pane(self, by: int) -> None:
        names = [name for name in _PANES if name != "quotes" or self.quotes.count]
        here = names.index(self.sheet) if self.sheet in names else 0
        name = names[(here + by) % len(names)]
        self.action_pane_more() if name == "more" else self.go_to_pane(name)

    @property
    def mode(self) -> str:
        """``hints`` or ``browse`` while letters beside links wait to be typed, ``select`` while a
        selection is made with keys, ``selected`` when the mouse made one, else ``""``."""
        if self.body.is_selecting:
            return "select"
        return "selected" if self.body.is_selected else ""

    @property
    def hit_words(self) -> str:
        """Which hit of a search the reader is at; ``""`` when none are marked."""
        return ""

    # ---- bars
    def draw_bars(self) -> None:
        """Say anew where the reader is and which keys do what."""
        if not self.is_mounted or self.opened is None:
            return
        seen = Seen(
            opened=self.opened,
            body=self.body,
            pane=self.sheet,
            quotes=self.quotes.quote_count,
            more=self.more.count,
            back=self.trail[-1].headline if self.trail else "",
            list_title=self.neighbours.title if self.neighbours else "Library",
            list_place=self.neighbours.place(self.root_id) if self.neighbours else "",
            narrow=self.is_narrow,
            fetching=self.more.is_fetching,
            width=self.size.width,
            hint=self._hint,
            mode=self.mode,
            zen=self.body.zen,
            hits=self.hit_words,
            outdated=self.is_outdated,
        )
        self.head.show(*head_line(seen))
        self.head.leads_to = "story.back" if seen.back else "app.back"
        words = quote_line(seen, self.key_of)
        self.quote_line.show(*words)
        room = self.size.height >= SHORT and self.is_narrow and self.sheet == "body"
        room = room and not self.body.zen
        self.quote_line.display = room and bool(words[0])
        if self.pending_keys:
            self.keys.show_pending(self.pending_keys, _CONTEXTS[self.sheet])
        else:
            self.keys.show(*key_line(seen, self.key_of))
