"""A list of titles in Textual and nothing more: the least that a program with it can cost.

python benchmarks/bare_textual.py TITLES.txt
"""

import sys
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Titles(ScrollView, can_focus=True):
    """One line for each title, drawn when it is on the screen."""

    BINDINGS: ClassVar = [
        Binding("j", "move(1)"),
        Binding("k", "move(-1)"),
        Binding("q", "app.quit"),
    ]
    COMPONENT_CLASSES: ClassVar = {"titles--chosen"}
    DEFAULT_CSS = "Titles > .titles--chosen { background: $primary 20%; text-style: bold; }"

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self.titles = titles
        self.chosen = 0

    def on_mount(self) -> None:
        """The list is as long as it is."""
        self.virtual_size = Size(0, len(self.titles))
        self.show_vertical_scrollbar = False

    def render_line(self, y: int) -> Strip:
        """The strip of one line of the screen."""
        at = y + self.scroll_offset.y
        if at >= len(self.titles):
            return Strip.blank(self.size.width, self.rich_style)
        style = self.rich_style
        if at == self.chosen:
            style = self.get_component_rich_style("titles--chosen")
        return Strip([Segment(self.titles[at], style)]).adjust_cell_length(self.size.width, style)

    def action_move(self, by: int) -> None:
        """Choose another title."""
        before = self.chosen
        self.chosen = max(0, min(len(self.titles) - 1, self.chosen + by))
        top = self.scroll_offset.y
        if not top <= self.chosen < top + self.size.height:
            self.scroll_to(y=top + by, animate=False, immediate=True)
            self.refresh()
        else:
            for at in (before, self.chosen):
                self.refresh(Region(0, at - top, self.size.width, 1))


class Bare(App[None]):
    """The list and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Titles(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    Bare().run()
