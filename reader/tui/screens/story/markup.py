"""The source of a story: what feed or page sent, as it came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from reader.model import FILES_URL, HEADLINE, Block, Entry, Story, TextType
from reader.tui.drawing.parts import Part
from reader.tui.keys.dispatch import Keyed, bindings
from reader.tui.layout.galley import Place
from reader.tui.layout.pieces import Piece, safe
from reader.tui.panes.body import Body
from reader.tui.panes.keybar import KeyBar, OneLine
from reader.tui.screens.hits import Hits
from reader.urls import is_web

if TYPE_CHECKING:
    from reader.tui.app import NowReading

MOST: Final = 300_000
"""Bytes of UTF-8 that are shown: to set more takes too long where no sign is as wide as another."""
_WIDEST: Final = 200
_TAB: Final = 4
_HINT_SECONDS: Final = 6.0


class MarkupScreen(Hits, inherit_bindings=False):
    """Lines of markup, wrapped; it can be looked through and selected like any text."""

    CSS_PATH = str(Path(__file__).parents[2] / "story.tcss")
    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Keyed.BINDINGS,
        *bindings(
            "app.back",
            "read.page",
            "quote.next",
            "quote.previous",
            "story.find",
            "story.source",
            "story.browse",
            "story.copy_link",
        ),
    ]

    def __init__(self, entry: Entry, story: Story, text: str, kind: TextType) -> None:
        super().__init__()
        self._entry = entry
        self._url = story.url or entry.link
        cut = text.encode()[:MOST].decode("utf-8", "ignore")
        self._is_cut = len(cut) < len(text)
        blocks = [Block("code", safe(line.expandtabs(_TAB))) for line in cut.split("\n")]
        self._shown = Story(entry.id, None, "", None, tuple(blocks))
        self._came = _came(entry, story, kind, len(text))
        self._hint = ""
        self.head = OneLine(id="head")
        self.body = Body(id="body", measure=_WIDEST)
        self.keys = KeyBar(id="keys")

    def compose(self) -> ComposeResult:
        """Head, text, keys."""
        yield self.head
        yield Container(self.body, id="desk")
        yield self.keys

    def on_mount(self) -> None:
        """Show the text from its beginning."""
        pieces = [
            Piece(n, each.text, "paragraph", gap=0) for n, each in enumerate(self._shown.blocks)
        ]
        if self._is_cut:
            more = f"(The rest: nowreading show {self._entry.id} --source)"
            pieces.append(Piece(len(pieces), more, "note"))
        self.body.show(pieces, (), Place(HEADLINE, 0))
        self.draw_bars()

    @property
    def reader(self) -> NowReading:
        """The app."""
        return cast("NowReading", self.app)

    @property
    def looked_through(self) -> Story | None:
        """The lines."""
        return self._shown

    # ---- bars
    def hint(self, words: str) -> None:
        """Say something in the foot for a few seconds."""
        self._hint = words
        self.draw_bars()
        self.set_timer(_HINT_SECONDS, self._drop_hint)

    def _drop_hint(self) -> None:
        self._hint = ""
        self.draw_bars()

    def draw_bars(self) -> None:
        """What this is, how far the reader is, and the keys."""
        if not self.is_mounted:
            return
        percent = "end" if self.body.at_end else f"{self.body.progress:.0%}"
        left = [Part("SOURCE", "strong"), Part(f"  {self._came}  ", "dim")]
        self.head.show([*left, Part(safe(self._entry.title))], [Part(percent)])
        if self._hint:
            self.keys.show([Part(self._hint)])
            return
        names = {"story.source": "the story", "quote.next": self.words_of_hits}
        hits = ("quote.next",) if self.hits else ()
        self.keys.show_keys(("story.source", *hits, "story.find", "story.browse"), names=names)

    def on_resize(self) -> None:
        """Bars hold what there is room for."""
        self.call_after_refresh(self.draw_bars)

    @on(Body.Moved)
    def _moved(self) -> None:
        self._drop_hint()

    # ---- actions
    def action_app_back(self) -> None:
        """End the selection, escape the marks of a search too; else back to the story."""
        if self.body.is_selecting:
            self.body.end_selection()
        elif self.hits and self.last_key == "escape":
            self.clear_hits()
        else:
            self.action_story_source()

    def action_story_source(self) -> None:
        """Back to the story."""
        if self.app.screen is self:
            self.app.pop_screen()

    def action_read_page(self) -> None:
        """A page down."""
        self.body.page_down()

    def action_quote_next(self) -> None:
        """To the next hit."""
        self._step(1)

    def action_quote_previous(self) -> None:
        """To the hit before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.hits:
            self.step_hit(by)
        else:
            self.hint("Nothing is looked for here.")

    def action_story_browse(self) -> None:
        """Open the story's page in the browser."""
        if self._url is not None and is_web(self._url):
            self.app.open_url(self._url)
        else:
            self.hint("This story has no address.")

    def action_story_copy_link(self) -> None:
        """Copy the story's address."""
        if self._url is not None:
            self.app.copy_to_clipboard(self._url)
            self.hint("Copied the address of the story.")
        else:
            self.hint("This story has no address.")


def _came(entry: Entry, story: Story, kind: TextType, length: int) -> str:
    """``HTML of the page, 12,345 characters``."""
    of = (
        "the page"
        if story.origin == "page"
        else "the file"
        if entry.feed_url == FILES_URL
        else "the feed"
    )
    return f"{'HTML' if kind == 'html' else 'plain text'} of {of}, {length:,} characters"
