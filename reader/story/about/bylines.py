"""The byline that readers see: by its mark, by the name of its class, by where its link leads, or
by its first words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from reader.story.about.cards import in_teaser
from reader.story.about.datelines import (
    dated_authors,
    described_author,
    mailed_authors,
    pictured_authors,
)
from reader.story.about.declared import some
from reader.story.about.names import (
    WRITTEN_BY,
    is_marked_name,
    is_name,
    names_in,
    says_by,
    without_by,
)
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR_CLASS = re.compile(
    r"name-uid|(?:^|[\s_-])(?:by-?line|author|authors|writer|reporter|contributor|autor(?:e|en|es|in)?|auteur|signature|firma|szerzo|novinar|yazar|penulis|toimittaja|forfatter|skribent|redaktor)s?(?:[\s_-]|$|[A-Z])|c-byline|post-author|entry-author|author-?name|article-?author|"
    r"(?:^|[\s_-])(?:created|submitted|posted|written)[-_]?by(?:[\s_-]|$)|"
    r"(?-i:[a-z](?:Author|By[Ll]ine)s?(?:[\s_-]|$))",
    re.I,
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|by|contributors?|reporters?|journalists?|people|writers?|"
    r"newsteam|staff|profiles?|producers|szerzok?|novinari|yazar(?:lar)?|penulis|toimittajat?|skribenter|tac-gia)"
    r"/(?:[^/?#]{3,80}(?:/\d{1,9})?|\d{1,9})/?$|[?&]author=",
    re.I,
)
_PERSON_PAGE = re.compile(r"/(?:by|people|staff|profiles?|producers)/", re.I)
"""Of those, what may as well be about somebody in the story."""
_SAID = re.compile(
    r"(?:(?:(?:written|story|words|text|reported|posted|published|authored|submitted)\s+)?by|(?:ein\s+artikel\s+|text\s+)?von|par|por|door|"
    r"autor(?:en|es|in)?(?:/autor)?|auteurs?|authors?(?:\(s\))?|(?:contributors?|text|yazar|haber|muhabir|penulis|tekst|teksti|szerző)\s*:|"
    r"oleh|írta|aus\s+[^\W\d_][\w .-]{1,30}\s+bericht(?:et|en)|skrevet av|文|作者|著者|[记記]者|"
    rf"{WRITTEN_BY})\s*[:：]?(?=\s|$)|"
    r"(?:文|作者|著者|[记記]者|撰文|取材・文)\s*[:：●]",
    re.I,
)
_NAME_CLASS = re.compile(
    r"^(?:fn|name)$|author-name|__name|(?:byline|contribut|writer|reporter)[\w-]*[-_]name(?:\s|$)"
)
_TEST_NAMES: Final = (
    *("data-testid", "data-component", "data-qa", "data-test-id", "data-test-tag", "data-test"),
    "data-hook",
)
_TESTED: Final = f"//*[{' or '.join(f'@{name}' for name in _TEST_NAMES)}]"
_TESTED_NAME = re.compile(r"by-?line|author|contributor", re.I)
"""What else elements are called by, where classes are made by a machine."""
_COMMENTS = re.compile(
    r"(?:^|\s)(?:comments?|comment[-_]?(?:list|body|meta|area|section|thread|wrapper|content|item)s?)(?=\s|$)|comment-?author|disqus|"
    r"(?:^|\s)kommentare?(?:-?liste)?(?=\s|$)",
    re.I,
)
_ALONE: Final = frozenset(
    "author authors author-name author__name byline byline-name post-author entry-author username autor auteur".split()
)
"""Classes of what holds the name of an author and nothing else."""
_USER = re.compile(r"[^\W\d_][\w.-]{2,24}")
_POSTED = re.compile(r"(?:posted|written|authored|submitted)\s+by\s", re.I)
"""What leads in a name of one word, too."""
_OTHERS = re.compile(
    r"quote|follow|(?:image|photo|picture|media|caption)[-_]{1,2}(?:author|byline|credit)", re.I
)
_JOINING = re.compile(r"and|und|et|y|e|en|og|och|i|with|[,&]", re.I)
_CARD: Final = frozenset(["vcard", "fn"])
_APART: Final = frozenset(["nav", "footer", "aside", "form"])
LEVELS: Final = 5
"""Elements around a byline, and around the main heading, of which one is the same."""
FEW: Final = 2
"""Bylines of one kind in different places that a story may have."""
MAX_PIECES: Final = 12
"""Texts in a byline."""
MAX_LOOKED_AT: Final = 200
"""Elements looked into for a byline that readers see."""
PROSE: Final = 150
"""Characters of a paragraph of the story."""
BEGUN: Final = 2
"""Such paragraphs from which a line may be about another story."""
MAX_PARTS: Final = 150
"""Elements and texts in them that are looked at."""
MAX_LINE: Final = 120
"""Characters of a visible byline."""
MAX_SAID: Final = 60
"""Characters of a byline that only its first words tell."""
_LISTED_FIRST: Final = "//section[@aria-labelledby='article-byline']//li[1]"
"""Who wrote it, first in a list of who, what for and when."""


def visible_authors(root: _Element, site: str, title: str) -> list[str]:
    """The byline that readers see of the story with ``title``: marked as such, by the name of its
    class, by where its link leads, by its first words, by the day or the picture before it."""
    near = _around_heading(root)
    marked = root.xpath("//*[@itemprop='author' or @rel='author'] | //byline | " + _LISTED_FIRST)
    classed = (e for e in root.iterfind(".//*[@class]") if _names_an_author(e.get("class")))
    tested = (e for e in root.xpath(_TESTED) if _TESTED_NAME.search(_test_name(e)))
    others: set[str] = set()
    for sure, elements in ((True, marked), (False, classed), (False, tested)):
        looked = [e for e in some(elements, MAX_LOOKED_AT) if not _is_apart(e)]
        looked = [e for e in looked if not in_teaser(e, title)]
        spent: set[str] = set()
        for number, element in enumerate(looked):
            if _class(element) in spent:
                continue
            alone = _is_card(element) or (bool(near) and _is_alone(element, near))
            found = _names_of(element, site, sure=sure or alone)
            if found and not _is_near(element, near) and _is_of_many(element, looked):
                others.add(_class(element))
            elif found:
                return _with_others(found, element, looked[number + 1 :], site, sure=sure)
            if near and _class(element) and _line(element) and _is_near(element, near):
                spent.add(_class(element))  # It names nobody, and the next is another story's.
        own = [e for e in looked if site and _class(e) in spent]
        if any(fold(_line(e)).endswith(fold(site)) for e in own):
            return []
    return (
        _linked_authors(root, site, near, title)
        or _said_authors(root, site, others - {""}, title)
        or dated_authors(root, site, title)
        or pictured_authors(root, site, title)
        or mailed_authors(root, site, title)
        or described_author(root, site)
    )


def _around_heading(root: _Element) -> set[_Element]:
    """The elements around the main headings of a page, those of the page itself left out."""
    heads = some(root.iter("h1"), 3)
    found = {around for head in heads for around in some(head.iterancestors(), LEVELS)}
    return {around for around in found if around.tag not in ("html", "body")}


def _is_near(element: _Element, near: Container[_Element]) -> bool:
    """Whether an element stands beside the main heading, or there is none."""
    return not near or any(around in near for around in some(element.iterancestors(), LEVELS))


def _is_of_many(element: _Element, others: Sequence[_Element]) -> bool:
    """Whether there are several more of its kind with other words in other places, as beside each
    of a list of stories."""
    holder = element.getparent()
    known = {_line(element)}
    for other in others:
        if (
            other.tag == element.tag
            and _class(other) == _class(element)
            and other.getparent() is not holder
        ):
            known.add(_line(other))
    return len(known - {""}) > FEW


def _is_card(element: _Element) -> bool:
    """Whether the class of an element is one of hCard's for the name of a person."""
    return not _CARD.isdisjoint(_class(element).split())


