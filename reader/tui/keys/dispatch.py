"""Keys to commands: bindings made from the command table, and the machine for sequences and counts.

Textual runs single keys through its bindings; it knows no sequences (``g f``) and no counts
(``5j``).  :class:`Keyed` sees every key that no widget took before the bindings do, and takes only
prefixes, sequences and counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from reader.tui.drawing.pace import Paced
from reader.tui.keys.commands import BY_ID, COMMANDS, Command
from reader.tui.keys.keymap import DEFAULT, Keymap

if TYPE_CHECKING:
    from textual import events
    from textual.dom import DOMNode
    from textual.geometry import Offset
    from textual.widget import Widget


MAX_COUNT = 999_999
IN_LISTS: Final = tuple(each.id for each in COMMANDS if each.context == "list")
"""The ids of what can be done in every list and in the body: moving, and opening what is chosen."""


Pointed: TypeAlias = "tuple[Widget | None, Offset | None]"


def bindings(*ids: str, priority: bool = False) -> list[BindingType]:
    """``BINDINGS`` of a pane or screen: one for each command id, hidden, with the id as its id.

    Sequences are handed over too, as keys that Textual never sees, so that a command that has
    only a sequence can be given another key.
    """
    return [
        Binding(
            key=",".join(BY_ID[each].keys),
            action=BY_ID[each].action,
            description=BY_ID[each].title,
            show=False,
            id=each,
            priority=priority,
        )
        for each in ids
    ]


def keymap_of(node: DOMNode) -> Keymap:
    """The keys in force in the app that ``node`` belongs to."""
    keymap = getattr(node.app, "keymap", DEFAULT)
    return keymap if isinstance(keymap, Keymap) else DEFAULT


def still_there(pointed: Pointed) -> Pointed:
    """The widget under the pointer and the place in its text, or nothing when it is gone.

    Textual takes what is drawn for what is there: it asks a notice that has gone for what it lay in,
    and ends the program when that is nothing.
    """
    widget, _ = pointed
    return pointed if widget is not None and widget.is_attached else (None, None)


class KeyClicked(Message):
    """A key that stands in a bar was clicked; ``words`` is what it is called there."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Keyed(Paced, Screen[None], inherit_bindings=False):
    """A screen that takes key sequences and, where ``takes_counts``, counts before a key.

    A count reaches the action of a command that ``counts`` as its one argument.
    ``pending_keys`` is what was typed of a sequence or count so far, to be shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,super+c", "screen.copy_text", "Copy selected text", show=False),
    ]
    takes_counts: ClassVar[bool] = False

    pending_keys: reactive[tuple[str, ...]] = reactive(())
    count: reactive[int] = reactive(0)
    """The count typed so far, 0 for none."""

    @property
    def is_settling(self) -> bool:
        """Whether what keys are about is on its way: they wait for it a moment."""
        return False

    last_key = ""
    """The key pressed last, for the few actions to which it matters."""

    def draw_bars(self) -> None:
        """Bring the bars of the screen up to date, where it has any."""

    def watch_pending_keys(self) -> None:
        """Show what was typed of a sequence."""
        self.draw_bars()

    def watch_count(self) -> None:
        """Show the count typed so far."""
        self.draw_bars()

    def get_widget_and_offset_at(self, x: int, y: int) -> Pointed:
        """What text is selected in."""
        return still_there(super().get_widget_and_offset_at(x, y))

    async def on_key(self, event: events.Key) -> None:
        """Take prefixes, sequences and counts; leave every other key to the bindings."""
        self.last_key = event.key
        if self.pending_keys or self._is_taken_here(event.key):
            event.stop()
            event.prevent_default()
            await self._continue_sequence(event.key)
        elif self._is_count(event.key):
            event.stop()
            event.prevent_default()
            self.count = min(self.count * 10 + int(event.key), MAX_COUNT)
        elif self.count:
            await self._use_count(event)

    def on_key_clicked(self, message: KeyClicked) -> None:
        """A key in a bar was clicked: it is as good as pressed."""
        message.stop()
        for key in keymap_of(self).called(message.words, self.pending_keys):
            # As the app's own: a message does not go up beyond the one who sent it.
            self.app.call_next(self.app.simulate_key, key)

    async def run_command(self, command_id: str, count: int = 0) -> bool:
        """Run a command on the focused widget, or what lies around it, up to the app.

        Returns whether anything here answers it.
        """
        command = keymap_of(self).by_id[command_id]
        target = self.answering(command)
        if target is None:
            return False
        return await self.app.run_action(command.call(count), default_namespace=target)

    def answering(self, command: Command) -> DOMNode | None:
        """The nearest node, from the focused widget up to the app, with the command's action."""
        start: DOMNode = self.focused or self
        for node in start.ancestors_with_self:
            if hasattr(node, f"action_{command.action}"):
                return node
        return None

    async def _continue_sequence(self, key: str) -> None:
        typed = (*self.pending_keys, key)
        keymap = keymap_of(self)
        if typed in keymap.prefixes:
            self.pending_keys = typed
            return
        count, self.count, self.pending_keys = self.count, 0, ()
        for command in keymap.sequences.get(typed, ()):
            if await self.run_command(command.id, count):
                return

    def _is_taken_here(self, key: str) -> bool:
        """Whether a sequence begins with ``key``, or a program of the reader's own has it here."""
        keymap = keymap_of(self)
        own = keymap.sequences.get((key,), ())
        return (key,) in keymap.prefixes or any(self.answering(each) for each in own)

    def _is_count(self, key: str) -> bool:
        if not self.takes_counts or not (len(key) == 1 and key in "0123456789"):
            return False
        return bool(self.count) or key != "0"

    async def _use_count(self, event: events.Key) -> None:
        count, self.count = self.count, 0
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            return
        active = self.active_bindings.get(event.key)
        if active is None or active.binding.id not in BY_ID:
            return
        command = BY_ID[active.binding.id]
        if command.counts:
            event.stop()
            event.prevent_default()
            await self.app.run_action(command.call(count), default_namespace=active.node)
