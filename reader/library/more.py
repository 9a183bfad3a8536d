"""Where a story leads: its own links, then the cached stories that belong to it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Final

from reader.library.guide import GUIDE_HOST
from reader.library.values import MoreItem
from reader.model import Entry, Link, Story
from reader.store.store import Store
from reader.text import fold
from reader.urls import canonical, show, site

MAX_RELATED: Final = 6
MIN_SHARED: Final = 2
"""Words that a related story must share; one alone is chance."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*\w", re.UNICODE)
_COMMON: Final = frozenset(
    "about after again against amid among because been before being below between both could does "
    "doing down during each first for from further have having here house into just latest live "
    "more most must news next only other over people report says said should since some still such "
    "than that their them then there these they this those three through told two under until "
    "update very want week were what when where which while will with would year years your "
    "aber alle auch auf aus beim dass dem den der des die durch eine einem einen einer für gegen "
    "haben hat ihre ist kein mehr mit nach nicht noch nur oder schon sein seine sich sind über und "
    "vom von vor wegen wenn werden wie wieder wird zum zur les des une pour dans avec sur est qui "
    "que pas plus los las del por con para una como".split()
)


async def more_items(store: Store, entry: Entry, story: Story) -> tuple[MoreItem, ...]:
    """The items of the read-more pane: files that come with the story, links in page order, then
    related stories, best first."""
    links = await _own_links(store, entry, story)
    related = await _related(store, entry, story, {i.entry_id for i in links if i.entry_id})
    return (*_files(entry), *links, *related)


def _files(entry: Entry) -> list[MoreItem]:
    """The entry's enclosures."""
    return [
        MoreItem(
            None,
            each.title or _last_part(each.url),
            " · ".join(part for part in (each.type, _size(each.length), site(each.url)) if part),
            None,
            enclosure=number,
        )
        for number, each in enumerate(entry.enclosures, 1)
    ]


def _last_part(url: str) -> str:
    """The name of the file in an address, else its host."""
    return show(url).partition("?")[0].rstrip("/").rpartition("/")[2]


def _size(length: int | None) -> str:
    return f"{length / 1e6:.1f} MB" if length else ""


async def _own_links(store: Store, entry: Entry, story: Story) -> list[MoreItem]:
    addresses = [link.url for link in story.links if link.url]
    cached = await store.cached(addresses) if addresses else {}
    here = {canonical(url) for url in (entry.link, story.url) if url}
    items = []
    for link in story.links:
        if link.url and canonical(link.url) in here:
            continue
        found = cached.get(link.url) if link.url else None
        items.append(
            MoreItem(
                link=link,
                title=link.text or link.url or "",
                note=_note(link.url),
                entry_id=found if found != entry.id else None,
            )
        )
    return items


async def _related(
    store: Store, entry: Entry, story: Story, shown: set[int | None]
) -> list[MoreItem]:
    items = []
    for other in await store.linking_here(entry.id):
        if other.id not in shown and other.id != entry.id:
            shown.add(other.id)
            items.append(_related_item(other, "links here"))
    words = _telling_words(story)
    if len(words) >= MIN_SHARED:
        wanted = {fold(word) for word in words}
        for other in await store.related_titles(words, limit=40):
            if other.id in shown or other.id == entry.id or _same_story(other, entry):
                continue
            shared = wanted & {fold(w) for w in _WORD.findall(f"{other.title} {other.summary}")}
            if len(shared) >= MIN_SHARED:
                shown.add(other.id)
                names = sorted((w for w in words if fold(w) in shared), key=lambda w: (-len(w), w))
                items.append(_related_item(other, "same words: " + ", ".join(names[:3])))
    return items[:MAX_RELATED]


def _note(url: str | None) -> str:
    if url is None:
        return "no address · look for it in the library"
    host = site(url)
    return "part of the reader" if host == GUIDE_HOST else host


def _related_item(other: Entry, reason: str) -> MoreItem:
    note = " · ".join(part for part in (other.feed_title, _day(other.sort_at), reason) if part)
    return MoreItem(None, other.title, note, other.id, reason)


def _same_story(other: Entry, entry: Entry) -> bool:
    if other.link and entry.link and canonical(other.link) == canonical(entry.link):
        return True
    return fold(other.title) == fold(entry.title)


def _telling_words(story: Story) -> list[str]:
    """Up to ten words that tell this story from others: those of the headline, and names."""
    found: Counter[str] = Counter()
    seen: dict[str, str] = {}
    for word in _WORD.findall(story.headline):
        if _tells(word):
            found[fold(word)] += 3
            seen.setdefault(fold(word), word)
    for block in story.blocks[:40]:
        for match in _WORD.finditer(block.text):
            word = match.group()
            inside = match.start() > 0 and block.text[match.start() - 1] == " "
            if inside and word[0].isupper() and _tells(word):
                found[fold(word)] += 1
                seen.setdefault(fold(word), word)
    return [seen[key] for key, times in found.most_common(10) if times >= 2]


def _tells(word: str) -> bool:
    return len(word) >= 4 and fold(word) not in _COMMON


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y}"


def link_text(link: Link) -> str:
    """What to look for in the library when a link has no address."""
    words = [w for w in _WORD.findall(link.text) if _tells(w) and fold(w) != "read"]
    return " ".join(words[:4])
