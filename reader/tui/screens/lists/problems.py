"""The problems screen: every feed that fails, why, since when, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from reader.text import clean_line
from reader.tui import times
from reader.tui.background import begin
from reader.tui.drawing.parts import Part, width_of
from reader.tui.keys.commands import Context
from reader.tui.keys.dispatch import Keyed, keymap_of
from reader.tui.messages import RefreshMoved
from reader.tui.outside.browser import browse
from reader.tui.panes.problems import ProblemsPane
from reader.tui.screens.acts import tell_change
from reader.tui.screens.lists.index import IndexScreen
from reader.tui.states import Around, plural, status_of
from reader.urls import show


class ProblemsScreen(IndexScreen, inherit_bindings=False):
    """``choose`` is the feed to be chosen at first, if it is one of those that fail."""

    AUTO_FOCUS = "#problems"
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("app", "list", "problems")
    BINDINGS: ClassVar[list[BindingType]] = [*Keyed.BINDINGS]

    def __init__(self, choose: int | None = None) -> None:
        super().__init__()
        self.pane = ProblemsPane(id="problems")
        self._choose = choose
        self._around: Around | None = None

    def middle(self) -> Sequence[Widget]:
        return (self.pane,)

    def on_mount(self) -> None:
        """Read the feeds."""
        self.read()

    def rows_changed(self, _: Sequence[int]) -> None:
        """Something was changed or taken back: a feed too, perhaps."""
        self.read()

    def read(self) -> None:
        """Read the feeds anew."""
        begin(self, "problems", self._read)

    def head(self) -> tuple[Sequence[Part], Sequence[Part]]:
        left = [Part("Problems", "strong")]
        if self._around is None:
            return left, ()
        left.append(Part(f"  {plural(len(self.pane.items), 'feed', 'feeds')}"))
        offline = self._around.counts.offline_since
        if offline is not None:
            left.append(Part(f"   offline since {times.since(offline, times.now())}", "warn"))
        room = self.size.width - width_of(left) - 4
        right = status_of(self._around, self.reader.refresher.progress, room)
        return left, [Part(right, "dim")]

    def help_keys(self) -> Sequence[str]:
        if not self.pane.items:
            return "app.refresh_all", "app.add", "app.undo", "app.back"
        return (
            "item.open",
            "problem.retry",
            "problem.browse",
            "problem.remove",
            "problem.copy_link",
            "app.refresh_all",
            "app.undo",
            "app.back",
        )

    def key_names(self) -> Mapping[str, str]:
        return {"item.open": "all facts"}

    def on_refresh_moved(self, message: RefreshMoved) -> None:
        """What was tried again may be well now."""
        if message.progress is None or message.progress.finished:
            self.read()
        else:
            self.draw_bars()

    @on(ProblemsPane.Asked)
    async def _asked(self, message: ProblemsPane.Asked) -> None:
        feed, app = message.feed, self.reader
        if message.act == "retry":
            app.refresher.refresh([feed.id])
        elif message.act == "browse":
            await browse(app, feed.link or feed.url, "This feed has no address")
        elif message.act == "copy_link":
            app.copy_to_clipboard(clean_line(feed.url))
            app.say(f"Copied: {show(feed.url)}")
        elif message.act == "remove":
            change = await app.attempt(app.library.remove(feed.url))
            if change is not None:
                tell_change(app, change)
                app.entries_changed(change.entry_ids)
                self.read()

    async def _read(self) -> None:
        app = self.reader
        feeds = await app.attempt(app.library.feeds())
        counts = await app.attempt(app.library.counts())
        if feeds is None or counts is None:
            return
        now, keymap = times.now(), keymap_of(self)
        self._around = Around(counts, app.library.config_error, app.library.warnings, now, keymap)
        self.pane.now = now
        self.pane.forget_drawings()
        well = f"{plural(counts.feeds, 'feed is', 'feeds are')} well."
        does = f"{keymap.label('app.refresh_all')} fetches every feed"
        if not counts.feeds:
            well, does = "There is no feed yet.", f"{keymap.label('app.add')} adds one"
        back = f"{keymap.label('app.back')} back"
        self.pane.when_empty = ("No feed has a problem.", well, f"{does} · {back}")
        failing = [feed for feed in feeds if feed.failure is not None]
        self.pane.set_items(failing, choose=self._choose)
        self._choose = None
        self.draw_bars()
