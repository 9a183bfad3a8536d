"""The prompt for a new feed: an address goes in, a feed comes out, an error stays in sight.

Where a site has several feeds they are listed under the prompt, to be chosen by their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from reader.errors import FeedError, ReaderError
from reader.library.subscribe import FoundFeed
from reader.model import Feed
from reader.text import clean_line
from reader.tui import times
from reader.tui.background import begin
from reader.tui.screens.ask import AskScreen
from reader.tui.states import plural
from reader.urls import show, site


class AddScreen(AskScreen[Feed]):
    """Left with the feed that was added, or None."""

    TITLE_WORDS = "Add a feed"
    EXAMPLE = "example.org · @user@mastodon.social · r/python · any address"
    KEYS = "enter adds it · esc closes"

    def __init__(self, value: str = "") -> None:
        super().__init__(value)
        self._found: Sequence[FoundFeed] = ()
        """The feeds to choose from; empty until an address was looked at."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look at the address, or take the feed of that number."""
        event.stop()
        typed = clean_line(event.value)
        if self._found:
            self._take(typed or "1")
        elif typed:
            begin(self, "add", self._look, typed)

    def action_leave(self) -> None:
        self.workers.cancel_group(self, "add")
        self.dismiss(None)

    def _take(self, typed: str) -> None:
        if typed in map(str, range(1, len(self._found) + 1)):
            begin(self, "add", self._subscribe, self._found[int(typed) - 1])
        else:
            self.say(f"There is no feed {typed}: 1 to {len(self._found)}.", bad=True)

    async def _look(self, address: str) -> None:
        self.say(f"Looking at {address} …")
        try:
            found = await self.reader.library.look_for(address)
        except ReaderError as error:
            asked = site(error.url) if isinstance(error, FeedError) else None
            # What was typed may stand for an address elsewhere: r/python, words to look for.
            lead = f"{asked} was asked. " if asked and asked not in address.lower() else ""
            words = f"{lead}{error} {error.hint}".strip()
            self.say(f"{words} · enter tries again · esc closes", bad=True)
            return
        if len(found) > 1:
            await self._offer(found)
        else:
            await self._subscribe(found[0])

    async def _offer(self, found: Sequence[FoundFeed]) -> None:
        self._found = found
        prompt = self.query_one(Input)
        prompt.value, prompt.placeholder = "", "1"
        lines = "\n".join(f"{number}  {_facts(one)}" for number, one in enumerate(found, 1))
        await self.query_one(Vertical).mount(Label(Content(lines), id="choices"), before="#said")
        self.say(f"type a number from 1 to {len(found)} · enter takes the first · esc closes")

    async def _subscribe(self, one: FoundFeed) -> None:
        try:
            feed = await self.reader.library.subscribe(one)
        except ReaderError as error:
            self.say(f"{error} {error.hint}".strip(), bad=True)
            return
        self.dismiss(feed)


def _facts(one: FoundFeed) -> str:
    parts = [one.title, plural(one.entries, "story", "stories")]
    if one.last_at is not None:
        parts.append(times.date(one.last_at, times.now()))
    return clean_line(f"{' · '.join(parts)} · {show(one.url)}")
