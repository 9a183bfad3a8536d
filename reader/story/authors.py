"""Who wrote a page: declared names, else the byline that readers see."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from reader.story.declared import plain, rank, some, strings
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|authors|writer|reporter|contributor)s?(?:[\s_-]|$|[A-Z])|c-byline|post-author|entry-author|author-?name|article-?author",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"https?://|@|\d|\b(?:staff|editor|editors|editorial|newsroom|desk|admin|redaktion|redaction|redacción|subscribe|follow|share|"
    r"contributor|correspondent|reporter|updated|published|posted|view|all|more|about|comments?|read|min|by the|profile|bio|twitter|facebook|email)\b",
    re.I,
)
_NAMES_APART = re.compile(
    r"\s*(?:,|;|\||/|\band\b|&|\bund\b|\by\b|\bet\b|\bwith\b|\bи\b|\be\b|\n)\s*"
)
_BY = re.compile(
    r"^\s*(?:(?:written|posted|published|reported|veröffentlicht|geschrieben|post\s+author|author)?\s*(?:by|von)\b|par\b|por\b|di\b|door\b|"
    r"text\b|story\b|author\b|autore?\b|автор|作者|著者|文|取材・文)\s*[:：●]?\s*",
    re.I,
)
_NO_AUTHOR = re.compile(
    r"https?:|www\.|[@\[\]<>{}=]|^\d+$|^(?:no author|unknown|admin|none|null|author|fail|staff|anonymous|editor|redaktion)$",
    re.I,
)
_AUTHOR_META: Final = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "cxenseparse:author",
    "article.author",
    "og:article:author",
    "twitter:data1",
    "authors",
)


def find_authors(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> list[str]:
    """The names of the authors, in order, each once; the site only where nobody is named."""
    spare: list[str] = []
    for item in articles:
        if rank(item) == 2:
            continue
        values = [n for key in ("author", "creator") for n in _people(item.get(key))]
        found = _names(values, site)
        if found:
            return found
        spare = spare or _names(values, "")
    declared = [_names(meta.get(name, [])[:12], site) for name in _AUTHOR_META]
    best = max(declared, key=len, default=[])
    return best or _visible_authors(root, site) or spare


def _people(value: object) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, dict):
            names += strings(item.get("name"))
    return [clean_line(n[:300]) for n in names[:30]]


def _names(values: list[str], site: str) -> list[str]:
    """Single names out of declared author values, each once."""
    found: list[str] = []
    for value in values:
        value = re.sub(r"\([^()]{0,80}\)", " ", _BY.sub("", clean_line(plain(value))))
        for name in _NAMES_APART.split(value):
            name = clean_line(_BY.sub("", name)).strip(" .·|-–—")
            if not name or len(name) > 60 or fold(name) == fold(site) or _NO_AUTHOR.search(name):
                continue
            if fold(name) not in map(fold, found):
                found.append(name)
    return found[:20]


def _visible_authors(root: _Element, site: str) -> list[str]:
    """The byline that readers see: marked as such, or by the name of its class."""
    for path, sure in (
        (".//*[@itemprop='author']", True),
        (".//*[@rel='author']", True),
        (".//*[@class]", False),
    ):
        for element in some(root.iterfind(path), 20_000):
            if not sure and not _names_an_author(element.get("class") or ""):
                continue
            name = element.find(".//*[@itemprop='name']")
            text = clean_line(" ".join((name if name is not None else element).itertext())[:300])
            if not text and element.get("content"):
                text = clean_line(element.get("content")[:300])
            if not 0 < len(text) < 120:
                continue
            said = bool(_BY.match(text))
            found = [n for n in _names([text], site) if _is_name(n, short=sure or said)]
            if found:
                return found
    return []


@lru_cache(maxsize=8192)
def _names_an_author(name: str) -> bool:
    return bool(_AUTHOR_CLASS.search(name))


def _is_name(text: str, *, short: bool) -> bool:
    words = text.split()
    least = 1 if short else 2
    return (
        least <= len(words) <= 5
        and not _NOT_A_NAME.search(text)
        and words[0][0].isupper()
        and words[-1][0].isupper()
    )
