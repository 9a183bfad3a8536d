"""The prompts that keep a search as a view of feeds.toml, and give a view another title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.library.values import Change, ViewRow
from reader.text import clean_line
from reader.tui.screens.acts import tell_change
from reader.tui.screens.boxes.ask import AskScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from reader.tui.screens.library.feeds import LibraryFeeds


class TitleScreen(AskScreen[str]):
    """Left with the title of a view, or None. An empty one is asked for again."""

    TITLE_WORDS = "Title of the view"
    EXAMPLE = "what it is called among the feeds"
    KEYS = "enter keeps it in feeds.toml · esc leaves all as it was"
    IS_A_PROPOSAL = True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the title."""
        event.stop()
        title = clean_line(event.value)
        if title:
            self.dismiss(title)
        else:
            self.say("A view needs a title.", bad=True)


def save_view(screen: LibraryFeeds) -> None:
    """Ask for a title and keep the search of ``screen`` under it."""
    app, query = screen.reader, screen.view.query
    if screen.search.mistake is not None:
        app.say("This search can't be read yet, so it can't be kept", severity="warning")
        return
    if not query:
        app.say("Search first; what is searched for can then be kept as a view")
        return

    async def keep(title: str | None) -> None:
        if title is not None:
            await _told(screen, app.library.save_view(title, query), title)

    app.push_screen(TitleScreen(query), keep)


def rename_view(screen: LibraryFeeds, view: ViewRow) -> None:
    """Ask for another title of ``view``."""
    app = screen.reader

    async def keep(title: str | None) -> None:
        if title is not None and title != view.title:
            await _told(screen, app.library.rename_view(view.title, view.query, title), title)

    app.push_screen(TitleScreen(view.title), keep)


async def _told(screen: LibraryFeeds, work: Awaitable[Change], title: str) -> None:
    """Do it, say it, and show the view among the feeds at once."""
    change = await screen.reader.attempt(work)
    if change is not None:
        tell_change(screen.reader, change)
        screen.census.take()
