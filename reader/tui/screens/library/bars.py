"""The bars of the library screen: what its header, notice, keys and status say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reader.tui import times
from reader.tui.drawing.parts import Part, caret, width_of
from reader.tui.keys.commands import Context
from reader.tui.keys.keymap import label
from reader.tui.screens.library.source import RankedSource
from reader.tui.states import Around, Notice, notice_of, plural, status_of

if TYPE_CHECKING:
    from reader.tui.screens.library.screen import LibraryScreen

ROOMY: Final = 70
"""Columns from which the header has room for more than what was found, or how far a refresh is."""
KEYS: Final[dict[str, Sequence[str]]] = {
    "entries": (
        "item.open",
        "read.on",
        "entry.toggle_star",
        "view.toggle_read",
        "app.search",
        "goto.feeds",
        "view.mark_seen",
        "app.add",
        "app.refresh_all",
        "app.undo",
        "entry.browse",
        "unread.next",
        "rows.pick",
    ),
    "found": (
        "item.open",
        "search.order",
        "view.save",
        "read.on",
        "app.search",
        "entry.toggle_star",
        "app.back",
        "rows.pick",
    ),
    "picking": (
        "entry.toggle_read",
        "entry.toggle_star",
        "entry.tag",
        "entry.delete",
        "app.back",
        "entry.browse",
        "entry.copy_link",
        "move.down",
    ),
    "saved": ("item.open", "view.rename", "feed.remove", "view.toggle_read", "view.mark_seen"),
    "feeds": (
        "item.open",
        "feed.refresh",
        "view.toggle_read",
        "app.add",
        "feed.remove",
        "view.mark_seen",
        "app.search",
        "app.refresh_all",
        "app.undo",
    ),
    "preview": (
        "item.open",
        "entry.toggle_star",
        "entry.browse",
        "pane.left",
        "move.down",
        "read.on",
        "app.search",
    ),
    "search": ("item.open", "app.back", "pane.next", "search.order", "view.save"),
}
NAMES: Final = {
    "picking": {"app.back": "end", "move.down": "more", "entry.toggle_read": "read/unread"},
    "found": {"app.back": "back to the list"},
    "saved": {"feed.remove": "remove the view"},
    "search": {"item.open": "to what is found", "pane.next": "completes"},
}
"""What commands are called there, where that is not what they are called elsewhere."""
CONTEXTS: Final[dict[str, tuple[Context, ...]]] = {
    "entries": ("app", "list", "library", "entries", "program"),
    "feeds": ("app", "list", "library", "feeds"),
    "preview": ("app", "list", "library", "entries", "program"),
    "search": ("app",),
    "found": ("app", "list", "library", "entries", "program"),
    "picking": ("app", "list", "library", "entries", "program"),
    "saved": ("app", "list", "library", "feeds"),
}


def draw(screen: LibraryScreen, around: Around) -> None:
    """Bring all four up to date."""
    _header(screen, around)
    _notice(screen, around)
    _keys(screen)
    _status(screen, around)


def _header(screen: LibraryScreen, around: Around) -> None:
    key = around.keymap.label
    left = [Part(screen.view.title, "strong")]
    if screen.view.query:
        left.append(Part(f"  {_found(screen)}"))
    elif count := around.counts.stories if screen.view.is_all else screen.view.row.count:
        left.append(Part(f"  {count:,}"))
    fresh = screen.census.fresh
    if fresh:
        many = f"{fresh}+" if fresh >= 100 else str(fresh)
        # A refresh counts what came in at all: in other lists too, and farther down in this one.
        below = screen.view.oldest_first
        place, to_them = ("below", "move.bottom") if below else ("above", "move.top")
        left.append(Part(f"   {many} new {place} · {key(to_them)} shows them", "accent"))
    progress = screen.reader.refresher.progress
    right = status_of(around, progress, screen.size.width - width_of(left) - 4)
    if progress is not None and not progress.finished and screen.size.width >= ROOMY:
        right += f" · {label('escape')} stops it"
    if screen.view.query and (progress is None or progress.finished):
        # What was found, and in which order it stands, matters more here.
        roomy = screen.size.width >= ROOMY
        right = f"of {plural(around.counts.stories, 'story', 'stories')}" if roomy else ""
    screen.header.show(left, [Part(right, "dim")])


def _notice(screen: LibraryScreen, around: Around) -> None:
    row = screen.feeds.chosen
    notice = notice_of(around, row.feed if row else None)
    if screen.search.mistake is not None and screen.has_class("-short"):
        notice = screen.search.mistake.notice
    if row is not None and row.error:
        notice = Notice(
            f"! The view “{row.title}”: {row.error}",
            "bad",
            f"{around.keymap.label('app.edit_feeds')} edits it",
        )
    line = screen.notice
    line.display = notice is not None
    if notice is not None:
        key = [Part(notice.key, "strong")] if notice.key else []
        line.show([Part(notice.text, notice.look)], key)


def _keys(screen: LibraryScreen) -> None:
    bar = screen.keys
    where = _where(screen)
    mistake = screen.search.mistake
    if mistake is not None:
        column = screen.prompt.column_of(mistake.position)
        bar.show(caret(column, mistake.words, max(1, bar.size.width - 2), "bad"))
    elif screen.pending_keys:
        bar.show_pending(screen.pending_keys, CONTEXTS[where])
    elif screen.count:
        bar.show_count(screen.count)
    else:
        # In the prompt a letter is a letter: no key for help, and escape is the way out.
        typing = where == "search"
        always = () if typing else ("app.help",)
        keys = KEYS[where]
        if where == "entries" and screen.entries.folded is not None:
            keys = (*keys[:2], "group.toggle", *keys[2:])
        bar.show_keys(keys, always=always, names=NAMES.get(where), escapes=typing)


def _status(screen: LibraryScreen, around: Around) -> None:
    key = around.keymap.label
    chosen = screen.entries.chosen
    words = [_place(screen)] if chosen else []
    picked = screen.entries.picked_number
    if picked:
        words = [f"{plural(picked, 'story', 'stories')} selected"]
    elif chosen is not None:
        words.append(times.day(chosen.sort_at, around.now))
        words += _order(screen)
    help_key = Part(key("app.help"), "key")
    if screen.has_class("-short"):
        typed = label(" ".join(screen.pending_keys)) or (str(screen.count) if screen.count else "")
        left = [Part(f"{typed} … " if typed else "", "strong"), Part(" · ".join(words), "dim")]
        right = [help_key]
    else:
        left = [Part(" · ".join(words), "dim")]
        right = [Part(key("app.palette"), "key"), Part(" commands")]
    screen.status.show(left, right)


def _order(screen: LibraryScreen) -> list[str]:
    """In which order the list stands, where it is not the usual one."""
    order, source = screen.view.order, screen.entries.source
    if order == "newest":
        return []
    if order == "oldest":
        return ["oldest first"]
    of_all = getattr(source, "in_all", 0) > screen.entries.total
    newest = [f"the newest {screen.entries.total:,}"] if of_all else []
    return [f"by {order.removeprefix('-')}", *newest]


def _place(screen: LibraryScreen) -> str:
    """Where the chosen row stands; said to be of rows where the header counts something else:
    stories that share a row, or only those unread."""
    words, counted = screen.entries.place_told(), screen.view.row.count
    if screen.view.query or not counted or words.endswith(f" of {counted:,}"):
        return words
    return f"row {words}"


def _found(screen: LibraryScreen) -> str:
    """How much a search found, and in which order it stands; ``…`` while that is not known yet."""
    if screen.is_opening:
        return "…"
    entries, source = screen.entries, screen.entries.source
    held = entries.above + entries.rows
    number = plural(entries.total, "story", "stories")
    if held > entries.total:  # nobody could count them soon
        number = f"{held:,} stories or more"
    if not isinstance(source, RankedSource):
        return f"{number} · newest first"
    if source.in_all > entries.total:
        return f"{source.in_all:,} stories · best of the newest {entries.total} first"
    return f"{number} · best first"


def _where(screen: LibraryScreen) -> str:
    if screen.focused is screen.prompt:
        return "search"
    where = screen.at
    if where == "entries" and screen.entries.is_picking:
        return "picking"
    if where == "entries" and screen.view.query:
        return "found"
    row = screen.feeds.chosen
    return "saved" if where == "feeds" and row is not None and row.saved else where
