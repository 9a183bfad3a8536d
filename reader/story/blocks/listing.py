"""Preformatted markup as lines of code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CHARS: Final = 200_000
"""Characters of a listing that are kept."""


def listing(pre: _Element) -> str:
    """The lines of ``pre``; nothing when it is empty or holds only the numbers of lines."""
    text = clean(_text(pre)).strip("\n").expandtabs(8)
    text = "\n".join([line.rstrip() for line in text.split("\n")])[:MAX_CHARS]
    return text if text.strip() and not _is_numbers(text) else ""


def _text(element: _Element) -> str:
    """The text of preformatted markup, its line breaks kept."""
    from lxml import etree

    parts: list[str] = []
    for event, e in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if e.tag == "br":
                parts.append("\n")
            if e.text and e.tag not in ("script", "style"):
                parts.append(e.text)
        elif e is not element and e.tail:
            parts.append(e.tail)
    return "".join(parts)


def _is_numbers(text: str) -> bool:
    """Whether preformatted text is only the numbers beside the lines of a program."""
    lines = text.split()
    return len(lines) > 1 and lines == [str(n) for n in range(1, len(lines) + 1)]
