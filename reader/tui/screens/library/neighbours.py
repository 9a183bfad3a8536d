"""The library's list as seen from a story: the one after it, the one before, the next unread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from reader.model import Entry
from reader.tui.panes.entries import EntriesPane


class ListNeighbours:
    """Walks the list; the row that is reached is chosen, so that one comes back to it.

    ``touched`` are the entries given out, whose rows are to be read anew on the way back.
    """

    def __init__(
        self,
        title: str,
        entries: EntriesPane,
        mark_seen: Callable[[], Awaitable[None]],
        *,
        query: str = "",
    ) -> None:
        self.title = title
        self.query = query
        """The search that the list shows, its last word as the beginning of one; ``""`` for none."""
        self.touched: set[int] = set()
        self._entries = entries
        self._mark_seen = mark_seen

    def place(self, entry_id: int) -> str:
        """``3 of 128``; ``""`` when another row is chosen."""
        chosen = self._entries.chosen
        return self._entries.place_told() if chosen is not None and chosen.id == entry_id else ""

    def follower(self, entry_id: int) -> int | None:
        """The story after it, when its row is held; nothing moves."""
        at, rows = self._entries.cursor + 1, self._entries.items
        chosen = self._entries.chosen
        if chosen is None or chosen.id != entry_id or at >= len(rows):
            return None
        return rows[at].id

    async def next_id(self, entry_id: int) -> int | None:
        """The story after it, None at the end."""
        return self._note(await self._entries.step(entry_id, 1))

    async def previous_id(self, entry_id: int) -> int | None:
        """The story before it, None at the beginning."""
        return self._note(await self._entries.step(entry_id, -1))

    async def next_unread_id(self, entry_id: int) -> int | None:
        """The next one not yet read, below it and then from the top; None when all are read."""
        self._entries.choose(entry_id)
        self.touched.add(entry_id)
        return self._note(await self._entries.to_unread(1, but=self.touched))

    async def mark_seen(self) -> None:
        """Mark all that was on the list read."""
        await self._mark_seen()

    def _note(self, entry: Entry | None) -> int | None:
        if entry is None:
            return None
        self.touched.add(entry.id)
        return entry.id
