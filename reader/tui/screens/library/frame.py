"""The frame of the library screen: its panes, the one that the reader is at, and its bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from textual.app import ComposeResult
from textual.containers import Horizontal

from reader.tui.drawing.sizes import size_classes
from reader.tui.keys.dispatch import Keyed
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.feeds import FeedsPane
from reader.tui.panes.keybar import KeyBar, OneLine
from reader.tui.panes.preview import PreviewPane
from reader.tui.panes.prompt import SearchPrompt
from reader.tui.screens.library.search import EXAMPLES

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from reader.tui.ahead import Follower
    from reader.tui.app import NowReading

PaneName = Literal["feeds", "entries", "preview"]
PANES: Final[tuple[PaneName, ...]] = ("feeds", "entries", "preview")
"""From left to right."""


class LibraryFrame(Keyed, inherit_bindings=False):
    """Panes and bars, and the actions that go from one pane to another."""

    follower: Follower

    def __init__(self, *, id: str, size: Size | None) -> None:
        """``size`` is that of the terminal, so that styles are looked up only once for it."""
        super().__init__(id=id)
        self.add_class("at-entries", *(size_classes(size) if size else ()), update=False)
        self.header = OneLine(id="header")
        self.notice = OneLine(id="notice")
        self.keys = KeyBar(id="keys")
        self.status = OneLine(id="status")
        self.feeds = FeedsPane(id="feeds")
        self.entries = EntriesPane(id="entries")
        self.preview = PreviewPane(id="preview")
        self.prompt = SearchPrompt(id="search", placeholder=EXAMPLES)

    def compose(self) -> ComposeResult:
        """Header, notice, the three panes, prompt, keys, status."""
        yield self.header
        yield self.notice
        yield Horizontal(self.feeds, self.entries, self.preview, id="panes")
        yield self.prompt
        yield self.keys
        yield self.status

    @property
    def reader(self) -> NowReading:
        """The app, with the library."""
        from reader.tui.app import NowReading

        assert isinstance(self.app, NowReading)
        return self.app

    @property
    def at(self) -> PaneName:
        """The pane that the reader is at."""
        return next((each for each in PANES if self.has_class(f"at-{each}")), "entries")

    def go(self, pane: PaneName) -> None:
        """Go to a pane; on a narrow screen it is the one that shows."""
        self._be_at(pane)
        self.set_focus(self.query_one(f"#{pane}"))
        self.draw_bars()
        self.follower.follow(at_once=True)

    # ---- actions
    def action_pane_left(self) -> None:
        self._step_pane(-1)

    def action_pane_right(self) -> None:
        self._step_pane(1)

    def action_pane_next(self) -> None:
        self._step_pane(1, around=True)

    def action_pane_previous(self) -> None:
        self._step_pane(-1, around=True)

    # ---- what happens to it
    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane was clicked."""
        for pane in PANES:
            if event.widget.id == pane:
                self._be_at(pane)
                self.draw_bars()

    def on_resize(self) -> None:
        """Bars hold what there is room for, and a preview that was not there shows what is chosen."""
        self.call_after_refresh(self._fit)

    # ---- inside
    def _fit(self) -> None:
        self.draw_bars()
        chosen = self.entries.chosen
        if self.preview.display and chosen is not None and chosen.id != self.preview.shown_id:
            self.follower.follow(at_once=True)

    def _be_at(self, pane: PaneName) -> None:
        if not self.has_class(f"at-{pane}"):
            self.remove_class(*(f"at-{each}" for each in PANES), update=False)
            # Where there is room for all three, no style asks which it is.
            self.add_class(f"at-{pane}", update=self.has_class("-narrow"))

    def _step_pane(self, by: int, *, around: bool = False) -> None:
        at = PANES.index(self.at) + by
        self.go(PANES[at % len(PANES) if around else max(0, min(at, len(PANES) - 1))])
