"""Rows of a damaged library, read from its pages without the trees that lead to them.

A table of SQLite is a tree: where its root or the schema is damaged, no query finds any of its
rows, though each of them still lies whole in a leaf.  Here every page is looked at, and a row is
known by how many columns it has and of which kinds.  The format is that of sqlite.org/fileformat2.html
(1.5 b-tree pages, 1.6 overflow, 1.8 pointer map, 2.1 records).
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from reader.frozen import frozen
from reader.store.varint import varint

Value = int | float | str | bytes | None
Row = tuple[Value, ...]

_LEAF: Final = 13
_FREE: Final = 2
"""What the pointer map says of a page that is not in use."""
_HEADER: Final = 100
_USUAL: Final = 16_384
_LARGEST: Final = 64_000_000
"""Bytes of one row; no story comes near."""
_SIZES: Final = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a value by its serial type; from 12 on blobs and texts."""
_KINDS: Final = {"INTEGER": int, "TEXT": str, "BLOB": bytes}


@frozen
class Shape:
    """What the rows of one table look like: for each column its kind, and whether it must be
    there.  ``key`` is the column that is the row's number, which is not in the record; ``least`` is
    how many columns the oldest rows have."""

    kinds: tuple[type, ...]
    needed: tuple[bool, ...]
    key: int
    least: int

    def fits(self, row: Sequence[Value]) -> bool:
        """Whether a whole row may be one of the table's."""
        return len(row) == len(self.kinds) and all(
            not needed if value is None else isinstance(value, kind)
            for value, kind, needed in zip(row, self.kinds, self.needed, strict=True)
        )

    def may_be(self, types: Sequence[int]) -> bool:
        """The same of a record, told from its serial types."""
        return self.least <= len(types) <= len(self.kinds) and all(
            type_ == 0 if place == self.key else _is_of(type_, kind, needed)
            for place, (type_, kind, needed) in enumerate(
                zip(types, self.kinds, self.needed, strict=False)
            )
        )


def shape_of(connection: sqlite3.Connection, table: str, least: int) -> Shape:
    """The shape of a table with a number for each row, as ``connection`` has it."""
    columns = connection.execute(f"PRAGMA table_info ({table})").fetchall()
    return Shape(
        tuple(_KINDS[kind] for _, _, kind, _, _, _ in columns),
        tuple(bool(needed) for _, _, _, needed, _, _ in columns),
        next((number for number, *_, key in columns if key), -1),
        least,
    )


def rows(
    path: Path, shapes: Mapping[str, Shape], known: Mapping[str, Container[Value]]
) -> Iterator[tuple[str, Row]]:
    """Every row that lies in a leaf of the file at ``path`` and fits one of ``shapes``, with the
    name of that, but for those whose numbers are ``known``.

    A row that is shorter than its shape ends with None.  One that was moved may come twice, unless
    it is made known in between.  Raises OSError.
    """
    with path.open("rb") as file:
        pages = _Pages(file)
        for number in range(1, pages.count + 1):
            page = pages.read(number)
            start = _HEADER if number == 1 else 0
            if len(page) > start + 8 and page[start] == _LEAF and not pages.is_free(number):
                yield from _of_leaf(pages, page, start, shapes, known)


class _Pages:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = file.read(_HEADER).ljust(_HEADER, b"\0")  # it may be cut short
        size = int.from_bytes(header[16:18], "big")
        size = 65_536 if size == 1 else size
        self.size = size if size in {1 << n for n in range(9, 17)} else _USUAL
        self.usable = self.size - min(header[20], 32)
        self.count = -(-file.seek(0, 2) // self.size)
        self._has_map = header[52:56] != bytes(4)
        self._map: tuple[int, bytes] = (0, b"")

    def read(self, number: int) -> bytes:
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)

    def is_free(self, number: int) -> bool:
        """Whether the pointer map says that nothing lies there any more."""
        if not self._has_map or number < 3:
            return False
        each = self.usable // 5 + 1
        map_page = (number - 2) // each * each + 2
        if self._map[0] != map_page:
            self._map = map_page, self.read(map_page)
        place = 5 * (number - map_page - 1)
        return number != map_page and self._map[1][place : place + 1] == bytes([_FREE])

    def payload(self, cell: bytes, size: int) -> bytes:
        """The ``size`` bytes of which ``cell`` holds the first, from the pages that follow."""
        most = self.usable - 35
        if size <= most:
            return cell[:size]
        least = (self.usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (self.usable - 4)
        local = local if local <= most else least
        parts, left = [cell[:local]], size - local
        following = int.from_bytes(cell[local : local + 4], "big")
        while left > 0 and 1 < following <= self.count:
            page = self.read(following)
            parts.append(page[4 : min(self.usable, 4 + left)])
            if len(parts[-1]) < min(self.usable - 4, left):
                break
            left -= len(parts[-1])
            following = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _of_leaf(
    pages: _Pages,
    page: bytes,
    start: int,
    shapes: Mapping[str, Shape],
    known: Mapping[str, Container[Value]],
) -> Iterator[tuple[str, Row]]:
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    pointers = page[start + 8 : start + 8 + 2 * cells]
    for (place,) in struct.iter_unpack(">H", pointers[: len(pointers) // 2 * 2]):
        try:
            size, after = varint(page, place)
            key, after = varint(page, after)
            if size > _LARGEST or key <= 0:
                continue
            cell = page[after : pages.usable]
            types, begin = _types(cell, size)
            name = next((name for name, shape in shapes.items() if shape.may_be(types)), None)
            if name is None or key in known[name]:
                continue
            payload = pages.payload(cell, size)
            if len(payload) != size:
                continue
            row = _values(payload, begin, types)
        except (IndexError, ValueError):
            continue
        shape = shapes[name]
        row += [None] * (len(shape.kinds) - len(row))
        row[shape.key] = key
        yield name, tuple(row)


def _types(cell: bytes, size: int) -> tuple[list[int], int]:
    """The serial types of a record, and where its values begin. Raises IndexError, ValueError."""
    end, place = varint(cell, 0)
    if end > min(size, len(cell)):
        raise ValueError("no header of a record")
    types: list[int] = []
    while place < end:
        type_, place = varint(cell, place)
        types.append(type_)
    if place != end:
        raise ValueError("a header that ends in the middle of a type")
    return types, end


def _values(payload: bytes, place: int, types: Sequence[int]) -> list[Value]:
    """The values of a record. Raises ValueError when they do not fill it."""
    found: list[Value] = []
    for type_ in types:
        size = (type_ - 12) // 2 if type_ >= 12 else _SIZES[type_]
        piece = payload[place : place + size]
        place += size
        found.append(_value(type_, piece))
    if place != len(payload):
        raise ValueError("a record of another length")
    return found


def _value(type_: int, piece: bytes) -> Value:
    if type_ >= 12:
        return piece.decode("utf-8", "replace") if type_ % 2 else piece
    if type_ in (0, 10, 11):
        return None
    if type_ == 7:
        return float(struct.unpack(">d", piece)[0])
    return type_ - 8 if type_ in (8, 9) else int.from_bytes(piece, "big", signed=True)


def _is_of(type_: int, kind: type, needed: bool) -> bool:
    if type_ == 0:
        return not needed
    if kind is int:
        return 1 <= type_ <= 9 and type_ != 7
    return type_ >= 12 and type_ % 2 == (kind is str)
