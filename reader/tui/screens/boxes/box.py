"""A box over a screen, which is left once."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from reader.tui.drawing.backdrop import tinted
from reader.tui.drawing.pace import Paced
from reader.tui.keys.dispatch import Pointed, bindings, still_there

T = TypeVar("T")


class Box(Paced, ModalScreen[T], Generic[T]):
    """A screen over others that is left with a value.

    Keys that nothing here answers do not reach the app: a box is modal.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app.suspend")]

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave with ``result``; of no effect when this was left already, or lies under another.

        Textual takes whatever screen is uppermost away.  Enter pressed twice in one piece is two
        wishes to leave, and the second one would take the library away, and with it every key.
        """
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The screen below, tinted: the box itself is drawn over it."""
        stack, tint = self.app.screen_stack, self.styles.background
        at = stack.index(self) if self in stack else 0
        if not at or tint.a in (0, 1):
            return super().render_lines(crop)
        below = stack[at - 1]._compositor
        if below.size != self.size:
            return super().render_lines(crop)
        top, bottom = crop.line_span
        lines = tinted(below.render_strips(below.size)[top:bottom], tint)
        for each in self.get_line_filters():
            lines = [line.apply_filter(each, tint) for line in lines]
        start, end = crop.column_span
        is_whole = (start, end) == (0, self.size.width)
        return lines if is_whole else [line.crop(start, end) for line in lines]

    def get_widget_and_offset_at(self, x: int, y: int) -> Pointed:
        """What text is selected in."""
        return still_there(super().get_widget_and_offset_at(x, y))

    async def action_app_suspend(self) -> None:
        """To the shell, from here too."""
        await self.app.run_action("app_suspend", default_namespace=self.app)
