"""Plain text and Markdown-looking text as blocks.

Paragraphs are parted by blank lines; a text without any has one on each line.  Of Markdown only
what can't be meant otherwise is read: ``#`` headings, lists, ``>`` quotes, fenced code, rules,
links, strong and emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from reader.model import Block, Mark, MarkStyle
from reader.story.blocks.inline import MAX_CHARS
from reader.story.blocks.tables import MAX_CELLS, row_of
from reader.story.blocks.walker import MAX_BLOCKS
from reader.text import clean, clean_line, composed
from reader.urls import join

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•–◦‣▪●►▸➤]|(\d{1,3})[.)])\s+(\S.*)$")
_QUOTED = re.compile(r"\s*(>+)\s?(.*)$")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_SPOKEN: Final = "–—"
"""Dashes that lead in speech as often as items, under a line with a colon."""
_RULE = re.compile(r"\s*(?:[-*_=~#]\s*){3,}$")
_TIMED = re.compile(r"\W{0,2}\d{1,2}:\d{2}(?::\d{2})?\W{0,3}\s")
"""Where in a recording something begins."""
_ADDRESSED = re.compile(r"https?://\S+$")
_PICTURE = re.compile(r"!\[([^\[\]]{0,500})\]\(([^()\s]{1,2000})[^()]{0,200}\)")
_PARTED = re.compile(r"\|[\s:|-]*-[\s:|-]*$")
"""The line under the head of a table."""
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_INLINE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,500})\]\((?P<src>[^()\s]{1,2000})[^()]{0,200}\)"
    r"|\[(?P<text>[^\[\]]{1,500})\]\((?P<href>https?://(?:[^()\s]|\([^()\s]{0,200}\)){1,2000})(?:\s[^()]{0,200})?\)"
    r"|<(?P<auto>https?://[^<>\s]{1,2000})>"
    r"|\*\*(?P<strong>[^*\s](?:[^*]{0,500}[^*\s])?)\*\*"
    r"|(?<![\w*])\*(?P<em>[^*\s](?:[^*]{0,500}[^*\s])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<under>[^_\s](?:[^_]{0,500}[^_\s])?)_(?![\w_])"
    r"|(?<!`)`(?P<code>[^`]{1,500})`(?!`)"
    r"|(?P<bare>https?://[^\s<>\"“”«»]{1,2000})"
)
_TRAILING: Final = ".,;:!?'’\"”»)]}"
_STOPS: Final = ".!?…:;,\"'”’»)。！？」』"


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; in a text without blank lines each line is one."""
    text = composed(clean(text))
    found = [
        [line.rstrip() for line in part.split("\n") if line.strip()]
        for part in re.split(r"\n[^\S\n]*\n", text)
    ]
    found = [lines for lines in found if lines]
    if len(found) == 1 and len(found[0]) > 1 and not _is_wrapped(found[0]):
        found = [[line] for line in found[0]]
    return found


def read_blocks(parts: Iterable[list[str]], base: str | None = None) -> list[Block]:
    """Paragraphs (lists of lines) as blocks; marks and links read, nothing guessed."""
    blocks: list[Block] = []
    for block in _blocks(iter(parts), base):
        blocks.append(block)
        if len(blocks) >= MAX_BLOCKS:
            break
    return blocks


def _blocks(parts: Iterator[list[str]], base: str | None) -> Iterator[Block]:
    for lines in parts:
        fence = _FENCE.match(lines[0])
        if fence:
            yield from _fenced(lines, fence.group(1), parts)
            continue
        yield from _part(lines, base)


def _fenced(lines: list[str], fence: str, parts: Iterator[list[str]]) -> Iterator[Block]:
    held = lines[1:]
    while not any(line.strip().startswith(fence) for line in held):
        more = next(parts, None)
        if more is None:
            break
        held += ["", *more]
    code = []
    while held and not held[0].strip().startswith(fence):
        code.append(held.pop(0))
    if any(line.strip() for line in code):
        yield Block("code", "\n".join(code).strip("\n").expandtabs(8)[: MAX_CHARS * 10])
    if held[1:]:
        yield from _part(held[1:], None)


def _part(lines: list[str], base: str | None) -> Iterator[Block]:
    prose: list[str] = []
    timed = sum(1 for line in lines if _TIMED.match(line))
    done = 0
    for number, line in enumerate(lines):
        if number < done:
            continue
        item, quoted, heading = _ITEM.match(line), _QUOTED.match(line), _HEADING.match(line)
        if number and len(prose) == 1 and _UNDERLINE.match(line):
            level = 1 if line[0] == "=" else 2
            yield from _cut("heading", prose.pop(), base, level)
        elif _RULE.match(line):
            yield from _prose(prose, base)
        elif not prose and (rows := _rows(lines, number)):
            done = number + len(rows)
            yield from _table(rows, base)
        elif picture := _PICTURE.fullmatch(line.strip()):
            yield from _prose(prose, base)
            if url := join(base, picture.group(2)):
                yield Block("image", clean_line(picture.group(1)), url=url)
        elif timed > 1 and _TIMED.match(line):
            yield from _prose(prose, base)
            yield from _cut("list_item", line, base, 1)
        elif heading:
            yield from _prose(prose, base)
            yield from _cut("heading", heading.group(2), base, len(heading.group(1)))
        elif item and (not prose or (_leads_in(prose[-1]) and line.lstrip()[0] not in _SPOKEN)):
            yield from _prose(prose, base)
            yield from _item(lines[number:], base)
            return
        elif quoted and (not prose or _leads_in(prose[-1])):
            done = _end_of_quoted(lines, number) if prose else len(lines)
            yield from _prose(prose, base)
            yield from _quoted(lines[number:done], base)
        else:
            if prose and _is_apart(prose[-1], line):
                yield from _prose(prose, base)
            prose.append(line)
    yield from _prose(prose, base)


