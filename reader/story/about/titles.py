"""The titles that a page declares: JSON-LD, Open Graph, other meta elements, its window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.declared import plain, rank, strings
from reader.story.parts.arrange import same_words
from reader.story.parts.roles import is_date
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

SEPARATOR = re.compile(
    r"\s+[|–—\-»«·:•~⋆★]\s+|\s*[|│｜]\s*|\s*»\s*|\s*::\s*|(?<=[\u3040-\u9fff”」])(?:_|--?)(?=[\u3040-\u9fff])"
)
"""What stands between a title and the name of a site."""
_BEFORE_SITE: Final = "[_(|｜–—:：«»·•,、，~⋆★/›>-]"
"""What stands before the name of a site where that is known."""
LEAST: Final = 3
"""Words of a title without what may be the name of a site."""
MOST: Final = 4
"""Words of such a name."""
_ARCHIVE: Final = "blogarchive"
"""What old blogs put between their names and their titles."""
_WIDE_SECTION = re.compile(r"(?<=[\u3040-\u9fff]{6})(?:_|--?)[\u3040-\u9fff]{2,5}$")
_WORD = re.compile(r"\w+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
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
    """The titles that a page declares, without the name of its site.

    What JSON-LD calls the headline has nothing behind it but what is plainly the site.
    """
    heads = _headlines(articles)
    titles = (
        _bare(v, site, "") if any(same_words(v, head) for head in heads) else without_site(v, site)
        for v in whole_titles(meta, articles)
        if not same_words(v, site)
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


def without_site(title: str, site: str, host: str = "") -> str:
    """A title without the name of its site before or after a separator.

    ``site`` is the name as declared and ``host`` that of its server; either may be "".
    """
    bare = _bare(title, site, host)
    pieces = SEPARATOR.split(bare)
    if bare != title or len(pieces) < 2:
        return bare
    cut = list(SEPARATOR.finditer(title))[-1]
    head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
    if _count(head) >= LEAST and _count(tail) <= MOST and ":" not in cut.group():
        return head
    return title


def _bare(title: str, site: str, host: str) -> str:
    """A title without what is plainly the name of its site or its address, and the days and
    sections between them."""
    own = {s for s in map(_squeezed, (site, *_addresses(host))) if s} | {_ARCHIVE}
    if site and (
        ends := re.search(rf"[\s|»:·]*{_BEFORE_SITE}\s*{re.escape(site)}\W*$", title, re.I)
    ):
        return _without_label(title[: ends.start()].rstrip(" -–—|_")) or title
    first, colon, told = title.partition(": ")
    if site and colon and _squeezed(first) == _squeezed(site) and _count(told) >= LEAST:
        return told.strip()
    parts = [m.span() for m in SEPARATOR.finditer(title)]
    starts = [0, *(end for _, end in parts)]
    ends_at = [*(start for start, _ in parts), len(title)]
    pieces = [title[a:b] for a, b in zip(starts, ends_at, strict=True)]
    held = [n for n, piece in enumerate(pieces) if _squeezed(piece) not in own]
    if 0 < len(held) < len(pieces):
        return _without_label(title[starts[held[0]] : ends_at[held[-1]]].strip())
    return title


def _without_label(title: str) -> str:
    """A title, whose site was behind it, without the day or the section that stood between."""
    title = _WIDE_SECTION.sub("", title.rstrip())
    head, bar, tail = title.rpartition(" | ")
    if bar and _count(tail) <= 2 and _count(head) >= LEAST:
        return head.strip()
    head, dash, tail = title.rpartition(" - ")
    return head.strip() if dash and is_date(tail) and _count(head) >= LEAST else title.strip()


def _addresses(host: str) -> tuple[str, ...]:
    bare = host.removeprefix("www.")
    return (bare, bare.rpartition(".")[0])


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(fold(text))).removeprefix("the")


def _count(text: str) -> int:
    """The words of a line; three characters of a script without spaces are about one."""
    wide = len(_WIDE.findall(text))
    return len(text.split()) if wide < 2 else (wide + 2) // 3
