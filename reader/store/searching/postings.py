"""The lists of a word of the index, read from its own pages.

FTS5 gives the ids of a word one by one, and looking one up costs forty times as much as the next
one of a list: whether a thousand entries scattered over a large library have a word that nearly
every story has took as long as reading its whole list.  Its pages say so at a glance, since the ids
of such a word follow one another.

What is read is the format of FTS5's tables (the comment at the head of ``fts5_index.c`` of SQLite),
for ``detail=none``: a list is the first id and then differences, as variable length integers; a
zero after one says that the entry was taken out, a second zero that it came in again.  A connection
that writes may hold words back that are on no page yet; so only others read here.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from reader.store.varint import varint

_STRUCTURE: Final = 10
"""The row of ``word_index_data`` that says which pieces the index has."""
_PIECE_BITS: Final = 37
_TERM: Final = b"0"
"""What the words of the main index begin with."""
_SOME: Final = 4
"""Pages without a word of their own, from which on it is looked whose list they are."""
_UP_TO: Final = (
    "SELECT pgno >> 1 FROM word_index_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1"
)
_BEHIND: Final = (
    "SELECT pgno >> 1 FROM word_index_idx WHERE segid = ? AND term > ? ORDER BY term LIMIT 1"
)
_LAST: Final = "SELECT id FROM word_index_data WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"


class _Leaf(NamedTuple):
    """A page of a list: the id that it begins with, and what follows on it."""

    first: int
    rest: bytes


@dataclass(frozen=True, slots=True)
class _List:
    """The ids of a word in one piece of the index, page by page."""

    leaves: list[_Leaf]
    firsts: list[int]


class Postings:
    """The entries that have one word."""

    def __init__(self, lists: Sequence[_List]) -> None:
        self._lists = lists
        """The newest piece first: what it says of an entry counts."""

    @property
    def at_most(self) -> int:
        """The number of entries cannot be higher: each takes a byte at least."""
        return sum(1 + len(leaf.rest) for one in self._lists for leaf in one.leaves)

    def whole(self, size: int) -> int:
        """All of them as a set of :mod:`reader.store.listing.sets`; their ids lie below
        ``size``. Raises IndexError where a damaged page says otherwise."""
        found = 0
        for one in reversed(self._lists):
            there, gone = bytearray(size), bytearray()
            for leaf in one.leaves:
                marks = _marks(leaf)
                if marks is not None:
                    if leaf.first + len(marks) > size:
                        raise IndexError("an id that no entry has")
                    there[leaf.first : leaf.first + len(marks)] = marks
                    continue
                ids, taken_out = _decoded(leaf)
                for id_ in ids:
                    there[id_] = 1
                gone = gone or bytearray(size if taken_out else 0)
                for id_ in taken_out:
                    gone[id_] = 1
            found &= ~int.from_bytes(gone, "little")
            found |= int.from_bytes(there, "little")
        return found

    def fitting(self, ids: Sequence[int]) -> set[int]:
        """Those of ``ids``, in ascending order, that have the word. Raises IndexError where a page
        is damaged."""
        found: set[int] = set()
        open_: Sequence[int] = ids
        for one in self._lists:
            gone: set[int] = set()
            for leaf, some in _by_leaf(one, open_):
                there, taken_out = _among(leaf, some)
                found |= there
                gone |= taken_out
            if gone or (found and len(self._lists) > 1):
                open_ = [id_ for id_ in open_ if id_ not in found and id_ not in gone]
        return found


def postings(con: sqlite3.Connection, token: str) -> Postings | None:
    """The list of a word, as its token is; None where it can't be read here."""
    if not con.execute("PRAGMA query_only").fetchone()[0]:
        return None
    try:
        pieces = _pieces(con)
        lists = [_list(con, piece, _TERM + token.encode("utf-8", "ignore")) for piece in pieces]
    except (IndexError, ValueError):  # a format of a later time
        return None
    return Postings([one for one in lists if one is not None])


def pages_of(con: sqlite3.Connection, beginning: str) -> int:
    """About how many pages the lists of all words that begin so take, without reading them."""
    low = _TERM + beginning.encode("utf-8", "ignore")
    pieces = con.execute("SELECT DISTINCT segid FROM word_index_idx").fetchall()
    return sum(_pages_in(con, piece, low) for (piece,) in pieces)


def _pages_in(con: sqlite3.Connection, piece: int, low: bytes) -> int:
    """The same in one piece.

    Pages are known by the words that begin on them; the list of the last word of a page may go on
    over many that nothing begins on.
    """
    high = low + b"\xff"
    start, stop = _page(con, _UP_TO, piece, low), _page(con, _UP_TO, piece, high)
    first, last = start or 1, stop or 1
    if last - first > _SOME and not _last_word(con, piece, first).startswith(low):
        first = _page(con, _BEHIND, piece, low) or last
    end = _page(con, _BEHIND, piece, high)
    if end is None:
        base = piece << _PIECE_BITS
        end = con.execute(_LAST, (base, base + (1 << 31) - 1)).fetchone()[0] - base
    goes_on = end - last > _SOME and _last_word(con, piece, last).startswith(low)
    return (end if goes_on else last) - first


def _page(con: sqlite3.Connection, sql: str, piece: int, term: bytes) -> int | None:
    row = con.execute(sql, (piece, term)).fetchone()
    return None if row is None else int(row[0])


def _last_word(con: sqlite3.Connection, piece: int, number: int) -> bytes:
    """The last word that begins on a page; empty where the page can't be read."""
    row = con.execute(
        "SELECT block FROM word_index_data WHERE id = ?", ((piece << _PIECE_BITS) + number,)
    ).fetchone()
    try:
        names = [name for _, name, _ in _words(row[0])] if row else []
    except IndexError:
        return b""
    return names[-1] if names else b""


