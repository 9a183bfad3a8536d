"""The story screen: body, quotes, read more. It routes; the panes do the work.

Choosing a quote moves the body, moving in the body moves the quotes and the links marked in read
more.  Following a link opens the page in place; the way back is a stack of stories and places.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import BindingType

from reader.errors import ReaderError
from reader.model import Position
from reader.tui.keys import Keyed, bindings
from reader.tui.layout.pieces import meta_line, pieces_of
from reader.tui.layout.places import near, place_at, position_at, quote_at, start_of
from reader.tui.layout.quotes import UNATTRIBUTED, speaker_name
from reader.tui.panes.body import Body
from reader.tui.panes.more import More
from reader.tui.panes.outline import Outline
from reader.tui.panes.quotes import NO_QUOTES, Quotes
from reader.tui.screens.story_acts import StoryActs
from reader.tui.screens.story_frame import Neighbours

if TYPE_CHECKING:
    from reader.library.values import OpenStory
    from reader.tui.layout.galley import Place

KEEP_SECONDS = 3.0
"""How often the place is kept while reading."""


class StoryScreen(StoryActs, inherit_bindings=False):
    """One story in three panes; ``neighbours`` is the list it was opened from, if any."""

    CSS_PATH = str(Path(__file__).parent.parent / "story.tcss")
    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Keyed.BINDINGS,
        *bindings(
            "app.back",
            "app.undo",
            "pane.left",
            "pane.right",
            "pane.next",
            "pane.previous",
            "pane.body",
            "pane.quotes",
            "pane.more",
            "read.page",
            "quote.next",
            "quote.previous",
            "story.next",
            "story.previous",
            "story.back",
            "heading.next",
            "heading.previous",
            "story.refresh",
            "story.toggle_read",
            "story.toggle_star",
            "story.mark_seen",
            "story.delete",
            "story.browse",
            "story.copy_link",
            "story.copy_quote",
            "story.comments",
        ),
    ]

    def __init__(self, entry_id: int, neighbours: Neighbours | None = None) -> None:
        super().__init__(neighbours)
        self.root_id = entry_id
        self._kept: tuple[int, Position] | None = None
        self._picked: tuple[Place, int] | None = None

    def on_mount(self) -> None:
        """Open the story and begin to keep its place."""
        self.body.widest = self.library.measure
        self.arrange_panes()
        self.set_interval(KEEP_SECONDS, self._keep)
        self.open_entry(self.root_id)

    async def on_unmount(self) -> None:
        """Keep the place when the reader is left from within a story."""
        await self._keep()

    # ---- opening
    def open_entry(self, entry_id: int, position: Position | None = None) -> None:
        """Show another story; ``position`` goes before the one kept for it."""
        self.run_worker(
            self._open(entry_id, position), group="open", exclusive=True, exit_on_error=False
        )

    async def _open(self, entry_id: int, position: Position | None) -> bool:
        await self._keep()
        opened = await self.reader.attempt(self.library.open_story(entry_id))
        if opened is None:
            if self.opened is None:
                self.dismiss()
            return False
        self._show(opened, position or opened.position)
        if not opened.entry.is_read:
            await self.reader.attempt(self.library.set_read([entry_id], True, undoable=False))
            await self.refresh_entry()
        return True

    def _show(self, opened: OpenStory, position: Position | None) -> None:
        self.opened = opened
        story = opened.story
        self._picked = None
        self.quotes.show(story)
        self.more.show(opened.more)
        self.outline.show(story)
        self.arrange_panes()
        meta = meta_line(opened.entry, story)
        self.body.show(pieces_of(story, meta), story.quotes, place_at(story, position))
        self._follow_body()

    async def reopen(self) -> None:
        """Show the same story as the library has it now, at the same place."""
        if self.opened is not None:
            here = position_at(self.opened.story, self.body.place)
            opened = await self.reader.attempt(self.library.open_story(self.opened.entry.id))
            if opened is not None:
                self._show(opened, here)

    async def _keep(self) -> None:
        """Keep the place, when it changed."""
        if self.opened is None:
            return
        kept = (self.opened.entry.id, position_at(self.opened.story, self.body.place))
        if kept != self._kept:
            self._kept = kept
            await self.reader.attempt(self.library.keep_position(*kept))

    # ---- the three panes in step
    @on(Body.Moved)
    def _body_moved(self) -> None:
        self.moved_on()
        self._follow_body()

    def _follow_body(self) -> None:
        if self.opened is None:
            return
        place, quotes = self.body.place, self.opened.story.quotes
        if self._picked is not None and self._picked[0] == place:
            number: int | None = self._picked[1]
        else:
            number = quote_at(self.body.galley, quotes, place)
        self.body.current_quote = number
        self.quotes.choose(number)
        self.more.mark_near(near(self.more.items, place))
        name = speaker_name(quotes[number]) if number is not None else None
        self.outline.mark(place.block, name or (UNATTRIBUTED if quotes else None))
        self.show_bars()

    def _go_to_quote(self, number: int) -> None:
        if self.opened is not None:
            quote = self.opened.story.quotes[number]
            self._picked = (start_of(quote), number)
            self.body.go_to_quote(quote)

    @on(Quotes.Chosen, "#quotes")
    def _quote_chosen(self, event: Quotes.Chosen) -> None:
        self._go_to_quote(event.number)

    @on(Quotes.Opened, "#quotes")
    def _quote_opened(self, event: Quotes.Opened) -> None:
        self._go_to_quote(event.number)
        self.action_pane_body()

    @on(More.Opened, "#more")
    def _more_opened(self, event: More.Opened) -> None:
        self.run_worker(
            self._follow(event.number), group="follow", exclusive=True, exit_on_error=False
        )

    @on(More.Chosen, "#more")
    def _more_chosen(self) -> None:
        self.show_bars()

    @on(Body.LinkWanted)
    def _link_wanted(self) -> None:
        found = near(self.more.items, self.body.place)
        if found:
            self.more.choose(found[0])
            self.go_to_pane("more")
        else:
            key = self.key_of("pane.more")
            self.hint(f"No link in this paragraph. {key} shows where the story leads.")

    @on(Body.Clicked)
    def _body_clicked(self, event: Body.Clicked) -> None:
        self._picked = None
        self.body.step_to(event.place)

    @on(Outline.Wanted)
    def _outline_wanted(self, event: Outline.Wanted) -> None:
        if event.place is not None:
            self.body.go_to(event.place, context=1)
        elif self.opened is not None:
            names = [speaker_name(quote) or UNATTRIBUTED for quote in self.opened.story.quotes]
            if event.speaker in names:
                self._go_to_quote(names.index(event.speaker))

    # ---- following links, and the way back
    async def _follow(self, number: int) -> None:
        from reader.library.more import link_text

        item = self.more.items[number]
        entry_id = item.entry_id
        if entry_id is None and item.link is not None and item.link.url:
            entry_id = await self._fetch(number)
        elif entry_id is None:
            self.search_for(link_text(item.link) if item.link is not None else item.title)
            return
        if entry_id is not None:
            await self._step_into(entry_id)

    async def _fetch(self, number: int) -> int | None:
        """Fetch the page of an item; None when that failed or the reader went elsewhere."""
        left, link = self.opened, self.more.items[number].link
        if link is None or left is None:
            return None
        self.more.set_fetching(number)
        self.show_bars()
        try:
            entry_id = await self.library.follow(link)
        except ReaderError as error:
            if self.opened is left:
                hint = error.hint or f"{self.key_of('story.browse')} opens it in the browser."
                self.more.set_failed(number, f"{error} {hint}")
                self.show_bars()
            return None
        return entry_id if self.opened is left else None

    async def _step_into(self, entry_id: int) -> None:
        if self.opened is None:
            return
        story = self.opened.story
        left = (self.opened.entry.id, story.headline, position_at(story, self.body.place))
        if await self._open(entry_id, None):
            self.trail.append(left)
            self.go_to_pane("body")
            self.show_bars()

    def action_story_back(self) -> None:
        """Back to the paragraph where the link was followed."""
        if not self.trail:
            self.hint(f"No link was followed. {self.key_of('app.back')} goes to the list.")
            return
        entry_id, _, position = self.trail.pop()
        self.go_to_pane("body")
        self.open_entry(entry_id, position)

    async def action_app_back(self) -> None:
        """Close the sheet, or leave the story."""
        if self.is_narrow and self.sheet != "body":
            self.go_to_pane("body")
            return
        await self._keep()
        await self.reader.action_app_back()

    # ---- moving on
    def action_read_page(self) -> None:
        """A page down, then the next unread story."""
        if not self.body.page_down():
            self.run_worker(
                self._next("next_unread_id"), group="open", exclusive=True, exit_on_error=False
            )

    def action_story_next(self) -> None:
        """The next story of the list."""
        self.run_worker(self._next("next_id"), group="open", exclusive=True, exit_on_error=False)

    def action_story_previous(self) -> None:
        """The story before in the list."""
        self.run_worker(
            self._next("previous_id"), group="open", exclusive=True, exit_on_error=False
        )

    async def _next(self, which: Literal["next_id", "previous_id", "next_unread_id"]) -> None:
        entry_id: int | None = None
        if self.neighbours is not None:
            asked = getattr(self.neighbours, which)(self.root_id)
            entry_id = await self.reader.attempt(asked)
        if entry_id is None:
            words = {"next_id": "last", "previous_id": "first", "next_unread_id": "last unread"}
            back = self.key_of("app.back")
            self.hint(f"This is the {words[which]} story here. {back} goes to the list.")
        else:
            await self.go_on(entry_id)

    async def go_on(self, entry_id: int | None) -> None:
        """Show another story of the list, or leave when there is none."""
        if entry_id is None:
            await self.reader.action_app_back()
        elif await self._open(entry_id, None):
            self.root_id = entry_id
            self.trail.clear()
            self.go_to_pane("body")

    def action_quote_next(self) -> None:
        """To the next quote."""
        self._step_quote(1)

    def action_quote_previous(self) -> None:
        """To the quote before."""
        self._step_quote(-1)

    def _step_quote(self, by: int) -> None:
        if self.opened is None:
            return
        quotes = self.opened.story.quotes
        if not quotes:
            self.hint(NO_QUOTES)
            return
        galley, place = self.body.galley, self.body.place
        number = self.body.current_quote or 0
        here, start = galley.order(place), galley.order(start_of(quotes[number]))
        waits = by > 0 and start > here and galley.row_of(start_of(quotes[number])) > self.body.row
        passed = by < 0 and start < here
        if not (waits or passed):
            number += by
        if 0 <= number < len(quotes):
            self._go_to_quote(number)
        else:
            self.hint("That was the last quote." if by > 0 else "That is the first quote.")

    def action_heading_next(self) -> None:
        """To the next heading."""
        self.body.to_heading(1)

    def action_heading_previous(self) -> None:
        """To the heading before."""
        self.body.to_heading(-1)
