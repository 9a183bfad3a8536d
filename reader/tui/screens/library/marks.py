"""What is done to rows of the library screen: to the chosen one, to those picked, or to all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from reader.tui.background import begin
from reader.tui.panes.entries import EntriesPane
from reader.tui.panes.paging import EARLIEST, LATEST, cursor_of
from reader.tui.screens.library.frame import LibraryFrame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Entry
    from reader.tui.panes.picking import Picked
    from reader.tui.screens.library.census import Census
    from reader.tui.screens.library.view import View


class LibraryMarks(LibraryFrame, inherit_bindings=False):
    """Marks, deletions and copies, and what the lists show of them afterwards."""

    view: View
    census: Census

    async def action_view_mark_seen(self) -> None:
        """Mark the whole list read."""
        from reader.tui.screens.acts import asks_first

        question = f"Mark every story of {self.view.title} read?"
        if not asks_first(self.reader, "all_read", question, self._mark_seen_soon):
            await self.mark_seen()

    def _mark_seen_soon(self) -> None:
        begin(self, "many", self.mark_seen)

    async def mark_seen(self) -> None:
        """Mark read what was on the list when it was opened; later news stays unread."""
        from reader.tui.screens.acts import tell_change

        place = self.entries.seen_until
        if place is None:
            self.reader.say("There is nothing here to mark")
            return
        library = self.reader.library
        if not self.entries.is_by_date:
            ids = self.entries.stands_for(entry.id for entry in self.entries.items)
            work = library.set_read(ids, True)
        else:
            work = library.mark_all_read(
                self.view.selection, seen_until=place, last_id=self.entries.seen_id
            )
        change = await self.reader.attempt(work, "All of these were read already")
        tell_change(self.reader, change)
        if change is not None:
            self.rows_changed(change.entry_ids)

    @on(EntriesPane.Asked)
    async def _entry_asked(self, message: EntriesPane.Asked) -> None:
        from reader.tui.screens.acts import act_on, tell_change

        picked = self.entries.picked()
        if picked is not None:
            begin(self, "many", self._act_on_picked, message.act, picked)
            return
        group = self.entries.folded
        if group is not None and message.act == "toggle_read":
            work = self.reader.library.set_read(group.ids, group.unread > 0)
            change = await self.reader.attempt(work)
        else:
            change = await act_on(self.reader, message.act, message.entry)
        if change is not None:
            self._show_change(message.act, change.entry_ids)
            if not self.entries.display:  # from the preview of a narrow screen, with no row to see
                tell_change(self.reader, change)

    @on(EntriesPane.RestAsked)
    def _rest_asked(self, message: EntriesPane.RestAsked) -> None:
        begin(self, "many", self._mark_rest, message.entry, above=message.above)

    async def _mark_rest(self, entry: Entry, *, above: bool) -> None:
        """Mark the rows above or below that of ``entry`` read, as they were shown."""
        from reader.tui.screens.acts import tell_change

        ids = await self._rows_beyond(entry, above=above)
        where = "above" if above else "below"
        if ids is None:
            return
        change = await self.reader.attempt(
            self.reader.library.set_read(ids, True), f"All {where} were read already"
        )
        tell_change(self.reader, change)
        if change is not None:
            self.rows_changed(change.entry_ids)

    async def _rows_beyond(self, entry: Entry, *, above: bool) -> Sequence[int] | None:
        """The entries of the rows above or below that of ``entry`` that were there when the list
        was opened; None where they could not be had."""
        rows = self.entries
        if not rows.is_by_date:
            at = next(n for n, item in enumerate(rows.items) if item.id == entry.id)
            beyond = rows.items[:at] if above else rows.items[at + 1 :]
            return rows.stands_for(each.id for each in beyond)
        place = rows.place_of(entry)
        newer = above is not rows.is_oldest_first
        newest = LATEST if newer else replace(place, id=place.id - 1)
        oldest = replace(place, id=place.id + 1) if newer else EARLIEST
        ids = await self.reader.attempt(
            self.reader.library.ids_between(self.view.selection, newest, oldest, whole=True)
        )
        last = rows.seen_id
        return ids and [id_ for id_ in ids if last is None or id_ <= last]

    async def _act_on_picked(self, act: str | int, picked: Picked) -> None:
        """Do it to the stretch; then nothing is picked any more."""
        from reader.tui.screens.library.acts_on_many import act_on_many

        ids: Sequence[int] | None = None
        if picked.entries is not None:
            ids = [entry.id for entry in picked.entries]
            if act == "toggle_read":
                ids = self.entries.stands_for(ids)
        else:
            ids = await self.reader.attempt(
                self.reader.library.ids_between(
                    self.view.selection, cursor_of(picked.newest), cursor_of(picked.oldest)
                )
            )
        if not ids:
            return
        change, done = await act_on_many(self.reader, act, ids, self._many_done)
        if change is not None:
            self._show_change(act, change.entry_ids)
        if done:
            self.entries.end_picking()

    @on(EntriesPane.OpenOut)
    async def _open_out(self, message: EntriesPane.OpenOut) -> None:
        if message.group is None:
            self.reader.say("This row stands for one story; only one with ≡ opens out")
            return
        found = await self.reader.attempt(self.reader.library.entries(message.group.ids))
        if found:
            self.entries.show_members(message.group, found)

    @on(EntriesPane.Loosened)
    def _loosened(self, message: EntriesPane.Loosened) -> None:
        self.rows_changed(message.ids)

    def _many_done(self, entry_ids: Sequence[int]) -> None:
        """What was asked in a box was done to the rows."""
        self.entries.end_picking()
        self.rows_changed(entry_ids)

    def _show_change(self, act: str | int, entry_ids: Sequence[int]) -> None:
        if act == "delete":
            self.entries.take_out(entry_ids)
            self.census.take()
        else:
            self.rows_changed(entry_ids)

    # ---- answered by the screen itself
    def rows_changed(self, entry_ids: Sequence[int]) -> None:
        """Rows of these entries are out of date."""
        raise NotImplementedError
