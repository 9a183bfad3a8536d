"""Prompts: one line for words of any kind, and the one for a search at the bottom of a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

PAUSE = 0.08
"""Seconds without a key after which the search runs, when keys come faster than that."""
AT_ONCE = 0.004
"""The same for a key that comes alone; what is sent in one piece is one search all the same."""
LONGEST: Final = 4_000
"""Characters that a prompt takes, twice as many as the longest address that servers take.  Textual
goes through all of them at each key: a million, pasted by mistake, would stop the reader for
minutes."""


class Prompt(Input):
    """One line of at most :data:`LONGEST` characters; the lines of what is pasted follow each
    other, as much of them as there is room for."""

    def __init__(self, *arguments: Any, first_line: bool = False, **named: Any) -> None:
        """``first_line``: only the first line of what is pasted is taken, as for an address."""
        super().__init__(*arguments, max_length=LONGEST, **named)
        self._first_line = first_line

    def _on_paste(self, event: events.Paste) -> None:
        """Textual calls this before its own way to deal with it, which refuses what is too long."""
        start, end = sorted(self.selection)
        # A headline that was copied from a page or a terminal may lie over two lines.
        lines = [each for each in event.text[:LONGEST].splitlines() if each.strip()]
        lines = [each.strip() for each in lines] if len(lines) > 1 else lines
        line = " ".join(lines[:1] if self._first_line else lines).expandtabs(1)
        event.text = line[: max(0, LONGEST - len(self.value) + end - start)]


class SearchPrompt(Prompt):
    """Posts what is typed, and how the prompt was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "recall(1)", show=False),
        Binding("down", "recall(-1)", show=False),
        Binding("tab", "complete", show=False),
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
        """This is searched for now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Done(Message):
        """The reader goes on to what was found."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The reader gave the search up."""

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False)
        self._pause: Timer | None = None
        self._changed_at = 0.0
        self.recent: Sequence[str] = ()
        """What was searched for before, the last first."""
        self._recalled = 0
        """Which of these stands in the prompt, from 1; 0: what was typed."""
        self._typed = ""
        self.completes: Callable[[str], str | None] | None = None
        """What the text may go on with, where that is known."""

    def clear_quietly(self) -> None:
        """Empty the prompt without a search for nothing."""
        self.fill_quietly("")

    def fill_quietly(self, text: str) -> None:
        """Put ``text`` into the prompt without a search for it."""
        self._stop_waiting()
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)

    def begin_anew(self, recent: Sequence[str]) -> None:
        """Let the arrows go through what was searched for before, beginning with the last."""
        self.recent, self._recalled = [each for each in recent if each != self.value], 0

    def column_of(self, position: int) -> int:
        """The cell in which character ``position`` stands, from the first cell of the text."""
        return max(0, cell_len(self.value[:position]) - round(self.scroll_offset.x))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._stop_waiting()
        before, self._changed_at = self._changed_at, time.monotonic()
        pause = PAUSE if self._changed_at - before < PAUSE else AT_ONCE
        self._pause = self.set_timer(pause, self._say_typed)

    def _say_typed(self) -> None:
        """The pause is over.  A timer that had rung before it was stopped comes here all the same:
        the reader left the prompt meanwhile, and a search now would bring back what was given up.
        """
        if self._pause is not None:
            self._pause = None
            self.post_message(self.Typed(self.value.strip()))

    def action_recall(self, by: int) -> None:
        """To what was searched for before that, or after it; down from what was typed goes on to
        what was found."""
        at = self._recalled + by
        if at < 0:
            self.action_done()
        elif at <= len(self.recent):
            if not self._recalled:
                self._typed = self.value
            self._recalled = at
            self.value = self.recent[at - 1] if at else self._typed
            self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """Complete the last word, if anything begins so."""
        whole = self.completes(self.value) if self.completes is not None else None
        if whole is not None and self.cursor_at_end:
            self.value = whole
            self.cursor_position = len(whole)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        self._stop_waiting()
        self.post_message(self.Done(self.value.strip()))

    def action_leave(self) -> None:
        self._stop_waiting()
        self.post_message(self.Left())

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
