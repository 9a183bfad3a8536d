"""The feeds pane: views, then folders and their feeds, each with its unread count."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import ClassVar, Final, Literal

from textual.binding import BindingType
from textual.message import Message

from reader.frozen import frozen
from reader.library.values import Counts, ViewRow
from reader.model import Feed, Selection
from reader.text import fold
from reader.tui.drawing.parts import Part, fit, spread
from reader.tui.keys.dispatch import bindings
from reader.tui.messages import NotPossible
from reader.tui.panes.lines import LineList

ALL: Final = Selection()
NOTHING: Final = Selection(feed_id=0)
RowKind = Literal["heading", "view", "folder", "feed"]


@frozen
class FeedRow:
    """One line of the pane. ``count`` is what the line shows at its end, None for nothing."""

    kind: RowKind
    key: str
    title: str
    selection: Selection = ALL
    count: int | None = None
    feed: Feed | None = None
    failing: bool = False
    error: str = ""
    """Why the query of a view can't be read."""
    saved: ViewRow | None = None
    """The view of feeds.toml that it shows."""
    total: int | None = None
    """How many stories it has in all, where that is shown too."""


UNREAD = FeedRow("view", "unread", "All unread", Selection(unread=True))
TODAY = FeedRow("view", "today", "Today")
STARRED = FeedRow("view", "starred", "Starred", Selection(starred=True))
EVERYTHING = FeedRow("view", "all", "All", ALL)


def rows_of(
    feeds: Sequence[Feed],
    counts: Counts,
    today: Selection,
    today_count: int,
    is_failing: Callable[[Feed], bool] = lambda feed: feed.failure is not None,
    views: Sequence[ViewRow] = (),
    *,
    totals: bool = False,
) -> list[FeedRow]:
    """The lines of the pane: the views, those of feeds.toml among them, the program's own feeds,
    then folders in feed order; with ``totals`` those that are counted say how many stories they
    have in all, too."""

    def row_of(feed: Feed) -> FeedRow:
        selection = Selection(feed_id=feed.id, unread=True)
        title = feed.title or feed.url
        return FeedRow(
            "feed",
            f"feed {feed.id}",
            title,
            selection,
            feed.unread,
            feed,
            is_failing(feed),
            total=feed.total if totals else None,
        )

    rows = [
        FeedRow("heading", "library", "LIBRARY"),
        replace(UNREAD, count=counts.unread),
        replace(TODAY, count=today_count, selection=today),
        replace(STARRED, count=counts.starred),
        replace(EVERYTHING, count=counts.stories),
    ]
    rows += [row_of(feed) for feed in feeds if feed.is_builtin]
    if views:
        rows.append(FeedRow("heading", "views", "VIEWS"))
        rows += (_view_row(view, totals) for view in views)
    folders: dict[str | None, list[Feed]] = {}
    for feed in feeds:
        if not feed.is_builtin and not feed.hidden:
            folders.setdefault(feed.folder, []).append(feed)
    loose = folders.pop(None, [])
    if loose:
        rows.append(FeedRow("heading", "feeds", "FEEDS"))
        rows += map(row_of, loose)
    for name, inside in folders.items():
        unread = sum(feed.unread for feed in inside)
        selection = Selection(folder=name, unread=True)
        total = sum(feed.total for feed in inside) if totals else None
        key = f"folder {name}"
        rows.append(FeedRow("folder", key, name or "", selection, unread, total=total))
        rows += map(row_of, inside)
    return rows


def by_title(feeds: Sequence[Feed]) -> tuple[Feed, ...]:
    """Feeds by their titles, in folders by theirs, the program's own first."""

    def place(feed: Feed) -> tuple[bool, str, str]:
        return not feed.is_builtin, fold(feed.folder or ""), fold(feed.title or feed.url)

    return tuple(sorted(feeds, key=place))


class ByUnread:
    """Feeds by their numbers of unread stories, in folders by theirs, the program's own first.

    The order is that of the last time when stories had come in: to read puts nothing elsewhere."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._is_due = True

    def sort(self, feeds: Sequence[Feed], *, may_move: bool) -> tuple[Feed, ...]:
        """``feeds`` in their order; a new one is taken only where they ``may_move``."""
        now = {feed.id: feed.unread for feed in feeds}
        self._is_due |= any(unread > self._last.get(id_, -1) for id_, unread in now.items())
        self._last = now
        if self._is_due and (may_move or not self._places):
            self._is_due = False
            inside: dict[str | None, int] = {}
            for feed in feeds:
                inside[feed.folder] = inside.get(feed.folder, 0) + feed.unread

            def place(feed: Feed) -> tuple[bool, int, str, int, str]:
                folder = feed.folder or ""
                most, own = -inside[feed.folder], -feed.unread
                return not feed.is_builtin, most, fold(folder), own, fold(feed.title or feed.url)

            self._places = {feed.id: at for at, feed in enumerate(sorted(feeds, key=place))}
        last = len(self._places)
        return tuple(sorted(feeds, key=lambda feed: self._places.get(feed.id, last)))


def _is_subscribed(row: FeedRow) -> bool:
    """Whether it is a feed that the reader chose, not one of the program's own."""
    return row.feed is not None and not row.feed.is_builtin


