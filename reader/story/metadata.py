"""Title, authors, date, language and lead picture of a page, by consensus of what it declares.

Sources: JSON-LD (schema.org Article and its kin), Open Graph and other meta elements, headings,
the visible byline, ``time`` elements; htmldate where none of these gives a date.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.story.arrange import same_words
from reader.text import clean, clean_line, fold
from reader.urls import join

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_JSON: Final = 512 * 1024
"""Characters of one JSON-LD script that are read."""

_ARTICLES = re.compile(
    r"(?:News|Blog|Reportage|Analysis|Opinion|Review|Satirical|Scholarly|Tech|Advertiser|Backgrounder|Background|AskPublic)?"
    r"(?:Article|Posting|NewsArticle)$|^(?:Report|LiveBlogPosting|Recipe|WebPage|VideoObject|Review|SocialMediaPosting)$"
)
_SEPARATOR = re.compile(r"\s+[|–—\-»·:•]\s+|\s*\|\s*|\s*»\s*")
_KICKER = re.compile(
    r"kicker|over-?line|top-?line|dachzeile|spitzmarke|eyebrow|roof-?line|pre-?title|sur-?title|supra|antetitulo|head-?tag",
    re.I,
)
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
_TITLE_META: Final = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "parsely-title",
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
    facts.title, facts.kicker = _title(root, meta, articles, facts.site)
    facts.authors = _authors(root, meta, articles, facts.site)
    facts.published_at = _date(root, meta, articles)
    facts.image = _image(meta, articles, url)
    if facts.published_at is None:
        facts.published_at = _found_date(root, url)
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
    named: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            found += _objects(_load(script.text or ""), named)
    found.sort(key=_rank)
    for item in found[:20]:
        yield {**item, "author": _resolved(item.get("author"), named)}


def _resolved(value: object, named: dict[str, dict[str, Any]]) -> list[object]:
    """References by ``@id`` replaced by what they name."""
    items = value if isinstance(value, list) else [value]
    return [
        named.get(str(i.get("@id")), i) if isinstance(i, dict) and "name" not in i else i
        for i in items
    ]


def _load(text: str) -> object:
    text = text[:MAX_JSON].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    text = re.sub(
        r"^(?:/\*.*?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?://\]\]>|\]\]>|/\*.*?\*/)$", "", text
    ).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: object, named: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    stack: list[object] = [data]
    while stack and len(found) < 100:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item[:100])
        elif isinstance(item, dict):
            if isinstance(item.get("@id"), str) and "name" in item:
                named[item["@id"]] = item
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
) -> tuple[str, str | None]:
    """The headline, and the kicker where the heading holds both.

    What readers see stands in a heading; what is declared is often made for search engines, so
    it only tells which heading is meant.
    """
    page = clean_line(" ".join((root.findtext(".//title") or "").split()))[:1000]
    declared = [
        _unsite(_plain(v), site)
        for a in articles[:3]
        if _rank(a) < 2
        for v in _strings(a.get("headline"))[:1]
    ]
    declared += [_unsite(_plain(v), site) for name in _TITLE_META for v in meta.get(name, ())[:1]]
    declared = [d for d in declared if d]
    stripped = _unsite(page, site)
    known = [t for t in (*declared, stripped, page) if t]
    heads = [
        h
        for h in (_heading(e, known) for e in _some(root.iter("h1"), 20))
        if h[0] and fold(h[0]) != fold(site)
    ]
    others = [_heading(e, known) for e in _some(root.iter("h2"), 10)]
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
    spare: list[str] = []
    for item in articles:
        if _rank(item) == 2:
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
            names += _strings(item.get("name"))
    return [clean_line(n[:300]) for n in names[:30]]


def _names(values: list[str], site: str) -> list[str]:
    """Single names out of declared author values, each once."""
    found: list[str] = []
    for value in values:
        value = re.sub(r"\([^()]{0,80}\)", " ", _BY.sub("", clean_line(_plain(value))))
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
        for element in _some(root.iterfind(path), 20_000):
            if not sure and not _AUTHOR_CLASS.search(element.get("class") or ""):
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


def _is_name(text: str, *, short: bool) -> bool:
    words = text.split()
    least = 1 if short else 2
    return (
        least <= len(words) <= 5
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


def _found_date(root: _Element, url: str) -> datetime | None:
    """The date that htmldate finds in the page's address, markup or text."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(root, url=url, original_date=True, extensive_search=False)
    except (
        AttributeError,
        IndexError,
        KeyError,
        OverflowError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        return None  # A page that htmldate stumbles over has no date.
    return read_time(found) if found else None


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
