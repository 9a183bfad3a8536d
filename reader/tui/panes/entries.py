"""The entries pane: two lines for each story, parted by days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final, Literal, Protocol

from rich.cells import cell_len
from textual.binding import BindingType
from textual.message import Message

from reader.model import Entry, Group, Page
from reader.text import person
from reader.tui import times
from reader.tui.drawing.parts import Part, fit, fit_parts, marked, spread, tag_parts, width_of
from reader.tui.keys.dispatch import bindings
from reader.tui.messages import NotPossible
from reader.tui.panes.grouping import GroupedList


class Hit(Protocol):
    """What a search found in an entry."""

    @property
    def snippet(self) -> str:
        """The text around the first hit, on one line."""

    @property
    def spans(self) -> Spans:
        """Where hits stand in the snippet."""

    @property
    def title_spans(self) -> Spans:
        """Where hits stand in the title."""


class Lit(Protocol):
    """How feeds.toml highlights a row."""

    @property
    def mark(self) -> str:
        """The sign before its title, one cell wide."""

    @property
    def color(self) -> str:
        """The look of the sign, and of the title while it is unread."""


INDENT: Final = "  │"
"""What stands before the entries that follow the row of their group."""
ROOMY: Final = 56
"""Cells from which a row of one line names its feed and shows its tags."""
FEED_NAME: Final = 16
NO_STORY: Final = "There is no story here"
USUAL_DATE: Final = 6
"""Cells of a date that most rows have, so that what follows stands in a column."""
SHORTEST_NAME: Final = 5
"""Cells under which the name of a feed is left out."""
Spans = tuple[tuple[int, int], ...]
Act = Literal[
    "toggle_read",
    "toggle_star",
    "delete",
    "browse",
    "copy_link",
    "comments",
    "tag",
    "play",
    "download",
    "pipe",
    "browse_read",
    "save",
]


class EntriesPane(GroupedList):
    """A list of entries; its actions on the chosen one are posted upward as :class:`Asked`."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "entry.toggle_read",
        "entry.toggle_star",
        "entry.delete",
        "entry.browse",
        "entry.copy_link",
        "entry.comments",
        "entry.tag",
        "rows.pick",
        "group.toggle",
        "entry.play",
        "entry.download",
        "entry.pipe",
        "entry.browse_read",
        "entry.save",
        "entry.mark_above",
        "entry.mark_below",
    )
    DEFAULT_CSS = """
    EntriesPane { width: 1fr; }
    """

    class Asked(Message):
        """The reader wants something done with ``entry``, or the program of that number run."""

        def __init__(self, act: Act | int, entry: Entry) -> None:
            super().__init__()
            self.act = act
            self.entry = entry

    class RestAsked(Message):
        """The reader wants all rows above or below that of ``entry`` marked read."""

        def __init__(self, entry: Entry, *, above: bool) -> None:
            super().__init__()
            self.entry = entry
            self.above = above

    class TopAsked(Message):
        """The reader went to the top of the list, where newer stories may wait."""

    class BottomAsked(Message):
        """The reader went to the end of the list."""

    hits: Mapping[int, Hit] = {}
    """Where the words of a search stand, by the id of the entry; such rows have a third line."""
    lit: Mapping[int, Lit] = {}
    """What feeds.toml highlights, by the id of the entry."""
    names_feed = True
    """Whether rows say which feed they are of; pointless in the list of one feed."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today: datetime = times.now()
        self.lines = 2
        """Lines that a story takes: its title and what it is about, or all in one."""
        self.date = ""
        """How its date is written, as strftime does; empty for the usual way."""
        self.columns: tuple[str, ...] = ()
        """What a row of one line shows, in this order; empty for the usual."""

    # ---- actions
    def place_told(self) -> str:
        """Where the chosen row stands in the list: ``3 of 128``."""
        total = max(self.total, self.above + self.rows)
        more = "+" * (total > self.total)  # nobody could count them soon
        return f"{self.place:,} of {total:,}{more}" if self.items else ""

    def action_move_top(self) -> None:
        super().action_move_top()
        self.post_message(self.TopAsked())

    def action_move_bottom(self) -> None:
        super().action_move_bottom()
        self.post_message(self.BottomAsked())

    def action_entry_toggle_read(self) -> None:
        self._ask("toggle_read")

    def action_entry_toggle_star(self) -> None:
        self._ask("toggle_star")

    def action_entry_delete(self) -> None:
        self._ask("delete")

    def action_entry_browse(self) -> None:
        self._ask("browse")

    def action_entry_copy_link(self) -> None:
        self._ask("copy_link")

    def action_entry_comments(self) -> None:
        self._ask("comments")

    def action_entry_tag(self) -> None:
        self._ask("tag")

    def action_entry_play(self) -> None:
        self._ask("play")

    def action_entry_download(self) -> None:
        self._ask("download")

    def action_entry_pipe(self) -> None:
        self._ask("pipe")

    def action_entry_browse_read(self) -> None:
        self._ask("browse_read")

    def action_entry_save(self) -> None:
        self._ask("save")

    def action_entry_mark_above(self) -> None:
        self._ask_rest(above=True)

    def action_entry_mark_below(self) -> None:
        self._ask_rest(above=False)

    def action_rows_pick(self) -> None:
        if self.chosen is None:
            self.post_message(NotPossible(NO_STORY))
        super().action_rows_pick()

    def action_group_toggle(self) -> None:
        if self.chosen is None:
            self.post_message(NotPossible(NO_STORY))
        super().action_group_toggle()

    def action_program_run(self, number: int) -> None:
        self._ask(number)

    def _ask(self, act: Act | int) -> None:
        chosen = self.chosen
        self.post_message(self.Asked(act, chosen) if chosen else NotPossible(NO_STORY))

    def _ask_rest(self, *, above: bool) -> None:
        chosen = self.chosen
        asked = self.RestAsked(chosen, above=above) if chosen else NotPossible(NO_STORY)
        self.post_message(asked)

    def _replace(self, page: Page | None, choose: int | None) -> None:
        self.hits = getattr(self.source, "hits", {})
        self.lit = getattr(self.source, "lit", {})
        super()._replace(page, choose)

    def take_settings(
        self, lines: int, date: str, scrolloff: int, columns: tuple[str, ...] = ()
    ) -> None:
        """Draw rows as feeds.toml says."""
        wanted = (lines, date, scrolloff, columns)
        if wanted != (self.lines, self.date, self.scrolloff, self.columns):
            self.lines, self.date, self.scrolloff, self.columns = wanted
            self.forget_drawings()
            self.set_items(self.items)

    # ---- drawing
    def height_of(self, index: int) -> int:
        return self.lines + self.lead_of(index) + (self.items[index].id in self.hits)

    def lead_of(self, index: int) -> int:
        return 1 if self._begins_day(index) else 0

    def draw(self, item: Entry, index: int, width: int, chosen: bool) -> list[list[Part]]:
        lines = [self._day_line(item, width)] if self._begins_day(index) else []
        edge = Part("▎" if chosen else "┃" if self.is_picked(index) else " ", "accent")
        star = Part("★", "accent") if item.is_starred else Part(" ")
        unread = Part(" ") if item.is_read else Part("●", "good")
        hit, room = self.hits.get(item.id), max(1, width - 5)
        if self.is_member(item):
            edge, room = Part(f"{edge.text}{INDENT}", "accent"), max(1, room - len(INDENT))
        title = [Part(item.title or "(no title)", self._look(item))]
        if hit is not None:
            title = marked(item.title, hit.title_spans, self._look(item), "hit") or title
        if (lit := self.lit.get(item.id)) is not None:
            title = [Part(f"{lit.mark} ", lit.color), *title]
        if self.lines == 1:
            lines.append([edge, unread, star, Part(" "), *self._in_one(item, title, room)])
        else:
            lines.append([edge, unread, star, Part(" "), *fit_parts(title, room)])
            lines.append([edge, Part("   "), *self._about(item, room)])
        if hit is not None:
            lines.append([edge, Part("   "), *_around(hit, room)])
        return lines

    def _look(self, item: Entry) -> str:
        if item.is_read:
            return "dim"
        lit = self.lit.get(item.id)
        return lit.color if lit is not None else "strong"

    def _in_one(self, item: Entry, title: Sequence[Part], width: int) -> list[Part]:
        """When, from where, and the title, in one line; the name of the feed only where there is
        room for it."""
        when = self._when(item)
        if self.columns:
            return self._in_columns(item, when, title, width)
        left = [Part(when + " " * max(1, USUAL_DATE + 1 - cell_len(when)), "dim")]
        if self.names_feed and width >= ROOMY:
            name = fit(item.feed_title, FEED_NAME)
            left.append(Part(name + " " * (FEED_NAME + 2 - cell_len(name)), "dim"))
        group = self.groups.get(item.id)
        if group is not None:
            left.append(Part(f"≡ {max(len(group.feeds), len(group.ids))} ", "accent"))
        right = tag_parts(item.tags) if item.tags and width >= ROOMY else []
        return spread([*left, *title], right, width)

    def _in_columns(self, item: Entry, when: str, title: Sequence[Part], width: int) -> list[Part]:
        from reader.tui.drawing.columns import in_columns  # few readers choose their columns

        group = self.groups.get(item.id)
        lead = (
            [Part(f"≡ {max(len(group.feeds), len(group.ids))} ", "accent")]
            if group is not None
            else []
        )
        counts = [f"❝{item.quote_count}"] if item.quote_count else []
        counts += [f"↗{item.link_count}"] if item.link_count else []
        texts: dict[str, Sequence[Part]] = {
            "title": [*lead, *title],
            "date": [Part(when, "dim")],
            "author": [Part(person(item.author or ""), "dim")],
            "minutes": [Part(f"{item.minutes} min" if item.words else "link", "dim")],
            "counts": [Part(" ".join(counts), "accent")],
            "tags": tag_parts(item.tags) if item.tags else [],
        }
        if self.names_feed:
            texts["feed"] = [Part(item.feed_title, "dim")]
        return in_columns(self.columns, texts, width)

    def _when(self, item: Entry) -> str:
        if not self.date:
            return times.stamp(item.sort_at, self.today)
        return times.written(item.sort_at, self.date)

    def _about(self, item: Entry, width: int) -> list[Part]:
        """Where it is from, when, how long, and its counts; a long name gives way first."""
        counts = [f"❝{item.quote_count}"] if item.quote_count else []
        counts += [f"↗{item.link_count}"] if item.link_count else []
        right = [Part(" ".join(counts), "accent")] if counts else []
        facts = [self._when(item)]
        facts.append(f"{item.minutes} min" if item.words else "link")
        if item.changed:
            facts.append("updated")
        tags = [Part(" · ", "dim"), *tag_parts(item.tags)] if item.tags else []
        tail = " · ".join(facts)
        group = self.groups.get(item.id)
        lead = [Part(_sources(group), "accent"), Part(" · ", "dim")] if group is not None else []
        name = item.feed_title if self.names_feed else person(item.author or "")
        room = width - width_of(right) - cell_len(tail) - width_of(tags) - width_of(lead) - 4
        if group is not None and not self.is_opened_out(item):
            name = _names(group.feeds, room)
        if name and room >= SHORTEST_NAME:
            tail = f"{fit(name, room)} · {tail}"
        left = [*lead, Part(fit(tail, max(1, width - width_of(lead))), "dim"), *tags]
        return spread(left, right, width)

    def _begins_day(self, index: int) -> bool:
        item = self.items[index]
        if index == 0 or not self.is_by_date or self.is_member(item):
            return False
        before = next(each for each in self.items[index - 1 :: -1] if not self.is_member(each))
        return before.sort_at.astimezone().date() != item.sort_at.astimezone().date()

    def _day_line(self, item: Entry, width: int) -> list[Part]:
        head = f"── {times.day(item.sort_at, self.today)} "
        return [Part(" "), Part(head + "─" * max(0, width - len(head) - 2), "dim")]


def _names(feeds: Sequence[str], room: int) -> str:
    """The names of feeds, as many as there is room for and how many more."""
    for shown in range(len(feeds), 1, -1):
        more = f" +{len(feeds) - shown}" if shown < len(feeds) else ""
        if cell_len(names := ", ".join(feeds[:shown]) + more) <= room:
            return names
    more = f" +{len(feeds) - 1}" if len(feeds) > 1 else ""
    if more and room - cell_len(more) <= SHORTEST_NAME:
        return ""  # the beginning of one name says nothing of the others
    return fit(feeds[0], max(1, room - cell_len(more))) + more


def _sources(group: Group) -> str:
    """How many feeds tell of it, and how many of their stories are unread."""
    many = len(group.feeds) > 1
    words = f"≡ {len(group.feeds)} sources" if many else f"≡ {len(group.ids)} stories"
    return f"{words}, {group.unread} unread" if 0 < group.unread < len(group.ids) else words


def _around(hit: Hit, room: int) -> list[Part]:
    """The snippet in ``room`` cells, the first hit in sight."""
    text, spans = hit.snippet, hit.spans
    if spans:
        start = max(0, min(spans[0][0] - room // 3, len(text) - room))
        if start:
            start = text.rfind(" ", 0, spans[0][0] - room // 5) + 1
        if start > 0:
            text = "…" + text[start:]
            spans = tuple((a - start + 1, b - start + 1) for a, b in spans)
    return fit_parts(marked(text, spans, "dim", "hit"), room)
