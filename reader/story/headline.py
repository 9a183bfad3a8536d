"""The headline of a page, and the kicker where one heading holds both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.arrange import same_words
from reader.story.declared import plain, rank, some, strings
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_SEPARATOR = re.compile(r"\s+[|–—\-»·:•]\s+|\s*\|\s*|\s*»\s*")
_KICKER = re.compile(
    r"kicker|over-?line|top-?line|dachzeile|spitzmarke|eyebrow|roof-?line|pre-?title|sur-?title|supra|antetitulo|head-?tag",
    re.I,
)
_TITLE_META: Final = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
)


def find_title(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> tuple[str, str | None]:
    """The headline, and the kicker where the heading holds both.

    What readers see stands in a heading; what is declared is often made for search engines, so
    it only tells which heading is meant.
    """
    page = clean_line(" ".join((root.findtext(".//title") or "").split()))[:1000]
    declared = [
        _unsite(plain(v), site)
        for a in articles[:3]
        if rank(a) < 2
        for v in strings(a.get("headline"))[:1]
    ]
    declared += [_unsite(plain(v), site) for name in _TITLE_META for v in meta.get(name, ())[:1]]
    declared = [d for d in declared if d]
    stripped = _unsite(page, site)
    known = [t for t in (*declared, stripped, page) if t]
    heads = [
        h
        for h in (_heading(e, known) for e in some(root.iter("h1"), 20))
        if h[0] and fold(h[0]) != fold(site)
    ]
    others = [_heading(e, known) for e in some(root.iter("h2"), 10)]
    for text, kicker in heads:
        if any(_close(text, t) for t in known) or (page and fold(page).startswith(fold(text))):
            return text, kicker
    if (
        len({text for text, _ in heads}) == 1
        and len(heads[0][0].split()) >= 3
        and _shares_words(heads[0][0], known)
    ):
        return heads[0]
    for text, kicker in others:
        if any(_close(text, t) for t in known):
            return text, kicker
    if declared:
        return declared[0], None
    return stripped or (heads[0][0] if heads else page), None


def _heading(element: _Element, known: list[str]) -> tuple[str, str | None]:
    """The words of a heading without the label in it, and that label."""
    whole = clean_line(" ".join(element.itertext())[:1000])
    for part in element.iterdescendants():
        if _KICKER.search(part.get("class") or ""):
            label = clean_line(" ".join(part.itertext())[:300])
            rest = whole.replace(label, "", 1).strip(" :|–—-")
            if any(same_words(whole, t) for t in known):
                break
            if label and len(rest.split()) >= 3 and len(label.split()) <= 8:
                return rest, label.strip(" :|")
    return whole, None


def _shares_words(head: str, known: list[str]) -> bool:
    ours = {w for w in re.findall(r"\w+", fold(head)) if len(w) > 3}
    return not known or any(len(ours & set(re.findall(r"\w+", fold(t)))) >= 2 for t in known)


def _close(a: str, b: str) -> bool:
    """Whether one holds nearly all the words of the other."""
    left, right = re.findall(r"\w+", fold(a)), re.findall(r"\w+", fold(b))
    if not left or not right:
        return False
    if left == right:
        return True
    common = len(set(left) & set(right))
    return len(left) >= 3 and common >= 0.8 * len(set(left)) and common >= 0.55 * len(set(right))


def _unsite(title: str, site: str) -> str:
    """A title without the name of its site before or after a separator."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    if site:
        kept = [p for p in pieces if fold(p) != fold(site)]
        if 0 < len(kept) < len(pieces):
            first = title.find(kept[0])
            last = title.rfind(kept[-1]) + len(kept[-1])
            return title[first:last].strip()
    cut = list(_SEPARATOR.finditer(title))[-1]
    head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
    if len(head.split()) >= 3 and len(tail.split()) <= 4 and ":" not in cut.group():
        return head
    return title
