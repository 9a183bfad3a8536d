"""Boxes that stand between the paragraphs of a story: teasers, videos, things to know.

A story's own headings stand among its paragraphs, or each with some of them in a part of its
own.  Where an element holds paragraphs that make up most of its text, another child of it that
holds a heading and little else is a box; its heading parts the box from the story, not the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reader.story.finding.outline import Node
from reader.story.parts.roles import is_read_more
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

FLOW: Final = 0.5
"""Share of an element's text that must stand in its paragraphs."""
FEWEST: Final = 3
"""Paragraphs that make up a story."""
PARAGRAPH: Final = 60
"""Characters of a paragraph that counts."""
PROSE: Final = 110
"""Characters from which a paragraph of a box is there to be read."""
LARGEST: Final = 0.25
"""Share of the text around it under which a part is a box."""
TEASER: Final = 400
"""Characters of a box that leads to another story."""
LINKED: Final = 0.5
"""Linked share of such a box."""
WHOLLY: Final = 0.9
"""Linked share of a box that is a picture and a title."""

MAX_LABEL: Final = 250
"""Characters of a heading that are looked at."""

_HEADINGS: Final = frozenset(f"h{n}" for n in range(1, 7))
_PARTS: Final = frozenset("div section aside article figure ul ol li a span".split())
_READ: Final = frozenset(["li", "dd", "dt", "figcaption"])
"""Elements whose words are there to be read."""
_SHOWN: Final = frozenset(["img", "picture", "video", "iframe"])
_CALLS = re.compile(
    r"(?:sign\s+(?:me\s+)?up|subscribe|register|join|s.inscrire|je\s+m.inscris|inscrivez|s.abonner|abonnieren|"
    r"(?:jetzt\s+|hier\s+)?(?:anmelden|abonnieren|registrieren)|suscr[ií]b|ap[uú]ntate|reg[ií]strate|iscriviti|abbonati|"
    r"assine|inscreva|inschrijven|aanmelden|prenumerera|abonner|zapisz|подпис|登録)",
    re.I,
)
"""What the link of a box says that wants an address or a subscription."""
_NAMED = re.compile(
    r"(?:fact|info|explainer|background)s?[-_]?box|box-?out|fakta-?(?:ruta|boks|laatikko)|(?:info|fakten)-?kasten|"
    r"faktenbox|encadre|recuadro|despiece|info-?kader",
    re.I,
)
"""What pages call a box that says something beside the story."""
_LASTS = re.compile(r"\b\d{1,2}:[0-5]\d\b")
"""How long a video takes."""


def boxes_of(tops: Sequence[Node]) -> tuple[list[_Element], list[_Element]]:
    """Of what ``tops`` hold, the boxes that lead away from the story, and the headings of the
    other boxes."""
    teasers: list[_Element] = []
    titles: list[_Element] = []
    stack = list(tops)
    while stack:
        node = stack.pop()
        if node.removed:
            continue
        held = [part for part in node.children if not part.removed]
        flow = _flow_of(node, held)
        alike = {_look(part) for part in flow} - {""}
        if flow:
            teasers += [part.element for part in node.children if _was_teaser(part)]
            teasers += [part.element for part in held if _look(part) not in alike and _offers(part)]
        looks = Counter(_look(part) for part in held if part.headed)
        for part in held:
            if part.headed == 0:
                continue
            if _NAMED.search(_look(part)) and _is_part(part) and len(_headings(part)) == 1:
                titles += [h.element for h in _headings(part) if _is_title(h, part)]
            elif not flow or not _is_part(part) or part.text > LARGEST * node.text:
                stack.append(part)
            elif _look(part) not in alike:
                headings = _headings(part)
                often = looks[_look(part)] >= FEWEST
                if _leads_away(part, headings, often=often):
                    teasers.append(part.element)
                elif len(headings) == 1 and not (often and _is_section(part)):
                    titles += [h.element for h in headings if _is_title(h, part)]
    return teasers, titles


