"""A story as a text to be kept, piped or printed: plain, or Markdown."""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from reader.model import (
    LIKELY_SPEAKER,
    SURE_SPEAKER,
    Block,
    Entry,
    Link,
    Mark,
    Quote,
    Speaker,
    Story,
)
from reader.text import person
from reader.urls import show as show_url

if TYPE_CHECKING:
    from reader.library.values import MoreItem

_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE_START: Final = re.compile(r"^(\s*)(?=[-+=](?:\s|$)|[-=]{2})|^(\s*\d{1,9})(?=[.)](?:\s|$))")

_NESTED: Final = "    "
"""What an item of a list in a list, numbered or not, stands behind."""
_CODES: Final = {char: f"%{ord(char):02X}" for char in "()<> \\"}
_SIGNS: Final = {"strong": "**", "emphasis": "*", "strike": "~~"}
_start = attrgetter("start")


def day(at: datetime | None) -> str:
    """A date for a reader, in the local zone; ``""`` for none."""
    return f"{at.astimezone():%Y-%m-%d}" if at else ""


# ---- plain text ------------------------------------------------------------------------------


def story_plain(
    entry: Entry, story: Story, *, width: int | None = None, numbers: Sequence[int] = ()
) -> str:
    """A story as plain text: one line a paragraph, or wrapped at ``width`` columns."""
    numbers = numbers or range(1, len(story.quotes) + 1)
    parts = [
        "\n".join(_wrap(line, width) for line in _head(entry, story)),
        *_blocks_plain(story.blocks, width),
    ]
    if story.note:
        parts.append(_wrap(f"({story.note})", width))
    if story.quotes:
        parts.append("QUOTES")
        parts += [
            _wrap(f"q{number} {quote_line(quote)}", width, "   ")
            for number, quote in zip(numbers, story.quotes, strict=False)
        ]
    if story.links:
        parts.append("READ MORE")
        parts.append("\n".join(_link_plain(link, width) for link in story.links))
    return "\n\n".join(part for part in parts if part)


def quote_line(quote: Quote) -> str:
    """A quote with its speaker on one line; its paragraphs are parted by a blank."""
    said_by = who(quote.speaker, quote.confidence)
    text = f"“{' '.join(quote.text.split())}”"
    return f"{text} — {said_by}" if said_by else text


def who(speaker: Speaker | None, confidence: float) -> str:
    """The speaker for a reader, as the screen has it: ``Ada Brook?, mayor`` when not sure, ``""``
    when unlikely or unknown."""
    if speaker is None or confidence < LIKELY_SPEAKER:
        return ""
    name = speaker.name if confidence >= SURE_SPEAKER else f"{speaker.name}?"
    return f"{name}, {speaker.role}" if speaker.role else name


def _head(entry: Entry, story: Story) -> list[str]:
    url = story.url or entry.link
    about = [
        person(story.byline or entry.author or ""),
        entry.feed_title,
        day(story.published_at or entry.published_at),
    ]
    lines = [
        (story.kicker or "").upper(),
        story.headline or entry.title,
        " · ".join(part for part in about if part),
        show_url(url) if url else "",
    ]
    return [line for line in lines if line]


def _blocks_plain(blocks: tuple[Block, ...], width: int | None) -> list[str]:
    return _joined((block, _block_plain(block, width)) for block in blocks)


def _joined(
    written: Iterable[tuple[Block, str]], head: Callable[[Block], str] = lambda _: ""
) -> list[str]:
    """Blocks as they are written, in pieces that a blank line parts: the items of a list and the
    rows of a table, whose first has ``head`` behind it, are one piece."""
    parts: list[str] = []
    before = ""
    for block, text in written:
        if not text:
            continue
        if block.kind == before and before in ("list_item", "table_row"):
            parts[-1] += "\n" + text
        else:
            parts.append(text + (head(block) if block.kind == "table_row" else ""))
        before = block.kind
    return parts


def _block_plain(block: Block, width: int | None) -> str:
    match block.kind:
        case "code":
            return textwrap.indent(block.text, "    ")
        case "image":
            return _wrap(f"[picture: {block.text}]", width) if block.text else ""
        case "caption":
            return _wrap(f"[{block.text}]", width)
        case "list_item":
            sign = "• " if block.number is None else f"{block.number}. "
            lead = "  " * max(block.level - 1, 0) + sign
            return _wrap(lead + block.text, width, " " * len(lead))
        case "blockquote":
            bar = "> " * max(block.level, 1)
            lines = _wrap(block.text, width and max(width - len(bar), 20)).split("\n")
            return "\n".join(bar + line for line in lines)
    return _wrap(block.text, width)


def _link_plain(link: Link, width: int | None) -> str:
    place = f"  {show_url(link.url)}" if link.url else ""
    return _wrap(f"• {link.text}", width, "  ") + (f"\n{place}" if place else "")


def related_plain(items: Sequence[MoreItem], width: int | None = None) -> list[str]:
    """The stored stories that belong to one, each with its id, its source and the reason."""
    told = [(item, " · ".join(filter(None, (item.note, item.reason)))) for item in items]
    lines = [
        _wrap(f"{item.entry_id}  {item.title} ({about})", width, "    ") for item, about in told
    ]
    return ["RELATED", "\n".join(lines)] if lines else []


