"""What was read, out and in: for another computer, or for newsboat (its ``-E`` and ``-I``).

A line is what a feed calls a story (its guid, else its address); or a JSON object, ``feed_url`` and
``guid``, which means that story of that feed alone.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from reader.errors import ReaderError
from reader.frozen import frozen

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.values import Change
    from reader.store.own.readings import Reading

MAX_BYTES: Final = 200_000_000
"""A longer list is a mistake: that of a million stories has half as much."""
_AT_ONCE: Final = 5_000


@frozen
class BroughtReadings:
    """What a list of readings did: the change it made (None: nothing was to be done), how many
    lines it had, and how many of them were none."""

    change: Change | None
    lines: int
    left_out: int


async def readings(library: Library) -> AsyncIterator[Reading]:
    """Every story of a feed that was read, the first that came in first. Raises StoreError."""
    last = 0
    while some := await library.read_ones(last, _AT_ONCE):
        for one in some:
            yield one
        last = some[-1].id


async def bring_readings(library: Library, body: bytes) -> BroughtReadings:
    """Mark read what a list names; what the library does not have is passed over.

    Raises ReaderError when it is longer than :data:`MAX_BYTES`, StoreError.
    """
    if len(body) > MAX_BYTES:
        raise ReaderError(
            f"The list is longer than {MAX_BYTES // 1_000_000} MB.", hint="Is it the right file?"
        )
    guids: set[str] = set()
    in_feeds: set[tuple[str, str]] = set()
    lines = left_out = 0
    for line in body.decode("utf-8-sig", "replace").splitlines():
        if not (line := line.strip()):
            continue
        lines += 1
        if not line.startswith("{"):
            guids.add(line)
        elif (named := _named(line)) is not None:
            in_feeds.add(named)
        else:
            left_out += 1
    ids = await library.unread_of(guids, in_feeds) if guids or in_feeds else ()
    change = await library.set_read(ids, True) if ids else None
    return BroughtReadings(change, lines, left_out)


def _named(line: str) -> tuple[str, str] | None:
    try:
        value = json.loads(line)
        found = value["feed_url"], value["guid"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if all(isinstance(each, str) for each in found) else None
