"""What the bars of the story screen say: where the reader is, and the keys that help there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reader.frozen import frozen
from reader.tui.drawing.parts import Part, tag_parts, width_of
from reader.tui.keys.keymap import label as key_label
from reader.tui.layout.pieces import safe
from reader.tui.layout.places import where_am_i
from reader.tui.layout.quotes import one_line
from reader.tui.layout.wrap import shorten

if TYPE_CHECKING:
    from reader.library.values import OpenStory
    from reader.tui.panes.body import Body

Label = Callable[[str], str]
"""The key of a command, as shown to a reader."""
_NAME: Final = 24
"""Cells that the name of the list, or the story one came from, may take."""

_BETWEEN: Final = "   "
_KEYS: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "body": (
        (("read.page",), "on"),
        (("quote.next", "quote.previous"), "quote"),
        (("pane.quotes",), "quotes"),
        (("pane.more",), "more"),
        (("story.toggle_star",), "star"),
        (("story.browse",), "browser"),
        (("story.next", "story.previous"), "story"),
        (("story.hints",), "links"),
        (("app.back",), "back"),
        (("highlight.toggle",), "highlight"),
    ),
    "quotes": (
        (("item.open",), "to the body"),
        (("move.down", "move.up"), "choose"),
        (("story.copy_quote",), "copy with source"),
        (("app.back",), "back"),
        (("quotes.order",), "by speaker/page"),
        (("highlight.toggle",), "highlight"),
    ),
    "select": (
        (("highlight.toggle",), "highlight"),
        (("story.copy_quote",), "copy with source"),
        (("move.down", "move.up"), "sentence"),
        (("select.word_on", "select.word_back"), "word"),
        (("select.start",), "next sentence"),
        (("app.back",), "end"),
    ),
    "selected": (
        (("highlight.toggle",), "highlight"),
        (("story.copy_quote",), "copy with source"),
    ),
    "hints": (),
    "browse": (),
    "more": (
        (("item.open",), "open here"),
        (("move.down", "move.up"), "choose"),
        (("story.browse",), "browser"),
        (("story.copy_link",), "copy address"),
        (("app.back",), "back"),
        (("story.hints",), "by letters"),
    ),
}


@frozen
class Seen:
    """What the bars are made from."""

    opened: OpenStory
    body: Body
    pane: str
    quotes: int
    more: int
    back: str
    list_title: str
    list_place: str
    narrow: bool
    fetching: bool
    width: int
    hint: str
    mode: str = ""
    """``hints``, ``browse``, ``select`` or ``selected`` while keys mean something else than usual."""
    zen: bool = False
    hits: str = ""
    """``hit 3 of 12`` while what a search found is marked."""
    outdated: bool = False
    """Whether the library has another text of the story by now."""


Parts = list[Part]


def head_line(seen: Seen) -> tuple[Parts, Parts]:
    """``‹ All unread · 3 of 128   FEED          ★ ¶ 10/21 47% · 1 min left``."""
    entry, story = seen.opened.entry, seen.opened.story
    where = where_am_i(
        seen.body.galley,
        seen.body.place,
        len(story.blocks),
        seen.body.progress,
        seen.body.at_end,
    )
    if seen.back:
        name = f"back to {safe(seen.back)}"
    else:
        name = safe(" · ".join(part for part in (seen.list_title, seen.list_place) if part))
    title = entry.feed_title if seen.body.top == 0 else story.headline
    room = _NAME if seen.narrow else 2 * _NAME
    left = [Part("‹ ", "accent"), Part(shorten(name, room), "dim"), Part("   ")]
    signs = ("★ " if entry.is_starred else "") + ("" if entry.is_read else "● unread ")
    tags = tag_parts([safe(name) for name in entry.tags[: 1 if seen.narrow else 4]])
    right = [Part(f"  {signs}", "accent"), *tags, Part("  " if tags else ""), Part(where)]
    if seen.outdated:
        right.insert(1, Part("changed ", "warn"))
    return [*left, Part(safe(title), "strong")], right


def quote_line(seen: Seen, label: Label) -> tuple[Parts, Parts]:
    """``❝ 2/5 Matt Beard: ‘It is now time…’    n next``, for screens without a quotes pane."""
    number = seen.body.current_quote
    if number is None:
        return [], []
    words = one_line(seen.opened.story.quotes[number], seen.opened.story)
    left = [Part(f"❝ {number + 1}/{seen.quotes} ", "accent"), Part(words)]
    return left, [] if seen.hits else _hint(("quote.next",), "next", label)


def key_line(seen: Seen, label: Label) -> tuple[Parts, Parts]:
    """What the keys do in the pane the reader is in, the most important first; or a hint."""
    right = [] if seen.zen else _hint(("app.help",), "help", label)
    if seen.fetching:
        right = [Part("↻ fetching…", "accent")]
    if seen.hint and seen.mode not in ("hints", "browse"):
        return [Part(seen.hint)], right
    if seen.zen and not seen.mode:
        return [], []
    parts = _before_keys(seen, label)
    room = seen.width - 2 - width_of([*right, *parts]) - len(_BETWEEN)
    for ids, words in _KEYS[seen.mode or seen.pane]:
        if not _has_use(words, seen):
            continue
        hint = _hint(ids, _counted(words, seen), label)
        if parts and hint:
            hint.insert(0, Part(_BETWEEN))
        room -= width_of(hint)
        if room < 0:
            break
        parts += hint
    return parts, right


def _before_keys(seen: Seen, label: Label) -> Parts:
    """What stands before the keys of the pane: what letters beside links do, or the keys of hits."""
    if seen.mode in ("hints", "browse"):
        thing = "row" if seen.pane == "more" else "link"
        where = "here" if seen.mode == "hints" else "in the browser"
        words = Part(f"The letters beside a {thing} open it {where}")
        # Not as keys are set, since q is one of the letters.
        return [words, Part(_BETWEEN), Part(key_label("escape"), "key"), Part(" back")]
    if seen.hits and not seen.mode:
        return _hint(("quote.next", "quote.previous"), seen.hits, label)
    return []


def _has_use(words: str, seen: Seen) -> bool:
    """Whether there is something here for a key of ``words`` to be done to."""
    if words == "quote" and (not seen.quotes or seen.narrow or seen.hits):
        return False
    is_bare = {"quotes": not seen.quotes, "more": not seen.more}.get(seen.mode or seen.pane, False)
    return not is_bare or words == "back"


def _hint(ids: tuple[str, ...], words: str, label: Label) -> Parts:
    key = "/".join(filter(None, map(label, ids)))
    return [Part(key, "key"), Part(f" {words}")] if key else []


def _counted(words: str, seen: Seen) -> str:
    if words == "quotes":
        return f"quotes {seen.quotes or '–'}"
    if words == "more":
        return f"more {seen.more or '–'}"
    if words == "on" and seen.body.at_end:
        return "next unread"
    return words
