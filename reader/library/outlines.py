"""Subscriptions in and out as OPML."""

from __future__ import annotations

from reader.config.edit import add_feeds
from reader.feed.opml import MAX_BYTES, read_opml, write_opml
from reader.library.library import Library

__all__ = ["MAX_BYTES", "export_opml", "import_opml"]


async def import_opml(library: Library, body: bytes) -> tuple[tuple[str, ...], int]:
    """Put the feeds of an OPML document into feeds.toml, in one edit, fetching nothing.

    Returns the addresses added and how many others stood there already.  Raises ParseError when
    it is no OPML or longer than :data:`MAX_BYTES`, ConfigError when feeds.toml can't be edited.
    """
    found = {feed.url: feed for feed in read_opml(body)}
    added = add_feeds(library.paths.feeds, list(found.values())) if found else ()
    await library.reload_config()
    return added, len(found) - len(added)


def export_opml(library: Library) -> bytes:
    """The subscriptions in force as OPML 2.0, folders as outlines."""
    return write_opml(library.subscriptions(), "Now Reading")
