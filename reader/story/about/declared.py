"""What a page declares about itself: meta elements and JSON-LD (schema.org), bounded and flat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reader.references import unescape
from reader.story.about.mended import mended
from reader.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_JSON: Final = 512 * 1024
"""Characters of one JSON-LD script that are read."""

MAX_ITEMS: Final = 1_000
"""Items of one JSON-LD script among which pictures are looked for."""
MAX_NAMES: Final = 4
"""Names that one meta element is given."""
_DUBLIN = re.compile(r"^(dc|dcterms):")
"""How some write what is called "dc.creator"."""

_ARTICLES = re.compile(
    r"(?:News|Blog|Reportage|Analysis|Opinion|Review|Satirical|Scholarly|Tech|Advertiser|Backgrounder|Background|AskPublic)?"
    r"(?:Article|Posting|NewsArticle)$|^(?:Report|LiveBlogPosting|Recipe|WebPage|VideoObject|Review|SocialMediaPosting)$"
)


def read_meta(root: _Element) -> dict[str, list[str]]:
    """Meta elements by lower-case name; each name's values in order, cleaned, at most fifty."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        several = element.get("property") or ""
        name = several or element.get("name") or element.get("itemprop") or ""
        value = element.get("content") or element.get("value")
        if name and value:
            value = clean_line(value[:4000])
            for one in several.split()[:MAX_NAMES] or [name]:
                one = one.strip().lower()
                held = found.setdefault(_DUBLIN.sub(r"\1.", one), [])
                if len(held) < 50:
                    held.append(value)
    return found


def first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str:
    """The first value that one of ``names`` has, or ""."""
    for name in names:
        for value in meta.get(name, ()):
            if value:
                return value
    return ""


def linked_data(root: _Element) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that describe an article, the most specific first."""
    found: list[dict[str, Any]] = []
    named: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            found += _objects(_load(script.text or ""), named)
    found.sort(key=rank)
    for item in found[:20]:
        yield {**item, "author": _resolved(item.get("author"), named)}


def lone_person(root: _Element) -> list[str]:
    """The name of the one person that the JSON-LD of a page describes, [] for none or several."""
    named: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            _objects(_load(script.text or ""), named)
    people = {
        name
        for item in named.values()
        if "Person" in strings(item.get("@type"))
        for name in strings(item.get("name"))
    }
    return [clean_line(people.pop()[:300])] if len(people) == 1 else []


def pictures_told(root: _Element) -> list[tuple[str, str]]:
    """Address and caption of the pictures that the JSON-LD of a page describes, at most a hundred."""
    found: list[tuple[str, str]] = []
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or '"caption"' not in text[:MAX_JSON]:
            continue
        stack: list[object] = [_load(text)]
        looked = 0
        while stack and looked < MAX_ITEMS:
            item = stack.pop()
            looked += 1
            if isinstance(item, list):
                stack.extend(item[:100])
            elif isinstance(item, dict):
                stack.extend(item[key] for key in ("@graph", "image") if key in item)
                urls = strings(item.get("contentUrl")) or strings(item.get("url"))
                caption = " ".join(strings(item.get("caption"))[:1])
                if urls and caption:
                    found.append((urls[0], clean_line(plain(caption[:2_000]))))
    return found[:100]


def _resolved(value: object, named: dict[str, dict[str, Any]]) -> list[object]:
    """References by ``@id`` replaced by what they name."""
    items = value if isinstance(value, list) else [value]
    items = [i.get("@list", i) if isinstance(i, dict) else i for i in items]
    items = [one for held in items for one in (held if isinstance(held, list) else [held])]
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
    except RecursionError:
        return None
    except ValueError:
        return mended(text) if text else None


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
            if any(_ARTICLES.search(t) for t in strings(item.get("@type"))):
                found.append(item)
            stack.extend(
                item[k]
                for k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                if k in item
            )
    return found


def rank(item: dict[str, Any]) -> int:
    """How specific an object is: 0 an article, 1 something like it, 2 any page."""
    types = strings(item.get("@type"))
    if any(t.endswith(("Article", "Posting")) for t in types):
        return 0
    return 2 if "WebPage" in types else 1


def strings(value: object) -> list[str]:
    """A string, or the strings of a list, as a list."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [v for v in value if isinstance(v, str)]
    return []


def plain(value: str) -> str:
    """A declared value without tags and with its entities read."""
    bare = re.sub(r"<[^<>]{1,200}>", "", value)
    return unescape(bare) if "&" in bare else bare


def some(elements: Any, limit: int) -> Iterator[_Element]:
    """The first ``limit`` of ``elements``."""
    return islice(elements, limit)
