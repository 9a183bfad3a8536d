"""The search prompt: one line for words, at the bottom of the library screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

PAUSE = 0.08
"""Seconds without a key after which the search runs."""


class SearchPrompt(Input):
    """Posts the words as they are typed, and how the prompt was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "done", show=False),
    ]
    DEFAULT_CSS = """
    SearchPrompt {
        border: none;
        height: 1;
        padding: 0 1;
        background: $panel;
        &:focus { border: none; background: $panel; }
        & > .input--placeholder { color: $text-muted; }
    }
    """

    class Typed(Message):
        """These words are searched for now."""

        def __init__(self, words: tuple[str, ...]) -> None:
            super().__init__()
            self.words = words

    class Done(Message):
        """The reader goes on to the stories found."""

        def __init__(self, words: tuple[str, ...]) -> None:
            super().__init__()
            self.words = words

    class Left(Message):
        """The reader gave the search up."""

    def __init__(self, *, id: str | None = None, placeholder: str = "words of titles") -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False)
        self._pause: Timer | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words in the prompt."""
        return tuple(self.value.split())

    def clear_quietly(self) -> None:
        """Empty the prompt without a search for nothing."""
        self._stop_waiting()
        with self.prevent(Input.Changed):
            self.value = ""

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._stop_waiting()
        self._pause = self.set_timer(PAUSE, lambda: self.post_message(self.Typed(self.words)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        self._stop_waiting()
        self.post_message(self.Done(self.words))

    def action_leave(self) -> None:
        self._stop_waiting()
        self.post_message(self.Left())

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
