"""Who wrote a page, where only a line with a day in it says so, a name beside a small picture, one
linked to its address, or what stands under "About the author"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from reader.story.about.cards import in_teaser
from reader.story.about.declared import some
from reader.story.about.names import is_name, names_in, single_name
from reader.story.parts.subheads import is_about_writer
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_LINE: Final = 140
"""Characters of such a line."""
MAX_PIECES: Final = 14
"""Texts in it."""
MAX_LOOKED_AT: Final = 3_000
"""Elements looked at."""
PROSE: Final = 150
"""Characters of a paragraph with which the story has begun."""
NEAR: Final = 16
"""Elements behind a picture among which the name stands that it is called by."""

_MONTH: Final = (
    r"(?:jan|feb|m[aä]r|apr|avr|abr|ma[iyj]|jui?n|jui?l|aug|ao[uû]|ago|sept?|o[ck]t|nov|de[cz]|dic|déc|fév|ene)"
    r"[^\W\d_]{0,7}\.?"
)
_DAY: Final = (
    rf"(?:[^\W\d_]{{2,12}}[.,]?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?\d{{4}}|"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
_DATED = re.compile(
    rf"(?:(?:posted|published|written|updated)\s+(?:on\s+)?)?{_DAY}\s*(?:[·•|,–—/-]\s*)?"
    r"(?P<by>(?:(?:written|posted|published)\s+)?by|von|par|por|di|door|av)?\s*(?P<rest>[^\W\d_].*)",
    re.I,
)
_MINUTES = re.compile(
    r"(?<=\d)\s*[·•|,–—-]\s*\d{1,2}\s*min(?:ute)?[sn]?\b(?:\s+(?:read|de\s+lecture|lesezeit))?(?=\s*[·•|–—-])",
    re.I,
)
"""How long it takes to read, between the day and the name."""
_PARTED = re.compile(rf"(?:{_DAY})\s*[·•|–—/]", re.I)
_ENDS = re.compile(
    r"\s+(?:in|on\s+behalf|for|at|under|filed|dans|en|unter)\s.*$|\s*[·•|@#(].*$|\s+[–—-]\s.*$"
)
_PICTURED = re.compile(
    r"^(?:(?:profile\s+|author\s+)?(?:photo|picture|portrait|image|avatar|headshot)\s+(?:of|for)\s+)?"
    r"(?P<name>[^\W\d_][^,|–—]{2,40}?)(?:[’']s\s+(?:avatar|photo|picture|profile.*|headshot))?(?:\s*[,|–—].{0,60})?$",
    re.I,
)
_LOCAL = re.compile(r"\s+at\s+|@")
_NAMING: Final = ("strong", "b", "a", "h3", "h4", "h5")
"""What the name of a writer stands in, above or in the words about him."""
_APART: Final = frozenset(["nav", "footer", "aside", "form", "figure", "figcaption"])


def dated_authors(root: _Element, site: str, title: str) -> list[str]:
    """The names behind a day, in a line above the story ("4 May 2026 · Ann Lee in Boats"), []
    where there is none."""
    for element in _above_prose(root, "p", "div", "span", "li", "h6"):
        if len(element) > MAX_PIECES:
            continue
        texts = list(some(element.itertext(), MAX_PIECES + 1))
        line = clean_line(" ".join(texts)[: MAX_LINE * 4])
        if len(texts) > MAX_PIECES or not any(map(str.isdigit, line)) or len(line) > MAX_LINE:
            continue
        found = _DATED.match(_MINUTES.sub("", line))
        if found is None or not (found["by"] or _PARTED.search(line)):
            continue
        names = names_in([_ENDS.sub("", found["rest"])], site)
        if names and all(_is_person(n) for n in names) and not _is_apart(element, title):
            return names
    return []


def pictured_authors(root: _Element, site: str, title: str) -> list[str]:
    """The name that stands behind a small picture that is called by it, above the story."""
    for picture in _above_prose(root, "img"):
        called = _PICTURED.match(clean_line((picture.get("alt") or "")[:MAX_LINE]))
        name = single_name(called["name"]) if called else ""
        if not _is_person(name) or fold(name) == fold(site) or fold(name) == fold(title):
            continue
        texts = {fold(clean_line(t)) for e in _after(picture) for t in _own(e)}
        if fold(name) in texts and not _is_apart(picture, title):
            return [name]
    return []


def mailed_authors(root: _Element, site: str, title: str) -> list[str]:
    """The name above the story that is a link to its own address or stands in front of one, as in
    archives of mailing lists, [] where there is none."""
    for link in _above_prose(root, "a"):
        href = link.get("href") or ""
        if not href.lower().startswith("mailto:"):
            continue
        shown = clean_line(" ".join(some(link.itertext(), MAX_PIECES))[:MAX_LINE])
        holders = [fold(p[0]) for p in (href[7:].split("@"), _LOCAL.split(shown)) if len(p) > 1]
        before = link.getprevious()
        named = before is not None and before.tag in _NAMING
        told = clean_line((before.text or "")[:MAX_LINE]) if before is not None and named else ""
        for name in map(single_name, (shown, told)):
            if (
                _is_person(name)
                and fold(name) != fold(site)
                and any(_is_called(holder, fold(name).split()) for holder in holders)
                and not _is_apart(link, title)
            ):
                return [name]
    return []


def _is_called(holder: str, name: Sequence[str]) -> bool:
    """Whether an address is made of the last of somebody's names and the first, or its initial."""
    first, last = name[0], name[-1]
    return last in holder and first[0] in holder.replace(last, "", 1)


def described_author(root: _Element, site: str) -> list[str]:
    """The name with which begins what stands under a heading such as "About the author"."""
    for heading in some(root.iter("h2", "h3", "h4", "h5"), MAX_LOOKED_AT):
        if not is_about_writer("".join(some(heading.itertext(), MAX_PIECES))[:MAX_LINE]):
            continue
        under = heading.getnext()
        for element in some(under.iter(*_NAMING), 2) if under is not None else ():
            name = single_name(clean_line(" ".join(some(element.itertext(), 3))[:MAX_LINE]))
            if _is_person(name) and fold(name) != fold(site):
                return [name]
    return []


def _after(element: _Element) -> Iterator[_Element]:
    """The elements that follow one in the page, at most ``NEAR``."""
    yield element
    left = NEAR
    for around in (element, *some(element.iterancestors(), 4)):
        for sibling in some(around.itersiblings(), NEAR):
            for inner in sibling.iter():
                if left <= 0:
                    return
                left -= inner.tag != "style"
                yield inner


def _own(element: _Element) -> Iterator[str]:
    """The texts that stand right in an element and right behind it."""
    if element.tag not in ("style", "script", "figcaption"):
        yield (element.text or "")[:MAX_LINE]
    yield (element.tail or "")[:MAX_LINE]


def _above_prose(root: _Element, *tags: str) -> Iterator[_Element]:
    """The elements of some tags above the second long paragraph."""
    prose = 0
    for element in some(root.iter(*tags, "p"), MAX_LOOKED_AT):
        if element.tag == "p":
            prose += sum(map(len, some(element.itertext(), MAX_PIECES))) > PROSE
            if prose > 1:
                return
        if element.tag in tags:
            yield element


def _is_person(name: str) -> bool:
    """Whether a name has the words of a person's, each with a capital."""
    cased = name.upper() != name.lower()
    return cased and is_name(name, short=False) and not name.isupper() and len(name.split()) <= 4


def _is_apart(element: _Element, title: str) -> bool:
    return any(e.tag in _APART for e in element.iterancestors()) or in_teaser(element, title)
