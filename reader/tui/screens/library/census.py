"""The numbers around the list: feeds with their counts, the header's totals, news that waits."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.errors import ReaderError
from reader.model import Selection
from reader.tui import times
from reader.tui.background import Later, begin
from reader.tui.keys.dispatch import keymap_of
from reader.tui.panes.feeds import ByUnread, by_title, rows_of
from reader.tui.screens.library.feeds import QUIET
from reader.tui.screens.library.source import LibrarySource
from reader.tui.states import Around, empty_of

if TYPE_CHECKING:
    from reader.tui.screens.library.screen import LibraryScreen

LOOK: Final = 2.0
"""Seconds between two looks for what another program changed."""
PAUSE: Final = 1.0
"""Seconds between two looks at the counts while a refresh runs: one of many feeds takes as long as a
key."""


class Census:
    """Reads the counts for ``screen`` and hands them to its panes; moves nothing in the list."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._soon = Later(screen, PAUSE, self.take)
        self._by_unread = ByUnread()
        self.around: Around | None = None
        """None until the first count is in."""
        self.is_told = False
        """Whether the bars have been drawn with it."""
        self.fresh = 0
        """Rows that came to the view above those of its list since that was read (below, with the
        oldest first); what came farther down is not among them."""
        self._changes: int | None = None
        """How often the library had been changed at the last look for what others do."""

    def take(self) -> None:
        """Read the counts and the feeds anew."""
        self._soon.drop()
        begin(self._screen, "counts", self.count)

    def take_soon(self) -> None:
        """The same, at most every :data:`PAUSE`, and between two keys where that can be."""
        self._soon.want()

    def look(self) -> None:
        """Show what another program changed in the library; a refresh of this one tells itself."""
        if self._screen.is_current and not self._screen.reader.refresher.is_running:
            begin(self._screen, "look", self._look)

    async def _look(self) -> None:
        from reader.tui.screens.library.rows import renew

        with suppress(ReaderError):  # told where the reader asks for something
            changes = await self._screen.reader.library.change_count()
            if changes != self._changes:
                await renew(self._screen.reader, self._screen.entries)
                self.take_soon()
            self._changes = changes

    def tick(self) -> None:
        """Time went on."""
        if self.around is not None:
            self.around = replace(self.around, now=times.now())

    async def count(self) -> None:
        """Read everything, then show it."""
        screen, app, now = self._screen, self._screen.reader, times.now()
        library = app.library
        today = Selection(since=times.midnight(now))
        feeds = await app.attempt(library.feeds())
        counts = await app.attempt(library.counts())
        today_unread = await app.attempt(library.count(replace(today, unread=True)))
        if feeds is None or counts is None:
            return
        self.around = Around(counts, library.config_error, library.warnings, now, keymap_of(screen))
        key = None if screen.feeds.items else screen.view.row.key
        if key is not None:
            screen.feeds.hides_quiet = bool(await app.attempt(library.setting(QUIET)))
        views = await app.attempt(library.views()) or ()
        wanted = library.list_settings
        if wanted.feeds == "title":
            feeds = by_title(feeds)
        elif wanted.feeds == "unread":
            feeds = self._by_unread.sort(feeds, may_move=not screen.feeds.has_focus)
        lines = rows_of(
            feeds,
            counts,
            today,
            today_unread or 0,
            self.around.is_failing,
            views,
            totals=wanted.counts == "both",
        )
        screen.feeds.set_items(lines, choose=key)
        for row in screen.feeds.rows:
            if row.key == screen.view.row.key:
                screen.view = replace(screen.view, row=row)
        await self._look_for_fresh()
        screen.draw_bars()
        self.is_told = True

    async def say_when_empty(self) -> None:
        """Tell why the list is empty, if it is."""
        screen, view = self._screen, self._screen.view
        if screen.entries.items or self.around is None:
            return
        if view.row.error and not view.query:
            again = f"{keymap_of(screen).label('view.rename')} renames it"
            screen.entries.when_empty = (
                "This view can't be read.",
                view.row.error,
                f"Mend its query in feeds.toml · {again}",
            )
            screen.entries.refresh()
            return
        # Stories, which the header counts too, not rows that stand for several.
        every = replace(view.with_read, fold="")
        total = await LibrarySource(screen.reader, every).count()
        screen.entries.when_empty = empty_of(
            self.around,
            view.selection,
            title="" if view.row.key == "unread" else view.title,
            total=total,
            feed=view.row.feed,
            query=view.query,
        )
        screen.entries.refresh()

    async def _look_for_fresh(self) -> None:
        screen = self._screen
        source, place = screen.entries.source, screen.entries.seen_until
        if not isinstance(source, LibrarySource) or not source.tells_news or screen.is_opening:
            return
        if screen.entries.items and place is not None:
            self.fresh = await source.newer(place)
        elif await source.count():
            screen.open_view(screen.view)
        else:
            await self.say_when_empty()
