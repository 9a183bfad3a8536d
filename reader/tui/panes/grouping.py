"""Rows that stand for several entries, and how they are opened out.

The pages of a list say which of their rows stand for others too (one event, or one story in
several feeds).  Opened out, the others follow their row, indented; they are no places of the list:
what is fetched above and below goes by the rows alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.message import Message

from reader.model import Cursor, Entry, Group, Page
from reader.tui.panes.paging import MOST
from reader.tui.panes.picking import PickingList


class GroupedList(PickingList):
    """A list in which a row may stand for a group of entries."""

    class OpenOut(Message):
        """The reader wants to see the entries that the row of ``group`` stands for; None: of a row
        that stands for one alone."""

        def __init__(self, group: Group | None) -> None:
            super().__init__()
            self.group = group

    class Loosened(Message):
        """A row went, and the entries ``ids`` that it stood for want one of their own."""

        def __init__(self, ids: Sequence[int]) -> None:
            super().__init__()
            self.ids = ids

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.groups: dict[int, Group] = {}
        """By the entry whose row stands for the group."""
        self._leads: dict[int, Entry] = {}
        """Entries of groups opened out, to the row that they follow."""

    # ---- what a row stands for
    @property
    def folded(self) -> Group | None:
        """The group that the chosen row stands for; None: for itself alone."""
        chosen = self.chosen
        if chosen is None or self.is_opened_out(chosen):
            return None
        return self.groups.get(chosen.id)

    def is_member(self, item: Entry) -> bool:
        """Whether ``item`` follows the row that stands for its group."""
        return item.id in self._leads

    def is_opened_out(self, item: Entry) -> bool:
        """Whether the entries that ``item`` stands for follow it."""
        return any(lead.id == item.id for lead in self._leads.values())

    def stands_for(self, ids: Iterable[int]) -> list[int]:
        """``ids`` and the entries that their rows stand for."""
        found: dict[int, None] = {}
        opened = {lead.id for lead in self._leads.values()}
        for id_ in ids:
            group = None if id_ in opened else self.groups.get(id_)
            found.update((each, None) for each in (group.ids if group else (id_,)))
        return list(found)

    def place_of(self, item: Entry) -> Cursor:
        """The place of the row that ``item`` follows, or its own."""
        return super().place_of(self._leads.get(item.id, item))

    @property
    def rows(self) -> int:
        """How many rows of the list are held; entries opened out are not counted."""
        return len(self.items) - len(self._leads)

    @property
    def place(self) -> int:
        """The number of the chosen row in the whole list; entries opened out are not counted."""
        before = sum(1 for item in self.items[: self.cursor + 1] if item.id in self._leads)
        return super().place - before

    # ---- opening out
    def action_group_toggle(self) -> None:
        """Open the chosen group out, or fold it up again."""
        chosen = self.chosen
        if chosen is None:
            return
        lead = self._leads.get(chosen.id, chosen)
        if self.is_opened_out(lead):
            self.fold_up(lead.id)
        else:
            self.post_message(self.OpenOut(self.groups.get(lead.id)))

    def show_members(self, group: Group, members: Sequence[Entry]) -> None:
        """Let the entries of ``group`` follow its row."""
        at = next((n for n, item in enumerate(self.items) if item.id == group.ids[0]), None)
        shown = [entry for entry in members if entry.id != group.ids[0]]
        if at is None or not shown or self.is_opened_out(self.items[at]):
            return
        self._leads.update((entry.id, self.items[at]) for entry in shown)
        self.forget_drawings()
        self.set_items([*self.items[: at + 1], *shown, *self.items[at + 1 :]])
        self.post_message(self.Filled())

    def fold_up(self, lead_id: int | None = None) -> None:
        """Take the entries of one group, or of all, behind their row; it is chosen for them."""
        gone = {i for i, lead in self._leads.items() if lead_id in (None, lead.id)}
        if not gone:
            return
        chosen = self.chosen
        lead = self._leads.get(chosen.id) if chosen is not None else None
        self._leads = {i: entry for i, entry in self._leads.items() if i not in gone}
        self.forget_drawings()
        kept = [item for item in self.items if item.id not in gone]
        hidden = chosen is not None and chosen.id in gone
        self.set_items(kept, choose=lead.id if lead is not None and hidden else None)
        self.post_message(self.Filled())

    # ---- rows that changed
    def renew_groups(self, entries: Iterable[Entry]) -> None:
        """Count anew what is unread in the groups of ``entries``, which are all of theirs."""
        known = {entry.id: entry for entry in entries}
        for lead, group in list(self.groups.items()):
            if any(id_ in known for id_ in group.ids):
                left = tuple(id_ for id_ in group.ids if id_ in known)
                feeds = tuple(dict.fromkeys(known[id_].feed_title for id_ in left))
                unread = sum(not known[id_].is_read for id_ in left)
                self.groups[lead] = Group(left, feeds, unread)
                if len(left) < 2:
                    del self.groups[lead]
        self.forget_drawings()

    def take_out(self, entry_ids: Iterable[int]) -> None:
        """Take rows out; what they stood for besides gets a row of its own."""
        gone = set(entry_ids)
        loose: list[int] = []
        for id_ in gone & self.groups.keys():
            loose += [each for each in self.groups.pop(id_).ids if each not in gone]
        members = {i for i, lead in self._leads.items() if lead.id in gone}
        uncounted = len((gone | members) & self._leads.keys())
        self._leads = {
            i: lead for i, lead in self._leads.items() if i not in gone and i not in members
        }
        self.total += uncounted  # they were no rows of the list
        super().take_out(gone | members)
        if loose:
            self.post_message(self.Loosened(loose))

    def put_back(self, entry: Entry, groups: Sequence[Group] = ()) -> None:
        """Put a row back in its place; rows of entries that it stands for go behind it."""
        for group in groups:
            if group.ids[0] == entry.id:
                for id_ in group.ids[1:]:
                    self.groups.pop(id_, None)
                super().take_out(group.ids[1:])
                self.groups[entry.id] = group
        super().put_back(entry)

    # ---- pages
    def _replace(self, page: Page | None, choose: int | None) -> None:
        self._leads = {}
        self.groups = {group.ids[0]: group for group in page.groups} if page else {}
        self.forget_drawings()
        super()._replace(page, choose)

    def _join(self, page: Page, way: str) -> None:
        if len(self.items) + len(page.entries) > MOST:
            self.fold_up()  # a row that is let go of takes what follows it along
        self.groups.update((group.ids[0], group) for group in page.groups)
        super()._join(page, way)
        held = {item.id for item in self.items}
        self.groups = {lead: group for lead, group in self.groups.items() if lead in held}
