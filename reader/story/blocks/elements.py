"""What the elements of HTML mean to the walk: which are blocks, which marks, which never shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.model import MarkStyle
from reader.urls import join

if TYPE_CHECKING:
    from lxml.etree import _Element

# Not "source" and "track", which libxml2 takes for elements that hold what follows them.
DROPPED: Final = frozenset(
    "applet audio base button canvas datalist dialog embed frame frameset head iframe input link "
    "map meta noframes noscript object optgroup option output param progress rp rt script select "
    "style svg math template textarea title video".split()
)
BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
STYLES: Final[dict[str, MarkStyle]] = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "s": "strike",
    "strike": "strike",
    "del": "strike",
    "sup": "superscript",
    "sub": "subscript",
}
PARTS: Final[dict[str, str]] = {
    **dict.fromkeys(BLOCKS, "block"),
    **dict.fromkeys(STYLES, "style"),
    **{tag: tag for tag in ("a", "br", "img", "q")},
    **dict.fromkeys(DROPPED, "dropped"),
}
"""What an element is to the walk; those that aren't here are passed through."""
MEDIA: Final = frozenset(["iframe", "video", "audio", "embed", "object"])
TABLE_PARTS: Final = frozenset(["caption", "tr", "td", "th"])
MAX_STYLE: Final = 1_000
"""Characters of a style or class that are looked at."""
_MARKS: Final = frozenset("“”„‟«»‹›‘’‚‛\"'「」『』")
_OPENING: Final = frozenset('“„«‹‘‚「『"')
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|u-hidden|show-for-sr|is-hidden|(?:\w-)?off-?screen)(?:\s|$)",
    re.I,
)
_CLASS_ALONE: Final = ["class"]
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|400)", re.I)
_INDENT = re.compile(
    "[ \\t\\r\\n]*(?:[\u3000\u2003]|\xa0 ?\xa0|[(\\[]?\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[)\\]]|\\Z|\\s))"
)
_ORNAMENT = re.compile(r"[\s\W_]*\Z")


@lru_cache(maxsize=4096)
def absolute(base: str | None, href: str) -> str | None:
    """An address on a page made absolute; remembered, since a page is walked more than once."""
    return join(base, href)


def target(link: _Element, base: str | None) -> str | None:
    """Where a link leads, or None when it leads nowhere."""
    href = (link.get("href") or "").strip()
    return None if href in ("", "#") else absolute(base, href)


def style_of(element: _Element, tag: str) -> MarkStyle | None:
    """The style that an element gives its words; none for the ``b`` that a word processor puts
    around a whole text that is not bold."""
    plain = tag == "b" and element.keys() and _NOT_BOLD.search(element.get("style") or "")
    return None if plain else STYLES[tag]


def is_hidden(element: _Element) -> bool:
    """Whether the markup itself says that the element isn't shown."""
    names = element.keys()
    if not names:
        return False
    get = element.get
    if names == _CLASS_ALONE:  # as on most elements that have anything
        return _hides((get("class") or "")[:MAX_STYLE])
    if "hidden" in names or ("aria-hidden" in names and get("aria-hidden") == "true"):
        return True
    if "style" in names and _HIDDEN_STYLE.search((get("style") or "")[:MAX_STYLE]):
        return True
    return "class" in names and _hides((get("class") or "")[:MAX_STYLE])


@lru_cache(maxsize=1024)
def _hides(name: str) -> bool:
    """Whether a class is one by which nothing is shown; a feed has few classes, many times."""
    return bool(_HIDDEN_CLASS.search(name))


def is_data_table(table: _Element) -> bool:
    """Whether a table holds data: two rows and two columns at least, none of it laid-out text."""
    if (
        next(table.iterdescendants("table"), None) is not None
        or table.get("role") == "presentation"
    ):
        return False
    rows = 0
    widest = 0
    for row in table.iterdescendants("tr"):
        rows += 1
        widest = max(widest, sum(1 for cell in row if cell.tag in ("td", "th")))
        if rows > 20 and widest > 1:
            break
    if rows < 2 or widest < 2:
        return False
    held = sum(1 for _ in table.iterdescendants("p", "h1", "h2", "h3", "figure"))
    return held <= 2 * rows


def first_number(ordered: _Element) -> int:
    """The number of the first item of an ``ol``."""
    return _integer(ordered.get("start"), 1)


def item_number(item: _Element, following: int) -> int:
    """The number of an item of an ``ol``, ``following`` unless it gives its own."""
    return _integer(item.get("value"), following)


def _integer(value: str | None, otherwise: int) -> int:
    """A number of at most six digits as an attribute gives it."""
    found = re.match(r"\s*(-?\d{1,6})\s*$", value or "")
    return int(found.group(1)) if found else otherwise


def begins_indented(text: str) -> bool:
    """Whether words behind a line break are set in like those of a new paragraph, or say where in
    a recording something begins."""
    return _INDENT.match(text) is not None


def is_ornament(text: str) -> bool:
    """Whether ``text`` holds only rules and bullets such as ``***`` (pictographs are words)."""
    if text[:1].isalnum():
        return False
    return bool(_ORNAMENT.match(text)) and not any(ord(c) > 0x2B00 for c in text)


def prints_marks(words: str | None, before: str) -> bool:
    """Whether the page itself prints marks around a ``q`` element: first of its ``words``, or as the
    character ``before`` it."""
    return (words or "").lstrip()[:1] in _MARKS or before in _OPENING
