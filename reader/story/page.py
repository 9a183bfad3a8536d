"""A whole page as a story: where it is, what is cut from it, what the page says about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from reader.model import Block, Story
from reader.story.about.lead import lead_picture, with_lead
from reader.story.about.metadata import Facts, read_facts
from reader.story.about.names import is_sites_own
from reader.story.about.own import without_own
from reader.story.blocks.figures import without_counts
from reader.story.blocks.markup import parse_page
from reader.story.blocks.walker import Walker
from reader.story.finding.confirm import SURE, Reading, combine, is_same_text, other_text
from reader.story.finding.consent import drop_consent
from reader.story.finding.content import ENOUGH, LADDER, find_content, nodes_of
from reader.story.finding.lessened import lessened, worth_reading
from reader.story.finding.prune import prune
from reader.story.finding.scripted import FEW, declared_body, scripted_blocks, words_in
from reader.story.finding.tidy import reveal, tidy
from reader.story.finding.trim import trim
from reader.story.finding.walls import behind_wall, holds_none
from reader.story.parts.arrange import arrange, drop_headline, mark_byline, signature
from reader.story.parts.boxes import boxes_of, make_bold
from reader.story.parts.ending import mark_comments, mark_ending
from reader.story.parts.related import links_of, related_blocks
from reader.story.parts.standfirst import find_standfirst, with_standfirst
from reader.story.parts.subheads import settle_subheads
from reader.text import composed, fold
from reader.urls import join, site

if TYPE_CHECKING:
    from lxml.etree import _Element

UNCERTAIN: Final = "Two ways of reading this page disagree, so some of its text may be missing."
FIRST: Final = 4
"""Blocks at the head of a story."""
TOLD: Final = 200
"""Characters of a story with which comments of readers below it are none."""
MAX_TRIED: Final = 20_000
"""Elements of a page on which milder rules are tried too."""
MAX_ELEMENTS: Final = 50_000
"""Elements of a page that is read in two ways; larger ones are read by their structure alone."""
MAX_DEPTHS: Final = 1_500_000
"""The same for the depths of all elements together, told from every ``SAMPLED`` th of them."""
SAMPLED: Final = 50


def read_article(text: str, url: str) -> Story:
    """The article of the page ``text`` (HTML) at ``url``."""
    root = parse_page(text)
    if root is None:
        return Story(0, None, "", None, (), origin="page", url=url)
    reveal(root)
    base = base_of(root, url)
    body = root.find("body")
    body = root if body is None else body
    drop_consent(body)
    facts = read_facts(root, base)
    lead = lead_picture(root, base, facts.image)
    told = scripted_blocks(root, base) if _is_empty(body) else []
    related = related_blocks(root, base)
    standfirst = find_standfirst(root, facts.title, facts.descriptions, base)
    tidy(root, facts.title)
    reading, teasers = _read_twice(root, body, facts.title, base, standfirst)
    for teaser in teasers:
        related += links_of(teaser, base)
    shown = words_in(reading.blocks)
    if told and shown <= FEW:
        reading = Reading(told)
    elif held := declared_body(facts.body, base, shown):
        reading = Reading(held)
    kicker, blocks = drop_headline(reading.blocks, facts.title)
    blocks = [b for n, b in enumerate(blocks) if n >= FIRST or b.text != facts.kicker]
    byline, blocks = arrange(blocks, guess=False)
    if not _names_somebody(facts, url):
        byline = byline or signature(blocks, capitals=bool(facts.authors))
        facts.authors = byline.split(", ") if byline else facts.authors
    blocks = mark_ending(mark_byline(blocks, facts.authors), facts.authors)
    blocks = mark_comments(blocks)
    blocks = settle_subheads(blocks, facts.title, facts.titles)
    blocks = with_lead(with_standfirst(blocks, standfirst), lead if len(lead) > 1 else ())
    blocks = without_counts(trim(blocks, facts.title, url))
    blocks = without_own(_with_related(blocks, related) if blocks else [], facts.own)
    wall, blocks = behind_wall(blocks, closed=facts.closed)
    wall = wall or holds_none(facts.title, blocks, declared=facts.kind)
    return Story(
        entry_id=0,
        kicker=_kicker(facts.kicker or kicker, facts.title),
        headline=facts.title,
        byline=composed(", ".join(facts.authors) or byline or "") or None,
        blocks=tuple(blocks),
        origin="page",
        url=url,
        lang=facts.lang,
        published_at=facts.published_at,
        lead_image=lead[0].url if lead else facts.image or _first_picture(blocks),
        note=wall or (UNCERTAIN if reading.agreement < SURE else None),
    )


def _first_picture(blocks: Sequence[Block]) -> str | None:
    """The picture that stands at the head of a story for which none is declared."""
    return next((b.url for b in blocks[:FIRST] if b.kind == "image"), None)


def _kicker(label: str | None, headline: str) -> str | None:
    """A label, unless the headline begins with it."""
    return None if label and fold(headline).startswith(fold(label)) else label


def _read_twice(
    root: _Element, body: _Element, title: str, base: str, standfirst: Block | None
) -> tuple[Reading, list[_Element]]:
    giant = _is_giant(root)
    other = cache(lambda: other_text(root))
    ours, teasers, kept = structure(
        body, title, base, lambda found: not giant and is_same_text(found, other())
    )
    if giant:
        return Reading(ours), teasers
    if kept:
        other = cache(lambda: other_text(lessened(root, body, kept)))
    walker = Walker(base, removed=set(teasers), media=False)
    above = standfirst.text if standfirst else ""
    return combine(ours, lambda: walker.walk(body), other, above), teasers


def _is_giant(root: _Element) -> bool:
    """Whether a page has so many elements, or so many so deep, that the other reading is slow."""
    depths = 0
    number = 0
    for number, element in enumerate(root.iter()):
        if number % SAMPLED == 0:
            depths += sum(1 for _ in element.iterancestors())
    return number > MAX_ELEMENTS or depths * SAMPLED > MAX_DEPTHS


def base_of(root: _Element, url: str) -> str:
    """What addresses on the page are relative to."""
    element = root.find(".//base[@href]")
    return (join(url, element.get("href") or "") if element is not None else None) or url


def structure(
    body: _Element, title: str, url: str, known: Callable[[Sequence[Block]], bool]
) -> tuple[list[Block], list[_Element], set[_Element]]:
    """The blocks of the story by the page's own structure, and the boxes between them that lead
    to other stories; milder rules when little comes out, unless that is ``known`` to be all.

    Last the elements among which the other reading may look for the story, where the strictest
    rules gave one; else none.
    """
    best: list[Block] = []
    apart: list[_Element] = []
    longest = -1
    for rules in LADDER:
        nodes = nodes_of(body, rules, title, told=longest >= TOLD)
        if not nodes:
            return [], [], set()
        tops = find_content(nodes, rules)
        worth = worth_reading(nodes, tops) if rules is LADDER[0] else set()
        kept = {n.element for n in nodes}
        removed = prune(tops, rules)
        teasers, titles = boxes_of(tops)
        removed.update(teasers)
        bold = set(map(make_bold, titles))
        kept |= bold
        worth = worth and worth | bold
        walker = Walker(url, removed=removed, only=kept)
        for top in tops:
            walker.walk(top.element)
        length = sum(len(b.text) for b in walker.blocks if b.kind != "image")
        if length > longest:
            best, longest, apart = walker.blocks, length, teasers
        if length >= ENOUGH:
            return best, apart, worth
        if len(nodes) > MAX_TRIED:
            break
        if length >= TOLD and known(walker.blocks):
            break
    return best, apart, set()


def _is_empty(body: _Element) -> bool:
    """Whether a page shows next to nothing."""
    words = 0
    for element in body.iter():
        if element.tag not in ("script", "style", "noscript", "template"):
            words += len((element.text or "").split())
        words += len((element.tail or "").split())
        if words > 2 * FEW:
            return False
    return True


def _with_related(blocks: list[Block], related: list[Block]) -> list[Block]:
    """``blocks`` and, at their end, the related stories that none of them names."""
    known = {line for b in blocks for line in (b.text, *(b.text[m.start : m.end] for m in b.marks))}
    fresh = [b for b in dict.fromkeys(related) if b.text not in known]
    return [*blocks, *fresh] if any(b.marks for b in fresh) else blocks


def _names_somebody(facts: Facts, url: str) -> bool:
    """Whether a page names an author besides its own site."""
    return not all(is_sites_own(name, facts.owner, site(url)) for name in facts.authors)
