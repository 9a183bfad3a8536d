"""The history screen (``:undo``): what was changed, and how far to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from reader.library.values import Change
from reader.tui import times
from reader.tui.background import begin
from reader.tui.drawing.parts import Part
from reader.tui.keys.dispatch import Keyed, keymap_of
from reader.tui.panes.history import HistoryPane
from reader.tui.panes.lines import LineList
from reader.tui.screens.lists.index import IndexScreen
from reader.tui.states import plural


class HistoryScreen(IndexScreen, inherit_bindings=False):
    """The last change is on top; opening one takes back it and all above it."""

    AUTO_FOCUS = "#history"
    BINDINGS: ClassVar[list[BindingType]] = [*Keyed.BINDINGS]

    def __init__(self) -> None:
        super().__init__()
        self.pane = HistoryPane(id="history")

    def middle(self) -> Sequence[Widget]:
        return (self.pane,)

    def on_mount(self) -> None:
        """Read what was changed."""
        begin(self, "history", self._read)

    def rows_changed(self, _: Sequence[int]) -> None:
        """Something was changed or taken back."""
        begin(self, "history", self._read)

    def head(self) -> tuple[Sequence[Part], Sequence[Part]]:
        left = [Part("History", "strong")]
        if self.size.width >= 60:
            left.append(Part("  what can be taken back", "dim"))
        return left, [Part(plural(len(self.pane.items), "change", "changes"), "dim")]

    def help_keys(self) -> Sequence[str]:
        if not self.pane.items:
            return ("app.back",)
        return "item.open", "app.undo", "move.down", "move.up", "app.back"

    def key_names(self) -> Mapping[str, str]:
        many = self.pane.cursor + 1
        return {"item.open": f"take back {plural(many, 'change', 'changes')}"}

    @on(LineList.Moved, "#history")
    def _moved(self) -> None:
        self.draw_bars()

    @on(LineList.Opened, "#history")
    def _opened(self) -> None:
        begin(self, "take back", self._take_back, self.pane.items[: self.pane.cursor + 1])

    async def _take_back(self, changes: Sequence[Change]) -> None:
        app = self.reader
        done, touched = 0, set[int]()
        another = "The last change is another one by now: look again"
        for each in changes:
            change = await app.attempt(app.library.undo(only=each), another)
            if change is None:
                break
            done += 1
            touched.update(change.entry_ids)
        if done:
            app.say(f"{plural(done, 'change', 'changes')} taken back")
        app.entries_changed(tuple(touched))

    async def _read(self) -> None:
        changes = await self.reader.attempt(self.reader.library.changes())
        self.pane.now = times.now()
        self.pane.when_empty = (
            "Nothing to take back.",
            "Marks, stars, tags, deleted stories, feeds added and removed show here.",
            f"{keymap_of(self).label('app.back')} back",
        )
        self.pane.set_items(changes or ())
        self.pane.choose_index(0)
        self.draw_bars()
