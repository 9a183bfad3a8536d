"""Where a story itself leads: its files and links."""

from __future__ import annotations

import math

from reader.library.guide import GUIDE_HOST
from reader.library.reading.related import WORD, tells
from reader.library.values import MoreItem
from reader.model import Entry, Link, Story
from reader.store.store import Store
from reader.text import fold
from reader.urls import canonical, show, site


async def own_items(store: Store, entry: Entry, story: Story) -> tuple[MoreItem, ...]:
    """What stands first in the read-more pane: files that come with the story, then its links in
    page order."""
    return (*_files(entry), *await _own_links(store, entry, story))


def _files(entry: Entry) -> list[MoreItem]:
    """The entry's enclosures."""
    return [
        MoreItem(
            None,
            each.title or _last_part(each.url),
            " · ".join(
                part for part in (each.type, size_in_words(each.length), site(each.url)) if part
            ),
            None,
            enclosure=number,
        )
        for number, each in enumerate(entry.enclosures, 1)
    ]


def _last_part(url: str) -> str:
    """The name of the file in an address, else its host."""
    return show(url).partition("?")[0].rstrip("/").rpartition("/")[2]


def size_in_words(length: int | None) -> str:
    """A number of bytes for a reader; nothing when it is not known."""
    if not length:
        return ""
    return f"{length / 1e6:.1f} MB" if length >= 50_000 else f"{math.ceil(length / 1e3)} KB"


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


def _note(url: str | None) -> str:
    if url is None:
        return "no address · look for it in the library"
    host = site(url)
    return "part of the reader" if host == GUIDE_HOST else host


def link_text(link: Link) -> str:
    """What to look for in the library when a link has no address."""
    words = [w for w in WORD.findall(link.text) if tells(w) and fold(w) != "read"]
    return " ".join(words[:4])
