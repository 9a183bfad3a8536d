"""From elements to typed blocks: the one walk that every piece of markup goes through.

It is the sanitiser too: only the words and addresses of the elements named here come out, as
plain values; nothing else of the markup does.  It is iterative and bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Final

from reader.model import Block, BlockKind, Mark
from reader.story.blocks import figures
from reader.story.blocks.elements import (
    MEDIA,
    PARTS,
    TABLE_PARTS,
    absolute,
    begins_indented,
    first_number,
    is_data_table,
    is_hidden,
    is_ornament,
    item_number,
    prints_marks,
    style_of,
    target,
)
from reader.story.blocks.embeds import embedded
from reader.story.blocks.inline import MAX_CHARS, Line, alone, joined
from reader.story.blocks.listing import listing
from reader.story.blocks.paragraph import read_paragraph
from reader.story.blocks.pictures import (
    address,
    figure_address,
    is_furniture,
    only_picture,
    words_drawn,
)
from reader.story.blocks.tables import MAX_CELLS, row_of
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BLOCKS: Final = 20_000
"""Blocks in a story; what follows is left out."""


class Walker:
    """Reads one tree into ``blocks``. ``base`` makes addresses absolute; elements in ``removed`` are passed over, and so
    are all that aren't in ``only`` when it is given; ``breaks`` lets a single ``<br>`` end a paragraph; ``media`` keeps a
    line for an embedded video or sound."""

    def __init__(
        self,
        base: str | None,
        *,
        removed: Container[_Element] = (),
        only: Container[_Element] | None = None,
        breaks: bool = False,
        media: bool = True,
    ) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._removed = removed
        self._only = only
        self._breaks = breaks
        self._media = media
        self._line = Line()
        self._kinds: list[tuple[str, BlockKind, int, str | None]] = []
        self._lists: list[int | None] = []
        self._number: int | None = None
        self._quotes = 0
        self._q: list[str] = []
        self._br = 0
        self._inline = 0
        self._row: list[tuple[str, tuple[Mark, ...]]] = []
        self._tables: list[bool] = []
        self._figures: list[int] = []

    def walk(self, root: _Element) -> list[Block]:
        """The blocks of ``root`` and what it holds, in reading order."""
        from lxml import etree

        events = etree.iterwalk(root, events=("start", "end"))
        chosen = bool(self._removed) or self._only is not None
        line = self._line
        skipped: _Element | None = None
        for event, element in events:
            tag = element.tag
            part = PARTS.get(tag)
            if event == "start":
                if (
                    (chosen and self._is_left_out(element))
                    or (
                        self._passes_over(element, tag, part)
                        if part == "dropped" or tag == "pre"
                        else is_hidden(element) and tag not in ("html", "body")
                    )
                    or self._caption(element, tag)
                    or (tag == "p" and self._paragraph(element, chosen))
                ):
                    skipped = element
                    events.skip_subtree()
                    continue
                self._start(element, tag, part)
                if text := element.text:
                    self._text(text)
            else:
                if element is skipped:
                    skipped = None
                elif part == "block":
                    self._close_block(tag)
                elif part is not None:
                    self._end(part)
                # Between two blocks white space would be folded to nothing.
                text = element.tail
                if text and (line.length or not text.isspace()) and element is not root:
                    self._text(text)
                if len(self.blocks) >= MAX_BLOCKS:
                    break
        self._flush()
        return self.blocks[:MAX_BLOCKS]

    # What an element does

    def _is_left_out(self, element: _Element) -> bool:
        return element in self._removed or (self._only is not None and element not in self._only)

    def _passes_over(self, element: _Element, tag: str, part: str | None) -> bool:
        if part == "dropped":
            if tag == "noscript" and only_picture(element):
                return False
            wanted = tag in MEDIA and self._media and not self._in_data
            if wanted and (block := embedded(element, self._base)):
                self._flush()
                self.blocks.append(block)
            return True
        self._code(element)
        return True

    def _paragraph(self, element: _Element, chosen: bool) -> bool:
        """Take in a paragraph by the short way, where nothing is open around it; whether it did."""
        if self._inline or self._line.is_marked:
            return False
        if chosen and any(map(self._is_left_out, element)):
            return False
        if (found := read_paragraph(element, self._base)) is None:
            return False
        self._flush()
        if found[0] and not is_ornament(found[0]):
            self._keep(*found)
        return True

    def _caption(self, element: _Element, tag: str) -> bool:
        """Take in what is a caption right under a picture, or a line with its picture; whether it did."""
        if self._inline or self._line.length:
            return False
        both = tag == "p" and not self._figures and figures.is_pictured(element)
        under = self.blocks and self.blocks[-1].kind == "image"  # seldom: so asked first
        if not both and not (under and figures.is_caption(element, tag)):
            return False
        inner = Walker(self._base, removed=self._removed, only=self._only, media=False)
        if both:
            inner._figures.append(0)  # It is one itself.
            self.blocks += figures.settled(inner.walk(element))
            return True
        inner._push(tag, "caption")
        text, marks = joined(inner.walk(element))
        if fits := 0 < len(text) <= figures.MAX_CAPTION:
            self.blocks.append(Block("caption", text, marks))
        return fits

    def _start(self, element: _Element, tag: str, part: str | None) -> None:
        if part is None:
            if self._line.length and self._kinds and self._kinds[-1][1] == "caption":
                self._line.add(" " if figures.is_apart(self._line.last, element.text) else "")
        elif part == "block":
            self._open_block(element, tag)
        elif part == "a":
            self._line.open("link", target(element, self._base))
        elif part == "style":
            self._line.open(style_of(element, tag))
        elif part == "br":
            self._br += 1
        elif part == "img":
            self._picture(element)
        elif part == "q":
            self._open_q(element)

    def _end(self, part: str) -> None:
        if part == "q" and self._q:
            self._line.add(self._q.pop())
        elif part in ("a", "style"):
            self._line.close()

    def _open_block(self, element: _Element, tag: str) -> None:
        if tag == "table":
            self._begin_table(element)
        elif self._in_data and tag in TABLE_PARTS:
            self._end_cell()
            if tag == "tr":
                self._end_row()
        elif self._inline:
            self._line.add(" ")
        else:
            self._flush()
            if opener := _OPENERS.get(tag):
                opener(self, element)

    def _close_block(self, tag: str) -> None:
        top = self._kinds[-1] if self._kinds else None
        if tag == "table":
            self._end_table()
        elif self._in_data and tag in TABLE_PARTS:
            self._close_table_part(tag)
        elif self._inline and not (top and top[0] == tag and top[1] == "caption"):
            self._line.add(" ")
        else:
            self._flush()
            if top and top[0] == tag:
                self._kinds.pop()
                self._inline -= top[1] == "caption"
            if closer := _CLOSERS.get(tag):
                closer(self)

    # Blocks with a kind

    def _push(self, tag: str, kind: BlockKind, level: int = 0, url: str | None = None) -> None:
        self._kinds.append((tag, kind, level, url))

    def _begin_heading(self, element: _Element) -> None:
        self._push(element.tag, "heading", int(element.tag[1]))

    def _begin_list(self, element: _Element) -> None:
        self._lists.append(first_number(element) if element.tag == "ol" else None)

    def _end_list(self) -> None:
        del self._lists[-1:]

    def _begin_item(self, element: _Element) -> None:
        self._push(element.tag, "list_item", max(1, len(self._lists)))
        self._number = self._lists[-1] if self._lists else None
        if self._number is not None:
            self._number = item_number(element, self._number)
            self._lists[-1] = self._number + 1

    def _begin_quote(self, element: _Element) -> None:
        self._quotes += 1
        cite = element.get("cite")
        self._push("blockquote", "blockquote", self._quotes, cite and absolute(self._base, cite))

    def _end_quote(self) -> None:
        self._quotes = max(0, self._quotes - 1)

    def _begin_caption(self, element: _Element) -> None:
        if element.tag == "caption" and not self._tables:
            return  # Browsers pass over the tag where there is no table.
        self._push(element.tag, "caption")
        self._inline += 1

    def _begin_figure(self, element: _Element) -> None:
        self._figures.append(len(self.blocks))
        if url := figure_address(element, self._base):
            self.blocks.append(Block("image", "", url=url))

    def _end_figure(self) -> None:
        start = self._figures.pop() if self._figures else len(self.blocks)
        self.blocks[start:] = figures.settled(self.blocks[start:])

    # Tables

    @property
    def _in_data(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _begin_table(self, element: _Element) -> None:
        data = not self._inline and is_data_table(element)
        self._tables.append(data)
        if data:
            self._flush()
            self._inline += 1
        else:
            self._line.add(" ") if self._inline else self._flush()

    def _end_table(self) -> None:
        if not self._tables:
            return
        if self._in_data:
            self._end_cell()
            self._end_row()
            self._inline -= 1
        self._tables.pop()
        self._line.add(" ") if self._inline else self._flush()

    def _close_table_part(self, tag: str) -> None:
        if tag == "caption":
            text, marks = self._line.take()
            if text:
                self.blocks.append(Block("caption", text, marks))
            return
        self._end_cell(empty=tag != "tr")
        if tag == "tr":
            self._end_row()

    def _end_cell(self, *, empty: bool = False) -> None:
        text, marks = self._line.take()
        self._br = 0
        if (text or empty) and len(self._row) < MAX_CELLS:
            self._row.append((text, marks))

    def _end_row(self) -> None:
        cells, self._row = self._row, []
        if row := row_of(cells):
            self.blocks.append(row)

    # Words

    def _text(self, text: str) -> None:
        if self._br and not text.isspace():
            self._br += begins_indented(text)
            self._apply_breaks()
        while self._line.length + len(text) > MAX_CHARS:
            room = max(0, MAX_CHARS - self._line.length)
            cut = text.rfind(" ", 0, room) + 1 or room
            self._line.add(text[:cut])
            self._flush()
            text = text[cut:]
        self._line.add(text)

    def _apply_breaks(self) -> None:
        count, self._br = self._br, 0
        if not self._inline and (count > 1 or self._breaks):
            self._flush()
        else:
            self._line.add(" ")

    def _open_q(self, element: _Element) -> None:
        if prints_marks(element.text, "" if self._q else self._line.last):
            self._q.append("")
            return
        left, right = "“”" if len(self._q) % 2 == 0 else "‘’"
        if self._br:
            self._apply_breaks()
        self._line.add(left)
        self._q.append(right)

    def _flush(self) -> None:
        self._br = 0
        text, marks = self._line.take() if self._line.length else ("", ())
        if text and not is_ornament(text):
            self._keep(text, marks)

    def _keep(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Add a block of the kind that is open."""
        kind: BlockKind = "paragraph"
        level, url = 0, None
        if self._kinds:
            _, kind, level, url = self._kinds[-1]
        marks = tuple([m for m in marks if m.style != "link" or m.url]) if marks else alone(text)
        number, self._number = (self._number, None) if kind == "list_item" else (None, self._number)
        self.blocks.append(Block(kind, text, marks, level, None, url, (), number))

    # Things that are not words

    def _picture(self, element: _Element) -> None:
        if words := words_drawn(element):
            self._text(words)
            return
        url = None if self._in_data or is_furniture(element) else address(element, self._base)
        figures.drop_count(self._line)
        if url and not figures.is_shown(url, self.blocks):
            self.blocks.append(Block("image", clean_line(element.get("alt") or "")[:1000], url=url))

    def _code(self, element: _Element) -> None:
        if self._inline:
            self._line.add("".join(element.itertext()))
            return
        self._flush()
        if text := listing(element):
            self.blocks.append(Block("code", text))


_OPENERS: Final[dict[str, Callable[[Walker, _Element], None]]] = {
    **{f"h{n}": Walker._begin_heading for n in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl", "menu", "dir"), Walker._begin_list),
    **dict.fromkeys(("li", "dt", "dd"), Walker._begin_item),
    "blockquote": Walker._begin_quote,
    "figcaption": Walker._begin_caption,
    "caption": Walker._begin_caption,
    "figure": Walker._begin_figure,
}
_CLOSERS: Final[dict[str, Callable[[Walker], None]]] = {
    **dict.fromkeys(("ul", "ol", "dl", "menu", "dir"), Walker._end_list),
    "blockquote": Walker._end_quote,
    "figure": Walker._end_figure,
}
