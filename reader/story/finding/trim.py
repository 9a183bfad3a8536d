"""Light filters over the blocks of a page: repetitions, headings over nothing, lists of links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from reader.model import Block
from reader.story.parts.arrange import same_words
from reader.urls import site

_LONG: Final = 25
_TEASER: Final = 160
_PROSE: Final = 120
_RUN: Final = 2
_HEADINGS: Final = 3
"""Headings of one level that are the story's own."""
_TITLE_WORDS: Final = 4
_MENU: Final = 3
_TEASERS: Final = 2
_TEASER_WORDS: Final = 6
_LABEL: Final = 40
_LABEL_WORDS: Final = 5
PLAYED: Final = 0.9
"""Linked share of the line that stands for a video."""
NOTE: Final = 3
"""Digits of the number of a note."""
OFFER: Final = 40
"""Characters of an offer at least, and of the line above it at most."""

_SHOWN: Final = ("image", "caption")
_REPLY = re.compile(r"(?:re|aw|sv|odp|rép)\s*:\s*", re.I)
"""What stands before a headline above the answers in a forum."""
_WIDE = re.compile("[\u3040-\u9fff]")


def trim(blocks: Sequence[Block], title: str, url: str = "") -> list[Block]:
    """``blocks`` of the page at ``url`` without repetitions and headings over nothing; lists of
    links to other pages of its site given their role."""
    held = _without_menu(numbered(_once(blocks, title)))
    held = _mark_link_lists(held, _owner(url))
    return _settle_headings(held)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` in which a paragraph under a number that leads back to its place in the story, as
    a note has it, is an item of that number."""
    out: list[Block] = []
    for block in blocks:
        before = out[-1] if out else None
        if before and block.kind == "paragraph" and _is_note_number(before):
            number = int(before.text)
            out[-1] = replace(block, kind="list_item", level=1, number=number)
        else:
            out.append(block)
    return out


def _is_note_number(block: Block) -> bool:
    if len(block.text) > NOTE or block.kind != "paragraph" or not block.text.isdecimal():
        return False
    return any("#" in (m.url or "") for m in block.marks if m.style == "link")


def linked_share(block: Block) -> float:
    """How much of a block's text is linked, 0 to 1."""
    linked = sum(m.end - m.start for m in block.marks if m.style == "link")
    return linked / len(block.text) if block.text else 0.0


def _once(blocks: Sequence[Block], title: str) -> list[Block]:
    out: list[Block] = []
    seen: set[tuple[bool, str]] = set()
    for block in blocks:
        if block.kind == "heading" and title and same_words(_REPLY.sub("", block.text), title):
            continue
        if _LONG <= len(block.text) <= _TEASER and block.kind not in ("code", "table_row", "image"):
            line = (block.kind == "heading", block.text)  # A table of contents repeats headings.
            if line in seen and not _belongs_here(block, out):
                continue
            seen.add(line)
        out.append(block)
    return out


def _belongs_here(block: Block, before: Sequence[Block]) -> bool:
    """Whether words that were said before may be said again: under another picture, in a list of
    numbers."""
    pictured = block.kind == "caption" and bool(before) and before[-1].kind == "image"
    return pictured or (block.kind == "list_item" and block.number is not None)


def _without_menu(blocks: list[Block]) -> list[Block]:
    """``blocks`` without lines of short links above the first prose, and without single ones in
    lists above the first heading, as they show the way to a page."""
    first = next((n for n, b in enumerate(blocks) if _is_prose(b)), 0)
    headed = next((n for n, b in enumerate(blocks) if b.kind == "heading"), first)
    return [
        b
        for n, b in enumerate(blocks)
        if n >= first or not (_is_menu(b, _MENU) or (n < headed and _is_step(b)) or _is_count(b))
    ]


def _is_count(block: Block) -> bool:
    """Whether nothing but a small number stands there, as of comments or of those who liked it."""
    return (
        block.kind in ("paragraph", "list_item") and block.text.isdecimal() and len(block.text) < 4
    )


def _is_step(block: Block) -> bool:
    """Whether a list item is a short link to another page."""
    down = any("#" in (m.url or "") for m in block.marks)
    return block.kind == "list_item" and not down and _is_menu(block, 1)


def _is_menu(block: Block, least: int) -> bool:
    """Whether a line is made of short links, ``least`` or more."""
    links = [m for m in block.marks if m.style == "link"]
    return (
        block.kind in ("paragraph", "list_item")
        and len(links) >= least
        and linked_share(block) > 0.85
        and all(len(block.text[m.start : m.end].split()) < _TITLE_WORDS for m in links)
    )


def _settle_headings(blocks: list[Block]) -> list[Block]:
    """Headings over nothing at the end are dropped, also those over nothing but a day; one over
    links leads on as they do, and one over nothing but offers belongs to them.

    Where a site sets all its words as headings, they stay.
    """
    out: list[Block] = []
    if not any(b.text and b.kind not in ("heading", "image", "caption") for b in blocks):
        return blocks
    under: list[Block] = []
    ended = False
    for block in reversed(blocks):
        if block.kind == "heading" and block.role is None:
            if not under and not ended:
                continue
            if not ended and all(b.role == "date" for b in under):
                continue
            if out and out[-1].role == "read_more":
                block = replace(block, role="read_more")
            elif under and (_are_offers(under) or _is_offer(block, under[-1])):
                block = replace(block, role="promo")
        elif under and block.role is None and _is_offer(block, under[-1]):
            block = replace(block, role="promo")
        out.append(block)
        if block.kind == "heading":
            under, ended = [], True
        elif block.kind not in ("image", "caption") or under:
            under.append(block)
    out.reverse()
    return out


def _is_offer(block: Block, after: Block) -> bool:
    """Whether a few words in bold, or a small heading, stand over an offer in a box."""
    strong = sum(m.end - m.start for m in block.marks if m.style == "strong")
    headed = block.level > 2 if block.kind == "heading" else strong == len(block.text) > 0
    return (
        headed
        and len(block.text) <= OFFER
        and len(after.text) >= OFFER
        and after.role == "promo"
        and linked_share(after) < PLAYED
    )


def _are_offers(under: Sequence[Block]) -> bool:
    """Whether all that stands under a heading advertises; what leads to a video is no offer."""
    return all(b.role == "promo" and linked_share(b) < PLAYED for b in under)


def _mark_link_lists(blocks: list[Block], owner: str) -> list[Block]:
    """Lines that are nothing but a link lead to other stories: paragraphs, and runs of others.

    A list of links that lead to other sites than ``owner``'s is what the story is about.
    """
    out = list(blocks)
    start = 0
    heads = [b for b in blocks if b.kind == "heading" and b.role is None]
    seldom = 2 * sum(map(_is_only_link, heads)) < len(heads)
    plain = Counter(b.level for b in heads if not linked_share(b))
    prose = [i for i, b in enumerate(blocks) if _is_prose(b)]
    first, last = (prose[0], prose[-1]) if prose else (0, -1)
    while start < len(out):
        end = start
        while (
            end < len(out)
            and out[end].kind == out[start].kind
            and (_is_only_link(out[end]) or _is_labelled_link(out[end]))
        ):
            end += 1
        run = out[start:end]
        above = out[start - 1] if start else None
        whole = end == len(out) or out[end].kind != "list_item"
        teasers = bool(run) and _are_teasers(run, first > start, above, whole=whole)
        leads = teasers or (
            bool(run)
            and _leads_on(
                run, after=start > last >= 0, seldom=seldom, headed=_heads(out, start, plain)
            )
        )
        if leads and (run[0].kind != "list_item" or _stay_at(owner, run)):
            out[start:end] = [replace(b, role=b.role or "read_more") for b in run]
            if teasers and above and _is_label(above):
                out[start - 1] = replace(above, role="read_more")
        start = max(end, start + 1)
    return out


def _heads(blocks: Sequence[Block], number: int, plain: Mapping[int, int]) -> bool:
    """Whether a heading is one of several of its level that are no links (``plain``: how many),
    over items or prose."""
    block = blocks[number]
    if block.kind != "heading" or plain.get(block.level, 0) < _HEADINGS:
        return False
    after = (blocks[n] for n in range(number + 1, len(blocks)))
    under = next((b for b in after if b.kind not in _SHOWN and b.role is None), None)
    if under is None or (under.kind == "heading" and under.level <= block.level):
        return False
    return under.kind in ("heading", "list_item") or _is_prose(under)


def _owner(url: str) -> str:
    """Whose site an address is on, by the last parts of its host."""
    labels = site(url).split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # as in "co.uk"
    return ".".join(labels[-3 if short else -2 :])


def _stay_at(owner: str, run: Sequence[Block]) -> bool:
    """Whether half of the links of some lines and more lead to one site."""
    owners = [_owner(m.url or "") for b in run for m in b.marks if m.style == "link"]
    return not owner or 2 * owners.count(owner) >= len(owners)


def _are_teasers(run: Sequence[Block], early: bool, above: Block | None, *, whole: bool) -> bool:
    """Whether list items among the paragraphs of a story, ``early`` above them all, are titles of
    other stories: long ones that lead off the page, which no line with a colon ``above`` calls for.

    A single one is when it is the ``whole`` list; under a label they may be shorter.
    """
    if run[0].kind != "list_item" or early or above is None:
        return False
    labelled = _is_label(above) and len(run) >= _TEASERS
    if len(run) < _TEASERS and not (whole and above.kind != "list_item"):
        return False
    places = [m.url or "" for b in run for m in b.marks if m.style == "link"]
    return (
        not above.text.rstrip().endswith((":", "："))
        and sum(_words(b) for b in run) >= (_TITLE_WORDS if labelled else _TEASER_WORDS) * len(run)
        and not any("#" in place for place in places)
    )


def _is_label(block: Block) -> bool:
    """Whether a line is a few words that end no sentence, as the name of a box is."""
    text = block.text.rstrip()
    return (
        block.kind == "paragraph"
        and block.role is None
        and 0 < len(text) <= _LABEL
        and len(text.split()) <= _LABEL_WORDS
        and text[-1] not in ".!?…:;,。！？：、؟"
    )


def _words(block: Block) -> int:
    """The words of a line; of a script without spaces two in three characters are one."""
    count = block.text.count(" ") + 1
    if block.text.isascii():
        return count
    return max(count, len(_WIDE.findall(block.text)) * 2 // 3)


def _is_only_link(block: Block) -> bool:
    told = block.role in (None, "read_more") and block.kind in ("list_item", "heading", "paragraph")
    return told and linked_share(block) > 0.85


def _is_labelled_link(block: Block) -> bool:
    """Whether a list item is a link, or a label with a colon and a link."""
    links = [m for m in block.marks if m.style == "link"]
    if block.kind != "list_item" or block.role or len(links) != 1:
        return False
    label = block.text[: links[0].start].rstrip()
    return links[0].end == len(block.text) and (not label or label.endswith((":", "?", "!")))


def _is_prose(block: Block) -> bool:
    return block.kind != "code" and len(block.text) >= _PROSE and linked_share(block) < 0.5


def _leads_on(run: Sequence[Block], *, after: bool, seldom: bool, headed: bool) -> bool:
    """Whether the lines of ``run`` lead away: ``after`` the story's last prose they do, and so
    does a heading where others are ``seldom`` links, unless it is one of the story's (``headed``)."""
    if run[0].kind == "paragraph":
        return all(_words(b) >= _TITLE_WORDS for b in run)
    if run[0].kind == "heading":
        if len(run) == 1 and headed:
            return False
        places = [m.url or "" for b in run for m in b.marks if m.style == "link"]
        return len(run) >= _RUN or (seldom and not any("#" in url for url in places))
    return len(run) >= _RUN and after
