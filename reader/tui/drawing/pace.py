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
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.screen import Screen

PATIENCE: Final = 1 / 60
"""Seconds after which a screen is drawn though messages are still on their way."""
LONGEST_REST: Final = 1 / 60
"""A screen is drawn half of the time at most; after so many seconds in any case."""
_QUICK_LOOKS: Final = 30
_SLOW: Final = 0.001


class Pace:
    """Stands in the place of the timer by which Textual draws ``screen``: ``resume`` asks for a
    frame, ``pause`` takes that back.  ``draw`` draws it."""

    def __init__(self, screen: Screen[None], draw: Callable[[], None]) -> None:
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
        try:
            self._draw()
        except Exception as error:
            self._screen.app._handle_exception(error)
        done = time.monotonic()
        self._rests_until = done + min(done - begun, LONGEST_REST)

    def _has_messages(self) -> bool:
        """Whether app, screen, or anything shown on it has yet to deal with a message."""
        screen = self._screen
        if not (screen.app._message_queue.empty() and screen._message_queue.empty()):
            return True
        shown = screen._compositor.visible_widgets
        return not all(widget._message_queue.empty() for widget in shown)
