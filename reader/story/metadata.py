"""Title, authors, date, language and lead picture of a page, by consensus of what it declares.

Sources: JSON-LD (schema.org Article and its kin), Open Graph and other meta elements, headings,
the visible byline, ``time`` elements; htmldate where none of these gives a date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.text import clean, clean_line, fold
from reader.urls import is_web, join

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_JSON: Final = 512 * 1024
"""Characters of one JSON-LD script that are read."""

_ARTICLES = re.compile(
    r"(?:News|Blog|Reportage|Analysis|Opinion|Review|Satirical|Scholarly|Tech|Advertiser|Backgrounder|Background|AskPublic)?"
    r"(?:Article|Posting|NewsArticle)$|^(?:Report|LiveBlogPosting|Recipe|WebPage|VideoObject|Review|SocialMediaPosting)$"
)
_SEPARATOR = re.compile(r"\s+[|–—\-»·:•]\s+|\s*\|\s*|\s*»\s*")
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
    r"^\s*(?:written\s+by|posted\s+by|by|von|par|por|di|door|text|story|автор)\s*:?\s+", re.I
)
_TITLE_META: Final = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
    "title",
    "headline",
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
_DATE_META: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "og:published_time",
    "date.created",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "citation_date",
    "citation_publication_date",
    "pdate",
    "displaydate",
    "originalpublicationdate",
    "ptime",
    "last-modified-original",
    "timestamp",
    "release_date",
    "rnews:datepublished",
)
_IMAGE_META: Final = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
)


@dataclass
class Facts:
    """What a page says about its story."""

    title: str = ""
    authors: list[str] = field(default_factory=list)
    published_at: datetime | None = None
    lang: str | None = None
    image: str | None = None
    site: str = ""
    kicker: str | None = None


def read_facts(root: _Element, url: str) -> Facts:
    """The facts that the page ``root`` at ``url`` declares; absent ones are empty."""
    meta = _meta(root)
    articles = list(_linked_data(root))
    facts = Facts(lang=_lang(root, meta), site=_first(meta, ("og:site_name", "application-name")))
    facts.title = _title(root, meta, articles, facts.site)
    facts.authors = _authors(root, meta, articles, facts.site)
    facts.published_at = _date(root, meta, articles)
    facts.image = _image(meta, articles, url)
    return facts


# Declared data


def _meta(root: _Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        value = element.get("content")
        if name and value:
            held = found.setdefault(name.strip().lower(), [])
            if len(held) < 50:
                held.append(clean_line(value[:4000]))
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    for name in names:
        for value in meta.get(name, ()):
            if value:
                return value
    return ""


def _linked_data(root: _Element) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, the most specific first."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        found += _objects(_load(script.text or ""))
    found.sort(key=_rank)
    yield from found[:20]


def _load(text: str) -> object:
    text = text[:MAX_JSON].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = re.sub(
        r"^(?:/\*.*?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?://\]\]>|\]\]>|/\*.*?\*/)$", "", text
    ).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    stack: list[object] = [data]
    while stack and len(found) < 100:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item[:100])
        elif isinstance(item, dict):
            if any(_ARTICLES.search(t) for t in _strings(item.get("@type"))):
                found.append(item)
            stack.extend(
                item[k]
                for k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                if k in item
            )
    return found


def _rank(item: dict[str, Any]) -> int:
    types = _strings(item.get("@type"))
    if any(t.endswith(("Article", "Posting")) for t in types):
        return 0
    return 2 if "WebPage" in types else 1


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [v for v in value if isinstance(v, str)]
    return []


# Title


def _title(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> str:
    heads = _headings(root)
    page = clean_line(" ".join((root.findtext(".//title") or "").split()))[:1000]
    declared = [
        _unsite(clean_line(_plain(v)), site)
        for a in articles[:3]
        if _rank(a) < 2
        for v in _strings(a.get("headline"))[:1]
    ]
    declared += [
        _unsite(_plain(v), site) for name in _TITLE_META[:6] for v in meta.get(name, ())[:1]
    ]
    stripped = _unsite(page, site)
    declared = [d for d in declared if d]
    for head in heads:
        if any(_close(head, d) for d in [*declared, stripped, page] if d):
            return head
    if len(heads) == 1 and len(heads[0].split()) >= 3 and not declared:
        return heads[0]
    if declared:
        return declared[0]
    return stripped or (heads[0] if heads else page)


def _headings(root: _Element) -> list[str]:
    found = [clean_line("".join(h.itertext())[:1000]) for h in _some(root.iter("h1"), 20)]
    found += [clean_line("".join(h.itertext())[:1000]) for h in _some(root.iter("h2"), 10)]
    found += [
        clean_line("".join(h.itertext())[:1000])
        for h in _some(root.iterfind(".//*[@itemprop='headline']"), 3)
    ]
    return [f for f in found if f]


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


def _plain(value: str) -> str:
    return (
        re.sub(r"<[^<>]{1,200}>", "", value)
        .replace("&amp;", "&")
        .replace("&#39;", "'")
        .replace("&quot;", '"')
    )


# Authors


def _authors(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], site: str
) -> list[str]:
    for item in articles:
        if _rank(item) == 2:
            continue
        found = _names([n for key in ("author", "creator") for n in _people(item.get(key))], site)
        if found:
            return found
    found = _names(
        [
            v
            for name in _AUTHOR_META[:10]
            for v in meta.get(name, ())[:6]
            if not v.startswith("http")
        ][:8],
        site,
    )
    if found:
        return found
    return _visible_authors(root, site)


def _people(value: object) -> list[str]:
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, dict):
            names += _strings(item.get("name"))
    return [clean_line(n[:300]) for n in names[:30]]


def _names(values: list[str], site: str) -> list[str]:
    """Single names out of declared author values, each once."""
    found: list[str] = []
    for value in values:
        for name in _NAMES_APART.split(_BY.sub("", clean_line(value))):
            name = name.strip(" .·|-–—")
            if not name or len(name) > 60 or is_web(name) or fold(name) == fold(site):
                continue
            if fold(name) not in map(fold, found):
                found.append(name)
    return found[:20]


def _visible_authors(root: _Element, site: str) -> list[str]:
    for path in (".//*[@rel='author']", ".//*[@itemprop='author']", ".//*[@class]"):
        for element in _some(root.iterfind(path), 20_000):
            if path.endswith("[@class]") and not _AUTHOR_CLASS.search(element.get("class") or ""):
                continue
            name = element.find(".//*[@itemprop='name']")
            text = clean_line("".join((name if name is not None else element).itertext())[:300])
            found = [n for n in _names([text], site) if _is_name(n)] if len(text) < 120 else []
            if found:
                return found
    return []


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 5
        and not _NOT_A_NAME.search(text)
        and words[0][0].isupper()
        and words[-1][0].isupper()
    )


# Date, language, picture


def _date(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]]
) -> datetime | None:
    values = [v for a in articles for v in _strings(a.get("datePublished"))]
    values += [v for name in _DATE_META for v in meta.get(name, ())[:2]]
    values += [
        e.get("datetime") or e.get("content") or ""
        for e in _some(root.iterfind(".//*[@itemprop='datePublished']"), 3)
    ]
    values += [e.get("datetime") or "" for e in _some(root.iter("time"), 3)]
    values += [
        v for a in articles for key in ("dateCreated", "uploadDate") for v in _strings(a.get(key))
    ]
    for value in values:
        found = read_time(value)
        if found:
            return found
    return None


def read_time(value: str) -> datetime | None:
    """A declared time (ISO 8601, or RFC 2822) in UTC; a bare day is its midnight."""
    value = value.strip()[:60]
    found = re.match(
        r"(\d{4})-?(\d\d)-?(\d\d)(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
        value,
    )
    try:
        if found:
            day = "-".join(found.group(1, 2, 3))
            clock = ":".join(p or "00" for p in found.group(4, 5, 6))
            zone = (found.group(7) or "Z").replace("Z", "+00:00")
            when = datetime.fromisoformat(f"{day}T{clock}{zone}")
        else:
            from email.utils import parsedate_to_datetime

            when = parsedate_to_datetime(value)
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not 1990 <= when.year <= 2100:
        return None
    return when.astimezone(UTC)


def _lang(root: _Element, meta: dict[str, list[str]]) -> str | None:
    value = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(meta, ("content-language", "og:locale", "language", "dc.language"))
    )
    found = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2,4}))?(?=$|[^a-zA-Z])", value or "")
    return "-".join(p for p in found.groups() if p).lower() if found else None


def _image(meta: dict[str, list[str]], articles: list[dict[str, Any]], url: str) -> str | None:
    values = [v for name in _IMAGE_META for v in meta.get(name, ())[:1]]
    for item in articles:
        values += _picture_urls(item.get("image")) or _picture_urls(item.get("thumbnailUrl"))
    for value in values:
        found = join(url, clean(value))
        if found:
            return found
    return None


def _picture_urls(value: object) -> list[str]:
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            found += (
                _strings(item.get("url"))
                or _strings(item.get("contentUrl"))
                or _strings(item.get("@id"))
            )
    return found


def _some(elements: Any, limit: int) -> Iterator[_Element]:
    for number, element in enumerate(elements):
        if number >= limit:
            return
        yield element
