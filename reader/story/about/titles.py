"""The titles that a page declares: JSON-LD, Open Graph, other meta elements, its window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.declared import plain, rank, strings
from reader.story.parts.arrange import same_words
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

SEPARATOR = re.compile(r"\s+[|–—\-»·:•]\s+|\s*[|│]\s*|\s*»\s*|\s*::\s*")
"""What stands between a title and the name of a site."""
_TITLE_META: Final = (
    "og:title",
    "twitter:title",
    "citation_title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
)


def all_titles(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> list[str]:
    """The titles that a page declares and that of its window, without the name of its site."""
    page = clean_line(" ".join((root.findtext(".//title") or "").split()))[:1000]
    found = [*declared_titles(meta, articles, site), without_site(page, site)]
    return [title for title in found if title]


def declared_titles(
    meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> list[str]:
    """The titles that a page declares, without the name of its site."""
    titles = (
        without_site(v, site) for v in whole_titles(meta, articles) if not same_words(v, site)
    )
    return [title for title in titles if title]


def surest(meta: dict[str, list[str]], articles: list[dict[str, Any]]) -> list[str]:
    """The titles that are made for readers: Open Graph's and that of JSON-LD."""
    return [plain(v) for v in meta.get("og:title", ())[:1]] + _headlines(articles)


def _headlines(articles: list[dict[str, Any]]) -> list[str]:
    return [plain(v) for a in articles[:3] if rank(a) < 2 for v in strings(a.get("headline"))[:1]]


def whole_titles(meta: dict[str, list[str]], articles: list[dict[str, Any]]) -> list[str]:
    """The titles that a page declares, as they are."""
    return _headlines(articles) + [plain(v) for name in _TITLE_META for v in meta.get(name, ())[:1]]


def without_site(title: str, site: str) -> str:
    """A title without the name of its site before or after a separator."""
    pieces = SEPARATOR.split(title)
    if site and (ends := re.search(rf"[\s|»:·]*[_(|–—-]\s*{re.escape(site)}\W*$", title, re.I)):
        return title[: ends.start()] or title
    if len(pieces) < 2:
        return title
    if site:
        kept = [p for p in pieces if fold(p) != fold(site)]
        if 0 < len(kept) < len(pieces):
            first = title.find(kept[0])
            last = title.rfind(kept[-1]) + len(kept[-1])
            return title[first:last].strip()
    cut = list(SEPARATOR.finditer(title))[-1]
    head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
    if len(head.split()) >= 3 and len(tail.split()) <= 4 and ":" not in cut.group():
        return head
    return title
