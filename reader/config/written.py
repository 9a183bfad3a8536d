"""The TOML text of a new ``[[feed]]`` block."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reader.config.tables import Tables
from reader.model import Subscription
from reader.text import clean_line


def newline_of(text: str) -> str:
    """The line break that ``text`` uses."""
    return "\r\n" if "\r\n" in text else "\n"


def spaced(text: str) -> str:
    """``text`` ready for a block to follow: ended, and with a blank line."""
    newline = newline_of(text)
    if not text.strip("\ufeff"):
        return text
    if not text.endswith("\n"):
        text += newline
    return text if text.endswith("\n" + newline) else text + newline


def block(feed: Subscription) -> str:
    """A block that says :func:`fields` of ``feed``, with ``\\n`` line breaks."""
    rows = [f"{key} = {_value(value)}\n" for key, value in fields(feed).items()]
    return "[[feed]]\n" + "".join(rows)


def fields(feed: Subscription) -> Tables:
    """What a new block says; the text cleaned, empty things left out."""
    found: Tables = {"url": clean_line(feed.url)}
    if feed.title and (title := clean_line(feed.title)):
        found["title"] = title
    if feed.folder and (folder := clean_line(feed.folder)):
        found["folder"] = folder
    if tags := [tag for one in feed.tags if (tag := clean_line(one))]:
        found["tags"] = tags
    for name, words in (("command", feed.command), ("filter", feed.filter)):
        if words:
            found[name] = list(words)
    if feed.hidden:
        found["hidden"] = True
    return found


def quoted(text: str) -> str:
    """``text`` as a TOML basic string: JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: str | bool | Sequence[str]) -> str:
    if isinstance(value, str):
        return quoted(value)
    return "true" if isinstance(value, bool) else _array(value)


def _array(texts: Sequence[str]) -> str:
    return f"[{', '.join(quoted(text) for text in texts)}]"
