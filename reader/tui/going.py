"""Where keys lead from anywhere: to the library and its lists, and to the screens beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from reader.tui.keys.bursts import InOrder

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.tui.screens.library.screen import LibraryScreen


class Going(InOrder, inherit_bindings=False):
    """An app whose first screen is the library, on which others stand."""

    library: Library

    def key_came(self) -> None:
        self.library.make_room()

    def action_app_search(self) -> None:
        screen = self.library_screen()
        if screen is not None and screen is self.screen:
            # At once: the next key is the first letter of the search.
            screen.action_app_search()
        else:
            self.to_library("app.search")

    def action_goto_feeds(self) -> None:
        self.to_library("goto.feeds")

    def action_goto_unread(self) -> None:
        self.to_library("goto.unread")

    def action_goto_starred(self) -> None:
        self.to_library("goto.starred")

    def action_goto_quotes(self) -> None:
        from reader.tui.screens.lists.speakers import SpeakersScreen

        self._go_to(SpeakersScreen, SpeakersScreen)

    def action_goto_problems(self) -> None:
        from reader.tui.screens.lists.problems import ProblemsScreen

        library = self.library_screen()
        row = library.feeds.chosen if library is not None else None
        feed_id = row.feed.id if row and row.feed else None
        self._go_to(ProblemsScreen, lambda: ProblemsScreen(feed_id))

    def action_goto_history(self) -> None:
        from reader.tui.screens.lists.history import HistoryScreen

        self._go_to(HistoryScreen, HistoryScreen)

    def action_goto_downloads(self) -> None:
        from reader.tui.screens.lists.downloads import DownloadsScreen

        self._go_to(DownloadsScreen, DownloadsScreen)

    # ---- inside
    def _go_to(self, kind: type[Screen[None]], make: Callable[[], Screen[None]]) -> None:
        """Show the screen of this kind: the one that others stand on, else a new one."""
        if any(isinstance(screen, kind) for screen in self.screen_stack):
            while not isinstance(self.screen, kind):
                self.pop_screen()
        else:
            self.push_screen(make())

    def to_library(self, command_id: str | None) -> None:
        """Go back to the library, and run a command there."""
        screen = self.library_screen()
        if screen is None:
            return
        while self.screen is not screen and len(self.screen_stack) > 2:
            self.pop_screen()
        if command_id is not None:
            screen.call_later(screen.run_command, command_id)

    def library_screen(self) -> LibraryScreen | None:
        """The library screen, where there is one."""
        from reader.tui.screens.library.screen import LibraryScreen

        return next((each for each in self.screen_stack if isinstance(each, LibraryScreen)), None)
