"""The part of the store that keeps passages: highlights, and the numbers of quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reader.model import Anchor, Entry, Highlight
from reader.store import highlights, marks, numbers
from reader.store.access import StoreFile
from reader.store.marks import StoredChange


class StoreMarked(StoreFile):
    """Highlights and quote numbers as async methods."""

    async def add_highlight(
        self, entry_id: int, anchor: Anchor, at: datetime
    ) -> tuple[Highlight, StoredChange]:
        """Keep a passage of a story, on disk when the call returns. Raises NotFound."""
        return await self._mark(marks.add_highlight, entry_id, anchor, at)

    async def remove_highlights(self, ids: Sequence[int], at: datetime) -> StoredChange | None:
        """Take highlights out; None when there were none."""
        return await self._mark(marks.remove_highlights, ids, at)

    async def highlights(self, entry_id: int) -> tuple[Highlight, ...]:
        """The highlights of one story, in the order they were made."""
        return await self._read(highlights.of_entry, entry_id)

    async def all_highlights(self) -> tuple[tuple[Entry, Highlight], ...]:
        """All highlights with their entries, newest entry first."""
        return await self._read(highlights.every)

    async def quote_numbers(self, entry_id: int) -> tuple[int, ...]:
        """The lasting number of each quote of a story, in page order."""
        return await self._read(numbers.quote_numbers, entry_id)

    async def kept_quotes(self, entry_id: int) -> dict[int, str]:
        """Number to words of the quotes that earlier readings of a story had."""
        return await self._read(numbers.kept_quotes, entry_id)
