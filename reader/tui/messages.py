"""Messages that pass between panes, screens and the app.

Each is posted upward and replaces an older one of its kind still in the queue, where only the last
one matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.notifications import Notification

if TYPE_CHECKING:
    from reader.library.library import RefreshProgress


class RefreshMoved(Message):
    """A running refresh got on, or ended; ``progress`` is None when it was stopped."""

    def __init__(self, progress: RefreshProgress | None) -> None:
        super().__init__()
        self.progress = progress

    def can_replace(self, message: Message) -> bool:
        """The newest progress stands for all before it."""
        return isinstance(message, RefreshMoved)


class NotPossible(Message):
    """A command has nothing here that it could be about; ``why`` is told."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class Settled(Message):
    """What keys are about is there: those that waited for it go on."""


class StoryShown(Message):
    """The screen of a story is filled."""


class Passing(Notification):
    """Words that are shown for a while.

    Where their time ended on the way to the screen, beside other programs that keep the processor
    busy, Textual would set a timer for a time before now, and look for its next stroke for ever.
    """

    @property
    def time_left(self) -> float:
        """Seconds; never none."""
        return max(super().time_left, 0.01)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return super().time_left <= 0
