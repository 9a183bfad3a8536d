"""The rows at the top and bottom of the story screen: words left and right, cut to fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.strip import Strip
from textual.widget import Widget

from reader.tui.drawing import Part, fit_parts, spread, strip_of


class BarRow(NamedTuple):
    """Words at the two ends of a row; the left ones give way."""

    left: Sequence[Part]
    right: Sequence[Part] = ()


class Bar(Widget):
    """Draws rows; as high as they are many."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--muted", "bar--key", "bar--strong", "bar--mark"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[BarRow, ...] = ()

    def show(self, *rows: BarRow) -> None:
        """Show ``rows`` one under the other."""
        if rows != self._rows:
            changed = len(rows) != len(self._rows)
            self._rows = rows
            self.refresh(layout=changed)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One row each."""
        return max(1, len(self._rows))

    def render_line(self, y: int) -> Strip:
        """Row ``y``."""
        looks = {
            name: self.get_component_rich_style(f"bar--{name}")
            for name in ("muted", "key", "strong", "mark")
        }
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        row = self._rows[y]
        width = self.size.width
        parts = spread(row.left, row.right, width) if row.right else fit_parts(row.left, width)
        return strip_of(parts, looks, width, self.rich_style)
