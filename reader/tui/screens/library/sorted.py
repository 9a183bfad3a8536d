"""A list in another order than that of time: by title, author or feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from reader.model import FROM_TOP, Cursor, Entry, Group, Page, Selection, Stretch
from reader.text import fold, person
from reader.tui.screens.library.source import LibrarySource

if TYPE_CHECKING:
    from reader.tui.app import NowReading

MOST: Final = 2_000
"""Rows that are put in order, the newest of the list."""
_AT_ONCE: Final = 500


class SortedSource(LibrarySource):
    """Rows of ``selection`` in the order ``title``, ``author`` or ``feed``, from the end with ``-``
    before it: one page, and nothing beyond it."""

    by_date = False
    in_all = 0
    """How many rows the list has; more than are shown where these are only the newest."""

    def __init__(self, app: NowReading, selection: Selection, order: str) -> None:
        super().__init__(app, selection)
        self._key = KEYS[order.removeprefix("-")]
        self._is_turned = order.startswith("-")

    async def page(self, stretch: Stretch = FROM_TOP) -> Page | None:
        """All rows, or none where a stretch beside them is asked for."""
        if stretch.older_than is not None or stretch.newer_than is not None:
            return Page((), None, None)
        found: list[Entry] = []
        groups: list[Group] = []
        older: Cursor | None = None
        while len(found) < MOST:
            limit = min(_AT_ONCE, MOST - len(found))
            page = await super().page(Stretch(older_than=older, limit=limit))
            if page is None:
                return None
            found += page.entries
            groups += page.groups
            older = page.older
            if older is None:
                break
        found.sort(key=lambda entry: entry.sort_at, reverse=True)
        found.sort(key=self._key, reverse=self._is_turned)
        return Page(tuple(found), None, None, tuple(groups))

    async def count(self) -> int:
        """How many rows there are."""
        self.in_all = await super().count()
        return min(self.in_all, MOST)

    async def unread(self, place: Cursor | None, *, older: bool) -> Entry | None:
        """None: all rows are held already."""
        return None


def _title(entry: Entry) -> str:
    words = fold(entry.title)
    start = next((at for at, char in enumerate(words) if char.isalnum()), 0)
    return words[start:]


def _author(entry: Entry) -> tuple[bool, str]:
    return not entry.author, fold(person(entry.author or ""))


def _feed(entry: Entry) -> str:
    return fold(entry.feed_title)


KEYS: Final[dict[str, Callable[[Entry], Any]]] = {
    "title": _title,
    "author": _author,
    "feed": _feed,
}
"""The orders other than by time, as one after the other is chosen: what their rows are sorted by."""
