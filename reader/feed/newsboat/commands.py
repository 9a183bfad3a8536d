"""The commands of newsboat's ``config``: what each means here.

Source of the rules: newsboat's manual, section "Configuration Commands".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Final

from reader.errors import InvalidQuery
from reader.feed.newsboat.filters import query_of
from reader.feed.newsboat.keys import OPERATIONS, commands_for, key_of, steps_of
from reader.feed.newsboat.settings import Settings, as_toml
from reader.feed.newsboat.urls import argument_list
from reader.query import Pattern, parse
from reader.text import clean_line
from reader.urls import is_web

NEEDLESS: Final = frozenset(
    "auto-reload refresh-on-startup suppress-first-reload reload-threads reload-only-visible-feeds"
    " prepopulate-query-feeds goto-first-unread goto-next-feed cleanup-on-quit show-read-articles"
    " show-read-feeds cache-file download-retries download-timeout use-proxy"
    " proxy-type bookmark-autopilot bookmark-interactive display-article-progress ignore-mode"
    " show-title-bar show-keymap-hint max-downloads unbind-key".split()
)
"""What the reader does anyway, chooses by itself, or asks about with a key."""
_COLORS: Final = {"red": "bad", "magenta": "bad", "yellow": "warn", "green": "good"}
"""Colours of newsboat's as the theme has them."""
_COLUMNS: Final = {"D": "date", "T": "feed", "t": "title", "a": "author", "L": "minutes"}
"""Columns of newsboat's rows; its numbers and flags have none here, or a place of their own."""
_FORMAT: Final = re.compile(r"%-?[0-9]{0,4}([A-Za-z])")


# ---- one reader for each command; ValueError, IndexError or KeyError: there is no counterpart


def _program_of(name: str) -> Callable[[Settings, Sequence[str]], None]:
    """``browser "w3m %u"`` as an argument list."""

    def read(found: Settings, values: Sequence[str]) -> None:
        words = [word.strip("'").replace("%u", "{}") for word in argument_list(values[0])]
        found.put("[programs]", name, words)

    return read


def _number_of(
    head: str, name: str, least: int, most: int, unit: str = ""
) -> Callable[[Settings, Sequence[str]], None]:
    """``text-width 72`` as a number, or as a text with its ``unit``; only from ``least`` to ``most``."""

    def read(found: Settings, values: Sequence[str]) -> None:
        number = int(values[0])
        if not least <= number <= most:
            raise ValueError
        found.put(head, name, f"{number}{unit}" if unit else number)

    return read


def _agent(found: Settings, values: Sequence[str]) -> None:
    found.put("[defaults]", "user_agent", values[0])


def _folder_of(name: str) -> Callable[[Settings, Sequence[str]], None]:
    """``download-path "~/podcasts/%h"`` as far as it is the same for every file."""

    def read(found: Settings, values: Sequence[str]) -> None:
        fixed, changes, _ = values[0].partition("%")
        found.put("[programs]", name, fixed.rpartition("/")[0] if changes else fixed)

    return read


def _proxy(found: Settings, values: Sequence[str]) -> None:
    found.put("[network]", "proxy", values[0] if "://" in values[0] else f"http://{values[0]}")


def _bookmark(found: Settings, values: Sequence[str]) -> None:
    run = [*argument_list(values[0]), "{url}", "{title}", "", "{feed}"]
    found.add_program("Bookmark", "ctrl+b", run)


def _pager(found: Settings, values: Sequence[str]) -> None:
    words = [word for word in argument_list(values[0]) if word != "%f"]
    if words[0] == "internal":
        return
    found.add_program(f"Read in {words[0]}", ", P", words, pipe=True)


def _viewer(found: Settings, values: Sequence[str]) -> None:
    found.add_program("Addresses", ", U", argument_list(values[0]), pipe=True)


def _macro(found: Settings, values: Sequence[str]) -> None:
    """Those that open the story in another browser, pipe it into a program, or run operations."""
    key, steps = key_of(values[0]), list(steps_of(values[1:]))
    match steps:
        case [
            ["set", "browser", line],
            ["open-in-browser" | "open-in-browser-and-mark-read"],
            *rest,
        ] if all(step[:2] == ["set", "browser"] for step in rest):
            words = [word.strip("'").replace("%u", "{url}") for word in argument_list(line)]
            run = words if "{url}" in "".join(words) else [*words, "{url}"]
            found.add_program(f"Open in {words[0]}", f", {key}", run)
        case [["pipe-to", line]]:
            words = list(argument_list(line))
            found.add_program(f"Pipe into {words[0]}", f", {key}", words, pipe=True)
        case _:
            commands = commands_for(steps)
            title = " ".join(step[0] for step in steps)
            rows = [f"title = {as_toml(title)}", f"key = {as_toml(f', {key}')}"]
            found.macros.append([*rows, f"do = {as_toml(commands)}"])


