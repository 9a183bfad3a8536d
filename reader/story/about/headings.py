"""The headings of a page: their words, where they stand, whether they are the site's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.story.about.declared import some

if TYPE_CHECKING:
    from lxml.etree import _Element

LEAST: Final = 3
"""Words that a headline has without the label before it."""
SECOND: Final = 10
"""Second headings among which the headline may be."""
PROSE: Final = 200
"""Characters of the paragraph where the story has begun."""
MAX_SPANS: Final = 6
"""Parts of a heading that are looked at."""
_HEARD = re.compile(r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)", re.I)
"""Classes of what nobody sees."""


def words_of(element: _Element) -> str:
    """The words of a heading, those of style sheets in it left out, and a few that only those hear
    who have the page read to them."""
    whole = " ".join(element.itertext())[:1000]
    if next(element.iterdescendants("style", "script"), None) is not None:
        shown = element.xpath(".//text()[not(parent::style or parent::script)]")
        whole = " ".join(shown)[:1000]
    for part in some(element.iterdescendants("span"), MAX_SPANS):
        heard = "".join(part.itertext()) if _HEARD.search(part.get("class") or "") else ""
        rest = whole.replace(heard, " ", 1)
        if 0 < len(heard.split()) < LEAST <= len(rest.split()):
            whole = rest
    return whole


def is_masthead(heading: _Element, host: str) -> bool:
    """Whether a heading is the site's own: all of its words are a link to the front page."""
    links = list(some(heading.iter("a"), 2))
    if len(links) != 1 and not (links := list(some(heading.iterancestors("a"), 1))):
        return False
    link = links[0]
    if "".join(link.itertext()).split() != "".join(heading.itertext()).split():
        return False
    try:
        place = urlsplit((link.get("href") or "").strip())
    except ValueError:
        return False
    own = not place.netloc or place.netloc.lower().removeprefix("www.") == host.removeprefix("www.")
    front = place.path == "/" or (bool(place.netloc) and not place.path)
    return own and front and not place.query and not place.fragment


def above_prose(root: _Element) -> list[_Element]:
    """The second headings that stand above the first long paragraph."""
    found: list[_Element] = []
    for element in root.iter("h2", "p"):
        if element.tag == "h2":
            found.append(element)
        elif element.tag == "p" and sum(map(len, element.itertext())) > PROSE:
            break
    return found[:SECOND]


def is_late(root: _Element) -> bool:
    """Whether the first heading stands below paragraphs of a story."""
    prose = 0
    for element in root.iter("h1", "p"):
        if element.tag == "h1":
            return prose > 1
        prose += sum(map(len, element.itertext())) > PROSE
    return False
