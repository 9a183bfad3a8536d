"""Keys that come faster than the screen follows: each waits until all before it have had their effect.

Textual forwards a key to whatever has the focus when the key arrives, so that of ``/word`` sent in
one piece the letters would still reach the list.  Here a key that no prompt takes is dealt with
where it arrives, in one go, and those that follow it are held until what it led to is done: until a
message sent after it has come back the way that keys and requests go, and another screen that it
opened is there.  Letters typed into a prompt need not wait for one another.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.keys import Keyed, keymap_of

IN_A_LIST: Final = 1
"""How often a messenger goes up from a pane: after what its action asked of the screen."""
IN_A_PROMPT: Final = 2
"""How often it goes up from a prompt: after the key, and after what the key led to."""
PATIENCE: Final = 0.5
"""Seconds after which held keys go on, whatever became of the messenger."""
PATIENCE_WITH_DISKS: Final = 10.0
"""Seconds after which they do though a list or a story is still read for the screen they are for."""


class Messenger(Message):
    """Goes the way of a key, so that the key has been dealt with where this arrives."""

    def __init__(self, origin: Widget, rounds: int) -> None:
        super().__init__()
        self.origin = origin
        self.rounds = rounds


class InOrder(App[None], inherit_bindings=False):
    """An app whose keys wait for one another."""

    _held: deque[events.Key] | None = None
    """Keys that wait; None while none has to."""
    _holds_since = 0.0
    _patience: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Deal with a key now, or hold it; leave all other events to Textual."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._held is not None:
            self._held.append(event)
        else:
            await self._deal_with(event)

    async def _deal_with(self, event: events.Key) -> None:
        screen, focused = self.screen, self.focused
        if not isinstance(screen, Keyed) or isinstance(focused, Input):
            await super().on_event(event)
            if focused is not None and not event.is_printable:
                self._hold()
                self._send(focused, IN_A_PROMPT)
            return
        self.app_focus = True
        event._set_forwarded()
        if not await self._check_bindings(event.key, priority=True):
            await screen.on_key(event)
            if not event._stop_propagation:
                await self._check_bindings(event.key)
        if event.key in keymap_of(screen).moving:
            return  # nothing that follows depends on more than the row it moved to
        self._hold()
        if self.screen is screen:
            self._send(focused or screen, IN_A_LIST)
        else:
            self._wait_for(self.screen)

    # ---- holding
    def hold_keys(self) -> None:
        """Let all keys wait until :meth:`let_keys_go`."""
        if self._held is None:
            self._held = deque()

    def let_keys_go(self) -> None:
        """Deal with the keys that waited."""
        self.call_later(self._go_on)

    def _hold(self) -> None:
        self._held = deque()
        self._holds_since = time.monotonic()
        self._patience = self.set_timer(PATIENCE, self._end_patience)

    async def _end_patience(self) -> None:
        self._patience = None
        if self._is_settling and time.monotonic() - self._holds_since < PATIENCE_WITH_DISKS:
            self._patience = self.set_timer(PATIENCE, self._end_patience)
        else:
            await self._go_on()

    @property
    def _is_settling(self) -> bool:
        screen = self.screen
        return isinstance(screen, Keyed) and screen.is_settling

    def _send(self, origin: Widget, rounds: int) -> None:
        if not (origin.is_attached and origin.post_message(Messenger(origin, rounds - 1))):
            self._wait_for(self.screen)

    def on_messenger(self, message: Messenger) -> None:
        """The messenger is back: what it followed has been dealt with."""
        if self._held is None:
            return
        if message.rounds > 0:
            self._send(message.origin, message.rounds)
        else:
            self._wait_for(self.screen)

    def _wait_for(self, screen: Screen[object]) -> None:
        """Go on once ``screen`` is mounted, the focus it asked for is set, and it has settled."""
        if not screen.call_later(lambda: self.call_later(self.settled)):
            self.call_later(self.settled)

    async def on_settled(self) -> None:
        """What a screen waited for is there."""
        await self.settled()

    async def settled(self) -> None:
        """Let held keys go on, unless what they would be done to is still on its way."""
        if self._held is not None and (not self._is_settling or isinstance(self.focused, Input)):
            await self._go_on()

    async def _go_on(self) -> None:
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        held, self._held = self._held or deque[events.Key](), None
        while held:
            await self._deal_with(held.popleft())
            if self._held is not None:
                self._held.extend(held)
                return
