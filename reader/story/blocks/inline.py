"""The words of one block while it is being read: spaces folded, marks kept at their characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reader.model import Block, Mark, MarkStyle
from reader.text import clean, composed, has_marks, is_plain
from reader.urls import join

MAX_CHARS: Final = 20_000
"""Characters in a block; a longer one goes on in a block of its own kind."""
_NO_SPACES: Final = "\x1c\x1d\x1e\x1f"
"""Controls that Python counts as white space; :func:`reader.text.clean` takes them out."""
MAX_MARKS: Final = 2_000
"""Marks kept in a block."""

_OpenMark = tuple[MarkStyle, str | None, int] | None


class Line:
    """Collects the words of one block; every run of white space becomes one space."""

    __slots__ = ("_marks", "_may_pile", "_open", "_parts", "_spaced", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[tuple[MarkStyle, str | None, int, int]] = []
        self._open: list[_OpenMark] = []
        self._spaced = True
        self._may_pile = False
        self.length = 0

    def add(self, text: str) -> None:
        """Append ``text``, cleaned, its white space folded."""
        if text.isspace():
            text = " " if text.strip(_NO_SPACES) else ""
        elif not is_plain(text):
            # Of what can't be seen most is white space; then there is nothing to clean.
            text = text.replace("\n", " ").replace("\u00a0", " ")
            if not text.isprintable():
                text = _fold_spaces(clean(text).replace("\u200b", " "))
            if has_marks(text):
                text = composed(clean(text))
                self._may_pile = True
        if "  " in text:
            text = _fold_spaces(text)
        if self._spaced and text[:1] == " ":
            text = text[1:]
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._spaced = text[-1] == " "

    @property
    def last(self) -> str:
        """The last character so far, or nothing."""
        return self._parts[-1][-1:] if self._parts else ""

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self._parts)

    @property
    def is_marked(self) -> bool:
        """Whether what is added now stands inside a mark."""
        return bool(self._open)

    def open(self, style: MarkStyle | None, url: str | None = None) -> None:
        """Begin a mark here; one of the same style inside another adds nothing, nor does none."""
        inside = self._open and any(m is not None and m[0] == style for m in self._open)
        self._open.append(None if inside or style is None else (style, url, self.length))

    def close(self) -> None:
        """End the mark begun last."""
        if self._open:
            self._keep(self._open.pop())

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The block's text and marks; the line is empty afterwards, marks still open go on."""
        if not self.length:
            return "", ()
        for mark in self._open:
            self._keep(mark)
        text = "".join(self._parts).rstrip(" ")
        # Each part is clean; together they may still pile up marks.
        safe = clean(text) if self._may_pile and len(self._parts) > 1 else text
        marks = fit(self._marks, safe) if self._marks and safe == text else ()
        self._parts, self._marks, self._spaced, self.length = [], [], True, 0
        self._may_pile = False
        if self._open:
            self._open = [m and (m[0], m[1], 0) for m in self._open]
        return safe, marks

    def _keep(self, mark: _OpenMark) -> None:
        if mark is not None and mark[2] < self.length and len(self._marks) < MAX_MARKS:
            self._marks.append((*mark, self.length))


def _fold_spaces(text: str) -> str:
    """Every run of white space in ``text`` as one space, at its ends too."""
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    before, after = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{before}{words}{after}"


def fit(marks: list[tuple[MarkStyle, str | None, int, int]], text: str) -> tuple[Mark, ...]:
    """``marks`` (style, address, start, end) cut to the words of ``text`` that they hold, in order
    of their place."""
    fitted: list[Mark] = []
    length = len(text)
    for style, url, start, end in marks:
        end = min(end, length)
        while start < end and text[start] == " ":
            start += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        if start < end:
            fitted.append(Mark(start, end, style, url))
    if len(fitted) > 1:
        fitted.sort(key=lambda m: (m.start, -m.end))
    return tuple(fitted)


def alone(text: str) -> tuple[Mark, ...]:
    """The mark of an address that is all the words of a block, as of a video in its place."""
    if not text.startswith(("https://", "http://")) or " " in text:
        return ()
    url = join(None, text)
    return (Mark(0, len(text), "link", url),) if url else ()


def joined(blocks: Sequence[Block]) -> tuple[str, tuple[Mark, ...]]:
    """The words of several blocks on one line, with their marks."""
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for block in blocks:
        if block.text and block.kind != "image":
            texts.append(block.text)
            marks += [Mark(m.start + at, m.end + at, m.style, m.url) for m in block.marks]
            at += len(block.text) + 1
    return " ".join(texts), tuple(marks)
