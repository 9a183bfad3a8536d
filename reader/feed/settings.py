"""newsboat's ``config`` as what feeds.toml says: rules and views, and lines for its other tables.

Only what reads as such is taken: no line of it is run, and what has no counterpart is named.
Source of the rules: newsboat's manual, sections "Configuration Commands" and "Available Operations".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.errors import InvalidQuery
from reader.feed.filters import query_of
from reader.feed.newsboat import argument_list, parts
from reader.query import Pattern, parse
from reader.text import clean_line
from reader.urls import is_web

NEEDLESS: Final = frozenset(
    "auto-reload refresh-on-startup suppress-first-reload reload-threads reload-only-visible-feeds"
    " prepopulate-query-feeds goto-first-unread goto-next-feed cleanup-on-quit show-read-articles"
    " show-read-feeds cache-file download-retries download-timeout use-proxy"
    " proxy-type bookmark-autopilot bookmark-interactive display-article-progress ignore-mode"
    " show-title-bar show-keymap-hint max-downloads podcast-auto-enqueue unbind-key".split()
)
"""What the reader does anyway, chooses by itself, or asks about with a key."""
_TERMINAL: Final = frozenset("w3m lynx links links2 elinks less more vim nvim nano mutt".split())
"""Programs that draw on the terminal."""
_OPERATIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "open": ("item.open", ("enter",)),
    "quit": ("app.back", ("q", "escape")),
    "hard-quit": ("app.quit", ("Q", "ctrl+q")),
    "reload": ("feed.refresh", ("r",)),
    "reload-all": ("app.refresh_all", ("R",)),
    "mark-feed-read": ("view.mark_seen story.mark_seen", ("A",)),
    "next-unread": ("unread.next story.next_unread", ("n",)),
    "prev-unread": ("unread.previous", ("p",)),
    "next": ("story.next", ("J",)),
    "prev": ("story.previous", ("K",)),
    "next-unread-feed": ("feed.next_unread", ("ctrl+n", "]")),
    "prev-unread-feed": ("feed.previous_unread", ("[",)),
    "open-in-browser": ("entry.browse story.browse", ("o",)),
    "open-in-browser-and-mark-read": ("entry.browse_read story.browse_read", ("O",)),
    "mark-all-above-as-read": ("entry.mark_above", ("{",)),
    "random-unread": ("unread.random", ("ctrl+k",)),
    "save": ("entry.save story.save", ("s", "W")),
    "help": ("app.help", ("?",)),
    "toggle-article-read": ("entry.toggle_read story.toggle_read", ("N",)),
    "toggle-show-read-feeds": ("view.toggle_read", ("l",)),
    "show-urls": ("pane.more", ("u", "3")),
    "goto-url": ("story.hints", ("#", "f")),
    "open-search": ("app.search", ("/",)),
    "enqueue": ("entry.download story.download", ("e",)),
    "edit-urls": ("app.edit_feeds", ("g e",)),
    "edit-flags": ("entry.tag story.tag", ("ctrl+e", "t")),
    "cmdline": ("app.command", (":",)),
    "delete-article": ("entry.delete story.delete", ("D",)),
    "pipe-to": ("entry.pipe story.pipe", ("|",)),
    "toggle-source-view": ("story.source", ("ctrl+u", "S")),
    "sort": ("view.sort", ("g o",)),
    "rev-sort": ("view.order", ("S",)),
    "up": ("move.up", ("k", "up")),
    "down": ("move.down", ("j", "down")),
    "pageup": ("move.half_up", ("pageup",)),
    "pagedown": ("move.half_down", ("ctrl+d", "pagedown")),
    "home": ("move.top", ("g g", "home")),
    "end": ("move.bottom", ("G", "end")),
    "": ("pane.left", ("h", "left")),
}
"""Operations as commands here, with their keys in the preset ``newsboat``; the last has a key that
operations are often given."""
_COLORS: Final = {"red": "bad", "magenta": "bad", "yellow": "warn", "green": "good"}
"""Colours of newsboat's as the theme has them."""
_COLUMNS: Final = {"D": "date", "T": "feed", "t": "title", "a": "author", "L": "minutes"}
"""Columns of newsboat's rows; its numbers and flags have none here, or a place of their own."""
_FORMAT: Final = re.compile(r"%-?[0-9]{0,4}([A-Za-z])")
_USES_PROXY: Final = re.compile(r"^\s*use-proxy\s+\"?yes", re.MULTILINE)
_KEYS: Final = {"SPACE": "space", "ENTER": "enter", "ESC": "escape", "TAB": "tab", ",": "comma"}


