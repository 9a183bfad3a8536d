"""Rows of the list that changed behind it: read anew, taken out, or put back in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.errors import NotFound, ReaderError
from reader.model import Entry, Group, Selection, Stretch
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.paging import cursor_of
from reader.tui.screens.library.source import LibrarySource

if TYPE_CHECKING:
    from reader.tui.app import NowReading

MOST: Final = 100
"""Rows not on the list that are looked up one by one; beyond that, none."""
AROUND: Final = 100
"""Rows above and below the chosen one in which is looked for what another program changed."""


async def reread(
    app: NowReading, entries: EntriesPane, selection: Selection, entry_ids: Iterable[int]
) -> None:
    """Read rows anew; those that belong on the list and are missing (undone) come back."""
    held = {item.id for item in entries.items}
    wanted = set(entry_ids)
    grouped = {id_ for group in entries.groups.values() for id_ in group.ids}
    if touched := wanted & grouped:
        await _renew_groups(app, entries, touched)
        wanted -= grouped - held
    missing = wanted - held
    fresh: list[Entry] = []
    for entry_id in (wanted & held) | (missing if len(missing) <= MOST else set()):
        try:
            entry = await app.library.entry(entry_id)
        except NotFound:
            entries.take_out((entry_id,))
            continue
        except ReaderError as error:
            app.tell_error(error)
            return
        if entry_id in held:
            fresh.append(entry)
        elif (groups := await _belongs(app, entry, selection)) is not None:
            entries.put_back(entry, groups)
    await _light(entries, fresh)
    entries.redraw(fresh)


async def renew(app: NowReading, entries: EntriesPane) -> None:
    """Read the rows around the chosen one anew; none comes in, and those deleted go."""
    first = max(0, entries.cursor - AROUND)
    held = {item.id: item for item in entries.items[first : entries.cursor + AROUND]}
    grouped = {id_ for lead in held if lead in entries.groups for id_ in entries.groups[lead].ids}
    found = {each.id: each for each in await app.library.entries([*held.keys() | grouped])}
    # A row that was changed here meanwhile knows better.
    held = {item.id: item for item in entries.items if held.get(item.id) is item}
    changed = [found[id_] for id_, item in held.items() if found.get(id_, item) != item]
    await _light(entries, changed)
    entries.redraw(changed)
    entries.take_out(held.keys() - found.keys())
    if grouped:
        entries.renew_groups(found[id_] for id_ in grouped & found.keys())


async def _light(entries: EntriesPane, changed: Sequence[Entry]) -> None:
    """Look anew whether feeds.toml highlights entries that have changed."""
    if changed and isinstance(entries.source, LibrarySource):
        await entries.source.light([entry.id for entry in changed])


async def _renew_groups(app: NowReading, entries: EntriesPane, ids: set[int]) -> None:
    """Count anew what is unread in the groups that hold any of ``ids``."""
    wanted = [i for g in entries.groups.values() if ids.intersection(g.ids) for i in g.ids]
    found = await app.attempt(app.library.entries(wanted))
    if found is not None:
        entries.renew_groups(found)


async def _belongs(app: NowReading, entry: Entry, selection: Selection) -> tuple[Group, ...] | None:
    """The groups around the row that ``entry`` has on the list; None when it has none."""
    if selection.since is not None and entry.sort_at < selection.since:
        return None
    from_here = replace(selection, since=entry.sort_at)
    page = await app.attempt(app.library.page(from_here, Stretch(oldest=True, limit=5)))
    if page is None or all(each.id != entry.id for each in page.entries):
        return None
    if entry.event_id is None:
        return ()
    place = cursor_of(entry)  # the older entries of its group are on the whole list only
    here = replace(place, id=place.id + 1)
    page = await app.attempt(app.library.page(selection, Stretch(older_than=here, limit=1)))
    return page.groups if page is not None else ()
