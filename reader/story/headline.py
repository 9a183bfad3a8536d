"""The headline of a page, and the kicker where one heading holds both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.arrange import label_before, same_words
from reader.story.confirm import words
from reader.story.declared import plain, rank, some, strings
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_SEPARATOR = re.compile(r"\s+[|–—\-»·:•]\s+|\s*\|\s*|\s*»\s*|\s*::\s*")
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
    whole = _whole_titles(meta, articles)
    declared = declared_titles(meta, articles, site)
    stripped = _unsite(page, site)
    known = [t for t in (*declared, stripped, page) if t]
    heads = [
        h
        for h in (_heading(e, known, site) for e in some(root.iter("h1"), 20))
        if h[0] and fold(h[0]) != fold(site)
    ]
    named = _named(heads, [*whole, *declared]) or _named(heads, [stripped, page])
    named = named or _begins(heads, page) or _only(heads, known, declared)
    if named is None:
        named = _named([_heading(e, known, site) for e in some(root.iter("h2"), 10)], known)
    if named is not None:
        return named
    return (declared[0] if declared else stripped or (heads[0][0] if heads else page)), None


def declared_titles(
    meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> list[str]:
    """The titles that a page declares, without the name of its site."""
    return [d for d in (_unsite(v, site) for v in _whole_titles(meta, articles)) if d]


def _whole_titles(meta: dict[str, list[str]], articles: list[dict[str, Any]]) -> list[str]:
    found = [plain(v) for a in articles[:3] if rank(a) < 2 for v in strings(a.get("headline"))[:1]]
    return found + [plain(v) for name in _TITLE_META for v in meta.get(name, ())[:1]]


_Heading = tuple[str, str | None]


def _named(heads: list[_Heading], titles: list[str]) -> _Heading | None:
    """The first heading that says what one of ``titles`` says; a label before that comes off."""
    for text, kicker in heads:
        for title in titles:
            if _close(text, title):
                label = label_before(text, title) if len(title.split()) >= 3 else None
                return (title, kicker or label) if label else (text, kicker)
    return None


def _begins(heads: list[_Heading], page: str) -> _Heading | None:
    """The first heading that the page's title begins with."""
    return next((h for h in heads if page and fold(page).startswith(fold(h[0]))), None)


def _only(heads: list[_Heading], known: list[str], declared: list[str]) -> _Heading | None:
    """The page's one heading, when it shares words with what is declared or nothing is."""
    if len({text for text, _ in heads}) != 1:
        return None
    head = heads[0][0]
    count = len(head.split())
    if count >= 3 and _shares_words(head, known):
        return heads[0]
    if count >= 2 and any(_holds(part, head) for t in known for part in _SEPARATOR.split(t)):
        return heads[0]
    return heads[0] if count >= 4 and not declared else None


def _holds(title: str, head: str) -> bool:
    """Whether a title holds the words of a heading in a row, and others."""
    inner, whole = " ".join(words(fold(head))), " ".join(words(fold(title)))
    return inner != whole and f" {inner} " in f" {whole} "


def _heading(element: _Element, known: list[str], site: str) -> _Heading:
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
    left, right = words(fold(a)), words(fold(b))
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
