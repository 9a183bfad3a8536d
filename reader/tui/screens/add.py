"""The prompt for a new feed: an address goes in, a feed comes out, an error stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from reader.errors import ReaderError
from reader.model import Feed
from reader.text import clean_line
from reader.tui.background import begin

if TYPE_CHECKING:
    from reader.tui.app import NowReading


class AddScreen(ModalScreen[Feed | None]):
    """Left with the feed that was added, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    AddScreen {
        align: center middle;
        background: $background 60%;
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
        }
    }
    AddScreen.-short > Vertical { width: 100%; border: none; }
    """

    def compose(self) -> ComposeResult:
        """Title, prompt, and what is going on."""
        with Vertical():
            yield Label("Add a feed", id="title", markup=False)
            yield Input(placeholder="https://example.org/feed.xml")
            yield Label("enter adds it · esc closes", id="said", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Fetch and judge the feed at the address."""
        event.stop()
        address = clean_line(event.value)
        if address:
            begin(self, "add", self._add, address)

    def action_leave(self) -> None:
        self.workers.cancel_group(self, "add")
        self.dismiss(None)

    async def _add(self, address: str) -> None:
        app: NowReading = self.app  # type: ignore[assignment]
        self._say(f"Looking at {address} …")
        try:
            feed = await app.library.add(address)
        except ReaderError as error:
            self._say(f"{error} {error.hint}".strip(), bad=True)
            return
        self.dismiss(feed)

    def _say(self, text: str, *, bad: bool = False) -> None:
        said = self.query_one("#said", Label)
        said.set_class(bad, "-bad")
        said.update(Content(clean_line(text)))
