"""A box with one prompt in the middle of the screen, and what is said about what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from reader.text import clean_line
from reader.tui.panes.prompt import Prompt
from reader.tui.screens.boxes.box import Box

if TYPE_CHECKING:
    from textual.suggester import Suggester

    from reader.tui.app import NowReading

T = TypeVar("T")


class AskScreen(Box[T | None], Generic[T]):
    """A subclass gives the words and decides what enter does; escape leaves with None."""

    TITLE_WORDS: ClassVar[str] = ""
    EXAMPLE: ClassVar[str] = ""
    KEYS: ClassVar[str] = ""
    IS_A_PROPOSAL: ClassVar[bool] = False
    """Whether what stands in the prompt at first goes when something else is typed; an arrow to the
    side keeps it."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    AskScreen {
        align: center middle;
        & > Vertical {
            width: 90%;
            max-width: 76;
            height: auto;
            background: $background;
            border: round $foreground 40%;
        }
        Label { padding: 0 1; width: 100%; }
        #title { text-style: bold; }
        #said { color: $text-muted; }
        #said.-bad { color: $text-error; }
        Input {
            border: none;
            height: 1;
            padding: 0 1;
            background: $panel;
            &:focus { border: none; background: $panel; }
            & > .input--placeholder { color: $text-muted; }
            & > .input--suggestion { color: $text-muted; }
        }
    }
    AskScreen.-short > Vertical { width: 100%; border: none; }
    """

    def __init__(self, value: str = "", suggester: Suggester | None = None) -> None:
        super().__init__()
        self._value = value
        self._suggester = suggester
        self.title_words = self.TITLE_WORDS

    @property
    def reader(self) -> NowReading:
        """The app, with the library."""
        from reader.tui.app import NowReading

        assert isinstance(self.app, NowReading)
        return self.app

    def compose(self) -> ComposeResult:
        """Title, prompt, and what is going on."""
        with Vertical():
            yield Label(self.title_words, id="title", markup=False)
            yield Prompt(
                self._value,
                placeholder=self.EXAMPLE,
                suggester=self._suggester,
                select_on_focus=self.IS_A_PROPOSAL,
            )
            yield Label(self.KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def action_leave(self) -> None:
        self.dismiss(None)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Show a line under the prompt; ``text`` may come from outside."""
        said = self.query_one("#said", Label)
        said.set_class(bad, "-bad")
        said.update(Content(clean_line(text)))
