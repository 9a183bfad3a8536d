"""Sets of entries, each a whole number: its byte ``n`` is 1 when entry ``n`` belongs to the set,
else 0.

What two indexes have in common, how many that is, and what one has that the other lacks are then
single operations: of a million entries each takes less than a millisecond, where looking up as many
rows takes seconds.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import compress
from typing import Final

from reader.store.listing.statements import ID, select
from reader.store.listing.strands import Reach, Strand, match_source
from reader.store.rows import one
from reader.store.searching.expressions import Tree, has_prefix, read_match
from reader.store.searching.postings import Postings, postings
from reader.store.searching.query import Sql

_IN: Final = re.compile(rb"\x01")
_DENSE: Final = 8
"""One in so many: from then on every byte of a set is looked at to give its ids."""
_DELETED: Final = (
    "SELECT id FROM entry INDEXED BY entry_deleted WHERE deleted_at IS NOT NULL",
    list[object](),
)
_PAGES: Final = (
    "SELECT id FROM entry INDEXED BY entry_feed WHERE deleted_at IS NULL"
    " AND feed_id IN (SELECT id FROM feed WHERE kind IN ('pages', 'files'))",
    list[object](),
)
_LISTED: Final = Strand()
_LISTED_ROWS: Final = "shelf > 0 AND deleted_at IS NULL"


class Sets:
    """The sets of a library, as its indexes give them."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self.last = int(one(con, "SELECT coalesce(max(id), 0) FROM entry"))
        """The highest id."""
        self._lists: dict[str, Postings | None] = {}

    @cached_property
    def every(self) -> int:
        """Every id up to the last."""
        return int.from_bytes(b"\x00" + b"\x01" * self.last, "little")

    def of_ids(self, ids: Iterable[int]) -> int:
        """The set of these entries; what a damaged index says beyond the last is no entry."""
        flags = bytearray(self.last + 1)
        ids = iter(ids)
        while True:
            try:
                for id_ in ids:
                    flags[id_] = 1
                return int.from_bytes(flags, "little")
            except IndexError:
                continue

    def of_source(self, source: Sql) -> int:
        """What a statement gives in its column ``id``."""
        sql, values = source
        # One row is a fifth of the time that a row for each takes.
        return self.of_ids(
            json.loads(one(self._con, f"SELECT json_group_array(id) FROM ({sql})", *values))
        )

    def of_words(self, match: str) -> int:
        """The entries with the words of an FTS5 expression."""
        found = None if has_prefix(match) else self._of_tree(read_match(match))
        return self.of_source(match_source(match)) if found is None else found

    def of_list(self, strand: Strand, reach: Reach) -> int:
        """The entries on the list of a strand, whatever else it asks of them."""
        listed = Strand(
            strand.feed_ids, strand.unread, strand.starred, since=strand.since, until=strand.until
        )
        without_time = replace(listed, since=None, until=None)
        if without_time == _LISTED and reach.beyond is None and self._is_gapless():
            others = self._of_other_times(strand.since, strand.until)
            if others is not None:
                return self.every & ~(self.of_source(_DELETED) | self.of_source(_PAGES) | others)
        sql, values = select(listed, ID, reach, ordered=False)
        return self.of_source((sql.replace(ID, f"{ID} AS id", 1), values))

    def lacking(self, match: str, most: int) -> list[int] | None:
        """The ids up to the last that no entry with the words of ``match`` has, in order; None when
        they are more than ``most``, or to tell would cost more than to meet some."""
        if has_prefix(match):
            return None
        tree = read_match(match)
        at_most = self._at_most(tree)
        if at_most is None or at_most < self.last - most:
            return None
        found = self._of_tree(tree)
        if found is None or self.last - (found & self.every).bit_count() > most:
            return None
        return self.ids_in(self.every & ~found)

    def ids_in(self, found: int) -> list[int]:
        """The ids of a set, in ascending order."""
        flags = found.to_bytes(self.last + 1, "little")
        if _DENSE * found.bit_count() > self.last:
            return list(compress(range(self.last + 1), flags))
        return [match.start() for match in _IN.finditer(flags)]

    def _of_other_times(self, since: int | None, until: int | None) -> int | None:
        """The listed entries before ``since`` or from ``until`` on, for who leaves them out; None
        where they are most."""
        bounds = [("<", since)] * (since is not None) + [(">=", until)] * (until is not None)
        found = left = 0
        for comparison, bound in bounds:
            where = (
                f"FROM entry INDEXED BY entry_all WHERE {_LISTED_ROWS} AND sort_at {comparison} ?"
            )
            left += int(one(self._con, f"SELECT count(*) {where}", bound))
            if 2 * left > self.last:
                return None
            found |= self.of_source((f"SELECT id {where}", [bound]))
        return found

    def _is_gapless(self) -> bool:
        """Whether every id up to the last is an entry's, most of them on the lists."""
        listed = int(one(self._con, "SELECT coalesce(sum(total), 0) FROM tally"))
        deleted = int(one(self._con, f"SELECT count(*) FROM ({_DELETED[0]})"))
        return deleted < listed and listed + deleted == self.last

    def _of_tree(self, tree: Tree) -> int | None:
        """The entries that fit an expression of whole words; None where pages can't be read."""
        if isinstance(tree, str):
            read = self._postings(tree)
            try:
                return None if read is None else read.whole(self.last + 1)
            except IndexError:  # FTS5 is to say what is wrong with it
                return None
        operator, parts = tree
        found = self._of_tree(parts[0])
        for part in parts[1:]:
            more = self._of_tree(part)
            if found is None or more is None:
                return None
            found = (
                found | more if operator == "OR" else
                found & ~more if operator == "NOT" else found & more
            )  # fmt: skip
        return found

    def _at_most(self, tree: Tree) -> int | None:
        """A number that the entries of an expression do not exceed; None where nothing tells."""
        if isinstance(tree, str):
            read = self._postings(tree)
            return None if read is None else read.at_most
        operator, parts = tree
        numbers = [self._at_most(part) for part in (parts[:1] if operator == "NOT" else parts)]
        if None in numbers:
            return None
        known = [number for number in numbers if number is not None]
        return sum(known) if operator == "OR" else min(known)

    def _postings(self, token: str) -> Postings | None:
        if token not in self._lists:
            self._lists[token] = postings(self._con, token)
        return self._lists[token]
