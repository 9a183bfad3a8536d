"""The speakers screen: who is quoted in all stored stories, and beside it what the chosen one said."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.widget import Widget

from reader.library.values import Saying
from reader.model import QuoteRow, SpeakerRow
from reader.tui import times
from reader.tui.background import begin
from reader.tui.drawing.parts import Part
from reader.tui.keys.commands import Context
from reader.tui.keys.dispatch import Keyed, bindings, keymap_of
from reader.tui.keys.keymap import label
from reader.tui.layout.quotes import with_source
from reader.tui.panes.lines import LineList
from reader.tui.panes.prompt import SearchPrompt
from reader.tui.panes.said import SaidPane
from reader.tui.panes.speakers import ORDERS, SpeakersPane
from reader.tui.screens.lists.index import IndexScreen
from reader.tui.screens.lists.quotes_file import free_path, write_quotes
from reader.tui.states import plural

FIRST: Final = 300
"""Speakers that are read before the list shows; the rest follows."""
FIRST_SAID: Final = 15
"""Quotes that are read before they show: each lies on pages of its own; the rest follows."""
MOST_SAID: Final = 500
FILTERING: Final = "-filtering"

ROOMY: Final = 60
"""Columns from which the header has room for more than its name and number."""


class SpeakersScreen(IndexScreen, inherit_bindings=False):
    """Two lists: the second follows the first."""

    AUTO_FOCUS = "#speakers"
    DEFAULT_CSS = """
    SpeakersScreen {
        #speakers { height: 2fr; }
        #said { height: 3fr; border-top: solid $foreground 25%; }
        &.-normal #middle, &.-wide #middle { layout: horizontal; }
        &.-normal #speakers, &.-wide #speakers { width: 1fr; height: 100%; }
        &.-normal #said, &.-wide #said {
            width: 1fr;
            height: 100%;
            border-top: none;
            border-left: solid $foreground 25%;
        }
        &.-short.-narrow {
            #said { display: none; border: none; height: 1fr; }
            &.at-said #said { display: block; }
            &.at-said #speakers { display: none; }
        }
    }
    """
    CONTEXTS: ClassVar[tuple[Context, ...]] = ("app", "list", "speakers")
    BINDINGS: ClassVar[list[BindingType]] = [
        *Keyed.BINDINGS,
        *bindings(
            "app.back",
            "app.search",
            "pane.left",
            "pane.right",
            "pane.next",
            "pane.previous",
            "said.export",
        ),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.speakers = SpeakersPane(id="speakers")
        self.said = SaidPane(id="said")
        self.prompt = SearchPrompt(id="filter", placeholder="part of a name")

    def middle(self) -> Sequence[Widget]:
        return self.speakers, self.said, self.prompt

    def on_mount(self) -> None:
        """Read who is quoted."""
        begin(self, "speakers", self._read)

    def head(self) -> tuple[Sequence[Part], Sequence[Part]]:
        left = [Part("Speakers", "strong")]
        if self.speakers.words:
            left.append(Part(f"  {' '.join(self.speakers.words)}", "accent"))
        if self.size.width >= ROOMY:
            left.append(Part("  in all stored stories", "dim"))
        order = ORDERS[self.speakers.order]
        return left, [Part(f"{plural(len(self.speakers.items), 'speaker', 'speakers')} · {order}")]

    def help_keys(self) -> Sequence[str]:
        if self.said.has_focus:
            return "item.open", "said.copy", "said.export", "pane.left", "app.back"
        return "item.open", "app.search", "speakers.sort", "said.export", "app.back"

    def key_names(self) -> Mapping[str, str]:
        opens = "open at the quote" if self.said.has_focus else "quotes"
        return {"item.open": opens, "app.search": "filter", "pane.left": "speakers"}

    # ---- actions
    def action_app_back(self) -> None:
        """From the quotes to the speakers, out of the filter, then back."""
        if self.said.has_focus:
            self.speakers.focus()
        elif self.speakers.words:
            self._filter(())
            self.prompt.clear_quietly()
        else:
            self.app.pop_screen()

    def action_app_search(self) -> None:
        """Type a part of a name."""
        self.add_class(FILTERING)
        self.prompt.focus()

    def action_pane_left(self) -> None:
        self.speakers.focus()

    def action_pane_right(self) -> None:
        self.said.focus()

    def action_pane_next(self) -> None:
        (self.speakers if self.said.has_focus else self.said).focus()

    def action_pane_previous(self) -> None:
        self.action_pane_next()

    def action_said_export(self) -> None:
        """Write what the chosen speaker said to a file."""
        begin(self, "export", self._export)

    # ---- what the panes say
    @on(LineList.Moved, "#speakers")
    def _speaker_chosen(self) -> None:
        begin(self, "said", self._read_said)

    @on(LineList.Opened, "#speakers")
    def _speaker_opened(self) -> None:
        self.said.focus()

    @on(LineList.Opened, "#said")
    def _quote_opened(self) -> None:
        if self.said.chosen is not None:
            row = self.said.chosen.sources[0]
            self.reader.show_story(row.entry.id, quote=row.number)

    @on(SaidPane.Asked)
    def _copy_asked(self, message: SaidPane.Asked) -> None:
        begin(self, "copy", self._copy, message.saying.sources[0])

    @on(SpeakersPane.SortAsked)
    def _sorted(self) -> None:
        self.draw_bars()

    @on(SearchPrompt.Typed)
    def _typed(self, message: SearchPrompt.Typed) -> None:
        self._filter(tuple(message.text.split()))

    @on(SearchPrompt.Done)
    def _typed_all(self, message: SearchPrompt.Done) -> None:
        self._filter(tuple(message.text.split()))
        self._leave_prompt()

    @on(SearchPrompt.Left)
    def _prompt_left(self) -> None:
        self.prompt.clear_quietly()
        self._filter(())
        self._leave_prompt()

    def on_descendant_focus(self) -> None:
        """The keys at the bottom are those of the pane."""
        self.set_class(self.said.has_focus, "at-said")
        self.draw_bars()

    # ---- inside
    def _filter(self, words: tuple[str, ...]) -> None:
        self.speakers.words = words
        self.speakers.when_empty = self._why_empty()
        before = self.speakers.chosen
        self.speakers.sift()
        if before is not None and before not in self.speakers.items:
            self.speakers.choose_index(0)
        self.draw_bars()

    def _leave_prompt(self) -> None:
        self.remove_class(FILTERING)
        self.speakers.when_empty = self._why_empty()  # another key shows all now
        self.speakers.refresh()
        self.speakers.focus()

    def _why_empty(self) -> tuple[str, ...]:
        key = keymap_of(self).label
        if self.speakers.words:
            return (
                "Nobody is called that.",
                f"No speaker's name holds “{' '.join(self.speakers.words)}”.",
                f"{label('escape') if self.has_class(FILTERING) else key('app.back')} shows all",
            )
        return (
            "Nobody is quoted yet.",
            "Stories with quotes put their speakers here.",
            f"{key('app.refresh_all')} fetches news · {key('app.back')} back",
        )

    async def _read(self) -> None:
        library = self.reader.library
        self.speakers.now = self.said.now = times.now()
        found = await self.reader.attempt(library.speakers(limit=FIRST))
        self._show(found or ())
        if found is not None and len(found) == FIRST:
            self._show(await self.reader.attempt(library.speakers()) or found)

    def _show(self, found: tuple[SpeakerRow, ...]) -> None:
        self.speakers.when_empty = self._why_empty()
        self.speakers.show(found)
        self.draw_bars()

    async def _read_said(self) -> None:
        chosen = self.speakers.chosen
        said = await self._said_by(chosen, FIRST_SAID)
        self.said.set_items(said)
        self.said.choose_index(0)
        if sum(len(one.sources) for one in said) >= FIRST_SAID:
            self.said.set_items(await self._said_by(chosen, MOST_SAID) or said)

    async def _said_by(self, speaker: SpeakerRow | None, most: int) -> tuple[Saying, ...]:
        if speaker is None:
            return ()
        found = self.reader.library.quotes_by(speaker.name, limit=most)
        return await self.reader.attempt(found) or ()

    async def _copy(self, row: QuoteRow) -> None:
        library = self.reader.library
        story = await self.reader.attempt(library.story(row.entry.id))
        numbers = await self.reader.attempt(library.quote_numbers(row.entry.id))
        if story is not None and numbers is not None and row.number in numbers:
            quote = story.quotes[numbers.index(row.number)]
            self.reader.copy_to_clipboard(with_source(quote, row.entry, story, row.number))
            self.reader.say("Copied the quote with its source")

    async def _export(self) -> None:
        chosen = self.speakers.chosen
        if chosen is None:
            return
        said = await self.reader.attempt(self.reader.library.quotes_by(chosen.name))
        if not said:
            return
        try:
            path = await asyncio.to_thread(
                lambda: write_quotes(free_path(Path.cwd(), chosen.name), chosen.name, said)
            )
        except OSError as error:
            self.reader.say(f"The file can't be written: {error.strerror}", severity="error")
            return
        self.reader.say(f"{plural(len(said), 'quote', 'quotes')} written to {path}", timeout=8)
