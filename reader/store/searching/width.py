"""How much of the word index a beginning of a word would have to put together.

FTS5 merges the lists of all words with that beginning before it gives the first entry, in one step
that nothing can interrupt: a tenth of a second for a common one in a hundred thousand stories.
How long the lists are can be told from the index's own table of pages without reading them.
"""

from __future__ import annotations

import sqlite3
from typing import Final

WIDE_PAGES: Final = 60
"""Pages of the index (4 KB) that are merged within a hundredth of a second."""
_TERM: Final = b"0"  # what the words of the main index begin with in word_index_idx


def is_wide(con: sqlite3.Connection, beginning: str) -> bool:
    """Whether the words that begin so have long lists in all."""
    low = _TERM + beginning.encode("utf-8", "ignore")
    rows = con.execute(
        "SELECT (max(pgno) >> 1) - (min(pgno) >> 1) FROM word_index_idx"
        " WHERE segid IN (SELECT DISTINCT segid FROM word_index_idx) AND term BETWEEN ? AND ?"
        " GROUP BY segid",
        (low, low + b"\xff"),
    )
    return bool(sum(pages for (pages,) in rows) > WIDE_PAGES)
