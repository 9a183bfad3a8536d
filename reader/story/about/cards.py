"""What stands in a box that leads to another story, such as the byline of a teaser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.story.about.declared import some
from reader.story.parts.arrange import same_words
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS: Final = 6
"""Elements around a line of which one may be such a box."""
MAX_PARTS: Final = 60
"""Elements in a box, about; one with more holds more than a teaser."""
LONGEST: Final = 800
"""Characters of a teaser."""
PROSE: Final = 150
"""Characters of a paragraph of a story; a teaser has one at most."""
LINKED: Final = 2
"""So many times the words of a line stand in a link that is about more than it."""

_TEASER = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|teasers?|read-?next|up-?next|most-?(?:read|popular)|trending|"
    r"more-?(?:posts|stories|articles|from)|(?:post|article|story|news|content)-?(?:card|teaser|preview|tile))"
    r"(?=$|[\s_-])|(?-i:(?:Post|Article|Story|News|Vertical|Horizontal|Content|List)(?:Card|Teaser|Preview|Tile))",
    re.I,
)
_HEADINGS: Final = frozenset(f"h{n}" for n in range(2, 7))
_TITLES: Final = _HEADINGS | {"a"}


def in_teaser(element: _Element, title: str) -> bool:
    """Whether an element stands in a box about another story than that with ``title``: one that is
    named so, one link with more words, or one whose heading is a link to a page."""
    own = _words(element)
    for around in some(element.iterancestors(), LEVELS):
        if around.tag in ("body", "main", "html"):
            return False
        inside = list(some(around.iterdescendants(), MAX_PARTS))
        if any(e.tag == "h1" for e in inside):
            return False
        words = _words(around)
        told = sum(e.tag == "p" and len(e.text or "") > PROSE for e in inside) > 1
        if (
            around.tag == "a"
            and not told
            and len(words) > LINKED * len(own) + 1
            and not same_words(words, title)
        ):
            return True
        if told or len(inside) == MAX_PARTS or len(words) > LONGEST:
            return False
        heads = [e for e in inside if e.tag in _HEADINGS]
        if any(same_words(_words(head), title) for head in heads):
            return False
        if any(_leads_on(head, own) for head in heads):
            return True
        named = _TEASER.search((around.get("class") or "")[:300])
        if named and any(_is_other(_words(e), own) for e in inside if e.tag in _TITLES):
            return True
    return False


def _leads_on(heading: _Element, own: str) -> bool:
    """Whether a heading of several words, others than those of a line, is a link."""
    if not _is_other(_words(heading), own):
        return False
    links = [*some(heading.iterdescendants("a"), 1), *some(heading.iterancestors("a"), 1)]
    return any(not (link.get("href") or "#").startswith("#") for link in links)


def _is_other(text: str, own: str) -> bool:
    return len(text.split()) > 3 and text not in own and own not in text


def _words(element: _Element) -> str:
    return clean_line(" ".join(some(element.itertext(), MAX_PARTS * 2))[:2000])
