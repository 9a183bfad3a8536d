"""What is taken out of the elements that hold a story: forms, asides, lists of links, galleries.

After the rules of the Readability family for conditional cleaning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from reader.story.blocks.figures import MAX_CAPTION
from reader.story.blocks.pictures import names_caption
from reader.story.finding.content import Rules, holds_post
from reader.story.finding.outline import MAX_NAME, Node

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)", re.I)
_AD_WORDS = re.compile(
    r"\W*(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|广告|реклама|anuncio|loading|正在加载|загрузка|chargement|cargando)\W*$",
    re.I,
)
_DROPPED: Final = frozenset(["object", "embed", "footer", "link", "aside", "nav"])
_HEADINGS: Final = frozenset(["h1", "h2"])
_SUBHEADS: Final = frozenset(["h2", "h3", "h4"])
_WRAPPERS: Final = frozenset(["div", "section"])
_NUMBER: Final = attrgetter("number")
MAX_BESIDE: Final = 50
"""Elements behind a heading that are looked at for the one it stands over."""
PROSE: Final = 80
"""Characters of a paragraph that an element may be there for."""
LINKED: Final = 0.5
"""Linked share of such a paragraph, at most."""


def prune(tops: Sequence[Node], rules: Rules) -> set[_Element]:
    """The elements inside ``tops`` that are no part of the story."""
    removed: list[Node] = []
    held = _inside(tops)
    sheltered = {n.number for n in held if n.tag == "code" or (n.tag == "table" and _is_data(n))}

    def take(node: Node) -> None:
        if not node.removed:
            node.remove()
            removed.append(node)

    def conditionally(*tags: str) -> None:
        asked = [n for n in held if n.tag in tags] if rules.clean else []
        for node in reversed(asked):
            if not node.removed and node not in tops and _is_clutter(node, rules, sheltered):
                take(node)

    conditionally("form", "fieldset")
    for node in held:
        shared = node.ident != " " and node.text < 500 and bool(_SHARE.search(node.ident))
        if (shared or node.tag in _DROPPED) and node not in tops:
            take(node)
    for node in held:
        if node.tag in _HEADINGS and rules.weight(node) < 0:
            take(node)
    conditionally("table")
    conditionally("ul", "ol")
    conditionally("div", "section")
    return {node.element for node in removed}


def _inside(tops: Sequence[Node]) -> list[Node]:
    """The nodes of ``tops`` and all they hold, in document order."""
    found: list[Node] = []
    stack = list(reversed(tops))
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed(node.children))
    return found


def _is_clutter(node: Node, rules: Rules, sheltered: set[int]) -> bool:
    """Whether a node is no part of the story; what is in ``sheltered`` ones (code and tables of
    data) always is."""
    if sheltered and (
        node.number in sheltered or any(n.number in sheltered for n in node.ancestors(12))
    ):
        return False
    weight = rules.weight(node)
    if weight < 0:
        return not holds_post(node) and not _captions(node)
    if node.commas >= 10 or node.videos or holds_post(node):
        return False
    if _wraps_paragraph(node) or _wraps_heading(node):
        return False
    if node.text < 40 and _AD_WORDS.match(" ".join("".join(node.element.itertext()).split())):
        return True
    is_list = node.tag in ("ul", "ol") or _list_share(node) > 0.9
    return _is_out_of_proportion(node, weight, is_list)


def _captions(node: Node) -> bool:
    """Whether an element is there for a picture or for its caption, as ``image__metadata`` and
    ``media-container`` may be."""
    if node.text > MAX_CAPTION or node.density >= LINKED:
        return False
    if not node.text and node.images:
        return True
    return any(
        e.tag == "figcaption" or e.get("itemprop") == "caption" or _is_most_of(node, e)
        for e in node.element.iter()
    )


def _is_most_of(node: Node, part: _Element) -> bool:
    """Whether what is named a caption holds most words of a node without a heading."""
    if node.headed or not names_caption((part.get("class") or "")[:MAX_NAME]):
        return False
    return sum(len(" ".join(text.split())) for text in part.itertext()) * 2 > node.text


def _wraps_paragraph(node: Node) -> bool:
    """Whether an element is there for one paragraph of prose, in which something may be linked."""
    if node.text < PROSE or node.density >= LINKED:
        return False
    if node.tag == "div" and not node.has_block:
        return True
    held = [child for child in node.children if not child.removed]
    while len(held) == 1 and held[0].tag in _WRAPPERS:
        held = [child for child in held[0].children if not child.removed]
    return len(held) == 1 and held[0].tag == "p" and held[0].text == node.text


def _wraps_heading(node: Node) -> bool:
    """Whether an element is there for one heading, over prose that stands beside it."""
    beside = node.parent.children if node.parent is not None else []
    at = bisect_right(beside, node.number, key=_NUMBER)
    after = next((n for n in islice(beside, at, at + MAX_BESIDE) if not n.removed), None)
    if after is None or after.text < PROSE // 2 or after.density >= LINKED:
        return False
    if not after.paras and not after.items:
        return False
    while len(node.children) == 1 and not node.own:
        node = node.children[0]
        if node.removed or node.linked:
            return False
        if node.tag in _SUBHEADS:
            return True
    return False


def _is_out_of_proportion(node: Node, weight: int, is_list: bool) -> bool:
    in_figure = node.within("figure", 8)
    paras, images, density = node.paras, node.images, node.density
    items = node.items - 100
    heading_share = node.headed / node.text if node.text else 0.0
    if not in_figure and images > 1 and paras / images < 0.5 and not _is_gallery(node):
        return not (is_list and images == node.items)
    if not is_list and items > paras:
        return True
    if node.inputs > paras // 3:
        return True
    if (
        not is_list
        and not in_figure
        and heading_share < 0.9
        and node.text < 25
        and (images == 0 or images > 2)
        and density > 0
    ):
        return True
    if not is_list and weight < 25 and density > 0.2:
        return True
    if weight >= 25 and density > 0.5:
        return True
    if (node.embeds == 1 and node.text < 75) or node.embeds > 1:
        return True
    return images == 0 and node.textish == 0


def _is_gallery(node: Node) -> bool:
    """Whether most of its pictures have captions in words of their own, not links to stories."""
    captions = sum(1 for _ in node.element.iterdescendants("figcaption"))
    return captions * 2 > node.images and node.density < 0.3


def _list_share(node: Node) -> float:
    if not node.text:
        return 0.0
    length = 0
    stack = list(node.children)
    while stack:
        child = stack.pop()
        if child.removed:
            continue
        if child.tag in ("ul", "ol"):
            length += child.text
        else:
            stack.extend(child.children)
    return length / node.text


def _is_data(table: Node) -> bool:
    element = table.element
    if element.get("role") == "presentation" or element.get("datatable") == "0":
        return False
    if element.get("summary"):
        return True
    inner = [
        e.tag
        for e in element.iterdescendants(
            "caption", "col", "colgroup", "tfoot", "thead", "th", "table"
        )
    ]
    if "table" in inner:
        return False
    if inner:
        return True
    rows = list(element.iterdescendants("tr"))
    columns = max((len(row) for row in rows[:50]), default=0)
    if columns <= 1 or len(rows) <= 1:
        return False
    return len(rows) >= 10 or columns > 4 or len(rows) * columns > 10
