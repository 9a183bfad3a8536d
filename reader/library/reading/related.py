"""Cached stories that belong to one: of the same event, linking to it, with the same people or
words.

What is surest comes first.  The story itself and its copies in other feeds are never among them,
and of several copies one is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from reader.library.values import MoreItem, Section
from reader.model import Entry, Story
from reader.patterns import later
from reader.store.store import Store
from reader.text import fold
from reader.urls import canonical

MAX_OF_EVENT: Final = 12
MAX_LINKING: Final = 6
MAX_RELATED: Final = 6
"""Stories with the same people or words."""
MAX_PEOPLE: Final = 4
MIN_SHARED: Final = 2
"""Words that a related story must share; one alone is chance."""

WORD: Final = later(r"[^\W\d_][\w'’-]*\w", re.UNICODE)
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


async def related_items(
    store: Store, entry: Entry, story: Story, shown: Iterable[int]
) -> list[MoreItem]:
    """The related stories of ``story``; those ``shown`` among its links are left out."""
    found = _Found(entry, shown)
    for other in await store.same_event(entry.id, MAX_OF_EVENT):
        found.take(other, "event", "same event")
    number = 0
    for other in await store.linking_here(entry.id):
        if number < MAX_LINKING:
            number += found.take(other, "linking", "links here")
    for other, names in await store.quoting_the_same(entry.id, MAX_PEOPLE):
        found.take(other, "related", "same people: " + ", ".join(names))
    if found.related < MAX_RELATED:
        await _add_same_words(store, story, found)
    return found.items


class _Found:
    """Related stories, none twice."""

    def __init__(self, entry: Entry, shown: Iterable[int]) -> None:
        self.items: list[MoreItem] = []
        self.related = 0
        self._entry = entry
        self._ids = {entry.id, *shown}
        self._copies = {entry.copy_id} - {None}

    def has(self, other: Entry) -> bool:
        """Whether ``other`` is there already, or is the story itself."""
        mine = self._entry.link
        return (
            other.id in self._ids
            or other.copy_id in self._copies
            or bool(other.link and mine and canonical(other.link) == canonical(mine))
        )

    def take(self, other: Entry, section: Section, reason: str) -> bool:
        """Add ``other`` unless it is there already; whether it was added."""
        if self.has(other):
            return False
        self._ids.add(other.id)
        if other.copy_id is not None:
            self._copies.add(other.copy_id)
        note = " · ".join(part for part in (other.feed_title, _day(other.sort_at)) if part)
        self.items.append(MoreItem(None, other.title, note, other.id, reason, section=section))
        self.related += section == "related"
        return True


async def _add_same_words(store: Store, story: Story, found: _Found) -> None:
    words = _telling_words(story)
    if len(words) < MIN_SHARED:
        return
    wanted = {fold(word) for word in words}
    headline = fold(story.headline)
    for other in await store.related_titles(words, limit=40):
        if found.related >= MAX_RELATED:
            return
        shared = wanted & {fold(word) for word in WORD.findall(f"{other.title} {other.summary}")}
        if len(shared) >= MIN_SHARED and fold(other.title) != headline:
            names = sorted((w for w in words if fold(w) in shared), key=lambda w: (-len(w), w))
            found.take(other, "related", "same words: " + ", ".join(names[:3]))


def _telling_words(story: Story) -> list[str]:
    """Up to ten words that tell this story from others: those of the headline, and names."""
    found: Counter[str] = Counter()
    seen: dict[str, str] = {}
    for word in WORD.findall(story.headline):
        if tells(word):
            found[fold(word)] += 3
            seen.setdefault(fold(word), word)
    for block in story.blocks[:40]:
        for match in WORD.finditer(block.text):
            word = match.group()
            inside = match.start() > 0 and block.text[match.start() - 1] == " "
            if inside and word[0].isupper() and tells(word):
                found[fold(word)] += 1
                seen.setdefault(fold(word), word)
    return [seen[key] for key, times in found.most_common(10) if times >= 2]


def tells(word: str) -> bool:
    """Whether ``word`` says something about what a story is about."""
    return len(word) >= 4 and fold(word) not in _COMMON


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y}"