def _pieces(con: sqlite3.Connection) -> list[int]:
    """The ids of the pieces of the index, the newest first. Raises ValueError."""
    row = con.execute("SELECT block FROM word_index_data WHERE id = ?", (_STRUCTURE,)).fetchone()
    if row is None or row[0][4:5] == b"\xff":  # the form for contentless_delete
        raise ValueError("no structure of the known form")
    block: bytes = row[0]
    levels, at = varint(block, 4)
    _, at = varint(block, at)
    _, at = varint(block, at)
    found: list[int] = []
    for _ in range(levels):
        _, at = varint(block, at)
        number, at = varint(block, at)
        level = []
        for _ in range(number):
            piece, at = varint(block, at)
            _, at = varint(block, at)
            _, at = varint(block, at)
            level.append(piece)
        found += reversed(level)
    return found


def _list(con: sqlite3.Connection, piece: int, term: bytes) -> _List | None:
    """The list of a term in one piece; None when it has none there."""
    row = con.execute(
        "SELECT pgno >> 1 FROM word_index_idx WHERE segid = ? AND term <= ?"
        " ORDER BY term DESC LIMIT 1",
        (piece, term),
    ).fetchone()
    number = max(1, row[0]) if row else 1
    base = piece << _PIECE_BITS
    pages = con.execute(
        "SELECT block FROM word_index_data WHERE id BETWEEN ? AND ? ORDER BY id",
        (base + number, base + (1 << 31) - 1),
    )
    leaves = [_leaf(part) for part in _parts(pages, term) if part]
    return _List(leaves, [leaf.first for leaf in leaves]) if leaves else None


def _parts(pages: sqlite3.Cursor, term: bytes) -> Iterator[bytes]:
    """What each page holds of the list of ``term``, which stands on the first of them."""
    page: bytes
    for number, (page,) in enumerate(pages):
        end = int.from_bytes(page[2:4], "big")
        if number:
            if len(page) == end:
                yield page[4:end]
                continue
            yield page[4 : varint(page, end)[0]]
            return
        start, stop = _place(page, term)
        if start < 0:
            return
        yield page[start:stop]
        if stop < end:
            return


def _place(page: bytes, term: bytes) -> tuple[int, int]:
    """Where the list of ``term`` begins and ends on a page; -1 when it is not there."""
    for start, name, stop in _words(page):
        if name == term:
            return start, stop
    return -1, -1


def _words(page: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The words that begin on a page, each between where its list begins and where that ends."""
    end = int.from_bytes(page[2:4], "big")
    at, offset, name = end, 0, b""
    starts = []
    while at < len(page):
        step, at = varint(page, at)
        offset += step
        starts.append(offset)
    for number, start in enumerate(starts):
        kept, start = varint(page, start) if number else (0, start)
        length, start = varint(page, start)
        name = name[:kept] + page[start : start + length]
        yield start + length, name, starts[number + 1] if number + 1 < len(starts) else end


def _leaf(part: bytes) -> _Leaf:
    first, at = varint(part, 0)
    return _Leaf(first, part[at:])


def _by_leaf(one: _List, ids: Sequence[int]) -> Iterator[tuple[_Leaf, Sequence[int]]]:
    """The pages on which some of ``ids`` could stand, with those."""
    if not ids:
        return
    place = bisect_left(ids, one.firsts[0])
    number = bisect_right(one.firsts, ids[place]) - 1 if place < len(ids) else 0
    while place < len(ids):
        later = one.firsts[number + 1] if number + 1 < len(one.firsts) else None
        end = len(ids) if later is None else bisect_left(ids, later, place)
        if end > place:
            yield one.leaves[number], ids[place:end]
        place, number = end, number + 1


def _among(leaf: _Leaf, ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """Those of ``ids`` that a page has, and those that it says were taken out."""
    first = leaf.first
    if (marks := _marks(leaf)) is not None:
        end = first + len(marks)
        return {id_ for id_ in ids if id_ < end and marks[id_ - first]}, set()
    there, gone = _decoded(leaf)
    return there.intersection(ids), gone.intersection(ids)


def _marks(leaf: _Leaf) -> bytes | None:
    """A byte for each number from the first id of a page to its last: 1 for its ids, else 0; None
    where they lie far apart or some were taken out."""
    marks = leaf.rest
    if b"\x00" in marks or not marks.isascii():
        return None
    for step in set(marks.translate(None, b"\x01")):
        marks = marks.replace(bytes((step,)), bytes(step - 1) + b"\x01")
    return b"\x01" + marks


def _decoded(leaf: _Leaf) -> tuple[set[int], set[int]]:
    """The ids of a page, and those that it says were taken out."""
    id_, rest = leaf
    there, gone = {id_}, set[int]()
    if b"\x00" not in rest:
        step = 0
        for byte in rest:
            if byte < 0x80:
                id_ += step << 7 | byte
                there.add(id_)
                step = 0
            else:
                step = step << 7 | byte & 0x7F
        return there, gone
    at = 0
    there.clear()
    while True:
        is_out, at = _flag(rest, at)
        (gone if is_out else there).add(id_)
        if at >= len(rest):
            return there, gone
        step, at = varint(rest, at)
        id_ += step


def _flag(rest: bytes, at: int) -> tuple[bool, int]:
    """Whether the entry before a place was taken out, and where the next difference is."""
    if rest[at : at + 1] != b"\x00":
        return False, at
    if rest[at + 1 : at + 2] == b"\x00":
        return False, at + 2
    return True, at + 1
