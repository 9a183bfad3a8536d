"""newsboat's operations and keys as commands and keys of ours.

Source: newsboat's manual, sections "Available Operations" and "Using Macros".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

OPERATIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
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
    "next-feed": ("feed.next", ("J",)),
    "prev-feed": ("feed.previous", ("K",)),
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
OWN: Final[dict[str, tuple[str, ...]]] = {
    "app.add": ("a",),
    "app.undo": ("U",),
    "view.group": ("Z",),
    "feed.remove": ("D",),
    "view.rename": ("e",),
    "entry.toggle_star": ("*",),
    "entry.mark_below": ("}",),
    "entry.copy_link": ("y",),
    "entry.comments": ("c",),
    "entry.play": ("E",),
    "rows.pick": ("V",),
    "group.toggle": ("z",),
    "pane.body": ("1",),
    "pane.quotes": ("2",),
    "quote.next": (">",),
    "quote.previous": ("<",),
    "quotes.order": ("v",),
    "heading.next": ("]",),
    "heading.previous": ("[",),
    "story.refresh": ("r",),
    "story.toggle_star": ("*",),
    "story.copy_link": ("y",),
    "story.copy_quote": ("Y",),
    "story.comments": ("c",),
    "story.picture": ("i",),
    "story.play": ("E",),
    "story.hints_browse": ("B",),
    "story.full_text": ("F",),
    "story.zen": ("z",),
    "story.words": ("M",),
    "highlight.toggle": ("H",),
    "measure.wider": ("+", "="),
    "measure.narrower": ("-",),
    "select.start": ("V",),
    "select.word_on": ("w",),
    "select.word_back": ("b",),
    "problem.retry": ("r",),
    "problem.browse": ("o",),
    "problem.copy_link": ("y",),
    "problem.remove": ("D",),
    "download.play": ("E", "e"),
    "download.copy": ("y",),
    "download.remove": ("D",),
    "speakers.sort": ("s",),
    "said.copy": ("Y", "c"),
    "said.export": ("x",),
}
"""Commands that newsboat has not, with their keys in the preset ``newsboat`` that operations may be
given."""
BOOKMARK: Final = "program:Bookmark"
"""What macros call the program that ``bookmark-cmd`` becomes."""
_PLACES: Final = {
    "story": "story pane quote quotes heading highlight measure select",
    "stories": "entry rows group unread view feed",
    "feeds": "unread view feed",
    "others": "problem speakers said download",
}
"""What the names of commands begin with in each place; all others are everywhere."""
_AMONG_FEEDS: Final = frozenset(("feed.remove", "view.rename"))
_KEYS: Final = {"SPACE": "space", "ENTER": "enter", "ESC": "escape", "TAB": "tab", ",": "comma"}


def key_of(name: str) -> str:
    """A key of newsboat's as it is called here. Raises KeyError where there is none."""
    if re.fullmatch(r"\^[A-Za-z]", name):
        return f"ctrl+{name[1].lower()}"
    if len(name) == 1 or re.fullmatch(r"F[0-9]{1,2}", name):
        return _KEYS.get(name, name if len(name) == 1 else name.lower())
    return _KEYS[name]


def meet(one: str, other: str) -> bool:
    """Whether two commands are about in the same place, so that a key can only be for one."""
    return bool(_places(one) & _places(other))


def _places(command: str) -> frozenset[str]:
    if command in _AMONG_FEEDS:
        return frozenset(("feeds",))
    group = command.partition(".")[0]
    found = frozenset(place for place, groups in _PLACES.items() if group in groups.split())
    return found or frozenset(_PLACES)


def steps_of(values: Sequence[str]) -> Iterator[list[str]]:
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


def commands_for(steps: Sequence[Sequence[str]]) -> list[str]:
    """The commands of a macro that stand for ``steps``: those of the list, and of a story once one
    was opened. Raises KeyError or ValueError where there is none."""
    found: list[str] = []
    is_open = False
    for step in steps:
        if step == ["toggle-article-read", "read"] and found and found[-1].endswith(".browse"):
            found[-1] += "_read"
            continue
        if step == ["bookmark"]:
            found.append(BOOKMARK)
            continue
        if len(step) != 1 or not step[0]:
            raise ValueError
        names = OPERATIONS[step[0]][0].split()
        of_story = [each for each in names if each.startswith("story.")]
        found.append(of_story[0] if is_open and of_story else names[0])
        is_open = (is_open or step[0] == "open") and step[0] != "quit"
    if not found:
        raise ValueError
    return found
