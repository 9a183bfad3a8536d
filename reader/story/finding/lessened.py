"""What of a page the other reading is spared: what the stricter rules refuse, and boxes of links.

Its cost grows with the elements it sees, of which half are menus and what is hidden.  Where the
structure of a page gives a story by the strictest rules, it looks for that story among the rest.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from copy import copy
from typing import TYPE_CHECKING, Final

from reader.story.finding.outline import Node
from reader.story.finding.tidy import drop

if TYPE_CHECKING:
    from lxml.etree import _Element

LINKED: Final = 0.8
"""Linked share of a box of links."""
LEAST: Final = 100
"""Characters of such a box."""


def worth_reading(nodes: Sequence[Node], tops: Sequence[Node]) -> set[_Element]:
    """The elements of ``nodes`` (the first is the body) in which a story may stand: all but boxes
    of links beside ``tops``, what holds the story by the page's structure."""
    found = {node.element for node in nodes}
    around = {node.number for top in tops for node in (top, *top.ancestors())}
    inside = {top.number for top in tops}
    stack = [nodes[0]]
    while stack:
        node = stack.pop()
        if node.number not in around and node.density >= LINKED and node.text >= LEAST:
            found.discard(node.element)
        elif node.number not in inside:
            stack.extend(node.children)
    return found


def lessened(root: _Element, body: _Element, kept: Container[_Element]) -> _Element:
    """A copy of the page ``root`` with those elements of its ``body`` only that are ``kept``."""
    twin = copy(root)
    inner = twin.find("body")
    if inner is None:
        return twin
    pairs = zip(body.iter(), inner.iter(), strict=True)
    gone = [theirs for ours, theirs in pairs if ours not in kept and ours.getparent() in kept]
    for element in gone:
        drop(element)
    return twin
