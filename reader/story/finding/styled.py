"""Subheads that are headings by the name of their class alone, as ``<p class="zwischentitel">`` is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.story.about.declared import some
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_LOOKED_AT: Final = 4_000
"""Elements of a page that are looked at."""
LONGEST: Final = 110
"""Characters of a subhead."""
NEAR: Final = 3
"""Elements before and behind a subhead among which a paragraph of the story stands."""
PROSE: Final = 80
"""Characters of such a paragraph."""
MAX_TEXTS: Final = 60
"""Texts in an element that are looked at."""
LEVEL: Final = "h3"

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:(?:article|story|content|text|c|m)[_-]+)*(?:sub-?head(?:ing|er|line)?|sub-?title|"
    r"zwischen-?(?:titel|(?:ue|ü)berschrift|headline)|inter-?titres?|cross-?head(?:ing)?|ladillo|inter-?t[ií]tulo|"
    r"sottotitol(?:o|etto)|titoletto|tussenkop(?:je)?|mellanrubrik|mellomtittel|mellemrubrik|v[aä]liotsikko|"
    r"[sś]r[oó]dtytu[lł]|mezititulek|ara-?ba[sş]l[iı]k|inter-?title|mid-?title|para(?:graph)?-?(?:head(?:ing)?|title)|"
    r"ko-?midashi|midashi|h[2-4]|heading-?[2-4])(?=$|\s|[_-]{2})",
    re.I,
)
_ENDS = re.compile(r"[.:;,…。：，]\W*$")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LEADING: Final = frozenset(
    "a img table ul ol form input button iframe video figure p div h1 h2 h3 h4".split()
)
"""What stands in no subhead."""
_APART: Final = frozenset("figure figcaption aside nav footer header blockquote li table a".split())


def head_by_class(root: _Element) -> None:
    """Make headings, in place, of the lines between paragraphs that a page calls subheads."""
    from lxml import etree

    for element in list(some(root.iter("p", "div"), MAX_LOOKED_AT)):
        name = element.get("class")
        if name and names_subhead(name[:200]) and _parts_prose(element):
            element.tag = LEVEL
            etree.strip_tags(element, "strong", "b")


@lru_cache(maxsize=8192)
def names_subhead(name: str) -> bool:
    """Whether a class is one that subheads have."""
    return _NAMES.search(name) is not None


def _parts_prose(element: _Element) -> bool:
    """Whether a short line, no sentence, stands between paragraphs; what sums a story up stands
    before its first one."""
    text = clean_line("".join(some(element.itertext(), MAX_TEXTS))[: 2 * LONGEST])
    if not 3 <= len(text) <= LONGEST or _ENDS.search(text):
        return False
    if any(e.tag in _LEADING for e in element.iterdescendants()):
        return False
    if any(e.tag in _APART for e in some(element.iterancestors(), NEAR)):
        return False
    before = some(element.itersiblings(preceding=True), NEAR)
    return any(map(_is_prose, before)) and any(map(_is_prose, some(element.itersiblings(), NEAR)))


def _is_prose(element: _Element) -> bool:
    """Whether it has the length of a paragraph; a character of a script without spaces is two."""
    if element.tag not in ("p", "div"):
        return False
    text = "".join(some(element.itertext(), MAX_TEXTS))
    if len(text) < PROSE <= 2 * len(text) and not text.isascii():
        return len(text) + len(_WIDE.findall(text)) >= PROSE
    return len(text) >= PROSE
