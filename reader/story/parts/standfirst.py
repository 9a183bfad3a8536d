"""The sentence under a headline that sums the story up: standfirst, dek, subtitle, Vorspann, chapô.

Readers see it between headline and story, but often apart from the story's paragraphs, where
neither reading of the page looks.  It is told by its place, and by its name, by its size (a
second heading) or by being what the page declares as its description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reader.model import Block
from reader.story.about.declared import plain, some, strings
from reader.story.blocks.elements import BLOCKS, is_hidden
from reader.story.blocks.inline import joined
from reader.story.blocks.walker import Walker
from reader.story.finding.confirm import words
from reader.story.parts.arrange import same_words
from reader.story.parts.roles import byline_names, give_roles, is_date
from reader.text import clean_line, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

SHORTEST: Final = 30
"""Characters of a standfirst, at least; those of scripts without spaces count twice."""
LONGEST: Final = 700
SUBTITLE: Final = 12
"""Characters of a heading that is called a subtitle, at least."""
MAX_LOOKED_AT: Final = 150
"""Elements after the heading among which it stands."""
PROSE: Final = 80
"""Characters of a paragraph of the story."""
FLOW: Final = 2
"""Such paragraphs beside it that make it one of them."""
LINKED: Final = 0.5
TITLE: Final = 0.75
"""Share of its words that stand in the title when it only says that again."""
BEGINNING: Final = 8
"""Blocks at the head of a story among which it may stand."""
MAX_PARTS: Final = 60

_SURE = re.compile(
    r"stand-?first|(?:^|[^a-z]|(?-i:(?<=[a-z])(?=D)))(?:dek|deck|perex|chapo|chapeau|teaser|subtitulo|entradilla|bajada|copete|occhiello|sommario|"
    r"catenaccio|strap-?line)(?:$|[^a-z]|(?-i:(?=[A-Z])))|sub-?(?:head(?:line|ing)?|title|deck)(?:$|[^a-z])|header-?teaser|summary|excerpt|einleitung",
    re.I,
)
_NAMED = re.compile(
    _SURE.pattern
    + r"|(?:^|[^a-z])(?:desc|lede|lead|intro|abstract|vorspann|ingress|ingressi|manchet|opener|zajawka|anons|preamble|synopsis)(?:$|[^a-z])|"
    r"article-?(?:lead|intro|description)",
    re.I,
)
"""Names that the first paragraph of a story has as often are only here."""
_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_APART: Final = frozenset(
    "nav aside footer form figure figcaption button table ul ol dialog".split()
)
_HEADINGS: Final = frozenset("h2 h3 h4".split())
_SUBTITLES: Final = _HEADINGS | {"p", "div"}
_LEAVES: Final = frozenset("p h2 h3 h4 div span section header strong".split())


def find_standfirst(
    root: _Element, title: str, descriptions: Sequence[str], base: str
) -> Block | None:
    """The standfirst of a page as a paragraph, None where there is none.

    It has that role when its name or its being a heading tells it; where what the page declares
    tells it (``descriptions``), it may be the first paragraph of the story as well.
    """
    heading = _heading(root, title)
    if heading is None:
        return None
    if said := _under_title(heading, title):
        return Block("paragraph", said, role="standfirst")
    around = set(heading.iterancestors())
    looked = 0
    within = set(heading.iter())
    for element in _after(root, heading):
        if element in within or element in around:
            continue
        looked += 1
        if looked > MAX_LOOKED_AT or element.tag == "h1":
            return None
        if element.tag not in _LEAVES or not _is_leaf(element):
            continue
        text = clean_line("".join(some_text(element)))
        if not (_has_length(text) or _is_subtitle(element, text)) or same_words(text, title):
            continue
        flows = _flows(element)
        if not flows and _tells(element, text, title, descriptions):
            return _block(element, base)
        if flows or (element.tag == "p" and _length(text) >= PROSE):
            return None
    return None


def with_standfirst(blocks: Sequence[Block], standfirst: Block | None) -> list[Block]:
    """``blocks`` with the standfirst above them, or with its role given to the one that says it
    where it is surely one; a story has paragraphs besides."""
    held = list(blocks)
    prose = sum(b.kind == "paragraph" and not b.role and _length(b.text) >= PROSE for b in held)
    if standfirst is None or not prose:
        return held
    for number, block in enumerate(held[:BEGINNING]):
        if block.kind in ("paragraph", "heading") and same_words(block.text, standfirst.text):
            if block.kind == "heading" or (standfirst.role and not block.role and prose > FLOW):
                held[number] = replace(block, kind="paragraph", level=0, role="standfirst")
            return held
    said = fold(standfirst.text)
    if any(said in fold(block.text) for block in held if len(block.text) >= len(standfirst.text)):
        return held
    return [replace(standfirst, role="standfirst"), *held]


def descriptions(meta: dict[str, list[str]], articles: Sequence[dict[str, Any]]) -> list[str]:
    """What a page declares itself to be about, without tags."""
    values = [
        v
        for name in ("og:description", "description", "twitter:description", "dc.description")
        for v in meta.get(name, ())[:1]
    ]
    for item in articles[:3]:
        for key in ("description", "abstract", "alternativeHeadline"):
            values += strings(item.get(key))[:1]
    return [clean_line(plain(value[:2_000])) for value in values]


def some_text(element: _Element) -> list[str]:
    """The first texts of an element."""
    return list(some(element.itertext(), MAX_PARTS))


def _heading(root: _Element, title: str) -> _Element | None:
    """The heading that says the title, else the page's only one."""
    heads = [e for e in some(root.iter("h1", "h2", "h3"), 40) if not is_hidden(e)]
    for element in heads:
        text = clean_line("".join(element.itertext())[:1000])
        if title and (same_words(text, title) or fold(text).endswith(fold(title))):
            return element
    mains = [e for e in heads if e.tag == "h1"]
    return mains[0] if len(mains) == 1 else None


