"""What the feeds pane of the library screen leads to: lists, refreshes, feeds and views taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on

from reader.tui.background import begin
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.feeds import FeedsPane
from reader.tui.panes.lines import LineList
from reader.tui.screens.library.marks import LibraryMarks
from reader.tui.screens.library.view import view_of

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.tui.screens.library.orders import Orders
    from reader.tui.screens.library.search import Search
    from reader.tui.screens.library.view import View

QUIET: Final = "quiet_feeds"
"""The setting that says whether feeds without unread stories are left out: ``hidden``, or empty."""


class LibraryFeeds(LibraryMarks, inherit_bindings=False):
    """Feeds, folders and views: chosen, fetched, renamed, removed."""

    search: Search
    orders: Orders

    def feed_added(self, feed: Feed) -> None:
        """Show the feed just added."""
        begin(self, "counts", self._show_added, feed)

    def action_goto_feeds(self) -> None:
        self.go("feeds")

    def action_goto_unread(self) -> None:
        self.go_to_row("unread")

    def action_goto_starred(self) -> None:
        self.go_to_row("starred")

    def action_feed_next_unread(self) -> None:
        self._step_feed(1, unread=True)

    def action_feed_previous_unread(self) -> None:
        self._step_feed(-1, unread=True)

    def action_feed_next(self) -> None:
        self._step_feed(1, unread=False)

    def action_feed_previous(self) -> None:
        self._step_feed(-1, unread=False)

    def _step_feed(self, by: int, *, unread: bool) -> None:
        """To the list of another feed; in the list of feeds the reader stays there."""
        row = self.feeds.other_feed(self.view.row.key, by, unread=unread)
        if row is None:
            none = "No other feed has unread stories" if unread else "There is no other feed"
            self.reader.say(none)
        elif self.feeds.has_focus:
            self.feeds.go_to(row.key)
        else:
            self.go_to_row(row.key)

    async def action_view_order(self) -> None:
        """The oldest first in this list, or the newest first again."""
        await self.orders.turn()

    async def action_view_sort(self) -> None:
        """This list by title, author or feed, or by time again."""
        await self.orders.sort()

    @on(EntriesPane.BottomAsked)
    def _bottom_asked(self) -> None:
        if self.view.oldest_first:
            self.census.fresh = 0  # they are shown

    def action_feed_refresh(self) -> None:
        """Fetch the chosen feed, the feeds of the chosen folder, or the chosen story's feed."""
        row = self.feeds.chosen
        if row is not None and row.kind == "folder":
            ids = [
                each.feed.id
                for each in self.feeds.rows
                if each.feed is not None and each.feed.folder == row.selection.folder
            ]
        elif row is not None and row.feed is not None:
            ids = [row.feed.id]
        else:
            ids = [self.entries.chosen.feed_id] if self.entries.chosen else []
        if ids:
            self.reader.refresher.refresh(ids)
        else:
            self.reader.say(f"No feed is chosen here{self._key_to_all()}")

    def _key_to_all(self) -> str:
        key = self.reader.keymap.label("app.refresh_all")
        return f" · {key} fetches all" if key else ""

    @on(LineList.Moved, "#feeds")
    def _feed_chosen(self) -> None:
        row = self.feeds.chosen
        if row is None or self.view.query:
            return
        if row.key == self.view.row.key:
            self.view = replace(self.view, row=row)
        else:
            self.open_view(view_of(row))
        self.draw_bars()

    @on(LineList.Opened, "#feeds")
    def _feed_opened(self) -> None:
        self.go("entries")

    @on(FeedsPane.RemoveAsked)
    async def _remove_row(self, message: FeedsPane.RemoveAsked) -> None:
        library, row = self.reader.library, message.row
        change = None
        if row.feed is not None:
            change = await self.reader.attempt(library.remove(row.feed.url))
        elif row.saved is not None:
            gone = library.remove_view(row.saved.title, row.saved.query)
            change = await self.reader.attempt(gone)
        if change is not None:
            from reader.tui.screens.acts import tell_change

            tell_change(self.reader, change)
            self.census.take()

    @on(FeedsPane.QuietAsked)
    async def _turn_quiet(self) -> None:
        hides = not self.feeds.hides_quiet
        self.feeds.show_quiet(hides)
        self.reader.say("Only feeds with unread stories" if hides else "All feeds")
        await self.reader.attempt(
            self.reader.library.keep_setting(QUIET, "hidden" if hides else "")
        )

    @on(FeedsPane.RenameAsked)
    def _rename_view(self, message: FeedsPane.RenameAsked) -> None:
        from reader.tui.screens.boxes.saving import rename_view

        rename_view(self, message.view)

    def go_to_row(self, key: str) -> None:
        """Show the list of the row of the feeds pane that has this key."""
        self.search.forget()
        row = self.feeds.go_to(key)
        if row is not None:
            self.open_view(view_of(row))
        self.go("entries")

    async def _show_added(self, feed: Feed) -> None:
        await self.census.count()
        self.feeds.choose(f"feed {feed.id}")
        self.go("entries")

    # ---- answered by the screen itself
    def open_view(self, view: View, choose: int | None = None) -> None:
        """Show the list of ``view``."""
        raise NotImplementedError
