"""The library screen: feeds, entries, preview."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import Feed
from reader.tui.keys import Keyed


class LibraryScreen(Keyed):
    """Routes between the feeds, the entries and the preview."""

    takes_counts = True

    def rows_changed(self, entry_ids: Sequence[int]) -> None:
        """Rows of these entries are out of date."""

    def feed_added(self, feed: Feed) -> None:
        """A feed was added."""
