"""A page as a list of measured nodes: what each element holds, counted once, bottom-up.

The measures are those of the Readability family of extractors (lengths of text and linked text,
commas, paragraphs, pictures, list items, inputs, headings).  An element that is taken out gives
its counts back to everything around it, so that each question costs no second walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from reader.story.blocks.elements import BLOCKS, is_hidden
from reader.story.blocks.pictures import stands_for_picture, words_drawn

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_NODES: Final = 200_000
"""Elements of a page that are looked at."""
MAX_NAME: Final = 400
"""Characters of a class or id that are looked at."""

_SKIPPED: Final = frozenset(
    "script style noscript template link meta head svg math select option textarea title param canvas "
    "map dialog".split()
)
_INPUTS: Final = frozenset(["input", "button"])
_EMBEDS: Final = frozenset(["object", "embed", "iframe"])
_HEADINGS: Final = frozenset(f"h{n}" for n in range(1, 7))
_TEXTISH: Final = frozenset("span li td blockquote dl div img ol p pre table ul".split())
_VIDEO = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com|"
    r"archive\.org|upload\.wikimedia\.org|player\.twitch\.tv)",
    re.I,
)
_COMMA = re.compile("[,،﹐︐︑⹁⸴⸲，、]")
_COUNTS: Final = (
    "text",
    "linked",
    "commas",
    "paras",
    "images",
    "items",
    "inputs",
    "embeds",
    "videos",
    "headed",
    "textish",
)


class Node:
    """One element and what it holds (itself included). Lengths are characters."""

    __slots__ = (
        *_COUNTS,
        "children",
        "element",
        "has_block",
        "ident",
        "names",
        "number",
        "own",
        "parent",
        "removed",
        "score",
        "tag",
    )

    text: int
    linked: int
    commas: int
    paras: int
    images: int
    items: int
    inputs: int
    embeds: int
    videos: int
    headed: int
    textish: int

    def __init__(
        self, element: _Element, names: Sequence[str], parent: Node | None, number: int
    ) -> None:
        tag: str = element.tag
        self.element = element
        self.names = names  # Of its attributes; most elements have none, or a class alone.
        self.tag = tag
        self.parent = parent
        self.number = number
        self.children: list[Node] = []
        self.ident = (
            f"{(element.get('class') or '')[:MAX_NAME]} {(element.get('id') or '')[:MAX_NAME]}"
            if names
            else " "
        )
        self.own = 0
        self.has_block = False
        self.removed = False
        self.score: float | None = None
        self.text = self.linked = self.commas = self.paras = self.images = self.items = 0
        self.inputs = self.embeds = self.videos = self.headed = self.textish = 0

    @property
    def density(self) -> float:
        """The linked share of the text, 0 to 1."""
        return self.linked / self.text if self.text else 0.0

    def remove(self) -> None:
        """Take the node out: everything around it no longer counts what it holds."""
        if self.removed:
            return
        self.removed = True
        around = self.parent
        while around is not None and not around.removed:
            around._subtract(self)
            around = around.parent

    def _subtract(self, part: Node) -> None:  # Written out, since it is done so often.
        self.text -= part.text
        self.linked -= part.linked
        self.commas -= part.commas
        self.paras -= part.paras
        self.images -= part.images
        self.items -= part.items
        self.inputs -= part.inputs
        self.embeds -= part.embeds
        self.videos -= part.videos
        self.headed -= part.headed
        self.textish -= part.textish

    def ancestors(self, limit: int = 10_000) -> list[Node]:
        """The nodes around this one, the nearest first."""
        found: list[Node] = []
        node = self.parent
        while node is not None and len(found) < limit:
            found.append(node)
            node = node.parent
        return found

    def within(self, tag: str, depth: int = 10_000) -> bool:
        """Whether an element ``tag`` is around it."""
        return any(n.tag == tag for n in self.ancestors(depth))


def outline(root: _Element, refuse: Callable[[Node], bool]) -> list[Node]:
    """The nodes of ``root`` in document order, measured.

    Elements that aren't shown are left out, and those that ``refuse`` says yes to (asked before
    anything they hold is read).
    """
    from lxml import etree

    nodes: list[Node] = []
    current: Node | None = None
    skipped: _Element | None = None
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            tag = element.tag
            names = element.keys()
            node = None
            if (
                (tag not in _SKIPPED or (tag == "noscript" and stands_for_picture(element)))
                and len(nodes) < MAX_NODES
                and not (names and current is not None and is_hidden(element))
            ):
                node = Node(element, names, current, len(nodes))
                if current is not None and refuse(node):
                    node = None
            if node is None:
                skipped = element
                events.skip_subtree()
                continue
            nodes.append(node)
            if current is not None:
                current.children.append(node)
            current = node
            if element.text:
                _count_text(node, element.text)
        else:
            if element is skipped:
                skipped = None
            elif current is not None:
                _finish(current)
                current = current.parent
            if current is not None and element.tail:
                _count_text(current, element.tail)
    return nodes


def _count_text(node: Node, text: str) -> None:
    length = len(" ".join(text.split()))
    if length:
        node.text += length + 1
        node.own += length
        if "," in text or not text.isascii():
            node.commas += len(_COMMA.findall(text))


def _finish(node: Node) -> None:
    tag = node.tag
    if tag == "a":
        href = node.element.get("href") or ""
        node.linked = int(node.text * (0.3 if href.startswith("#") and len(href) > 1 else 1))
    elif tag == "p" or (tag == "div" and not node.has_block and node.text):
        node.paras += 1
    elif tag == "img":
        node.images += not words_drawn(node.element)
    elif tag == "li":
        node.items += 1
    elif tag in _INPUTS:
        node.inputs += 1
    elif tag in _EMBEDS:
        if _VIDEO.search(node.element.get("src") or node.element.get("data") or ""):
            node.videos += 1
        else:
            node.embeds += 1
    elif tag in _HEADINGS:
        node.headed = node.text
    if tag == "div" and node.has_block and node.own >= 25:
        node.paras += 1
    if tag in _TEXTISH:
        node.textish = node.text
    parent = node.parent
    if parent is not None:
        _add(parent, node, tag)


def _add(parent: Node, node: Node, tag: str) -> None:
    parent.text += node.text
    parent.linked += node.linked
    parent.commas += node.commas
    parent.paras += node.paras
    parent.images += node.images
    parent.items += node.items
    parent.inputs += node.inputs
    parent.embeds += node.embeds
    parent.videos += node.videos
    parent.headed += node.headed
    parent.textish += node.textish
    if tag in BLOCKS or node.has_block or tag == "img":
        parent.has_block = parent.has_block or tag in _BLOCKISH or node.has_block


_BLOCKISH: Final = frozenset(
    "blockquote dl div img ol p pre table ul section article figure h1 h2 h3 h4 h5 h6 form".split()
)
