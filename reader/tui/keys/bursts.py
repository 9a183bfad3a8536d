"""Keys that come faster than the screen follows: each waits until all before it have had their effect.

Textual forwards a key to whatever has the focus when the key arrives, so that of ``/word`` sent in
one piece the letters would still reach the list.  Here a key that no prompt takes is dealt with
where it arrives, in one go, and those that follow it are held until what it led to is done: until a
message sent after it has come back the way that keys and requests go, and another screen that it
opened is there.  Letters typed into a prompt need not wait for one another.
What is pasted waits like a key, or a prompt that was asked for just before would not get it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import Final

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.keys.commands import elsewhere
from reader.tui.keys.dispatch import Keyed, keymap_of

IN_A_LIST: Final = 1
"""How often a messenger goes up from a pane: after what its action asked of the screen."""
IN_A_PROMPT: Final = 2
"""How often it goes up from a prompt: after the key, and after what the key led to."""
PATIENCE: Final = 0.5
"""Seconds between two looks at whether what held keys wait for can still come."""
LONGEST: Final = 10.0
"""Seconds after which held keys go on, whatever became of what they wait for."""
TO_LEAVE: Final = 1.0
"""Seconds in which the keys typed before one of those that leave still have their effect: the last
marks are made, a queue of hundreds is wanted no more."""
LEAVING: Final = frozenset(("ctrl+q", "ctrl+c"))
"""Keys that wait no longer than until the next look."""

Typed = events.Key | events.Paste


class Messenger(Message):
    """Goes the way of a key, so that the key has been dealt with where this arrives.

    ``hold`` is the number of the hold that it ends.
    """

    def __init__(self, origin: Widget, rounds: int, hold: int) -> None:
        super().__init__()
        self.origin = origin
        self.rounds = rounds
        self.hold = hold


class InOrder(App[None], inherit_bindings=False):
    """An app whose keys wait for one another."""

    is_elsewhere = False
    """Whether the terminal belongs to another program for now.  Keys that were typed before it got
    it wait until the reader is back."""
    is_leaving = False
    """Whether the reader is on its way out: keys have no effect any more, but those that leave at
    once, and no other program gets the terminal."""
    last_key_at = 0.0
    """When the last key came, by the monotonic clock."""
    _held: deque[Typed] | None = None
    """Keys and pastes that wait; None while none has to."""
    _hold_number = 0
    """What comes back from an earlier hold ends no later one."""
    _held_from_outside = 0
    """The number of the hold that :meth:`let_keys_go` ends."""
    _begun = 0.0
    _waits_for: Widget | None = None
    """Where the answer that ends the hold comes from."""
    _is_late = False
    """Whether nothing is waited for any more but what the screen waits for itself."""
    _patience: Timer | None = None
    _steps: tuple[str, ...] = ()
    """Commands of a macro that are still to be run."""
    _leaves_by: float | None = None
    """When a key that leaves goes before those that were typed before it; None while none waits."""

    async def on_event(self, event: events.Event) -> None:
        """Deal with a key now, or hold it; leave all other events to Textual."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if self.is_leaving and not _leaves(event):
            return
        self.last_key_at = time.monotonic()
        self.key_came()
        if self.is_elsewhere:
            self.hold_keys()
        if self._held is not None:
            self._held.append(event)
            if self._leaves_by is None and _leaves(event):
                self._leaves_by = self.last_key_at + TO_LEAVE
        else:
            await self._deal_with(event)

    def key_came(self) -> None:
        """A key or a paste came, which may have to wait yet; for an app to override."""

    async def _deal_with(self, event: Typed) -> None:
        if isinstance(event, events.Paste):
            await super().on_event(event)
            return
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

    async def _take_step(self, command_id: str) -> None:
        """Run a command of a macro, and hold what follows as after a key."""
        screen, focused = self.screen, self.focused
        if not (isinstance(screen, Keyed) and await _run(screen, command_id)):
            self._steps = ()
            self.steps_ended(command_id)
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
            self._hold_number += 1
            self._held_from_outside = self._hold_number

    def run_steps(self, command_ids: Sequence[str]) -> None:
        """Run commands one after the other, before any key that waits: each when all before it
        have had their effect.  What nothing here answers ends it."""
        self._steps += tuple(command_ids)
        if self._held is None:
            self._hold()
            self._wait_for(self.screen)

    def steps_ended(self, command_id: str) -> None:
        """A command could not be run here, and those that were to follow are not run."""
        raise NotImplementedError

    def let_keys_go(self) -> None:
        """Deal with the keys that waited; not with those that wait for something else by now."""
        self.call_later(self._give_up, self._held_from_outside)

    def go_on_here(self) -> None:
        """The terminal is here again: deal with the keys that waited for that."""
        self.call_later(self._give_up, self._hold_number)

    def _hold(self) -> None:
        self._held = deque()
        self._hold_number += 1
        self._begun = time.monotonic()
        self._patience = self.set_interval(PATIENCE, self._look)

    def _send(self, origin: Widget, rounds: int) -> None:
        self._waits_for = origin
        messenger = Messenger(origin, rounds - 1, self._hold_number)
        if not (origin.is_attached and origin.post_message(messenger)):
            self._wait_for(self.screen)

    def on_messenger(self, message: Messenger) -> None:
        """The messenger is back: what it followed has been dealt with."""
        if self._held is None or message.hold != self._hold_number:
            return
        if message.rounds > 0:
            self._send(message.origin, message.rounds)
        else:
            self._wait_for(self.screen)

    def _wait_for(self, screen: Screen[object]) -> None:
        """Go on once ``screen`` is mounted, the focus it asked for is set, and it has settled."""
        self._waits_for = screen
        arrived = partial(self._arrived, self._hold_number)
        if not screen.call_later(self.call_later, arrived):
            self.call_later(arrived)

    async def _arrived(self, hold: int) -> None:
        """Let held keys go on, unless what they would be done to is still on its way."""
        if self._held is not None and hold == self._hold_number:
            self._is_late = self._is_settling and not isinstance(self.focused, Input)
            if not self._is_late:
                await self._go_on()

    async def on_settled(self) -> None:
        """What a screen waited for is there."""
        if self._is_late and not self._is_settling:
            await self._go_on()

    @property
    def _is_settling(self) -> bool:
        screen = self.screen
        return isinstance(screen, Keyed) and screen.is_settling

    def _look(self) -> None:
        """Go on when what is waited for can't come any more, or the reader wants to leave."""
        origin = self._waits_for
        is_lost = not self._is_late and (origin is None or not origin.is_attached)
        is_over = self._is_late and not self._is_settling
        wants_to_leave = any(map(_leaves, self._held or ()))
        if is_lost or is_over or wants_to_leave or time.monotonic() - self._begun > LONGEST:
            # Not from here: this is the timer's own task, which going on ends.
            self.call_later(self._give_up, self._hold_number)

    async def _give_up(self, hold: int) -> None:
        if self._held is not None and hold == self._hold_number:
            await self._go_on()

    async def _go_on(self) -> None:
        if self.is_elsewhere:
            return
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        held, self._held = self._held or deque[Typed](), None
        self._is_late = False
        while (held or self._steps) and not self.is_leaving:
            if self.is_elsewhere:
                self._held = held
                return
            if any(map(_leaves, held)):
                self._steps = ()
            if self._steps:
                step, self._steps = self._steps[0], self._steps[1:]
                await self._take_step(step)
                self._held = self._held if self._held is not None else deque[Typed]()
                self._held.extend(held)
                return
            if self._leaves_by is not None and time.monotonic() >= self._leaves_by:
                while held and not _leaves(held[0]):
                    held.popleft()
            if not held or _leaves(held[0]):
                self._leaves_by = None
            if held:
                await self._deal_with(held.popleft())
            if self._held is not None:
                self._held.extend(held)
                return


async def _run(screen: Keyed, command_id: str) -> bool:
    """Run a command, or what it is called where the reader is now; whether there was one."""
    if await screen.run_command(command_id):
        return True
    other = elsewhere(command_id)
    return other is not None and await screen.run_command(other)


def _leaves(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.key in LEAVING
