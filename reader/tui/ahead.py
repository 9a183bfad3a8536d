"""A story read before it is asked for: the one that the reader rests at."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.values import OpenStory


class Ahead(NamedTuple):
    """A story, and the library's count of changes from before it was read."""

    changes: int
    opened: OpenStory


async def read_ahead(library: Library, entry_id: int) -> Ahead | None:
    """The story of an entry, None when it can't be read: opening it tells why."""
    try:
        changes = await library.change_count()
        return Ahead(changes, await library.open_story(entry_id))
    except ReaderError:
        return None


async def still_true(library: Library, ahead: Ahead) -> OpenStory:
    """The story of ``ahead`` as it would be read now: while nothing in the library has changed, only
    the place kept in it may be another."""
    opened = ahead.opened
    changes, position = await asyncio.gather(
        library.change_count(), library.position(opened.entry.id)
    )
    if changes != ahead.changes:
        return await library.open_story(opened.entry.id)
    return opened if position == opened.position else replace(opened, position=position)