def _is_alone(element: _Element, near: Container[_Element]) -> bool:
    """Whether an element near the main heading is there for an author's name of one word."""
    if _ALONE.isdisjoint(_class(element).lower().split()) or not _is_near(element, near):
        return False
    line = _line(element)
    return _USER.fullmatch(line) is not None and not line.isupper()


def _with_others(
    found: list[str], first: _Element, others: Iterable[_Element], site: str, *, sure: bool
) -> list[str]:
    """``found`` in ``first`` and what stands beside it in elements of the same kind, in the items of
    the same list, or in the line around it that says whom the story is by."""
    holder = first.getparent()
    line = _line(holder) if holder is not None else ""
    if len(line) < MAX_SAID and says_by(line):
        names = _names_said(line, site, short=False)
        if set(found) < set(names):
            return names
    for element in some(others, MAX_PIECES):
        if element.tag != first.tag or _class(element) != _class(first):
            continue
        around = element.getparent()
        if around is not holder and (
            holder is None or around is None or around.getparent() is not holder.getparent()
        ):
            break
        found += [n for n in _names_of(element, site, sure=sure) if n not in found]
    return found


def _is_apart(element: _Element) -> bool:
    """Whether it says whose a quotation or a picture is or whom to follow, or stands among what
    readers say."""
    return bool(_OTHERS.search(_class(element))) or any(
        e.tag == "figcaption" or _COMMENTS.search(f"{_class(e)} {(e.get('id') or '')[:100]}")
        for e in (element, *some(element.iterancestors(), 8))
        if (e.attrib or e.tag == "figcaption") and e.tag not in ("body", "html")
    )


