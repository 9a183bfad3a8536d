"""The prompt for a new feed: an address goes in, a feed comes out, an error stays in sight."""

from __future__ import annotations

from textual.widgets import Input

from reader.errors import ReaderError
from reader.model import Feed
from reader.text import clean_line
from reader.tui.background import begin
from reader.tui.screens.ask import AskScreen


class AddScreen(AskScreen[Feed]):
    """Left with the feed that was added, or None."""

    TITLE_WORDS = "Add a feed"
    EXAMPLE = "https://example.org/feed.xml"
    KEYS = "enter adds it · esc closes"

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
        self.say(f"Looking at {address} …")
        try:
            feed = await self.reader.library.add(address)
        except ReaderError as error:
            self.say(f"{error} {error.hint}".strip(), bad=True)
            return
        self.dismiss(feed)
