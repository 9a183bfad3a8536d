"""The words of one block while it is being read: spaces folded, marks kept at their characters."""

from __future__ import annotations

from typing import Final

from reader.model import Mark, MarkStyle
from reader.text import clean

MAX_CHARS: Final = 20_000
"""Characters in a block; a longer one goes on in a block of its own kind."""
MAX_MARKS: Final = 2_000
"""Marks kept in a block."""

_OpenMark = tuple[MarkStyle, str | None, int] | None


class Line:
    """Collects the words of one block; every run of white space becomes one space."""

    __slots__ = ("_marks", "_open", "_parts", "_spaced", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[tuple[MarkStyle, str | None, int, int]] = []
        self._open: list[_OpenMark] = []
        self._spaced = True
        self.length = 0

    def add(self, text: str) -> None:
        """Append ``text``, cleaned, its white space folded."""
        text = clean(text).replace("\u200b", " ")
        words = " ".join(text.split())
        if words:  # folding by splitting takes a third of the time of a pattern
            before = " " if text[0].isspace() and not self._spaced else ""
            text = f"{before}{words} " if text[-1].isspace() else before + words
        else:
            text = " " if text and not self._spaced else ""
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._spaced = text[-1] == " "

    def open(self, style: MarkStyle, url: str | None = None) -> None:
        """Begin a mark here; one of the same style inside another adds nothing."""
        inside = any(m is not None and m[0] == style for m in self._open)
        self._open.append(None if inside else (style, url, self.length))

    def close(self) -> None:
        """End the mark begun last."""
        if self._open:
            self._keep(self._open.pop())

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The block's text and marks; the line is empty afterwards, marks still open go on."""
        for mark in self._open:
            self._keep(mark)
        text = "".join(self._parts).rstrip(" ")
        safe = clean(text) if len(self._parts) > 1 else text
        marks = _fit(self._marks, safe) if safe == text else ()
        self._parts, self._marks, self._spaced, self.length = [], [], True, 0
        self._open = [m and (m[0], m[1], 0) for m in self._open]
        return safe, marks

    def _keep(self, mark: _OpenMark) -> None:
        if mark is not None and mark[2] < self.length and len(self._marks) < MAX_MARKS:
            self._marks.append((*mark, self.length))


def _fit(marks: list[tuple[MarkStyle, str | None, int, int]], text: str) -> tuple[Mark, ...]:
    """``marks`` cut to the words they hold, in order of their place."""
    fitted: list[Mark] = []
    for style, url, start, end in marks:
        end = min(end, len(text))
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start < end:
            fitted.append(Mark(start, end, style, url))
    fitted.sort(key=lambda m: (m.start, -m.end))
    return tuple(fitted)
