"""Who wrote a page: declared names, else the byline that readers see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.story.about.bylines import visible_authors
from reader.story.about.declared import first, lone_person, rank, strings
from reader.story.about.names import is_name, names_in
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR_META: Final = (
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "author",
    "article:author",
    "article:author:name",
    "article:byline",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "cxenseparse:author",
    "article.author",
    "articleauthor",
    "og:article:author",
    "authors",
)


_LISTED: Final = ("citation_author", "dc.creator", "dcterms.creator")
"""Those by which libraries list a work."""
_OWNER_META: Final = ("copyright", "publisher", "dc.publisher", "dcterms.publisher")


def find_authors(
    root: _Element,
    meta: dict[str, list[str]],
    articles: list[dict[str, Any]],
    site: str,
    title: str,
) -> list[str]:
    """The names of the authors of the story with ``title``, in order, each once.

    Persons that are declared come first, with an agency declared beside them, then those that
    readers see; an organisation alone or the site itself only where nobody is named.
    """
    spare: list[str] = []
    for item in articles:
        if rank(item) == 2:
            continue
        people, others = _people(item)
        found = names_in(people, site)
        if found:
            known = set(map(fold, found))
            beside = [name for name in names_in(others, site) if fold(name) not in known]
            return [*_fuller(found, meta, site), *beside]
        spare = spare or names_in(others, "") or names_in(people, "")
    values = [meta.get(name, [])[:12] for name in _AUTHOR_META]
    values = [
        [_forwards(n) for n in held] if name in _LISTED and _are_listed(name, held) else held
        for name, held in zip(_AUTHOR_META, values, strict=True)
    ]
    if re.search(r"author|by|von|verfasst|écrit|autor", first(meta, ("twitter:label1",)), re.I):
        values.append(meta.get("twitter:data1", [])[:1])
    owner = fold(" ".join(v for name in _OWNER_META for v in meta.get(name, ())[:2]))
    declared = [[n for n in names_in(held, site) if fold(n) not in owner] for held in values]
    best = next((held for held in declared if any(is_name(n, short=False) for n in held)), [])
    raw = [n for held in values for n in names_in(held, "")]
    best = best or _as_declared(visible_authors(root, site, title), raw)
    best = best or next(filter(None, declared), [])
    best = best or spare or names_in(lone_person(root), site)
    return best or next(filter(None, (names_in(v, "") for v in values)), [])


def _as_declared(found: list[str], raw: list[str]) -> list[str]:
    """``found`` as readers see it, each without what stands behind a name that is declared: on a
    page of one's own it is that of the site."""
    whole = [n for n in raw if is_name(n, short=False)]
    return [next((n for n in whole if name.startswith(f"{n} ")), name) for name in found]


def _fuller(found: list[str], meta: dict[str, list[str]], site: str) -> list[str]:
    """``found``, or the longer list of persons that a meta element has, with all of those in it."""
    known = set(map(fold, found))
    for name in _AUTHOR_META:
        if len(values := meta.get(name, [])) and (
            len(names := names_in(values[:12], site)) > len(found)
            and known < set(map(fold, names))
            and all(is_name(n, short=False) for n in names)
        ):
            return names
    return found


def _people(item: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The persons and the others that an object of JSON-LD names as its authors."""
    people: list[str] = []
    others: list[str] = []
    for key in ("author", "creator"):
        value = item.get(key)
        for held in (value if isinstance(value, list) else [value])[:30]:
            if isinstance(held, str):
                people.append(clean_line(held[:300]))
            elif isinstance(held, dict):
                named = strings(held.get("name")) or _parted_name(held)
                person = not any("Organization" in t for t in strings(held.get("@type")))
                (people if person else others).extend(clean_line(n[:300]) for n in named)
    return people, others


def _are_listed(name: str, values: list[str]) -> bool:
    """Whether the values of a meta element are names with the surname, a word, first."""
    if name == "citation_author":
        return True
    parts = [value.split(",") for value in values]
    return len(values) > 1 and all(len(p) == 2 and len(p[0].split()) == 1 for p in parts)


def _forwards(name: str) -> str:
    """A name as libraries list it, surname first, as it is spoken."""
    family, comma, given = name.partition(",")
    one = comma and "," not in given and given.strip()
    return f"{given.strip()} {family.strip()}" if one else name


def _parted_name(person: dict[str, Any]) -> list[str]:
    parts = [p for key in ("givenName", "familyName") for p in strings(person.get(key))[:1]]
    return [" ".join(parts)] if parts else []
