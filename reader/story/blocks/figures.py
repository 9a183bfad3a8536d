"""Pictures with what is said about them: what a caption is, and the order within a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reader.model import Block
from reader.story.blocks.pictures import names_caption

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CAPTION: Final = 600
"""Characters of a caption that is no ``figcaption``."""
_CAPTIONING: Final = frozenset("p div span td small em dd".split())


def is_caption(element: _Element, tag: str) -> bool:
    """Whether a page names an element its caption, though it is no ``figcaption``."""
    if tag not in _CAPTIONING or not names_caption(element.get("class") or ""):
        return False
    return next(element.iterdescendants("img"), None) is None


def is_apart(before: str, text: str | None) -> bool:
    """Whether the next part of a caption begins without a space after the one before, as its
    credit in a ``span`` of its own does."""
    if before.isspace() or not text or not text[0].isupper():
        return False
    return before.islower() or before in '.…)”»’"'


def settled(held: Sequence[Block]) -> list[Block]:
    """The blocks of a figure, its pictures first, then their captions; the one paragraph beside a
    picture is its caption."""
    pictures = [b for b in held if b.kind == "image"]
    if not pictures:
        return list(held)
    captions = [b for b in held if b.kind == "caption"]
    rest = [b for b in held if b.kind not in ("image", "caption")]
    if not captions and len(rest) == 1 and rest[0].kind == "paragraph":
        captions = [Block("caption", rest[0].text, rest[0].marks)]
        rest = []
    return [*pictures, *captions, *rest]


def is_shown(url: str, before: Sequence[Block]) -> bool:
    """Whether a picture stands just before: a script's own and its ``noscript`` twin."""
    bare = url.partition("?")[0]
    return any(b.kind == "image" and (b.url or "").partition("?")[0] == bare for b in before[-2:])