def _under_title(heading: _Element, title: str) -> str:
    """The words of a heading right under a line that says the title: what looks like a headline to
    programs is a standfirst to readers; "" for others."""
    above = heading.getprevious()
    if above is None or not title or not same_words(clean_line("".join(some_text(above))), title):
        return ""
    text = clean_line("".join(some_text(heading)))
    return text if _has_length(text) and not _repeats(text, title) else ""


def _after(root: _Element, heading: _Element) -> list[_Element]:
    """Elements after the heading in document order, those that stand apart passed over."""
    from lxml import etree

    found: list[_Element] = []
    seen = False
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element is heading:
            seen = True
            walk.skip_subtree()
        elif element.tag in _APART or (seen and element.attrib and is_hidden(element)):
            walk.skip_subtree()
        elif seen:
            found.append(element)
            if len(found) >= MAX_LOOKED_AT:
                break
    return found


def _is_leaf(element: _Element) -> bool:
    """Whether no block stands in it."""
    inner = list(some(element.iterdescendants(), MAX_PARTS))
    return len(inner) < MAX_PARTS and all(e.tag not in BLOCKS and e.tag != "img" for e in inner)


def _has_length(text: str) -> bool:
    return _length(text) >= SHORTEST and len(text) <= LONGEST


def _is_subtitle(element: _Element, text: str) -> bool:
    """Whether a few words are called a subtitle, right under the headline."""
    called = element.tag in _SUBTITLES and _SURE.search(element.get("class") or "") is not None
    return called and _length(text) >= SUBTITLE and _follows_heading(element)


def _length(text: str) -> int:
    """The characters of a text; those of scripts without spaces count twice."""
    return len(text) + (0 if text.isascii() else len(_WIDE.findall(text)))


def _flows(element: _Element) -> bool:
    """Whether it is one of the story's paragraphs: others of its kind stand beside it."""
    holder = element
    for _ in range(3):
        beside = holder.getparent()
        if beside is None or beside.tag in ("body", "html"):
            return False
        count = 0
        for other in some(beside.iterchildren(element.tag), MAX_PARTS):
            if other is not element and _length("".join(some_text(other)).strip()) >= PROSE:
                count += other.get("class") == element.get("class")
        if count >= FLOW:
            return element.tag not in _HEADINGS
        if len(beside) > 1:
            return False
        holder = beside
    return False


def _tells(element: _Element, text: str, title: str, described: Sequence[str]) -> bool:
    """Whether its name, its being a heading or what the page declares makes it one."""
    linked = sum(len("".join(a.itertext())) for a in element.iter("a"))
    if linked > LINKED * len(text) or byline_names(text) or is_date(text):
        return False
    if give_roles([Block("paragraph", text)])[0].role or _repeats(text, title):
        return False
    return (
        _is_named(element, _NAMED)
        or any(_says(text, told) for told in described)
        or (element.tag in _HEADINGS and _follows_heading(element))
    )


def _repeats(text: str, title: str) -> bool:
    """Whether it only says the title again, in other words."""
    said, known = words(fold(text)), set(words(fold(title)))
    return sum(map(known.__contains__, said)) >= TITLE * len(said)


def _is_named(element: _Element, names: re.Pattern[str]) -> bool:
    """Whether it or what is around it has one of these names."""
    return any(names.search(_name(e)) for e in (element, *some(element.iterancestors(), 2)))


def _is_in_header(element: _Element) -> bool:
    """Whether it stands in the header of a story."""
    return any(around.tag == "header" for around in some(element.iterancestors(), 3))


def _follows_heading(element: _Element) -> bool:
    before = element.getprevious()
    return before is not None and before.tag in ("h1", "h2")


def _name(element: _Element) -> str:
    if element.tag in ("body", "html", "main", "article"):
        return ""
    get = element.get
    names = (get("class"), get("id"), get("itemprop"), get("data-gu-name"), get("data-testid"))
    return " ".join(n[:200] for n in names if n)


def _says(text: str, told: str) -> bool:
    """Whether one of two texts begins with the other, dots at its end aside."""
    ours, theirs = fold(text), fold(told).rstrip(". …")
    least = min(len(ours), len(theirs))
    return least >= SHORTEST // 2 and (
        ours.startswith(theirs) or theirs.startswith(ours.rstrip(". …"))
    )


def _block(element: _Element, base: str) -> Block | None:
    text, marks = joined(Walker(base, media=False).walk(element))
    sure = element.tag in _HEADINGS or _is_named(element, _SURE) or _is_in_header(element)
    return Block("paragraph", text, marks, role="standfirst" if sure else None) if text else None