def _view_row(view: ViewRow, totals: bool) -> FeedRow:
    key = f"saved {view.title} {view.query}"
    if view.error:
        return FeedRow("view", key, view.title, NOTHING, failing=True, error=view.error, saved=view)
    selection, total = Selection(query=view.query), view.total if totals else None
    return FeedRow("view", key, view.title, selection, view.unread, saved=view, total=total)


class FeedsPane(LineList[FeedRow]):
    """Views, folders and feeds; choosing one shows its entries."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "view.toggle_read", "feed.remove", "view.rename"
    )

    rows: Sequence[FeedRow] = ()
    """All lines there are; ``items`` are those shown."""
    hides_quiet = False
    """Whether feeds and folders without unread stories are left out, but for the chosen one."""

    class RemoveAsked(Message):
        """The reader wants the feed or saved view of ``row`` out of feeds.toml."""

        def __init__(self, row: FeedRow) -> None:
            super().__init__()
            self.row = row

    class QuietAsked(Message):
        """The reader wants feeds without unread stories left out, or shown again."""

    class RenameAsked(Message):
        """The reader wants another title for a view of feeds.toml."""

        def __init__(self, view: ViewRow) -> None:
            super().__init__()
            self.view = view

    def set_items(self, items: Sequence[FeedRow], choose: Hashable | None = None) -> None:
        """Show the feeds as they are counted now; rows that say the same are not drawn anew."""
        known = {row.key: row for row in self.rows}
        kept = ((known.get(row.key, row), row) for row in items)
        self.rows = [old if old == row else row for old, row in kept]
        self._show(choose)

    def show_quiet(self, hides: bool) -> None:
        """Leave feeds without unread stories out, or show them again."""
        self.hides_quiet = hides
        self._show()

    def go_to(self, key: str) -> FeedRow | None:
        """Choose the line of that key, also one that was left out; None when there is none."""
        row = next((row for row in self.rows if row.key == key), None)
        if row is not None and not self.choose(key):
            self._show(key)
        return row

    def other_feed(self, key: str, by: int, *, unread: bool) -> FeedRow | None:
        """The next feed, or the next with unread stories, below (``by`` is 1) or above (-1) the line
        of that key, and then from the other end; None when there is no other."""
        at = next((i for i, row in enumerate(self.rows) if row.key == key), 0)
        others = [*self.rows[at + 1 :], *self.rows[:at]][::by]
        wanted = (row for row in others if _is_subscribed(row) and (row.count or not unread))
        return next(wanted, None)

    def _show(self, choose: Hashable | None = None) -> None:
        staying = {choose, self.chosen.key if self.chosen is not None else None}
        shown = [row for row in self.rows if not self._is_quiet(row) or row.key in staying]
        super().set_items(shown if self.hides_quiet else self.rows, choose)

    def _is_quiet(self, row: FeedRow) -> bool:
        return row.kind in ("feed", "folder") and not row.count

    def key_of(self, item: FeedRow) -> str:
        return item.key

    def can_choose(self, item: FeedRow) -> bool:
        return item.kind != "heading"

    def height_of(self, index: int) -> int:
        return 1 + self.lead_of(index)

    def lead_of(self, index: int) -> int:
        return 1 if index and self.items[index].kind in ("heading", "folder") else 0

    def draw(self, item: FeedRow, index: int, width: int, chosen: bool) -> list[list[Part]]:
        edge = Part("▎" if chosen else " ", "accent")
        indent = "  " if item.kind == "feed" and not (item.feed and item.feed.is_builtin) else ""
        title = item.title.upper() if item.kind == "folder" else item.title
        left = [Part(indent), Part(fit(title, width), self._look(item))]
        right = [Part(self._count(item), "dim" if not item.count else "")]
        if item.failing:
            right.insert(0, Part("! ", "bad"))
        if item.feed is not None and not item.feed.verify_tls:
            right.insert(0, Part("no TLS check ", "warn"))
        line = [edge, *spread(left, [part for part in right if part.text], max(1, width - 2))]
        return [*([[Part("")]] * self.lead_of(index)), line]

    def action_view_toggle_read(self) -> None:
        self.post_message(self.QuietAsked())

    def action_feed_remove(self) -> None:
        row = self.chosen
        if row is not None and (_is_subscribed(row) or row.saved is not None):
            self.post_message(self.RemoveAsked(row))
        else:
            self.post_message(NotPossible("Only feeds and saved views can be taken out"))

    def action_view_rename(self) -> None:
        if self.chosen is not None and self.chosen.saved is not None:
            self.post_message(self.RenameAsked(self.chosen.saved))
        else:
            self.post_message(
                NotPossible("Saved views are renamed here; the titles of feeds stand in feeds.toml")
            )

    def _look(self, item: FeedRow) -> str:
        if item.kind in ("heading", "folder"):
            return "dim" if item.kind == "heading" else "accent"
        return "strong" if item.kind == "feed" and item.count else ""

    def _count(self, item: FeedRow) -> str:
        if item.count is None:
            return ""
        if item.total:
            return f"{_number(item.count)}/{_number(item.total)}"
        if item.kind in ("feed", "folder") and not item.count:
            return ""
        return _number(item.count)


def _number(count: int) -> str:
    return f"{count:,}" if count < 100_000 else f"{count // 1000:,}k"
