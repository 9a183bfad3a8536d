"""Rows of the list that changed behind it: read anew, taken out, or put back in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.errors import NotFound, ReaderError
from reader.model import Entry, Selection
from reader.tui.panes.entries import EntriesPane

if TYPE_CHECKING:
    from reader.tui.app import NowReading

MOST: Final = 100
"""Rows not on the list that are looked up one by one; beyond that, none."""


async def reread(
    app: NowReading, entries: EntriesPane, selection: Selection, entry_ids: Iterable[int]
) -> None:
    """Read rows anew; those that belong on the list and are missing (undone) come back."""
    held = {item.id for item in entries.items}
    wanted = set(entry_ids)
    missing = wanted - held
    fresh: list[Entry] = []
    for entry_id in (wanted & held) | (missing if len(missing) <= MOST else set()):
        try:
            entry = await app.library.entry(entry_id)
        except NotFound:
            entries.take_out((entry_id,))
            continue
        except ReaderError as error:
            app.say(f"{error} {error.hint}".strip(), severity="error", timeout=8)
            return
        if entry_id in held:
            fresh.append(entry)
        elif await _belongs(app, entry, selection):
            entries.put_back(entry)
    entries.redraw(fresh)


async def _belongs(app: NowReading, entry: Entry, selection: Selection) -> bool:
    if selection.since is not None and entry.sort_at < selection.since:
        return False
    from_here = replace(selection, since=entry.sort_at)
    page = await app.attempt(app.library.page(from_here, oldest=True, limit=5))
    return page is not None and any(each.id == entry.id for each in page.entries)
