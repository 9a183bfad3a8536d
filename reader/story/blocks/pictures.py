"""Which address a picture really has, and which pictures are only there to count readers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.urls import join

if TYPE_CHECKING:
    from lxml.etree import _Element

_LAZY: Final = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-srcset",
    "data-lazy-srcset",
    "data-hi-res-src",
    "data-full-src",
    "data-url",
)
_COUNTERS = re.compile(
    r"//(?:pixel|stats|feeds\.feedburner|feedads|[\w.-]*doubleclick|[\w.-]*scorecardresearch|"
    r"[\w.-]*google-analytics)\.[^/]*/|feedburner\.com/~(?:r|ff|a)/|/(?:pixel|spacer|blank|transparent|1x1)\.(?:gif|png)|"
    r"[?&](?:pixel|beacon)=",
    re.I,
)
_COUNTER_WORDS: Final = (
    *"pixel stats feedburner feedads doubleclick scorecardresearch google-analytics".split(),
    *"spacer blank transparent 1x1 beacon".split(),
)
"""One of these stands in every match of :data:`_COUNTERS` that is ASCII."""
_PLACEHOLDER = re.compile(
    r"^data:|/(?:placeholder|grey-placeholder|spacer|blank|loading|transparent|lazy)[\w-]*\.(?:gif|png|svg|jpe?g)",
    re.I,
)
_PICTURE_FILE = re.compile(r"\s*\S{1,2000}\.(?:jpe?g|png|webp)(?:\?\S{0,500})?\s*$", re.I)
WIDE: Final = 100
"""Pixels of a picture that is no counter."""
_TINY = re.compile(r"(?<![\w-])(?:width|height)\s*:\s*[012]px")
_CAPTION = re.compile(
    r"caption|legend|didascalia|pie[-_]?(?:de[-_]?)?(?:foto|imagen|photo)|cutline|bijschrift|onderschrift|billedtekst|kuvateksti|"
    r"(?:image|img|media|photo|picture|foto|bild|figure)s?[-_]{0,2}"
    r"(?:desc|text|te[kx]st|info|sub-?title|sub-?line|unter(?:schrift|zeile)|zeile|beschreibung|legende|pie|popis|opis|podpis|alt[iı]|under-?text)|kep-?alairas|"
    r"(?:^|\s)(?!drop)(?:[a-z]{1,7}[-_])?cap(?:\s|$)",
    re.I,
)
_CALLED: Final = ("data-testid", "data-qa", "data-component", "itemprop")
"""Attributes other than a class that say what an element is."""
_FACE = re.compile(
    r"gravatar|avatar|(?:author|profile|byline|contributor)[-_]{0,2}(?:profile[-_])?(?:image|img|photo|pic|headshot)",
    re.I,
)
EMOJI: Final = 16
"""Characters that one emoji is written with, at most."""
FORMULA: Final = 1_000
_FORMULA = re.compile(r"(?:^|\s)(?:latex|tex|mwe-math-[\w-]*)(?=\s|$)")
_DRAWN_FORMULA = re.compile(r"/latex\.php\?|latex\.codecogs\.com/|/math/render/")
_DISPLAYED = re.compile(r"\{\\(?:display|text)style\s*(.*)\}", re.S)
_EMOJI = re.compile(r"\b(?:emoji|smiley|wp-smiley|emoticon)\b", re.I)


@lru_cache(maxsize=4096)
def names_caption(name: str) -> bool:
    """Whether a class is one that captions have, or what holds them."""
    return _CAPTION.search(name) is not None


def is_called_caption(element: _Element) -> bool:
    """Whether a page names an element a caption, by its class or otherwise."""
    get = element.get
    if (name := get("class")) and names_caption(name):
        return True
    return any((name := get(key)) and names_caption(name[:100]) for key in _CALLED)


def words_drawn(img: _Element) -> str:
    """What a picture stands for that is a character or a formula of a sentence, as its ``alt``
    holds it (a formula in LaTeX); "" for other pictures."""
    alt = (img.get("alt") or "").strip()
    if not 0 < len(alt) <= FORMULA:
        return ""
    name = img.get("class") or ""
    if len(alt) <= EMOJI and _EMOJI.search(name):
        return alt
    if _FORMULA.search(name) or _draws_formula(img.get("src") or ""):
        found = _DISPLAYED.fullmatch(alt)
        return found.group(1).strip() if found else alt
    return ""


def _draws_formula(src: str) -> bool:
    """Whether an address is that of a formula drawn from its LaTeX."""
    return ("latex" in src or "/math/" in src) and _DRAWN_FORMULA.search(src) is not None


def is_furniture(img: _Element) -> bool:
    """Whether a picture counts readers, or is named as that of who wrote the page."""
    return is_counter(img) or _FACE.search((img.get("class") or "")[:300]) is not None


def is_counter(img: _Element) -> bool:
    """Whether it is a tracking pixel: at most two pixels wide or high, or a known counter.

    A height of 0 beside a width is one that the site's script did not know.
    """
    sides = [_pixels(side) for side in (img.get("width"), img.get("height")) if side]
    if any(side <= 2 for side in sides) and not (0 in sides and max(sides) > WIDE):
        return True
    style = img.get("style")
    if style and _TINY.search(style):
        return True
    return _counts(img.get("src") or "")


def _counts(src: str) -> bool:
    """Whether an address is that of a known counter; most are told by the words not in them."""
    if src.isascii():
        small = src.lower()
        if not any(map(small.__contains__, _COUNTER_WORDS)):
            return False
    return _COUNTERS.search(src) is not None


def address(img: _Element, base: str | None) -> str | None:
    """The absolute address of the picture itself, lazily loaded ones included, or None."""
    src = img.get("src") or ""
    if src and not _PLACEHOLDER.search(src) and (found := join(base, src)):
        return found
    for name in _LAZY:
        if value := img.get(name):
            value = widest(value) if "srcset" in name else value
            if not value.startswith("{") and (found := join(base, value)):
                return found
    for value in _srcsets(img):
        if found := join(base, widest(value)):
            return found
    return _any_attribute(img, base)


def widest(srcset: str) -> str:
    """The address in a ``srcset`` with the largest width or density."""
    best, size = "", -1.0
    for piece in re.split(r",\s+|,(?=https?:|/)", srcset.strip()[:20_000]):
        url, _, hint = piece.strip().partition(" ")
        try:
            width = float(hint.strip().rstrip("wx") or 0)
        except ValueError:
            width = 0.0
        if url and width > size:
            best, size = url.rstrip(","), width
    return best


def _srcsets(img: _Element) -> list[str]:
    values = [img.get("srcset")]
    parent = img.getparent()
    while parent is not None and parent.tag == "source":  # libxml2 nests what follows a source.
        parent = parent.getparent()
    if parent is not None and parent.tag == "picture":
        values += [
            s.get("srcset") or s.get("data-srcset") for s in parent.iterdescendants("source")
        ]
    return [v for v in values if v and not v.startswith("data:")]


def figure_address(figure: _Element, base: str | None) -> str | None:
    """The address of the picture of a ``figure`` that holds no ``img`` until its script has run:
    in what it says of itself (microdata), or in an attribute of the site's own making."""
    if next(figure.iterdescendants("img", "picture", "video", "iframe"), None) is not None:
        return None
    values = [v for name, v in figure.attrib.items() if name not in ("class", "id", "title")]
    values += [
        part.get("content") or part.get("href") or ""
        for part in figure.iterdescendants("meta", "link", "div", "span", "a")
        if part.get("itemprop") in ("url", "contentUrl", "image")
    ]
    for value in values[:50]:
        if _PICTURE_FILE.match(value) and (found := join(base, value.strip())):
            return found
    return None


def _any_attribute(img: _Element, base: str | None) -> str | None:
    """A picture's address in an attribute of the site's own making, on it or its figure."""
    parent = img.getparent()
    holders = [img] if parent is None or parent.tag != "figure" else [img, parent]
    for holder in holders:
        for name, value in holder.attrib.items():
            if name not in ("alt", "title", "src", "class", "id") and _PICTURE_FILE.match(value):
                found = join(base, value.strip())
                if found:
                    return found
    return None


def only_picture(noscript: _Element) -> bool:
    """Whether a ``noscript`` stands for one picture that a script would load."""
    pictures = list(noscript.iterdescendants("img"))
    return len(pictures) == 1 and not "".join(noscript.itertext()).strip()


def stands_for_picture(noscript: _Element) -> bool:
    """Whether it holds one picture, and none that a script loads stands just before."""
    before = noscript.getprevious()
    return only_picture(noscript) and (before is None or before.tag != "img")


def _pixels(side: str) -> float:
    if side.isdecimal() and len(side) <= 6:
        return float(side)
    found = re.match(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:px)?\s*$", side)
    return float(found.group(1)) if found else 100.0
