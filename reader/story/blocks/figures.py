"""Pictures with what is said about them: what a caption is, and the order within a figure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from reader.model import Block
from reader.story.blocks.pictures import is_called_caption

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.story.blocks.inline import Line

MAX_CAPTION: Final = 600
"""Characters of a caption that is no ``figcaption``."""
MAX_PIECES: Final = 12
LEAST: Final = 4
"""Characters of a line in the middle of the page that is a caption, at least."""
MAX_LINE: Final = 160
"""And at most."""
_CENTRED = re.compile(
    r"text-align\s*:\s*center|(?:^|[\s_-])(?:text-?|align-?|has-text-align-)?cent(?:er|re)(?:ed)?(?=$|\s)",
    re.I,
)
_COUNT = re.compile(r"\[?\d{1,3}\s*(?:of|von|de|sur|di|van|/)\s*(\d{1,3})[\s:.\]–-]+(?=\D)")
_COUNTED = re.compile(r"\s*\[?\d{1,3}\s*(?:of|von|de|sur|di|van|/)\s*\d{1,3}\]?\s*")
MAX_COUNT: Final = 14
"""Characters of the number of a picture among others, with its spaces."""
_CAPTIONING: Final = frozenset("p div span td small em i cite dd h5 h6".split())


def is_caption(element: _Element, tag: str) -> bool:
    """Whether a page names an element its caption, though it is no ``figcaption``."""
    if tag not in _CAPTIONING or not element.attrib:
        return False
    if not is_called_caption(element) and not (tag == "p" and _is_centred_line(element)):
        return False
    return next(element.iterdescendants("img"), None) is None


def drop_count(line: Line) -> None:
    """Empty the line right before a picture when it is nothing but its number, as "2 / 5"."""
    if 0 < line.length <= MAX_COUNT and _COUNTED.fullmatch(line.text):
        line.take()


def is_pictured(element: _Element) -> bool:
    """Whether a paragraph is a picture with a line under it, both in the middle of the page."""
    return (
        len(element) > 0  # seldom: so asked first
        and bool(element.attrib)
        and _is_centred_line(element)
        and next(element.iterdescendants("img"), None) is not None
    )


def _is_centred_line(element: _Element) -> bool:
    """Whether a few plain words stand in the middle of the page, as captions do that have no name;
    what is bold there is a heading."""
    if not _is_centred(element):
        return False
    if next(element.iterdescendants("b", "strong", "h2", "h3"), None) is not None:
        return False
    words = _words(element)
    if not LEAST <= len(words) <= MAX_LINE or not any(map(str.isalpha, words)):
        return False
    beside = chain(element.itersiblings("p"), element.itersiblings("p", preceding=True))
    other = next((e for e in islice(beside, MAX_PIECES) if _words(e)), None)
    return other is not None and not _is_centred(other)  # else the whole story is


def _is_centred(element: _Element) -> bool:
    get = element.get
    return get("align") == "center" or _centres(
        f"{(get('style') or '')[:300]} {(get('class') or '')[:300]}"
    )


@lru_cache(maxsize=1024)
def _centres(names: str) -> bool:
    """Whether a style or a class puts words in the middle; a feed has few, many times."""
    return bool(_CENTRED.search(names))


def _words(element: _Element) -> str:
    return "".join(islice(element.itertext(), MAX_PIECES)).strip()


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


def without_counts(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` whose captions don't begin with the number of their picture among others, as "2 of
    5" in a gallery; that of a single caption may be what it says, unless it
    stands in brackets."""
    counted = [_COUNT.match(b.text) if b.kind == "caption" else None for b in blocks]
    totals = Counter(found.group(1) for found in counted if found)
    return [
        _from(block, found.end())
        if found and (totals[found.group(1)] > 1 or block.text.startswith("["))
        else block
        for block, found in zip(blocks, counted, strict=True)
    ]


def _from(block: Block, at: int) -> Block:
    """A block without its first ``at`` characters."""
    marks = [replace(m, start=max(0, m.start - at), end=m.end - at) for m in block.marks]
    return replace(block, text=block.text[at:], marks=tuple(m for m in marks if m.start < m.end))


def is_shown(url: str, before: Sequence[Block]) -> bool:
    """Whether a picture stands just before: a script's own and its ``noscript`` twin."""
    bare = url.partition("?")[0]
    return any(b.kind == "image" and (b.url or "").partition("?")[0] == bare for b in before[-2:])