def _names_of(element: _Element, site: str, *, sure: bool) -> list[str]:
    """The names in an element that is there for them, or in the part of it that holds a name."""
    inner = list(some(element.iterdescendants(), MAX_PARTS))
    parts = [e for e in inner if e.get("itemprop") == "name" or _NAME_CLASS.search(_class(e))]
    if not parts and _SAID.fullmatch((element.text or "")[:MAX_LINE].strip()):
        parts = [e for e in inner[:1] if e.tag == "a"]  # By A, who is linked, in B on a day
    parts = parts or _first_called(element, inner)
    if not parts and (found := _first_pieces(element, site)):
        return found
    for part in (*parts[:1], element):
        text = _line(part) or clean_line((part.get("content") or "")[:MAX_LINE])
        found = _names_said(text, site, short=sure) if 0 < len(text) < MAX_LINE else []
        if found:
            alike = [e for e in parts[1:MAX_PIECES] if e.tag == part.tag] if part in parts else []
            texts = [t for t in map(_line, alike) if len(t) < MAX_SAID]
            return [*found, *(n for n in _names_said_by(texts, site) if n not in found)]
    return []


def _first_called(element: _Element, inner: Iterable[_Element]) -> list[_Element]:
    """The elements in a byline that are called an author, too, when it begins with the first of
    them: what stands behind may be where somebody writes from."""
    called = [e for e in inner if e.attrib and _names_an_author(_class(e))]
    if not called or not (first := without_by(_line(called[0]))):
        return []
    return called if without_by(_line(element)).startswith(f"{first} ") else []


def _names_said(text: str, site: str, *, short: bool) -> list[str]:
    """The names of two words and more in a line; others where there are none and it says that it
    names somebody, or is known to (``short``)."""
    names = names_in([text], site)
    if names and is_marked_name(names[0]):
        return [n for n in names if is_marked_name(n)]
    return [n for n in names if (short or says_by(text)) and is_name(n, short=True)]


def _names_said_by(texts: list[str], site: str) -> list[str]:
    return [n for n in names_in(texts, site) if is_marked_name(n)]


def _first_pieces(element: _Element, site: str) -> list[str]:
    """The names at the beginning of an element that parts them from what follows them, such as a
    role or a place."""
    inner = some(element.iterdescendants(), MAX_PARTS)
    if any(e.attrib and _names_an_author(_class(e)) for e in inner):
        return []
    pieces = [t for t in some(element.xpath(".//text()"), MAX_PIECES) if t.strip()]
    found: list[str] = []
    joins, kind = True, None
    for piece in pieces if 1 < len(pieces) < MAX_PIECES else ():
        text = clean_line(piece)
        if _SAID.fullmatch(text) or _JOINING.fullmatch(text):
            joins = True
            continue
        around = piece.getparent()
        of_kind = (around.tag, _class(around), piece.is_tail)
        names = names_in([text], site) if joins or kind == of_kind else []
        if len(text) > MAX_SAID or not names or not all(is_marked_name(n) for n in names):
            break
        found += [n for n in names if n not in found]
        joins, kind = False, of_kind if around is not element else None
    return found


