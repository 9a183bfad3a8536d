"""All that is kept of one story, read in one go when it is opened."""

from __future__ import annotations

import sqlite3

from reader.frozen import frozen
from reader.model import Entry, Highlight, KeptStory, Position
from reader.store import settings
from reader.store.arriving import numbers, stories
from reader.store.keeping import undigested
from reader.store.listing import single
from reader.store.own import highlights


@frozen
class WholeStory:
    """A story as it lies in the library, with what is the reader's own in it."""

    entry: Entry
    body: bytes
    """For :func:`reader.codec.decode_story`."""
    kept: KeptStory | None
    """What it is to be made of, while it is only words."""
    position: Position | None
    highlights: tuple[Highlight, ...]
    """In the order they were made."""
    numbers: tuple[int, ...]
    """The lasting number of each quote, in page order."""
    stamp: str
    """:func:`reader.store.arriving.stories.stamp`."""


def stored(con: sqlite3.Connection, entry_id: int) -> WholeStory:
    """What is kept of the story of an entry. Raises NotFound."""
    return WholeStory(
        entry=single.entry(con, entry_id),
        body=stories.stored_story(con, entry_id),
        kept=undigested.kept_story(con, entry_id),
        position=settings.position(con, entry_id),
        highlights=highlights.of_entry(con, entry_id),
        numbers=numbers.quote_numbers(con, entry_id),
        stamp=stories.stamp(con, entry_id),
    )
