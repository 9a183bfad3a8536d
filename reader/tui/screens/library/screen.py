"""The library screen: feeds, entries, preview. It routes between them and the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message

from reader.model import Entry, Fold
from reader.query.hits import as_typed
from reader.tui import times
from reader.tui.ahead import Follower
from reader.tui.background import begin
from reader.tui.keys.dispatch import Keyed, bindings
from reader.tui.messages import RefreshMoved, Settled
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.feeds import UNREAD
from reader.tui.panes.lines import LineList
from reader.tui.panes.preview import PreviewPane
from reader.tui.panes.prompt import SearchPrompt
from reader.tui.screens.library import bars
from reader.tui.screens.library.census import LOOK, Census
from reader.tui.screens.library.feeds import LibraryFeeds
from reader.tui.screens.library.orders import Orders
from reader.tui.screens.library.search import Search
from reader.tui.screens.library.view import View, source_of, view_of

if TYPE_CHECKING:
    from textual.geometry import Size

    from reader.tui.screens.library.neighbours import ListNeighbours
    from reader.tui.screens.library.passed import Passed


class LibraryScreen(LibraryFeeds, inherit_bindings=False):
    """The reader's first screen."""

    takes_counts = True
    AUTO_FOCUS = "#entries"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Keyed.BINDINGS,
        *bindings(
            "app.back",
            "pane.left",
            "pane.right",
            "pane.next",
            "pane.previous",
            "read.on",
            "unread.next",
            "unread.previous",
            "unread.random",
            "feed.next_unread",
            "feed.previous_unread",
            "feed.next",
            "feed.previous",
            "feed.refresh",
            "view.mark_seen",
            "view.toggle_read",
            "view.group",
            "search.within",
            "search.order",
            "view.order",
            "view.sort",
            "view.save",
        ),
    ]

    def __init__(self, *, id: str = "library", size: Size | None = None) -> None:
        """``size`` is that of the terminal, so that styles are looked up only once for it."""
        super().__init__(id=id, size=size)
        self.view: View = view_of(UNREAD)
        self.census = Census(self)
        self.search = Search(self)
        self.orders = Orders(self)
        self.follower = Follower(self)
        self.is_opening = False
        """Whether the list still shows what it showed before the view in force."""
        self._opens_first = False
        """Whether the reader asked for a story before the list was there."""
        self._fold: Fold = "events"
        self._neighbours: ListNeighbours | None = None
        self._passed: Passed | None = None
        self.prompt.completes = self.search.completed

    def on_mount(self) -> None:
        """Show the unread stories; times on the screen are kept right."""
        self._fold = "events" if self.reader.library.groups_events else "copies"
        self.take_settings()
        self.go("entries")
        self.open_view(self.view)
        self.census.take()
        self.set_interval(30, self._tick)
        if not self.reader.is_headless:
            self.set_interval(LOOK, self.census.look)

    @property
    def is_settling(self) -> bool:
        """Whether another list is on its way."""
        return self.is_opening

    # ---- what the app and other screens use
    def take_settings(self) -> None:
        """Put what feeds.toml says of lists in force."""
        how = self.reader.library.list_settings
        self.entries.take_settings(how.lines, how.date, how.scrolloff, how.columns)
        self.feeds.scrolloff = how.scrolloff
        if how.mark_read == "passed" and self._passed is None:
            from reader.tui.screens.library.passed import Passed

            self._passed = Passed(self)

    def rows_changed(self, entry_ids: Sequence[int]) -> None:
        """Rows of these entries are out of date: read them anew, put back what was undone."""
        from reader.tui.screens.library.rows import reread

        args = (self.reader, self.entries, self.view.selection, entry_ids)
        begin(self, "rows", reread, *args, exclusive=False)
        self.census.take()

    def open_view(self, view: View, choose: int | None = None) -> None:
        """Show the list of ``view`` from its top."""
        # The row as it is counted now, not as it was when a search was begun.
        row = next((each for each in self.feeds.rows if each.key == view.row.key), view.row)
        self.view = view = replace(view, row=row, fold=self._fold)
        self.is_opening, self._opens_first = True, False
        self.entries.end_picking()
        begin(self, "view", self._open, view, choose)

    def as_neighbours(self) -> ListNeighbours:
        """The list as a story opened from it knows it."""
        from reader.tui.screens.library.neighbours import ListNeighbours

        query = as_typed(self.view.query)
        return ListNeighbours(self.view.title, self.entries, self.mark_seen, query=query)

    # ---- actions
    def action_app_back(self) -> None:
        """End picking, or leave the search; then q quits and escape stops a refresh."""
        if self.entries.is_picking:
            self.entries.end_picking()
        elif self.search.is_on:
            self.search.leave()
        elif self.has_class("-narrow") and not self.has_class("at-entries"):
            self.go("entries")
        elif self.last_key != "escape":
            self._quit()
        elif self.reader.refresher.stop():
            self.reader.say("The refresh was stopped; what came in stays")

    def _quit(self) -> None:
        from reader.tui.screens.acts import asks_first

        if not asks_first(self.reader, "quit", "Leave Now Reading?", self.app.exit):
            self.app.exit()

    async def action_read_on(self) -> None:
        """Open the chosen story if it is unread, else the next unread one."""
        entry = self.entries.chosen
        if entry is None or entry.is_read:
            entry = await self.entries.to_unread(1, around=True)
        if entry is None:
            more = self.feeds.other_feed(self.view.row.key, 1, unread=True)
            key = self.reader.keymap.label("feed.next_unread") if more is not None else ""
            others = f" · {key} goes to {more.title}" if more is not None and key else ""
            self.reader.say(f"No unread story is left here{others}")
        else:
            self._open_story(entry)

    async def action_unread_next(self, count: int = 1) -> None:
        await self._step_unread(1, count)

    async def action_unread_previous(self, count: int = 1) -> None:
        await self._step_unread(-1, count)

    async def action_unread_random(self) -> None:
        """To any unread story of the list."""
        found = await self.reader.attempt(
            self.reader.library.any_unread(self.view.selection), "No unread story is left here"
        )
        if found is not None and not self.entries.choose(found.id):
            await self.entries.show_around(found)

    def action_view_toggle_read(self) -> None:
        """Show those read too, or hide them; the chosen story stays chosen if it can."""
        if self.view.query:
            return
        chosen = self.entries.chosen
        view = replace(self.view, hides_read=not self.view.hides_read)
        self.open_view(view, chosen.id if chosen else None)

    def action_view_group(self) -> None:
        """One row for each event, or one for each story; the chosen story stays chosen if it can."""
        self._fold = "copies" if self._fold == "events" else "events"
        chosen = self.entries.chosen
        self.open_view(self.view, chosen.id if chosen else None)
        on = self._fold == "events"
        self.reader.say("One row for each event" if on else "One row for each story")

    def action_app_search(self) -> None:
        self.search.begin()

    def action_search_within(self) -> None:
        """Search with the query of the list that is shown before the words."""
        within = self.search.within(self.view)
        self.search.begin()
        self.prompt.fill_quietly(within)

    def action_search_order(self) -> None:
        """The best first, or the newest first again."""
        self.search.turn_order()

    def action_view_save(self) -> None:
        """Keep the search as a view of feeds.toml."""
        from reader.tui.screens.boxes.saving import save_view

        save_view(self)

    # ---- what the panes say
    @on(LineList.Moved, "#entries")
    @on(EntriesPane.Filled)
    def _entry_chosen(self, event: Message) -> None:
        event.stop()
        if self._passed is not None:
            self._passed.moved()
        self.draw_bars()
        is_first = self.preview.display and not self.preview.shows_story
        self.follower.follow(at_once=is_first)

    @on(LineList.Opened, "#entries")
    @on(PreviewPane.Opened)
    def _entry_opened(self) -> None:
        if self.is_opening:
            self._opens_first = True  # a story of the list that is coming, not of the one before
        elif self.entries.chosen is not None:
            self._open_story(self.entries.chosen)

    @on(PreviewPane.Asked)
    async def _preview_asked(self, message: PreviewPane.Asked) -> None:
        await self.app.run_action(message.action, default_namespace=self.entries)

    @on(EntriesPane.PickMoved)
    def _pick_moved(self) -> None:
        self.draw_bars()

    @on(EntriesPane.TopAsked)
    def _top_asked(self) -> None:
        if self.census.fresh:
            self.open_view(self.view)

    @on(SearchPrompt.Typed)
    def _search_typed(self, message: SearchPrompt.Typed) -> None:
        self.search.follow(message.text)

    @on(SearchPrompt.Done)
    def _search_done(self, message: SearchPrompt.Done) -> None:
        self.search.end_typing(message.text)

    @on(SearchPrompt.Left)
    def _search_left(self) -> None:
        self.search.leave()

    def on_refresh_moved(self, message: RefreshMoved) -> None:
        """Draw the progress; look at the counts now and then, and at the end."""
        self.draw_bars()
        progress = message.progress
        if progress is None or progress.finished:
            self.census.take()
        elif progress.new:
            self.census.take_soon()

    def on_screen_resume(self) -> None:
        """Back from a story: the rows that were read there show it."""
        if self._neighbours is not None:
            touched, self._neighbours = self._neighbours.touched, None
            self.rows_changed(tuple(touched))
            self.follower.follow()

    # ---- inside
    async def _step_unread(self, by: int, count: int) -> None:
        for _ in range(count):
            if await self.entries.to_unread(by) is None:
                self.reader.say("No unread story below" if by > 0 else "No unread story above")
                return

    def _open_story(self, entry: Entry) -> None:
        self._neighbours = self.as_neighbours()
        self._neighbours.touched.add(entry.id)
        self.reader.show_story(entry.id, self._neighbours, ahead=self.follower.take())

    async def _open(self, view: View, choose: int | None) -> None:
        self.entries.names_feed = view.row.kind != "feed" or bool(view.query)
        self.entries.when_empty = ()
        self.census.fresh = 0
        try:
            view = await self.orders.in_force(view)
            self.view = replace(self.view, order=view.order)
            await self.entries.open(source_of(self.reader, view), choose=choose)
            await self.census.say_when_empty()
        except Exception:
            self.is_opening = False
            raise
        self.is_opening = False  # but not where another view took over, which ends this one
        self.post_message(Settled())
        self.draw_bars()
        if self._opens_first and self.entries.chosen is not None:
            self._open_story(self.entries.chosen)

    def _tick(self) -> None:
        now = times.now()
        if times.midnight(now) != times.midnight(self.entries.today):
            self.entries.today = now
            self.entries.forget_drawings()
        self.census.tick()
        self.draw_bars()

    def draw_bars(self) -> None:
        """Bring header, notice, keys and status up to date."""
        if self.is_mounted and self.census.around is not None:
            bars.draw(self, self.census.around)