def _leads_in(line: str) -> bool:
    """Whether a line calls for the list or for the quoted words right under it."""
    return line.endswith((":", "："))


def _end_of_quoted(lines: list[str], start: int) -> int:
    """Where the answer begins below what a letter quotes from ``start`` on."""
    return next((n for n in range(start, len(lines)) if not _QUOTED.match(lines[n])), len(lines))


def _is_apart(before: str, line: str) -> bool:
    """Whether a line stands by itself: after one that ends with an address, or of hashtags."""
    if line[:1] == "#" and line[1:2].isalnum():
        return True
    return _ADDRESSED.search(before) is not None and not line[:1].islower()


def _rows(lines: list[str], start: int) -> list[str]:
    """The lines of a table that begins at ``start``, [] for none."""
    if lines[start][0] != "|" or start + 1 == len(lines) or not _PARTED.match(lines[start + 1]):
        return []
    end = next((n for n in range(start, len(lines)) if lines[n][0] != "|"), len(lines))
    return lines[start:end]


def _table(rows: list[str], base: str | None) -> Iterator[Block]:
    """The rows of a table, without the line under its head."""
    for line in (rows[0], *rows[2:]):
        cells = [clean_line(cell) for cell in line.strip().strip("|").split("|")[:MAX_CELLS]]
        if row := row_of([read_marks(cell, base) for cell in cells]):
            yield row


def _prose(lines: list[str], base: str | None) -> Iterator[Block]:
    if lines:
        text = " ".join(lines)
        lines.clear()
        yield from _cut("paragraph", text, base, 0)


def _item(lines: list[str], base: str | None) -> Iterator[Block]:
    held: list[str] = []
    level = 1
    number: str | None = None
    for line in lines:
        item = _ITEM.match(line)
        if item:
            yield from _numbered(_cut("list_item", " ".join(held), base, level), number)
            level = 1 + min(8, len(item.group(1).expandtabs(4)) // 2)
            number = item.group(2)
            held = [item.group(3)]
        else:
            held.append(line.strip())
    yield from _numbered(_cut("list_item", " ".join(held), base, level), number)


def _numbered(blocks: Iterator[Block], number: str | None) -> Iterator[Block]:
    """``blocks``, the first with the number that its item has."""
    for block in blocks:
        yield replace(block, number=int(number)) if number else block
        number = None


def _quoted(lines: list[str], base: str | None) -> Iterator[Block]:
    held: list[str] = []
    level = 1
    for line in lines:
        quoted = _QUOTED.match(line)
        inner = quoted.group(2) if quoted else line
        if not inner.strip():
            if held:
                yield from _cut("blockquote", " ".join(held), base, level)
            held = []
            continue
        if quoted and held and len(quoted.group(1)) != level:
            yield from _cut("blockquote", " ".join(held), base, level)
            held = []
        level = len(quoted.group(1)) if quoted else level
        held.append(inner)
    if held:
        yield from _cut("blockquote", " ".join(held), base, level)


def _cut(kind: str, text: str, base: str | None, level: int) -> Iterator[Block]:
    """One block, or several where the text is longer than a block may be."""
    text = clean_line(text)
    while text:
        piece = text
        if len(text) > MAX_CHARS:
            piece = text[: text.rfind(" ", 0, MAX_CHARS) + 1 or MAX_CHARS]
        text = text[len(piece) :]
        words, marks = read_marks(piece.strip(), base)
        if words:
            yield Block(kind, words, marks, level)  # type: ignore[arg-type]


def read_marks(text: str, base: str | None = None) -> tuple[str, tuple[Mark, ...]]:
    """``text`` with its Markdown marks and bare addresses as marks, their signs taken out."""
    if not any(sign in text for sign in ("*", "_", "`", "](", "://")):
        return text, ()
    out: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for found in _INLINE.finditer(text):
        out.append(text[at : found.start()])
        length += found.start() - at
        words, style, url, at = _read_sign(found, base)
        out.append(words)
        if words.strip() and (style != "link" or url):
            marks.append(Mark(length, length + len(words), style, url))
        length += len(words)
    out.append(text[at:])
    return "".join(out), tuple(marks)


def _read_sign(found: re.Match[str], base: str | None) -> tuple[str, MarkStyle, str | None, int]:
    """The words, the style, the address and where reading goes on."""
    kind, end = found.lastgroup, found.end()
    if kind == "src":
        return clean_line(found["alt"]), "link", join(base, found["src"]), end
    if kind == "href":
        return found["text"].strip(), "link", join(base, found["href"]), end
    if kind == "auto":
        return found["auto"], "link", join(base, found["auto"]), end
    if kind == "strong":
        return found["strong"], "strong", None, end
    if kind in ("em", "under"):
        return found[kind], "emphasis", None, end
    if kind == "code":
        return found["code"], "code", None, end
    url = found["bare"].rstrip(_TRAILING)
    if url.count("(") > url.count(")") and found["bare"][len(url) : len(url) + 1] == ")":
        url += ")"
    return url, "link", join(base, url), found.start() + len(url)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph broken to a width: all but the last about equally long."""
    if len(lines) < 3:
        return not (lines[0][-1] in _STOPS and len(lines[0]) > 60)
    longest = max(map(len, lines))
    full = sum(1 for line in lines[:-1] if len(line) >= 0.75 * longest)
    ends = sum(1 for line in lines[:-1] if line[-1] in '.!?…”’"')
    return longest <= 110 and full >= 0.8 * (len(lines) - 1) and ends <= 0.4 * len(lines)
