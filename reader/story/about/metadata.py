"""Title, authors, date, language and lead picture of a page, by consensus of what it declares.

Sources: JSON-LD (schema.org Article and its kin), Open Graph and other meta elements, headings,
the visible byline, ``time`` elements; htmldate where none of these gives a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.authors import find_authors
from reader.story.about.dates import find_date
from reader.story.about.declared import first, linked_data, rank, read_meta, strings
from reader.story.about.headline import find_title
from reader.story.about.own import own_addresses
from reader.story.about.titles import all_titles
from reader.story.finding.walls import is_closed
from reader.story.parts.standfirst import descriptions
from reader.text import clean
from reader.urls import join, site

if TYPE_CHECKING:
    from lxml.etree import _Element

_IMAGE_META: Final = (
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
    "image",
    "thumbnailurl",
)

_LINKED_IMAGE: Final = "//link[@itemprop='image' or @rel='image_src'][1]/@href"


@dataclass
class Facts:
    """What a page says about its story."""

    title: str = ""
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published_at: datetime | None = None
    lang: str | None = None
    image: str | None = None
    site: str = ""
    owner: str = ""
    kicker: str | None = None
    own: frozenset[str] = frozenset()
    closed: bool = False
    descriptions: list[str] = field(default_factory=list)
    body: str = ""
    kind: str = ""


def read_facts(root: _Element, url: str) -> Facts:
    """The facts that the page ``root`` at ``url`` declares; absent ones are empty."""
    meta = read_meta(root)
    articles = list(linked_data(root))
    facts = Facts(lang=_lang(root, meta), site=first(meta, ("og:site_name", "application-name")))
    facts.title, facts.kicker = find_title(root, meta, articles, facts.site, site(url))
    facts.titles = all_titles(root, meta, articles, facts.site)
    facts.owner = facts.site or _publisher(articles)
    facts.authors = find_authors(root, meta, articles, facts.owner, facts.title)
    facts.published_at = find_date(root, meta, articles, url)
    facts.image = _image(root, meta, articles, url)
    facts.own = own_addresses(root, meta, url)
    facts.descriptions = descriptions(meta, articles)
    facts.closed = is_closed(meta, articles)
    facts.kind = "article" if any(rank(a) == 0 for a in articles) else first(meta, ("og:type",))
    bodies = (text for item in articles for text in strings(item.get("articleBody")))
    facts.body = max(bodies, key=len, default="")
    return facts


def _publisher(articles: list[dict[str, Any]]) -> str:
    """The name of who publishes the page, "" when it isn't told."""
    for item in articles:
        value = item.get("publisher")
        for name in strings(value.get("name")) if isinstance(value, dict) else ():
            return clean(name[:200])
    return ""


def _lang(root: _Element, meta: dict[str, list[str]]) -> str | None:
    value = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or first(meta, ("content-language", "og:locale", "language", "dc.language"))
    )
    found = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{2,4}))?(?=$|[^a-zA-Z])", value or "")
    return "-".join(p for p in found.groups() if p).lower() if found else None


def _image(
    root: _Element, meta: dict[str, list[str]], articles: list[dict[str, Any]], url: str
) -> str | None:
    values = [v for name in _IMAGE_META for v in meta.get(name, ())[:1]]
    for item in articles:
        values += _picture_urls(item.get("image")) or _picture_urls(item.get("thumbnailUrl"))
    if not values:
        values = list(root.xpath(_LINKED_IMAGE))
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
                strings(item.get("url"))
                or strings(item.get("contentUrl"))
                or [v for v in strings(item.get("@id")) if "#" not in v]  # else of another object
            )
    return found