def _wrap(text: str, width: int | None, indent: str = "") -> str:
    if width is None or len(text) <= width:
        return text
    return textwrap.fill(
        text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


# ---- Markdown --------------------------------------------------------------------------------


def story_markdown(entry: Entry, story: Story) -> str:
    """A story as Markdown (CommonMark, tables as in GitHub's), its text escaped."""
    kicker, url = story.kicker, story.url or entry.link
    parts = [
        f"**{escape(kicker)}**" if kicker else "",
        f"# {escape(story.headline or entry.title)}",
        escape(
            " · ".join(
                line
                for line in _head(entry, story)[1 + bool(kicker) :]
                if line != (url and show_url(url))
            )
        ),
        f"<{in_angles(url)}>" if url else "",
        *_blocks_markdown(story.blocks),
        f"*{escape(story.note)}*" if story.note else "",
    ]
    if story.quotes:
        parts.append("## Quotes")
        parts += [quote_markdown(quote) for quote in story.quotes]
    if story.links:
        parts.append("## Read more")
        parts.append("\n".join(_link_markdown(link) for link in story.links))
    return "\n\n".join(part for part in parts if part)


def quote_markdown(quote: Quote) -> str:
    """A quote as a block quotation, its speaker on the last line."""
    lines = [*(escape(part) for part in quote.text.split("\n\n"))]
    said_by = who(quote.speaker, quote.confidence)
    if said_by:
        lines.append(f"— {escape(said_by)}")
    return "\n>\n".join(f"> {line}" for line in lines)


def escape(text: str) -> str:
    """``text`` as Markdown that shows it letter by letter."""
    return _line_start(_MARKDOWN.sub(r"\\\1", text))


def _line_start(text: str) -> str:
    return _LINE_START.sub(lambda m: (m[1] if m[1] is not None else m[2]) + "\\", text)


def _blocks_markdown(blocks: tuple[Block, ...]) -> list[str]:
    return _joined(((block, _block_markdown(block)) for block in blocks), _rule)


def _rule(row: Block) -> str:
    return "\n" + "|---" * max(len(row.cells), 1) + "|"


def _block_markdown(block: Block) -> str:
    match block.kind:
        case "code":
            fence = "`" * max(
                3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0)
            )
            return f"{fence}\n{block.text}\n{fence}"
        case "heading":
            return f"{'#' * min(max(block.level, 2), 6)} {_inline(block)}"
        case "image":
            return f"![{escape(block.text)}]({in_angles(block.url)})" if block.url else ""
        case "caption":
            return f"*{escape(block.text)}*"
        case "list_item":
            sign = "-" if block.number is None else f"{block.number}."
            return f"{_NESTED * max(block.level - 1, 0)}{sign} {_inline(block)}"
        case "blockquote":
            return f"{'> ' * max(block.level, 1)}{_inline(block)}"
        case "table_row":
            return "".join(f"| {escape(cell)} " for cell in block.cells or (block.text,)) + "|"
    return _inline(block)


def _inline(block: Block) -> str:
    """The text of a block with its links, emphasis and code."""
    marks = sorted(block.marks, key=lambda mark: (mark.start, -mark.end))
    return _line_start(_styled(block.text, 0, len(block.text), marks))


def _styled(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Characters ``start`` to ``end``, of ``marks``, in order, those that lie inside and cross no
    other."""
    written, at = "", start
    for number, mark in enumerate(marks):
        if not at <= mark.start < mark.end <= end:
            continue
        written += _MARKDOWN.sub(r"\\\1", text[at : mark.start])
        inside = bisect_left(marks, mark.end, number + 1, key=_start)
        written += _style(text, mark, marks[number + 1 : inside])
        at = mark.end
    return written + _MARKDOWN.sub(r"\\\1", text[at:end])


def _style(text: str, mark: Mark, within: Sequence[Mark]) -> str:
    words = text[mark.start : mark.end]
    inner = _styled(text, mark.start, mark.end, within)
    if mark.style == "link" and mark.url:
        return f"[{inner}]({in_angles(mark.url)})"
    if mark.style == "code":
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
        blank = " " if words[:1] == "`" or words[-1:] == "`" else ""
        return f"{fence}{blank}{words}{blank}{fence}"
    sign = _SIGNS.get(mark.style, "")
    edges = (text[mark.start - 1 : mark.start], words[:1]), (text[mark.end :][:1], words[-1:])
    stands = all(
        edge.isalnum() or not (beside.isalnum() or edge.isspace()) for beside, edge in edges
    )
    return f"{sign}{inner}{sign}" if stands else inner


def related_markdown(items: Sequence[MoreItem]) -> list[str]:
    """:func:`related_plain` as a list under a heading."""
    told = [(item, " · ".join(filter(None, (item.note, item.reason)))) for item in items]
    lines = [f"- {escape(item.title)} ({escape(about)}; {item.entry_id})" for item, about in told]
    return ["## Related", "\n".join(lines)] if lines else []


def _link_markdown(link: Link) -> str:
    text = escape(link.text)
    return f"- [{text}]({in_angles(link.url)})" if link.url else f"- {text}"


def in_angles(url: str) -> str:
    """An address that can stand inside ``( )`` and ``< >``."""
    return "".join(_CODES.get(char, char) for char in url)