@dataclass(slots=True)
class Settings:
    """A ``config``: views (title, query) and rules (query, actions) to be added, and for the rest
    of feeds.toml lines by the head of their table (``[reading]``) or block (``[[program]]``).

    ``without`` names what has no counterpart, in the order of the file."""

    views: list[tuple[str, str]] = field(default_factory=list)
    rules: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    programs: list[list[str]] = field(default_factory=list)
    macros: list[list[str]] = field(default_factory=list)
    highlights: list[list[str]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    bound: dict[str, list[str]] = field(default_factory=dict)
    """The keys that operations are given."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The tables, then the blocks, as lines of TOML."""
        found: list[str] = []
        blocks = [
            *self.tables.items(),
            *(("[[program]]", rows) for rows in self.programs),
            *(("[[macro]]", rows) for rows in self.macros),
            *(("[[highlight]]", rows) for rows in self.highlights),
        ]
        for head, rows in blocks:
            found += [*([""] if found else []), head, *rows]
        return tuple(found)


def read_settings(text: str) -> Settings:
    """What the lines of a ``config`` mean here."""
    found = Settings()
    for line in text.lstrip("\ufeff").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, *values = parts(line)
        if name in NEEDLESS:
            continue
        try:
            _READERS[name](found, values)
        except (KeyError, ValueError, IndexError):
            told = clean_line(" ".join((name, *values[:2])) if name in _NAMED else name)[:100]
            if told not in found.without:
                found.without.append(told)
    if not _USES_PROXY.search(text):
        found.tables.pop("[network]", None)
    _give_keys(found)
    return found


def _give_keys(found: Settings) -> None:
    """The keys of the operations that were given some, and of those that lose one thereby."""
    taken = {key: operation for operation, keys in found.bound.items() for key in keys}
    for operation, (commands, usual) in _OPERATIONS.items():
        kept = [key for key in usual if taken.get(key, operation) == operation]
        keys = list(dict.fromkeys((*found.bound.get(operation, ()), *kept)))
        if set(keys) != set(usual):
            for command in commands.split():
                _put(found, "[keys]", f'"{command}"', ", ".join(keys))


# ---- one reader for each command; ValueError, IndexError or KeyError: there is no counterpart


def _program_of(name: str) -> Callable[[Settings, Sequence[str]], None]:
    """``browser "w3m %u"`` as an argument list."""

    def read(found: Settings, values: Sequence[str]) -> None:
        words = [word.strip("'").replace("%u", "{}") for word in argument_list(values[0])]
        _put(found, "[programs]", name, words)

    return read


def _number_of(
    head: str, name: str, least: int, most: int, unit: str = ""
) -> Callable[[Settings, Sequence[str]], None]:
    def read(found: Settings, values: Sequence[str]) -> None:
        number = int(values[0])
        if not least <= number <= most:
            raise ValueError
        _put(found, head, name, f"{number}{unit}" if unit else number)

    return read


def _agent(found: Settings, values: Sequence[str]) -> None:
    _put(found, "[defaults]", "user_agent", values[0])


def _folder_of(name: str) -> Callable[[Settings, Sequence[str]], None]:
    def read(found: Settings, values: Sequence[str]) -> None:
        _put(found, "[programs]", name, values[0])

    return read


def _proxy(found: Settings, values: Sequence[str]) -> None:
    _put(found, "[network]", "proxy", values[0] if "://" in values[0] else f"http://{values[0]}")


def _bookmark(found: Settings, values: Sequence[str]) -> None:
    run = [*argument_list(values[0]), "{url}", "{title}", "", "{feed}"]
    _add_program(found, "Bookmark", "ctrl+b", run)


def _pager(found: Settings, values: Sequence[str]) -> None:
    words = [word for word in argument_list(values[0]) if word != "%f"]
    if words[0] == "internal":
        return
    _add_program(found, f"Read in {words[0]}", ", P", words, pipe=True)


def _viewer(found: Settings, values: Sequence[str]) -> None:
    _add_program(found, "Addresses", ", U", argument_list(values[0]), pipe=True)


def _macro(found: Settings, values: Sequence[str]) -> None:
    """Those that open the story in another browser, pipe it into a program, or run operations."""
    key, steps = _key(values[0]), list(_steps(values[1:]))
    match steps:
        case [
            ["set", "browser", line],
            ["open-in-browser" | "open-in-browser-and-mark-read"],
            *rest,
        ] if all(step[:2] == ["set", "browser"] for step in rest):
            words = [word.strip("'").replace("%u", "{url}") for word in argument_list(line)]
            run = words if "{url}" in "".join(words) else [*words, "{url}"]
            _add_program(found, f"Open in {words[0]}", f", {key}", run)
        case [["pipe-to", line]]:
            words = list(argument_list(line))
            _add_program(found, f"Pipe into {words[0]}", f", {key}", words, pipe=True)
        case _:
            commands = _commands(steps)
            title = " ".join(step[0] for step in steps)
            rows = [f"title = {_toml(title)}", f"key = {_toml(f', {key}')}"]
            found.macros.append([*rows, f"do = {_toml(commands)}"])


def _commands(steps: Sequence[Sequence[str]]) -> list[str]:
    """The commands of a macro that stand for ``steps``: those of the list, and of a story once one
    was opened. Raises KeyError or ValueError where there is none."""
    found: list[str] = []
    is_open = False
    for step in steps:
        if len(step) != 1 or not step[0]:
            raise ValueError
        names = _OPERATIONS[step[0]][0].split()
        of_story = [each for each in names if each.startswith("story.")]
        found.append(of_story[0] if is_open and of_story else names[0])
        is_open = (is_open or step[0] == "open") and step[0] != "quit"
    if not found:
        raise ValueError
    return found


def _bind(found: Settings, values: Sequence[str]) -> None:
    key, operation = _key(values[0]), values[1]
    if (key, operation) in (("j", "next"), ("k", "prev")):  # to go down and up in lists
        operation = "down" if key == "j" else "up"
    if (key, operation) != ("g", "home"):  # g g does so here, and g begins other sequences
        if operation not in _OPERATIONS:
            raise ValueError
        found.bound.setdefault(operation, []).append(key)


def _ignored(found: Settings, values: Sequence[str]) -> None:
    feed, expression = values[0], query_of(values[1])
    if feed != "*":
        if not is_web(feed):
            raise ValueError
        expression = f"feed:{json.dumps(feed)} ({expression})"
    found.rules.append((expression, ("hide",)))


def _confirm_exit(found: Settings, values: Sequence[str]) -> None:
    if values[0] == "yes":
        _put(found, "[reading]", "confirm", ["quit"])


def _hover(found: Settings, values: Sequence[str]) -> None:
    if values[0] == "yes":
        _put(found, "[reading]", "mark_read", "passed")


def _date(found: Settings, values: Sequence[str]) -> None:
    _put(found, "[reading]", "date", values[0])


def _columns(found: Settings, values: Sequence[str]) -> None:
    """``articlelist-format "%4i %f %D %6L %?T?|%-17T| ?%t"``: the columns that rows have here too."""
    letters = _FORMAT.findall(values[0])
    names = list(dict.fromkeys(_COLUMNS[each] for each in letters if each in _COLUMNS))
    if "title" not in names:
        raise ValueError
    _put(found, "[reading]", "columns", names)


def _sort_feeds(found: Settings, values: Sequence[str]) -> None:
    if values[0].partition("-")[0] != "title":
        raise ValueError
    _put(found, "[reading]", "feeds", "title")


def _sort(found: Settings, values: Sequence[str]) -> None:
    by, _, way = values[0].partition("-")
    order = ("oldest" if way == "asc" else "newest") if by == "date" else by
    if order not in ("newest", "oldest", "title", "author"):
        raise ValueError
    _put(found, "[reading]", "order", order)


def _highlight(found: Settings, values: Sequence[str]) -> None:
    color = next((_COLORS[each] for each in values[1:3] if each in _COLORS), "accent")
    when = query_of(values[0])
    found.highlights.append([f"when = {_toml(when)}", f"color = {_toml(color)}"])


def _words(found: Settings, values: Sequence[str]) -> None:
    """``highlight article REGEX COLOUR…``: words in texts."""
    if values[0] not in ("article", "all"):
        raise ValueError
    words = "/" + values[1].replace("/", "\\/") + "/"
    try:
        is_one = isinstance(parse(words), Pattern)
    except InvalidQuery as error:
        raise ValueError(str(error)) from None
    if not is_one:
        raise ValueError
    color = next((_COLORS[each] for each in values[2:4] if each in _COLORS), "accent")
    found.highlights.append([f"words = {_toml(words)}", f"color = {_toml(color)}"])


def _filter(found: Settings, values: Sequence[str]) -> None:
    found.views.append((clean_line(values[0]), query_of(values[1])))


_READERS: Final[dict[str, Callable[[Settings, Sequence[str]], None]]] = {
    "browser": _program_of("browser"),
    "player": _program_of("player"),
    "notify-program": _program_of("notify"),
    "download-path": _folder_of("downloads"),
    "save-path": _folder_of("saved"),
    "text-width": _number_of("[reading]", "measure", 20, 200),
    "reload-time": _number_of("[defaults]", "refresh", 1, 100_000, "m"),
    "keep-articles-days": _number_of("[defaults]", "keep", 1, 36_500, "d"),
    "max-items": _number_of("[defaults]", "keep", 1, 1_000_000),
    "user-agent": _agent,
    "proxy": _proxy,
    "bookmark-cmd": _bookmark,
    "pager": _pager,
    "external-url-viewer": _viewer,
    "macro": _macro,
    "bind-key": _bind,
    "ignore-article": _ignored,
    "define-filter": _filter,
    "highlight-article": _highlight,
    "highlight": _words,
    "article-sort-order": _sort,
    "feed-sort-order": _sort_feeds,
    "confirm-exit": _confirm_exit,
    "datetime-format": _date,
    "articlelist-format": _columns,
    "mark-as-read-on-hover": _hover,
    "history-limit": _number_of("[reading]", "searches", 0, 1_000),
    "scrolloff": _number_of("[reading]", "scrolloff", 0, 50),
}
_NAMED: Final = frozenset(
    {"macro", "bind-key", "ignore-article", "define-filter", "highlight", "highlight-article"}
)
"""Commands of which there are many, which are named with what they are about."""


def _put(found: Settings, head: str, name: str, value: str | int | Sequence[str]) -> None:
    rows = found.tables.setdefault(head, [])
    rows[:] = [row for row in rows if not row.startswith(f"{name} = ")]  # the last one counts
    rows.append(f"{name} = {_toml(value)}")


def _add_program(
    found: Settings, title: str, key: str, run: Sequence[str], *, pipe: bool = False
) -> None:
    rows = [f"title = {_toml(title)}", f"key = {_toml(key)}", f"run = {_toml(list(run))}"]
    rows += ["pipe = true"] if pipe else []
    rows += ["terminal = true"] if pipe or run[0] in _TERMINAL else []
    found.programs.append(rows)


def _toml(value: str | int | Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _steps(values: Sequence[str]) -> Iterator[list[str]]:
    """The operations of a macro, parted by ``;``."""
    step: list[str] = []
    for value in values:
        word = value.removesuffix(";") if value != ";" else ""
        step += [word] if word else []
        if value.endswith(";") and step:
            yield step
            step = []
    if step:
        yield step


def _key(name: str) -> str:
    """A key of newsboat's as it is called here. Raises ValueError for none."""
    if re.fullmatch(r"\^[A-Za-z]", name):
        return f"ctrl+{name[1].lower()}"
    if len(name) == 1 or re.fullmatch(r"F[0-9]{1,2}", name):
        return _KEYS.get(name, name if len(name) == 1 else name.lower())
    return _KEYS[name]
