"""Highlights of stories: kept by their words, and where they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reader.errors import NotFound
from reader.library.values import Marked
from reader.model import Entry, Highlight, Span, Story
from reader.store.store import Store, StoredChange


async def marked_in(store: Store, story: Story) -> tuple[Marked, ...]:
    """The highlights of a story in page order, the lost ones last."""
    return marked(await store.highlights(story.entry_id), story)


def marked(kept: Sequence[Highlight], story: Story) -> tuple[Marked, ...]:
    """Where the highlights ``kept`` stand in their story, in page order, the lost ones last."""
    if not kept:
        return ()
    from reader.library.reading.passages import find  # few stories have any

    found = [Marked(each, find(story, each.anchor)) for each in kept]
    return tuple(sorted(found, key=lambda each: (each.is_lost, each.spans)))


async def add(
    store: Store, story: Story, spans: Sequence[Span], at: datetime
) -> tuple[Highlight, StoredChange]:
    """Highlight ``spans`` of a stored story. Raises NotFound."""
    from reader.library.reading.passages import anchor_of

    return await store.add_highlight(story.entry_id, anchor_of(story, spans), at)


async def everything(store: Store) -> tuple[tuple[Entry, Marked], ...]:
    """Every highlight with its entry, newest entry first, in page order within a story."""
    by_entry: dict[int, Entry] = {}
    for entry, _ in await store.all_highlights():
        by_entry[entry.id] = entry
    found: list[tuple[Entry, Marked]] = []
    for entry_id, entry in by_entry.items():
        try:
            story = await store.story(entry_id)
        except NotFound:  # a story that was salvaged without its text
            story = Story(entry_id, None, "", None, ())
        found.extend((entry, each) for each in await marked_in(store, story))
    return tuple(found)
