"""How much of the word index a beginning of a word would have to put together.

FTS5 merges the lists of all words with that beginning before it gives the first entry, in one step
that nothing can interrupt: a tenth of a second for a common one in a hundred thousand stories.
How long the lists are can be told from the index's own table of pages without reading them.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from reader.query import Node, Text
from reader.query.hits import terms_of
from reader.store.words import spaced
from reader.text import fold

WIDE_PAGES: Final = 60
"""Pages of the index (4 KB) that are merged within a hundredth of a second."""
_TERM: Final = b"0"  # what the words of the main index begin with in search_idx


def is_wide(con: sqlite3.Connection, node: Node) -> bool:
    """Whether ``node`` asks for a beginning of words with long lists."""
    return any(
        _pages(con, term) > WIDE_PAGES for term in terms_of(node, all_of_it=True) if term.is_prefix
    )


def _pages(con: sqlite3.Connection, term: Text) -> int:
    words = fold(spaced(term.text)).split()
    if not words:
        return 0
    low = _TERM + words[-1].encode("utf-8", "ignore")
    rows = con.execute(
        "SELECT (max(pgno) >> 1) - (min(pgno) >> 1) FROM search_idx"
        " WHERE segid IN (SELECT DISTINCT segid FROM search_idx) AND term BETWEEN ? AND ?"
        " GROUP BY segid",
        (low, low + b"\xff"),
    )
    return sum(pages for (pages,) in rows)
