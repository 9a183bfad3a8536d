"""The short way through a paragraph: plain words with nothing deeper in it than links and emphasis.

Most paragraphs are so.  They are read in one step, to what :class:`reader.story.blocks.inline.Line` makes
of the same words piece by piece; anything else is left to the walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.model import Mark, MarkStyle
from reader.story.blocks.elements import PARTS, STYLES, is_hidden, target
from reader.story.blocks.inline import MAX_CHARS, fit
from reader.text import is_plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PARTS: Final = 200
"""Elements in a paragraph from which it is walked."""
_FLAT: Final = frozenset(["a", "style", None])


def read_paragraph(element: _Element, base: str | None) -> tuple[str, tuple[Mark, ...]] | None:
    """The words and marks of ``element``, or None when it has to be walked.

    That is when another element lies deeper than one level, when one is hidden or more than a
    mark, or when there is something in the words to clean or spaces to fold.
    """
    text = element.text or ""
    count = len(element)
    if not count:
        plain = _plain(text)
        return None if plain is None else (plain, ())
    if count > _MOST_PARTS:
        return None
    pieces = [text]
    marks: list[tuple[MarkStyle, str | None, int, int]] = []
    at = len(text)
    for child in element:
        tag = child.tag
        part = PARTS.get(tag)
        if part not in _FLAT or len(child):
            return None
        if child.keys() and (tag == "b" or is_hidden(child)):
            return None
        if text := child.text:
            end = at + len(text)
            if part is not None:
                style = "link" if part == "a" else STYLES[tag]
                marks.append((style, target(child, base) if part == "a" else None, at, end))
            pieces.append(text)
            at = end
        if text := child.tail:
            pieces.append(text)
            at += len(text)
    plain = _plain("".join(pieces))
    if plain is None:
        return None
    return plain, fit(marks, plain) if marks else ()


def _plain(text: str) -> str | None:
    """``text`` without the blanks at its end when it can stay as it is but for line breaks and
    fixed spaces, so that every offset holds; else None."""
    if not is_plain(text):
        text = text.replace("\n", " ").replace("\u00a0", " ")
        if not is_plain(text):
            return None
    if "  " in text or text[:1] == " " or len(text) > MAX_CHARS:
        return None
    return text.rstrip(" ")
