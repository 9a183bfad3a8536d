"""Subscriptions in and out as OPML."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from reader.config.edit import add_feeds, parting
from reader.errors import StoreError
from reader.feed.opml import MAX_BYTES, read_outline, write_opml
from reader.frozen import frozen
from reader.library.library import Library
from reader.urls import is_web, show

__all__ = ["MAX_BYTES", "Imported", "export_opml", "import_opml"]


@frozen
class Imported:
    """What came of an OPML document: the addresses added, how many others stood in feeds.toml
    already, and a sentence for each outline that was left out."""

    added: tuple[str, ...]
    known: int
    left_out: tuple[str, ...]


async def import_opml(library: Library, body: bytes) -> Imported:
    """Put the feeds of an OPML document into feeds.toml, in one edit, fetching nothing.

    Raises ParseError when it is no OPML or longer than :data:`MAX_BYTES`, ConfigError when
    feeds.toml can't be edited.
    """
    outline = read_outline(body)
    found = {feed.url: feed for feed in outline.subscriptions}
    parted = parting(library.paths.feeds)
    added = add_feeds(library.paths.feeds, list(found.values())) if found else ()
    await library.reload_config()
    if added:
        what = f"{len(added):,} feeds" if len(added) > 1 else f"the feed {show(added[0])}"
        with suppress(StoreError):  # a library that can only be read takes nothing back
            await library.note_added(added, parted, f"Added {what} of a list")
    left_out = (
        f"{one.title or one.address or 'A feed without an address'} was left out: {one.reason}."
        for one in outline.rejected
    )
    return Imported(added, len(found) - len(added), tuple(left_out))


async def export_opml(library: Library) -> bytes:
    """The subscriptions in force as OPML 2.0, folders as outlines; a feed that feeds.toml gives no
    title has its own.  Those that only a program here makes are left out."""
    own = {feed.url: feed.title for feed in await library.feeds()}
    named = [
        replace(each, title=each.title or own.get(each.url))
        for each in library.subscriptions()
        if is_web(each.url)
    ]
    return write_opml(named, "Now Reading")
