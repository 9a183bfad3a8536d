"""What ``is:`` and ``has:`` ask of an entry, as SQL; ``$.`` stands for the entry's table."""

from __future__ import annotations

from typing import Final

_ALIVE: Final = "deleted_at IS NULL"
BY_INDEX: Final = {
    "is:updated": f"SELECT id FROM entry INDEXED BY entry_changed WHERE changed_at IS NOT NULL AND {_ALIVE}",
    "is:tagged": f"SELECT id FROM entry INDEXED BY entry_tagged WHERE tags IS NOT NULL AND {_ALIVE}",
    "has:enclosure": f"SELECT id FROM entry INDEXED BY entry_enclosed WHERE enclosures IS NOT NULL AND {_ALIVE}",
    "is:starred": "SELECT id FROM entry INDEXED BY entry_starred WHERE starred_at IS NOT NULL AND shelf > 0"
    f" AND {_ALIVE} UNION SELECT id FROM entry INDEXED BY entry_feed_starred WHERE starred_at IS NOT NULL"
    f" AND {_ALIVE} AND feed_id IN (SELECT id FROM feed WHERE kind IN ('pages', 'files'))",
    "has:fulltext": "SELECT entry_id AS id FROM story INDEXED BY story_page WHERE origin = 'page'",
}
"""Statements that give the entries with a trait from an index of their own."""
IN_ORDER: Final = {
    sql: index
    for sql in BY_INDEX.values()
    if (index := sql.partition("INDEXED BY ")[2].partition(" ")[0]).startswith("entry")
    and "UNION" not in sql
}
"""Statements whose index has the order of the lists, and that index."""
CONDITIONS: Final = {
    "is:unread": "$.read_at IS NULL",
    "is:read": "$.read_at IS NOT NULL",
    "is:starred": "$.starred_at IS NOT NULL",
    "is:updated": "$.changed_at IS NOT NULL",
    "is:tagged": "$.tags IS NOT NULL",
    "has:quotes": "$.quote_count > 0",
    "has:enclosure": "$.enclosures IS NOT NULL",
    "has:fulltext": "EXISTS (SELECT 1 FROM story WHERE entry_id = $.id AND origin = 'page')",
}
"""What a row must be, by the words of the query."""
