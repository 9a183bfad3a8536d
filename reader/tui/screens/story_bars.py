"""What the bars of the story screen say: where the reader is, and the keys that help there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.tui.drawing import Part, width_of
from reader.tui.layout.pieces import safe
from reader.tui.layout.places import where_am_i
from reader.tui.layout.quotes import one_line
from reader.tui.layout.wrap import shorten
from reader.tui.panes.bar import BarRow

if TYPE_CHECKING:
    from reader.library.values import OpenStory
    from reader.tui.panes.body import Body

Label = Callable[[str], str]
"""The key of a command, as shown to a reader."""
_TITLE: Final = 24
"""Cells that the name of the list, or the story one came from, may take."""

_BODY_KEYS: Final = (
    (("read.page",), "on"),
    (("quote.next", "quote.previous"), "quote"),
    (("pane.quotes",), "quotes"),
    (("pane.more",), "more"),
    (("story.toggle_star",), "star"),
    (("story.browse",), "browser"),
    (("story.next", "story.previous"), "story"),
    (("app.back",), "back"),
)
_QUOTE_KEYS: Final = (
    (("item.open",), "to the body"),
    (("move.down", "move.up"), "choose"),
    (("story.copy_quote",), "copy with source"),
    (("app.back",), "back"),
)
_MORE_KEYS: Final = (
    (("item.open",), "open here"),
    (("move.down", "move.up"), "choose"),
    (("story.browse",), "browser"),
    (("story.copy_link",), "copy address"),
    (("app.back",), "back"),
)


@dataclass(frozen=True, slots=True)
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
    pending: str
    narrow: bool
    short: bool
    fetching: bool
    width: int
    hint: str


def head_row(seen: Seen) -> BarRow:
    """``‹ All unread · 3 of 128   FEED          ★ ¶ 10/21 47% · 1 min left``."""
    entry, story = seen.opened.entry, seen.opened.story
    where = where_am_i(
        seen.body.galley,
        seen.body.place,
        len(story.blocks),
        seen.body.progress,
        seen.body.at_end,
    )
    left = [Part(" ‹ ", "mark")]
    if seen.back:
        left.append(Part(shorten(safe(seen.back), _TITLE), "muted"))
    else:
        list_name = " · ".join(part for part in (seen.list_title, seen.list_place) if part)
        left.append(Part(shorten(safe(list_name), _TITLE if seen.narrow else 48), "muted"))
    title = entry.feed_title if seen.body.top == 0 else story.headline
    left += [Part("   "), Part(safe(title), "strong")]
    signs = ("★ " if entry.is_starred else "") + ("" if entry.is_read else "● unread ")
    return BarRow(tuple(left), (Part(signs, "mark"), Part(f" {where} ")))


def foot_rows(seen: Seen, label: Label) -> tuple[BarRow, ...]:
    """The keys; on a narrow screen the current quote above them; one row when it is short."""
    keys = _key_row(seen, label)
    quote = seen.body.current_quote
    if seen.short or not seen.narrow or quote is None or seen.pane != "body":
        return (keys,)
    words = one_line(seen.opened.story.quotes[quote], seen.opened.story)
    left = (Part(f" ❝ {quote + 1}/{seen.quotes} ", "mark"), Part(words))
    right = (Part(f" {label('quote.next')}", "key"), Part(" next "))
    return (BarRow(left, right), keys)


def _key_row(seen: Seen, label: Label) -> BarRow:
    if seen.pending:
        return BarRow((Part(f" {seen.pending} …", "key"),))
    hints = {"body": _BODY_KEYS, "quotes": _QUOTE_KEYS, "more": _MORE_KEYS}[seen.pane]
    right = (Part(f" {label('app.help')}", "key"), Part(" help ", "muted"))
    if seen.fetching:
        right = (Part(" ↻ fetching… ", "mark"), Part(""))
    if seen.hint:
        return BarRow((Part(f" {seen.hint}"),), right)
    room = seen.width - width_of(right)
    parts: list[Part] = []
    for ids, words in hints:
        key = "/".join(filter(None, map(label, ids)))
        if not key or (words == "quote" and (not seen.quotes or seen.narrow)):
            continue
        hint = [Part(f" {key}", "key"), Part(f" {_counted(words, seen)} ", "muted")]
        room -= width_of(hint)
        if room < 0:
            break
        parts += hint
    return BarRow(tuple(parts), right if room >= 0 or parts else ())


def _counted(words: str, seen: Seen) -> str:
    if words == "quotes":
        return f"quotes {seen.quotes}" if seen.quotes else "quotes"
    if words == "more":
        return f"more {seen.more}" if seen.more else "more"
    if words == "on" and seen.body.at_end:
        return "next unread"
    return words
