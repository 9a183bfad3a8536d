"""The stories that a page leads on to in a box of its own: "Related", "Read more", "See also"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.model import Block, Mark
from reader.story.about.declared import some
from reader.story.blocks.elements import absolute, is_hidden
from reader.story.blocks.walker import Walker
from reader.story.parts.roles import is_read_more
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BOXES: Final = 3
MAX_LINKS: Final = 8
"""Links of a box; one with more of them is a part of the site, not of the story."""
MAX_LABEL: Final = 60
MAX_INDENTED: Final = 500
"""Characters of a label with the white space of its markup."""
MAX_LABELS: Final = 20
"""Labels whose neighbours are looked at."""
MAX_PARTS: Final = 6
"""Elements in a label."""
MAX_LOOKED_AT: Final = 3_000
"""Elements that could be the label of a box."""
FEWEST_WORDS: Final = 3
"""Words of the title of a story."""
CHARACTERS: Final = 9
"""The same for scripts without spaces."""

_HOLDING: Final = frozenset(["a", "p", "div"])
_APART: Final = frozenset(["aside", "nav", "footer", "header"])
_HEADINGS: Final = frozenset(f"h{n}" for n in range(2, 7))
_LABELS: Final = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div", "span", "dt")


def related_blocks(root: _Element, base: str) -> list[Block]:
    """Label and links of the first boxes of related stories, every block with its role."""
    found: list[Block] = []
    boxes = labels = 0
    known: set[str] = set()
    parted = root.find(".//article") is not None
    for element in some(root.iter(*_LABELS), MAX_LOOKED_AT):
        label = _label(element)
        if not label or not _in_story(element, parted):
            continue
        labels += 1
        if boxes >= MAX_BOXES or labels > MAX_LABELS:
            break
        links = [b for b in _links_beside(element, base) if b.text not in known]
        if links:
            boxes += 1
            known.update(b.text for b in links)
            found += [Block("heading", label, level=3, role="read_more"), *links]
    return found


def _label(element: _Element) -> str:
    """The words of a label such as "Related", "" for any other element."""
    text = element.text
    if not text and (len(element) != 1 or element.tag not in _HEADINGS):
        return ""
    if len(element):
        inner = [e.tag for e in some(element.iterdescendants(), MAX_PARTS + 1)]
        if len(inner) > MAX_PARTS or not _HOLDING.isdisjoint(inner):
            return ""
        text = "".join(element.itertext())
    text = " ".join((text or "")[:MAX_INDENTED].split())
    if not 0 < len(text) <= MAX_LABEL or not is_read_more(text):
        return ""
    return clean_line(text)


def _in_story(element: _Element, parted: bool) -> bool:
    """Whether it stands in the article, or on a page without one (``parted``: with one) not apart."""
    around = {e.tag for e in element.iterancestors()}
    return "article" in around if parted else around.isdisjoint(_APART)


def _links_beside(label: _Element, base: str) -> list[Block]:
    """The links of the list after a label, or of the box that label and links share."""
    holder = label
    for _ in range(3):
        links: list[Block] = []
        for after in some(holder.itersiblings(), MAX_LINKS):
            more = links_of(after, base)
            if not more or len(links) + len(more) > MAX_LINKS:
                break
            links += [b for b in more if b not in links]
        if links:
            return links
        parent = holder.getparent()
        if parent is None or parent.tag in ("body", "article", "main", "html"):
            return []
        holder = parent
    return []


def links_of(box: _Element, base: str) -> list[Block]:
    """The links to stories that a box is made of, [] when it holds more than those."""
    if is_hidden(box):
        return []
    found: list[Block] = []
    linked = 0
    for link in some(box.iter("a"), MAX_LINKS * 4):
        text = _title_of(link)
        url = absolute(base, (link.get("href") or "").strip())
        if url and _is_title(text) and not any(b.text == text for b in found):
            found.append(
                Block("list_item", text, (Mark(0, len(text), "link", url),), 1, "read_more")
            )
            linked += _length(link)
    whole = _length(box)
    return found if 0 < len(found) <= MAX_LINKS and linked * 2 > whole else []


def _length(element: _Element) -> int:
    """The characters in an element, white space folded."""
    return sum(len(" ".join(t.split())) for t in element.itertext())


def _title_of(link: _Element) -> str:
    """The words of a link to a story; of one that holds several blocks, those of the first that
    reads like a title."""
    texts = [b.text for b in Walker(None, media=False).walk(link) if b.text]
    return clean_line(next(filter(_is_title, texts), "".join(texts[:1]))[:300])


def _is_title(text: str) -> bool:
    return len(text.split()) >= FEWEST_WORDS or (not text.isascii() and len(text) >= CHARACTERS)