def _bind(found: Settings, values: Sequence[str]) -> None:
    key, operation = key_of(values[0]), values[1]
    if (key, operation) in (("j", "next"), ("k", "prev")):  # to go down and up in lists
        operation = "down" if key == "j" else "up"
    if (key, operation) != ("g", "home"):  # g g does so here, and g begins other sequences
        if operation not in OPERATIONS:
            raise ValueError
        found.bound.setdefault(operation, []).append(key)


def _ignored(found: Settings, values: Sequence[str]) -> None:
    feed, expression = values[0], query_of(values[1])
    if feed != "*":
        if not is_web(feed):
            raise ValueError
        expression = f"feed:{json.dumps(feed)} ({expression})"
    found.rules.append((expression, ("hide",)))


def _only_no(found: Settings, values: Sequence[str]) -> None:
    if values[0] == "yes":
        raise ValueError


def _confirm_exit(found: Settings, values: Sequence[str]) -> None:
    if values[0] == "yes":
        found.put("[reading]", "confirm", ["quit"])


def _hover(found: Settings, values: Sequence[str]) -> None:
    if values[0] == "yes":
        found.put("[reading]", "mark_read", "passed")


def _date(found: Settings, values: Sequence[str]) -> None:
    found.put("[reading]", "date", values[0])


def _columns(found: Settings, values: Sequence[str]) -> None:
    """``articlelist-format "%4i %f %D %6L %?T?|%-17T| ?%t"``: the columns that rows have here too."""
    letters = _FORMAT.findall(values[0])
    names = list(dict.fromkeys(_COLUMNS[each] for each in letters if each in _COLUMNS))
    if "title" not in names:
        raise ValueError
    found.put("[reading]", "columns", names)


def _sort_feeds(found: Settings, values: Sequence[str]) -> None:
    by, _, way = values[0].partition("-")
    order = {"title": "title", "unreadarticlecount": "unread"}[by]
    if order == "unread" and way == "asc":
        raise ValueError
    found.put("[reading]", "feeds", order)


def _feed_rows(found: Settings, values: Sequence[str]) -> None:
    """``feedlist-format "%4i %n %11u %t"``: whether the number of all stories is shown, too."""
    letters = set(_FORMAT.findall(values[0]))
    if "t" not in letters:
        raise ValueError
    if letters & {"u", "c"}:
        found.put("[reading]", "counts", "both")


def _sort(found: Settings, values: Sequence[str]) -> None:
    by, _, way = values[0].partition("-")
    order = ("oldest" if way == "asc" else "newest") if by == "date" else by
    if order not in ("newest", "oldest", "title", "author"):
        raise ValueError
    found.put("[reading]", "order", order)


def _highlight(found: Settings, values: Sequence[str]) -> None:
    color = next((_COLORS[each] for each in values[1:3] if each in _COLORS), "accent")
    when = query_of(values[0])
    found.highlights.append([f"when = {as_toml(when)}", f"color = {as_toml(color)}"])


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
    found.highlights.append([f"words = {as_toml(words)}", f"color = {as_toml(color)}"])


def _filter(found: Settings, values: Sequence[str]) -> None:
    found.views.append((clean_line(values[0]), query_of(values[1])))


READERS: Final[dict[str, Callable[[Settings, Sequence[str]], None]]] = {
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
    "feedlist-format": _feed_rows,
    "confirm-exit": _confirm_exit,
    "podcast-auto-enqueue": _only_no,
    "datetime-format": _date,
    "articlelist-format": _columns,
    "mark-as-read-on-hover": _hover,
    "history-limit": _number_of("[reading]", "searches", 0, 1_000),
    "scrolloff": _number_of("[reading]", "scrolloff", 0, 50),
}
"""What reads the values of each command into a :class:`Settings`; ValueError, IndexError or KeyError
says that there is no counterpart."""
NAMED: Final = frozenset(
    {"macro", "bind-key", "ignore-article", "define-filter", "highlight", "highlight-article"}
)
"""Commands of which there are many, which are named with what they are about."""
