"""When a screen is drawn: as soon as all that a key or an event led to has been done, and once.

Textual draws by a clock, sixty times a second: the first change at once, what follows from it (the
bars under a list that moved, the panes beside a story that was opened) a sixtieth of a second later
in a frame of its own.  Here a frame waits until no message is on its way, for a few thousandths of
a second as a rule, and then nothing waits for a clock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from reader.tui.drawing.sizes import HEIGHTS, WIDTHS, size_classes

if TYPE_CHECKING:
    from textual import events
    from textual.app import App
    from textual.geometry import Size
    from textual.screen import Screen

    _Screen = Screen[Any]
else:
    _Screen = object

PATIENCE: Final = 1 / 60
"""Seconds after which a screen is drawn though messages are still on their way."""
LONGEST_REST: Final = 1 / 60
"""A screen is drawn half of the time at most; after so many seconds in any case."""
_QUICK_LOOKS: Final = 30
_SLOW: Final = 0.001


class Pace:
    """Stands in the place of the timer by which Textual draws ``screen``: ``resume`` asks for a
    frame, ``pause`` takes that back.  ``draw`` draws it."""

    def __init__(self, screen: Screen[Any], draw: Callable[[], None]) -> None:
        self._screen = screen
        self._draw = draw
        self._next: asyncio.Handle | None = None
        self._asked = 0.0
        self._looks = 0
        self._rests_until = 0.0

    def resume(self) -> None:
        """Draw soon."""
        if self._next is None:
            self._asked = time.monotonic()
            self._looks = 0
            self._look_after(self._rests_until - self._asked)

    def pause(self) -> None:
        """What was asked for is drawn already, or need not be."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _look_after(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if seconds > 0:
            self._next = loop.call_later(seconds, self._look)
        else:
            self._next = loop.call_soon(self._look)

    def _look(self) -> None:
        self._next = None
        begun = time.monotonic()
        if begun - self._asked < PATIENCE and self._has_messages():
            self._looks += 1
            self._look_after(_SLOW if self._looks > _QUICK_LOOKS else 0)
            return
        worked = time.thread_time()
        try:
            self._draw()
        except Exception as error:
            self._screen.app._handle_exception(error)
        # By the processor's clock: drawing that was held up by other programs needs no rest.
        self._rests_until = time.monotonic() + min(time.thread_time() - worked, LONGEST_REST)

    def _has_messages(self) -> bool:
        """Whether app, screen, or anything shown on it has yet to deal with a message."""
        screen = self._screen
        if not (screen.app._message_queue.empty() and screen._message_queue.empty()):
            return True
        shown = screen._compositor.visible_widgets
        return not all(widget._message_queue.empty() for widget in shown)


class Paced(_Screen):
    """A screen, before Textual's own class, that is drawn at this pace and the short way.

    It rests on private names of Textual: were they others, these here would not be asked.
    """

    _was_shown = False
    _styles_of = -1
    _pace: Pace | None = None
    _waits_to_draw = False
    """Whether what was laid out is drawn later, with all else that is to be drawn."""

    def _post_register(self, app: App[object]) -> None:
        """The classes of its size are there when the styles are looked up first: Textual adds them
        later, and looks all up a second time."""
        self.add_class(*size_classes(app.size), update=False)
        super()._post_register(app)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """The styles are looked up anew only when they or the size of the terminal changed."""
        app = self.app
        if self.has_class(*size_classes(app.size)) or not self._was_shown:
            event.refresh_styles &= self._was_shown and self._styles_of != app._css_update_count
        else:
            names = dict.fromkeys((name for _, name in (*WIDTHS, *HEIGHTS)), False)
            self.update_classes(names | dict.fromkeys(size_classes(app.size), True), update=False)
            event.refresh_styles = True
        self._was_shown = True
        self._styles_of = app._css_update_count

    def was_styled(self) -> None:
        """The styles were looked up as they are in force, though the screen was not shown yet."""
        self._was_shown = True
        self._styles_of = self.app._css_update_count

    @property
    def looks_right(self) -> bool:
        """Whether styles and layout are those of now, also of a screen that is not shown."""
        size = self.app.size
        is_styled = self._was_shown and self._styles_of == self.app._css_update_count
        return is_styled and self.has_class(*size_classes(size)) and self._size == size

    def _screen_resized(self, size: Size) -> None:
        """Textual lays a screen out anew when it is told the size that it was just laid out for."""
        if not self._compositor.size == self._size == size:
            super()._screen_resized(size)

    @property
    def _update_timer(self) -> Pace:  # type: ignore[override]
        """What Textual draws by: not a clock."""
        if self._pace is None:
            self._pace = Pace(self, self._on_timer_update)
        return self._pace

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Textual draws what it laid out at once, and then what was to be drawn besides: a box, for
        one, first without anything in it, and twice more."""
        self._waits_to_draw = True
        try:
            super()._refresh_layout(size, scroll)
        finally:
            self._waits_to_draw = False
        if self._compositor._dirty_regions and self.is_current:
            self._update_timer.resume()

    def _on_timer_update(self) -> None:
        """Textual's way to lay out and to draw what changed; then what was laid out is drawn too."""
        super()._on_timer_update()
        if self._compositor._dirty_regions and self.is_current and not self.app._batch_count:
            self._compositor_refresh()
            self._update_timer.pause()

    def _compositor_refresh(self) -> None:
        """Textual's own drawing; but nothing is drawn that is not seen."""
        app = self.app
        if self._waits_to_draw or getattr(app, "is_held", False):
            return
        if app.screen is not self and app.screen.styles.background.a == 1:
            self._compositor._dirty_regions.clear()
            self._dirty_widgets.clear()
            return
        painting = getattr(app, "painting", None)
        tiles = painting.tiles(self) if painting is not None and app.screen is self else None
        if tiles is None:
            super()._compositor_refresh()
        else:
            app._display(self, tiles)
            self._dirty_widgets.clear()
            app._update_mouse_over(self)
