"""Subscriptions in and out as OPML."""

from __future__ import annotations

from reader.config.edit import add_feeds
from reader.library.library import Library


async def import_opml(library: Library, body: bytes) -> tuple[tuple[str, ...], int]:
    """Put the feeds of an OPML document into feeds.toml, in one edit, fetching nothing.

    Returns the addresses added and how many others stood there already.  Raises ParseError when
    it is no OPML, ConfigError when feeds.toml can't be edited.
    """
    from reader.feed.opml import read_opml

    found = {feed.url: feed for feed in read_opml(body)}
    added = add_feeds(library.paths.feeds, list(found.values())) if found else ()
    await library.reload_config()
    return added, len(found) - len(added)


def export_opml(library: Library) -> bytes:
    """The subscriptions in force as OPML 2.0, folders as outlines."""
    from reader.feed.opml import write_opml

    return write_opml(library.subscriptions(), "Now Reading")