def _was_teaser(part: Node) -> bool:
    """Whether a part that was taken out before is a heading that is a link, and little else."""
    while not part.text and len(part.children) == 1 and _is_part(part):
        part = part.children[0]
    return (
        part.removed
        and part.headed > 0
        and part.text <= TEASER
        and part.density >= LINKED
        and _is_part(part)
    )


def _offers(part: Node) -> bool:
    """Whether a box without a heading asks for an address, or ends in a link that does so, or is a
    picture and words that are one link."""
    if part.headed or part.text > TEASER or part.tag == "p" or not _is_part(part):
        return False
    if any(n.tag in _READ or (n.tag == "p" and n.text >= PROSE) for n in _within(part)):
        return False
    if part.text and _asks(part):
        return True
    links = list(part.element.iterdescendants("a"))
    if links and part.paras and _CALLS.match(clean_line("".join(links[-1].itertext())[:MAX_LABEL])):
        return True
    return part.images > 0 and part.text >= PARAGRAPH and part.density >= WHOLLY


def _asks(part: Node) -> bool:
    """Whether there is a form in it."""
    return next(part.element.iterdescendants("form", "input"), None) is not None


def _is_part(node: Node) -> bool:
    """Whether an element may be a box; names with a hyphen are of a site's own making."""
    return node.tag in _PARTS or "-" in node.tag


def _look(part: Node) -> str:
    """What the style sheet knows a part by, its number aside; "" for nothing."""
    return part.element.get("class") or ""


def _is_section(part: Node) -> bool:
    """Whether a part holds a paragraph to be read and no link."""
    return part.linked == 0 and any(n.tag == "p" and n.text >= PROSE for n in _within(part))


def _flow_of(node: Node, held: Sequence[Node]) -> list[Node]:
    """Those of a node's children that are paragraphs, [] unless most of its text stands in them."""
    found = [
        child
        for child in held
        if child.text >= PARAGRAPH and child.headed == 0 and (child.tag == "p" or child.paras == 1)
    ]
    enough = len(found) >= FEWEST and sum(child.text for child in found) >= FLOW * node.text
    return found if enough else []


def _is_title(heading: Node, part: Node) -> bool:
    """Whether a heading is that of a box: there are other words in it, not other stories."""
    words = clean_line("".join(heading.element.itertext())[:MAX_LABEL])
    return part.text > heading.text + 1 and not is_read_more(words)


def _headings(part: Node) -> list[Node]:
    return [n for n in _within(part) if n.tag in _HEADINGS and n.text]


def _within(part: Node) -> list[Node]:
    """The nodes that a part holds, in document order, those taken out left out."""
    found: list[Node] = []
    stack = list(reversed(part.children))
    while stack:
        node = stack.pop()
        if not node.removed:
            found.append(node)
            stack.extend(reversed(node.children))
    return found


def _leads_away(part: Node, headings: Sequence[Node], *, often: bool) -> bool:
    """Whether a box is one of links, or holds a heading beside a picture, video or link and no
    prose; boxes of one kind that come ``often`` are what the story is about."""
    if part.text > TEASER or not headings:
        return False
    held = _within(part)
    if any(
        n.tag in _READ or (n.tag == "p" and n.text >= PROSE and n.density < LINKED) for n in held
    ):
        return False
    if part.density >= LINKED or part.inputs or _asks(part):
        return True
    rest = part.text - sum(n.text for n in headings)
    if often or not rest:
        return False
    shown = part.linked or any(n.tag in _SHOWN for n in held)
    return bool(shown or _LASTS.search("".join(part.element.itertext())))


def make_bold(heading: _Element) -> _Element:
    """Turn the heading of a box into a line of bold words, in place; gives the new element."""
    from lxml import etree

    inner = etree.Element("strong")
    inner.text, heading.text = heading.text, None
    inner.extend(list(heading))
    heading.append(inner)
    heading.tag = "p"
    return inner
