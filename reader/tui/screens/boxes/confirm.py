"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from reader.text import clean_line
from reader.tui.screens.boxes.box import Box


class ConfirmScreen(Box[bool]):
    """Left with True for yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,Y,enter", "answer(True)", show=False),
        Binding("n,N,q,escape", "answer(False)", show=False),
    ]
    DEFAULT_CSS = """
    ConfirmScreen {
        align: center middle;
        & > Vertical {
            width: 90%;
            max-width: 76;
            height: auto;
            background: $background;
            border: round $foreground 40%;
            padding: 0 1;
        }
        Label { width: 100%; }
        #question { text-style: bold; }
        #keys { color: $text-muted; }
    }
    ConfirmScreen.-short > Vertical { width: 100%; border: none; }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, and the keys that answer it."""
        with Vertical():
            yield Label(Content(clean_line(self._question)), id="question")
            yield Label("y or enter: yes · n or esc: no", id="keys", markup=False)

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)