def _test_name(element: _Element) -> str:
    return next(filter(None, map(element.get, _TEST_NAMES)), "")[:100]


def _line(element: _Element) -> str:
    """The words of an element, at most 300 characters; nothing of one that holds many parts."""
    texts = list(some(element.itertext(), MAX_PARTS))
    return clean_line(" ".join(texts)[:300]) if len(texts) < MAX_PARTS else ""


def _class(element: _Element) -> str:
    return (element.get("class") or "")[:300]


def _linked_authors(root: _Element, site: str, near: Container[_Element], title: str) -> list[str]:
    """The names that stand as links to pages about authors, those that share one parent."""
    found: list[str] = []
    holder: _Element | None = None
    looked = [a for a in some(_author_links(root), MAX_LOOKED_AT) if not in_teaser(a, title)]
    many = len({link.get("href") for link in looked}) > FEW
    for link in looked:
        if holder is None and many and not _is_near(link, near):
            continue
        if holder is not None and link.getparent() is not holder:
            break
        text = _line(link)
        fit = len(text) < MAX_LINE
        names = names_in([text], site) if fit else []
        names = [n for n in names if is_marked_name(n) and n not in found]
        if names:
            found += names
            holder = link.getparent()
    return found


def _author_links(root: _Element) -> Iterator[_Element]:
    """The links to pages about authors; where the story has begun, what they lead to must be called
    so."""
    prose = 0
    for element in root.iter("a", "p"):
        if element.tag == "p":
            prose += prose < BEGUN and sum(map(len, some(element.itertext(), MAX_PIECES))) > PROSE
            continue
        href = (element.get("href") or "")[:300]
        if _AUTHOR_PAGE.search(href) and (prose < BEGUN or not _PERSON_PAGE.search(href)):
            yield element


def _said_authors(root: _Element, site: str, others: Container[str], title: str) -> list[str]:
    """The names in the first short line that says whom the story is by, or in the line after it
    when it says no more. Where the story has begun, the line must say nothing else; lines of the
    classes ``others`` are about other stories."""
    elements = root.iter(
        "p",
        "span",
        "div",
        "li",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "i",
        "a",
        "strong",
        "b",
        "font",
        "small",
    )
    prose = 0
    looked = 0
    for element in elements:
        text = element.text or ""
        prose += element.tag == "p" and len(text) > PROSE
        if not _SAID.match(text[:MAX_LINE].lstrip()):
            continue
        if _class(element) in others or any(a.tag in _APART for a in element.iterancestors()):
            continue
        looked += 1
        if looked > MAX_LOOKED_AT:
            break
        lines = _said_lines(element)
        linked = next(iter(element), None) is not None and _SAID.fullmatch(text.strip())
        names = _first_pieces(element, site) if linked else []
        if not names and all(len(line) < MAX_SAID for line in lines):
            names = names_in(lines, site)
        short = not prose and _POSTED.match(lines[0]) is not None
        found = list(takewhile(partial(is_name, short=True) if short else is_marked_name, names))
        whole = len(found) == len(names) or prose < BEGUN
        if found and whole and not in_teaser(element, title):
            return found
    return []


def _said_lines(element: _Element) -> list[str]:
    """The line that says whom a story is by; where it says no more, what stands after it, item by
    item if that is a list."""
    line = _line(element)
    if not _SAID.fullmatch(line):
        return [line]
    after = element.getnext()
    behind = clean_line((element.tail or "")[:MAX_LINE])
    if behind or after is None:
        return [behind]
    items = [_line(e) for e in some(after.iter("li"), MAX_PIECES)]
    return items or [_line(after)]


@lru_cache(maxsize=8192)
def _names_an_author(name: str) -> bool:
    return bool(_AUTHOR_CLASS.search(name[:300]))
