"""The numbers of SQLite's file format and of its FTS5 (sqlite.org/fileformat2.html, 1.6)."""

from __future__ import annotations


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins at ``at``, and where what follows begins. Raises IndexError."""
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9
