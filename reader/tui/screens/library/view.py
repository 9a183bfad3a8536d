"""What the list of entries shows: a line of the feeds pane, with or without those read, or a search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.frozen import frozen
from reader.model import Fold, Selection
from reader.query.hits import as_typed
from reader.tui.panes.feeds import FeedRow
from reader.tui.screens.library.source import LibrarySource, OldestFirst, RankedSource, SearchSource

if TYPE_CHECKING:
    from reader.tui.app import NowReading


@frozen
class View:
    """``row`` is the line of the feeds pane; ``query`` a search, which goes over everything.

    The last word of a search finds words that it begins, as it may not be typed to its end.
    ``ranked``: the best of what was found first, not the newest.  ``order``: that of a list, one of
    :data:`reader.tui.screens.library.orders.NAMES`; a search has its own.  ``fold``: what shares a row in
    lists of several feeds.
    """

    row: FeedRow
    hides_read: bool
    query: str = ""
    ranked: bool = False
    order: str = "newest"
    fold: Fold = "events"

    @property
    def oldest_first(self) -> bool:
        """Whether its oldest story is on top."""
        return self.order == "oldest"

    @property
    def selection(self) -> Selection:
        """The entries it shows."""
        if self.query:
            return Selection(query=as_typed(self.query))
        return replace(self.row.selection, unread=self.hides_read, fold=self._fold)

    @property
    def _fold(self) -> Fold:
        if self.row.kind == "feed":
            return ""  # every story stays with its feed
        return "copies" if self.row.selection.starred else self.fold

    @property
    def title(self) -> str:
        """What it is called at the top of the screen."""
        if self.query:
            return f"Search: {self.query}"
        return "All" if self.is_all else self.row.title

    @property
    def is_all(self) -> bool:
        """Whether it is the list of all unread with those that are read."""
        return self.row.key == "unread" and not self.hides_read and not self.query

    @property
    def with_read(self) -> Selection:
        """The same entries, those read included."""
        return replace(self.selection, unread=False)


def view_of(row: FeedRow) -> View:
    """The view that a line of the feeds pane opens."""
    return View(row, hides_read=row.selection.unread)


def source_of(app: NowReading, view: View) -> LibrarySource:
    """Where the rows of a view come from."""
    if view.query:
        return (RankedSource if view.ranked else SearchSource)(app, view.selection)
    if view.order in ("newest", "oldest"):
        return (OldestFirst if view.oldest_first else LibrarySource)(app, view.selection)
    from reader.tui.screens.library.sorted import SortedSource

    return SortedSource(app, view.selection, view.order)
