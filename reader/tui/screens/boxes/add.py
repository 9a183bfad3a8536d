"""The prompt for a new feed: an address goes in, a feed comes out, an error stays in sight.

Where a site has several feeds they are listed under the prompt, to be chosen with the arrows or by
their numbers.  A second prompt takes the folder; the names that are there already are completed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label

from reader.errors import FeedError, ReaderError
from reader.library.subscribing.subscribe import FoundFeed
from reader.model import Feed
from reader.text import clean_line
from reader.tui import times
from reader.tui.background import begin
from reader.tui.drawing.parts import fit
from reader.tui.panes.prompt import Prompt
from reader.tui.screens.boxes.ask import AskScreen
from reader.tui.states import plural
from reader.urls import show, site

ROWS_WITH_FOLDER: Final = 8
"""Rows of a screen from which on there is room for the folder below the address."""


class AddScreen(AskScreen[Feed]):
    """Left with the feed that was added, or None."""

    TITLE_WORDS = "Add a feed"
    EXAMPLE = "example.org · @user@mastodon.social · r/python · any address"
    KEYS = "enter adds it · tab folder · esc closes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", show=False),
        Binding("up,ctrl+p", "step(-1)", show=False),
    ]

    def __init__(self, value: str = "") -> None:
        super().__init__(value)
        self._found: Sequence[FoundFeed] = ()
        """The feeds to choose from; empty until an address was looked at."""
        self._chosen = 0

    def compose(self) -> ComposeResult:
        """Below the address stands the folder."""
        known = dict.fromkeys(one.folder for one in self.reader.library.subscriptions())
        folders = SuggestFromList([name for name in known if name], case_sensitive=False)
        with Vertical():
            yield Label(self.title_words, id="title", markup=False)
            yield Prompt(self._value, placeholder=self.EXAMPLE, first_line=True)
            yield Prompt(placeholder="no folder", id="folder", suggester=folders)
            yield Label(self.KEYS, id="said", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look at the address, or take the feed of that number."""
        event.stop()
        typed = clean_line(self.query_one(Input).value)
        if self._found:
            self._take(typed or str(self._chosen + 1))
        elif typed:
            begin(self, "add", self._look, typed)

    def action_leave(self) -> None:
        self.workers.cancel_group(self, "add")
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Choose the feed below or above."""
        if self._found:
            self._chosen = max(0, min(self._chosen + by, len(self._found) - 1))
            self.query_one(Input).value = ""
            self._draw()
            self._tell()

    def on_resize(self) -> None:
        """What is cut to the width is cut anew."""
        self._make_room()
        if self._found:
            self._draw()

    def _make_room(self) -> None:
        """On a screen of few rows what is said needs them all."""
        self.query_one("#folder").display = self.size.height >= ROWS_WITH_FOLDER

    def _draw(self) -> None:
        width = self.query_one(Vertical).content_size.width - 2
        prompt, choices = self.query_one(Input), self.query_one("#choices", Label)
        prompt.placeholder = str(self._chosen + 1)
        lines: list[str | tuple[str, str]] = []
        for number, one in enumerate(self._found, 1):
            is_chosen = number == self._chosen + 1
            lead = f"{'▎' if is_chosen else ' '}{number}  "
            lines += [
                ("\n" if lines else "") + lead,
                (fit(self._facts(one), width - len(lead)), "bold" if is_chosen else ""),
                ("\n" + " " * len(lead) + fit(show(one.url), width - len(lead)), "$text-muted"),
            ]
        choices.update(Content.assemble(*lines))

    def _tell(self) -> None:
        """What the keys do here: enter only goes to a feed that is there already."""
        keys = self.KEYS
        if self._is_known(self._found[self._chosen]):
            keys = keys.replace("adds it", "shows it")
        self.say(f"↓↑ or its number chooses · {keys}")

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
            self.query_one(Input).focus()  # to be corrected
            self.say(f"{words} · enter tries again · esc closes", bad=True)
            return
        if len(found) > 1:
            await self._offer(found)
        else:
            await self._subscribe(found[0])

    async def _offer(self, found: Sequence[FoundFeed]) -> None:
        self._found = found
        self.query_one(Input).value = ""
        await self.query_one(Vertical).mount(Label("", id="choices"), before="#folder")
        self._draw()
        self.query_one(Input).focus()
        self._tell()

    async def _subscribe(self, one: FoundFeed) -> None:
        is_known = self._is_known(one)
        folder = clean_line(self.query_one("#folder", Input).value) or None
        try:
            feed = await self.reader.library.subscribe(one, folder)
        except ReaderError as error:
            self.say(f"{error} {error.hint}".strip(), bad=True)
            return
        lead = "Already there" if is_known else "Added"
        where = f" in {feed.folder}" if folder and feed.folder else ""
        self.reader.say(f"{lead}: {feed.title}{where} · {plural(feed.total, 'story', 'stories')}")
        self.dismiss(feed)

    def _is_known(self, one: FoundFeed) -> bool:
        return any(known.url == one.url for known in self.reader.library.subscriptions())

    def _facts(self, one: FoundFeed) -> str:
        parts = [one.title, plural(one.entries, "story", "stories")]
        if one.last_at is not None:
            parts.append(times.date(one.last_at, times.now()))
        if self._is_known(one):
            parts.append("already there")
        return clean_line(" · ".join(parts))
